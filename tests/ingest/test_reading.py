from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from ingest.errors import MissingDependency, UnreadableFile, UnsupportedFile
from ingest.reading import read, readers
from ingest.suffixes import SUPPORTED
from tests.broken_files import KINDS
from tests.ingest.drawing import text_at

Make = Callable[..., Path]


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_a_wrongly_named_pdf_is_read_by_content_with_a_warning(make_pdf: Make) -> None:
    document = read(make_pdf(text_at(60, 700, "本文"), name="plan.docx"))
    assert (document.media_type, document.pages[0].text) == ("application/pdf", "本文")
    assert document.warnings[0] == "named .docx but holds PDF; read as PDF"


def test_a_wrongly_named_workbook_is_read_by_content_with_a_warning(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "値"
    book.save(path := tmp_path / "plan.csv")
    document = read(path)
    assert document.pages[0].text == "値"
    assert document.warnings == ("named .csv but holds Excel; read as Excel",)


def test_text_named_as_pdf_is_read_as_text_with_a_warning(tmp_path: Path) -> None:
    document = read(written(tmp_path / "plan.pdf", "窓口の改革".encode("cp932")))
    assert document.pages[0].text == "窓口の改革"
    assert document.warnings == ("named .pdf but holds text; read as text",)


def test_a_web_page_named_as_pdf_is_read_as_such(tmp_path: Path) -> None:
    data = "<!DOCTYPE html><html><body><p>ページが見つかりません</p></body></html>".encode()
    assert read(written(tmp_path / "plan.pdf", data)).warnings[0].startswith("named .pdf but holds HTML")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("plan.txt", b"", "the file is empty"),
        ("plan.pdf", b"", "the file is empty"),
        ("plan.txt", b" \n\n\n\n\n \f ", "no text on any page"),
        ("plan.pdf", b"%PDF-1.7\nnothing", "PDF cut short, its end is missing"),
        ("plan.pdf", b"%PDF-1.7\nnothing\n%%EOF", "damaged PDF"),
        ("plan.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), "the content is neither"),
        ("plan.docx", b"PK\x03\x04" + bytes(100), "the content is neither"),
    ],
)
def test_files_that_hold_nothing_say_why(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=f"^{name}: {message}.*; "):
        read(written(tmp_path / name, data))


def test_old_office_files_are_unsupported_and_say_what_to_do(tmp_path: Path) -> None:
    path = written(tmp_path / "plan.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(UnsupportedFile, match=r"remove the password or save it as \.docx"):
        read(path)


@pytest.mark.parametrize("name", ["plan.jtd", "plan.py", "plan"])
def test_unknown_suffixes_are_unsupported_and_the_known_ones_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsupportedFile, match=r"no reader for .*; supported are \.csv, \.doc, \.docm"):
        read(written(tmp_path / name, b"text"))


def test_a_folder_named_as_a_file_says_so(tmp_path: Path) -> None:
    (folder := tmp_path / "plan.pdf").mkdir()
    with pytest.raises(UnreadableFile, match="is a folder, not a file"):
        read(folder)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        read(tmp_path / "plan.pdf")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_says_so(tmp_path: Path) -> None:
    path = written(tmp_path / "plan.txt", b"text")
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="no permission to read it"):
        read(path)


def test_limits_are_arguments_and_say_what_to_do(tmp_path: Path) -> None:
    path = written(tmp_path / "plan.txt", "あ\f".encode() * 50)
    for limits, message in (
        ({"max_bytes": 100}, "over the limit of 0 MB; split it"),
        ({"max_pages": 10}, "51 pages, over the limit of 10"),
        ({"max_page_chars": 0}, "page 1 has 1 characters, over the limit of 0"),
    ):
        with pytest.raises(UnreadableFile, match=message):
            read(path, **limits)


def test_a_line_of_100_megabytes_is_refused_by_its_page(tmp_path: Path) -> None:
    path = written(tmp_path / "plan.txt", b"a" * 100_000_000)
    with pytest.raises(UnreadableFile, match="page 1 has 100,000,000 characters"):
        read(path)


def test_suffixes_are_in_lower_case_with_their_dot() -> None:
    assert {".pdf", ".txt", ".docx", ".xlsx", ".pptx", ".html", ".csv", ".md"} <= SUPPORTED
    assert frozenset().union(*(reader.suffixes for reader in readers())) == SUPPORTED


def test_an_upper_case_suffix_is_the_same(tmp_path: Path) -> None:
    assert read(written(tmp_path / "PLAN.TXT", "本文".encode())).warnings == ()


def test_a_missing_package_is_named_with_the_line_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "値"
    book.save(path := tmp_path / "plan.xlsx")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingDependency, match="Excel files need the package openpyxl: pip install openpyxl"):
        read(path)


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("sheet-10000-columns.xlsx", "6,000,000 cells, 10,000 in its first row"),
        ("table-10000-columns.csv", "9,999,000 cells"),
        ("web-100000-deep.html", r"nested more than 300 deep \(div\)"),
        ("web-tables-in-tables.html", r"nested more than 300 deep \(table\)"),
        ("word-nested-tables.docx", "Excessive depth"),
    ],
)
def test_what_would_take_too_long_is_refused_by_its_cause(tmp_path: Path, name: str, cause: str) -> None:
    (tmp_path / name).write_bytes(KINDS[name]())
    with pytest.raises(UnreadableFile, match=cause):
        read(tmp_path / name)
