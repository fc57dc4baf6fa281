"""Whether a generation on disk is what it should be, down to every passage and offset."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from index.catalogue import Catalogue
from index.dense import DenseIndex
from index.generation import damaged_files, read_manifest
from index.lexical import LexicalIndex
from ingest.errors import IndexDamaged
from ingest.model import Document, Page
from ingest.normalise import normalise

_ROWS = 10_000


def damage(home: Path, progress: Callable[[str, int, int], None] | None = None) -> Iterator[str]:
    """A line for each thing that is wrong with the current generation; none when all of it is sound.

    Checks every file's hash, the counts of catalogue, lexical and dense index against the manifest, every vector's
    length, the order of passages, and of every document the spans of passages and records on their pages and the maps
    of the pages' normalised views. Raises IndexMissing, IndexMismatch or IndexDamaged where it cannot be opened at all.
    """
    path, manifest = read_manifest(home)
    files = list(damaged_files(path, manifest, deep=True))
    yield from files
    try:
        with closing(Catalogue(path / "catalogue.sqlite")) as catalogue:
            yield from _counts(catalogue, path, manifest)
            yield from _order(catalogue, manifest["counts"]["passages"])
            yield from (f"{path}: {row} belongs to nothing" for row in catalogue.broken_references())
            documents = catalogue.documents()
            for done, document in enumerate(documents, 1):
                yield from _document(catalogue, document)
                if progress:
                    progress("verify", done, len(documents))
    except (IndexDamaged, sqlite3.Error, ValueError) as error:
        if not files:  # else it has been said why
            yield f"{path}: {error}"


def _counts(catalogue: Catalogue, path: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    stated, found = manifest["counts"], catalogue.counts()
    for name in sorted(stated.keys() | found.keys()):
        if stated.get(name) != found.get(name):
            yield f"{path}: {found.get(name)} {name}, but its manifest says {stated.get(name)}"
    dense = DenseIndex.open(path / "dense")
    for name, count in (("lexical", len(LexicalIndex.open(path / "lexical"))), ("dense", len(dense))):
        if count != stated["passages"]:
            yield f"{path / name}: {count} passages, but the manifest says {stated['passages']}"
    if len(dense) and dense.vectors.shape[1] != manifest["encoder"]["dimension"]:
        yield f"{path / 'dense'}: vectors of {dense.vectors.shape[1]} numbers, not {manifest['encoder']['dimension']}"
    wrong = 0
    for first in range(0, len(dense), _ROWS):
        lengths = np.linalg.norm(dense.vectors[first : first + _ROWS], axis=1)
        wrong += int(np.count_nonzero(~((lengths == 0) | (np.abs(lengths - 1) < 1e-3))))
    if wrong:
        yield f"{path / 'dense'}: {wrong} vectors are not of length 1"


def _order(catalogue: Catalogue, count: int) -> Iterator[str]:
    """Passages are numbered by the order of their ids: the row of each in the dense index."""
    last, seen = "", 0
    while passages := catalogue.by_ordinals(seen, _ROWS):
        ids = [passage.id for passage in passages]
        rows = catalogue.ordinals_of(ids)
        if sorted(ids) != ids or ids[0] <= last or [rows[id] for id in ids] != list(range(seen, seen + len(ids))):
            yield f"passages {seen} to {seen + len(ids) - 1} are not in the order of their ids"
            return
        last, seen = ids[-1], seen + len(ids)
    if seen != count:
        yield f"{seen} passages are numbered, but there are {count}"


def _document(catalogue: Catalogue, document: Document) -> Iterator[str]:
    pages = {page.number: page for page in catalogue.pages(document.id)}
    if list(pages) != list(range(1, len(pages) + 1)):
        yield f"{document.id}: its pages are not numbered from 1 to {len(pages)}"
    for passage in catalogue.passages_of(document.id):
        page = pages.get(passage.page)
        if page is None or not passage.text or page.text[passage.start : passage.end] != passage.text:
            yield f"{document.id}: passage {passage.id} is not what stands on page {passage.page}"
    for record in catalogue.records(document=document.id):
        page = pages.get(record.page)
        if page is None or not 0 <= record.start < record.end <= len(page.text):
            yield f"{document.id}: the record {record.attribute} = {record.value} has no span on page {record.page}"
    yield from (f"{document.id}: page {page.number} {wrong}" for page in pages.values() for wrong in _view(page))


def _view(page: Page) -> Iterator[str]:
    """The map from the normalised view back to the text: in order, inside, and one entry a character."""
    seen = normalise.__wrapped__(page.text)
    if not len(seen.text) == len(seen.offsets) == len(seen.ends):
        yield "has a view whose map is not as long as its text"
    elif not (_ascending(seen.offsets) and _ascending(seen.ends)):
        yield "has a view whose map goes backwards"
    elif seen.text and not all(a < b <= len(page.text) for a, b in zip(seen.offsets, seen.ends, strict=True)):
        yield "has a view whose map leads outside of its text"


def _ascending(numbers: Sequence[int]) -> bool:
    return all(a <= b for a, b in zip(numbers, numbers[1:], strict=False))
