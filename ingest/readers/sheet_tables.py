"""The tables of a sheet: where one ends and the next begins, beside it or below it, and the lines around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from ingest.heads import is_head
from ingest.normalise import view
from ingest.readers.rows import Grid, trimmed
from ingest.tables import is_value
from ingest.years import find_years

Spans = Mapping[tuple[int, int], tuple[int, int]]
Rows = Sequence[Sequence[str]]
_MOST_ROWS, _MOST_BETWEEN = 200, 2
_DISTINCT = 0.9


def sheet(rows: Iterable[Sequence[str]], spans: Spans | None = None) -> tuple[str, list[Grid]]:
    """A sheet's text and its tables: rows between empty ones, without the empty columns at their left and right.

    Tables side by side are parted where the heads and labels of both show that they are two. Rows below an empty one
    stay with the heads above it where they have none of their own. Lines of one cell above and below a table (its
    title, its unit, its notes) stand as lines of their own.
    """
    parts: list[str] = []
    grids: list[Grid] = []
    for above, grid, below in _parts([list(row) for row in rows], spans or {}):
        parts += [part for part in ("\n".join(above), grid.text, "\n".join(below)) if part]
        grids.append(grid)
    return "\n\n".join(parts), grids


def _parts(rows: list[list[str]], spans: Spans) -> Iterator[tuple[list[str], Grid, list[str]]]:
    for block in _blocks(rows, spans):
        held = frozenset(block)
        cut = _cut(rows, spans, block)
        if cut is None:
            for part in _headed_anew(rows, block):
                yield _parted(rows, spans, part)
        else:
            for start, end in ((0, cut), (cut, max(map(len, rows)))):
                own = [row[start:end] if r in held else [] for r, row in enumerate(rows[: block[-1] + 1])]
                moved = {(r, c - start): span for (r, c), span in spans.items() if r in held and start <= c < end}
                yield from _parts(own, moved)


def _blocks(rows: Rows, spans: Spans) -> list[list[int]]:
    """Runs of rows between empty ones that no merged cell holds together; one that goes on with that above joins it."""
    held = {y for (r, _), (down, _) in spans.items() for y in range(r + 1, r + down)}
    blocks: list[list[int]] = []
    block: list[int] = []
    for r in range(len(rows) + 1):
        if r < len(rows) and any(rows[r]):
            block.append(r)
        elif block and (r not in held or r == len(rows)):
            if blocks and block[0] - blocks[-1][-1] <= _MOST_BETWEEN + 1 and _goes_on(rows, blocks[-1], block):
                blocks[-1] += block
            else:
                blocks.append(block)
            block = []
    return blocks


def _goes_on(rows: Rows, above: Sequence[int], below: Sequence[int]) -> bool:
    """Whether rows behind an empty one have no heads, and figures under the heads that stand over figures above."""
    head = next((r for r in above if _count(rows[r]) > 1), None)
    first = next((n for n, r in enumerate(below) if _count(rows[r]) > 1), None)
    if head is None or first is None or first > 1 or _count(rows[above[-1]]) < 2 or not _is_head_row(rows[head]):
        return False
    row = rows[below[first]]
    own = {c for c, text in enumerate(row) if text}
    under = {c for c, text in enumerate(rows[head]) if text}
    figures = {c for c in own if _is_amount(row[c])}
    leads = min(own) == min(under) and not _is_amount(row[min(own)])
    known = {c for c in _figure_columns(rows, [r for r in above if r > head]) if c in under}
    return leads and bool(figures) and figures <= known and max(own) <= max(under)


def _cut(rows: Rows, spans: Spans, block: Sequence[int]) -> int | None:
    """The column at which the right one of two tables side by side begins."""
    width = max(len(rows[r]) for r in block)
    held = frozenset(block)
    used = [c for c in range(width) if any(c < len(rows[r]) and rows[r][c] for r in block)]
    bridged = {
        x
        for (r, c), (_, across) in spans.items()
        if across > 1 and r in held and _count(rows[r]) > 1
        for x in range(c + 1, c + across)
    }
    for before, c in zip(used, used[1:], strict=False):
        if c - before < 2 or any(x in bridged for x in range(before + 1, c + 1)):
            continue
        left, right = [rows[r][:c] for r in block], [rows[r][c:] for r in block]
        if _are_two(left, right, apart=c - before > 2):
            return c
    return None


def _are_two(left: Rows, right: Rows, *, apart: bool) -> bool:
    """Whether both have heads and labels of their own, and more than an empty column tells them apart: another height,
    a title each, a head or a label that stands in both, years as labels."""
    a, b = _first(left), _first(right)
    if a is None or b is None or not _is_head_row(left[a]) or not _is_head_row(right[b]):
        return False
    labels, others = _labels(left, a), _labels(right, b)
    if not others or not labels:
        return False
    ends, end = _last(left), _last(right)
    heads = {view(text) for text in left[a] if text}, {view(text) for text in right[b] if text}
    titled = any(_count(row) == _count(other) == 1 for row, other in zip(left[:a], right[:b], strict=False))
    dated = all(find_years(label) for label in others)
    alike = bool(heads[0] & heads[1] or labels & others)
    return apart or titled or dated or alike or a != b or end > ends or ends - end > 1


def _labels(rows: Rows, head: int) -> set[str]:
    """The texts of the first column below its head, where all but a few rows have one of their own; else nothing."""
    body = [row for row in rows[head + 1 : _last(rows) + 1] if any(row)]
    first = min(next(c for c, text in enumerate(row) if text) for row in [rows[head], *body])
    texts = [view(row[first]) if first < len(row) else "" for row in body]
    words = {text for text in texts if text and (not _is_amount(text) or text.isdecimal())}
    return words if texts and len(words) >= _DISTINCT * len(texts) else set()


def _headed_anew(rows: Rows, block: Sequence[int]) -> Iterator[Sequence[int]]:
    """A block's rows, parted above the title of heads that stand, behind rows of figures, over the same columns."""
    start = 0
    head = next((n for n, r in enumerate(block) if _count(rows[r]) > 1), len(block))
    for n in range(head + 2, len(block) - 1):
        row, titled = rows[block[n]], _count(rows[block[n - 1]]) == 1
        again = _lead(row) == _lead(rows[block[head]])
        if not (titled or again) or not _is_head_row(row) or not _figure_columns(rows, block[n + 1 : n + 2]):
            continue
        figures = _figure_columns(rows, block[head + 1 : n - titled])
        names = [row[c] for c in figures if c < len(row) and row[c]]
        if figures and len(set(names)) == len(figures):
            yield block[start : n - titled]
            start, head = n - titled, n
    yield block[start:]


def _figure_columns(rows: Rows, numbers: Sequence[int]) -> set[int]:
    """The columns in which most of the cells of the last rows are figures."""
    figures: dict[int, int] = {}
    filled: dict[int, int] = {}
    for r in numbers[-_MOST_ROWS:]:
        for c, text in enumerate(rows[r]):
            if text:
                filled[c] = filled.get(c, 0) + 1
                figures[c] = figures.get(c, 0) + _is_amount(text)
    return {c for c, count in figures.items() if 2 * count > filled[c]}


@lru_cache(maxsize=20_000)
def _is_amount(text: str) -> bool:
    own = view(text)
    return is_value(own) and any(char.isdigit() for char in own) and not find_years(own)


def _is_head_row(row: Sequence[str]) -> bool:
    texts = [view(text) for text in row if text]
    return len(texts) > 1 and all(is_head(text) and not _is_amount(text) for text in texts)


def _count(row: Sequence[str]) -> int:
    return sum(map(bool, row))


def _lead(row: Sequence[str]) -> str:
    return next((view(text) for text in row if text), "")


def _first(rows: Rows) -> int | None:
    """The first row of more than one cell."""
    return next((r for r, row in enumerate(rows) if _count(row) > 1), None)


def _last(rows: Rows) -> int:
    """The last row of more than one cell."""
    return max((r for r, row in enumerate(rows) if _count(row) > 1), default=-1)


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
