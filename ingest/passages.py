"""Passages: pages cut at the seams that the document itself has, never over municipalities, each with its context."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.heads import NUMBERING
from ingest.lines import Line, annotate, furniture_of, header_at, heading_title, is_figures, is_predicate, split_lines
from ingest.model import Municipality, Page, Passage
from ingest.municipalities import Gazetteer
from ingest.normalise import fold
from ingest.project_sheets import ProjectSheets, Sheet
from ingest.row_names import LeadNames, row_name
from ingest.row_owners import SectionOwners, name_ahead
from ingest.tables import TableText, headed, heads_of
from ingest.years import find_years

LONGEST = 520
LONGEST_ROW = 900
LONG_CELLS = 80
SHORTEST = 90
_CAPTION = re.compile(r"[表図]\s?[0-9]{1,3}(?:[-.][0-9]{1,3})?(?:\s|$)")
_DEEPEST = 8
_ROW_LEVEL = 5
_CHAPTER = 2
#: The number of a measure's step, by which a row of its table may be called: no name of its own.
_MARK = re.compile(r"[①-⑳]")
_NAME_HEAD = re.compile(
    r"(?:^|\s)(?:個別)?(?:事業|施策|取組|取り組み|プロジェクト|事務事業)の?\s?(?:名称?|項目|内容)?$|(?:事業|施策|取組)名"
)
#: A line on what stands above it.
_REMARK = re.compile(r"[※*＊]|[(（]?注[)）\d:：]")
_LABEL = re.compile(
    r"(?:施策|事業|取組|取り組み|計画|本計画)?の?(?:目的|概要|内容|背景|現状|課題|"
    r"現状と課題|目標|指標|成果指標|効果|期待される効果|スケジュール|工程表?|"
    r"ロードマップ|取組例|具体例|取組内容|事業内容|主な取組|今後の方向性?|方向性|実績|"
    r"評価|備考|担当課?|所管課|KPI|進捗状況|凡例|資料|"
    r"アウトプット指標.*|アウトカム指標.*|活動指標|具体サービス|.{0,20}のイメージ)"
)


@dataclass(slots=True)
class _State:
    """What carries over from page to page."""

    headings: dict[int, str] = field(default_factory=dict)
    owner: str | None = None
    municipality: str | None = None
    sheet: Sheet | None = None
    row: int = 0
    row_name: str | None = None
    form_name: str | None = None
    table_row: str | None = None
    row_names: set[str] = field(default_factory=set)
    row_headings: dict[int, str] = field(default_factory=dict)
    table_header: str | None = None
    owners: dict[int, Municipality] = field(default_factory=dict)
    sections: SectionOwners = field(default_factory=SectionOwners)
    seen: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Consecutive lines that stay together, with the context in force at the first; one `alone` joins no other."""

    lines: tuple[Line, ...]
    kind: str
    headings: tuple[str, ...]
    measure: str | None
    municipality: str | None
    sheet: Sheet | None
    alone: bool = False

    @property
    def length(self) -> int:
        return self.lines[-1].end - self.lines[0].start


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
    state = _State(owner=owner, municipality=owner, sections=sections or SectionOwners())
    sheets = ProjectSheets(pages, gazetteer, furniture)
    for page, tables in headed(pages):
        state.owners = (rows or {}).get(page.number, {})
        yield from _cut_page(document, page, list(heads_of(tables)), sheets, furniture, state)


def _cut_page(
    document: str,
    page: Page,
    tables: Sequence[TableText],
    sheets: ProjectSheets,
    furniture: frozenset[str],
    state: _State,
) -> Iterator[tuple[Passage, Municipality | None]]:
    begun = sheets.begun.get(page.number, [])
    state.sheet = state.sheet if page.number in sheets.continued else None
    if not sheets.within_reach(page.number):
        state.municipality, state.row_name = state.owner, None
    lines = annotate(split_lines(page.text), furniture, state.row)
    if any(line.lead for line in lines):
        state.headings, state.row_name = {}, None
    for piece in _merge(_pieces(lines, state, tables, begun)):
        start, end = piece.lines[0].start, piece.lines[-1].end
        text = page.text[start:end]
        if not text.strip():
            continue
        own = state.owners.get(start) or (None if piece.sheet else _of_section(piece, page.number, state))
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
    state.row = rows[-1] if rows else state.row


def _enter_sheet(sheet: Sheet, state: _State) -> None:
    state.sheet, state.municipality = sheet, sheet.municipality.code
    state.headings, state.row_name, state.table_header = {}, None, None


def _pieces(
    lines: Sequence[Line], state: _State, tables: Sequence[TableText], begun: Sequence[Sheet]
) -> Iterator[_Piece]:
    """Cuts at every seam; leaves joining of short pieces to `_merge`."""
    current: list[Line] = []
    sheets = deque(begun)
    kind, under, leads = "text", 0, LeadNames(lines)

    def close() -> Iterator[_Piece]:
        while current and current[-1].blank:
            current.pop()
        if current:
            headings = tuple(state.headings[k] for k in sorted(state.headings))
            start = current[0].start
            known = _table_at(start, tables)
            measure = (known.name if known else "") or state.row_name or _measure(state)
            head = state.table_header if known is None else known.heads if start >= known.body else None
            if kind == "table" and head and head != " | ".join(current[0].cells):
                headings = (*headings, head)
            labels = _labels_of(current[0], tables)
            headings = (*headings, " ".join(labels)) if labels else headings
            yield _Piece(tuple(current), kind, headings, measure, state.municipality, state.sheet, alone=bool(labels))
        current.clear()

    for i, line in enumerate(lines):
        if sheets and line.start >= sheets[0].start:
            yield from close()
            _enter_sheet(sheets.popleft(), state)
        if line.furniture and _seen_before(line, state):
            yield from close()
            if line.level:
                _enter(line, state)
            elif line.tabs and (header := header_at(lines, i)):
                state.table_header = " | ".join(header[0])
            continue
        tabular = line.tabs > 0 or i < under
        if not tabular and _leaves_table(lines, i):
            if kind == "table":
                yield from close()
            state.table_header = None
            state.row_name = None if state.row_name == state.table_row else state.row_name
        if tables and _CAPTION.match(line.text):
            yield from close()
            state.row_name = None
        elsewhere = _labels_of(line, tables)
        known = _table_at(line.start, tables) if tabular else None
        form = known if known and known.name else None
        own_row = tabular and (
            line.start in state.owners
            or bool(elsewhere)
            or _is_numbered(line, state)
            or (bool(current) and current[-1].start in state.owners)
            or len(line.text) >= LONG_CELLS
            or (bool(current) and len(current[-1].text) >= LONG_CELLS)
        )
        seam = line.level or line.row or line.lead or own_row or (form and line.start == form.start)
        if seam or (tabular != (kind == "table") and line.text) or _full(current, line, kind):
            yield from close()
            kind = (
                "table"
                if tabular
                else "row"
                if line.row or line.lead
                else "section"
                if line.level
                else kind
                if current
                else "text"
            )
            if i >= under and (header := header_at(lines, i)):
                state.table_header, under = " | ".join(header[0]), i + header[1]
        if line.level:
            _enter(line, state)
        elif elsewhere:
            state.row_name = next((label for label in elsewhere if label in state.row_names), None)
        elif form:
            state.row_name = state.form_name = form.name
        elif known and known.is_form:  # filled in for what the form before it is, else for what its heading names
            state.row_name = state.form_name
        elif line.row and is_predicate(line.text):
            pass
        elif known and own_row and line.start < known.body:
            state.row_name = None
        elif line.row or own_row:
            named = _named_by_column(line, tables, state)
            state.row_name = None if named and _MARK.fullmatch(named) else named or row_name(lines, i)
            state.table_row = state.row_name if tabular else None
            if state.row_name and tabular:
                state.row_names.add(state.row_name)
            if line.row and line.row > 1 and line.row == state.row + 1 and not _new_chapter(state):
                state.headings = dict(state.row_headings)
            _enter_row(lines, i, state)
            state.row_headings, state.row = dict(state.headings), line.row or state.row
        elif line.lead:
            state.row_name = leads.name(i)
        if current or line.text:
            current.append(line)
    yield from close()


def _leaves_table(lines: Sequence[Line], i: int) -> bool:
    """Whether a line stands outside the table above: a heading, or text behind a blank line that is no page number."""
    line = lines[i]
    return line.level > 0 or (i > 0 and lines[i - 1].blank and not line.blank and not is_figures(line.text))


def _of_section(piece: _Piece, page: int, state: _State) -> Municipality | None:
    """Whose name the innermost heading begins with that begins with one; none on pages behind the last such heading,
    where a glossary or the like may stand without a heading of its own."""
    if page > state.sections.last:
        return None
    names = (name_ahead(title) or "" for title in (piece.measure or "", *reversed(piece.headings)))
    return next((state.sections.names[name] for name in names if name in state.sections.names), None)


def _table_at(start: int, tables: Sequence[TableText]) -> TableText | None:
    return next((table for table in tables if table.start <= start <= table.end), None)


def _labels_of(line: Line, tables: Sequence[TableText]) -> tuple[str, ...]:
    """The labels of a row that stand on another page, of which it is the right part."""
    table = _table_at(line.start, tables)
    return table.labels.get(line.start, ()) if table else ()


def _named_by_column(line: Line, tables: Sequence[TableText], state: _State) -> str | None:
    """The cell under the head that says it holds names (事業名); None where there is none or cells have vanished."""
    table = _table_at(line.start, tables)
    known = table.heads if table else state.table_header
    heads = known.split(" | ") if known else []
    if len(heads) != len(line.cells):
        return None
    at = next((n for n, head in enumerate(heads) if _NAME_HEAD.search(head)), None)
    return line.cells[at][:80] or None if at is not None else None


def _is_numbered(line: Line, state: _State) -> bool:
    """Whether a row stands under a head for numbers, though 新規 or nothing may stand there."""
    heads = state.table_header.split(" | ") if state.table_header else []
    return len(heads) == len(line.cells) >= 2 and NUMBERING.fullmatch(heads[0]) is not None


def _unless_name(measure: str | None, owner: Municipality | None) -> str | None:
    """A row that holds only its municipality's figures is no measure."""
    return None if owner is not None and measure in (owner.name, owner.full_name) else measure


def _enter(line: Line, state: _State) -> None:
    title = heading_title(line.text)
    if re.fullmatch(r"凡\s?例|備考|注記?", title):
        return
    state.headings = {k: v for k, v in state.headings.items() if k < line.level}
    state.headings[line.level] = title
    state.row_name = state.form_name = None


def _enter_row(lines: Sequence[Line], i: int, state: _State) -> None:
    """A short numbered line that stands alone heads what follows; any other row ends such a section."""
    alone = (
        not lines[i].tabs
        and len(lines[i].text) <= 40
        and len(lines[i].text) > 3
        and not is_predicate(lines[i].text)
        and (i + 1 == len(lines) or lines[i + 1].blank)
    )
    state.headings = {k: v for k, v in state.headings.items() if k < _ROW_LEVEL}
    if alone and state.row_name:
        state.headings[_ROW_LEVEL] = state.row_name


def _new_chapter(state: _State) -> bool:
    """Whether a chapter or a basic policy began behind the row before: numbers may run on through a whole plan."""
    return any(state.row_headings.get(level) != title for level, title in state.headings.items() if level <= _CHAPTER)


def _measure(state: _State) -> str | None:
    """The innermost heading that names a measure: neither a step of one (①) nor a label such as 目的."""
    names = (state.headings[k] for k in sorted(state.headings, reverse=True) if k < _DEEPEST)
    return next((n for n in names if not _LABEL.fullmatch(re.sub(r"^[\d().\s]+", "", n))), None)


def _seen_before(line: Line, state: _State) -> bool:
    if line.text in state.seen:
        return True
    state.seen.add(line.text)
    return False


def _full(current: Sequence[Line], line: Line, kind: str) -> bool:
    """A piece that has grown long ends at a paragraph's end, at the latest at half as much again."""
    if not current:
        return False
    length, longest = line.end - current[0].start, LONGEST_ROW if kind == "row" else LONGEST
    last = next((held for held in reversed(current) if held.text), current[-1])
    dangling = len(last.text) <= 32 and not last.text.endswith("。") and not last.tabs and not line.tabs
    paragraph = (current[-1].blank or current[-1].text.endswith("。") or line.tabs > 0) and not dangling
    return length > longest and (paragraph or length > longest * 1.5)


def _opens_chapter(piece: _Piece) -> bool:
    return 0 < piece.lines[0].level <= 2


def _merge(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """Joins a piece that is too short to stand alone to the one behind it, when both are of one measure."""
    held: _Piece | None = None
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
