"""Gutters narrower than the space between words: columns that only the edges of their cells tell apart.

Sheets are often printed without lines and with columns that touch: figures set to the right end a hair before the
texts of the next column begin. What parts them is that many cells end, or begin, at one place although their lengths
differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import pstdev

from ingest.readers.layout import Piece, cover, line_of
from ingest.values import UNITS

_UNIT = re.compile(UNITS)
_AMOUNT = re.compile(rf"[▲△-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?(?:{UNITS}))")
#: The least gutter, in widths of a full-width character.
GUTTER = 0.12
#: In the same: how far edges may lie apart, and how much lengths must differ.
_EDGE, _VARIED = 0.1, 0.1
Runs = Callable[[Piece], list[Piece]]
_LINES, _SHARE, _LEVEL = 3, 0.7, 0.3


def columns_of(pieces: Sequence[Piece], runs: Runs, wide: float, em: float) -> list[list[Piece]]:
    """The columns from the left: parted by what is free for `wide`, and where edges tell by less. `runs` gives the
    stretches of a piece that were set one by one."""
    rows = [sorted(row, key=lambda run: run.x0) for row in _rows([run for piece in pieces for run in runs(piece)])]
    spans = cover((run.x0, run.x1) for row in rows for run in row)
    gaps = [(b[0] - a[1], b[0]) for a, b in pairwise(spans) if b[0] - a[1] >= GUTTER * em]
    bounds = [spans[0][0]]
    for (width, at), (_, following) in pairwise([*gaps, (0.0, float("inf"))]):
        if width >= wide or _headed(rows, at, wide, em) or _is_gutter(rows, bounds[-1], at, following, em):
            bounds.append(at)
    if len(bounds) == 1 + sum(width >= wide for width, _ in gaps):
        return [[p for p in pieces if left <= p.x0 < right] for left, right in pairwise([*bounds, float("inf")])]
    return [
        [line_of(own) for row in rows if (own := [run for run in row if left <= run.x0 < right])]
        for left, right in pairwise([*bounds, float("inf")])
    ]


def _rows(runs: Sequence[Piece]) -> list[list[Piece]]:
    """What stands side by side."""
    out: list[list[Piece]] = []
    for run in sorted(runs, key=lambda run: run.middle):
        if out and run.middle - out[-1][0].middle < _LEVEL * run.height:
            out[-1].append(run)
        else:
            out.append([run])
    return out


def _headed(rows: Sequence[Sequence[Piece]], at: float, wide: float, em: float) -> bool:
    """Whether a head stands at `at`, far from the one before it, and a cell of several below begins where it does."""
    begins = [run.x0 for row in rows for run in row if abs(run.x0 - at) <= _EDGE * em]
    apart = any(abs(b.x0 - at) <= _EDGE * em and b.x0 - a.x1 >= wide for a, b in pairwise(rows[0]))
    return apart and len(begins) > 1


def _is_gutter(rows: Sequence[Sequence[Piece]], first: float, at: float, following: float, em: float) -> bool:
    """Whether `at`, where runs begin, starts a column beside the one that starts at `first`."""
    lefts = [own[-1] for row in rows if (own := [run for run in row if first <= run.x0 < at])]
    rights = [own[0] for row in rows if (own := [run for run in row if run.x0 >= at])]
    beside = [(left, right) for right in rights for left in lefts if _overlap(left, right)]
    if len({id(right) for _, right in beside}) < _LINES:
        return False
    begins = [right.x0 for right in rights if right.x0 < following]
    if _aligned(begins, at, em) and pstdev(left.x1 for left, _ in beside) > _VARIED * em:
        return True
    ends = [left.x1 for left in lefts]
    units = all(_UNIT.fullmatch(right.text.strip()) for _, right in beside)
    amounts = all(_AMOUNT.fullmatch(left.text.strip()) for left, _ in beside)
    varied = amounts or pstdev(left.x0 for left, _ in beside) > _VARIED * em
    return varied and not units and _aligned(ends, max(ends), em)


def _overlap(a: Piece, b: Piece) -> bool:
    return min(a.y1, b.y1) - max(a.y0, b.y0) > _LEVEL * min(a.height, b.height) / 2


def _aligned(edges: Sequence[float], at: float, em: float) -> bool:
    near = sum(abs(edge - at) <= _EDGE * em for edge in edges)
    return near >= _LINES and near >= _SHARE * len(edges)
