"""From a folder to an index, with real files, real processes and the model that ships."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from assistant import file_reading, ingestion
from assistant.ingestion import has_index, ingest
from assistant.ingestion_report import Report
from assistant.parsed_documents import ReadAhead
from assistant.service import Service
from assistant.settings import Settings, load_settings
from ingest.errors import InputError
from tests.conftest import parse_folder

PLAN = "{city}デジタル計画\n\n{city}の人口は{people}人です。\n電子申請を令和7年度に導入する。\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", ingest_workers=2)


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    for name, city, people in (("takeo", "武雄市", 47510), ("kashima", "鹿島市", 27892)):
        (folder / f"{name}.txt").write_text(PLAN.format(city=city, people=people), "utf-8")
    return folder


def run(settings: Settings, *paths: Path, **options: bool) -> Report:
    return ingest(list(paths), settings, lambda stage, done, total: None, **options)


def indexed(settings: Settings) -> list[str]:
    service = Service(settings)
    with service.use() as loaded:
        ids = [d.id for d in loaded.catalogue.documents()]
    service.close()
    return ids


def changes(report: Report) -> tuple[tuple[str, ...], ...]:
    assert report.build is not None
    return report.build.added, report.build.updated, report.build.unchanged, report.build.removed


def test_a_second_run_reads_only_what_changed_and_drops_what_is_gone(settings, plans):
    assert not has_index(settings)
    first = run(settings, plans)
    assert changes(first) == (("kashima", "takeo"), (), (), ())
    assert [r.document.municipality.name for r in first.read] == ["鹿島市", "武雄市"]
    again = run(settings, plans)
    assert changes(again) == ((), (), ("kashima", "takeo"), ())
    assert again.read == []
    (plans / "takeo.txt").write_text(PLAN.format(city="武雄市", people=47000), "utf-8")
    (plans / "kashima.txt").unlink()
    third = run(settings, plans)
    assert changes(third) == ((), ("takeo",), (), ("kashima",))
    assert indexed(settings) == ["takeo"]


def test_a_manifest_that_changes_has_its_document_read_again(settings, plans):
    run(settings, plans)
    manifest = '[[document]]\nfile = "takeo.txt"\ntitle = "新しい題"\nvisibility = "internal"\n'
    (plans / "documents.toml").write_text(manifest, "utf-8")
    report = run(settings, plans)
    assert changes(report)[1:3] == (("takeo",), ("kashima",))
    assert report.read[0].document.title == "新しい題"
    assert report.read[0].document.visibility == "internal"


def test_what_lies_elsewhere_stays_unless_it_is_to_be_replaced(settings, plans, tmp_path):
    run(settings, plans)
    other = tmp_path / "other" / "imari.txt"
    other.parent.mkdir()
    other.write_text(PLAN.format(city="伊万里市", people=52629), "utf-8")
    run(settings, other)
    assert indexed(settings) == ["imari", "kashima", "takeo"]
    assert changes(run(settings)) == ((), (), ("imari", "kashima", "takeo"), ())
    assert changes(run(settings, rebuild=True))[2] == ()
    run(settings, other, replace=True)
    assert indexed(settings) == ["imari"]
    run(settings)
    assert indexed(settings) == ["imari"]


def test_a_second_document_of_a_name_is_refused_and_the_first_stays(settings, plans, tmp_path):
    run(settings, plans)
    other = tmp_path / "other"
    other.mkdir()
    (other / "takeo.txt").write_text(PLAN.format(city="長崎市", people=1), "utf-8")
    (other / "omura.txt").write_text(PLAN.format(city="大村市", people=2), "utf-8")
    report = run(settings, other)
    assert "rename the file" in report.failures[0]
    assert indexed(settings) == ["kashima", "omura", "takeo"]


@pytest.mark.skipif(sys.platform == "win32", reason="links take rights there")
def test_a_link_to_a_file_outside_is_a_file_of_its_folder(settings, plans, tmp_path):
    (plans / "takeo.txt").rename(tmp_path / "outside.txt")
    (plans / "takeo.txt").symlink_to(tmp_path / "outside.txt")
    run(settings, plans)
    again = run(settings, plans)
    assert again.failures == []
    assert changes(again) == ((), (), ("kashima", "takeo"), ())


def test_a_file_that_moved_takes_its_own_place(settings, plans, tmp_path):
    run(settings, plans)
    moved = tmp_path / "moved"
    moved.mkdir()
    os.rename(plans / "takeo.txt", moved / "takeo.txt")
    report = run(settings, moved)
    assert report.failures == []
    assert changes(report)[1] == ("takeo",)


def test_bad_files_cost_a_line_each_and_the_others_go_on(settings, plans):
    (plans / "empty.txt").write_bytes(b"")
    (plans / "broken.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20)
    (plans / "picture.gif").write_bytes(b"GIF89a")
    report = run(settings, plans)
    assert len(report.failures) == 2
    assert all(
        "\n" not in failure and name in failure
        for failure, name in zip(sorted(report.failures), ("broken", "empty"), strict=True)
    )
    assert report.notes == ["1 files of other kinds were skipped (.gif)"]
    assert indexed(settings) == ["kashima", "takeo"]


def test_a_file_that_breaks_keeps_the_version_indexed_before(settings, plans):
    run(settings, plans)
    (plans / "takeo.txt").write_bytes(b"")
    report = run(settings, plans)
    assert "the version indexed before stays" in report.failures[0]
    assert changes(report)[2] == ("kashima", "takeo")


@pytest.mark.parametrize("content", [None, b""], ids=["no files", "an empty file"])
def test_where_nothing_can_be_read_the_index_stays(settings, plans, tmp_path, content):
    run(settings, plans)
    bad = tmp_path / "bad"
    bad.mkdir()
    if content is not None:
        (bad / "a.txt").write_bytes(content)
    with pytest.raises(InputError):
        run(settings, bad)
    assert indexed(settings) == ["kashima", "takeo"]


def test_a_missing_path_is_named(settings, tmp_path):
    with pytest.raises(InputError, match="nowhere"):
        run(settings, tmp_path / "nowhere")
    with pytest.raises(InputError, match="keikaku ingest FOLDER"):
        run(settings)


def test_a_folder_that_is_gone_is_noted_when_all_are_read_again(settings, plans, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "imari.txt").write_text(PLAN.format(city="伊万里市", people=52629), "utf-8")
    run(settings, plans)
    run(settings, other)
    (other / "imari.txt").unlink()
    other.rmdir()
    report = run(settings)
    assert "is gone" in report.notes[0]
    assert indexed(settings) == ["kashima", "takeo"]


def test_a_run_that_was_interrupted_goes_on_where_it_ended(settings, plans, monkeypatch):
    asked = []
    monkeypatch.setattr(
        ingestion, "read_files", lambda files, *rest, **more: asked.append(names(files)) or read(files, *rest, **more)
    )
    read = file_reading.read_files

    def interrupt(stage: str, done: int, total: int) -> None:
        if stage == "reading":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([plans], settings, interrupt)
    assert not has_index(settings)
    run(settings, plans)
    assert asked[0] == ["kashima", "takeo"]
    assert len(asked[1]) == 1
    assert indexed(settings) == ["kashima", "takeo"]
    assert not (settings.home / "parsed").exists()
    run(settings, plans, rebuild=True)
    assert asked[2] == ["kashima", "takeo"]


def test_what_was_kept_and_is_damaged_is_read_again(settings, plans):
    run(settings, plans)
    parsed = parse_folder(plans)[0]
    ahead = ReadAhead(settings.home)
    ahead.put("whole", parsed)
    ahead.put("damaged", parsed)
    assert ahead.get("whole") == parsed
    file = settings.home / "parsed" / "damaged.msgpack"
    file.write_bytes(file.read_bytes()[:-9])
    assert ahead.get("damaged") is None
    assert ahead.get("never") is None


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_no_text_or_run_over_lines_are_told_on_one_line(settings, plans):
    cp932 = os.fsdecode("計画.txt".encode("cp932"))
    (plans / cp932).write_text("本文", "utf-8")
    (plans / "two\nlines.txt").write_text("", "utf-8")
    (plans / "good\nplan.txt").write_text(PLAN.format(city="大村市", people=95000), "utf-8")
    report = run(settings, plans)
    assert "perhaps 計画.txt" in report.failures[0] and "rename it" in report.failures[0]
    assert "two\\nlines.txt: the file is empty" in report.failures[1]
    assert all(failure.isprintable() for failure in report.failures)
    assert indexed(settings) == ["good_plan", "kashima", "takeo"]


def names(files):
    return [file.document_id for file in files]
