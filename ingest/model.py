"""The nouns that the whole project speaks: what is read from files, before anything is searched or answered.

Offsets are always character offsets into `Page.text`, the text as extracted and never changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Visibility = Literal["public", "internal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """A prefecture, city, ward, town or village.

    `code` is the six-digit national code; for one that is in no list it is `x-` and its name.
    """

    code: str
    prefecture: str
    name: str
    kana: str = ""
    romaji: str = ""

    @property
    def is_prefecture(self) -> bool:
        return self.name == self.prefecture

    @property
    def full_name(self) -> str:
        return self.name if self.is_prefecture else self.prefecture + self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table at `page.text[start:end]`; it covers `rows` and `columns` fields from (`row`, `column`) on."""

    row: int
    column: int
    start: int
    end: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table on a page: every line of `page.text[start:end]` is a row, its cells joined by tabs.

    `cells` are in order and cover the grid; a merged cell's text stands in its first field. `header` is the number of
    rows that the file itself marks as header, None where it does not say. `edges` are the columns' borders and
    `levels` the rows' in points (one more than there are), empty where none are drawn. `continued` says that it goes on
    with the last table of the page before.
    """

    start: int
    end: int
    cells: tuple[Cell, ...]
    header: int | None = None
    edges: tuple[float, ...] = ()
    levels: tuple[float, ...] = ()
    continued: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One physical page (a sheet or a slide counts as one). `number` counts from 1; `label` is the printed number.

    `confidence` (0 to 1) is that of the recognition where the page was read from its image, else None. `tables` serve
    the reading of records and are not kept in an index.
    """

    number: int
    text: str
    label: str | None = None
    confidence: float | None = None
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """What a reader returns: pages, and what the file says of itself."""

    pages: tuple[Page, ...]
    media_type: str
    title: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A plan. `id` is the file's stem; where two files share one, the later carries its suffix too.

    `municipality` is None for a book that covers several (see `Passage.municipality`). `confidence` (0 to 1) is of the
    municipality; 1 when the manifest states it. `years` are the fiscal years that the plan runs over, first and last.
    """

    id: str
    path: Path
    sha256: str
    media_type: str
    title: str
    municipality: Municipality | None = None
    confidence: float = 0.0
    date: str | None = None
    years: tuple[int, int] | None = None
    visibility: Visibility = "public"
    source_url: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of one page, cut at the document's own seams: `page.text[start:end] == passage.text`.

    `kind` says which seam ("sheet", "row", "section", "glossary", "table", "text"); `headings` is the path from the
    document's outermost heading; `measure` the name of the measure (project, row) that the passage belongs to;
    `municipality` a `Municipality.code`.
    """

    id: str
    document: str
    page: int
    start: int
    end: int
    text: str
    kind: str = "text"
    headings: tuple[str, ...] = ()
    measure: str | None = None
    municipality: str | None = None
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A fact read from a table or a sheet header, with the span on the page that proves it.

    `kind` is one of "header", "measure", "department", "indicator", "cell", "status", "definition".
    `value` is the text as it stands; `number` and `unit` its reading (None when it has none). `fiscal_year` is None
    where the column of a cell cannot be known. `series` tells "planned" from "actual", "baseline" and "target".
    `status` is the meaning of a mark, or "inferred" where a cell's year follows from the table's order alone.
    """

    document: str
    page: int
    start: int
    end: int
    kind: str
    attribute: str
    value: str
    measure: str | None = None
    municipality: str | None = None
    number: float | None = None
    unit: str | None = None
    fiscal_year: int | None = None
    series: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """A document with everything that was read from it; the unit of incremental ingestion."""

    document: Document
    pages: tuple[Page, ...]
    passages: tuple[Passage, ...]
    records: tuple[Record, ...] = ()
    municipalities: tuple[Municipality, ...] = field(default=())
