"""The process that reads files, one after the other, within limits that the operating system keeps."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.parsed_documents import pack
from ingest.errors import KeikakuError, UnreadableFile
from ingest.model import Municipality

if TYPE_CHECKING:
    from ingest.municipalities import Gazetteer
    from ingest.sources import SourceFile

#: Share of a file's time in which pages that are images may be begun; the rest is for what else it holds.
_FOR_SCANS = 0.7
READY, PARSED, FAILED = b"R", b"P", b"F"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may take: `seconds` by the clock, `memory_mb` of data in the process that reads it.

    `scans` says whether pages that are images are read as well.
    """

    seconds: float
    memory_mb: int
    scans: bool = True


def work(connection: Connection, limits: Limits, stated: Sequence[Municipality]) -> None:
    """Says `READY`, then answers each file that comes with `PARSED` and the packed document, or `FAILED` and why.

    Ends, with all that it started, when the parent hangs up or is gone.
    """
    _stand_alone()
    _limit_memory(limits.memory_mb)
    from ingest.municipalities import national
    from ingest.normalise import normalise

    gazetteer = national().with_extra(stated)
    with suppress(EOFError, OSError):
        connection.send_bytes(READY)
        while True:
            source = connection.recv()
            _limit_processor(limits.seconds)
            connection.send_bytes(_outcome(source, gazetteer, limits))
            normalise.cache_clear()


def _outcome(source: SourceFile, gazetteer: Gazetteer, limits: Limits) -> bytes:
    from ingest.parse import parse
    from ingest.reading import read

    try:
        return PARSED + pack(
            parse(source, read(source.path, scans=limits.scans, scan_seconds=_FOR_SCANS * limits.seconds), gazetteer)
        )
    except KeikakuError as error:
        return _failed(error)
    except MemoryError:
        return _failed(
            UnreadableFile(
                f"{source.path.name}: reading it takes more than {limits.memory_mb:,} MB of memory; split it, or raise "
                "KEIKAKU_INGEST_MEMORY_MB"
            )
        )
    except Exception as error:  # a reader's bug is that file's failure, not the run's
        cause = f"{type(error).__name__}: {error}"
        return _failed(UnreadableFile(f"{source.path.name}: reading it failed ({cause}); please report this"))


def _failed(error: KeikakuError) -> bytes:
    return FAILED + f"{type(error).__name__}\n{error}".encode("utf-8", "backslashreplace")


def _stand_alone() -> None:
    """Its own session, so that it can be killed with the programs it started; silent; and never without a parent."""
    if hasattr(os, "setsid"):
        os.setsid()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _limit_memory(megabytes: int) -> None:
    """Bounds what the process allocates beyond its start. Not its address space: programs that a reader starts
    (LibreOffice) inherit the limit, and reserve many times what they use."""
    if sys.platform == "linux":
        import resource

        status = Path("/proc/self/status").read_text("ascii")
        used = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmData:"))
        _lower(resource.RLIMIT_DATA, used + megabytes * 1_000_000)


def _limit_processor(seconds: float) -> None:
    """Ends the process by itself where the parent, which watches the clock, is held up."""
    if sys.platform != "win32":
        import resource

        spent = resource.getrusage(resource.RUSAGE_SELF)
        _lower(resource.RLIMIT_CPU, int(spent.ru_utime + spent.ru_stime + seconds) + 10)


def _lower(kind: int, soft: int) -> None:
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
