"""Work on the index that takes a while: each job in a process of its own, one after another, its state in a file that
every worker of the server can read."""

from __future__ import annotations

import json
import logging
import multiprocessing
import re
import shutil
import signal
import sys
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal, Protocol

from filelock import FileLock, Timeout

from assistant.errors import NotFound, outcome, storage_failure
from assistant.settings import Settings
from index.files import write_atomically
from ingest.errors import IndexBusy, KeikakuError

log = logging.getLogger(__name__)

Kind = Literal["upload", "delete", "reindex"]
State = Literal["queued", "running", "done", "failed"]
Progress = Callable[[str, int, int], None]

WAITING, KEPT = 20, 100
#: Seconds that a new job's process may take before it holds its lock.
STARTING = 60.0
#: Seconds between two notes of progress, and for which a job waits until another process has written the index.
INTERVAL, PATIENCE = 0.2, 600.0
_ID = re.compile(r"[0-9a-f]{32}")
_TERMINATED = 143


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`phase`, `done` and `total` tell how far it is (`total` is 0 where that is not known); times are UTC.

    `report` is there when `state` is "done" and `error` (`code`, `message`) when it is "failed".
    """

    id: str
    kind: Kind
    state: State = "queued"
    phase: str | None = None
    done: int = 0
    total: int = 0
    created: str
    started: str | None = None
    finished: str | None = None
    report: dict[str, Any] | None = None
    error: dict[str, str] | None = None

    @property
    def is_over(self) -> bool:
        return self.state in ("done", "failed")


class Work(Protocol):
    """What a job does. Is sent to another process, and is told the folder that is the job's own."""

    def run(self, settings: Settings, folder: Path, progress: Progress) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class _Files:
    """`home/jobs`: a state, a lock and a folder a job."""

    root: Path

    def state(self, id: str) -> Path:
        return self.root / f"{id}.json"

    def folder(self, id: str) -> Path:
        return self.root / id

    def lock(self, id: str) -> FileLock:
        """Held by the job's process as long as it lives."""
        return FileLock(self.root / f"{id}.lock", timeout=0)

    def turn(self) -> FileLock:
        """Held by the job that runs."""
        return FileLock(self.root / "turn.lock")

    def read(self, id: str) -> Job | None:
        try:
            return Job(**json.loads(self.state(id).read_text("utf-8")))
        except FileNotFoundError:
            return None

    def write(self, job: Job) -> None:
        write_atomically(self.state(job.id), json.dumps(asdict(job), ensure_ascii=False))

    def ids(self) -> list[str]:
        """All jobs, the latest first."""
        files = [(path.stat().st_ctime_ns, path.stem) for path in self.root.glob("*.json")]
        return [id for _, id in sorted(files, reverse=True)]

    def remove(self, id: str) -> None:
        shutil.rmtree(self.folder(id), ignore_errors=True)
        for path in (self.root / f"{id}.lock", self.state(id)):
            path.unlink(missing_ok=True)


@dataclass(slots=True)
class Jobs:
    """Thread-safe. `close` ends the jobs that this process started; the index then stays as it was before them."""

    settings: Settings
    _running: dict[str, BaseProcess] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def _files(self) -> _Files:
        return _Files(self.settings.home / "jobs")

    def prepare(self) -> tuple[str, Path]:
        """A new job's id and its own folder, where its input may be put before `start`. Raises IndexBusy."""
        self._files.root.mkdir(parents=True, exist_ok=True)
        waiting = sum(not job.is_over for job in self.recent())
        if waiting >= WAITING:
            raise IndexBusy(f"{waiting} jobs are waiting already: try again when some are done.")
        id = uuid.uuid4().hex
        folder = self._files.folder(id)
        folder.mkdir()
        return id, folder

    def discard(self, id: str) -> None:
        """A prepared job that is not to be."""
        self._files.remove(id)

    def start(self, id: str, kind: Kind, work: Work) -> Job:
        job = Job(id=id, kind=kind, created=_now())
        files = self._files
        files.write(job)
        process = multiprocessing.get_context("spawn").Process(
            target=_work, args=(self.settings, id, work), name=f"job-{id}"
        )
        process.start()
        with self._lock:
            self._running[id] = process
        threading.Thread(target=self._watch, args=(id, process), daemon=True, name=f"watch-{id}").start()
        self._forget_old()
        return job

    def get(self, id: str) -> Job:
        """Raises NotFound. A job whose process is gone is given as failed."""
        job = self._files.read(id) if _ID.fullmatch(id) else None
        if job is None:
            raise NotFound(f"no job {id!r}: GET /jobs lists the last {KEPT}.")
        return job if job.is_over or self._is_alive(job) else self._interrupted(id)

    def recent(self) -> list[Job]:
        """The latest first."""
        found = []
        for id in self._files.ids() if self._files.root.is_dir() else ():
            with suppress(NotFound):
                found.append(self.get(id))
        return found

    def close(self) -> None:
        with self._lock:
            running = dict(self._running)
        for process in running.values():
            process.terminate()
        for id, process in running.items():
            process.join(10)
            if process.is_alive():
                process.kill()
                process.join()
            self._interrupted(id)

    def _watch(self, id: str, process: BaseProcess) -> None:
        process.join()
        self._interrupted(id)
        with self._lock:
            self._running.pop(id, None)

    def _is_alive(self, job: Job) -> bool:
        if job.id in self._running or time.time() - datetime.fromisoformat(job.created).timestamp() < STARTING:
            return True
        try:
            with self._files.lock(job.id):
                return False
        except Timeout:
            return True

    def _interrupted(self, id: str) -> Job:
        """The job as it ended; failed, where its process ended without saying how."""
        with self._lock:
            job = self._files.read(id)
            assert job is not None
            if not job.is_over:
                message = "the job was interrupted; the index is as it was before: start it again."
                job = replace(job, state="failed", finished=_now(), error={"code": "interrupted", "message": message})
                self._files.write(job)
                shutil.rmtree(self._files.folder(id), ignore_errors=True)
            return job

    def _forget_old(self) -> None:
        for id in self._files.ids()[KEPT:]:
            job = self._files.read(id)
            if job is None or job.is_over:
                self._files.remove(id)


def _work(settings: Settings, id: str, work: Work) -> None:
    """The process of a job: waits for its turn, works, and writes down how it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server's to handle, which ends its jobs
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))
    files = _Files(settings.home / "jobs")
    with files.lock(id):
        job = files.read(id)
        assert job is not None
        with files.turn():
            job = replace(job, state="running", started=_now())
            files.write(job)
            note = _Notes(files, job)
            job = _done(settings, files.folder(id), work, note, job)
        files.write(replace(job, finished=_now()))
        shutil.rmtree(files.folder(id), ignore_errors=True)


def _done(settings: Settings, folder: Path, work: Work, note: _Notes, job: Job) -> Job:
    try:
        report = when_free(lambda: work.run(settings, folder, note), note)
    except KeikakuError as error:
        return _failed(note.job, error)
    except Exception as error:
        known: KeikakuError | None = storage_failure(error) if isinstance(error, OSError) else None
        if known is None:
            print(f"keikaku: job {job.id} failed: {type(error).__name__}: {error}", file=sys.stderr)
            known = KeikakuError(f"something went wrong ({type(error).__name__}): the server's log has the details.")
        return _failed(note.job, known)
    return replace(note.job, state="done", report=report)


def when_free(act: Callable[[], dict[str, Any]], note: Progress) -> dict[str, Any]:
    """Tries again as long as another process (`keikaku ingest`) writes the index, up to `PATIENCE` seconds."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return act()
        except IndexBusy:
            if time.monotonic() > end:
                raise
            note("waiting", 0, 0)
            time.sleep(1)


def _failed(job: Job, error: KeikakuError) -> Job:
    return replace(job, state="failed", error={"code": outcome(error).code, "message": str(error)})


class _Notes:
    """Writes progress down, at most every `INTERVAL` seconds unless the phase changes."""

    def __init__(self, files: _Files, job: Job) -> None:
        self.job = job
        self._files = files
        self._written = 0.0

    def __call__(self, phase: str, done: int, total: int) -> None:
        changed = phase != self.job.phase
        self.job = replace(self.job, phase=phase, done=done, total=total)
        if changed or done == total or time.monotonic() - self._written > INTERVAL:
            self._files.write(self.job)
            self._written = time.monotonic()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
