"""Cells of tables whose columns are known (tab-separated), and indicator rows under a header of baseline and target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.heads import series_of, unit_in
from ingest.lines import Line, header_at, is_figures, split_lines
from ingest.model import Page, Passage, Record
from ingest.normalise import view
from ingest.tables import VALUE
from ingest.values import first_figure, is_unit
from ingest.years import find_years, is_date

SERIES_WORD = re.compile(r"(?:予\s?定|計\s?画|目\s?標|実\s?績|見込み?|基準)値?")
MARK = re.compile(r"[○●◎△▲◇◆□■×☆★→⇒]")
#: A measure's numbered step, to which rows of the table below may only give the number.
_STEP = re.compile(r"(?:#{1,6}\s)?(?P<mark>[①-⑳])\s?(?P<title>[^①-⑳。]{2,40})$")
_VALUE_ALONE = re.compile(rf"{VALUE}(?:\s{VALUE})*")
#: The year of one value behind it, in brackets.
_ITS_YEAR = r"(?:\s?\((?:令和|平成|[RH]|20)[元\d][^()]{0,8}(?:\([^()]{1,8}\))?\))?"
_INDICATOR = re.compile(
    rf"^(?P<name>[^\t]*?[^\s\d]{{2,}}[^\t]*?)\s(?P<a>{VALUE})(?P<of_a>{_ITS_YEAR})\s(?P<b>{VALUE})(?P<of_b>{_ITS_YEAR})$"
)


def _year(text: str) -> int | None:
    return next((m.year for m in find_years(text)), None)


def _owner(passages: Sequence[Passage], offset: int) -> Passage | None:
    return next((p for p in passages if p.start <= offset < p.end), None)


def cells(page: Page, passages: Sequence[Passage], legend: Mapping[str, str]) -> Iterator[Record]:
    """A record for every filled cell of a table row in plain text: attribute the column's header, measure the row's
    label. Tables that the file itself gives are left to `records.grids`.

    A row with other than the header's number of cells is a row with vanished cells: its columns stay unknown. A mark
    in a column of years is a "status" record as well, read by the page's legend; a row under 用語 a "definition".
    """
    table, steps = _Table(), dict[str, str]()
    lines = split_lines(page.text)
    keeps_blanks = any("" in line.cells[1:-1] for line in lines if line.tabs)
    under = 0
    for i, line in enumerate(lines):
        if i < under or any(known.start <= line.start <= known.end for known in page.tables):
            continue
        if not line.tabs:
            table = table if line.text else _Table()
            if step := _STEP.match(line.text):
                steps[step["mark"]] = f"{step['mark']} {step['title']}"
            continue
        if header := header_at(lines, i):
            table = _Table(list(header[0]), keeps_blanks=keeps_blanks)
            under = i + header[1]
        elif table.header and _is_second_header(line) and table.rows == 0:
            table.header = [
                f"{a} {b}".strip() for a, b in zip(table.header, [*line.cells, *[""] * len(table.header)], strict=False)
            ]
        else:
            table.rows += 1
            yield from _row(page, line, table, _owner(passages, line.start), legend, steps)


@dataclass(slots=True)
class _Table:
    """What carries from row to row: the header, and the last cell of the first column (merged cells stay empty)."""

    header: list[str] | None = None
    first: str = ""
    rows: int = 0
    keeps_blanks: bool = False


def _is_second_header(line: Line) -> bool:
    filled = [c for c in line.cells if c]
    return not line.cells[0] and len(set(filled)) <= 2 and not any(first_figure(c) for c in filled) and len(filled) > 1


def _row(
    page: Page,
    line: Line,
    table: _Table,
    owner: Passage | None,
    legend: Mapping[str, str],
    steps: Mapping[str, str],
) -> Iterator[Record]:
    values = list(line.cells)
    goes_on = bool(table.first) and not values[0] and len(table.header or ()) == len(values)
    if owner is None or len([v for v in values if v]) < (1 if goes_on else 2):
        return
    leading = values[0] or table.first
    table.first = leading
    shift = _shift(table.header, values, table.keeps_blanks)
    second = table.header[1] if table.header and shift == 0 and len(table.header) > 1 else ""
    unit, unit_at = _unit_of(table.header, values, shift)
    label, series, named = _label(leading, values, _year(second) is not None or unit_at == 1)
    if not label:
        return
    label = steps.get(label, label)
    for n, value in enumerate(values):
        if not value or n in named or n == unit_at:
            continue
        column = (
            table.header[n - shift] if table.header and shift is not None and 0 <= n - shift < len(table.header) else ""
        )
        figure = first_figure(value)
        record = Record(
            document=owner.document,
            page=page.number,
            start=line.start,
            end=line.end,
            kind="cell",
            attribute=column,
            value=value,
            measure=label,
            municipality=owner.municipality,
            number=figure.number if figure else None,
            unit=(figure.unit or unit_in(column) or unit) if figure else None,
            fiscal_year=_year(column),
            series=series_of(column) or series,
        )
        yield replace(record, status=legend.get(value)) if MARK.fullmatch(value) else record
        if MARK.fullmatch(value) and record.fiscal_year:
            yield replace(record, kind="status", attribute="状況", status=legend.get(value))
        if re.fullmatch(r"用語|語句|用語名|言葉", (table.header or [""])[0]) and n > 0 and len(value) >= 8:
            yield replace(record, kind="definition", attribute=label, measure=None)


def _unit_of(header: list[str] | None, values: Sequence[str], shift: int | None) -> tuple[str | None, int | None]:
    """The unit that a row gives in a column of its own, and in which cell."""
    at = next((n for n, head in enumerate(header or ()) if head.startswith("単位")), None)
    if at is None or shift is None or not 0 <= at + shift < len(values) or not is_unit(values[at + shift]):
        return None, None
    return values[at + shift], at + shift


def _label(first: str, values: Sequence[str], told: bool) -> tuple[str, str | None, set[int]]:
    """A row's label, the series it gives where the second cell says (予定, 実績), and which cells made the label; a
    second cell that is `told` by its head (a year, a unit) is no part of it."""
    second = values[1] if len(values) > 1 else ""
    if SERIES_WORD.fullmatch(second):
        return first, series_of(second), {0, 1}
    if first and not is_figures(first):
        if len(values) > 2 and not told and _is_name(second):
            return (f"{first} {second}" if len(first) <= 20 else first), None, {0, 1} if len(first) <= 20 else {0}
        return first, None, {0}
    at = next((n for n, c in enumerate(values) if c and not is_figures(c)), None)
    return ("", None, set()) if at is None else (values[at], None, {at})


def _is_name(cell: str) -> bool:
    """Whether a second cell completes a row's label: no value, date or content (75歳以上 is a name, 237人 is none)."""
    value = is_date(cell) or is_figures(cell) or (_VALUE_ALONE.fullmatch(cell) and "歳" not in cell)
    return 0 < len(cell) <= 40 and not value and not re.search(r"[。【]|^[①・]", cell)


def _shift(header: list[str] | None, values: list[str], keeps_blanks: bool) -> int | None:
    """How far a row stands right of its header: a group's label adds a cell to the first row of the group, or to all.

    As many values at its end as the header has columns stand under them. Where the page's tables keep empty cells, a
    shorter row has lost only those at its end.
    """
    if not header:
        return None
    if not header[0] and (aligned := _aligned(header, values)) is not None:
        return aligned

    def trimmed(cells: list[str]) -> int:
        return len(cells) - next((k for k, c in enumerate(reversed(cells)) if c), len(cells))

    if len(header) == len(values):
        return 0
    difference = trimmed(values) - trimmed(header)
    return difference if difference in (0, 1) else 0 if difference < 0 and keeps_blanks else None


def _aligned(header: list[str], values: list[str]) -> int | None:
    """The shift where the row's values are as many as the columns named behind the header's empty corner."""
    columns = [n for n, c in enumerate(header) if c]
    filled = [n for n, v in enumerate(values) if v]
    figures: list[int] = []
    for n in reversed(filled):
        if "歳" in values[n] or not (is_figures(values[n]) or _VALUE_ALONE.fullmatch(values[n])):
            break
        figures.insert(0, n)
    unbroken = [run == list(range(run[0], run[0] + len(run))) for run in (columns, figures) if run]
    if len(columns) < 3 or len(columns) != len(figures) or not all(unbroken):
        return None
    return figures[0] - columns[0]


def indicators(page: Page, passages: Sequence[Passage]) -> Iterator[Record]:
    """Rows of a table whose cells are joined by spaces: a name and two values under a header of baseline and target."""
    header: tuple[str, ...] | None = None
    pending: list[Line] = []
    for line in split_lines(page.text):
        if line.tabs:
            continue
        if re.match(r"^(?:成果)?(?:指標|KPI)(?:名)?\s", line.text) and series_of(line.text):
            parts = re.split(r"\s(?=基準|現状|目標|策定|当初|最終)", line.text)
            header, pending = tuple(parts[1:]), []
            continue
        if header is None or (len(header) != 2):
            continue
        if re.match(r"^個別事業|^取組|^事業名|^施策", line.text):
            header = None
            continue
        if not line.text:
            continue
        joined = view("\n".join(part.text for part in (*pending, line)))
        match = _INDICATOR.match(joined)
        if not match:
            pending = [*pending, line][-3:]
            continue
        first = pending[0] if pending else line
        pending = []
        yield from _values(page, first.start, line.end, match, header, _owner(passages, line.start))


def _values(
    page: Page, start: int, end: int, match: re.Match[str], header: tuple[str, ...], owner: Passage | None
) -> Iterator[Record]:
    if owner is None:
        return
    for column, value, of in zip(header, match.group("a", "b"), match.group("of_a", "of_b"), strict=True):
        figure = first_figure(value)
        yield Record(
            document=owner.document,
            page=page.number,
            start=start,
            end=end,
            kind="indicator",
            attribute=view(match["name"]).strip(),
            value=value,
            measure=owner.measure,
            municipality=owner.municipality,
            number=figure.number if figure else None,
            unit=figure.unit if figure else None,
            fiscal_year=_year(of) or _year(value) or _year(column),
            series=series_of(column),
        )
