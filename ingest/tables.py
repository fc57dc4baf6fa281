"""A document's tables with the heads that are in force in each, also where it goes on with one of a page before: below
it, or to the right of it where a wide sheet was printed on pages side by side."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.forms import form_name
from ingest.heads import Field, Grid, Heads, distinct, fields_of, has_years, is_head
from ingest.lines import is_figures
from ingest.model import Page, Table
from ingest.values import PARTS, UNITS
from ingest.years import find_years

VALUE = rf"(?:[-ー―—–]|[▲△]?(?:{PARTS}|[\d,.]+)(?:\s?(?:{UNITS})|[^\s\d]{{0,6}}?)(?:\([^)]*\))*)"
_VALUE = re.compile(rf"{VALUE}|[○●◎△▲◇◆□■×☆★→⇒…━]+")
_LABEL = re.compile(
    r"^(?:施策|事業|取組|取り組み|プロジェクト|計画|指標|項目|目標)の?(?:名称?|項目)?$|担当|所管|主管|部署|目的|概要|内容|現状|課題|期間|"
    r"目標|指標|KPI|予算|事業費|決算|効果|評価|実績|進捗|今後|備考|対象|根拠|区分|番号|方向|スケジュール|関連|名称|理由|方針|方法"
)
SHORT = 20
_SAME_EDGE, _SAME_LEVEL = 6.0, 1.0
_RUNNING_HEAD = 60
_LEAST_ROWS, _LEAST_HEIGHTS = 3, 3
#: How often the same labels must stand in the first columns of tables that are forms to be filled in.
_LEAST_FORMS = 3
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """A table's grid and its heads (None for a sheet of labels and for a table without); `body` is its first row.

    `resumed` is the last text of the first column of the table that it goes on with, None where it begins anew. Where
    it goes on to the right of another, the grid begins with that one's labels, whose fields have the row -1.
    """

    table: Table
    grid: Grid
    heads: Heads | None
    body: int
    resumed: str | None = None
    form: bool = False


@dataclass(frozen=True, slots=True)
class WideSheets:
    """Sheets printed on pages side by side, by the numbers of pages: for one of the right, the one with its labels; for
    one that does not stand behind the page that it goes on below, that page; and those that may belong to the right of
    another but do not prove it. `printed` are all pages of such sheets."""

    labels: Mapping[int, int]
    above: Mapping[int, int]
    unproven: Mapping[int, int]
    printed: frozenset[int]


def headed(pages: Sequence[Page]) -> Iterator[tuple[Page, list[HeadedTable]]]:
    """Each page with its tables of two columns at least."""
    sheets = rightwards(pages)
    forms = _repeated(pages)
    kept: dict[int, HeadedTable] = {}
    before: HeadedTable | None = None
    for page in pages:
        before = kept.get(sheets.above.get(page.number, 0), before)
        found: list[HeadedTable] = []
        for table in page.tables:
            grid = fields_of(page, table)
            if grid and len(grid[0]) >= 2 and (page.number, table.start) in forms:
                found.append(HeadedTable(table, grid, None, 0, form=True))
            elif grid and len(grid[0]) >= 2:
                found.append(_headed(page, table, grid, before if table is page.tables[0] else None))
        before = found[-1] if found and _ends_page(page, found[-1].table) else None
        if before and page.number in sheets.printed:
            kept[page.number] = before
        left = kept.get(sheets.labels.get(page.number, 0))
        yield page, [_widened(found[0], left)] if left and len(found) == 1 else found


def _repeated(pages: Sequence[Page]) -> frozenset[tuple[int, int]]:
    """The tables, by page and start, whose first columns hold the same labels each time but whose first rows say
    something else each time: the same form, filled in for one thing after the other."""
    alike: defaultdict[tuple[str, ...], list[tuple[tuple[int, int], tuple[str, ...]]]] = defaultdict(list)
    for page in pages:
        for table in page.tables:
            grid = fields_of(page, table) if table.header is None else []
            labels = tuple(row[0].text for row in grid if any(f.text for f in row))
            if len(labels) >= 2 and all(0 < len(text) <= SHORT and not is_figures(text) for text in labels):
                first = tuple(f.text for f in distinct(grid[0])[1:] if f.text)
                alike[labels].append(((page.number, table.start), first))
    told: set[tuple[int, int]] = set()
    for tables in alike.values():
        rows = [first for _, first in tables]
        beside = [first[0] for first in rows if first]
        if len(beside) >= _LEAST_FORMS and len(set(beside)) > len(beside) // 2 and not any(map(_names_columns, rows)):
            told |= {place for place, _ in tables}
    return frozenset(told)


def _names_columns(row: Sequence[str]) -> bool:
    """Whether the texts of a first row are years or values, as heads and figures are."""
    return len(row) >= 2 and sum(bool(find_years(text)) or is_value(text) for text in row) > len(row) // 2


def is_value(text: str) -> bool:
    """Whether a cell holds a figure with its unit or marks, and nothing else."""
    return bool(_VALUE.fullmatch(text)) or is_figures(text)


@dataclass(frozen=True, slots=True)
class TableText:
    """A table with heads on its page, or a form: where it starts and ends, where its rows begin, and the heads as one
    line, of which a form has none.

    `labels` gives those of rows whose labels stand on the page to the left, by the start of the row. `name` is what a
    form is filled in for.
    """

    start: int
    end: int
    body: int
    heads: str
    labels: Mapping[int, tuple[str, ...]]
    name: str = ""

    @property
    def is_form(self) -> bool:
        return not self.heads


def heads_of(tables: Iterable[HeadedTable]) -> Iterator[TableText]:
    """The tables that have heads, and the forms."""
    for known in tables:
        if known.form:
            yield TableText(known.table.start, known.table.end, known.table.start, "", {}, form_name(known.grid))
        elif known.heads is not None:
            texts = dict.fromkeys(head.text for head in known.heads.columns if head.text)
            first = next((cell.start for cell in known.table.cells if cell.row >= known.body), known.table.end)
            labels = dict(_labels_elsewhere(known))
            yield TableText(known.table.start, known.table.end, first, " | ".join(texts), labels)


def _labels_elsewhere(known: HeadedTable) -> Iterator[tuple[int, tuple[str, ...]]]:
    starts = {cell.row: cell.start for cell in reversed(known.table.cells)}
    for r, row in enumerate(known.grid):
        labels = tuple(dict.fromkeys(f.text for f in row if f.row < 0 and f.text))
        if labels and r >= known.body and r in starts:
            yield starts[r], labels


def _widened(right: HeadedTable, left: HeadedTable) -> HeadedTable:
    """A table with the labels of the one that it goes on with to the right."""
    width = label_columns(left.grid, left.body)
    labels = [[replace(f, row=f.row if r < left.body else -1) for f in row[:width]] for r, row in enumerate(left.grid)]
    grid = [first + _moved(row, width) for first, row in zip(labels, right.grid, strict=True)]
    heads = None
    if left.body:
        both = [row + _moved(own, len(row)) for row, own in zip(left.grid, right.grid, strict=True)]
        heads = Heads.of(both, left.body)
    elif left.heads is not None and right.heads is not None and not right.body:
        heads = Heads(0, (*left.heads.columns, *right.heads.columns))
    if heads is not None:
        heads = replace(heads, columns=(*heads.columns[:width], *heads.columns[len(left.grid[0]) :]))
    return HeadedTable(right.table, grid, heads, left.body if heads is not None else 0, left.resumed)


def _moved(row: Sequence[Field], columns: int) -> list[Field]:
    return [replace(f, column=f.column + columns) for f in row]


def _headed(page: Page, table: Table, grid: Grid, before: HeadedTable | None) -> HeadedTable:
    own = Heads.of(grid, table.header)
    known = before.heads if before and _goes_on(page, table, before) else None
    if before is not None and known is not None and len(known.columns) == len(grid[0]):
        last = next((row[0].text for row in reversed(before.grid) if row[0].text), "")
        if own is not None and own.texts == known.texts:
            return HeadedTable(table, grid, own, own.rows, last)
        if not _contradicts(grid, known):
            return HeadedTable(table, grid, known, 0, last)
    if table.header is None and _is_form(grid):
        return HeadedTable(table, grid, None, 0, form=True)
    return HeadedTable(table, grid, own, own.rows if own else 0)


def _goes_on(page: Page, table: Table, before: HeadedTable) -> bool:
    """Whether it has the columns of the table that ends the page before, and no more than a running head above it."""
    if table.continued:
        return True
    edges = before.table.edges
    first = len(page.text[: table.start].strip()) <= _RUNNING_HEAD
    return bool(edges) and _near(edges, table.edges, _SAME_EDGE) and first


def _ends_page(page: Page, table: Table) -> bool:
    return len(page.text[table.end :].strip()) <= _RUNNING_HEAD


def _contradicts(grid: Grid, known: Heads) -> bool:
    """Whether the first row names columns anew: words where the table before has years or values."""
    row = [grid[0][c].text for c, head in enumerate(known.columns) if head.has_values]
    return bool(row) and all(text and is_head(text) and not is_value(text) for text in row)


def _is_form(grid: Grid) -> bool:
    """Whether the first column holds labels, and the first row a value beside each of its own."""
    first = [row[0].text for r, row in enumerate(grid) if row[0].row == r and row[0].text]
    named = sum(map(is_label, first))
    beside = [f.text for f in distinct(grid[0])][1::2]
    apart = any(beside) and not any(map(is_label, beside))
    return named >= 2 and named >= 0.6 * len(first) and apart and not has_years(grid[0])


def is_label(text: str) -> bool:
    """Whether a cell's text names what stands beside it in a form (目的, 担当課)."""
    return 0 < len(text) <= SHORT and bool(_LABEL.search(text))


def rightwards(pages: Sequence[Page]) -> WideSheets:
    """Pages whose only table has its rows exactly where that of a page before has them, but other columns.

    Sheets are printed downwards first (the left halves of all rows, then the right ones) or to the right first. That a
    page goes on to the right is proven where its own first column holds values and no labels, or where rows of at least
    three heights stand where the others do.
    """
    labels: dict[int, int] = {}
    above: dict[int, int] = {}
    unproven: dict[int, int] = {}
    printed: set[int] = set()
    last: list[Page] = []
    at = 0
    while at < len(pages):
        first = _only_table(pages[at])
        if first is None:
            at += 1
            continue
        down = at + 1
        while down < len(pages) and (table := _only_table(pages[down])) and _near(table.edges, first.edges, _SAME_EDGE):
            down += 1
        depth, n = down - at, down
        while n < len(pages) and (table := _only_table(pages[n])) is not None:
            left = pages[at + (n - at) % depth]
            known = left.tables[0]
            if _near(table.edges, first.edges, _SAME_EDGE) or not _near(table.levels, known.levels, _SAME_LEVEL):
                break
            proven = _lacks_labels(left, known, pages[n], table)
            if proven is not None:
                (labels if proven else unproven)[pages[n].number] = left.number
            n += 1
        band = list(pages[at:n])
        if last and depth == 1 and band[0].number == last[-1].number + 1 and len(band) == len(last) > 1:
            pairs = list(zip(band, last, strict=True))
            if all(_near(a.tables[0].edges, b.tables[0].edges, _SAME_EDGE) for a, b in pairs):
                above |= {a.number: b.number for a, b in pairs}
        printed |= {page.number for page in band if len(band) > depth}
        last = band
        at = n
    return WideSheets(labels, above, unproven, frozenset(printed))


def _only_table(page: Page) -> Table | None:
    """The table that is all of a page but a running head and foot, with enough rows to be known by their places."""
    if len(page.tables) != 1 or len(page.tables[0].levels) <= _LEAST_ROWS:
        return None
    table = page.tables[0]
    alone = len(page.text[: table.start].strip()) <= _RUNNING_HEAD and _ends_page(page, table)
    return table if alone else None


def _near(one: Sequence[float], other: Sequence[float], apart: float) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= apart for a, b in zip(one, other, strict=True))


def _lacks_labels(left: Page, known: Table, right: Page, table: Table) -> bool | None:
    """Whether it is proven that a table needs the labels of another; None where it has them, or there are none."""
    rows, own = fields_of(left, known), fields_of(right, table)
    if len(rows) != len(own) or not label_columns(rows, 0):
        return None
    first = [row[0].text for row in own[1:] if row[0].text]
    values = sum(map(is_value, first)) >= 0.8 * len(first)
    heights = {round(b - a) for a, b in pairwise(table.levels)}
    alike = [row[0].text for row in rows[1:]] == [row[0].text for row in own[1:]]
    return None if alike else values or len(heights) >= _LEAST_HEIGHTS


def label_columns(grid: Grid, body: int) -> int:
    """How many columns at the left hold labels before the first of values; 0 where all are alike."""
    width = len(grid[0])
    for c in range(width):
        texts = [row[c].text for row in grid[max(body, 1) :] if row[c].text]
        if texts and not _counts_up(texts) and sum(map(is_value, texts)) >= _MOSTLY * len(texts):
            return c
    return min(width, 2)


def _counts_up(texts: Sequence[str]) -> bool:
    """Whether a column numbers its rows."""
    return all(text.isdecimal() for text in texts) and all(int(b) == int(a) + 1 for a, b in pairwise(texts))
