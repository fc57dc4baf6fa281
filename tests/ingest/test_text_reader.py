from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.errors import UnreadableFile
from ingest.readers.text import decode, split_pages
from ingest.reading import read

PLAN = "佐世保市ＤＸ戦略\n１　計画の期間は令和７年度からの３年間です。①窓口のデジタル化㈱\n\n\n\n２　ｼｽﾃﾑの標準化"
ENCODINGS = ["utf-8", "utf-8-sig", "cp932", "euc_jis_2004", "utf-16", "utf-16-le", "utf-16-be", "iso2022_jp_2004"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_encoding_and_newline_gives_the_same_pages(tmp_path: Path, encoding: str, newline: str) -> None:
    plan = PLAN.replace("ｼｽﾃﾑ", "システム") if "2022" in encoding else PLAN
    path = tmp_path / "plan.txt"
    path.write_bytes(plan.replace("㈱", "").replace("\n", newline).encode(encoding))
    document = read(path)
    assert [p.text for p in document.pages] == plan.replace("㈱", "").split("\n\n\n\n")
    assert [p.number for p in document.pages] == [1, 2]
    assert document.warnings == ()


@pytest.mark.parametrize("text", ["計画", "電子申請", "ＤＸ", "令和7年度", "ﾃﾞｼﾞﾀﾙ化の推進", "はい"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp"])
def test_a_few_characters_are_enough(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "x.txt") == (text, ())


@pytest.mark.parametrize(
    "text", ["a\n\n\n\nb", "\n\n\n\n\na\n\n\nb\n\n\n\n", "a\fb\n\n\n\nc\f", "\f\f", "a\r\n\r\n\r\n\r\nb"]
)
def test_pages_are_those_of_the_scorer(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(("前文" + text).encode())
    plain = path.read_text("utf-8")
    expected = plain.split("\f") if "\f" in plain else re.split(r"\n{4,}", plain)
    assert [p.text for p in read(path).pages] == expected == split_pages(plain)


def test_an_empty_first_page_counts(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("\n\n\n\n本文", "utf-8")
    assert [(p.number, p.text) for p in read(path).pages] == [(1, ""), (2, "本文")]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_few_bad_bytes_are_a_warning(encoding: str) -> None:
    text, warnings = decode(("窓口の改革を進めます。\n" * 50).encode(encoding) + b"\x81\x20\x81", "x.txt")
    assert text.startswith("窓口の改革") and "\ufffd" in text
    assert "U+FFFD" in warnings[0] and encoding in warnings[0]


def test_a_cut_last_character_is_a_warning() -> None:
    text, warnings = decode("窓口の改革".encode()[:-1], "x.txt")
    assert text.startswith("窓口の改") and len(warnings) == 1


def test_bytes_of_no_encoding_are_refused_with_every_attempt() -> None:
    noise = bytes((i * 7919 + i // 3 * 104729) % 256 for i in range(5000))
    with pytest.raises(UnreadableFile, match=r"x\.txt: not text in any known encoding"):
        decode(noise, "x.txt")


def test_markdown_is_text_untouched(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text("# 計画\n\n| a | b |\n", "utf-8")
    document = read(path)
    assert (document.media_type, document.pages[0].text) == ("text/markdown", "# 計画\n\n| a | b |\n")


def test_tables_of_markdown_are_rows_of_cells_and_other_lines_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    lines = [
        "## 指標",
        "",
        "| 指標 | R6 | R7 |",
        "|---|---:|:---:|",
        "| 申請数 | 60 | |",
        "| 利用率 | | 20% |",
        "",
        "a | b",
    ]
    path.write_text("\n".join(lines), "utf-8")
    (page,) = read(path).pages
    assert page.text == "## 指標\n\n指標\tR6\tR7\n申請数\t60\t\n利用率\t\t20%\n\na | b"
    assert [(t.header, page.text[t.start : t.end].count("\n")) for t in page.tables] == [(1, 2)]
