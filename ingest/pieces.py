"""The pieces of a page: cut at every seam, each with the headings, the measure and the municipality in force there."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.heads import NUMBERING
from ingest.lines import Line, header_at, heading_title, is_figures, is_predicate
from ingest.model import Municipality
from ingest.project_sheets import Sheet
from ingest.row_names import LeadNames, row_name
from ingest.row_owners import SectionOwners
from ingest.tables import TableText

LONGEST = 520
LONGEST_ROW = 900
LONG_CELLS = 80
_CAPTION = re.compile(r"[表図]\s?[0-9]{1,3}(?:[-.][0-9]{1,3})?(?:\s|$)")
_DEEPEST = 8
_ROW_LEVEL = 5
_CHAPTER = 2
#: The number of a measure's step, by which a row of its table may be called: no name of its own.
_MARK = re.compile(r"[①-⑳]")
_NAME_HEAD = re.compile(
    r"(?:^|\s)(?:個別)?(?:事業|施策|取組|取り組み|プロジェクト|事務事業)の?\s?(?:名称?|項目|内容)?$|(?:事業|施策|取組)名"
)
_LABEL = re.compile(
    r"(?:施策|事業|取組|取り組み|計画|本計画)?の?(?:目的|概要|内容|背景|現状|課題|"
    r"現状と課題|目標|指標|成果指標|効果|期待される効果|スケジュール|工程表?|"
    r"ロードマップ|取組例|具体例|取組内容|事業内容|主な取組|今後の方向性?|方向性|実績|"
    r"評価|備考|担当課?|所管課|KPI|進捗状況|凡例|資料|"
    r"アウトプット指標.*|アウトカム指標.*|活動指標|具体サービス|.{0,20}のイメージ)"
)


@dataclass(slots=True)
class ReadingContext:
    """What is in force where a document is read, and carries over from page to page."""

    owner: str | None = None
    municipality: str | None = None
    sections: SectionOwners = field(default_factory=SectionOwners)
    owners: dict[int, Municipality] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    sheet: Sheet | None = None
    row: int = 0
    row_name: str | None = None
    form_name: str | None = None
    table_row: str | None = None
    row_names: set[str] = field(default_factory=set)
    row_headings: dict[int, str] = field(default_factory=dict)
    table_header: str | None = None
    seen: set[str] = field(default_factory=set)

    def enter_sheet(self, sheet: Sheet) -> None:
        self.sheet, self.municipality = sheet, sheet.municipality.code
        self.headings, self.row_name, self.table_header = {}, None, None

    def enter_heading(self, line: Line) -> None:
        title = heading_title(line.text)
        if re.fullmatch(r"凡\s?例|備考|注記?", title):
            return
        self.headings = {k: v for k, v in self.headings.items() if k < line.level}
        self.headings[line.level] = title
        self.row_name = self.form_name = None

    def enter_row(self, line: Line, name: str | None, *, in_table: bool, alone: bool) -> None:
        """A short numbered line that stands `alone` heads what follows; any other row ends such a section."""
        self.row_name = name
        self.table_row = name if in_table else None
        if name and in_table:
            self.row_names.add(name)
        if line.row and line.row > 1 and line.row == self.row + 1 and not self._is_new_chapter():
            self.headings = dict(self.row_headings)
        self.headings = {k: v for k, v in self.headings.items() if k < _ROW_LEVEL}
        if alone and name:
            self.headings[_ROW_LEVEL] = name
        self.row_headings, self.row = dict(self.headings), line.row or self.row

    def leave_table(self) -> None:
        self.table_header = None
        self.row_name = None if self.row_name == self.table_row else self.row_name

    def saw_before(self, text: str) -> bool:
        """Whether a line stood on an earlier page; remembers it."""
        if text in self.seen:
            return True
        self.seen.add(text)
        return False

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(self.headings[k] for k in sorted(self.headings))

    @property
    def measure(self) -> str | None:
        """The innermost heading that names a measure: neither a step of one (①) nor a label such as 目的."""
        names = (self.headings[k] for k in sorted(self.headings, reverse=True) if k < _DEEPEST)
        return next((n for n in names if not _LABEL.fullmatch(re.sub(r"^[\d().\s]+", "", n))), None)

    def _is_new_chapter(self) -> bool:
        """Whether a chapter or a basic policy began behind the row before: numbers may run on through a whole plan."""
        return any(self.row_headings.get(level) != title for level, title in self.headings.items() if level <= _CHAPTER)


@dataclass(frozen=True, slots=True)
class Piece:
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


class PageCutter:
    """Cuts one page; reads and carries on the `context`. `begun` are the sheets that begin on the page."""

    def __init__(
        self, lines: Sequence[Line], context: ReadingContext, tables: Sequence[TableText], begun: Sequence[Sheet]
    ) -> None:
        self._lines, self._context, self._tables = lines, context, tables
        self._sheets = deque(begun)
        self._leads = LeadNames(lines)
        self._current: list[Line] = []
        self._kind = "text"
        self._head_ends = 0

    def pieces(self) -> Iterator[Piece]:
        """In order; short ones are not joined yet."""
        context = self._context
        for i, line in enumerate(self._lines):
            if self._sheets and line.start >= self._sheets[0].start:
                yield from self._close()
                context.enter_sheet(self._sheets.popleft())
            if line.furniture and context.saw_before(line.text):
                yield from self._close()
                self._pass_over(i)
                continue
            tabular = line.tabs > 0 or i < self._head_ends
            if not tabular and self._leaves_table(i):
                if self._kind == "table":
                    yield from self._close()
                context.leave_table()
            if self._tables and _CAPTION.match(line.text):
                yield from self._close()
                context.row_name = None
            table = self._table_at(line.start) if tabular else None
            own_row = tabular and self._is_own_row(line)
            if self._is_seam(line, tabular, own_row, table):
                yield from self._close()
                self._begin(i, tabular)
            self._enter(i, table, own_row, tabular)
            if self._current or line.text:
                self._current.append(line)
        yield from self._close()

    def _close(self) -> Iterator[Piece]:
        current, context = self._current, self._context
        while current and current[-1].blank:
            current.pop()
        if current:
            headings, start = context.path, current[0].start
            table = self._table_at(start)
            measure = (table.name if table else "") or context.row_name or context.measure
            head = context.table_header if table is None else table.heads if start >= table.body else None
            if self._kind == "table" and head and head != " | ".join(current[0].cells):
                headings = (*headings, head)
            labels = self._labels_of(current[0])
            headings = (*headings, " ".join(labels)) if labels else headings
            yield Piece(
                lines=tuple(current),
                kind=self._kind,
                headings=headings,
                measure=measure,
                municipality=context.municipality,
                sheet=context.sheet,
                alone=bool(labels),
            )
        current.clear()

    def _pass_over(self, i: int) -> None:
        """A running head heads what follows all the same: its section, or its table's columns."""
        line = self._lines[i]
        if line.level:
            self._context.enter_heading(line)
        elif line.tabs and (header := header_at(self._lines, i)):
            self._context.table_header = " | ".join(header[0])

    def _begin(self, i: int, tabular: bool) -> None:
        """A new piece at a line: of which kind it is, and which columns are in force."""
        line = self._lines[i]
        if tabular:
            self._kind = "table"
        elif line.row or line.lead:
            self._kind = "row"
        else:
            self._kind = "section" if line.level else "text"
        if i >= self._head_ends and (header := header_at(self._lines, i)):
            self._context.table_header, self._head_ends = " | ".join(header[0]), i + header[1]

    def _enter(self, i: int, table: TableText | None, own_row: bool, tabular: bool) -> None:
        """What a line puts in force for itself and those behind it."""
        line, context = self._lines[i], self._context
        labels = self._labels_of(line)
        if line.level:
            context.enter_heading(line)
        elif labels:
            context.row_name = next((label for label in labels if label in context.row_names), None)
        elif table and table.name:
            context.row_name = context.form_name = table.name
        elif table and table.is_form:  # filled in for what the form before it is, else for what its heading names
            context.row_name = context.form_name
        elif line.row and is_predicate(line.text):
            pass
        elif table and own_row and line.start < table.body:
            context.row_name = None
        elif line.row or own_row:
            named = self._named_by_column(line)
            name = None if named and _MARK.fullmatch(named) else named or row_name(self._lines, i)
            context.enter_row(line, name, in_table=tabular, alone=self._stands_alone(i))
        elif line.lead:
            context.row_name = self._leads.name(i)

    def _is_seam(self, line: Line, tabular: bool, own_row: bool, table: TableText | None) -> bool:
        form_begins = table is not None and bool(table.name) and line.start == table.start
        if line.level or line.row or line.lead or own_row or form_begins:
            return True
        return (tabular != (self._kind == "table") and bool(line.text)) or self._is_full(line)

    def _is_own_row(self, line: Line) -> bool:
        """Whether a row of a table is a piece of its own: it is somebody's, numbered, long, or behind such a one."""
        owners, before = self._context.owners, self._current[-1] if self._current else None
        return (
            line.start in owners
            or bool(self._labels_of(line))
            or self._is_numbered(line)
            or len(line.text) >= LONG_CELLS
            or (before is not None and (before.start in owners or len(before.text) >= LONG_CELLS))
        )

    def _is_full(self, line: Line) -> bool:
        """A piece that has grown long ends at a paragraph's end, at the latest at half as much again."""
        current = self._current
        if not current:
            return False
        length, longest = line.end - current[0].start, LONGEST_ROW if self._kind == "row" else LONGEST
        last = next((held for held in reversed(current) if held.text), current[-1])
        dangling = len(last.text) <= 32 and not last.text.endswith("。") and not last.tabs and not line.tabs
        paragraph = (current[-1].blank or current[-1].text.endswith("。") or line.tabs > 0) and not dangling
        return length > longest and (paragraph or length > longest * 1.5)

    def _leaves_table(self, i: int) -> bool:
        """Whether a line stands outside the table above: a heading, or text behind a blank line that is no page
        number."""
        line = self._lines[i]
        return line.level > 0 or (i > 0 and self._lines[i - 1].blank and not line.blank and not is_figures(line.text))

    def _stands_alone(self, i: int) -> bool:
        line = self._lines[i]
        if line.tabs or not 3 < len(line.text) <= 40 or is_predicate(line.text):
            return False
        return i + 1 == len(self._lines) or self._lines[i + 1].blank

    def _is_numbered(self, line: Line) -> bool:
        """Whether a row stands under a head for numbers, though 新規 or nothing may stand there."""
        heads = self._context.table_header.split(" | ") if self._context.table_header else []
        return len(heads) == len(line.cells) >= 2 and NUMBERING.fullmatch(heads[0]) is not None

    def _named_by_column(self, line: Line) -> str | None:
        """The cell under the head that says it holds names (事業名); None where none is, or cells have vanished."""
        table = self._table_at(line.start)
        known = table.heads if table else self._context.table_header
        heads = known.split(" | ") if known else []
        if len(heads) != len(line.cells):
            return None
        at = next((n for n, head in enumerate(heads) if _NAME_HEAD.search(head)), None)
        return line.cells[at][:80] or None if at is not None else None

    def _labels_of(self, line: Line) -> tuple[str, ...]:
        """The labels of a row that stand on another page, of which it is the right part."""
        table = self._table_at(line.start)
        return table.labels.get(line.start, ()) if table else ()

    def _table_at(self, start: int) -> TableText | None:
        return next((table for table in self._tables if table.start <= start <= table.end), None)
