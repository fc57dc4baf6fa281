"""A watched folder stays indexed while files come, change, break and go."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import watching
from assistant.ingestion_report import Report
from assistant.settings import Settings, load_settings
from assistant.watching import keep_indexed
from index.lock import write_lock
from ingest.errors import InputError

ROOT = Path(__file__).parents[2]
PLAN = "{city}デジタル計画\n\n{city}の人口は5人です。\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "plans" / "home", ingest_workers=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "takeo.txt").write_text(PLAN.format(city="武雄市"), "utf-8")
    return tmp_path / "plans"


class Watch:
    """A watch in a thread, and what it reported."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.reports: list[Report | Exception] = []
        self.stop = threading.Event()
        self.thread = threading.Thread(
            target=keep_indexed,
            args=([folder], settings, lambda *_: None, self.reports.append),
            kwargs={"stop": self.stop},
        )

    def until(self, documents: int, runs: int = 0) -> Report:
        """The first report from `runs` on that holds so many documents."""
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            for report in self.reports[runs:]:
                if isinstance(report, Report) and report.build and report.build.counts["documents"] == documents:
                    return report
            time.sleep(0.05)
        raise AssertionError(f"never {documents} documents: {self.reports}")


@pytest.fixture
def watch(folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    monkeypatch.setattr(watching, "LOOK", 300)
    monkeypatch.setattr(watching, "QUIET", 300)
    watch = Watch(folder, settings)
    yield watch
    watch.stop.set()
    watch.thread.join(60)
    assert not watch.thread.is_alive()


def test_what_comes_changes_and_goes_is_indexed(watch: Watch, folder: Path) -> None:
    watch.thread.start()
    watch.until(1)
    (folder / "imari.txt").write_text(PLAN.format(city="伊万里市"), "utf-8")
    assert watch.until(2).build.added == ("imari",)  # type: ignore[union-attr]
    runs = len(watch.reports)
    (folder / "takeo.txt").unlink()
    assert watch.until(1, runs).build.removed == ("takeo",)  # type: ignore[union-attr]


def test_an_error_is_told_and_does_not_end_the_watch(watch: Watch, folder: Path) -> None:
    (folder / "takeo.txt").write_bytes(b"")
    watch.thread.start()
    while not watch.reports:
        time.sleep(0.05)
    assert isinstance(watch.reports[0], InputError)
    (folder / "imari.txt").write_text(PLAN.format(city="伊万里市"), "utf-8")
    report = watch.until(1)
    assert "takeo.txt: the file is empty" in report.failures[0]


def test_a_busy_index_is_tried_again(watch: Watch, settings: Settings) -> None:
    with write_lock(settings.home):
        watch.thread.start()
        time.sleep(1.5)
        assert watch.reports == []
    watch.until(1)


def test_its_own_home_and_hidden_files_set_nothing_off(watch: Watch, folder: Path, settings: Settings) -> None:
    watch.thread.start()
    watch.until(1)
    time.sleep(1)
    runs = len(watch.reports)
    (settings.home / "note.txt").write_text("x")
    (folder / ".hidden.txt").write_text("x")
    (folder / "~$word.docx").write_text("x")
    time.sleep(1.5)
    assert len(watch.reports) == runs


def test_nothing_to_watch_is_an_error(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="keikaku ingest --watch FOLDER"):
        keep_indexed([], settings, lambda *_: None, lambda _: None)


@pytest.mark.skipif(os.name == "nt", reason="needs SIGINT")
def test_ctrl_c_ends_the_command(folder: Path, settings: Settings) -> None:
    environment = os.environ | {"KEIKAKU_HOME": str(settings.home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "assistant.cli", "ingest", "--watch", str(folder)]
    pipe = subprocess.PIPE

    def heeding() -> None:
        # A shell starts what runs in its background with SIGINT ignored, and so would this be.
        signal.signal(signal.SIGINT, signal.default_int_handler)

    with subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, preexec_fn=heeding
    ) as process:
        assert process.stdout and process.stderr
        assert process.stderr.readline() == "watching; Ctrl-C ends it\n"
        assert process.stdout.readline().startswith("takeo: 武雄市デジタル計画")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
