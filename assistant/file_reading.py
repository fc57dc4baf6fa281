"""Reads files in child processes: a file that breaks, kills or overruns its reader costs one error and nothing else."""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from assistant.file_worker import FAILED, PARSED, Limits, work
from assistant.parsed_documents import unpack
from ingest import errors
from ingest.errors import KeikakuError, UnreadableFile
from ingest.model import Municipality, ParsedDocument

if TYPE_CHECKING:
    from ingest.sources import SourceFile

Outcome = ParsedDocument | KeikakuError


def read_files(
    files: Sequence[SourceFile], stated: Sequence[Municipality], workers: int, limits: Limits
) -> Iterator[tuple[SourceFile, Outcome]]:
    """Each file with what was read from it, or why it could not be, in the order in which they are done.

    No more than one result a worker waits in memory. `stated` are municipalities beyond the national list. Raises
    KeikakuError where no process that reads can be started at all.
    """
    waiting = deque(files)
    crew = [_Worker(limits, stated) for _ in range(min(workers, len(waiting)))]
    try:
        while crew:
            for worker in _reporting(crew):
                finished = worker.finish()
                if not worker.usable:
                    crew.remove(worker)
                    if waiting:
                        crew.append(_Worker(limits, stated))
                elif waiting:
                    worker.start(waiting.popleft())
                else:
                    crew.remove(worker)
                    worker.stop()
                if finished:
                    yield finished
    finally:
        for worker in crew:
            worker.stop()


def _reporting(crew: Sequence[_Worker]) -> list[_Worker]:
    """Waits until a worker says something, dies or is out of time, and gives those."""
    now = time.monotonic()
    wait([worker.connection for worker in crew], max(0.0, min(worker.deadline for worker in crew) - now))
    return [worker for worker in crew if worker.connection.poll() or time.monotonic() >= worker.deadline]


class _Worker:
    """One process, and the file that it is reading."""

    _STARTING = 120.0

    def __init__(self, limits: Limits, stated: Sequence[Municipality]) -> None:
        # Fresh interpreters: forking one that holds threads of torch or a server can hang.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, limits, tuple(stated)), daemon=True)
        self._process.start()
        theirs.close()
        self._limits = limits
        self._source: SourceFile | None = None
        self.deadline = time.monotonic() + self._STARTING
        self.usable = True

    def start(self, source: SourceFile) -> None:
        self._source = source
        self.deadline = time.monotonic() + self._limits.seconds
        with suppress(OSError):  # one that has just died is noticed by its silence
            self.connection.send(source)

    def finish(self) -> tuple[SourceFile, Outcome] | None:
        """The file that was under way and what became of it; None where the worker has only started."""
        source, self._source = self._source, None
        self.deadline = math.inf
        try:
            message = self.connection.recv_bytes() if self.connection.poll() else None
        except (EOFError, OSError):
            message = b""
        if message:
            return (source, _received(message)) if source else None
        cause = "took too long" if message is None else self._death()
        self.stop()
        if source is None:
            raise KeikakuError(
                f"the process that reads files {cause} before it could begin; raise KEIKAKU_INGEST_MEMORY_MB "
                f"(now {self._limits.memory_mb:,})"
            )
        return source, self._too_long(source) if message is None else self._died(source, cause)

    def _too_long(self, source: SourceFile) -> UnreadableFile:
        return UnreadableFile(
            f"{source.path.name}: reading it took longer than {self._limits.seconds:,.0f} s and was stopped; split it, "
            "or raise KEIKAKU_INGEST_SECONDS"
        )

    def _died(self, source: SourceFile, cause: str) -> UnreadableFile:
        return UnreadableFile(
            f"{source.path.name}: the process that read it {cause}: damaged, or too large for the "
            f"{self._limits.memory_mb:,} MB that it may take; save it anew or split it, or raise "
            "KEIKAKU_INGEST_MEMORY_MB"
        )

    def _death(self) -> str:
        self._process.join(5)
        code = self._process.exitcode
        if code is None or code >= 0:
            return f"died (exit status {code})"
        with suppress(ValueError):
            return f"died ({signal.Signals(-code).name})"
        return f"died (signal {-code})"

    def stop(self) -> None:
        """Kills the process and the programs that it started; again, it does nothing."""
        if not self.usable:
            return
        self.usable = False
        self.connection.close()
        if (pid := self._process.pid) and hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):  # it has not yet, or no longer, a group of its own
                os.killpg(pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self._process.close()


def _received(message: bytes) -> Outcome:
    if message.startswith(PARSED):
        return unpack(message[len(PARSED) :])
    kind, _, text = message[len(FAILED) :].decode().partition("\n")
    error: KeikakuError = getattr(errors, kind, KeikakuError)(text)
    return error
