"""Files read by real child processes: what hangs, dies or outgrows its limits costs one line, the others go on."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from assistant import file_worker
from assistant.file_reading import Outcome, _Worker, read_files
from assistant.file_worker import Limits, Task
from ingest.errors import KeikakuError, UnreadableFile
from ingest.model import ParsedDocument
from ingest.sources import SourceFile

PATIENT = Limits(seconds=60, memory_mb=500)
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits on memory are those of Linux")
unix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")


def plan(folder: Path, name: str, text: str = "武雄市デジタル計画\n\n武雄市の人口は47,510人です。\n") -> SourceFile:
    path = folder / f"{name}.txt"
    path.write_text(text, "utf-8")
    return SourceFile(path=path, document_id=name, sha256=name)


def hanging(folder: Path) -> SourceFile:
    """A named pipe that nobody writes to: opening it never returns."""
    os.mkfifo(path := folder / "hanging.txt")
    return SourceFile(path=path, document_id="hanging", sha256="hanging")


def read(*files: SourceFile, limits: Limits = PATIENT, workers: int = 2) -> dict[str, Outcome]:
    return {source.document_id: outcome for source, outcome in read_files(files, (), workers, limits)}


def test_every_file_comes_back_once_with_what_was_read(tmp_path: Path) -> None:
    outcomes = list(read_files([plan(tmp_path, f"plan{n}") for n in range(7)], (), 3, PATIENT))
    assert sorted(source.document_id for source, _ in outcomes) == [f"plan{n}" for n in range(7)]
    for source, parsed in outcomes:
        assert isinstance(parsed, ParsedDocument)
        assert (parsed.document.id, parsed.document.path) == (source.document_id, source.path)
        assert parsed.pages[0].text == source.path.read_text("utf-8")
    assert read() == {}


def test_an_error_comes_back_with_its_class_and_message(tmp_path: Path) -> None:
    outcome = read(plan(tmp_path, "empty", ""))["empty"]
    assert type(outcome) is UnreadableFile
    assert str(outcome).startswith("empty.txt: the file is empty")


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file that hangs is given two seconds of its minute. The others have all of theirs: on a machine with much
    else to do, a process that has just begun may need several seconds for its first file."""
    start = _Worker.start

    def started(self: _Worker, given: tuple[Task, float]) -> None:
        start(self, given)
        assert 0 < self.deadline - time.monotonic() <= PATIENT.seconds
        if given[0].source.document_id == "hanging":
            self.deadline = time.monotonic() + 2

    monkeypatch.setattr(_Worker, "start", started)


@unix
def test_a_file_that_never_ends_is_stopped_and_the_others_go_on(tmp_path: Path, soon: None) -> None:
    began = time.monotonic()
    outcomes = read(hanging(tmp_path), *(plan(tmp_path, f"plan{n}") for n in range(4)))
    failed = str(outcomes.pop("hanging"))
    assert "took longer than 60 s" in failed and "KEIKAKU_INGEST_SECONDS" in failed
    assert len(outcomes) == 4 and all(isinstance(outcome, ParsedDocument) for outcome in outcomes.values())
    assert time.monotonic() - began < 60


@unix
def test_one_worker_that_is_killed_is_replaced(tmp_path: Path, soon: None) -> None:
    files = [hanging(tmp_path), plan(tmp_path, "plan")]
    outcomes = [(source.document_id, type(outcome)) for source, outcome in read_files(files, (), 1, PATIENT)]
    assert outcomes == [("hanging", UnreadableFile), ("plan", ParsedDocument)]


@linux
def test_a_file_that_outgrows_its_memory_is_one_line(tmp_path: Path) -> None:
    big = plan(tmp_path, "big", "市の計画を定める。\n" * 1_000_000)
    outcomes = read(big, plan(tmp_path, "small"), limits=Limits(seconds=60, memory_mb=100))
    assert isinstance(outcomes["big"], UnreadableFile)
    assert "memory" in str(outcomes["big"])
    assert isinstance(outcomes["small"], ParsedDocument)


def test_a_reader_that_dies_takes_only_its_own_file_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that kills itself stands for a crash in native code."""
    monkeypatch.setattr("assistant.file_reading.work", _work_that_dies)
    outcomes = read(plan(tmp_path, "a"), plan(tmp_path, "killer"), plan(tmp_path, "z"))
    assert "died (SIGSEGV)" in str(outcomes["killer"])
    assert isinstance(outcomes["a"], ParsedDocument)
    assert isinstance(outcomes["z"], ParsedDocument)


def _work_that_dies(*arguments: object) -> None:
    read_one = file_worker._outcome

    def outcome(task: Task, *rest: object) -> bytes:
        if task.source.document_id == "killer" and (task.last or task.source.path.suffix == ".txt"):
            os.kill(os.getpid(), signal.SIGSEGV)
        return read_one(task, *rest)  # type: ignore[arg-type]

    file_worker._outcome = outcome  # type: ignore[assignment]
    file_worker.work(*arguments)  # type: ignore[arg-type]


@linux
def test_a_worker_that_cannot_start_says_which_setting_to_raise(tmp_path: Path) -> None:
    with pytest.raises(KeikakuError, match="raise KEIKAKU_INGEST_MEMORY_MB"):
        read(plan(tmp_path, "plan"), limits=Limits(seconds=60, memory_mb=0))


@unix
def test_reading_that_is_abandoned_leaves_no_process_behind(tmp_path: Path) -> None:
    results = read_files([hanging(tmp_path), plan(tmp_path, "plan")], (), 2, PATIENT)
    assert next(results)[0].document_id == "plan"
    assert len(multiprocessing.active_children()) == 1
    results.close()
    assert multiprocessing.active_children() == []


@unix
def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    hanging(tmp_path)
    code = (
        "import sys\nfrom pathlib import Path\nfrom assistant.file_reading import read_files\n"
        "from assistant.file_worker import Limits\nfrom ingest.sources import SourceFile\n"
        "if __name__ == '__main__':\n"
        "    hangs = SourceFile(path=Path(sys.argv[1]), document_id='hanging', sha256='')\n"
        "    print('begins', flush=True)\n"
        "    list(read_files([hangs], (), 1, Limits(seconds=600, memory_mb=500)))\n"
    )
    root = Path(__file__).parents[2]
    (tmp_path / "reads.py").write_text(code, "utf-8")
    environment = os.environ | {"PYTHONPATH": str(root)}
    command = [sys.executable, str(tmp_path / "reads.py"), str(tmp_path / "hanging.txt")]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout and parent.stdout.readline() == "begins\n"
        wait_until(lambda: len(children(parent.pid)) >= 2)  # the worker, and Python's own resource tracker
        started = children(parent.pid)
        time.sleep(1)
        parent.kill()
    wait_until(lambda: not any(alive(pid) for pid in started))


def children(pid: int) -> set[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    if not found.exists():
        pytest.skip("the system does not list a process's children")
    return set(map(int, found.read_text().split()))


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    try:
        return "State:\tZ" not in status.read_text()
    except OSError:
        return False


def wait_until(condition: object, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.05)


def long_pdf(folder: Path, pages: int, name: str = "long") -> SourceFile:
    path = folder / f"{name}.pdf"
    canvas = Canvas(str(path), pagesize=(200, 100))
    for page in range(1, pages + 1):
        canvas.drawString(20, 50, f"chapter {page}")
        canvas.showPage()
    canvas.save()
    return SourceFile(path=path, document_id=name, sha256=name)


def test_a_long_file_read_in_parts_is_the_same_as_read_at_once(tmp_path: Path) -> None:
    source = long_pdf(tmp_path, 2 * file_worker.PART_PAGES + 30)
    scratch, told = tmp_path / "scratch", list[tuple[int, int]]()
    ((_, parted),) = read_files(
        [source], (), 3, PATIENT, told=lambda pages: told.append((pages.done, pages.total)), scratch=scratch
    )
    assert isinstance(parted, ParsedDocument) and len(parted.pages) == 230
    assert parted == read(source, workers=1)["long"]
    assert told[-1] == (230, 230) and any(0 < done < 230 == total for done, total in told)
    assert list(scratch.iterdir()) == []


def test_a_long_file_and_short_ones_come_back_once_each(tmp_path: Path) -> None:
    files = [plan(tmp_path, "a"), long_pdf(tmp_path, 250), *(plan(tmp_path, f"plan{n}") for n in range(4))]
    outcomes = [(source.document_id, outcome) for source, outcome in read_files(files, (), 2, PATIENT)]
    assert sorted(id for id, _ in outcomes) == ["a", "long", "plan0", "plan1", "plan2", "plan3"]
    assert all(isinstance(outcome, ParsedDocument) for _, outcome in outcomes)


def test_a_part_that_kills_its_reader_costs_its_file_one_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.file_reading.work", _work_that_dies)
    outcomes = read_files([long_pdf(tmp_path, 450, "killer"), plan(tmp_path, "plan")], (), 2, PATIENT)
    found = [(source.document_id, str(outcome)[:90]) for source, outcome in outcomes]
    assert sorted(id for id, _ in found) == ["killer", "plan"]
    assert "died (SIGSEGV)" in dict(found)["killer"]


@unix
def test_a_long_files_parts_share_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.file_reading.work", _work_that_dawdles)
    began = time.monotonic()
    (outcome,) = read(long_pdf(tmp_path, 1000), limits=Limits(seconds=8, memory_mb=500)).values()
    assert "took longer than 8 s" in str(outcome)
    assert time.monotonic() - began < 40


def _work_that_dawdles(*arguments: object) -> None:
    read_one = file_worker._outcome

    def outcome(task: Task, *rest: object) -> bytes:
        time.sleep(3 if task.last is not None else 0)
        return read_one(task, *rest)  # type: ignore[arg-type]

    file_worker._outcome = outcome  # type: ignore[assignment]
    file_worker.work(*arguments)  # type: ignore[arg-type]
