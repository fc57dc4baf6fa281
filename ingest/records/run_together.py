"""Figures of tables in plain text whose cells were torn apart: KPI pages with detached names, rows run into one line.

Nothing is guessed: a name goes to values only where no other assignment fits as well (`records.detached`), and a
value gets a year only where its column is certain or leaves no choice (`status` "inferred").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.lines import Line, split_lines
from ingest.model import Page, Passage, Record
from ingest.normalise import fold, squash, view
from ingest.records.detached import (
    NARROW,
    SERIES,
    Column,
    Pair,
    Row,
    cell_of,
    cells_of,
    columns_of,
    detached,
    joined,
    named,
)
from ingest.values import first_figure
from ingest.years import find_years

_MARKS = frozenset("○●◎△▲◇◆□■×☆★⇒→⇨") | {"..."}
_TITLE_LENGTH = 400
_MOST_MISFITS = 1 / 4


@dataclass(frozen=True, slots=True)
class _Line:
    """A row's values in one line, under the columns of its page; `row` spans the indicator's name where it adjoins."""

    page: Page
    passage: Passage
    name: str
    row: Row
    columns: tuple[Column, ...]


def run_together(pages: Sequence[Page], passages: Sequence[Passage]) -> Iterator[Record]:
    """Records of kind "cell", one a value; `fiscal_year` is None where the column stays unknown.

    Takes the whole document: the year that it reports on is read from its title and its longest rows.
    """
    torn = [(page, *detached(page)) for page in pages]
    report = _report_year(pages, [pair for _, pairs, _ in torn for pair in pairs])
    for page, pairs, rest in torn:
        own = [passage for passage in passages if passage.page == page.number]
        for name, pair in named(pairs, rest):
            yield from _pair_records(page, own or passages[:1], name, pair, report)
    lines = list(_value_lines(pages, passages))
    places = [_places(line.row.cells, line.columns, report) for line in lines]
    short = [place for line, place in zip(lines, places, strict=True) if len(line.row.cells) < len(line.columns)]
    trusted = short.count(()) <= len(short) * _MOST_MISFITS
    for line, place in zip(lines, places, strict=True):
        certain = len(line.row.cells) == len(line.columns)
        yield from _line_records(line, place if trusted or certain else (), not certain)


def _report_year(pages: Sequence[Page], pairs: Sequence[Pair]) -> int | None:
    """The last year with actual values: stated on the first page (令和6年度実績), or that of the longest row of actual
    values beside a full planned one; None where the two differ or neither is there."""
    title = next((fold(page.text)[:_TITLE_LENGTH] for page in pages if page.text.strip()), "")
    years = {m.year for m in find_years(title) if m.fiscal and re.match(r"末?の?(?:実績|進捗)", title[m.end :])}
    full = [
        pair.columns[pair.actual.filled - 1].year
        for pair in pairs
        if pair.planned and pair.actual and pair.planned.filled == len(pair.columns) >= pair.actual.filled > 0
    ]
    years |= {max(full)} if full else set()
    return years.pop() if len(years) == 1 else None


def _first_columns(pair: Pair, report: int | None) -> dict[str, tuple[int, bool]]:
    """By label, the column of a row's first value and whether it is inferred. A short plan runs to the last year, the
    actual values to the report's; both are left out unless they agree on the year in which they begin."""
    planned, actual, size = pair.planned, pair.actual, len(pair.columns)
    places = {row.label: (0, False) for row in pair.rows if len(row.cells) == size}
    if report is None or planned is None or not all(planned.cells):
        return places
    begin = size - len(planned.cells)
    reported = sum(column.year <= report for column in pair.columns)
    if begin >= 0 and (actual is None or actual.filled == max(0, reported - begin)):
        for row in (planned, actual):
            if row:
                places.setdefault(row.label, (begin, True))
    return places


def _pair_records(
    page: Page, passages: Sequence[Passage], name: str, pair: Pair, report: int | None
) -> Iterator[Record]:
    places = _first_columns(pair, report)
    for row in pair.rows:
        owner = next((p for p in passages if p.start <= row.start < p.end), next(iter(passages), None))
        first, inferred = places.get(row.label, (None, False))
        for n, cell in enumerate(row.cells):
            if cell and owner:
                column = pair.columns[first + n] if first is not None else None
                head = (column.head if column else "") + row.label
                year = column.year if column else None
                yield _record(page, owner, name, row, cell, head, year, SERIES[row.label], inferred)


def _value_lines(pages: Sequence[Page], passages: Sequence[Passage]) -> Iterator[_Line]:
    """Row passages with one line of values, behind a header of years that is the page's only one or repeats.

    A header that does not pair its years binds only lines with as many values as it has columns.
    """
    for page in pages:
        heads: dict[tuple[Column, ...], int] = {}
        for line in split_lines(page.text):
            if not line.tabs and columns_of(line.text, 0):
                heads.setdefault(columns_of(line.text, 0), line.start)
        if len(heads) != 1:
            continue
        columns, start = heads.popitem()
        paired = any(column.series == "actual" for column in columns)
        for passage in passages:
            if passage.page == page.number and passage.kind == "row" and passage.measure and "\t" not in passage.text:
                found = _value_line(passage)
                if found and found[1].start > start and (paired or len(found[1].cells) == len(columns)):
                    yield _Line(page, passage, *found, _paired(columns) if paired else columns)


def _paired(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Beside columns of actual values (R6実績) the bare ones (R6) are planned."""
    return tuple(Column(column.head, column.year, column.series or "planned") for column in columns)


def _value_line(passage: Passage) -> tuple[str, Row] | None:
    """The indicator's name and values; None where the name is unclear or other lines hold values as well."""
    lines = split_lines(passage.text)
    found: list[tuple[int, str, tuple[str, ...]]] = []
    for i, line in enumerate(lines):
        words = [word for word in passage.text[line.start : line.end].split(" ") if word]
        while words and view(words[-1]) in _MARKS:
            words.pop()
        cells: list[str] = []
        while words and (cell := cell_of(words[-1])) is not None:
            cells.insert(0, cell)
            words.pop()
        if sum(any(c.isdigit() for c in cell) for cell in cells) >= 2:
            found.append((i, view(" ".join(words)), tuple(cells)))
    if len(found) != 1:
        return None
    i, prefix, values = found[0]
    if any(cells_of(line.text) for n, line in enumerate(lines) if n not in (0, i)):
        return None
    top, name = _name_above(lines, i, prefix)
    if len(name) < 2 or "。" in name or all(c in _MARKS for c in name):
        return None
    return name, Row("", values, passage.start + lines[top].start, passage.start + lines[i].end)


def _name_above(lines: Sequence[Line], i: int, prefix: str) -> tuple[int, str]:
    """The name that ends before the values, torn over narrow lines or not, and the line where it begins.

    Its first word may stand behind another cell of its line. '' where no edge of the name can be told.
    """
    if len(prefix) > NARROW:
        return i, re.sub(r"^\d{1,3}[.)]?\s", "", prefix)
    parts, top = [prefix], i
    n = i - 1
    while not prefix and n >= 0 and lines[n].blank:
        n -= 1
    while n >= 0 and lines[n].text and not lines[n].text.endswith("。"):
        text = lines[n].text
        narrow = text if len(text) <= NARROW else text.rpartition(" ")[2]
        if len(narrow) > NARROW:
            return i, ""
        parts.insert(0, narrow)
        top, n = n, n - 1
        if narrow != text:
            break
    return top, joined(parts)


def _places(cells: Sequence[str], columns: Sequence[Column], report: int | None) -> tuple[int, ...]:
    """The column of each value that is there. Fewer values than columns fill all that can be filled, up to the end,
    from a planned one on; empty cells must lie where no value can be. () where that does not hold."""
    if len(cells) == len(columns):
        return tuple(n for n, cell in enumerate(cells) if cell)
    possible = [n for n, c in enumerate(columns) if c.series != "actual" or (report is not None and c.year <= report)]
    size = sum(map(bool, cells))
    if report is None or len(possible) == len(columns) or size > len(possible):
        return ()
    places = possible[-size:]
    if columns[places[0]].series == "actual":
        return ()
    beyond = [*places[1:], len(columns)]
    at = -1
    for before, cell in pairwise(("", *cells)):
        at += bool(cell)
        if not cell and (not before or beyond[at] == places[at] + 1):
            return ()
    return tuple(places)


def _line_records(line: _Line, places: Sequence[int], inferred: bool) -> Iterator[Record]:
    measure, row = line.passage.measure or "", line.row
    name = line.name if squash(measure).startswith(squash(line.name)) else f"{measure} {line.name}"
    for n, cell in enumerate(cell for cell in row.cells if cell):
        column = line.columns[places[n]] if places else None
        head, year, series = (column.head, column.year, column.series) if column else ("", None, None)
        yield _record(line.page, line.passage, name, row, cell, head, year, series, inferred and bool(places))


def _record(
    page: Page,
    owner: Passage,
    measure: str,
    row: Row,
    cell: str,
    attribute: str,
    year: int | None,
    series: str | None,
    inferred: bool,
) -> Record:
    figure = first_figure(cell)
    return Record(
        document=owner.document,
        page=page.number,
        start=row.start,
        end=row.end,
        kind="cell",
        attribute=attribute,
        value=cell,
        measure=measure,
        municipality=owner.municipality,
        number=figure.number if figure else None,
        unit=figure.unit if figure else None,
        fiscal_year=year,
        series=series,
        status="inferred" if inferred else None,
    )
