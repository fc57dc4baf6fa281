"""Facts read from a document's sheets, rows and tables, each with the span that proves it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.model import Page, Passage, Record
from ingest.records.definitions import definitions, is_glossary
from ingest.records.grids import grid_cells
from ingest.records.headers import header_facts
from ingest.records.measures import departments, measures
from ingest.records.outline import outline
from ingest.records.run_together import run_together
from ingest.records.statuses import Columns, legend_of, statuses
from ingest.records.tables import cells, indicators
from ingest.tables import headed


def extract(pages: Sequence[Page], passages: Sequence[Passage]) -> Iterator[Record]:
    """All records of a document, by page; last those of tables whose cells were torn apart."""
    by_page: dict[int, list[Passage]] = {}
    for passage in passages:
        by_page.setdefault(passage.page, []).append(passage)
    columns = Columns()
    glossary = False
    seen_measures: set[tuple[str, str | None]] = set()
    for page, tables in headed(pages):
        own = by_page.get(page.number, [])
        columns.read(page)
        legend = legend_of(page)
        yield from header_facts(page, own)
        yield from measures(own, seen_measures)
        yield from departments(own)
        yield from statuses(own, columns, legend)
        yield from cells(page, own, legend)
        yield from grid_cells(page, own, legend, tables)
        yield from indicators(page, own)
        glossary = is_glossary(page, glossary)
        yield from definitions(page, own, glossary)
    yield from run_together(pages, passages)
    yield from outline(pages, passages)
