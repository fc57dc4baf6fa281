"""The rows of a table without ruling lines, once its columns are known."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.anchors import Row, anchored
from ingest.readers.layout import Piece

_ENOUGH_LINES = 3
_DISTINCT, _MULTIPLE = 1.08, 0.06
_FIGURE = re.compile(r"[▲△]?[\d,.]+\s?\S{0,3}|[○●◎△▲◇◆□■×→－―ー-]")


def rows_of(
    columns: Sequence[Sequence[Piece]], levels: Sequence[float], stripes: Sequence[float], em: float
) -> list[Row]:
    """Rows of cells, each the pieces that stand in it, from the top."""
    if len(levels) >= _ENOUGH_LINES:
        return _between(columns, levels)
    if len(stripes) >= _ENOUGH_LINES:
        rows = _between(columns, sorted({*levels, *stripes}))
        if not any(_stacks_figures(own, em) for row in rows for own in row):
            return rows
    if rows := anchored(columns, em):
        return rows
    near = _nearness(columns)
    if near:
        rows = _overlapping(_cells(columns, levels, em, near), len(columns), em)
        if not any(_stacks_figures(own, em) for row in rows for own in row):
            return rows
    return _continued(_overlapping(_cells(columns, levels, em, 0.0), len(columns), em))


def _between(columns: Sequence[Sequence[Piece]], levels: Sequence[float]) -> list[Row]:
    """The rows that horizontal lines part."""
    rows: list[Row] = [[[] for _ in columns] for _ in range(len(levels) + 1)]
    for c, column in enumerate(columns):
        for piece in column:
            rows[bisect_right(levels, piece.middle)][c].append(piece)
    return [row for row in rows if any(row)]


def _nearness(columns: Sequence[Sequence[Piece]]) -> float:
    """The distance below which two lines of a column are of one cell; 0 where all are as near as rows.

    Lines are set nearer than rows where few columns have such lines, or where they are fewer than the steps from row to
    row and those are no multiples of theirs, as they are where fields are empty.
    """
    steps = [steps_of(column) for column in columns]
    nearest = [min(own) for own in steps if len(own) >= 2]
    if not nearest:
        return 0.0
    leading = min(nearest)
    every = [step for own in steps for step in own]
    farther = [step for step in every if step > _DISTINCT * leading]
    tight = sum(step <= _DISTINCT * leading for step in nearest)
    multiples = sum(abs(step / leading - round(step / leading)) < _MULTIPLE for step in farther)
    fewer = 2 * len(farther) > len(every) and 2 * multiples < len(farther)
    return (leading + min(farther)) / 2 if farther and (2 * tight <= len(nearest) or fewer) else 0.0


def steps_of(column: Sequence[Piece]) -> list[float]:
    """The distances from each line of a column to the next."""
    middles = sorted(p.middle for p in column)
    return [b - a for a, b in pairwise(middles) if b - a > 0.5 * column[0].height]


def _cells(
    columns: Sequence[Sequence[Piece]], levels: Sequence[float], em: float, near: float
) -> list[tuple[int, list[Piece]]]:
    """What stands side by side, or nearer than `near` one below the other, with its column."""
    out: list[tuple[int, list[Piece]]] = []
    for c, column in enumerate(columns):
        for piece in sorted(column, key=lambda p: (p.middle, p.x0)):
            last = out[-1][1][-1] if out and out[-1][0] == c else None
            joins = last is not None and piece.middle - last.middle < max(0.5 * em, near)
            if last is not None and joins and not any(last.middle < at < piece.middle for at in levels):
                out[-1][1].append(piece)
            else:
                out.append((c, [piece]))
    return out


def _overlapping(cells: Sequence[tuple[int, list[Piece]]], columns: int, em: float) -> list[Row]:
    """Cells that overlap in height as rows."""
    rows: list[Row] = []
    bottom = 0.0
    for c, own in sorted(cells, key=lambda cell: cell[1][0].y0):
        top, end = min(p.y0 for p in own) + 0.25 * em, max(p.y1 for p in own) - 0.25 * em
        if not rows or top >= bottom:
            rows.append([[] for _ in range(columns)])
            bottom = end
        rows[-1][c].extend(own)
        bottom = max(bottom, end)
    return rows


def _stacks_figures(own: Sequence[Piece], em: float) -> bool:
    """Whether two figures stand one below the other, as no cell holds them."""
    figures = [p for p in own if _FIGURE.fullmatch(p.text.strip())]
    return any(b.middle - a.middle > 0.5 * em for a, b in pairwise(figures))


def _continued(rows: list[Row]) -> list[Row]:
    """Rows set as close as lines: one with a single cell that goes on with a full line above it is that cell's."""
    width = [(min(p.x0 for p in own), max(p.x1 for p in own)) if (own := column_of(rows, c)) else (0.0, 0.0)
             for c in range(len(rows[0]))]  # fmt: skip
    out: list[Row] = []
    for row in rows:
        filled = [c for c, own in enumerate(row) if own]
        c = filled[0]
        above = out[-1][c] if out and len(filled) == 1 else []
        if above and above[-1].x1 > width[c][1] - 0.12 * (width[c][1] - width[c][0]) and len(above[-1].text) >= 6:
            above.extend(row[c])
        else:
            out.append(row)
    return out


def column_of(rows: Sequence[Row], c: int) -> list[Piece]:
    return [p for row in rows for p in row[c]]


def headed(rows: list[Row]) -> list[Row]:
    """Columns that hold a head alone join the one beside them that has none: a centred head over marks at the left."""
    c = 0
    while rows and c < len(rows[0]):
        if rows[0][c] and not any(row[c] for row in rows[1:]):
            beside = [n for n in (c - 1, c + 1) if 0 <= n < len(rows[0]) and not rows[0][n]]
            if beside:
                at = rows[0][c][0].x0
                n = min(beside, key=lambda n: min(abs(p.x0 - at) for p in column_of(rows, n)))
                left, right = min(n, c), max(n, c)
                rows = [[*row[:left], row[left] + row[right], *row[right + 1 :]] for row in rows]
                continue
        c += 1
    return rows
