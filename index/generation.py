"""The home folder: numbered generations of the index, and the pointer to the one that is served.

`generations/<number>/` holds catalogue.sqlite, lexical/, dense/ and manifest.json; `CURRENT` the number and the hash of
that manifest. A folder that `CURRENT` never named is the remains of a crash.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from index.analysis import ANALYSER_VERSION
from index.catalogue import Catalogue
from index.dense import DenseIndex
from index.embedding.encoder import TextEncoder
from index.expansion import WeightedQuery, expand
from index.files import sha256, write_atomically
from index.filters import Filter
from index.lexical import FieldWeights, LexicalIndex
from index.lexicon import default_lexicon
from index.milvus import MilvusIndex
from index.retrieval import DenseRetriever, Expansion, FusedRetriever, LexicalRetriever, Part
from ingest.errors import IndexDamaged, IndexMismatch, IndexMissing

#: The layout of a generation on disk. Another number than the software's own means: build again.
FORMAT_VERSION = 3
#: The second is there where some documents are internal, and is all that readers are answered from: the weight of a
#: word would tell them that it stands in an internal document, too.
LEXICAL, PUBLIC_LEXICAL = "lexical", "lexical-public"
KEPT = 2
#: Indexes up to this size are hashed whenever they are opened (some 20 ms); for larger ones only sizes are compared.
HASHED_ON_OPEN = 32_000_000
#: Shares of the fused score. Over 545 questions of our own about plans the right page's MRR is .8105 at dense shares of
#: 0 and 0.03, .8106 at 0.05, .8091 at 0.15; the default model's training questions (JaQuAD, held out) would take 0.15,
#: which other encyclopaedic ones (JSQuAD) do not bear out.
WEIGHTS: Mapping[str, float] = {"lexical": 0.97, "dense": 0.03}
#: With a model named in the settings, which knows more than word vectors do; not measured, for none can be had offline.
WEIGHTS_OF_NAMED: Mapping[str, float] = {"lexical": 0.7, "dense": 0.3}

REBUILD = "rebuild it: keikaku ingest --rebuild"


def generations(home: Path) -> Path:
    return home / "generations"


def numbers(home: Path) -> list[int]:
    """All generations on disk, finished or not, in ascending order."""
    return sorted(int(folder.name) for folder in generations(home).iterdir() if folder.name.isdigit())


def current_number(home: Path) -> int | None:
    """The generation that is served, None before the first. One small read: fit for polling."""
    pointer = _pointer(home)
    return pointer[0] if pointer else None


def _pointer(home: Path) -> tuple[int, str] | None:
    try:
        number, manifest_hash = (home / "CURRENT").read_text(encoding="utf-8").split()
        return int(number), manifest_hash
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{home / 'CURRENT'} cannot be read ({error}); {REBUILD}") from error


def switch(home: Path, number: int) -> None:
    """Makes a finished generation the one that is served."""
    manifest_hash = sha256(generations(home) / str(number) / "manifest.json")
    write_atomically(home / "CURRENT", f"{number} {manifest_hash}\n")


class Generation:
    """One generation, opened for reading; safe to share between threads, and usable after it has been pruned."""

    def __init__(
        self, path: Path, manifest: Mapping[str, Any], encoder: TextEncoder, milvus: str | None = None
    ) -> None:
        self.path = path
        self.number = int(path.name)
        self.manifest = manifest
        self.encoder = encoder
        self.catalogue = Catalogue(path / "catalogue.sqlite")
        self.lexical = LexicalIndex.open(path / LEXICAL)
        public = path / PUBLIC_LEXICAL
        self.public_lexical = LexicalIndex.open(public) if public.is_dir() else self.lexical
        self.dense = MilvusIndex(path / "dense", milvus) if milvus else DenseIndex.open(path / "dense")
        municipalities = sorted(self.catalogue.municipalities(), key=lambda m: not m.is_prefecture)
        self._romanised = {m.romaji: m.name for m in municipalities if m.romaji}
        self._expanded = lru_cache(maxsize=64)(lambda question: expand(question, default_lexicon(), self._romanised))

    def close(self) -> None:
        self.catalogue.close()

    def retriever(
        self,
        weights: Mapping[str, float] | None = None,
        expand: Expansion | None = None,
        method: Literal["scores", "rrf"] = "scores",
        fields: FieldWeights | None = None,
    ) -> FusedRetriever:
        """Lexical and dense search fused; a weight of 0, or none, leaves one out.

        Plain questions are prepared by `expand`, by default with the lexicon that ships and the names of this index's
        municipalities.
        """
        if weights is None:
            weights = WEIGHTS if self.encoder.name == "default" else WEIGHTS_OF_NAMED
        lexical = LexicalRetriever(self.lexical, self.public_lexical, self.catalogue, weights=fields or FieldWeights())
        dense = DenseRetriever(self.dense, self.catalogue, self.encoder)
        parts = (
            Part(lexical, weights.get("lexical", 0.0), minimum=0.0),
            Part(dense, weights.get("dense", 0.0), minimum=-1.0),
        )
        return FusedRetriever(parts, method=method, expand=expand or self.expand)

    def expand(self, question: str) -> WeightedQuery:
        """A question with synonyms, and Japanese terms for English ones (see `index.expansion`)."""
        return self._expanded(question)

    def verify(self, deep: bool = False) -> None:
        """Raises IndexDamaged when files, or the counts of the parts, differ from the manifest.

        Compares sizes; with `deep` every file's hash.
        """
        check_files(self.path, self.manifest, deep)
        counts = self.catalogue.counts()
        passages = counts["passages"]
        if counts != self.manifest["counts"] or not passages == len(self.lexical) == len(self.dense):
            raise IndexDamaged(f"the parts of {self.path} do not hold the same passages; {REBUILD}")
        public = self.catalogue.ordinals(Filter(public_only=True))
        if len(self.public_lexical) != (passages if public is None else len(public)):
            raise IndexDamaged(f"{self.path / PUBLIC_LEXICAL} does not hold the public passages; {REBUILD}")


def read_manifest(home: Path) -> tuple[Path, dict[str, Any]]:
    """The folder and the manifest of the current generation. Raises IndexMissing, IndexMismatch or IndexDamaged."""
    pointer = _pointer(home)
    if pointer is None:
        raise IndexMissing(f"there is no index in {home}; build one: keikaku ingest FOLDER")
    path = generations(home) / str(pointer[0])
    try:
        if sha256(path / "manifest.json") != pointer[1]:
            raise IndexDamaged(f"{path / 'manifest.json'} has been changed; {REBUILD}")
        manifest: dict[str, Any] = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{path / 'manifest.json'} cannot be read ({error}); {REBUILD}") from error
    stored = (manifest.get("format"), manifest.get("analyser"))
    if stored != (FORMAT_VERSION, ANALYSER_VERSION):
        raise IndexMismatch(f"the index in {home} was built by another version of Keikaku; {REBUILD}")
    return path, manifest


def check_files(path: Path, manifest: Mapping[str, Any], deep: bool) -> None:
    """Compares sizes with the manifest, and with `deep` hashes. Raises IndexDamaged."""
    if damage := next(damaged_files(path, manifest, deep), None):
        raise IndexDamaged(f"{damage}; {REBUILD}")


def damaged_files(path: Path, manifest: Mapping[str, Any], deep: bool) -> Iterator[str]:
    """What `check_files` finds, a line a file."""
    files = manifest["files"]
    hashable = [name for name, stated in files.items() if deep and _size(path / name) == stated["size"]]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        hashes = dict(zip(hashable, threads.map(lambda name: sha256(path / name), hashable), strict=True))
    for name, stated in files.items():
        if (size := _size(path / name)) is None:
            yield f"{path / name} is missing"
        elif size != stated["size"] or (deep and hashes[name] != stated["sha256"]):
            yield f"{path / name} has been changed or damaged"


def touched(path: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether a file was changed, or copied here, since it was built; what was not need not be hashed again."""
    return any(
        not (path / name).is_file() or (path / name).stat().st_mtime_ns != stated.get("changed")
        for name, stated in manifest["files"].items()
    )


def _size(file: Path) -> int | None:
    return file.stat().st_size if file.is_file() else None


def open_current(home: Path, encoder: TextEncoder, milvus: str | None = None) -> Generation:
    """Opens the generation that is served; its vectors are searched in Milvus where an address or file is given.

    Raises IndexMissing, IndexMismatch or IndexDamaged, each with the remedy.
    """
    while True:
        number = current_number(home)
        try:
            return _open(home, encoder, milvus)
        except IndexDamaged:
            if current_number(home) == number:  # else it was pruned while it was being opened
                raise


def _open(home: Path, encoder: TextEncoder, milvus: str | None) -> Generation:
    path, manifest = read_manifest(home)
    stored = manifest["encoder"]
    if stored["fingerprint"] != encoder.fingerprint:
        raise IndexMismatch(
            f"the index in {home} was built with the embedding model {stored['name']} and cannot be searched with "
            f"{encoder.name} (or another version of it); {REBUILD}"
        )
    size = sum(int(stated["size"]) for stated in manifest["files"].values())
    check_files(path, manifest, deep=size <= HASHED_ON_OPEN)
    return Generation(path, manifest, encoder, milvus)


def prune(home: Path) -> None:
    """Deletes all but the served generation and those just before it, and what crashed runs left. Needs the lock."""
    try:
        current = current_number(home) or 0
    except IndexDamaged:
        return
    kept = set([number for number in numbers(home) if number <= current][-KEPT:])
    for folder in generations(home).iterdir():
        if not (folder.name.isdigit() and int(folder.name) in kept):
            shutil.rmtree(folder, ignore_errors=True)  # on Windows a reader may still hold it; the next run tries again
