"""Dense search in Milvus (its Lite edition, in a file) gives what comparing all vectors gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.dense import DenseIndex
from index.milvus import MilvusIndex
from ingest.errors import KeikakuError

pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed: pip install 'keikaku[milvus]'")
# Milvus's own client warns from its generated code.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning", "ignore::ResourceWarning")
COUNT, DIMENSION = 300, 16


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    return np.random.default_rng(5).normal(size=(COUNT, DIMENSION)).astype(np.float32)


@pytest.fixture(scope="module")
def path(vectors: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generation") / "1" / "dense"
    folder.parent.mkdir()
    DenseIndex.build(folder, COUNT, DIMENSION, [vectors], "test", "f")
    return folder


@pytest.fixture(scope="module")
def milvus(path: Path, tmp_path_factory: pytest.TempPathFactory) -> MilvusIndex:
    return MilvusIndex(path, str(tmp_path_factory.mktemp("milvus") / "vectors.db"))


@pytest.mark.parametrize("rows", [None, np.arange(0, COUNT, 3), np.array([7]), np.array([], dtype=np.int64)])
def test_it_finds_what_faiss_finds(milvus: MilvusIndex, path: Path, vectors: np.ndarray, rows: np.ndarray) -> None:
    faiss = DenseIndex.open(path)
    for query in vectors[:5] + 0.1:
        found, expected = milvus.search(query, 8, rows), faiss.search(query, 8, rows)
        assert [row for row, _ in found] == [row for row, _ in expected]
        assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-5)
        assert milvus.scores(query, [3, 9]) == faiss.scores(query, [3, 9])


def test_a_query_of_zeros_finds_nothing(milvus: MilvusIndex) -> None:
    assert milvus.search(np.zeros(DIMENSION, dtype=np.float32), 5) == []


def test_an_address_that_cannot_be_reached_is_told_with_the_remedy(path: Path, tmp_path: Path) -> None:
    with pytest.raises(KeikakuError, match="KEIKAKU_MILVUS"):
        MilvusIndex(path, str(tmp_path / "missing" / "folder" / "vectors.db"))
