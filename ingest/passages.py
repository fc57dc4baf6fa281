"""Passages: pages cut at the seams that the document itself has, never over municipalities, each with its context."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.lines import annotate, furniture_of, split_lines
from ingest.model import Municipality, Page, Passage
from ingest.municipalities import Gazetteer
from ingest.normalise import fold
from ingest.pieces import LONGEST, PageCutter, Piece, ReadingContext
from ingest.project_sheets import ProjectSheets
from ingest.row_owners import SectionOwners, name_ahead
from ingest.tables import TableText, headed, heads_of
from ingest.years import find_years

SHORTEST = 90
#: A line on what stands above it.
_REMARK = re.compile(r"[※*＊]|[(（]?注[)）\d:：]")


def cut(
    document: str,
    pages: Sequence[Page],
    gazetteer: Gazetteer,
    owner: str | None,
    rows: Mapping[int, dict[int, Municipality]] | None = None,
    sections: SectionOwners | None = None,
) -> Iterator[tuple[Passage, Municipality | None]]:
    """Passages of a document in order, each with the unlisted municipality that its sheet's header names, if any.

    `rows` gives the municipality of table rows, by page and start of line; `sections` that of sections by their
    headings.
    """
    furniture = furniture_of(pages)
    context = ReadingContext(owner=owner, municipality=owner, sections=sections or SectionOwners())
    sheets = ProjectSheets(pages, gazetteer, furniture)
    for page, tables in headed(pages):
        context.owners = (rows or {}).get(page.number, {})
        yield from _cut_page(document, page, list(heads_of(tables)), sheets, furniture, context)


def _cut_page(
    document: str,
    page: Page,
    tables: Sequence[TableText],
    sheets: ProjectSheets,
    furniture: frozenset[str],
    context: ReadingContext,
) -> Iterator[tuple[Passage, Municipality | None]]:
    begun = sheets.begun.get(page.number, [])
    context.sheet = context.sheet if page.number in sheets.continued else None
    if not sheets.within_reach(page.number):
        context.municipality, context.row_name = context.owner, None
    lines = annotate(split_lines(page.text), furniture, context.row)
    if any(line.lead for line in lines):
        context.headings, context.row_name = {}, None
    for piece in _merge(PageCutter(lines, context, tables, begun).pieces()):
        start, end = piece.lines[0].start, piece.lines[-1].end
        text = page.text[start:end]
        if not text.strip():
            continue
        own = context.owners.get(start) or (None if piece.sheet else _of_section(piece, page.number, context))
        stranger = piece.sheet.municipality if piece.sheet else None
        yield (
            Passage(
                id=f"{document}:{page.number}:{start}",
                document=document,
                page=page.number,
                start=start,
                end=end,
                text=text,
                kind="sheet" if piece.sheet else piece.kind,
                headings=piece.headings,
                measure=(piece.sheet and piece.sheet.title) or _unless_name(piece.measure, own),
                municipality=own.code if own else piece.municipality,
                years=tuple(sorted({m.year for m in find_years(fold(text))})),
            ),
            stranger if stranger and stranger.code.startswith("x-") else None,
        )
    rows = [line.row for line in lines if line.row]
    context.row = rows[-1] if rows else context.row


def _of_section(piece: Piece, page: int, context: ReadingContext) -> Municipality | None:
    """Whose name the innermost heading begins with that begins with one; none on pages behind the last such heading,
    where a glossary or the like may stand without a heading of its own."""
    if page > context.sections.last:
        return None
    names = (name_ahead(title) or "" for title in (piece.measure or "", *reversed(piece.headings)))
    return next((context.sections.names[name] for name in names if name in context.sections.names), None)


def _unless_name(measure: str | None, owner: Municipality | None) -> str | None:
    """A row that holds only its municipality's figures is no measure."""
    return None if owner is not None and measure in (owner.name, owner.full_name) else measure


def _opens_chapter(piece: Piece) -> bool:
    return 0 < piece.lines[0].level <= 2


def _merge(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Joins a piece that is too short to stand alone to the one behind it, when both are of one measure."""
    held: Piece | None = None
    for piece in pieces:
        if held is None:
            held = piece
            continue
        joint = piece.lines[-1].end - held.lines[0].start
        short = held.length < SHORTEST or (piece.length < SHORTEST and piece.kind != "row")
        heads = len(held.lines) == 1 and not _REMARK.match(held.lines[0].text)
        same = (held.measure == piece.measure or heads) and not _opens_chapter(piece)
        apart = held.alone or piece.alone or held.kind == "row" or held.lines[0].tabs
        if short and joint <= LONGEST and same and not apart and held.sheet is piece.sheet:
            held = replace(piece, lines=held.lines + piece.lines, measure=piece.measure or held.measure)
        else:
            yield held
            held = piece
    if held:
        yield held
