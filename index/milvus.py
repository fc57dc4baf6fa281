"""Dense search in Milvus, for more vectors than one machine's memory holds: at a server, or in a file (Milvus Lite).

The generation on disk stays what counts; its vectors are copied into a collection of their own the first time that it
is opened, and collections of generations that are gone are dropped.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.dense import COMPARE_BELOW, DenseIndex, Rows, best_of, normalised
from ingest.errors import KeikakuError, MissingDependency

_PREFIX = "keikaku_"
_PORTION = 1_000
_MOST = 16_000


class MilvusIndex(DenseIndex):
    """Rows are numbered as in `DenseIndex`, and cosines are the same; beyond flat collections near enough."""

    def __init__(self, path: Path, address: str) -> None:
        vectors, manifest = DenseIndex.read(path)
        super().__init__(vectors, None, manifest)
        self._client = _connected(address)
        digest = hashlib.sha256(f"{path.resolve()}\n{manifest['fingerprint']}".encode()).hexdigest()[:12]
        self._home = f"{_PREFIX}{hashlib.sha256(str(path.resolve().parents[1]).encode()).hexdigest()[:12]}_"
        self._collection = f"{self._home}{digest}"
        try:
            self._copy(path)
        except Exception as error:
            raise KeikakuError(
                f"Milvus at {address} cannot be filled ({error}); see that it runs and has room."
            ) from error

    def search(self, query: NDArray[Any], k: int, rows: Rows | None = None) -> list[tuple[int, float]]:
        wanted = normalised(query)
        if k < 1 or not len(self) or not wanted.any() or (rows is not None and not len(rows)):
            return []
        if rows is not None and len(rows) < COMPARE_BELOW:
            return best_of(rows, self.vectors[rows] @ wanted, k)
        found = self._client.search(
            self._collection,
            data=[wanted.tolist()],
            limit=min(k + 10, len(self), _MOST),
            filter="" if rows is None else f"row in [{','.join(map(str, rows.tolist()))}]",
            search_params={"metric_type": "IP"},
        )[0]
        ids = np.array([hit["row"] for hit in found], dtype=np.int64)
        return best_of(ids, np.array([hit["distance"] for hit in found], dtype=np.float32), k)

    def _copy(self, path: Path) -> None:
        """Fills the collection unless it is whole; a copy that was broken off is begun anew."""
        client, count = self._client, len(self)
        for name in client.list_collections():
            if name.startswith(self._home) and name != self._collection:
                client.drop_collection(name)
        if client.has_collection(self._collection):
            if int(client.get_collection_stats(self._collection)["row_count"]) == count:
                return
            client.drop_collection(self._collection)
        from pymilvus import DataType

        schema = client.create_schema(auto_id=False)
        schema.add_field("row", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=int(self.manifest["dimension"]))
        index = client.prepare_index_params()
        index.add_index("vector", index_type="FLAT" if count < COMPARE_BELOW else "AUTOINDEX", metric_type="IP")
        client.create_collection(self._collection, schema=schema, index_params=index)
        for first in range(0, count, _PORTION):
            portion = np.asarray(self.vectors[first : first + _PORTION])
            rows = [{"row": first + n, "vector": vector.tolist()} for n, vector in enumerate(portion)]
            client.insert(self._collection, rows)


def _connected(address: str) -> Any:
    try:
        from pymilvus import MilvusClient
    except ImportError as error:
        raise MissingDependency("searching in Milvus needs a package: pip install 'keikaku[milvus]'") from error
    try:
        return MilvusClient(address)
    except Exception as error:
        raise KeikakuError(
            f"Milvus at {address} cannot be reached ({error}); start it or unset KEIKAKU_MILVUS."
        ) from error
