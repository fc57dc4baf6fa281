"""Tables without ruling lines, found by the white space between their columns.

A table is a run of lines whose words leave the same stretches of the page's width free. Its rows are what overlaps in
height once the lines of every cell are put together: lines of one cell stand nearer to one another than rows do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median

from ingest.readers.aligned_rows import column_of, headed, rows_of, steps_of
from ingest.readers.anchors import Row
from ingest.readers.gutters import GUTTER, columns_of
from ingest.readers.layout import Piece, Span, bands, cell_text, cover, em_of, gaps, in_reading_order, is_prose, joined
from ingest.readers.rows import Grid
from ingest.readers.ruling import Box, Rule

Areas = Callable[[], Sequence[Box]]
Runs = Callable[[Piece], list[Piece]]
_APART = 3.5
_RIVER = 0.6
_LARGER, _APART_TITLE = 1.12, 0.8
_LEAST_PIECES, _LEAST_PROSE = 6, 4
_SAME_LINE = 0.15
_MARGIN = 0.06
#: How many lines a table has above the heading of the next, and how far apart from both that stands.
_LEAST_ABOVE, _APART_TABLE = 2, 1.2
_LONGEST_CELL = 400
_MARKER = re.compile(r"[・･●○◎■□◆◇▲△▼▽★☆※➢✓•①-⑳]|[(（]?[0-9０-９ア-ンa-zivx]{1,3}[)）.．、]?|第.{1,3}[章節条]")
_LEADER = re.compile(r"[.．・…‥]{4,}")


def aligned(
    pieces: Sequence[Piece], rules: Sequence[Rule], areas: Areas, runs: Runs, height: float
) -> tuple[list[Piece], list[Piece]]:
    """The tables that the pieces form, each as one block of rows, and the pieces that belong to none.

    `areas` gives what the page colours: bands behind every other row part rows as lines do. `runs` gives the stretches
    of a piece that were set one by one.
    """
    body = [p for p in pieces if _MARGIN * height < p.middle < (1 - _MARGIN) * height]
    if len(body) < 6:
        return [], list(pieces)
    blocks: list[Piece] = []
    taken: set[int] = set()
    for region in _regions(body):
        if block := _block(region, rules, areas, runs):
            blocks.append(block)
            taken.update(glyph for row in block.rows for glyph in row.sources)
    return blocks, [p for p in pieces if not (p.sources and p.sources[0] in taken)]


def _regions(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Runs of lines that share at least one stretch of white space, cut where a line crosses most of them."""
    lines = bands(pieces)
    em = em_of(pieces)
    covers = [cover((p.x0, p.x1) for p in line) for line in lines]
    out: list[list[Piece]] = []
    i = 0
    while i < len(lines):
        if not _opens(lines[i], covers[i], em):
            i += 1
            continue
        merged, most, j = covers[i], len(gaps(covers[i], _RIVER * em)), i + 1
        while (
            j < len(lines)
            and not _is_title(lines, covers, i, j, em)
            and (more := _grown(lines, covers, merged, most, j, em))
        ):
            merged, j = more, j + 1
        last = j
        while last > i + 1 and len(covers[last - 1]) < 2 and _far(lines, last - 1, em):
            last -= 1
        out.append([p for line in lines[i:last] for p in line])
        i = max(last, i + 1)
    return [region for region in out if len(region) >= _LEAST_PIECES]


def _opens(line: Sequence[Piece], spans: Sequence[Span], em: float) -> bool:
    return bool(gaps(spans, _RIVER * em)) and not any(p.rows or "\n" in p.text for p in line)


def _far(lines: Sequence[Sequence[Piece]], i: int, em: float) -> bool:
    """Whether a line stands apart from the one above it, so that it does not go on with a cell."""
    return min(p.y0 for p in lines[i]) - max(p.y1 for p in lines[i - 1]) > 0.5 * em


def _is_title(lines: Sequence[Sequence[Piece]], covers: Sequence[Sequence[Span]], i: int, j: int, em: float) -> bool:
    """Whether line `j`, alone at the left of the table that begins with line `i`, stands apart from it and right above
    what opens another: the heading of the next table."""
    if j - i < _LEAST_ABOVE or len(covers[j]) > 1 or j + 1 >= len(lines) or not _opens(lines[j + 1], covers[j + 1], em):
        return False
    left = min(covers[n][0][0] for n in range(i, j))
    steps = [min(p.y0 for p in b) - max(p.y1 for p in a) for a, b in pairwise(lines[i : j + 2])]
    above, below = steps[-2], steps[-1]
    apart = above > _APART_TABLE * em and above > _APART_TABLE * max(median(steps[:-2]), below)
    return apart and covers[j][0][0] <= left + GUTTER * em


def _grown(
    lines: Sequence[Sequence[Piece]],
    covers: Sequence[Sequence[Span]],
    merged: Sequence[Span],
    most: int,
    j: int,
    em: float,
) -> list[Span]:
    """What the columns cover with line `j` among them; nothing where the line does not go on with the table."""
    if any(p.rows or "\n" in p.text for p in lines[j]):
        return []
    if min(p.y0 for p in lines[j]) - max(p.y1 for p in lines[j - 1]) > _APART * em:
        return []
    more = cover([*merged, *covers[j]])
    alone = len(covers[j]) == 1
    in_column = alone and any(abs(start - covers[j][0][0]) < GUTTER * em for start, _ in merged)
    river = (GUTTER if in_column else _RIVER) * em
    least = len(gaps(merged, river)) if alone else max(1, (most + 1) // 2)
    return more if len(gaps(more, river)) >= least else []


def _block(pieces: Sequence[Piece], rules: Sequence[Rule], areas: Areas, runs: Runs) -> Piece | None:
    em = em_of(pieces)
    spans = cover((p.x0, p.x1) for p in pieces)
    cuts = sorted(gaps(spans, _RIVER * em))
    if (below := _without_title(pieces, cuts, em)) is not pieces:
        return _block(below, rules, areas, runs) if len(below) >= _LEAST_PIECES else None
    columns = columns_of(pieces, runs, _RIVER * em, em) if cuts else [list(pieces)]
    columns = _without_markers(columns)
    if (others := _without_prose(columns, em)) is not columns:
        return _block([p for column in others for p in column], rules, areas, runs)
    if len(columns) < 2 or not _is_table(columns):
        return None
    rows = headed(rows_of(columns, _levels(pieces, rules), _bands(pieces, areas()), em))
    while rows and 2 * sum(map(bool, rows[0])) < len(columns):
        return (
            None if len(rows) < 4 else _block([p for row in rows[1:] for own in row for p in own], rules, areas, runs)
        )
    columns = [column_of(rows, c) for c in range(len(rows[0]))] if rows else []
    filled = [sum(map(bool, row)) for row in rows]
    enough = sum(n >= 2 for n in filled)
    if enough < 3 or len(columns) < 2 or (len(columns) == 2 and enough < 0.7 * len(rows)):
        return None
    cells = [[cell_text(in_reading_order(own)) if own else ("", []) for own in row] for row in rows]
    if any(len(text) > _LONGEST_CELL for row in cells for text, _ in row):
        return None
    return _assembled(rows, cells, columns)


def _without_title(pieces: Sequence[Piece], cuts: Sequence[float], em: float) -> Sequence[Piece]:
    """Without the first line where it fills one column alone, and is larger or stands apart: a heading above."""
    lines = bands(pieces)
    if not cuts or len(lines) < 2:
        return pieces
    title = lines[0]
    one = len({sum(p.x0 > cut for cut in cuts) for p in title}) == 1
    larger = max(p.height for p in title) > _LARGER * median(p.height for line in lines[1:] for p in line)
    apart = min(p.y0 for p in lines[1]) - max(p.y1 for p in title) > _APART_TITLE * em
    return [p for line in lines[1:] for p in line] if one and (larger or apart) else pieces


def _without_markers(columns: list[list[Piece]]) -> list[list[Piece]]:
    """Columns of list markers (①, ・, (1)) belong to the text behind them."""
    out: list[list[Piece]] = []
    for column in columns:
        if out and all(_MARKER.fullmatch(p.text.strip()) for p in out[-1]) and len(out) == 1:
            out[-1] = out[-1] + column
        else:
            out.append(column)
    return out


def _without_prose(columns: list[list[Piece]], em: float) -> list[list[Piece]]:
    """Without the text that runs beside a table: an outer column of even lines, most of them not those of its rows."""
    for beside, others in ((columns[0], columns[1:]), (columns[-1], columns[:-1])):
        if len(others) < 2 or len(beside) < _LEAST_PROSE or not is_prose(beside):
            continue
        steps = steps_of(beside)
        lines = sorted(p.middle for p in beside)
        even = sum(step < 1.2 * min(steps) for step in steps) >= 0.7 * len(steps)
        rows = {round(p.middle, 1) for column in others for p in column}
        shared = sum(any(abs(at - line) < _SAME_LINE * em for line in lines) for at in rows)
        if even and 2 * shared < len(rows):
            return others
    return columns


def _is_table(columns: Sequence[Sequence[Piece]]) -> bool:
    """Neither prose set in columns nor a table of contents."""
    texts = [p.text for column in columns for p in column]
    if sum(bool(_LEADER.search(text)) for text in texts) * 3 > len(texts):
        return False
    prose = [column for column in columns if is_prose(column) and len(column) >= 4]
    if len(prose) == len(columns):
        return False
    short = [column for column in columns if median(len(p.text) for p in column) <= 12]
    return len(short) * 2 >= len(columns)


def _levels(pieces: Sequence[Piece], rules: Sequence[Rule]) -> list[float]:
    """The heights of the horizontal lines that run over most of the table's width."""
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    long = [r for r in rules if r.horizontal and min(r.end, right) - max(r.start, left) > 0.6 * (right - left)]
    top, bottom = min(p.y0 for p in pieces), max(p.y1 for p in pieces)
    return sorted({r.at for r in long if top < r.at < bottom})


def _bands(pieces: Sequence[Piece], areas: Sequence[Box]) -> list[float]:
    """The upper and lower edges of the coloured bands that run over most of the table's width."""
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    edges: dict[float, list[Span]] = defaultdict(list)
    for x0, y0, x1, y1 in areas:
        for at in (y0, y1):
            edges[round(at)].append((max(x0, left), min(x1, right)))
    top, bottom = min(p.y0 for p in pieces), max(p.y1 for p in pieces)
    wide = [at for at, spans in edges.items() if sum(b - a for a, b in cover(spans)) > 0.6 * (right - left)]
    return sorted(at for at in wide if top < at < bottom)


def _assembled(
    rows: Sequence[Row],
    cells: Sequence[Sequence[tuple[str, list[int]]]],
    columns: Sequence[Sequence[Piece]],
) -> Piece:
    edges = [min(p.x0 for p in column) for column in columns] + [max(p.x1 for p in columns[-1])]
    out: list[Piece] = []
    for row, texts in zip(rows, cells, strict=True):
        own = [p for cell in row for p in cell]
        top, bottom = min(p.y0 for p in own), max(p.y1 for p in own)
        out.append(
            joined([Piece(a, top, b, bottom, *cell) for (a, b), cell in zip(pairwise(edges), texts, strict=True)], "\t")
        )
    grid = Grid([[text for text, _ in row] for row in cells], edges=tuple(edges))
    return Piece(edges[0], out[0].y0, edges[-1], out[-1].y1, "", [], out, grid)
