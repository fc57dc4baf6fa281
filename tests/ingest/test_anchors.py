"""Rows found by the column that has one line in each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.readers.anchors import anchored
from ingest.readers.layout import Piece

EM = 10.0
LONG = ("市民がいつでも申請でき", "るよう窓口を改める。")


def line(text: str, x0: float, middle: float) -> Piece:
    return Piece(x0, middle - 5, x0 + EM * len(text), middle + 5, text, list(range(len(text))))


def texts(rows: list[list[list[Piece]]]) -> list[list[str]]:
    return [["".join(p.text for p in cell) for cell in row] for row in rows]


def table(lines: int, offset: Callable[[int], float]) -> list[list[Piece]]:
    """Five rows as high as their text; `offset` says where in its row the one line of the other cells stands."""
    numbers, words, sections = [], [], []
    top = 0.0
    for n in range(5):
        own = LONG[:lines] if n % 2 else ("短い説明",)
        words += [line(text, 20, top + 12 * i + offset(lines) - offset(len(own))) for i, text in enumerate(own)]
        numbers.append(line(str(n), 0, top + offset(lines)))
        sections.append(line("総務課", 140, top + offset(lines)))
        top += 12 * lines - 2
    return [numbers, words, sections]


@pytest.mark.parametrize(
    "offset", [lambda n: 6.0 * (n - 1), lambda n: 0.0, lambda n: 12.0 * (n - 1)], ids=["middle", "top", "bottom"]
)
def test_lines_belong_to_the_row_at_whose_anchor_their_cell_stands(offset: Callable[[int], float]) -> None:
    rows = texts(anchored(table(2, offset), EM))
    assert rows == [[str(n), "".join(LONG) if n % 2 else "短い説明", "総務課"] for n in range(5)]


def test_items_of_a_list_are_one_cell_though_their_lines_are_short() -> None:
    columns = table(2, lambda n: 0.0)
    columns[1] = [line(f"・{text}", 20, 22.0 * n + 12 * i) for n in range(5) for i, text in enumerate(("試行", "検証"))]
    columns[1].append(line("市民が申請できるように", 20, 22.0 * 5))
    columns[0].append(line("5", 0, 22.0 * 5))
    columns[2].append(line("総務課", 140, 22.0 * 5))
    assert [row[1] for row in texts(anchored(columns, EM))][:5] == ["・試行・検証"] * 5


def test_figures_one_below_the_other_are_rows_of_their_own() -> None:
    columns = table(2, lambda n: 0.0)
    columns[1] = [line(str(100 + n), 20, 11.0 * n) for n in range(10)]
    assert anchored(columns, EM) == []


def test_rows_of_one_line_each_need_no_anchor() -> None:
    columns = [[line(text, 60 * c, 20.0 * r) for r in range(5)] for c, text in enumerate(("一", "二", "三"))]
    assert anchored(columns, EM) == []
