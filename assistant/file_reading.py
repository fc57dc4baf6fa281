"""Reads files in child processes: a file that breaks, kills or overruns its reader costs one error and nothing else."""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.file_worker import FAILED, LONG, PAGES, PARSED, PART, PART_PAGES, Limits, Task, work
from assistant.parsed_documents import unpack
from ingest import errors
from ingest.errors import KeikakuError, UnreadableFile
from ingest.model import Municipality, ParsedDocument

if TYPE_CHECKING:
    from ingest.sources import SourceFile

Outcome = ParsedDocument | KeikakuError


def read_files(
    files: Sequence[SourceFile],
    stated: Sequence[Municipality],
    workers: int,
    limits: Limits,
    *,
    told: Callable[[PageCount], None] = lambda pages: None,
    scratch: Path | None = None,
) -> Iterator[tuple[SourceFile, Outcome]]:
    """Each file with what was read from it, or why it could not be, in the order in which they are done.

    No more than one result a worker waits in memory. The pages of a long PDF file are read by all workers, and wait in
    `scratch` until they are made a document. `stated` are municipalities beyond the national list; `told` is called as
    pages are read. Raises KeikakuError where no process that reads can be started at all.
    """
    if scratch is not None:
        scratch.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=scratch, prefix="pages-") as folder:
        yield from _Reading(files, stated, workers, limits, told, Path(folder)).outcomes()


@dataclass(slots=True)
class PageCount:
    """Pages read so far and, of the files that have been opened, in all; `files` of `every` have been opened."""

    done: int = 0
    known: int = 0
    files: int = 0
    every: int = 0

    @property
    def total(self) -> int:
        """Of all files: those that are not yet opened are taken to be as long as the others."""
        return max(self.done, round(self.known * self.every / self.files)) if self.files else 0


@dataclass(slots=True)
class _Long:
    """A file that is read in parts, `left` of which are not yet there."""

    deadline: float
    parts: tuple[Path, ...]
    left: int
    failed: bool = False


class _Reading:
    """The workers and what is left for them to do."""

    def __init__(
        self,
        files: Sequence[SourceFile],
        stated: Sequence[Municipality],
        workers: int,
        limits: Limits,
        told: Callable[[PageCount], None],
        folder: Path,
    ) -> None:
        self._stated, self._workers, self._limits = stated, workers, limits
        self._told, self._folder = told, folder
        self._waiting = deque(Task(source=source, alone=workers == 1) for source in files)
        self._long: dict[str, _Long] = {}
        self._pages = PageCount(every=len(files))
        self._read: dict[str, int] = {}
        self._crew: list[_Worker] = []

    def outcomes(self) -> Iterator[tuple[SourceFile, Outcome]]:
        try:
            self._fill()
            while self._crew:
                for worker in _reporting(self._crew):
                    if (read := worker.pages()) is not None:
                        self._count(worker.task, read)
                        self._told(self._pages)
                        continue
                    task, message = worker.finish()
                    finished = self._taken(task, message) if task and message is not None else None
                    if worker.usable and self._waiting:
                        worker.start(self._next())
                    else:
                        self._crew.remove(worker)
                        worker.stop()
                    self._fill()
                    if finished:
                        yield finished
                        self._told(self._pages)
            self._pages.known = self._pages.done
            self._told(self._pages)
        finally:
            for worker in self._crew:
                worker.stop()

    def _fill(self) -> None:
        """Starts workers for what waits; those that are starting will take of it too."""
        starting = sum(worker.task is None for worker in self._crew)
        while len(self._crew) < self._workers and starting < len(self._waiting):
            self._crew.append(_Worker(self._limits, self._stated))
            starting += 1

    def _next(self) -> tuple[Task, float]:
        """What waits longest, and how long it may take."""
        task = self._waiting.popleft()
        long = self._long.get(task.source.document_id)
        return task, self._limits.seconds if long is None else max(0.0, long.deadline - time.monotonic())

    def _taken(self, task: Task, message: bytes | KeikakuError) -> tuple[SourceFile, Outcome] | None:
        """The file, where it is done with this."""
        id = task.source.document_id
        long = self._long.get(id)
        if long is not None and long.failed:
            return None
        if isinstance(message, bytes) and message.startswith(LONG):
            self._part(task.source, int(message[len(LONG) :]))
            return None
        if isinstance(message, bytes) and message.startswith(PART) and long is not None:
            long.left -= 1
            self._count(task, (task.last or 0) - task.first)
            if not long.left:
                self._waiting.appendleft(Task(source=task.source, parts=long.parts))
            return None
        outcome = message if isinstance(message, KeikakuError) else _received(message)
        if long is not None and isinstance(outcome, KeikakuError):
            long.failed = True
            self._waiting = deque(other for other in self._waiting if other.source.document_id != id)
        self._close(task.source, outcome, opened=long is not None)
        return task.source, outcome

    def _part(self, source: SourceFile, pages: int) -> None:
        starts = range(0, pages, PART_PAGES)
        parts = tuple(self._folder / f"{len(self._long)}-{first}" for first in starts)
        self._long[source.document_id] = _Long(time.monotonic() + self._limits.seconds, parts, len(parts))
        self._waiting.extendleft(
            Task(source=source, first=first, last=min(first + PART_PAGES, pages), parts=(part,))
            for first, part in reversed(list(zip(starts, parts, strict=True)))
        )
        self._pages.known += pages
        self._pages.files += 1

    def _count(self, task: Task | None, read: int) -> None:
        """`read` pages of a task are read."""
        if task is not None:
            key = f"{task.first} {task.source.document_id}"
            self._pages.done += read - self._read.get(key, 0)
            self._read[key] = read

    def _close(self, source: SourceFile, outcome: Outcome, *, opened: bool) -> None:
        if not opened:
            pages = len(outcome.pages) if isinstance(outcome, ParsedDocument) else 0
            self._count(Task(source=source), pages)
            self._pages.known += pages
            self._pages.files += 1


def _reporting(crew: Sequence[_Worker]) -> list[_Worker]:
    """Waits until a worker says something, dies or is out of time, and gives those."""
    now = time.monotonic()
    wait([worker.connection for worker in crew], max(0.0, min(worker.deadline for worker in crew) - now))
    return [worker for worker in crew if worker.connection.poll() or time.monotonic() >= worker.deadline]


class _Worker:
    """One process, and the task that it has."""

    _STARTING = 120.0

    def __init__(self, limits: Limits, stated: Sequence[Municipality]) -> None:
        # Fresh interpreters: forking one that holds threads of torch or a server can hang.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, limits, tuple(stated)), daemon=True)
        self._process.start()
        theirs.close()
        self._limits = limits
        self.task: Task | None = None
        self._message: bytes | None = None
        self.deadline = time.monotonic() + self._STARTING
        self.usable = True

    def start(self, given: tuple[Task, float]) -> None:
        """Begins with a task that may take so many seconds."""
        self.task, seconds = given
        self.deadline = time.monotonic() + seconds
        with suppress(OSError):  # one that has just died is noticed by its silence
            self.connection.send(self.task)

    def pages(self) -> int | None:
        """How many pages of its task are read, where it says that; else its message is left for `finish`."""
        try:
            self._message = self.connection.recv_bytes() if self.connection.poll() else None
        except (EOFError, OSError):
            self._message = b""
        told = self._message
        return int(told[len(PAGES) :]) if told and told.startswith(PAGES) else None

    def finish(self) -> tuple[Task | None, bytes | KeikakuError | None]:
        """The task that was under way, None where the worker has only started, and what became of it."""
        task, self.task = self.task, None
        self.deadline = math.inf
        message = self._message
        if message:
            return task, message if task else None
        cause = "took too long" if message is None else self._death()
        self.stop()
        if task is None:
            raise KeikakuError(
                f"the process that reads files {cause} before it could begin; raise KEIKAKU_INGEST_MEMORY_MB "
                f"(now {self._limits.memory_mb:,})"
            )
        return task, self._too_long(task.source) if message is None else self._died(task.source, cause)

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
