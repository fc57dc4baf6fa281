"""Ruling lines into tables: which lines meet, the grid that they draw, and the cells that merge over it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

Box = tuple[float, float, float, float]
NO_BOX: Box = (0.0, 0.0, 0.0, 0.0)
NEAR = 3.0
_LOOSE = 4.5
_MAX_COLUMNS, _MAX_ROWS, _MAX_RULES = 120, 400, 8_000


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal (or vertical) line at y (or x) `at`, from `start` to `end`."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's lines. `cell[r][c]` is the place (row, column) of the first field of the merged cell at (r, c)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cell: tuple[tuple[tuple[int, int], ...], ...]

    def locate(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell in which a point lies, by the place of its first field; None outside the table."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]):
            return None
        return self.cell[bisect_right(self.ys, y) - 1][bisect_right(self.xs, x) - 1]


def drawn(rules: Sequence[Rule]) -> tuple[list[Grid], list[Box]]:
    """The tables that the lines draw, each with two columns at least and none inside another, and single boxes.

    A box holds no other box, and lies beside the tables or in one cell.
    """
    if len(rules) > _MAX_RULES:
        return [], []
    found: list[Grid] = []
    boxes: list[Box] = []
    for component in _components(_merged(rules)):
        if box := _single(component):
            boxes.append(box)
        else:
            found.extend(_grids_of(component))
    outer: list[Grid] = []
    for grid in sorted(found, key=lambda g: (g.xs[0] - g.xs[-1]) * (g.ys[-1] - g.ys[0])):
        x, y = (grid.xs[0] + grid.xs[-1]) / 2, (grid.ys[0] + grid.ys[-1]) / 2
        if not any(g.locate(x, y) for g in outer):
            outer.append(grid)
    return outer, [box for box in boxes if _stands_alone(box, boxes, outer)]


def _single(rules: Sequence[Rule]) -> Box | None:
    """The rectangle that a component's lines draw if they draw nothing else."""
    xs = _clustered(r.at for r in rules if not r.horizontal)
    ys = _clustered(r.at for r in rules if r.horizontal)
    return (xs[0], ys[0], xs[1], ys[1]) if len(xs) == len(ys) == 2 else None


def _stands_alone(box: Box, boxes: Sequence[Box], tables: Sequence[Grid]) -> bool:
    x0, y0, x1, y1 = box
    if any(b is not box and b[0] < x1 and x0 < b[2] and b[1] < y1 and y0 < b[3] and b[0] >= x0 - NEAR for b in boxes):
        return False
    for table in tables:
        apart = x1 <= table.xs[0] or table.xs[-1] <= x0 or y1 <= table.ys[0] or table.ys[-1] <= y0
        if not apart and (table.locate(x0, y0) is None or table.locate(x0, y0) != table.locate(x1, y1)):
            return False
    return True


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Lines that continue or double one another as one (dashes, cell borders drawn singly)."""
    out: list[Rule] = []
    for horizontal in (True, False):
        own = [r for r in rules if r.horizontal == horizontal]
        levels = _clustered(r.at for r in own)
        by_level: dict[float, list[Rule]] = defaultdict(list)
        for rule in own:
            by_level[levels[max(0, bisect_right(levels, rule.at + NEAR / 2) - 1)]].append(rule)
        for at, group in by_level.items():
            group.sort(key=lambda r: r.start)
            start, end = group[0].start, group[0].end
            for rule in group[1:]:
                if rule.start > end + NEAR:
                    out.append(Rule(horizontal, at, start, end))
                    start, end = rule.start, rule.end
                end = max(end, rule.end)
            out.append(Rule(horizontal, at, start, end))
    return [r for r in out if r.end - r.start > 2 * NEAR]


def _levelled(rules: Sequence[Rule]) -> list[Rule]:
    """Double lines as one: no row or column is as narrow as what is between them."""
    levels = {h: _clustered((r.at for r in rules if r.horizontal == h), _LOOSE) for h in (True, False)}
    return [replace(r, at=levels[r.horizontal][bisect_right(levels[r.horizontal], r.at) - 1]) for r in rules]


def _clustered(values: Iterable[float], near: float = NEAR) -> list[float]:
    """Sorted values, those no farther than `near` from the first of their cluster made one."""
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > near:
            out.append(value)
    return out


def _components(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Lines that cross or touch, transitively."""
    parent = list(range(len(rules)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    verticals = sorted((r.at, i) for i, r in enumerate(rules) if not r.horizontal)
    xs = [x for x, _ in verticals]
    for i, rule in enumerate(rules):
        if not rule.horizontal:
            continue
        for _, k in verticals[bisect_right(xs, rule.start - NEAR) : bisect_right(xs, rule.end + NEAR)]:
            if rules[k].start - NEAR <= rule.at <= rules[k].end + NEAR:
                parent[root(k)] = root(i)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for i, rule in enumerate(rules):
        groups[root(i)].append(rule)
    return [group for group in groups.values() if len(group) >= 4]


def _grids_of(rules: Sequence[Rule]) -> list[Grid]:
    """A component's grids: cut where the columns of the rows above and below have little in common."""
    rules = _levelled(rules)
    verticals = [r for r in rules if not r.horizontal]
    horizontals = _anchored([r for r in rules if r.horizontal], verticals)
    rules = [*horizontals, *verticals]
    ys = _clustered([*(r.at for r in horizontals), min(r.start for r in verticals), max(r.end for r in verticals)])
    left, right = min(r.start for r in horizontals), max(r.end for r in horizontals)
    if not 2 <= len(ys) <= _MAX_ROWS:
        return []
    inner = [_crossing(verticals, top, bottom, left, right) for top, bottom in pairwise(ys)]
    out = []
    first, columns = 0, set(inner[0])
    for r in range(1, len(inner) + 1):
        fewer = min(len(columns), len(inner[r])) if r < len(inner) else 0
        if r == len(inner) or (fewer and 2 * len(columns & inner[r]) < fewer):
            out.append(_grid(rules, sorted({left, right, *columns}), ys[first : r + 1]))
            first, columns = r, set(inner[r]) if r < len(inner) else set()
        else:
            columns |= inner[r]
    return [grid for grid in out if grid is not None]


def _anchored(horizontals: Sequence[Rule], verticals: Sequence[Rule]) -> list[Rule]:
    """Without those that begin or end away from all verticals and from the table's edges: arrows over its fields."""
    left, right = min(r.start for r in horizontals), max(r.end for r in horizontals)

    def ends(x: float, y: float) -> bool:
        near = (v for v in verticals if abs(v.at - x) <= _LOOSE)
        return x - left <= _LOOSE or right - x <= _LOOSE or any(v.start - NEAR <= y <= v.end + NEAR for v in near)

    return [r for r in horizontals if ends(r.start, r.at) and ends(r.end, r.at)]


def _crossing(verticals: Sequence[Rule], top: float, bottom: float, left: float, right: float) -> set[float]:
    """The verticals, outer ones aside, that stand between two horizontals."""
    middle = (top + bottom) / 2
    return {r.at for r in verticals if r.start <= middle <= r.end and left + NEAR < r.at < right - NEAR}


def _grid(rules: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]) -> Grid | None:
    xs = _clustered(xs)
    rows, columns = len(ys) - 1, len(xs) - 1
    if not (2 <= columns <= _MAX_COLUMNS and rows >= 1):
        return None
    walls = {(r.horizontal, r.at) for r in rules}
    spans: dict[tuple[bool, float], list[Rule]] = defaultdict(list)
    for rule in rules:
        spans[rule.horizontal, rule.at].append(rule)

    def wall(horizontal: bool, at: float, start: float, end: float) -> bool:
        if (horizontal, at) not in walls:
            return False
        middle = (start + end) / 2
        return any(r.start <= middle <= r.end for r in spans[horizontal, at])

    cell = [[(r, c) for c in range(columns)] for r in range(rows)]
    for r in range(rows):
        for c in range(columns):
            if c and not wall(False, xs[c], ys[r], ys[r + 1]):
                cell[r][c] = cell[r][c - 1]
            elif r and not wall(True, ys[r], xs[c], xs[c + 1]):
                cell[r][c] = cell[r - 1][c]
    return Grid(tuple(xs), tuple(ys), tuple(tuple(row) for row in cell))
