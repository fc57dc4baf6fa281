"""Rows of cells as text, the same way for every format: cells by tabs, empty ones kept, lines of equal length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.model import Cell, Table

#: Stands in the fields of a schedule that are coloured and hold no text.
BAR = "━"
_BULLETS = frozenset("・●○◎■□◆◇▲△▼▽★☆※【〔①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳•➢✓")
_BLANK = re.compile(r"[ \t\x0b\x0c\xa0]+")


@dataclass(slots=True)
class Grid:
    """A table's rows, of equal length; `spans` gives rows and columns of the cells that cover more than one field."""

    rows: list[list[str]]
    spans: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    header: int | None = None
    edges: tuple[float, ...] = ()
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


def seam(before: str, after: str) -> str:
    """What joins two lines of a cell: a space between Latin words and before bullets, nothing else."""
    if not before or not after:
        return ""
    latin = before[-1].isascii() and before[-1].isalnum() and after[0].isascii() and after[0].isalnum()
    return " " if latin or after[0] in _BULLETS else ""


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


Spans = Mapping[tuple[int, int], tuple[int, int]]


def sheet(rows: Iterable[Sequence[str]], spans: Spans | None = None) -> tuple[str, list[Grid]]:
    """A sheet's text and its tables: rows between empty ones, without the empty columns at their left and right.

    Lines of one cell above and below a table (its title, its unit, its notes) stand as lines of their own.
    """
    own = [list(row) for row in rows]
    spans = spans or {}
    held = {y for (r, _), (down, _) in spans.items() for y in range(r + 1, r + down)}
    parts: list[str] = []
    grids: list[Grid] = []
    block: list[int] = []
    for r in range(len(own) + 1):
        if r < len(own) and any(own[r]):
            block.append(r)
        elif block and (r not in held or r == len(own)):
            above, grid, below = _parted(own, spans, block)
            parts += [part for part in ("\n".join(above), grid.text, "\n".join(below)) if part]
            grids.append(grid)
            block = []
    return "\n\n".join(parts), grids


def _parted(rows: Sequence[list[str]], spans: Spans, block: Sequence[int]) -> tuple[list[str], Grid, list[str]]:
    """The lines above a block's table, the table, and the lines below it."""
    single = [len([v for v in rows[r] if v]) == 1 for r in block]
    first = next((i for i, alone in enumerate(single) if not alone), 0)
    last = len(block) - next((i for i, alone in enumerate(reversed(single)) if not alone), 0)
    if last - first < 2:
        first, last = 0, len(block)
    kept = list(block[first:last])
    indent = min(next(i for i, value in enumerate(rows[r]) if value) for r in kept)
    number = {r: n for n, r in enumerate(kept)}
    moved: dict[tuple[int, int], tuple[int, int]] = {}
    for (r, c), (down, across) in spans.items():
        if r in number and c >= indent:
            covered = sum(y in number for y in range(r, r + down))
            moved[number[r], c - indent] = (covered, across)
    held, moved = _narrowed([rows[r][indent:] for r in kept], moved)
    above, below = ([next(v for v in rows[r] if v) for r in part] for part in (block[:first], block[last:]))
    return above, trimmed(held, moved), below


def _narrowed(
    rows: Sequence[Sequence[str]], spans: Spans
) -> tuple[list[list[str]], dict[tuple[int, int], tuple[int, int]]]:
    """Without the columns in which nothing stands: those that merged cells cover on sheets ruled as squared paper."""
    width = max(map(len, rows))
    used = [c for c in range(width) if any(c < len(row) and row[c] for row in rows)]
    number = {c: n for n, c in enumerate(used)}
    out = {
        (r, number[c]): (down, sum(c <= other < c + across for other in used))
        for (r, c), (down, across) in spans.items()
        if c in number
    }
    return [[row[c] if c < len(row) else "" for c in used] for row in rows], out
