"""Static embedding models without torch: the mean of token vectors, as sentence-transformers' StaticEmbedding."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.errors import KeikakuError

Vectors = NDArray[np.float32]
_BATCH = 512


def is_static(folder: Path) -> bool:
    """True when a saved model is a StaticEmbedding, and normalising at most; such a model needs no torch."""
    file = folder / "modules.json"
    if not file.exists():
        return False
    kinds = [module["type"].rsplit(".", 1)[-1] for module in json.loads(file.read_text(encoding="utf-8"))]
    return kinds[:1] == ["StaticEmbedding"] and set(kinds[1:]) <= {"Normalize"}


class StaticModel:
    """Reads a folder that `SentenceTransformer.save` wrote; its vectors equal the original's to 1e-5.

    The weights stay as they are stored: one row a token, or (after model2vec) rows of int8 that tokens are mapped to,
    each with a factor of its own.
    """

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
            inner = folder / modules[0]["path"]
            weights: dict[str, NDArray[Any]] = load_file(inner / "model.safetensors")
            self._tokenizer: Any = Tokenizer.from_file(str(inner / "tokenizer.json"))
            self._rows = weights["embedding.weight"] if "embedding.weight" in weights else weights["embeddings"]
        except Exception as error:  # tokenizers raises nothing more particular
            raise KeikakuError(f"the embedding model in {folder} is damaged ({error}); install it again") from error
        self._tokenizer.no_padding()
        self._mapping = weights.get("mapping")
        self._factors = weights.get("weights")
        self._normalise = len(modules) > 1
        self.dimension = int(self._rows.shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension); a text without any token gets zeros."""
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for first in range(0, len(texts), _BATCH):
            encodings = self._tokenizer.encode_batch(list(texts[first : first + _BATCH]), add_special_tokens=False)
            for row, encoding in enumerate(encodings, start=first):
                if encoding.ids:
                    out[row] = self._tokens(np.array(encoding.ids)).mean(axis=0)
        if self._normalise:
            lengths = np.linalg.norm(out, axis=1, keepdims=True)
            np.divide(out, lengths, out=out, where=lengths > 0)
        return out

    def _tokens(self, ids: NDArray[np.int64]) -> Vectors:
        rows = self._rows[ids if self._mapping is None else self._mapping[ids]].astype(np.float32)
        return rows if self._factors is None else rows * self._factors[ids, None].astype(np.float32)
