"""Facts read from a document's sheets, rows and tables, each with the span that proves it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from ingest.model import Page, Passage, Record
from ingest.records.definitions import definitions, is_glossary
from ingest.records.grids import grid_cells
from ingest.records.headers import header_facts
from ingest.records.measures import departments, measures
from ingest.records.outline import outline
from ingest.records.run_together import run_together
from ingest.records.statuses import Columns, agreed, legend_of, statuses
from ingest.records.tables import cells, indicators
from ingest.tables import headed


def extract(pages: Sequence[Page], passages: Sequence[Passage]) -> Iterator[Record]:
    """All records of a document, by page; last those of tables whose cells were torn apart."""
    by_page: dict[int, list[Passage]] = {}
    for passage in passages:
        by_page.setdefault(passage.page, []).append(passage)
    legends = {page.number: legend_of(page) for page in pages}
    elsewhere = agreed(legends.values())
    columns = Columns()
    glossary = False
    seen_measures: set[tuple[str, str | None]] = set()
    for page, tables in headed(pages):
        own = by_page.get(page.number, [])
        columns.read(page)
        legend = legends[page.number]
        yield from header_facts(page, own)
        yield from measures(own, seen_measures)
        yield from departments(own)
        for record in chain(
            statuses(own, columns, legend), cells(page, own, legend), grid_cells(page, own, legend, tables)
        ):
            dated = record.fiscal_year and not record.status and not legend
            yield replace(record, status=elsewhere.get(record.value)) if dated else record
        yield from indicators(page, own)
        glossary = is_glossary(page, glossary)
        yield from definitions(page, own, glossary)
    yield from run_together(pages, passages)
    yield from outline(pages, passages)
