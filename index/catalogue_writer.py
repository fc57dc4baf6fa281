"""Writes the catalogue of a generation that is being built."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

from index import rows
from index.filters import facets
from ingest.errors import InputError
from ingest.model import Municipality, ParsedDocument

_UNSAFE = "PRAGMA {0}.journal_mode = OFF; PRAGMA {0}.synchronous = OFF;"


class CatalogueWriter:
    """Adds parsed documents, or copies them from another catalogue; complete when the `with` block ends well.

    The same documents yield the same rows in whatever order they come. Nothing is fsynced here: an unfinished file is
    thrown away.
    """

    def __init__(self, path: Path, meta: dict[str, str]) -> None:
        self._staging = path.with_suffix(".staging")
        self._db = sqlite3.connect(path.absolute().as_uri(), uri=True, isolation_level=None)
        self._db.execute("ATTACH ? AS staging", [self._staging.absolute().as_uri()])
        self._db.executescript(_UNSAFE.format("main") + _UNSAFE.format("staging") + rows.SCHEMA + rows.STAGING)
        self._db.execute("BEGIN")
        self._db.executemany(rows.insert("meta", ("key", "value")), meta.items())

    def __enter__(self) -> CatalogueWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._place_passages()
                self._db.execute("COMMIT")
        finally:
            self._db.close()
            self._staging.unlink(missing_ok=True)

    def add(self, parsed: ParsedDocument, fingerprint: str) -> None:
        """Raises InputError when a document or passage id is there already."""
        document = parsed.document
        own = (document.municipality,) if document.municipality else ()
        try:
            self._municipalities(document.id, (*own, *parsed.municipalities))
            self._db.execute(
                rows.insert("documents", (*rows.DOCUMENT, "fingerprint")), rows.document_row(document, fingerprint)
            )
            self._db.executemany(
                rows.insert("pages", rows.PAGE),
                ((document.id, p.number, p.text, p.label, p.confidence) for p in parsed.pages),
            )
            self._db.executemany(
                rows.insert("staging.passages", (*rows.PASSAGE, *rows.FACETS)),
                (rows.passage_row(passage, facets(passage, document)) for passage in parsed.passages),
            )
        except sqlite3.IntegrityError as error:
            message = f"{document.path}: an id is used twice ({error}); give the file another name"
            raise InputError(message) from error
        self._db.executemany(rows.insert("records", rows.RECORD), map(rows.record_row, parsed.records))

    def copy(self, source: Path, documents: Sequence[str]) -> None:
        """Takes documents over from the catalogue of an earlier generation, with all that belongs to them."""
        if not documents:
            return
        self._db.execute("COMMIT")
        self._db.execute("ATTACH ? AS old", [f"{source.absolute().as_uri()}?mode=ro&immutable=1"])
        self._db.execute("CREATE TEMP TABLE kept (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO kept VALUES (?)", ((document,) for document in documents))
        self._db.execute(
            "INSERT OR IGNORE INTO main.municipalities SELECT * FROM old.municipalities WHERE code IN "
            "(SELECT code FROM old.document_municipalities WHERE document IN (SELECT id FROM kept))"
        )
        self._db.execute("INSERT INTO main.documents SELECT * FROM old.documents WHERE id IN (SELECT id FROM kept)")
        self._take("main.document_municipalities", "old.document_municipalities", ("document", "code"))
        self._take("main.pages", "old.pages", rows.PAGE)
        self._take("main.records", "old.records", rows.RECORD, "ORDER BY rowid")
        self._take("staging.passages", "old.passages", (*rows.PASSAGE, *rows.FACETS))
        self._db.execute("COMMIT")
        self._db.execute("DETACH old")
        self._db.execute("BEGIN")

    def _take(self, target: str, source: str, names: tuple[str, ...], order: str = "") -> None:
        listed = rows.columns(names)
        chosen = f"SELECT {listed} FROM {source} WHERE document IN (SELECT id FROM kept) {order}"
        self._db.execute(f"INSERT INTO {target} ({listed}) {chosen}")

    def _place_passages(self) -> None:
        names = rows.columns((*rows.PASSAGE, *rows.FACETS))
        self._db.execute(
            f"INSERT INTO main.passages (ordinal, {names}) "
            f"SELECT row_number() OVER (ORDER BY id) - 1, {names} FROM staging.passages ORDER BY id"
        )
        self._db.execute(
            "INSERT INTO passage_years SELECT ordinal, value FROM main.passages AS p, json_each(p.facet_years)"
        )

    def _municipalities(self, document: str, municipalities: Iterable[Municipality]) -> None:
        by_code = {municipality.code: municipality for municipality in municipalities}
        self._db.executemany(
            rows.insert("municipalities", rows.MUNICIPALITY) + " ON CONFLICT DO NOTHING",
            map(rows.municipality_row, by_code.values()),
        )
        self._db.executemany(
            rows.insert("document_municipalities", ("document", "code")), ((document, code) for code in by_code)
        )
