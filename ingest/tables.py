"""A document's tables with the heads that are in force in each, also where it goes on with one of the page before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.heads import Grid, Heads, distinct, fields_of, has_years, is_head
from ingest.lines import is_figures
from ingest.model import Page, Table
from ingest.values import UNITS

VALUE = rf"(?:[-ー―—–]|[▲△]?[\d,.]+(?:\s?(?:{UNITS})|[^\s\d]{{0,6}}?)(?:\([^)]*\))*)"
_VALUE = re.compile(rf"{VALUE}|[○●◎△▲◇◆□■×☆★→⇒…━]+")
_LABEL = re.compile(
    r"^(?:施策|事業|取組|取り組み|プロジェクト|計画|指標|項目|目標)の?(?:名称?|項目)?$|担当|所管|主管|部署|目的|概要|内容|現状|課題|期間|"
    r"目標|指標|KPI|予算|事業費|決算|効果|評価|実績|進捗|今後|備考|対象|根拠|区分|番号|方向|スケジュール|関連|名称|理由|方針|方法"
)
SHORT = 20
_SAME_EDGE = 6.0
_RUNNING_HEAD = 60


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """A table's grid and its heads (None for a sheet of labels and for a table without); `body` is its first row.

    `resumed` is the last text of the first column of the table that it goes on with, None where it begins anew.
    """

    table: Table
    grid: Grid
    heads: Heads | None
    body: int
    resumed: str | None = None
    form: bool = False


def headed(pages: Iterable[Page]) -> Iterator[tuple[Page, list[HeadedTable]]]:
    """Each page with its tables of two columns at least."""
    before: HeadedTable | None = None
    for page in pages:
        found: list[HeadedTable] = []
        for table in page.tables:
            grid = fields_of(page, table)
            if grid and len(grid[0]) >= 2:
                found.append(_headed(page, table, grid, before if table is page.tables[0] else None))
        before = found[-1] if found and _ends_page(page, found[-1].table) else None
        yield page, found


def is_value(text: str) -> bool:
    """Whether a cell holds a figure with its unit or marks, and nothing else."""
    return bool(_VALUE.fullmatch(text)) or is_figures(text)


def heads_of(tables: Iterable[HeadedTable]) -> Iterator[tuple[int, int, int, str]]:
    """Tables with heads: where they start and end, where their rows begin, and the heads as one line."""
    for known in tables:
        if known.heads is not None:
            texts = dict.fromkeys(head.text for head in known.heads.columns if head.text)
            first = next((cell.start for cell in known.table.cells if cell.row >= known.body), known.table.end)
            yield known.table.start, known.table.end, first, " | ".join(texts)


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
    near = len(edges) == len(table.edges) and all(
        abs(a - b) <= _SAME_EDGE for a, b in zip(edges, table.edges, strict=True)
    )
    return bool(edges) and near and len(page.text[: table.start].strip()) <= _RUNNING_HEAD


def _ends_page(page: Page, table: Table) -> bool:
    return len(page.text[table.end :].strip()) <= _RUNNING_HEAD


def _contradicts(grid: Grid, known: Heads) -> bool:
    """Whether the first row names columns anew: words where the table before has years or values."""
    row = [grid[0][c].text for c, head in enumerate(known.columns) if head.has_values]
    return bool(row) and all(text and is_head(text) and not is_value(text) for text in row)


def _is_form(grid: Grid) -> bool:
    """Whether the first column holds labels, and the first row a value beside each of its own."""
    first = [row[0].text for r, row in enumerate(grid) if row[0].row == r and row[0].text]
    named = sum(map(_is_label, first))
    beside = [f.text for f in distinct(grid[0])][1::2]
    apart = any(beside) and not any(map(_is_label, beside))
    return named >= 2 and named >= 0.6 * len(first) and apart and not has_years(grid[0])


def _is_label(text: str) -> bool:
    return 0 < len(text) <= SHORT and bool(_LABEL.search(text))
