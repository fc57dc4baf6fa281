"""The parts of a generation that is being built, and what it can take over from the one before."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.analysis import ANALYSER_VERSION
from index.catalogue import Catalogue
from index.context import context_text, embedding_text
from index.dense import DenseIndex
from index.embedding.encoder import TextEncoder
from index.files import sha256
from index.filters import Filter, facets
from index.generation import (
    FORMAT_VERSION,
    LEXICAL,
    PUBLIC_LEXICAL,
    Generation,
    check_files,
    generations,
    numbers,
    read_manifest,
    touched,
)
from index.lexical import LexicalEntry, LexicalIndex
from ingest.errors import IndexDamaged, IndexMismatch, IndexMissing
from ingest.model import Passage

Progress = Callable[[str, int, int], None]

_BATCH = 256


class Previous:
    """The current generation as a source; `fingerprints` is empty where nothing can be taken from it."""

    def __init__(self, path: Path | None = None, manifest: Mapping[str, Any] | None = None) -> None:
        self.path = path
        self.manifest = manifest or {"counts": {}, "encoder": {"fingerprint": None}}
        self.number = int(path.name) if path else 0
        self._catalogue = Catalogue(path / "catalogue.sqlite") if path else None
        self.fingerprints = self._catalogue.fingerprints() if self._catalogue else {}

    @classmethod
    def find(cls, home: Path) -> Previous:
        try:
            path, manifest = read_manifest(home)
            check_files(path, manifest, deep=touched(path, manifest))
            return cls(path, manifest)
        except (IndexMissing, IndexMismatch, IndexDamaged):
            return cls()

    def __enter__(self) -> Previous:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._catalogue:
            self._catalogue.close()

    @property
    def counts(self) -> Mapping[str, int]:
        counts: Mapping[str, int] = self.manifest["counts"]
        return counts

    def serves(self, encoder: TextEncoder) -> bool:
        """True when its vectors are this encoder's."""
        return self.path is not None and self.manifest["encoder"]["fingerprint"] == encoder.fingerprint

    def vectors(self) -> NDArray[np.float32]:
        if self.path is None:
            raise ValueError("there is no previous generation")
        return DenseIndex.open(self.path / "dense").vectors

    def ordinals_of(self, passages: Sequence[str]) -> dict[str, int]:
        return self._catalogue.ordinals_of(passages) if self._catalogue else {}


class Assembly:
    """Fills the folder of the next generation."""

    def __init__(self, home: Path, encoder: TextEncoder, previous: Previous, progress: Progress) -> None:
        self.home = home
        self.encoder = encoder
        self.previous = previous
        self.progress = progress
        self.number = max([*numbers(home), previous.number]) + 1
        self.path = generations(home) / str(self.number)

    def finish(self, kept: set[str]) -> dict[str, Any]:
        """Writes what follows from the catalogue, and checks all of it. Gives the manifest.

        `kept` names the documents whose vectors may be taken from the previous generation.
        """
        catalogue = Catalogue(self.path / "catalogue.sqlite")
        try:
            counts = catalogue.counts()
            self._write_lexical(catalogue, counts["passages"])
            self._write_dense(catalogue, counts["passages"], kept if self.previous.serves(self.encoder) else set())
            manifest = self._write_manifest(counts)
        finally:
            catalogue.close()
        self._verify(manifest)
        return manifest

    def _write_lexical(self, catalogue: Catalogue, total: int) -> None:
        LexicalIndex.build(self.path / LEXICAL, self._entries(catalogue, total))
        if any(document.visibility == "internal" for document in catalogue.documents()):
            public = (entry for entry in self._entries(catalogue, total) if entry.facets.public)
            LexicalIndex.build(self.path / PUBLIC_LEXICAL, public)

    def _entries(self, catalogue: Catalogue, total: int) -> Iterator[LexicalEntry]:
        documents = {document.id: document for document in catalogue.documents()}
        municipalities = {municipality.code: municipality for municipality in catalogue.municipalities()}
        for done, passages in _portions(catalogue, total):
            for passage in passages:
                document = documents[passage.document]
                of = facets(passage, document)
                municipality = municipalities.get(of.municipality or "")
                yield LexicalEntry(passage, context_text(passage, document, municipality), of)
            self.progress("lexical", done, total)

    def _write_dense(self, catalogue: Catalogue, total: int, kept: set[str]) -> None:
        def portions() -> Iterator[NDArray[np.float32]]:
            old = self.previous.vectors() if kept else np.zeros((0, 0), dtype=np.float32)
            for done, passages in _portions(catalogue, total):
                rows = self.previous.ordinals_of([p.id for p in passages if p.document in kept])
                new = [i for i, p in enumerate(passages) if p.id not in rows]
                out = np.empty((len(passages), dimension), dtype=np.float32)
                out[new] = self.encoder.encode_documents([embedding_text(passages[i]) for i in new])
                for i, passage in enumerate(passages):
                    if passage.id in rows:
                        out[i] = old[rows[passage.id]]
                self.progress("dense", done, total)
                yield out

        dimension = self.encoder.dimension
        DenseIndex.build(self.path / "dense", total, dimension, portions(), self.encoder.name, self.encoder.fingerprint)

    def _write_manifest(self, counts: Mapping[str, int]) -> dict[str, Any]:
        files = sorted(p for p in self.path.rglob("*") if p.is_file() and not p.name.startswith(".tantivy"))
        manifest = {
            "format": FORMAT_VERSION,
            "analyser": ANALYSER_VERSION,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "encoder": {
                "name": self.encoder.name,
                "fingerprint": self.encoder.fingerprint,
                "dimension": self.encoder.dimension,
            },
            "counts": dict(counts),
            "files": {
                p.relative_to(self.path).as_posix(): {
                    "size": p.stat().st_size,
                    "changed": p.stat().st_mtime_ns,
                    "sha256": sha256(p),
                }
                for p in files
            },
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=2)
        (self.path / "manifest.json").write_text(text, encoding="utf-8")
        return manifest

    def _verify(self, manifest: Mapping[str, Any]) -> None:
        """Every document must be found, by its own longest passage, in the lexical and in the dense index."""
        generation = Generation(self.path, manifest, self.encoder)
        try:
            generation.verify()
            documents = generation.catalogue.documents()
            for done, document in enumerate(documents, start=1):
                passages = generation.catalogue.passages_of(document.id)
                if passages:
                    _must_find(generation, max(passages, key=lambda passage: len(passage.text)))
                self.progress("verify", done, len(documents))
        finally:
            generation.close()


def _must_find(generation: Generation, passage: Passage) -> None:
    where = Filter(documents=(passage.document,))
    row = generation.catalogue.ordinals_of([passage.id])[passage.id]
    vector = generation.dense.vectors[row]
    beginning, whole = passage.text[:200], passage.text
    # The beginning is enough, and quick, unless the cut goes through its only word.
    lexical = generation.lexical.search(beginning, 1, where) or generation.lexical.search(whole, 1, where)
    dense = generation.dense.search(vector, 1, generation.catalogue.ordinals(where))
    searchable = generation.lexical.has_terms(beginning)
    if (searchable and not lexical) or (vector.any() and not dense):
        raise IndexDamaged(
            f"{passage.document} is not found in the index that was just built; run keikaku ingest again"
        )


def _portions(catalogue: Catalogue, total: int) -> Iterator[tuple[int, list[Passage]]]:
    for first in range(0, total, _BATCH):
        passages = catalogue.by_ordinals(first, _BATCH)
        yield first + len(passages), passages
