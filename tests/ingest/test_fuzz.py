"""Damaged copies of good files, by the hundred: each is read or refused with one of our errors, and nothing else.

The same cases every time; for new ones, set `bounded` to thousands of examples, not derandomized.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.file_reading import read_files
from assistant.file_worker import Limits
from assistant.parsed_documents import pack, unpack
from ingest.errors import KeikakuError
from ingest.model import ParsedDocument
from ingest.municipalities import Gazetteer, national
from ingest.parse import parse
from ingest.reading import read
from ingest.sources import SourceFile
from tests.broken_files import PLAN, good_pdf, good_slides, good_word, good_workbook

bounded = settings(max_examples=40, derandomize=True, deadline=None)

PAGE = (
    "<!DOCTYPE html><html><head><title>計画</title></head><body><main><h1>武雄市計画</h1><p>人口は5人。</p>"
    "<table><tr><th rowspan=2>指標</th><td colspan=3>令和7年度</td></tr><tr><td>5</td></tr></table>"
    "</main></body></html>"
)
ROWS = '指標,令和7年度,令和8年度\n"人口,合計",47510,\n達成率,5%,"改行\nあり"\n'
GOOD: dict[str, Callable[[], bytes]] = {
    "docx": good_word,
    "xlsx": good_workbook,
    "pptx": good_slides,
    "html": PAGE.encode,
    "csv": lambda: ROWS.encode("cp932"),
    "txt": lambda: (PLAN * 3 + "\f用語\t説明\n○\t△\n").encode(),
}
TOKENS = [
    b"\0",
    b"\xff",
    b"<",
    b">",
    b"&",
    b"]]>",
    b'"',
    b"999999999999",
    b"-1",
    b"\xed\xa0\x80",
    b"\x0c",
    b"%",
    b"{",
    b"\x1b$B",
]

Change = tuple[float, str, bytes]
changes = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.sampled_from(["insert", "replace", "cut", "double"]),
        st.one_of(st.sampled_from(TOKENS), st.binary(min_size=1, max_size=8)),
    ),
    min_size=1,
    max_size=8,
)
gazetteer = cache(national)


def damaged(data: bytes, how: list[Change]) -> bytes:
    for place, kind, new in how:
        at = int(place * len(data))
        match kind:
            case "insert":
                data = data[:at] + new + data[at:]
            case "replace":
                data = data[:at] + new + data[at + len(new) :]
            case "cut":
                data = data[:at] + data[at + 16 * len(new) :]
            case _:
                data = data[:at] + data[at : at + 64] * 3 + data[at + 64 :]
    return data


def damaged_inside(data: bytes, part: float, how: list[Change]) -> bytes:
    """The archive with one of its parts damaged, and whole as an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = list(parts)[min(int(part * len(parts)), len(parts) - 1)]
    with zipfile.ZipFile(buffer := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for other, content in parts.items():
            archive.writestr(other, damaged(content, how) if other == name else content)
    return buffer.getvalue()


def must_be_read_or_refused(path: Path, words: Gazetteer) -> None:
    try:
        raw = read(path)
    except KeikakuError as error:
        assert path.name in str(error)
        return
    parsed = parse(SourceFile(path=path, document_id="plan", sha256=""), raw, words)
    assert unpack(pack(parsed)) == parsed
    must_be_sound(parsed)


def must_be_sound(parsed: ParsedDocument) -> None:
    pages = {page.number: page.text for page in parsed.pages}
    for passage in parsed.passages:
        assert passage.text and pages[passage.page][passage.start : passage.end] == passage.text
    for record in parsed.records:
        assert pages[record.page][record.start : record.end]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.filterwarnings("ignore")  # what a parser says of damage is for its own users
def test_a_damaged_file_is_read_or_refused(folder: Path, kind: str) -> None:
    good = GOOD[kind]()

    @bounded
    @given(changes)
    def holds(how: list[Change]) -> None:
        path = folder / f"plan.{kind}"
        path.write_bytes(damaged(good, how))
        must_be_read_or_refused(path, gazetteer())

    holds()


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
@pytest.mark.filterwarnings("ignore")
def test_an_office_file_with_a_damaged_part_is_read_or_refused(folder: Path, kind: str) -> None:
    good = GOOD[kind]()

    @bounded
    @given(st.floats(0, 1), changes)
    def holds(part: float, how: list[Change]) -> None:
        path = folder / f"plan.{kind}"
        path.write_bytes(damaged_inside(good, part, how))
        must_be_read_or_refused(path, gazetteer())

    holds()


@bounded
@given(
    st.lists(
        st.sampled_from(
            [
                "武雄市",
                "令和7年度",
                "第1章 ",
                "\n",
                "\n\n",
                "\t",
                "\f",
                "○",
                "|",
                "(",
                "）",
                "5%",
                "１,",
                "゛",
                "#",
                "・",
                "A ",
            ]
        )
        | st.text(max_size=4),
        max_size=60,
    )
)
def test_any_text_is_parsed_into_passages_of_its_own(folder: Path, parts: list[str]) -> None:
    path = folder / "any.txt"
    path.write_bytes("".join(parts).encode("utf-8", "surrogatepass"))
    must_be_read_or_refused(path, gazetteer())


def test_damaged_pdfs_cost_a_line_at_most(tmp_path: Path) -> None:
    """In processes of their own, since PDFium is native code."""
    good, chance = good_pdf(2), random.Random(8)
    files = []
    for number in range(60):
        how = [
            (chance.random(), chance.choice(["insert", "replace", "cut", "double"]), chance.choice(TOKENS))
            for _ in range(chance.randint(1, 12))
        ]
        path = tmp_path / f"plan{number}.pdf"
        path.write_bytes(damaged(good, how))
        files.append(SourceFile(path=path, document_id=path.stem, sha256=""))
    limits = Limits(seconds=30, memory_mb=500)
    outcomes = {source.path.name: outcome for source, outcome in read_files(files, (), 2, limits)}
    assert len(outcomes) == 60
    for name, outcome in outcomes.items():
        if isinstance(outcome, ParsedDocument):
            must_be_sound(outcome)
        else:
            assert name in str(outcome) and "please report" not in str(outcome)
