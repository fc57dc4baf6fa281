"""Retrievers: `search(query, k, where)` gives hits. They compose by nesting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from index import fusion
from index.catalogue import Catalogue
from index.dense import DenseIndex
from index.embedding.encoder import TextEncoder
from index.expansion import WeightedQuery
from index.filters import Filter
from index.lexical import FieldWeights, LexicalIndex
from ingest.model import Passage

__all__ = ["DenseRetriever", "Filter", "FusedRetriever", "Hit", "LexicalRetriever", "Part", "Retriever"]

Expansion = Callable[[str], WeightedQuery]


@dataclass(frozen=True, slots=True)
class Hit:
    """`rank` counts from 1. A higher `score` is better, but scores compare within one result only."""

    passage: Passage
    score: float
    rank: int
    retriever: str


class Retriever(Protocol):
    @property
    def name(self) -> str: ...

    def search(self, query: str | WeightedQuery, k: int, where: Filter | None = None) -> list[Hit]:
        """At most `k` hits that `where` admits, best first; equal scores in the order of passage ids."""
        ...


@runtime_checkable
class Scorer(Protocol):
    """A retriever that can also score passages which it did not find, as fusing by scores wants it."""

    def scores(self, query: str | WeightedQuery, ids: Sequence[str]) -> dict[str, float]: ...


@dataclass(frozen=True)
class LexicalRetriever:
    """BM25 over lemmas, bigrams and context; a plain question is expanded first where `expand` is given.

    `public` holds the passages of public documents alone, whose statistics then weigh the words.
    """

    index: LexicalIndex
    public: LexicalIndex
    catalogue: Catalogue
    expand: Expansion = WeightedQuery.plain
    weights: FieldWeights = FieldWeights()
    name: str = "lexical"

    def search(self, query: str | WeightedQuery, k: int, where: Filter | None = None) -> list[Hit]:
        asked = self.expand(query) if isinstance(query, str) else query
        found = self._index(where).search(asked, k, where, self.weights)
        passages = self.catalogue.passages([id for id, _ in found])
        return [Hit(passages[id], score, rank, self.name) for rank, (id, score) in enumerate(found, start=1)]

    def _index(self, where: Filter | None) -> LexicalIndex:
        return self.public if where is not None and where.public_only else self.index

    def search_each(
        self, query: str | WeightedQuery, k: int, where: Filter, codes: Sequence[str]
    ) -> dict[str, list[Hit]]:
        """What `search` gives for each of the municipalities, by their codes, from one search of the index."""
        asked = self.expand(query) if isinstance(query, str) else query
        among = replace(where, municipalities=tuple(codes))
        if among.is_closed or k < 1:
            return {code: [] for code in codes}
        found = self._index(where).search_all(asked, among, self.weights)
        rows = self.catalogue.ordinals_of([id for id, _ in found])
        owners = self._owners(where, codes)
        best: dict[str, list[tuple[str, float]]] = {code: [] for code in codes}
        for id, score in found:
            own = best[owners[rows[id]]]
            if len(own) < k:
                own.append((id, score))
        passages = self.catalogue.passages([id for own in best.values() for id, _ in own])
        return {
            code: [Hit(passages[id], score, rank, self.name) for rank, (id, score) in enumerate(own, start=1)]
            for code, own in best.items()
        }

    def _owners(self, where: Filter, codes: Sequence[str]) -> dict[int, str]:
        """The municipality of each row of the dense index, which counts passages in the catalogue's order."""
        owners: dict[int, str] = {}
        for code in codes:
            rows = self.catalogue.ordinals(replace(where, municipalities=(code,)))
            owners.update(dict.fromkeys([] if rows is None else rows.tolist(), code))
        return owners


class DenseRetriever:
    """Cosine of embeddings. The question is embedded with the translations of its English words, if it has any.

    Embedded questions are remembered: one question is often asked with many filters.
    """

    name = "dense"

    def __init__(
        self, index: DenseIndex, catalogue: Catalogue, encoder: TextEncoder, expand: Expansion = WeightedQuery.plain
    ) -> None:
        self._index = index
        self._catalogue = catalogue
        self._expand = expand
        self._embed = lru_cache(maxsize=256)(lambda text: encoder.encode_queries([text])[0])

    def search(self, query: str | WeightedQuery, k: int, where: Filter | None = None) -> list[Hit]:
        if k < 1 or (where is not None and where.is_closed):
            return []
        found = self._index.search(self._vector(query), k, self._catalogue.ordinals(where))
        passages = self._catalogue.passages_at([row for row, _ in found])
        return [Hit(passages[row], score, rank, self.name) for rank, (row, score) in enumerate(found, start=1)]

    def scores(self, query: str | WeightedQuery, ids: Sequence[str]) -> dict[str, float]:
        rows = self._catalogue.ordinals_of(ids)
        return dict(zip(rows, self._index.scores(self._vector(query), list(rows.values())), strict=True))

    def _vector(self, query: str | WeightedQuery) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._embed((self._expand(query) if isinstance(query, str) else query).text)
        return vector


@dataclass(frozen=True, slots=True)
class Part:
    """A retriever in a fusion. `minimum` is the least score that it can give; None where that is not known."""

    retriever: Retriever
    weight: float
    minimum: float | None = None

    def scaled(self, query: WeightedQuery, hits: Sequence[Hit], all_ids: Iterable[str]) -> dict[str, float]:
        """Scores between 0 and 1 of what this part found, and of what others found where it can tell."""
        scores = {hit.passage.id: hit.score for hit in hits}
        if isinstance(self.retriever, Scorer):
            scores |= self.retriever.scores(query, [id for id in all_ids if id not in scores])
        return fusion.min_max(scores) if self.minimum is None else fusion.theoretical_min_max(scores, self.minimum)


@dataclass(frozen=True)
class FusedRetriever:
    """Joins retrievers over the best `depth` hits of each.

    `method` is "scores" (a convex combination of scores scaled to 0 to 1) or "rrf"; see `index.fusion`.
    """

    parts: Sequence[Part]
    method: Literal["scores", "rrf"] = "scores"
    depth: int = 100
    expand: Expansion = WeightedQuery.plain
    name: str = "fused"

    def search(self, query: str | WeightedQuery, k: int, where: Filter | None = None) -> list[Hit]:
        asked = self.expand(query) if isinstance(query, str) else query
        return self._fused(asked, k, [part.retriever.search(asked, max(k, self.depth), where) for part in self._used])

    def search_each(
        self, query: str | WeightedQuery, k: int, where: Filter, codes: Sequence[str]
    ) -> dict[str, list[Hit]]:
        """What `search` gives for each of the municipalities, by their codes; the lexical index is searched once."""
        asked = self.expand(query) if isinstance(query, str) else query
        depth = max(k, self.depth)
        results = [_each(part.retriever, asked, depth, where, codes) for part in self._used]
        return {code: self._fused(asked, k, [found[code] for found in results]) for code in codes}

    @property
    def _used(self) -> list[Part]:
        return [part for part in self.parts if part.weight > 0]

    def _fused(self, asked: WeightedQuery, k: int, results: Sequence[list[Hit]]) -> list[Hit]:
        parts = self._used
        weights = [part.weight for part in parts]
        by_id = {hit.passage.id: hit for hits in results for hit in hits}
        if self.method == "rrf":
            scores = fusion.weighted_rrf([[hit.passage.id for hit in hits] for hits in results], weights)
        else:
            scaled = [part.scaled(asked, hits, by_id) for part, hits in zip(parts, results, strict=True)]
            scores = fusion.weighted_sum(scaled, weights)
        return [
            Hit(by_id[id].passage, score, rank, self.name)
            for rank, (id, score) in enumerate(fusion.ranked(scores, max(k, 0)), start=1)
        ]


def _each(
    retriever: Retriever, query: WeightedQuery, k: int, where: Filter, codes: Sequence[str]
) -> dict[str, list[Hit]]:
    if isinstance(retriever, LexicalRetriever):
        return retriever.search_each(query, k, where, codes)
    return {code: retriever.search(query, k, replace(where, municipalities=(code,))) for code in codes}
