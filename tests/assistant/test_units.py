"""Units are what can stand as an answer: whole sentences, bullets, rows and facts, each a stretch of its page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.units import Unit, shortened, units_of
from ingest.model import ParsedDocument, Passage
from ingest.normalise import squash, view
from tests.ingest.parsing import plan

LINES = st.sampled_from(
    (
        "窓口を改める。",
        "予約を一つに",
        "まとめる。",
        "・端末を配る",
        "①申請",
        "",
        "  ",
        "R6 R7 R8",
        "12 34 56",
        "待ち時間\t21分\t10分",
        "「使う。」と答えた。",
    )
)


def texts(text: str) -> list[str]:
    passage = Passage(id="p", document="plan", page=1, start=0, end=len(text), text=text)
    return [u.text for u in sorted(units_of(passage, ()), key=lambda u: u.start)]


def of_plan(parsed: ParsedDocument) -> list[Unit]:
    found = []
    for passage in parsed.passages:
        records = [r for r in parsed.records if r.page == passage.page and passage.start <= r.start < passage.end]
        found.extend(units_of(passage, records))
    return found


def test_every_unit_is_a_stretch_of_its_page_inside_its_passage(every_plan: Sequence[ParsedDocument]) -> None:
    for parsed in every_plan:
        pages = {page.number: page.text for page in parsed.pages}
        for u in of_plan(parsed):
            assert u.passage.start <= u.start < u.end <= u.passage.end
            assert squash(pages[u.passage.page][u.start : u.end]) == squash(u.text)


def test_a_unit_holds_the_records_of_its_span_only(every_plan: Sequence[ParsedDocument]) -> None:
    for parsed in every_plan:
        for u in of_plan(parsed):
            assert {(r.page, r.start, r.end) for r in u.records} <= {(u.passage.page, u.start, u.end)}


@given(st.lists(LINES, min_size=1, max_size=12).map("\n".join))
@settings(max_examples=200, deadline=None)
def test_no_word_of_a_passage_is_left_out(text: str) -> None:
    """But single characters: page numbers and the labels of diagrams."""
    passage = Passage(id="p", document="plan", page=1, start=0, end=len(text), text=text)
    held = "".join(squash(u.text) for u in sorted(units_of(passage, ()), key=lambda u: u.start))
    assert held == squash(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("窓口を改める。予約をまとめる。", ["窓口を改める。", "予約をまとめる。"]),
        ("インターネッ\nトで申し込む。", ["インターネットで申し込む。"]),
        ("「使う。」と答えた。次に進む。", ["「使う。」と答えた。", "次に進む。"]),
        ("・端末を配る\n・窓口を改める", ["・端末を配る", "・窓口を改める"]),
        ("\uf06c端末を配る\n\uf06c窓口を改める", ["端末を配る", "窓口を改める"]),
        ("①選定する\n②試行する", ["①選定する", "②試行する"]),
        ("予約の件数\n\n窓口の件数", ["予約の件数", "窓口の件数"]),
        ("待ち時間\t21分\n手続の数\t112件", ["待ち時間 21分", "手続の数 112件"]),
        ("", []),
        ("1", []),
    ],
)
def test_units_are_cut_where_the_text_itself_begins_anew(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_on_a_double_spaced_page_a_sentence_goes_on_behind_the_blank_line() -> None:
    lines = [f"市の窓口を改め、手続を自宅から行えるように、順に取組を進めながら{n}年目に" for n in range(1, 8)]
    assert len(texts("\n\n".join(lines))) == 1


def test_an_indicator_row_is_one_unit_with_its_facts() -> None:
    parsed = plan("武雄市は定める。\n\n指標 基準値（令和5年度） 目標値（令和9年度）\n電子申請の利用率 10.1% 50.0%")
    (unit,) = [u for u in of_plan(parsed) if u.records and u.kind == "indicator"]
    assert unit.text == "電子申請の利用率 10.1% 50.0%"
    assert [(r.series, r.fiscal_year, r.value) for r in unit.records] == [
        ("baseline", 2023, "10.1%"),
        ("target", 2027, "50.0%"),
    ]


def test_a_line_of_column_heads_is_no_answer() -> None:
    passage = Passage(id="p", document="plan", page=1, start=0, end=14, text="事業名 R7 R8 R9\n")
    assert [u.kind for u in units_of(passage, ())] == ["heading"]


def test_a_long_unit_is_cut_about_the_words_asked_for_and_still_lies_on_its_page() -> None:
    text = (
        "、".join(f"第{n}の課題には担当の職員が地域の方と共に取り組む" for n in range(1, 40)) + "、電子回覧板を試す。"
    )
    passage = Passage(id="p", document="plan", page=1, start=100, end=100 + len(text), text=text)
    (whole,) = units_of(passage, ())
    cut = shortened(whole, ["電子回覧板"])
    assert "電子回覧板" in cut.text
    assert len(cut.text) < 0.5 * len(whole.text)
    assert view(text[cut.start - 100 : cut.end - 100]) == cut.text
    assert shortened(cut) == cut


def test_a_short_unit_stays_whole() -> None:
    passage = Passage(id="p", document="plan", page=1, start=0, end=7, text="窓口を改める。")
    (unit,) = units_of(passage, ())
    assert shortened(unit, ["窓口"]) is unit


def test_a_numbered_item_of_two_clauses_is_no_heading() -> None:
    text = "①予約への誘導\n\n②回答に使った資料の名を示し、窓口の予約へ誘導するための入口も画面の下に置く"
    passage = Passage(id="p", document="plan", page=1, start=0, end=len(text), text=text)
    assert [u.kind for u in units_of(passage, ())] == ["heading", "sentence"]
