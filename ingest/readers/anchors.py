"""Rows of tables whose cells hold several lines, as near to those of the next row as to one another.

Where rows are only as high as their text, no distance tells lines from rows. A column with one line in every row does:
the lines of every other cell stand around its line, or begin or end at it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from ingest.readers.layout import Piece, line_of
from ingest.readers.rows import BULLETS

Row = list[list[Piece]]
Place = Callable[[Sequence[float], float, float], int]
#: In widths of a full-width character: how far lines may be off, and what the end of a full line may leave free.
_OFF, _FREE = 0.2, 2.0
_LEAST_COLUMNS, _LEAST_ROWS, _LEAST_WORDS = 3, 4, 6


def anchored(columns: Sequence[Sequence[Piece]], em: float) -> list[Row]:
    """The rows, from the top, where one column's lines prove to be those of all the cells; else none."""
    best: list[Row] = []
    for column in columns if len(columns) >= _LEAST_COLUMNS else ():
        anchors = _levels(column, em)
        if len(anchors) < _LEAST_ROWS or (best and len(anchors) >= len(best)) or _is_text(column, em):
            continue
        for place, off in ((_nearest, _off_middle), (_last, _off_first), (_next, _off_last)):
            rows: list[Row] = [[[] for _ in columns] for _ in anchors]
            for c, own in enumerate(columns):
                for piece in sorted(own, key=lambda p: (p.middle, p.x0)):
                    rows[place(anchors, piece.middle, _OFF * em)][c].append(piece)
            if _holds(rows, anchors, off, em):
                best = rows
                break
    return best


def _lines(pieces: Iterable[Piece], em: float) -> list[Piece]:
    out: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.middle):
        if out and piece.middle - out[-1][0].middle < 0.5 * em:
            out[-1].append(piece)
        else:
            out.append([piece])
    return [line_of(own) for own in out]


def _levels(pieces: Iterable[Piece], em: float) -> list[float]:
    """The middles of lines, from the top."""
    return [line.middle for line in _lines(pieces, em)]


def _nearest(anchors: Sequence[float], at: float, off: float) -> int:
    return min(range(len(anchors)), key=lambda n: abs(anchors[n] - at))


def _last(anchors: Sequence[float], at: float, off: float) -> int:
    return max(0, bisect_right(anchors, at + off) - 1)


def _next(anchors: Sequence[float], at: float, off: float) -> int:
    return min(len(anchors) - 1, bisect_left(anchors, at - off))


def _off_middle(levels: Sequence[float], anchor: float) -> float:
    return abs((levels[0] + levels[-1]) / 2 - anchor)


def _off_first(levels: Sequence[float], anchor: float) -> float:
    return abs(levels[0] - anchor)


def _off_last(levels: Sequence[float], anchor: float) -> float:
    return abs(levels[-1] - anchor)


def _holds(
    rows: Sequence[Row], anchors: Sequence[float], off: Callable[[Sequence[float], float], float], em: float
) -> bool:
    """Whether every cell stands at its row's anchor, those of several lines hold running text, and two columns at least
    have a line in most rows."""
    single = several = 0
    for c in range(len(rows[0])):
        cells = [(r, row[c], _levels(row[c], em)) for r, row in enumerate(rows) if row[c]]
        if any(off(levels, anchors[r]) > _OFF * em for r, _, levels in cells):
            return False
        torn = [own for r, own, levels in cells if r and len(levels) > 1]
        width = _width([p for _, own, _ in cells for p in own])
        if not all(_runs_on(own, width, em) for own in torn):
            return False
        single += not torn and 3 * len(cells) >= 2 * len(rows)
        several += len(torn)
    return single >= 2 and several > 0


def _is_text(column: Sequence[Piece], em: float) -> bool:
    """Whether a column's lines look like those of running text: half of them fill it."""
    lines, width = _lines(column, em), _width(column)
    return 2 * sum(_fills(line, width, em) for line in lines) > len(lines)


def _runs_on(cell: Sequence[Piece], width: float, em: float) -> bool:
    """Whether each line goes on from a full one, as those of one text do, or begins an item of a list."""
    lines = _lines(cell, em)
    return all(_fills(a, width, em) or b.text[0] in BULLETS for a, b in pairwise(lines))


def _fills(piece: Piece, width: float, em: float) -> bool:
    return piece.x1 - piece.x0 >= width - _FREE * em and len(piece.text) >= _LEAST_WORDS


def _width(pieces: Sequence[Piece]) -> float:
    return max(p.x1 for p in pieces) - min(p.x0 for p in pieces)
