"""Bars and arrows that a schedule draws over its fields instead of writing into them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ingest.readers.ruling import NEAR, Box, Grid, Rule

_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Bars:
    """The coloured areas of a page, and its lines."""

    areas: Sequence[Box]
    lines: Sequence[Rule]

    def over(self, table: Grid, row: int, filled: Collection[int]) -> list[int]:
        """The columns of a row without text under a bar; none where its label or all of its fields are coloured too."""
        first = min(filled, default=None)
        if first is None:
            return []
        own = [c for c in range(first, len(table.xs) - 1) if table.cell[row][c] == (row, c)]
        covered = {c for c in own if self._is_covered(table, row, c)}
        if first in covered or len(covered) >= len(own) - 1:
            return []
        return sorted(c for c in covered if c not in filled)

    def _is_covered(self, table: Grid, row: int, column: int) -> bool:
        left, right, top, bottom = table.xs[column], table.xs[column + 1], table.ys[row], table.ys[row + 1]
        least = _SHARE * (right - left)
        for x0, y0, x1, y1 in self.areas:
            if min(x1, right) - max(x0, left) >= least and top < (y0 + y1) / 2 < bottom:
                return True
        return any(
            line.horizontal
            and top + NEAR < line.at < bottom - NEAR
            and min(line.end, right) - max(line.start, left) >= least
            for line in self.lines
        )
