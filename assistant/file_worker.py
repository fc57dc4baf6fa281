"""The process that reads files, one after the other, within limits that the operating system keeps."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.parsed_documents import pack, pack_part, unpack_part
from ingest.errors import KeikakuError, UnreadableFile
from ingest.model import Municipality

if TYPE_CHECKING:
    from ingest.municipalities import Gazetteer
    from ingest.sources import SourceFile

#: Share of a file's time in which pages that are images may be begun; the rest is for what else it holds.
_FOR_SCANS = 0.7
READY, PARSED, FAILED, LONG, PART, PAGES = b"R", b"P", b"F", b"L", b"S", b"N"
#: Pages of a part of a long file; one with twice as many is read in parts, where there is more than one process.
PART_PAGES = 100
#: Seconds between two messages of how many pages are read.
_TELL = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may take: `seconds` by the clock, `memory_mb` of data in each process that reads it.

    `scans` says whether pages that are images are read as well.
    """

    seconds: float
    memory_mb: int
    scans: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be done for a file: all of it, or (`last` set) some of its pages into `parts[0]`, or what has been
    read of it (`parts` without `last`) made a document. With `alone` a long file is read at once."""

    source: SourceFile
    first: int = 0
    last: int | None = None
    parts: tuple[Path, ...] = ()
    alone: bool = False


def work(connection: Connection, limits: Limits, stated: Sequence[Municipality]) -> None:
    """Says `READY`, then answers each task that comes: `PARSED` and the packed document, `PART`, `LONG` and the number
    of pages of a file that is to be read in parts, or `FAILED` and why. Before that, `PAGES` and how many are read.

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
            task = connection.recv()
            _limit_processor(limits.seconds)
            connection.send_bytes(_outcome(task, gazetteer, limits, _Teller(connection)))
            normalise.cache_clear()


class _Teller:
    """Tells the parent how many pages are read, now and then."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last = 0.0

    def __call__(self, done: int) -> None:
        if time.monotonic() - self._last >= _TELL:
            self._connection.send_bytes(PAGES + str(done).encode())
            self._last = time.monotonic()


def _outcome(task: Task, gazetteer: Gazetteer, limits: Limits, told: Callable[[int], None]) -> bytes:
    name = task.source.path.name
    try:
        return _done(task, gazetteer, limits, told)
    except KeikakuError as error:
        return _failed(error)
    except MemoryError:
        return _failed(
            UnreadableFile(
                f"{name}: reading it takes more than {limits.memory_mb:,} MB of memory; split it, or raise "
                "KEIKAKU_INGEST_MEMORY_MB"
            )
        )
    except RecursionError:
        return _failed(
            UnreadableFile(f"{name}: its parts are nested too deeply to be read; save it anew, or flatten it")
        )
    except Exception as error:  # a reader's bug is that file's failure, not the run's
        cause = f"{type(error).__name__}: {error}"
        return _failed(UnreadableFile(f"{name}: reading it failed ({cause}); please report this"))


def _done(task: Task, gazetteer: Gazetteer, limits: Limits, told: Callable[[int], None]) -> bytes:
    from ingest.parse import parse
    from ingest.readers.pdf import PdfReader
    from ingest.reading import MAX_PAGES, pages_of_pdf, put_parts_together, read, read_part

    path, seconds = task.source.path, _FOR_SCANS * limits.seconds
    if task.last is not None:
        reader = PdfReader(scans=limits.scans, scan_seconds=seconds, told=told)
        task.parts[0].write_bytes(pack_part(read_part(path, task.first, task.last, reader)))
        return PART
    if task.parts:
        raw = put_parts_together(path, [unpack_part(part.read_bytes()) for part in task.parts])
        return PARSED + pack(parse(task.source, raw, gazetteer))
    pages = None if task.alone else pages_of_pdf(path)
    if pages is not None and 2 * PART_PAGES <= pages <= MAX_PAGES:
        return LONG + str(pages).encode()
    raw = read(path, scans=limits.scans, scan_seconds=seconds, told=told)
    return PARSED + pack(parse(task.source, raw, gazetteer))


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
