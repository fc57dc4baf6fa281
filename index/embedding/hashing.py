"""An encoder that needs no model: hashed character bigrams. For tests, and where no model can be had."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.normalise import squash


@dataclass(frozen=True)
class HashingEncoder:
    """Signed feature hashing: Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009."""

    dimension: int = 512

    @property
    def name(self) -> str:
        return "hashing"

    @property
    def fingerprint(self) -> str:
        return f"hashing-1-{self.dimension}"

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            squashed = squash(text)
            for i in range(len(squashed) - 1):
                code = zlib.crc32(squashed[i : i + 2].encode())
                out[row, (code >> 1) % self.dimension] += 1.0 if code & 1 else -1.0
        return out

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode_documents(texts)
