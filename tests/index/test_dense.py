import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index import dense
from index.dense import DenseIndex, normalised
from ingest.errors import IndexDamaged

RANDOM = np.random.default_rng(7)
VECTORS = RANDOM.normal(size=(600, 32)).astype(np.float32)
QUERIES = RANDOM.normal(size=(20, 32)).astype(np.float32)


def index_of(folder: Path, vectors: NDArray[np.float32] = VECTORS) -> DenseIndex:
    portions = (vectors[first : first + 100] for first in range(0, len(vectors), 100))
    DenseIndex.build(folder / "dense", len(vectors), vectors.shape[1], portions, "test", "f1")
    return DenseIndex.open(folder / "dense")


def brute_force(query: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None = None) -> list[tuple[int, float]]:
    chosen = np.arange(len(VECTORS)) if rows is None else rows
    scores = [float(query @ VECTORS[row] / np.linalg.norm(query) / np.linalg.norm(VECTORS[row])) for row in chosen]
    hits = zip(chosen.tolist(), np.round(scores, 6).tolist(), strict=True)
    return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:k]


def assert_same(found: list[tuple[int, float]], expected: list[tuple[int, float]]) -> None:
    assert [row for row, _ in found] == [row for row, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-5)


@pytest.mark.parametrize("kind", ["flat", "hnsw", "ivf"])
@pytest.mark.parametrize("filtered", ["all", "compared", "selected"])
def test_each_kind_agrees_with_brute_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, filtered: str
) -> None:
    monkeypatch.setattr(dense, "HNSW_FROM", 100 if kind != "flat" else 10_000)
    monkeypatch.setattr(dense, "IVF_FROM", 100 if kind == "ivf" else 10_000)
    monkeypatch.setattr(dense, "COMPARE_BELOW", 1 if filtered == "selected" else 10_000)
    rows = None if filtered == "all" else np.arange(0, 600, 3)
    index = index_of(tmp_path)
    assert index.manifest["kind"] == kind
    for query in QUERIES:
        assert_same(index.search(query, 10, rows), brute_force(query, 10, rows))


def test_scores_are_cosines_whatever_the_lengths(tmp_path: Path) -> None:
    index = index_of(tmp_path, np.array([[3, 0], [0, 0.1], [2, 2]], dtype=np.float32))
    assert index.search(np.array([5, 0]), 3) == [(0, 1.0), (2, 0.707107), (1, 0.0)]


def test_equal_scores_come_in_the_order_of_rows_whatever_is_cut_off(tmp_path: Path) -> None:
    same = np.tile(np.array([[1, 0.3, 0.2]], dtype=np.float32), (200, 1))
    same[137] = [1, 0, 0]
    index = index_of(tmp_path, same)
    for k in (1, 2, 9, 100, 200):
        found = [row for row, _ in index.search(np.array([1, 0, 0]), k)]
        assert found == [137, *(row for row in range(200) if row != 137)][:k]


def test_nothing_is_found_by_zeros_or_among_nothing(tmp_path: Path) -> None:
    index = index_of(tmp_path)
    assert index.search(np.zeros(32), 5) == []
    assert index.search(QUERIES[0], 5, np.array([], dtype=np.int64)) == []
    assert index.search(QUERIES[0], 0) == []


def test_more_hits_than_rows(tmp_path: Path) -> None:
    assert len(index_of(tmp_path).search(QUERIES[0], 10_000)) == 600
    assert len(DenseIndex.open(tmp_path / "dense").search(QUERIES[0], 50, np.array([3, 5]))) == 2


def test_an_empty_index(tmp_path: Path) -> None:
    index = index_of(tmp_path, np.zeros((0, 32), dtype=np.float32))
    assert len(index) == 0 and index.search(QUERIES[0], 5) == []


def test_vectors_are_kept_normalised_and_zeros_stay(tmp_path: Path) -> None:
    vectors = np.array([[3, 4], [0, 0]], dtype=np.float32)
    assert index_of(tmp_path, vectors).vectors.tolist() == pytest.approx(np.array([[0.6, 0.8], [0, 0]]))
    assert normalised(vectors[0]).tolist() == pytest.approx([0.6, 0.8])


def test_the_manifest_says_what_is_inside(tmp_path: Path) -> None:
    index_of(tmp_path)
    assert json.loads((tmp_path / "dense" / "manifest.json").read_text()) == {
        "encoder": "test", "fingerprint": "f1", "dimension": 32, "metric": "inner product", "normalised": True,
        "kind": "flat", "count": 600,
    }  # fmt: skip


@pytest.mark.parametrize("change", [{"count": 599}, {"dimension": 31}])
def test_a_manifest_that_does_not_fit_is_refused(tmp_path: Path, change: dict[str, int]) -> None:
    manifest = index_of(tmp_path).manifest | change
    (tmp_path / "dense" / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(IndexDamaged, match="keikaku ingest"):
        DenseIndex.open(tmp_path / "dense")


@pytest.mark.parametrize("file", ["manifest.json", "vectors.npy"])
@pytest.mark.parametrize("content", [None, b"", b"garbage"])
def test_a_damaged_file_is_refused(tmp_path: Path, file: str, content: bytes | None) -> None:
    index_of(tmp_path)
    path = tmp_path / "dense" / file
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(IndexDamaged, match="keikaku ingest"):
        DenseIndex.open(tmp_path / "dense")


def test_threads_share_an_index(tmp_path: Path) -> None:
    index = index_of(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: index.search(QUERIES[n % 20], 5), range(200)))
    assert found == [index.search(QUERIES[n % 20], 5) for n in range(200)]
