"""Columns that touch: the edges of cells part them, and nothing else does."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.readers.gutters import columns_of
from ingest.readers.layout import Piece

EM = 10.0
LINE = 20.0


def run(text: str, x0: float, row: int) -> Piece:
    width = sum(EM if char > "\u2fff" else EM / 2 for char in text)
    return Piece(x0, row * LINE, x0 + width, row * LINE + EM, text, list(range(len(text))))


def ending(text: str, x1: float, row: int) -> Piece:
    piece = run(text, 0, row)
    return Piece(x1 - piece.x1, piece.y0, x1, piece.y1, text, piece.sources)


def columns(pieces: Sequence[Piece]) -> list[list[str]]:
    return [[p.text for p in column] for column in columns_of(pieces, lambda piece: [piece], 6.0, EM)]


def test_figures_at_the_right_of_a_column_are_parted_from_the_texts_that_begin_a_hair_behind() -> None:
    rows = [("8,033", "職員課"), ("57件", "広報広聴課"), ("562", "総務課"), ("40,833", "市民課")]
    pieces = [p for r, (a, b) in enumerate(rows) for p in (ending(a, 100, r), run(b, 102, r))]
    assert columns(pieces) == [["8,033", "57件", "562", "40,833"], ["職員課", "広報広聴課", "総務課", "市民課"]]


def test_figures_of_one_length_are_parted_from_what_they_do_not_measure() -> None:
    rows = [("53,134", "総務課"), ("63,412", "職員課"), ("13,959", "市民課")]
    pieces = [p for r, (a, b) in enumerate(rows) for p in (ending(a, 100, r), run(b, 102, r))]
    assert len(columns(pieces)) == 2


@pytest.mark.parametrize(
    "rows",
    [
        [("8,033", "件"), ("57", "件"), ("562", "件")],
        [("R6", "年度末"), ("R7", "年度初"), ("R8", "年度中")],
        [("AI", "議事録の導入"), ("RPA", "の活用"), ("GIS", "の公開")],
    ],
    ids=["a figure and its unit", "what is as long in every line", "Latin words that end anywhere"],
)
def test_what_belongs_to_one_cell_is_not_parted(rows: Sequence[tuple[str, str]]) -> None:
    left_set = rows[0][0] in ("AI", "R6")
    pieces = []
    for r, (a, b) in enumerate(rows):
        first = run(a, 50, r) if left_set else ending(a, 100, r)
        pieces += [first, run(b, first.x1 + 2.5, r)]
    assert columns(pieces) == [[p.text for p in pieces]]


def test_texts_of_several_lengths_are_parted_from_those_that_begin_at_one_place() -> None:
    rows = [("防災情報の配信", "職員"), ("窓口", "市民"), ("電子契約", "総務")]
    pieces = [p for r, (a, b) in enumerate(rows) for p in (run(a, 20, r), run(b, 94, r))]
    assert columns(pieces) == [["防災情報の配信", "窓口", "電子契約"], ["職員", "市民", "総務"]]


def test_a_head_begins_a_column_of_which_one_cell_is_filled() -> None:
    pieces = [run("概要", 20, 0), run("担当課", 124, 0), run("取組をまとめて公表する", 10, 1)]
    pieces += [run("窓口を改める", 10, 2), run("総務課", 124, 2)]
    assert columns(pieces)[-1] == ["担当課", "総務課"]


def test_a_head_at_the_left_over_figures_at_the_right_stands_on_its_side_of_the_gutter() -> None:
    pieces = [run("R5", 60, 0), run("R6", 102, 0)]
    for r, (a, b) in enumerate((("235", "9,999"), ("40,362", "17"), ("19", "3,120")), 1):
        pieces += [ending(a, 100, r), ending(b, 160, r)]
    found = columns(pieces)
    assert found[0] == ["R5", "235", "40,362", "19"]
    assert [text for column in found[1:] for text in column] == ["R6", "9,999", "17", "3,120"]
