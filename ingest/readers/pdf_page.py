"""One PDF page through pypdfium2: glyphs and ruling lines into text, with the way back from text to glyphs."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.model import Table
from ingest.readers.aligned import aligned
from ingest.readers.layout import (
    NOWHERE,
    Piece,
    assembled,
    in_reading_order,
    joined,
    merge_stacks,
    page_in_reading_order,
)
from ingest.readers.ocr import Recognised
from ingest.readers.pdf_bars import Bars
from ingest.readers.pdf_rules import Frame, fills, rules
from ingest.readers.ruled_pieces import Place, place_in, table_pieces
from ingest.readers.ruling import NO_BOX, Box, Rule, drawn
from ingest.readers.ruling import Grid as Ruled
from ingest.readers.upright import upright

_EDGE = 0.07
_PROBES = 200
_OVERFLOW, _GUTTER = 0.15, 0.4
_SET_APART = 0.1
_MEANINGLESS = frozenset("\ufffd\0")
_HYPHENS = frozenset({0x2, 0xFFFE})


@dataclass(frozen=True, slots=True)
class PageLayout:
    """`text[i]` is the glyph `sources[i]` (NOWHERE for added white space); `boxes[g]` where glyph g stands.

    Boxes are x0, y0, x1, y1 in points from the top left of the page as displayed. `unmapped` counts the glyphs that
    the page's fonts give no character for.
    """

    text: str
    sources: list[int]
    boxes: list[Box]
    width: float
    height: float
    lines: list[Piece]
    tables: list[Table]
    unmapped: int = 0


def lay_out(page: pdfium.PdfPage) -> PageLayout:
    """The page's text in reading order. The caller holds the lock."""
    frame = Frame(page)
    textpage = page.get_textpage()
    try:
        characters, boxes, indexes = _glyphs(textpage, frame)
        unmapped = _unmapped(textpage, characters)
        lined = list(rules(page, frame)) if characters else []

        def together(a: int, b: int) -> bool:
            first, second = (raw.FPDFText_GetTextObject(textpage.raw, indexes[n]) for n in (a, b))
            return bool(first) and ctypes.addressof(first.contents) == ctypes.addressof(second.contents)

        return _composed(characters, boxes, lined, frame, unmapped, together, lambda: list(fills(page, frame)))
    finally:
        textpage.close()


def lay_out_recognised(page: pdfium.PdfPage, found: Recognised) -> PageLayout:
    """The page's recognised text in reading order."""
    frame = Frame(page)
    if not found.upright:
        return _composed(found.characters, found.boxes, found.rules, frame)
    sources = [NOWHERE if char == "\n" else i for i, char in enumerate(found.characters)]
    return PageLayout("".join(found.characters), sources, found.boxes, frame.width, frame.height, [], [])


def _composed(
    characters: Sequence[str],
    boxes: list[Box],
    lined: Sequence[Rule],
    frame: Frame,
    unmapped: int = 0,
    together: Callable[[int, int], bool] = lambda a, b: False,
    areas: Callable[[], list[Box]] = list,
) -> PageLayout:
    """`together` says whether two glyphs were set as one: then a border between them does not part them. `areas` gives
    what the page colours."""
    grids, frames = drawn(lined)
    coloured = cache(areas)
    bars = Bars(coloured(), lined) if grids else None

    def runs(piece: Piece) -> list[Piece]:
        return _runs(piece, boxes, together)

    pieces = _boxed(_pieces(characters, boxes, grids, together), frames)
    lines = _lines(pieces, grids, lined, frame, bars, coloured, runs)
    text, sources, tables = assembled(lines)
    return PageLayout(text, sources, boxes, frame.width, frame.height, lines, tables, unmapped)


def _codes(textpage: pdfium.PdfTextPage) -> list[int]:
    """The characters as UTF-32, or UTF-16 where PDFium gives halves; one a character index."""
    count = textpage.count_chars()
    if count <= 0:
        return []
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(textpage.raw, 0, count, buffer) - 1
    codes = list(buffer[:count])
    if written == count and not any(0xD800 <= code < 0xE000 for code in set(codes)):
        return codes
    return [raw.FPDFText_GetUnicode(textpage.raw, i) for i in range(count)]


def _glyphs(textpage: pdfium.PdfTextPage, frame: Frame) -> tuple[list[str], list[Box], list[int]]:
    """Characters in the order of the file with their boxes and PDFium's numbers for them; generated line breaks as
    "\\n", spaces as " "."""
    handle, rect = textpage.raw, raw.FS_RECTF()
    loose, reference = raw.FPDFText_GetLooseCharBox, ctypes.byref(rect)
    characters: list[str] = []
    boxes: list[Box] = []
    indexes: list[int] = []
    high = 0
    for i, code in enumerate(_codes(textpage)):
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code, high = (0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD), 0
        elif code in _HYPHENS:
            code = 0x2D
        if code > 32 and loose(handle, i, reference):
            characters.append(chr(code))
            boxes.append((rect.left, rect.bottom, rect.right, rect.top))
            indexes.append(i)
        elif code >= 32 or code in (9, 10, 13):
            characters.append(chr(code) if code >= 32 else "\n" if code != 9 else " ")
            boxes.append(NO_BOX)
            indexes.append(i)
    left, top, box = frame.left, frame.top, frame.box
    if frame.turns == 0:
        placed = [(a - left, top - d, c - left, top - b) if c or d else NO_BOX for a, b, c, d in boxes]
        return characters, placed, indexes
    return characters, [box(*own) if own is not NO_BOX else own for own in boxes], indexes


def _unmapped(textpage: pdfium.PdfTextPage, characters: Sequence[str]) -> int:
    """How many glyphs have no character: none in the font's map, or one that stands for none."""
    count = max(0, textpage.count_chars())
    step = max(1, count // _PROBES)
    missing: int = sum(raw.FPDFText_HasUnicodeMapError(textpage.raw, i) == 1 for i in range(0, count, step)) * step
    return max(missing, sum(char in _MEANINGLESS or "\ue000" <= char <= "\uf8ff" for char in characters))


def _boxed(placed: Iterable[tuple[Place | None, Piece]], frames: Sequence[Box]) -> Iterator[tuple[Place | None, Piece]]:
    """The pieces that stand in one box (of a diagram, a call-out) as one piece of several lines."""
    if not frames:
        yield from placed
        return
    inside: dict[tuple[Place | None, Box], list[Piece]] = defaultdict(list)
    for place, piece in placed:
        x, y = (piece.x0 + piece.x1) / 2, piece.middle
        frame = next((f for f in frames if f[0] <= x <= f[2] and f[1] <= y <= f[3]), None)
        if frame is None:
            yield place, piece
        else:
            inside[place, frame].append(piece)
    for (place, _), pieces in inside.items():
        yield place, joined(in_reading_order(merge_stacks(pieces)), "\n")


def _lines(
    placed: Iterable[tuple[Place | None, Piece]],
    tables: Sequence[Ruled],
    lined: Sequence[Rule],
    frame: Frame,
    bars: Bars | None,
    areas: Callable[[], list[Box]],
    runs: Callable[[Piece], list[Piece]],
) -> list[Piece]:
    loose: list[Piece] = []
    cells: dict[Place, list[Piece]] = defaultdict(list)
    for place, piece in placed:
        if place is None:
            loose.append(piece)
        else:
            cells[place].append(piece)
    for number, table in enumerate(tables):
        own = {cell: merge_stacks(pieces) for (n, cell), pieces in cells.items() if n == number}
        loose.extend(table_pieces(table, own, bars))
    blocks, loose = aligned(merge_stacks(upright(loose)), lined, areas, runs, frame.height)
    tabs = [p for p in loose if _is_side_tab(p, frame)]
    body = page_in_reading_order([*(p for p in loose if p not in tabs), *blocks], frame.height)
    return body + sorted(tabs, key=lambda p: (p.x0, p.y0))


def _is_side_tab(piece: Piece, frame: Frame) -> bool:
    middle = (piece.x0 + piece.x1) / 2 / max(1.0, frame.width)
    return "\n" in piece.text and not piece.rows and not _EDGE <= middle <= 1 - _EDGE


def _pieces(
    characters: Sequence[str],
    boxes: Sequence[Box],
    tables: Sequence[Ruled],
    together: Callable[[int, int], bool],
) -> Iterator[tuple[Place | None, Piece]]:
    """Runs of neighbouring glyphs on a line, each with its table and cell if it stands in one."""
    text, sources, spaces = "", list[int](), list[int]()
    place: Place | None = None
    here: Place | None = None
    left = high = low = 0.0
    right = -1e9
    for i, (char, (x0, y0, x1, y1)) in enumerate(zip(characters, boxes, strict=True)):
        if char == " " or char == "\n":
            spaces += [i] if char == " " else []
            continue
        if x1 == 0.0 == y1:
            x0, y0, x1, y1 = right, high, right, low
        if tables:
            here = place_in(tables, (x0 + x1) / 2, (y0 + y1) / 2)
        height, own = low - high, y1 - y0
        near, em = (height, own) if height < own else (own, height)
        beside = bool(text) and -near < high + low - y0 - y1 < near and -0.6 * em < x0 - right < em
        if beside and x0 - right > _GUTTER * near and not (here or together(sources[-1], i)):
            beside = False
        if beside and (here == place or (place and x0 - right < _OVERFLOW * em and together(sources[-1], i))):
            if spaces:
                text += " " * len(spaces)
                sources += spaces
            high = y0 if y0 < high else high
            low = y1 if y1 > low else low
            right = x1 if x1 > right else right
        else:
            if text:
                yield place, Piece(left, high, right, low, text, sources)
            text, sources, place = "", [], here
            left, high, right, low = x0, y0, x1, y1
        text += char
        sources.append(i)
        if spaces:
            spaces = []
    if text:
        yield place, Piece(left, high, right, low, text, sources)


def _runs(piece: Piece, boxes: Sequence[Box], together: Callable[[int, int], bool]) -> list[Piece]:
    """The stretches of a line's piece between which glyphs were set apart."""
    out: list[Piece] = []
    start, last = 0, -1
    for i, (char, glyph) in enumerate(zip(piece.text, piece.sources, strict=True)):
        if char == " " or glyph < 0 or boxes[glyph] is NO_BOX:
            continue
        if last >= 0:
            gap = boxes[glyph][0] - boxes[piece.sources[last]][2]
            if gap > _SET_APART * piece.height and not together(piece.sources[last], glyph):
                out.append(_stretch(piece, boxes, start, last + 1))
                start = i
        last = i
    return [*out, _stretch(piece, boxes, start, len(piece.text))] if out else [piece]


def _stretch(piece: Piece, boxes: Sequence[Box], start: int, end: int) -> Piece:
    glyphs = [boxes[g] for g in piece.sources[start:end] if g >= 0 and boxes[g] is not NO_BOX]
    left, right = min(b[0] for b in glyphs), max(b[2] for b in glyphs)
    return Piece(left, piece.y0, right, piece.y1, piece.text[start:end], piece.sources[start:end])


def quote_rectangles(layout: PageLayout, start: int, end: int) -> list[Box]:
    """Boxes of `layout.text[start:end]` as fractions of the page's width and height, one for each line it runs over."""
    glyphs = [layout.boxes[g] for g in layout.sources[start:end] if g >= 0 and layout.boxes[g] is not NO_BOX]
    out: list[Box] = []
    for x0, y0, x1, y1 in glyphs:
        a, b, c, d = out[-1] if out else (0.0, 0.0, 0.0, 0.0)
        em = y1 - y0
        along = abs(b + d - y0 - y1) < em and -2 * em < x0 - c < 3 * em
        down = abs(a + c - x0 - x1) < em and c - a < 2 * em and -0.6 * em < y0 - d < em
        if out and (along or down):
            out[-1] = (min(a, x0), min(b, y0), max(c, x1), max(d, y1))
        else:
            out.append((x0, y0, x1, y1))
    width, height = max(1.0, layout.width), max(1.0, layout.height)
    return [(max(0, a / width), max(0, b / height), min(1, c / width), min(1, d / height)) for a, b, c, d in out]
