"""Dense search: inner products of normalised vectors in FAISS, with the vectors themselves kept beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import IndexDamaged

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

#: Below this every vector is compared; from here on a graph is walked; from the second on, cells are scanned.
HNSW_FROM = 20_000
IVF_FROM = 1_000_000
#: A filter that admits fewer vectors than this is answered by comparing them all.
COMPARE_BELOW = 20_000

_LINKS, _BUILD_WIDTH, _SEARCH_WIDTH = 32, 200, 128
_PROBES, _POINTS_PER_CELL = 64, 64
_DECIMALS = 6


def normalised(vectors: NDArray[Any]) -> Vectors:
    """Rows at length 1, as float32; rows that are stay as they are, to the bit.

    A row of zeros stays one, and so is equally unlike everything.
    """
    out = np.array(vectors, dtype=np.float32, copy=True)
    lengths = np.linalg.norm(out, axis=-1, keepdims=True)
    np.divide(out, lengths, out=out, where=(lengths > 0) & (np.abs(lengths - 1) > 1e-6))
    return out


def kind_for(count: int) -> str:
    """The kind of FAISS index that suits so many vectors: "flat", "hnsw" or "ivf"."""
    return "flat" if count < HNSW_FROM else "hnsw" if count < IVF_FROM else "ivf"


class DenseIndex:
    """Rows are numbered as the catalogue's passage ordinals. Immutable, and safe to share between threads."""

    def __init__(self, vectors: Vectors, index: Any, manifest: dict[str, Any]) -> None:
        self.vectors = np.asarray(vectors)  # rows of a plain array are taken faster than those of a memory map
        self.manifest = manifest
        self._index = index

    @classmethod
    def build(
        cls, path: Path, count: int, dimension: int, portions: Iterable[NDArray[Any]], encoder: str, fingerprint: str
    ) -> None:
        """Writes `count` vectors, which come in portions of rows, into `path`, a new folder.

        The rows are normalised here. Raises OSError when they cannot be written.
        """
        path.mkdir(parents=True)
        with (path / "vectors.npy").open("wb") as stream:  # not a memory map: a full disk kills its writer
            header = {"descr": "<f4", "fortran_order": False, "shape": (count, dimension)}
            np.lib.format.write_array_header_1_0(stream, header)
            for portion in portions:
                stream.write(normalised(portion).tobytes())
        kind = kind_for(count)
        if kind != "flat":
            try:
                _faiss().write_index(_trained(kind, _read(path, count)), str(path / "index.faiss"))
            except RuntimeError as error:
                raise OSError(f"the dense index cannot be written: {error}") from error
        manifest = {
            "encoder": encoder, "fingerprint": fingerprint, "dimension": dimension, "metric": "inner product",
            "normalised": True, "kind": kind, "count": count,
        }  # fmt: skip
        (path / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2), encoding="utf-8")

    @classmethod
    def open(cls, path: Path) -> DenseIndex:
        vectors, manifest = cls.read(path)
        try:
            index = _flat(vectors) if manifest["kind"] == "flat" else _faiss().read_index(str(path / "index.faiss"))
        except (OSError, KeyError, RuntimeError) as error:
            raise IndexDamaged(f"{path} cannot be opened ({error}); rebuild it: keikaku ingest --rebuild") from error
        if index.ntotal != manifest["count"]:
            raise IndexDamaged(f"{path} does not hold what its manifest says; rebuild it: keikaku ingest --rebuild")
        return cls(vectors, index, manifest)

    @staticmethod
    def read(path: Path) -> tuple[Vectors, dict[str, Any]]:
        """The vectors, mapped from disk, and the manifest that they fit."""
        try:
            manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
            vectors = _read(path, manifest["count"])
            fits = vectors.shape == (manifest["count"], manifest["dimension"]) and vectors.dtype == np.float32
        except (OSError, EOFError, ValueError, KeyError) as error:
            raise IndexDamaged(f"{path} cannot be opened ({error}); rebuild it: keikaku ingest --rebuild") from error
        if not fits:
            raise IndexDamaged(f"{path} does not hold what its manifest says; rebuild it: keikaku ingest --rebuild")
        return vectors, manifest

    def __len__(self) -> int:
        return int(self.vectors.shape[0])

    def search(self, query: NDArray[Any], k: int, rows: Rows | None = None) -> list[tuple[int, float]]:
        """The best `k` rows as (row, cosine), best first, equal ones by row; only among `rows` (sorted) if given.

        Exact for the flat kind and for filters that admit fewer than `COMPARE_BELOW` rows, near enough otherwise. A
        query of zeros (no known token) finds nothing.
        """
        wanted = normalised(query)
        among = len(self) if rows is None else len(rows)
        if k < 1 or not among or not wanted.any():
            return []
        if rows is not None and among < COMPARE_BELOW:
            return best_of(rows, self.vectors[rows] @ wanted, k)
        limit = min(k + 10, among)
        while True:
            scores, found = self._index.search(wanted[None, :], limit, params=self._parameters(limit, rows))
            hits = best_of(found[0][found[0] >= 0], scores[0][found[0] >= 0], limit)
            exhausted = limit == among or self.manifest["kind"] != "flat"
            if exhausted or len(hits) < limit or hits[-1][1] < hits[k - 1][1]:
                return hits[:k]
            limit = min(limit * 4, among)

    def scores(self, query: NDArray[Any], rows: Sequence[int]) -> list[float]:
        """The cosine of each given row."""
        found = self.vectors[np.asarray(rows, dtype=np.int64)] @ normalised(query)
        return [float(score) for score in np.round(found.astype(np.float64), _DECIMALS)]

    def _parameters(self, limit: int, rows: Rows | None) -> Any:
        faiss, kind = _faiss(), self.manifest["kind"]
        chosen = {} if rows is None else {"sel": faiss.IDSelectorBatch(rows)}
        if kind == "hnsw":
            return faiss.SearchParametersHNSW(efSearch=max(_SEARCH_WIDTH, 2 * limit), **chosen)
        if kind == "ivf":
            return faiss.SearchParametersIVF(nprobe=_PROBES, **chosen)
        return faiss.SearchParameters(**chosen) if chosen else None


def best_of(rows: Rows, scores: NDArray[Any], k: int) -> list[tuple[int, float]]:
    """The best `k` rows with their scores, best first; scores equal to six decimals in the order of rows."""
    rounded = np.round(scores.astype(np.float64), _DECIMALS)
    order = np.lexsort((rows, -rounded))[:k]
    return [(int(rows[i]), float(rounded[i])) for i in order]


def _read(path: Path, count: int) -> Vectors:
    vectors: Vectors = np.load(path / "vectors.npy", mmap_mode="r" if count else None)
    return vectors


def _faiss() -> Any:
    import faiss  # 0.4 s that reading the catalogue need not wait for

    return faiss


def _flat(vectors: Vectors) -> Any:
    index = _faiss().IndexFlatIP(vectors.shape[1])
    if len(vectors):
        index.add(np.ascontiguousarray(vectors))
    return index


def _trained(kind: str, vectors: Vectors) -> Any:
    faiss = _faiss()
    count, dimension = vectors.shape
    if kind == "hnsw":
        index = faiss.IndexHNSWFlat(dimension, _LINKS, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = _BUILD_WIDTH
    else:
        cells = max(1, min(4 * int(count**0.5), count // _POINTS_PER_CELL))
        index = faiss.IndexIVFFlat(faiss.IndexFlatIP(dimension), dimension, cells, faiss.METRIC_INNER_PRODUCT)
        sample = np.random.default_rng(0).choice(count, min(count, cells * _POINTS_PER_CELL), replace=False)
        index.train(np.ascontiguousarray(vectors[np.sort(sample)]))
    for first in range(0, count, 100_000):
        index.add(np.ascontiguousarray(vectors[first : first + 100_000]))
    return index
