"""What the index holds, as files that other programs read: JSON lines, or CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import IO, Any, Literal

import msgspec

from assistant.tabular import BOM, cell
from index.catalogue import Catalogue
from index.generation import read_manifest
from ingest.errors import InputError
from ingest.model import Document, Page, Passage, Record

Format = Literal["jsonl", "csv"]
Row = Mapping[str, Any]

_SUFFIXES: Mapping[str, Format] = {".jsonl": "jsonl", ".csv": "csv"}


def export(home: Path, target: Path, format: Format | None = None) -> dict[Path, int]:
    """Write documents, pages, passages and records of the current generation; gives the files with their lines.

    A folder, made where it is missing, takes a file of each, as JSON lines by default; a file is named for what it is
    to hold and how, as `records.csv`. Each file is there whole or not at all. Raises InputError for another name.
    """
    path, _ = read_manifest(home)
    if target.suffix and not target.is_dir():
        if (
            target.stem not in TABLES
            or target.suffix not in _SUFFIXES
            or format not in (None, _SUFFIXES[target.suffix])
        ):
            wanted = ", ".join(f"{name}.jsonl" for name in TABLES)
            raise InputError(f"{target}: name a folder, or a file for what it is to hold: {wanted} (or .csv)")
        files = {target: target.stem}
    else:
        files = {target / f"{name}.{format or 'jsonl'}": name for name in TABLES}
    with closing(Catalogue(path / "catalogue.sqlite")) as catalogue:
        for file, name in files.items():
            _write(file, *TABLES[name], catalogue)
        counts = catalogue.counts()
    return {file: counts[name] for file, name in files.items()}


def _documents(catalogue: Catalogue) -> Iterator[Row]:
    tallies = catalogue.tallies()
    for document in catalogue.documents():
        tally = tallies[document.id]
        of = document.municipality
        whose = {"municipality": of.full_name if of else None, "municipality_code": of.code if of else None}
        counts = {"pages": tally.pages, "passages": tally.passages, "records": tally.records}
        yield {**_values(document), **whose, "path": str(document.path), **counts}


def _pages(catalogue: Catalogue) -> Iterator[Row]:
    for document in catalogue.documents():
        yield from ({"document": document.id, **_values(page)} for page in catalogue.pages(document.id))


def _passages(catalogue: Catalogue) -> Iterator[Row]:
    return map(_values, catalogue.all_passages())


def _records(catalogue: Catalogue) -> Iterator[Row]:
    for document in catalogue.documents():
        yield from map(_values, catalogue.records(document=document.id))


def _values(item: Document | Page | Passage | Record) -> dict[str, Any]:
    return {field.name: getattr(item, field.name) for field in fields(item)}


def _names(kind: type[Document | Page | Passage | Record]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


#: Each table: its columns, and where its rows come from.
TABLES: Mapping[str, tuple[Sequence[str], Callable[[Catalogue], Iterator[Row]]]] = {
    "documents": ((*_names(Document), "municipality_code", "pages", "passages", "records"), _documents),
    "pages": (("document", *_names(Page)), _pages),
    "passages": (_names(Passage), _passages),
    "records": (_names(Record), _records),
}


def _write(
    file: Path, columns: Sequence[str], rows: Callable[[Catalogue], Iterator[Row]], catalogue: Catalogue
) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as stream:
            values = ([row[name] for name in columns] for row in rows(catalogue))
            _csv(stream, columns, values) if file.suffix == ".csv" else _lines(stream, columns, values)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


def _lines(stream: IO[str], columns: Sequence[str], rows: Iterator[list[Any]]) -> None:
    stream.writelines(_json(dict(zip(columns, row, strict=True))) + "\n" for row in rows)


def _csv(stream: IO[str], columns: Sequence[str], rows: Iterator[list[Any]]) -> None:
    stream.write(BOM)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(_json(value) if isinstance(value, tuple) else value) for value in row] for row in rows)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
