from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ingest.errors import InputError
from ingest.manifest import ManifestEntry, load_manifest
from ingest.model import Municipality

FULL = """
ignore = ["source", "*.bak.txt"]

[[document]]
file = "plan.pdf"
title = "ＤＸ計画"
municipality = "武雄市"
prefecture = "佐賀県"
date = 2025-04-01
visibility = "internal"
source_url = "https://example.jp/plan.pdf"
years = [2025, 2027]

[[document]]
file = "sub/other.txt"
date = "令和7年8月"

[[municipality]]
name = "汐崎市"
prefecture = "海北県"
kana = "しおざきし"

[[municipality]]
name = "東汐崎町"
prefecture = "海北県"
code = "999999"
"""


def manifest_of(folder: Path, text: str) -> Path:
    (folder / "documents.toml").write_text(text, "utf-8")
    return folder


def test_everything_stated_is_read(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("plan.pdf", "sub/other.txt"):
        (tmp_path / name).touch()
    manifest = load_manifest(manifest_of(tmp_path, FULL))
    assert manifest.entries == (
        ManifestEntry(
            file="plan.pdf",
            title="ＤＸ計画",
            municipality="武雄市",
            prefecture="佐賀県",
            date="2025-04-01",
            visibility="internal",
            source_url="https://example.jp/plan.pdf",
            years=(2025, 2027),
        ),
        ManifestEntry(file="sub/other.txt", date="令和7年8月"),
    )
    assert manifest.municipalities == (
        Municipality(code="x-汐崎市", prefecture="海北県", name="汐崎市", kana="しおざきし"),
        Municipality(code="999999", prefecture="海北県", name="東汐崎町"),
    )
    assert manifest.warnings == ()


def test_a_folder_without_a_manifest_has_an_empty_one(tmp_path: Path) -> None:
    assert load_manifest(tmp_path).entries == ()


def test_a_missing_file_is_a_warning_with_its_line(tmp_path: Path) -> None:
    manifest = load_manifest(manifest_of(tmp_path, '# note\n[[document]]\nfile = "gone.pdf"\n'))
    assert manifest.warnings == (f"{tmp_path}/documents.toml, line 2: no such file: gone.pdf",)


def test_names_that_macos_decomposes_are_the_same(tmp_path: Path) -> None:
    (tmp_path / unicodedata.normalize("NFD", "デジタル.txt")).touch()
    manifest = load_manifest(manifest_of(tmp_path, '[[document]]\nfile = "デジタル.txt"\n'))
    assert manifest.warnings == ()
    assert manifest.entry(tmp_path / unicodedata.normalize("NFD", "デジタル.txt")) == manifest.entries[0]


@pytest.mark.parametrize(
    ("path", "ignored"), [("source/a.html", True), ("source/x/b.txt", True), ("old.bak.txt", True), ("plan.txt", False)]
)
def test_ignored_patterns_name_files_and_folders(tmp_path: Path, path: str, ignored: bool) -> None:
    assert load_manifest(manifest_of(tmp_path, FULL)).ignores(tmp_path / path) is ignored


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[[document]]\nfile = "a.pdf"\n\n[[document]]\nfile = "b.pdf"\nvisibilty = "x"',
            "line 6, key visibilty: unknown",
        ),
        ('[[document]]\nfile = "a.pdf"\nvisibility = "secret"', 'line 3, key visibility: must be "public" or'),
        ('[[document]]\nfile = "a.pdf"\ntitle = 5', "line 3, key title: must be a text in quotes, not 5"),
        ('[[document]]\nfile = "a.pdf"\nyears = [2027, 2025]', "line 3, key years: must be the first and the last"),
        ('[[document]]\nfile = "a.pdf"\nyears = 2025', "line 3, key years: must be the first and the last"),
        ('[[document]]\nfile = "a.pdf"\nsource_url = "javascript:x"', "line 3, key source_url: must begin with http"),
        ('[[document]]\nfile = "../a.pdf"', "line 2, key file: must be a path below"),
        ('[[document]]\ntitle = "a"', "line 1, key file: missing or empty"),
        ('[[document]]\nfile = "a.pdf"\n[[document]]\nfile = "a.pdf"', "line 4, key file: a.pdf is stated twice"),
        ('[[municipality]]\nname = "汐崎市"', "line 1, key prefecture: missing or empty"),
        ('[document]\nfile = "a.pdf"', r"line 1, key document: must be written \[\[document\]\]"),
        ('[[documents]]\nfile = "a.pdf"', "line 1, key documents: unknown"),
        ('ignore = "source"', "line 1, key ignore: must be a list"),
        ('[[document]]\nfile = "a.pdf\n', r"not valid TOML: .*line 2"),
    ],
)
def test_mistakes_are_named_with_line_and_key(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load_manifest(manifest_of(tmp_path, text))


def test_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "documents.toml").write_bytes('[[document]]\nfile = "計画.pdf"'.encode("cp932"))
    with pytest.raises(InputError, match="not UTF-8"):
        load_manifest(tmp_path)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "documents.toml").write_bytes(b"\xef\xbb\xbf[[document]]\nfile = 'a.pdf'\n")
    assert load_manifest(tmp_path).entries[0].file == "a.pdf"
