"""The catalogue's tables, and how the nouns of `ingest.model` become rows and back; tuples are kept as JSON."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from index.filters import Facets
from ingest.model import Document, Municipality, Page, Passage, Record

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE municipalities (
    code TEXT PRIMARY KEY, prefecture TEXT NOT NULL, name TEXT NOT NULL, kana TEXT NOT NULL, romaji TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE documents (
    id TEXT PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL, media_type TEXT NOT NULL, title TEXT NOT NULL,
    municipality TEXT REFERENCES municipalities (code), confidence REAL NOT NULL, date TEXT, first_year INTEGER,
    last_year INTEGER, visibility TEXT NOT NULL, source_url TEXT, warnings TEXT NOT NULL, fingerprint TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE document_municipalities (
    document TEXT NOT NULL REFERENCES documents (id), code TEXT NOT NULL REFERENCES municipalities (code),
    PRIMARY KEY (document, code)
) WITHOUT ROWID;
CREATE TABLE pages (
    document TEXT NOT NULL REFERENCES documents (id), number INTEGER NOT NULL, text TEXT NOT NULL, label TEXT,
    confidence REAL,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE TABLE passages (
    ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL REFERENCES documents (id),
    page INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL,
    headings TEXT NOT NULL, measure TEXT, municipality TEXT, years TEXT NOT NULL,
    facet_municipality TEXT, facet_years TEXT NOT NULL, facet_public INTEGER NOT NULL
);
CREATE INDEX passages_by_place ON passages (document, page, start, id);
CREATE TABLE passage_years (ordinal INTEGER NOT NULL, year INTEGER NOT NULL, PRIMARY KEY (ordinal, year)) WITHOUT ROWID;
CREATE TABLE records (
    document TEXT NOT NULL REFERENCES documents (id), page INTEGER NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, kind TEXT NOT NULL, attribute TEXT NOT NULL, value TEXT NOT NULL, measure TEXT,
    municipality TEXT, number REAL, unit TEXT, fiscal_year INTEGER, series TEXT, status TEXT
);
CREATE INDEX records_by_document ON records (document, page, start);
CREATE INDEX records_by_kind ON records (kind, attribute, municipality);
"""

#: Passages wait here until all are known; their ordinals follow the order of their ids.
STAGING = (
    "CREATE TABLE staging.passages AS SELECT * FROM main.passages; CREATE UNIQUE INDEX staging.ids ON passages (id);"
)

PAGE = ("document", "number", "text", "label", "confidence")
PASSAGE = (
    "id", "document", "page", "start", "end", "text", "kind", "headings", "measure", "municipality", "years",
)  # fmt: skip
FACETS = ("facet_municipality", "facet_years", "facet_public")
RECORD = (
    "document", "page", "start", "end", "kind", "attribute", "value", "measure", "municipality", "number", "unit",
    "fiscal_year", "series", "status",
)  # fmt: skip
MUNICIPALITY = ("code", "prefecture", "name", "kana", "romaji")
DOCUMENT = (
    "id", "path", "sha256", "media_type", "title", "municipality", "confidence", "date", "first_year", "last_year",
    "visibility", "source_url", "warnings",
)  # fmt: skip


def columns(names: Iterable[str], table: str = "") -> str:
    prefix = f"{table}." if table else ""
    return ", ".join(f'{prefix}"{name}"' for name in names)


def insert(table: str, names: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({columns(names)}) VALUES ({', '.join('?' * len(names))})"


def document_row(document: Document, fingerprint: str) -> tuple[Any, ...]:
    """Values for `DOCUMENT` and, last, the fingerprint."""
    first, last = document.years or (None, None)
    return (
        document.id, str(document.path), document.sha256, document.media_type, document.title,
        document.municipality.code if document.municipality else None, document.confidence, document.date, first, last,
        document.visibility, document.source_url, dump(document.warnings), fingerprint,
    )  # fmt: skip


def passage_row(passage: Passage, of: Facets) -> tuple[Any, ...]:
    """Values for `PASSAGE` and, last, `FACETS`."""
    kept = (passage.id, passage.document, passage.page, passage.start, passage.end, passage.text, passage.kind)
    own = (dump(passage.headings), passage.measure, passage.municipality, dump(passage.years))
    return (*kept, *own, of.municipality, dump(of.years), of.public)


def record_row(record: Record) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in RECORD)


def municipality_row(municipality: Municipality) -> tuple[Any, ...]:
    return tuple(getattr(municipality, name) for name in MUNICIPALITY)


def to_document(row: sqlite3.Row, municipalities: Mapping[str, Municipality]) -> Document:
    return Document(
        id=row["id"],
        path=Path(row["path"]),
        sha256=row["sha256"],
        media_type=row["media_type"],
        title=row["title"],
        municipality=municipalities.get(row["municipality"]),
        confidence=row["confidence"],
        date=row["date"],
        years=None if row["first_year"] is None else (row["first_year"], row["last_year"]),
        visibility=row["visibility"],
        source_url=row["source_url"],
        warnings=tuple(json.loads(row["warnings"])),
    )


def to_page(row: sqlite3.Row) -> Page:
    return Page(number=row["number"], text=row["text"], label=row["label"], confidence=row["confidence"])


def to_passage(row: sqlite3.Row) -> Passage:
    values = {name: row[name] for name in PASSAGE}
    values["headings"] = tuple(json.loads(values["headings"]))
    values["years"] = tuple(json.loads(values["years"]))
    return Passage(**values)


def to_record(row: sqlite3.Row) -> Record:
    return Record(**{name: row[name] for name in RECORD})


def to_municipality(row: sqlite3.Row) -> Municipality:
    return Municipality(**{name: row[name] for name in MUNICIPALITY})


def dump(values: tuple[object, ...]) -> str:
    return json.dumps(values, ensure_ascii=False)
