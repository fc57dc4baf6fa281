"""Reads files in child processes: a file that breaks its reader, or kills it, costs one error and nothing else."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from ingest.errors import KeikakuError, UnreadableFile
from ingest.model import Municipality, ParsedDocument

if TYPE_CHECKING:
    from ingest.municipalities import Gazetteer
    from ingest.sources import SourceFile

Outcome = ParsedDocument | KeikakuError
_AHEAD = 2

_gazetteer: Gazetteer | None = None


def read_files(
    files: Sequence[SourceFile], stated: Sequence[Municipality], workers: int
) -> Iterator[tuple[SourceFile, Outcome]]:
    """Each file with what was read from it, or why it could not be, in the order given.

    At most `workers` × 2 results wait in memory. `stated` are municipalities beyond the national list.
    """
    waiting = deque(files)
    while waiting:
        suspects: list[SourceFile] = []
        yield from _read_until_broken(waiting, stated, min(workers, len(waiting)), suspects)
        for source in suspects:
            yield source, _read_alone(source, stated)


def _read_until_broken(
    waiting: deque[SourceFile], stated: Sequence[Municipality], workers: int, suspects: list[SourceFile]
) -> Iterator[tuple[SourceFile, Outcome]]:
    """Takes files off `waiting`; when a child dies, those under way are left in `suspects`."""
    flight: deque[tuple[SourceFile, Future[Outcome] | None]] = deque()
    pool = _pool(workers, stated)
    try:
        while waiting or flight:
            while waiting and len(flight) < workers * _AHEAD:
                flight.append((waiting.popleft(), None))
                flight[-1] = (flight[-1][0], pool.submit(_read, flight[-1][0]))
            source, future = flight[0]
            assert future is not None
            result = future.result()
            flight.popleft()
            yield source, result
    except BrokenProcessPool:
        suspects.extend(source for source, _ in flight)
    finally:
        pool.shutdown(cancel_futures=True)


def _read_alone(source: SourceFile, stated: Sequence[Municipality]) -> Outcome:
    with _pool(1, stated) as pool:
        try:
            return pool.submit(_read, source).result()
        except BrokenProcessPool:
            return UnreadableFile(
                f"{source.path.name}: the process that read it died (out of memory, or a damaged file); save it anew"
            )


def _pool(workers: int, stated: Sequence[Municipality]) -> ProcessPoolExecutor:
    """Fresh interpreters: forking one that holds threads of torch or a server can hang."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(tuple(stated),))


def _start(stated: Sequence[Municipality]) -> None:
    from ingest.municipalities import national

    global _gazetteer
    _gazetteer = national().with_extra(stated)


def _read(source: SourceFile) -> Outcome:
    from ingest.parse import parse
    from ingest.reading import read

    assert _gazetteer is not None
    try:
        return parse(source, read(source.path), _gazetteer)
    except KeikakuError as error:
        return error
    except Exception as error:  # a reader's bug is that file's failure, not the run's
        cause = f"{type(error).__name__}: {error}"
        return UnreadableFile(f"{source.path.name}: reading it failed ({cause}); please report this")
