"""Rows of cells as text, the same way for every format: cells by tabs, empty ones kept, lines of equal length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.model import Cell, Table

#: Stands in the fields of a schedule that are coloured and hold no text.
BAR = "━"
BULLETS = frozenset("・●○◎■□◆◇▲△▼▽★☆※【〔①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳•➢✓")
MOST_SPANNED = 500
_COUNT = re.compile(r"\s*[0-9]{1,9}\s*")
_BLANK = re.compile(r"[ \t\x0b\x0c\xa0]+")


@dataclass(slots=True)
class Grid:
    """A table's rows, of equal length; `spans` gives rows and columns of the cells that cover more than one field."""

    rows: list[list[str]]
    spans: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    header: int | None = None
    edges: tuple[float, ...] = ()
    levels: tuple[float, ...] = ()
    continued: bool = False

    @property
    def text(self) -> str:
        return "\n".join("\t".join(row) for row in self.rows)


def placed(grid: Grid, start: int) -> Table:
    """The table that `grid.text` is at `start` of its page."""
    covered: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    at = start
    for r, row in enumerate(grid.rows):
        for c, value in enumerate(row):
            if (r, c) not in covered:
                down, across = grid.spans.get((r, c), (1, 1))
                down, across = min(down, len(grid.rows) - r), min(across, len(row) - c)
                covered.update((y, x) for y in range(r, r + down) for x in range(c, c + across))
                cells.append(Cell(row=r, column=c, start=at, end=at + len(value), rows=down, columns=across))
            at += len(value) + 1
    return Table(
        start=start,
        end=at - 1,
        cells=tuple(cells),
        header=grid.header,
        edges=grid.edges,
        levels=grid.levels,
        continued=grid.continued,
    )


def located(text: str, grids: Iterable[Grid]) -> tuple[Table, ...]:
    """The tables of a page whose text holds those of the grids one after the other."""
    out: list[Table] = []
    at = 0
    for grid in grids:
        if not grid.rows or len(grid.rows[0]) < 2:
            continue
        start = text.find(grid.text, at)
        if start >= 0:
            out.append(placed(grid, start))
            at = out[-1].end
    return tuple(out)


def trimmed(
    rows: Iterable[Sequence[str]],
    spans: Mapping[tuple[int, int], tuple[int, int]] | None = None,
    header: int | None = None,
) -> Grid:
    """Rows as a grid; columns that are empty in all rows are left out at the right end."""
    own = [list(row) for row in rows]
    width = max((i + 1 for row in own for i, value in enumerate(row) if value), default=0)
    return Grid([(row + [""] * width)[:width] for row in own] if width else [], spans or {}, header)


def whole_number(value: object, default: int) -> int:
    """A count that a file gives as text (a cell's span), at most `MOST_SPANNED`; the default where it is none."""
    return min(int(str(value)), MOST_SPANNED) if _COUNT.fullmatch(str(value)) else default


def seam(before: str, after: str) -> str:
    """What joins two lines of a cell: a space between Latin words and before bullets, nothing else."""
    if not before or not after:
        return ""
    latin = before[-1].isascii() and before[-1].isalnum() and after[0].isascii() and after[0].isalnum()
    return " " if latin or after[0] in BULLETS else ""


def cell(text: str) -> str:
    """A cell's lines as one, its tabs and runs of spaces as one space."""
    if "\n" not in text and "\r" not in text and "\t" not in text:
        return _BLANK.sub(" ", text).strip(" ")
    out = ""
    for line in (_BLANK.sub(" ", raw).strip(" ") for raw in text.splitlines()):
        out += seam(out, line) + line
    return out


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows as lines of equal numbers of tabs; columns that are empty in all rows are left out at the right end."""
    return trimmed(rows).text
