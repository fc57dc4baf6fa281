"""Pieces of text with their boxes into lines in reading order: bands, columns, side tabs, tables as whole blocks.

Boxes are in points, y downwards, on the page as it is displayed. The order is that of a recursive XY cut (Nagy and
Seth, 1984) that only cuts columns where both sides read as prose, so that rows without ruling lines stay together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.model import Table
from ingest.readers.rows import Grid, placed, seam

Span = tuple[float, float]
NOWHERE = -1
_CORE = 0.3
_HEADER = 0.07
_MAX_DEPTH = 40


@dataclass(slots=True, eq=False)
class Piece:
    """A run of text on one line. `sources[i]` is the glyph that `text[i]` is, NOWHERE for added white space.

    `rows` is set for a table, which is ordered as one block and written as one line a row, and `grid` says the same
    as texts.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    sources: list[int]
    rows: list[Piece] = field(default_factory=list)
    grid: Grid | None = None

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    @property
    def core(self) -> tuple[float, float]:
        """The part of the height by which lines are told apart; boxes of neighbouring lines may overlap."""
        shrink = 0.0 if self.rows else _CORE * self.height
        return self.y0 + shrink, self.y1 - shrink


def em_of(pieces: Sequence[Piece]) -> float:
    """The width of a full-width character, which fonts tell better than the height of their boxes."""
    wide = [(p.x1 - p.x0) / len(p.text) for p in pieces if len(p.text) > 1 and all(c > "\u2fff" for c in p.text)]
    height = median(p.height for p in pieces)
    return min(height, median(wide)) if wide else height


def joined(pieces: Sequence[Piece], separator: str) -> Piece:
    """Several pieces as one, in the order given."""
    text = separator.join(p.text for p in pieces)
    sources: list[int] = []
    for i, piece in enumerate(pieces):
        sources.extend([NOWHERE] * len(separator) if i else [])
        sources.extend(piece.sources)
    left, top = min(p.x0 for p in pieces), min(p.y0 for p in pieces)
    return Piece(left, top, max(p.x1 for p in pieces), max(p.y1 for p in pieces), text, sources)


def line_of(pieces: Iterable[Piece]) -> Piece:
    """Pieces that stand side by side as one line, a space where they stand apart."""
    ordered = sorted(pieces, key=lambda p: p.x0)
    line = ordered[0]
    for piece in ordered[1:]:
        apart = piece.x0 - line.x1 > 0.3 * min(piece.height, line.height)
        line = joined((line, piece), " " if apart else "")
    return line


def cell_text(lines: Sequence[Piece]) -> tuple[str, list[int]]:
    """A cell's lines as one (see `rows.seam`; a space between what stands side by side), with its glyphs."""
    text, sources = "", list[int]()
    previous: Piece | None = None
    for line in lines:
        beside = previous is not None and line.middle < previous.y1
        between = " " if beside else seam(text, line.text)
        text += between + line.text.replace("\n", "")
        sources += [NOWHERE] * len(between)
        sources += [g for char, g in zip(line.text, line.sources, strict=True) if char != "\n"]
        previous = line
    return text, sources


def merge_stacks(pieces: Sequence[Piece]) -> list[Piece]:
    """Letters set one below the other (side tabs, upright labels) as one piece of several lines each."""
    out: list[Piece] = []
    run: list[Piece] = []
    for piece in [*pieces, None]:
        if piece and run and _stacked(run[-1], piece):
            run.append(piece)
            continue
        out.extend([joined(run, "\n")] if len(run) >= 3 else run)
        run = []
        if piece and _is_letter(piece):
            run = [piece]
        elif piece:
            out.append(piece)
    return out


def _is_letter(piece: Piece) -> bool:
    return len(piece.text) <= 2 and not piece.rows and all(c.isalnum() or c in "ー・（）" for c in piece.text)


def _stacked(above: Piece, below: Piece) -> bool:
    apart = abs((above.x0 + above.x1) - (below.x0 + below.x1)) / 2
    gap = below.y0 - above.y1
    return _is_letter(below) and apart < 0.3 * above.height and -0.4 * above.height < gap < 0.6 * above.height


def page_in_reading_order(pieces: Sequence[Piece], height: float) -> list[Piece]:
    """A page's lines; its header and footer stand first and last and do not take part in columns."""
    head = [p for p in pieces if p.y1 < _HEADER * height and not p.rows]
    foot = [p for p in pieces if p.y0 > (1 - _HEADER) * height and not p.rows]
    body = [p for p in pieces if p not in head and p not in foot]
    return [line for part in (head, body, foot) for line in in_reading_order(part)]


def in_reading_order(pieces: Sequence[Piece], depth: int = 0) -> list[Piece]:
    """Lines (and tables) in the order in which they are read."""
    if not pieces:
        return []
    if depth > _MAX_DEPTH:
        return _rows_by_middle(pieces)
    parts = bands(pieces)
    if len(parts) > 1:
        return _ordered_bands(parts, depth + 1)
    if _is_one_line(pieces):
        return [line_of(pieces)]
    heights = [p.height for p in pieces if not p.rows]
    sides = _side_by_side(pieces, 0.5 * median(heights) if heights else 1.0)
    if len(sides) > 1:
        return [line for part in sides for line in in_reading_order(part, depth + 1)]
    return _rows_by_middle(pieces)


def bands(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Groups that do not overlap in y, from the top."""
    out: list[list[Piece]] = []
    bottom = 0.0
    for piece in sorted(pieces, key=lambda p: p.core):
        top, end = piece.core
        if out and top < bottom:
            out[-1].append(piece)
            bottom = max(bottom, end)
        else:
            out.append([piece])
            bottom = end
    return out


def _is_one_line(pieces: Sequence[Piece]) -> bool:
    if any(p.rows or "\n" in p.text for p in pieces):
        return len(pieces) == 1
    return max(p.middle for p in pieces) - min(p.middle for p in pieces) <= 0.5 * max(p.height for p in pieces)


def cover(spans: Iterable[Span]) -> list[Span]:
    """The stretches that the spans cover, sorted, those that overlap made one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def gaps(spans: Sequence[Span], least: float) -> list[float]:
    """The middles of the gaps that are `least` wide, the widest first."""
    found = sorted(((b[0] - a[1], (a[1] + b[0]) / 2) for a, b in pairwise(spans)), reverse=True)
    return [middle for width, middle in found if width >= least]


def _side_by_side(pieces: Sequence[Piece], least: float) -> list[list[Piece]]:
    cuts = gaps(cover((p.x0, p.x1) for p in pieces), least)
    parts: list[list[Piece]] = [[] for _ in range(len(cuts) + 1)]
    for piece in pieces:
        parts[sum(piece.x0 > cut for cut in cuts)].append(piece)
    return parts


def _ordered_bands(parts: list[list[Piece]], depth: int) -> list[Piece]:
    """Bands from top to bottom; consecutive ones that stand in columns are read a column after the other."""
    em = median(p.height for band in parts for p in band)
    covers = [cover((p.x0, p.x1) for p in band) for band in parts]
    out: list[Piece] = []
    i = 0
    while i < len(parts):
        covered, cut, j = covers[i], None, i + 1
        while j < len(parts) and (free := gaps(merged := cover([*covered, *covers[j]]), em)):
            covered, cut, j = merged, free[0], j + 1
        group = [piece for band in parts[i:j] for piece in band]
        sides = [[p for p in group if p.x0 < cut], [p for p in group if p.x0 >= cut]] if cut is not None else []
        if sides and all(is_prose(side) for side in sides):
            out.extend(line for side in sides for line in in_reading_order(side, depth))
            i = j
        else:
            out.extend(in_reading_order(parts[i], depth))
            i += 1
    return out


def is_prose(side: Sequence[Piece]) -> bool:
    """Whether most of the words stand in lines that fill their column: not in cells, labels or bullets."""
    if any(p.rows for p in side):
        return True
    width = max(p.x1 for p in side) - min(p.x0 for p in side)
    filled = [p for p in side if p.x1 - p.x0 >= 0.6 * width and len(p.text) >= 8]
    words = sum(len(p.text) for p in side)
    return len(side) >= 3 and len(filled) >= 2 and 2 * sum(len(p.text) for p in filled) >= words


def _rows_by_middle(pieces: Sequence[Piece]) -> list[Piece]:
    """The last resort where boxes interlock: lines by the middle of their height."""
    out: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.middle, p.x0)):
        last = out[-1] if out else None
        near = last and piece.middle - last[0].middle < 0.5 * min(piece.height, last[0].height)
        if last and near and not piece.rows and not last[-1].rows:
            last.append(piece)
        else:
            out.append([piece])
    return [group[0] if len(group) == 1 else line_of(group) for group in out]


def assembled(lines: Sequence[Piece]) -> tuple[str, list[int], list[Table]]:
    """A page's text: lines by `\\n`, blocks (and tables) by a blank line, with the glyph of every character."""
    apart = [b.y0 - a.y1 for a, b in zip(lines, lines[1:], strict=False) if b.y0 >= a.y0 and not (a.rows or b.rows)]
    usual = max(0.0, median(apart)) if apart else 0.0
    parts: list[str] = []
    sources: list[int] = []
    tables: list[Table] = []
    previous: Piece | None = None
    for line in lines:
        if previous is not None:
            separator = "\n\n" if _is_seam(previous, line, usual) else "\n"
            parts.append(separator)
            sources += [NOWHERE] * len(separator)
        body = joined(line.rows, "\n") if line.rows else line
        if line.grid is not None:
            tables.append(placed(line.grid, len(sources)))
        parts.append(body.text)
        sources += body.sources
        previous = line
    return "".join(parts), sources, tables


def _is_seam(above: Piece, below: Piece, usual: float) -> bool:
    if above.rows or below.rows or "\n" in above.text + below.text or below.middle < above.y1:
        return True
    height = min(above.height, below.height)
    sized = max(above.height, below.height) > 1.25 * height
    return sized or below.y0 - above.y1 > max(0.6 * height, 1.5 * usual + 0.1 * height)
