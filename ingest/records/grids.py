"""Facts from tables whose cells the file itself gives: every filled cell with its row's and its column's head.

Heads may stand in several rows and over several columns, a group's label over several rows, a table may go on over
pages. A sheet of labels each with its value beside it (施策名 … 担当課 …) is read in pairs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.forms import form_name, pairs_of
from ingest.heads import NUMBERING, Field, Head, Heads, distinct, has_years, names_bodies, series_of, unit_in
from ingest.lines import is_figures, split_lines
from ingest.model import Page, Passage, Record, Table
from ingest.normalise import view
from ingest.records.tables import MARK, SERIES_WORD
from ingest.tables import HeadedTable, is_value
from ingest.values import Figure, find_figures, is_unit
from ingest.years import find_years

_TELLS = re.compile(
    r"担当|所管|主管|部署|課名|備考|概要|内容|説明|目的|根拠|出典|考え方|算出|解説|課題|方向|効果|理由|評価|進捗|状況|期間|時期"
)
_MARKER = re.compile(r"[①-⑳]|[(（]?[0-9a-zア-ン]{1,2}[)）.]?")
_BAR = "━"
_TERM = re.compile(r"用語|語句|用語名|言葉")
_CHAPTER = re.compile(r"\d+(?:-\d+)+")
_DEFINES = re.compile(r"(?:こと|もの|など|等|仕組み|技術|サービス|システム|総称|制度|称|略)$|。$")
_LONG, _NAMED, _CAPTION = 40, 60, 60


def grid_cells(
    page: Page, passages: Sequence[Passage], legend: Mapping[str, str], tables: Sequence[HeadedTable]
) -> Iterator[Record]:
    """Records of kind "cell", "status" and "definition" of a page's tables."""
    for table in tables:
        yield from _TableReader(page, passages, legend, table).records()


@dataclass(slots=True)
class _Columns:
    """What the rows under one head share: the columns that name a row and the one that gives its unit; the rest tells.

    `held` is the first label of the rows above, for fields left empty under it. `sparse` says that marks alone stand
    beside the names, so that a row may have none.
    """

    heads: Heads
    names: tuple[int, ...]
    unit: int | None
    held: str = ""
    section: str = ""
    sparse: bool = False


class _TableReader:
    """One table's way to its records."""

    def __init__(self, page: Page, passages: Sequence[Passage], legend: Mapping[str, str], headed: HeadedTable) -> None:
        self.page, self.passages, self.legend, self.headed = page, passages, legend, headed
        self.grid, self.heads = headed.grid, headed.heads
        self.name = ""
        self.spans = _row_spans(page, headed.table)
        above = page.text[max(0, headed.table.start - _CAPTION) : headed.table.start].strip("\n").rpartition("\n")[2]
        self.caption = unit_in(view(above))

    def records(self) -> Iterator[Record]:
        if self.headed.form:
            yield from self._form()
        elif self.heads is not None:
            yield from self._under(self.heads, self.headed.body)
        else:
            yield from self._headless()

    def _under(self, heads: Heads, first: int) -> Iterator[Record]:
        """The rows under heads; a row of years, or one that opens a column of municipalities, begins anew."""
        columns = self._columns(heads, first)
        dated = any(head.year for head in heads.columns)
        for r in range(first, len(self.grid)):
            anew = Heads.of([self.grid[r]]) if (r > first or not dated) and _begins_anew(self.grid[r]) else None
            if anew is not None:
                self.heads = anew
                columns = self._columns(anew, r + 1)
            else:
                yield from self._row(r, columns)

    def _columns(self, heads: Heads, first: int) -> _Columns:
        width = len(self.grid[0])
        texts = [[row[c].text for row in self.grid[first:] if row[c].text] for c in range(width)]
        plain = [c for c in range(width) if not NUMBERING.fullmatch(heads.columns[c].text)] or [0]
        values = [c for c in plain if c and (heads.columns[c].has_values or _mostly(is_value, texts[c]))]
        unit = next((c for c in plain if heads.columns[c].text.startswith("単位")), None)
        left = [c for c in plain if c < min(values, default=width) and c != unit]
        if len(left) > 1 and texts[left[0]] and all(map(is_figures, texts[left[0]])):
            left = left[1:]
        names = [c for c in left if not _tells(heads.columns[c], texts[c])] or left[:1] or plain[:1]
        if not values:
            marked = all(map(_MARKER.fullmatch, texts[names[0]]))
            grouped = marked or any(row[names[0]].rows > 1 for row in self.grid[first:])
            names = names[: 2 if grouped else 1]
        held = self.headed.resumed or "" if first == self.headed.body and names[0] == 0 else ""
        beside = [text for c in plain if c > max(names) for text in texts[c]]
        sparse = len(names) == 1 and bool(beside) and all(map(MARK.fullmatch, beside))
        return _Columns(heads, tuple(names), unit, held, sparse=sparse)

    def _row(self, r: int, columns: _Columns) -> Iterator[Record]:
        row, names = self.grid[r], columns.names
        own = [f for f in distinct(row) if f.text and f.row == r]
        if len(own) == 1 and own[0].column <= names[0] and all(f.row == r for f in row):
            if columns.sparse and own[0].columns == 1:
                yield from self._cell(r, own[0].text, own[0].text, columns.heads.columns[own[0].column], "", "")
            else:
                columns.section, columns.held = own[0].text, ""
            return
        parts = self._parts(row, columns)
        named = [part for part in (self.name, columns.section, *parts) if 0 < len(part) <= _NAMED]
        label = " ".join(dict.fromkeys(part for part in named if not _is_series(part))) or parts[0]
        if not own or not label:
            return
        unit = row[columns.unit].text if columns.unit is not None else ""
        series = next((f.text for f in distinct(row) if _is_series(f.text)), "")
        for f in own:
            head = columns.heads.columns[f.column]
            if f.column == names[0] or f.column == columns.unit or NUMBERING.fullmatch(head.text):
                continue
            if _is_series(f.text):
                continue
            if f.column in names and (
                is_figures(f.text) or not head.text or not parts[0] or _MARKER.fullmatch(parts[0])
            ):
                continue
            if f.column in names:
                for record in self._cell(r, f.text, parts[0], head, "", ""):
                    yield replace(record, number=None, unit=None)
            else:
                yield from self._cell(r, f.text, label, head, series, unit)

    def _parts(self, row: Sequence[Field], columns: _Columns) -> list[str]:
        """The texts that name a row; where the first is empty, that of the row above."""
        first = columns.held = row[columns.names[0]].text or columns.held
        held = row[columns.unit].text if columns.unit is not None else ""
        return [first, *(row[c].text for c in columns.names[1:]), *([held] if held and not is_unit(held) else [])]

    def _cell(self, r: int, value: str, label: str, head: Head, series: str, unit: str) -> Iterator[Record]:
        """A cell's records; what stands in words or marks under several years is each one's."""
        if not head.several or _amount(value):
            yield from self._under_head(r, value, label, head, series, unit)
        for year in head.several if not _amount(value) else ():
            yield from self._under_head(r, value, label, replace(head, year=year), series, unit)

    def _under_head(self, r: int, value: str, label: str, head: Head, series: str, unit: str) -> Iterator[Record]:
        start, end = self.spans[r]
        owner = next((p for p in self.passages if p.start <= start < p.end), None)
        if owner is None:
            return
        figure = _amount(value)
        told = {m.year for m in find_years(label)} if head.year is None else {head.year}
        bound = (
            (figure.unit or unit_in(label) or head.unit or (unit if is_unit(unit) else None) or self.caption)
            if figure
            else None
        )
        record = Record(
            document=owner.document,
            page=self.page.number,
            start=start,
            end=end,
            kind="cell",
            attribute=f"{head.text} {series}" if series and series not in head.text else head.text,
            value=value,
            measure=label,
            municipality=owner.municipality,
            number=figure.number if figure else None,
            unit=bound or None,
            fiscal_year=told.pop() if len(told) == 1 else None,
            series=series_of(series) or head.series,
        )
        yield replace(record, status=self.legend.get(value)) if MARK.fullmatch(value) else record
        if (MARK.fullmatch(value) or value == _BAR) and record.fiscal_year:
            yield replace(record, kind="status", attribute="状況", status=self.legend.get(value))
        if self.heads and _TERM.fullmatch(self.heads.columns[0].text) and len(value) >= 8:
            yield replace(record, kind="definition", attribute=label, measure=None)

    def _form(self) -> Iterator[Record]:
        """Labels with the values beside them; rows under years as a table of their own."""
        self.name = form_name(self.grid)
        r = 0
        while r < len(self.grid):
            heads = Heads.of([self.grid[r]]) if has_years(self.grid[r]) or (r and names_bodies(self.grid[r])) else None
            if heads is None:
                for label, value in pairs_of(self.grid, r):
                    yield from self._cell(r, value, self.name or label, Head(label), "", "")
                r += 1
                continue
            last = r + 1
            while last < len(self.grid) and _fits(self.grid[r], self.grid[last]):
                last += 1
            columns = self._columns(heads, r + 1)
            for n in range(r + 1, last):
                yield from self._row(n, columns)
            r = last

    def _headless(self) -> Iterator[Record]:
        """Rows of a label and what stands behind it; terms with their meanings are definitions. Heads may follow."""
        columns = self._columns(Heads.none(len(self.grid[0])), 0)
        last = next((r for r, row in enumerate(self.grid) if names_bodies(row)), len(self.grid))
        heads = Heads.of([self.grid[last]]) if last < len(self.grid) else None
        last = last if heads else len(self.grid)
        pairs = [(row[0].text, row[-1].text) for row in self.grid[:last] if row[0].text and row[-1].text]
        meant = [b for a, b in pairs if len(a) <= _LONG and len(b) >= 12 and _DEFINES.search(b)]
        glossary = len(self.grid[0]) == 2 and len(pairs) >= 3 and len(meant) >= 0.8 * len(pairs)
        for r in range(last):
            for record in self._row(r, columns):
                yield record
                if glossary and len(record.value) >= 8:
                    yield replace(record, kind="definition", attribute=record.measure or "", measure=None)
        if heads:
            self.heads = heads
            yield from self._under(heads, last + 1)


def _row_spans(page: Page, table: Table) -> list[tuple[int, int]]:
    """Where each row's line stands on the page, without the white space around it."""
    lines = split_lines(page.text[table.start : table.end])
    return [(table.start + line.start, table.start + line.end) for line in lines]


def _amount(value: str) -> Figure | None:
    """The first figure that is no part of a year and no number of a chapter (1-2)."""
    years = find_years(value)
    dated = [(y.start, y.end) for y in years if not value[y.start : y.end].isdigit()]
    found = [f for f in find_figures(value) if not any(start <= f.start < end for start, end in dated)]
    return found[0] if found and not _CHAPTER.fullmatch(value) else None


def _is_series(text: str) -> bool:
    return bool(SERIES_WORD.fullmatch(text))


def _mostly(holds: Callable[[str], bool], texts: Sequence[str]) -> bool:
    return bool(texts) and sum(map(holds, texts)) >= 0.6 * len(texts)


def _tells(head: Head, texts: Sequence[str]) -> bool:
    """Whether a column tells something of the row rather than naming it."""
    return bool(_TELLS.search(head.text)) or sum(map(len, texts)) > _LONG * max(1, len(texts))


def _begins_anew(row: Sequence[Field]) -> bool:
    return has_years(row) or names_bodies(row)


def _fits(heads: Sequence[Field], row: Sequence[Field]) -> bool:
    """Whether no field of a row runs over several of the heads' columns."""
    starts = {f.column for f in distinct(heads)}
    apart = all(len(starts & set(range(f.column, f.column + f.columns))) <= 1 for f in distinct(row) if f.text)
    return apart and not has_years(row)
