"""The catalogue of one generation: what was read from the documents, in SQLite, as it is served."""

from __future__ import annotations

import queue
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index import rows
from index.filters import Filter
from ingest.errors import IndexDamaged
from ingest.model import Document, Municipality, Page, Passage, Record
from ingest.normalise import squash

_CONNECTIONS = 4
_CHUNK = 500
_REMEMBERED = 20_000
_ROWS_REMEMBERED = 500_000

_Key = TypeVar("_Key", str, int)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a document holds; `municipalities` counts those that it is of or names as its own, `unread` are the numbers
    of its pages without text."""

    pages: int
    passages: int
    records: int
    municipalities: int
    unread: tuple[int, ...]


class Catalogue:
    """Read-only and safe to share between threads.

    All connections are opened at once, so that a catalogue still answers when its generation has been deleted under it.
    With `public_only`, what belongs to an internal document does not exist.
    """

    def __init__(self, path: Path) -> None:
        self._pool: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self._opened: list[sqlite3.Connection] = []
        self._remembered: dict[Any, Passage] = {}
        self._rows: dict[str, int] = {}
        try:
            for _ in range(_CONNECTIONS):
                connection = sqlite3.connect(
                    f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
                )
                self._opened.append(connection)
                connection.row_factory = sqlite3.Row
                connection.create_function("squash", 1, _squashed, deterministic=True)
                self._pool.put(connection)
            self.meta = {row["key"]: row["value"] for row in self._all("SELECT * FROM meta")}
            self._municipalities = {
                row["code"]: rows.to_municipality(row) for row in self._all("SELECT * FROM municipalities")
            }
        except sqlite3.Error as error:
            self.close()
            raise IndexDamaged(f"{path} cannot be read ({error}); rebuild it: keikaku ingest --rebuild") from error
        self._ordinals = lru_cache(maxsize=256)(self._find_ordinals)

    def close(self) -> None:
        """Waits for statements that are running, up to five seconds each, and lets no further one begin."""
        for _ in self._opened:
            with suppress(queue.Empty):
                self._pool.get(timeout=5)
        for connection in self._opened:
            connection.close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = self._pool.get()
        try:
            yield connection
        finally:
            self._pool.put(connection)

    def _all(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with self._connection() as connection:
            return connection.execute(sql, values).fetchall()

    def documents(self, public_only: bool = False) -> list[Document]:
        """All documents, by id."""
        found = self._all(f"SELECT * FROM documents WHERE {_public('visibility', public_only)} ORDER BY id")
        return [rows.to_document(row, self._municipalities) for row in found]

    def document(self, document: str, public_only: bool = False) -> Document | None:
        found = self._all(f"SELECT * FROM documents WHERE id = ? AND {_public('visibility', public_only)}", [document])
        return rows.to_document(found[0], self._municipalities) if found else None

    def fingerprints(self) -> dict[str, str]:
        """What each document was built from, by document id (see `index.build`)."""
        return {row["id"]: row["fingerprint"] for row in self._all("SELECT id, fingerprint FROM documents ORDER BY id")}

    def municipalities(self, public_only: bool = False) -> list[Municipality]:
        """Every municipality that some document is of or names as its own, by code."""
        if not public_only:
            return [self._municipalities[code] for code in sorted(self._municipalities)]
        found = self._all(
            "SELECT DISTINCT code FROM document_municipalities JOIN documents ON documents.id = document "
            "WHERE visibility = 'public' ORDER BY code"
        )
        return [self._municipalities[row["code"]] for row in found]

    def municipalities_of_documents(self, public_only: bool = False) -> dict[str, list[str]]:
        """The codes of the municipalities that each document is of or names as its own, by document id."""
        out: dict[str, list[str]] = {}
        found = self._all(
            "SELECT document, code FROM document_municipalities JOIN documents ON documents.id = document "
            f"WHERE {_public('visibility', public_only)} ORDER BY document, code"
        )
        for row in found:
            out.setdefault(row["document"], []).append(row["code"])
        return out

    def page(self, document: str, number: int, public_only: bool = False) -> Page | None:
        found = self._all(
            f"SELECT * FROM pages WHERE document = ? AND number = ? AND {_of_public(public_only)}", [document, number]
        )
        return rows.to_page(found[0]) if found else None

    def pages(self, document: str, public_only: bool = False) -> list[Page]:
        found = self._all(
            f"SELECT * FROM pages WHERE document = ? AND {_of_public(public_only)} ORDER BY number", [document]
        )
        return [rows.to_page(row) for row in found]

    def page_count(self, document: str) -> int:
        return int(self._all("SELECT count(*) FROM pages WHERE document = ?", [document])[0][0])

    def tallies(self) -> dict[str, Tally]:
        """By document id."""
        blank = "trim(text, char(9, 10, 11, 12, 13, 32, 12288)) = ''"
        unread: dict[str, list[int]] = {}
        for row in self._all(f"SELECT document, number FROM pages WHERE {blank} ORDER BY document, number"):
            unread.setdefault(row["document"], []).append(row["number"])
        pages, passages, records, municipalities = (
            {row[0]: int(row[1]) for row in self._all(f"SELECT document, count(*) FROM {table} GROUP BY document")}
            for table in ("pages", "passages", "records", "document_municipalities")
        )
        return {
            id: Tally(
                pages=pages.get(id, 0),
                passages=passages.get(id, 0),
                records=records.get(id, 0),
                municipalities=municipalities.get(id, 0),
                unread=tuple(unread.get(id, ())),
            )
            for id in self.fingerprints()
        }

    def broken_references(self) -> list[str]:
        """Rows that belong to a document or municipality that is not there, as "table row"; none in a sound one."""
        return [f"{row[0]} {row[1] or ''}".strip() for row in self._all("PRAGMA foreign_key_check")]

    def passage(self, passage: str, public_only: bool = False) -> Passage | None:
        return self.passages([passage], public_only).get(passage)

    def passages(self, ids: Sequence[str], public_only: bool = False) -> dict[str, Passage]:
        """The passages with these ids, in the order of `ids`; ids that do not exist are left out."""
        found = self._lookup("id", ids, f"AND {_public('facet_public', public_only)}" if public_only else "")
        return {id: found[id] for id in ids if id in found}

    def passages_at(self, ordinals: Sequence[int]) -> dict[int, Passage]:
        """The passage of each row number of the dense index."""
        return self._lookup("ordinal", ordinals)

    def _lookup(self, column: str, keys: Sequence[_Key], also: str = "") -> dict[_Key, Passage]:
        """Passages by id or ordinal. Those read without a further condition are remembered, since none ever changes."""
        out = {} if also else {key: self._remembered[key] for key in keys if key in self._remembered}
        missing = [key for key in keys if key not in out]
        for first in range(0, len(missing), _CHUNK):
            some = missing[first : first + _CHUNK]
            sql = f"SELECT * FROM passages WHERE {column} IN ({', '.join('?' * len(some))}) {also}"
            out |= {row[column]: rows.to_passage(row) for row in self._all(sql, some)}
        if missing and not also:
            if len(self._remembered) > _REMEMBERED:
                self._remembered = {}
            self._remembered.update(out)
        return out

    def passages_of(self, document: str, page: int | None = None, public_only: bool = False) -> list[Passage]:
        """A document's passages, or one page's, in reading order."""
        sql = f"SELECT id FROM passages WHERE document = ? AND {_public('facet_public', public_only)}"
        values: list[Any] = [document]
        if page is not None:
            sql, values = f"{sql} AND page = ?", [document, page]
        return list(self.passages([row["id"] for row in self._all(f"{sql} ORDER BY page, start, id", values)]).values())

    def all_passages(self, public_only: bool = False) -> Iterator[Passage]:
        """Every passage by document and place, read in portions."""
        place: tuple[Any, ...] = ("", 0, 0, "")
        sql = (
            f"SELECT * FROM passages WHERE (document, page, start, id) > (?, ?, ?, ?) "
            f"AND {_public('facet_public', public_only)} ORDER BY document, page, start, id LIMIT {_CHUNK}"
        )
        while found := self._all(sql, place):
            yield from (rows.to_passage(row) for row in found)
            place = tuple(found[-1][name] for name in ("document", "page", "start", "id"))

    def records(
        self,
        kind: str | None = None,
        municipality: str | None = None,
        attribute: str | None = None,
        document: str | None = None,
        measure: str | None = None,
        fiscal_year: int | None = None,
        public_only: bool = False,
    ) -> list[Record]:
        """Records whose fields equal every value given, in the order of their documents, pages and places."""
        wanted = {
            "kind": kind, "municipality": municipality, "attribute": attribute, "document": document,
            "measure": measure, "fiscal_year": fiscal_year,
        }  # fmt: skip
        given = {name: value for name, value in wanted.items() if value is not None}
        where = " AND ".join([*(f"{name} = ?" for name in given), _of_public(public_only)])
        found = self._all(
            f"SELECT * FROM records WHERE {where} ORDER BY document, page, start, rowid", list(given.values())
        )
        return [rows.to_record(row) for row in found]

    def find_records(
        self,
        equal: Mapping[str, Any],
        holding: Mapping[str, str],
        limit: int,
        offset: int = 0,
        public_only: bool = False,
    ) -> tuple[int, list[Record]]:
        """How many records there are whose columns equal, or hold, what is given, and `limit` of them from `offset` on.

        Lists admit any of their values. White space, width and case aside; "text" is held by measure, attribute or
        value.
        """
        clauses, values = [_of_public(public_only)], []
        for name, value in equal.items():
            clauses.append(f"{name} IN (SELECT value FROM json_each(?))")
            values.append(rows.dump(tuple(value) if isinstance(value, list) else (value,)))
        for name, words in holding.items():
            columns = ("measure", "attribute", "value") if name == "text" else (name,)
            clauses.append("(" + " OR ".join(f"instr(squash({column}), ?)" for column in columns) + ")")
            values.extend([squash(words)] * len(columns))
        source = f"FROM records WHERE {' AND '.join(clauses)}"
        total = int(self._all(f"SELECT count(*) {source}", values)[0][0])
        found = self._all(
            f"SELECT * {source} ORDER BY document, page, start, rowid LIMIT ? OFFSET ?", [*values, limit, offset]
        )
        return total, [rows.to_record(row) for row in found]

    def counts(self) -> dict[str, int]:
        tables = ("documents", "pages", "passages", "records", "municipalities")
        return {table: self._all(f"SELECT count(*) FROM {table}")[0][0] for table in tables}

    def ordinals(self, where: Filter | None) -> NDArray[np.int64] | None:
        """Sorted row numbers, in the dense index, of the passages that a filter admits; None when it admits all."""
        return None if where is None or where.is_open else self._ordinals(where)

    def by_ordinals(self, first: int, count: int) -> list[Passage]:
        """Up to `count` passages from an ordinal on. Ordinals count from 0 in the order of passage ids."""
        sql = "SELECT * FROM passages WHERE ordinal >= ? ORDER BY ordinal LIMIT ?"
        return [rows.to_passage(row) for row in self._all(sql, [first, count])]

    def ordinals_of(self, ids: Sequence[str]) -> dict[str, int]:
        """The dense index's row number of each passage; ids that do not exist are left out."""
        if len(self._rows) > _ROWS_REMEMBERED:
            self._rows = {}
        known = self._rows
        missing = [id for id in ids if id not in known]
        for first in range(0, len(missing), _CHUNK):
            some = missing[first : first + _CHUNK]
            sql = f"SELECT id, ordinal FROM passages WHERE id IN ({', '.join('?' * len(some))})"
            known.update({row["id"]: row["ordinal"] for row in self._all(sql, some)})
        return {id: known[id] for id in ids if id in known}

    def _find_ordinals(self, where: Filter) -> NDArray[np.int64]:
        clauses = [_public("facet_public", where.public_only)]
        values: list[Any] = []
        fields = (("document", where.documents), ("facet_municipality", where.municipalities))
        for column, wanted in fields:
            if wanted is not None:
                clauses.append(f"{column} IN (SELECT value FROM json_each(?))")
                values.append(rows.dump(wanted))
        if where.years is not None:
            clauses.append(
                "ordinal IN (SELECT ordinal FROM passage_years WHERE year IN (SELECT value FROM json_each(?)))"
            )
            values.append(rows.dump(where.years))
        found = self._all(f"SELECT ordinal FROM passages WHERE {' AND '.join(clauses)} ORDER BY ordinal", values)
        return np.fromiter((row[0] for row in found), dtype=np.int64, count=len(found))


def _squashed(text: str | None) -> str | None:
    return None if text is None else squash(text)


def _public(column: str, public_only: bool) -> str:
    if not public_only:
        return "1"
    return "visibility = 'public'" if column == "visibility" else f"{column} = 1"


def _of_public(public_only: bool) -> str:
    return "document IN (SELECT id FROM documents WHERE visibility = 'public')" if public_only else "1"
