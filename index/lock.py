"""One writer at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import IndexBusy


@contextmanager
def write_lock(home: Path) -> Iterator[None]:
    """Holds the home's lock; a crashed holder's is released by the operating system. Raises IndexBusy at once."""
    home.mkdir(parents=True, exist_ok=True)
    holder = home / "writer.pid"
    lock = FileLock(home / "write.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise IndexBusy(f"{home} is being written by process {_read(holder)}; wait until it has finished") from error
    try:
        with suppress(OSError):  # a name for IndexBusy and no more
            holder.write_text(str(os.getpid()), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            holder.unlink()
        lock.release()


def _read(holder: Path) -> str:
    try:
        return holder.read_text(encoding="utf-8") or "(unknown)"
    except OSError:
        return "(unknown)"
