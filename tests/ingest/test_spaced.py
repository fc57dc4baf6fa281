from __future__ import annotations

import re

import pytest

from ingest.readers.spaced import with_spaced_tables

TARGETS = """
２　目標

　　指標　　　　　　　　現状（Ｒ６）　目標（Ｒ１２）
　　巡回バスの利用者　　１，２００人　１，４５０人
　　乗務員の数　　　　　　　　　９人
　　停留所の屋根　　　　　　　　　　　　　　１２基
"""
YEARS = """
          令和６年度      令和７年度
  指標    目標   実績    目標   実績
  相談    120    98      130    141
  登録    45     51      60     47
"""
CENTRED = """
区分          公共交通           福祉
          路線数  利用者数  施設数  定員
東の里        3       410       2      35
西の里        5       920       4      80
"""


def rows(text: str) -> list[list[str]]:
    page = with_spaced_tables(1, text)
    (table,) = page.tables
    return [row.split("\t") for row in page.text[table.start : table.end].split("\n")]


def test_an_empty_field_stays_empty_and_takes_nothing_from_beside_it() -> None:
    assert rows(TARGETS) == [
        ["指標", "現状（Ｒ６）", "目標（Ｒ１２）"],
        ["巡回バスの利用者", "１，２００人", "１，４５０人"],
        ["乗務員の数", "９人", ""],
        ["停留所の屋根", "", "１２基"],
    ]


@pytest.mark.parametrize("text", [TARGETS, YEARS, CENTRED])
def test_nothing_but_white_space_is_changed(text: str) -> None:
    assert re.sub(r"\s", "", with_spaced_tables(1, text).text) == re.sub(r"\s", "", text)


@pytest.mark.parametrize(("text", "merged"), [(YEARS, [(0, 1), (0, 3)]), (CENTRED, [(0, 1), (0, 3)])])
def test_a_head_over_two_columns_covers_both(text: str, merged: list[tuple[int, int]]) -> None:
    (table,) = with_spaced_tables(1, text).tables
    assert [(cell.row, cell.column) for cell in table.cells if cell.columns == 2] == merged


@pytest.mark.parametrize(
    "text",
    [
        "①　窓口で待つ人が多い。\n②　書類が多い。\n③　職員が足りない。",
        "　第１章　目的\n　第２章　現状\n　第３章　取組",
        "計画期間　令和６年度から\n担当　企画課\n問合せ　総務課",
        "住民の暮らしを支えるため、\n　次の三つを　進める。\n窓口の改革。",
    ],
)
def test_text_and_lists_are_no_tables(text: str) -> None:
    page = with_spaced_tables(1, text)
    assert page.text == text and page.tables == ()
