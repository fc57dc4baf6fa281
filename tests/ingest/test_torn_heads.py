"""Heads whose cells are torn over lines in plain text are put together, and only those."""

from __future__ import annotations

import pytest

from ingest.lines import header_at, split_lines
from tests.ingest.parsing import passage_with, plan, records

SURVEY = (
    "\t合計\t情報流出や\nプライバシー侵害\nが起こる\t詐欺や\nウイルス感染などの\n被害に遭う\t無回答\n"
    "全体\t8,045\t6,755\t3,570\t41\n"
    "性別\t男性\t3,392\t1,691\t20\t6\n"
    "\t女性\t4,281\t1,794\t-\t23"
)


def test_a_survey_s_columns_bear_the_whole_of_their_heads() -> None:
    found = {(r.measure, r.attribute, r.value) for r in records(plan(f"武雄市の調査\n\n{SURVEY}"), "cell")}
    assert ("全体", "情報流出やプライバシー侵害が起こる", "6,755") in found
    assert ("性別 男性", "詐欺やウイルス感染などの被害に遭う", "20") in found
    assert ("性別 女性", "無回答", "23") in found
    assert {attribute for _, attribute, _ in found} == {
        "合計", "情報流出やプライバシー侵害が起こる", "詐欺やウイルス感染などの被害に遭う", "無回答"
    }  # fmt: skip


def test_rows_cut_off_from_a_torn_header_have_it_among_their_headings() -> None:
    rows = "\n".join(f"{n}歳代\t{n},045\t{n},755\t{n},570\t{n}1" for n in range(10, 60))
    parsed = plan(f"武雄市の調査\n\n{SURVEY}\n{rows}")
    assert "情報流出やプライバシー侵害が起こる" in passage_with("55,755", parsed).headings[-1]


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("区分\t基準値\n（R6）\t目標値\n（R9）\n申請率\t12.3%\t40%", ("区分", "基準値(R6)", "目標値(R9)"), 3),
        ("指標\tWeb\nform\t件数\n申請\t12\t13", ("指標", "Web form", "件数"), 2),
        ("指標\t単位\tR6\n申請率\t件\t12", ("指標", "単位", "R6"), 1),
        ("項目\t内容\n目的\tまとめる\n概要\t広げる\n件数\t12件", ("項目", "内容"), 1),
        ("\t合計\t自宅\n\t割合(%)\t割合(%)\n全体\t100.0\t97.3", ("", "合計", "自宅"), 1),
        ("指標\t現状\nこの表は、速報である。\t目標\n申請率\t12\t13", ("指標", "現状"), 1),
    ],
    ids=["years in brackets", "Latin words", "whole", "a form", "two rows of heads", "a sentence"],
)
def test_a_header_takes_the_lines_that_it_is_torn_over(text: str, cells: tuple[str, ...], lines: int) -> None:
    assert header_at(split_lines(text), 0) == (cells, lines)


@pytest.mark.parametrize("text", ["12\t13\n14\t15", "題名\n区分\t件数"], ids=["values", "no cells"])
def test_what_names_no_columns_is_no_header(text: str) -> None:
    assert header_at(split_lines(text), 0) is None
