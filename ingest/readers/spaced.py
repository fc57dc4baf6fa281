"""Tables of plain text that are set with spaces: columns are the stretches of the line that every row leaves free.

Widths are counted as a terminal shows them, a full-width character as two. A row's cells come to stand between tabs,
empty ones too; nothing but white space is changed, so that what is quoted still stands in the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.model import Page
from ingest.normalise import view
from ingest.readers.rows import Grid, located
from ingest.tables import is_value
from ingest.years import find_years

#: The least free width between two columns, and how few lines make a table.
_GUTTER, _LEAST_ROWS = 2, 3
_CELL = re.compile(r"[^ \u3000](?: ?[^ \u3000]+)*")
#: What opens an item or a heading and belongs to the words behind it.
_MARKER = re.compile(r"[・･●○◎■□◆◇▲△▼▽★☆※✓•①-⑳]|[(（]?[0-9０-９ア-ンa-zivx]{1,3}[)）.．、]?|第.{1,3}[章節条]")

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of characters without a gap, at columns `start` to `end` of its line."""

    start: int
    end: int
    text: str


_Row = tuple[_Piece, ...]


def with_spaced_tables(number: int, text: str) -> Page:
    """A page with the rows of its tables as cells between tabs."""
    grids: list[Grid] = []
    out: list[str] = []
    for block in _blocks(text.split("\n")):
        rows = [_pieces(line) for line in block]
        spans = _columns(rows) if len(rows) >= _LEAST_ROWS else []
        grid = _grid(rows, spans) if len(spans) > 1 else None
        if grid is None:
            out += block
        else:
            grids.append(grid)
            out.append(grid.text)
    shown = "\n".join(out)
    return Page(number=number, text=shown, tables=located(shown, grids))


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Runs of lines that have gaps, whose columns go on from one to the next; all else line by line."""
    at = 0
    while at < len(lines):
        rows: list[_Row] = []
        most = 0
        while at + len(rows) < len(lines):
            line = lines[at + len(rows)]
            row = _pieces(line) if "\t" not in line else ()
            if not row or (len(row) < 2 and not _stands_in_column(row[0], rows)):
                break
            gutters = len(_columns([*rows, row]))
            if rows and gutters < 2 or 2 * gutters < most:
                break
            most = max(most, gutters)
            rows.append(row)
        while rows and len(rows[-1]) < 2:
            rows.pop()
        yield list(lines[at : at + max(1, len(rows))])
        at += max(1, len(rows))


def _stands_in_column(piece: _Piece, rows: Sequence[_Row]) -> bool:
    """Whether the only piece of a line stands in a column of the rows above, but not in the first: lines of text do."""
    if len(rows) < 2:
        return False
    spans = _columns(rows)
    return any(start <= piece.start and piece.end <= end for start, end in spans[1:])


def _pieces(line: str) -> _Row:
    """What stands between gaps; a marker at the front is one with the words behind it."""
    out: list[_Piece] = []
    for match in _CELL.finditer(line.rstrip()):
        start = _width(line[: match.start()])
        out.append(_Piece(start, start + _width(match[0]), match[0]))
    if len(out) > 1 and _MARKER.fullmatch(out[0].text) and out[1].start - out[0].end <= _GUTTER:
        first, second = out[:2]
        between = line[line.index(first.text) + len(first.text) : line.index(second.text, line.index(first.text) + 1)]
        out[:2] = [_Piece(first.start, second.end, first.text + between + second.text)]
    return tuple(out)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _columns(rows: Sequence[_Row]) -> list[_Span]:
    """The columns from the left; a line of heads over several columns is set aside where the rest knows more."""
    spans = _cover(rows)
    below = _cover(rows[1:]) if len(rows) > 2 and len(rows[0]) > 1 else []
    return below if len(below) > len(spans) else spans


def _cover(rows: Sequence[_Row]) -> list[_Span]:
    out: list[_Span] = []
    for piece in sorted((p for row in rows for p in row), key=lambda p: p.start):
        if out and piece.start - out[-1][1] < _GUTTER:
            out[-1] = (out[-1][0], max(out[-1][1], piece.end))
        else:
            out.append((piece.start, piece.end))
    return out


def _grid(rows: Sequence[_Row], spans: Sequence[_Span]) -> Grid | None:
    """The rows' cells; None where they are no table's: a list of names with what each means, or text."""
    cells = [_in_columns(row, spans) for row in rows]
    if any(row is None for row in cells[1:]):
        return None
    over = _over_columns(rows, spans)
    first = over[0] if over else cells[0]
    kept = [row for row in (first, *cells[1:]) if row is not None]
    filled = [sum(map(bool, row)) for row in kept]
    if len(kept) < len(rows) or sum(n > 1 for n in filled) < _LEAST_ROWS:
        return None
    if len(spans) == 2 and not _has_values(kept):
        return None
    return Grid(kept, over[1] if over else {})


def _in_columns(row: _Row, spans: Sequence[_Span]) -> list[str] | None:
    """The text in each column; None where a piece runs over several."""
    out = [""] * len(spans)
    for piece in row:
        n = next((n for n, (start, end) in enumerate(spans) if piece.start < end and start < piece.end), None)
        if n is None or (n + 1 < len(spans) and piece.end > spans[n + 1][0]):
            return None
        out[n] = f"{out[n]} {piece.text}" if out[n] else piece.text
    return out


def _over_columns(rows: Sequence[_Row], spans: Sequence[_Span]) -> tuple[list[str], dict[_Span, _Span]] | None:
    """A first line of fewer heads than the second has, each over the columns that are its own: those up to the next
    head where heads begin with their columns, else those whose middle is nearest."""
    top, second = rows[0], rows[1]
    labelled = top[0].start < spans[0][1]
    under = [n for n, (start, end) in enumerate(spans) if any(p.start < end and start < p.end for p in second)]
    if (labelled and 0 in under) or len(top) >= len(spans) or len(under) < 2 or any(map(_is_amount, second)):
        return None
    under = under if labelled else [n for n in under if n]
    left = all(any(abs(piece.start - start) <= 1 for start, _ in spans) for piece in top)
    owners = {n: _owner(spans[n], top, left=left) for n in under}
    texts = [""] * len(spans)
    merged: dict[_Span, _Span] = {}
    for number, piece in enumerate(top):
        held = [n for n in under if owners[n] == number] or [_nearest(piece, spans)]
        first, last = held[0], held[-1]
        if last - first + 1 != len(held):
            return None
        texts[first] = piece.text
        if last > first:
            merged[0, first] = (1, len(held))
        elif first not in under:
            merged[0, first] = (2, 1)
    return texts, merged


def _nearest(piece: _Piece, spans: Sequence[_Span]) -> int:
    return min(range(len(spans)), key=lambda n: abs(sum(spans[n]) - piece.start - piece.end))


def _owner(span: _Span, top: _Row, *, left: bool) -> int:
    if left:
        return max((n for n, piece in enumerate(top) if piece.start <= span[0] + 1), default=0)
    return min(range(len(top)), key=lambda n: abs(sum(span) - top[n].start - top[n].end))


def _is_amount(piece: _Piece) -> bool:
    text = view(piece.text)
    return is_value(text) and not find_years(text) and any(char.isdigit() for char in text)


def _has_values(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the second of two columns holds values under a head."""
    head, *body = [view(row[1]) for row in rows]
    values = [text for text in body if text]
    return not is_value(head) and bool(values) and all(map(is_value, values))
