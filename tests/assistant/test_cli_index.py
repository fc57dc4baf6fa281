"""The commands that look after the index, over real files and a real index."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from assistant import cli
from assistant.cli_index import ranges
from assistant.ingestion import ingest
from assistant.settings import Settings, load_settings

PLAN = "{city}デジタル計画\n\n{city}の人口は{people}人です。\n電子申請を令和7年度に導入する。\n"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("KEIKAKU_HOME", str(tmp_path / "home"))
    return load_settings()


@pytest.fixture
def plans(settings: Settings, tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "takeo.txt").write_text(PLAN.format(city="武雄市", people=47510), "utf-8")
    (folder / "kashima.txt").write_text(PLAN.format(city="鹿島市", people=27892) + "\f \f\f本文", "utf-8")
    ingest([folder], settings, lambda *_: None)
    return folder


def run(monkeypatch, capsys, *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["keikaku", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def test_status_shows_documents_with_whose_they_are_and_what_could_not_be_read(plans, monkeypatch, capsys):
    code, out, _ = run(monkeypatch, capsys, "status")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("index generation 1, ") and "2 documents, 5 pages" in lines[0]
    assert f"made from: {plans}" in lines
    assert "takeo: 武雄市デジタル計画 | 佐賀県武雄市 (" in out
    assert lines[lines.index(next(line for line in lines if line.startswith("kashima"))) + 1] == (
        "    pages without text: 2-3"
    )
    assert lines[-1] == "nothing has changed on disk since"


def test_status_shows_what_changed_on_disk_since(plans, monkeypatch, capsys):
    (plans / "takeo.txt").write_text("別の計画", "utf-8")
    (plans / "kashima.txt").unlink()
    (plans / "imari.txt").write_text("新しい計画", "utf-8")
    _, out, _ = run(monkeypatch, capsys, "status")
    assert f"new since: {plans / 'imari.txt'}\nchanged since: takeo\ngone since: kashima\n" in out
    _, out, _ = run(monkeypatch, capsys, "status", "--json")
    assert json.loads(out)["changes"] == {"new": [str(plans / "imari.txt")], "changed": ["takeo"], "gone": ["kashima"]}


def test_a_removed_document_is_in_no_answer_and_stays_away_until_it_is_named(plans, monkeypatch, capsys):
    code, out, _ = run(monkeypatch, capsys, "remove", "takeo")
    assert code == 0 and "1 documents" in out and "1 removed" in out
    assert (plans / "takeo.txt").exists()
    _, out, _ = run(monkeypatch, capsys, "ask", "武雄市の人口は？", "--json")
    assert not [citation for citation in json.loads(out)["citations"] if citation["document"] == "takeo"]
    _, out, err = run(monkeypatch, capsys, "ingest", str(plans))
    assert "1 documents" in out and "1 removed documents were passed over" in err
    _, out, _ = run(monkeypatch, capsys, "status")
    assert f"removed, and passed over: {plans / 'takeo.txt'}" in out
    _, out, _ = run(monkeypatch, capsys, "ingest", str(plans / "takeo.txt"))
    assert "2 documents" in out
    _, out, err = run(monkeypatch, capsys, "ingest")
    assert "2 unchanged" in out and err == ""


def test_documents_are_removed_by_their_files_too_and_even_the_last(plans, monkeypatch, capsys):
    code, out, _ = run(monkeypatch, capsys, "remove", str(plans / "takeo.txt"), "kashima")
    assert code == 0 and "0 documents" in out
    code, out, _ = run(monkeypatch, capsys, "verify")
    assert code == 0 and "is sound: 0 documents" in out


def test_where_one_is_not_known_none_is_removed(plans, monkeypatch, capsys):
    code, _, err = run(monkeypatch, capsys, "remove", "takeo", "nothing")
    assert code == 2 and err == "keikaku: not in the index: nothing; `keikaku status` lists what is\n"
    assert "2 documents" in run(monkeypatch, capsys, "verify")[1]


def test_an_uploaded_document_is_removed_with_its_file(plans, settings, monkeypatch, capsys):
    folder = settings.home / "uploads"
    folder.mkdir()
    (folder / "imari.txt").write_text(PLAN.format(city="伊万里市", people=52629), "utf-8")
    ingest([folder], settings, lambda *_: None)
    code, out, _ = run(monkeypatch, capsys, "remove", "imari")
    assert code == 0 and "2 documents" in out
    assert not (folder / "imari.txt").exists()


def test_verify_says_that_an_index_is_sound(plans, monkeypatch, capsys):
    code, out, err = run(monkeypatch, capsys, "verify")
    assert (code, err) == (0, "")
    assert out.startswith("index generation 1 is sound: 2 documents, 5 pages")


def test_verify_names_damage_and_has_its_exit_code(plans, settings, monkeypatch, capsys):
    file = settings.home / "generations" / "1" / "dense" / "vectors.npy"
    file.write_bytes(file.read_bytes()[:-4])
    code, out, err = run(monkeypatch, capsys, "verify")
    assert (code, out) == (4, "")
    assert err.splitlines()[0] == f"damaged: {file} has been changed or damaged"
    assert "keikaku ingest --rebuild" in err.splitlines()[-1]


@pytest.mark.parametrize("command", ["status", "verify", "export"])
def test_without_an_index_the_remedy_is_named(settings, monkeypatch, capsys, tmp_path, command):
    arguments = [command] + ([str(tmp_path / "out")] if command == "export" else [])
    code, out, err = run(monkeypatch, capsys, *arguments)
    assert (code, out) == (3, "")
    assert "keikaku ingest FOLDER" in err and err.count("\n") == 1


def test_a_folder_takes_all_that_is_indexed_as_json_lines(plans, monkeypatch, capsys, tmp_path):
    code, out, _ = run(monkeypatch, capsys, "export", str(tmp_path / "out"))
    tables = {
        name: [json.loads(line) for line in (tmp_path / "out" / f"{name}.jsonl").read_text("utf-8").splitlines()]
        for name in ("documents", "pages", "passages", "records")
    }
    assert code == 0 and f"{tmp_path / 'out' / 'pages.jsonl'}: 5" in out
    assert [row["id"] for row in tables["documents"]] == ["kashima", "takeo"]
    assert tables["documents"][1]["municipality"] == "佐賀県武雄市"
    pages = {(row["document"], row["number"]): row["text"] for row in tables["pages"]}
    assert len(pages) == 5 and tables["passages"]
    for row in tables["passages"]:
        assert pages[row["document"], row["page"]][row["start"] : row["end"]] == row["text"]
    assert len(list((tmp_path / "out").iterdir())) == 4


def test_a_file_is_what_its_name_says(plans, monkeypatch, capsys, tmp_path):
    assert run(monkeypatch, capsys, "export", str(tmp_path / "pages.csv"))[0] == 0
    text = (tmp_path / "pages.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff") and len(rows) == 5
    assert (rows[-1]["document"], rows[-1]["number"]) == ("takeo", "1") and "47510人" in rows[-1]["text"]
    code, _, err = run(monkeypatch, capsys, "export", str(tmp_path / "everything.csv"))
    assert code == 2 and "records.jsonl" in err


@pytest.mark.parametrize(
    ("numbers", "shown"), [([3], "3"), ([3, 4], "3-4"), ([1, 3, 4, 5, 9], "1, 3-5, 9"), ([], ""), ([1, 2, 4], "1-2, 4")]
)
def test_page_numbers_are_shown_in_ranges(numbers, shown):
    assert ranges(numbers) == shown
