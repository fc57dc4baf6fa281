from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from index.embedding.hashing import HashingEncoder
from index.expansion import WeightedQuery
from index.filters import Filter
from index.generation import Generation
from index.retrieval import DenseRetriever, FusedRetriever, Hit, LexicalRetriever, Part
from ingest.model import Passage


class Fixed:
    """A retriever that finds the same hits whatever it is asked."""

    name = "fixed"

    def __init__(self, **scores: float) -> None:
        self._scores = scores

    def search(self, query: str | WeightedQuery, k: int, where: Filter | None = None) -> list[Hit]:
        ordered = sorted(self._scores.items(), key=lambda item: (-item[1], item[0]))[:k]
        passages = [Passage(id=id, document="d", page=1, start=0, end=1, text="文") for id, _ in ordered]
        return [Hit(p, s, i, self.name) for i, (p, (_, s)) in enumerate(zip(passages, ordered, strict=True), start=1)]


class Scoring(Fixed):
    def scores(self, query: str | WeightedQuery, ids: Sequence[str]) -> dict[str, float]:
        return {id: 0.5 for id in ids}


def scores_of(hits: list[Hit]) -> dict[str, float]:
    return {hit.passage.id: hit.score for hit in hits}


def test_fused_scores_are_weighted_sums_of_scaled_scores() -> None:
    parts = (Part(Fixed(a=8, b=4), 3, minimum=0.0), Part(Fixed(b=0.9, c=0.1), 1))
    # a: (3*1 + 0) / 4; b: (3*0.5 + 1*1) / 4; c: (0 + 1*0) / 4
    assert scores_of(FusedRetriever(parts).search("問い", 5)) == pytest.approx({"a": 0.75, "b": 0.625, "c": 0.0})


def test_a_part_that_can_scores_what_another_found() -> None:
    parts = (Part(Fixed(a=8, b=4), 1, minimum=0.0), Part(Scoring(b=1.0), 1, minimum=0.0))
    # a: (1 + 0.5) / 2; b: (0.5 + 1) / 2
    assert scores_of(FusedRetriever(parts).search("問い", 5)) == pytest.approx({"a": 0.75, "b": 0.75})


def test_fusing_by_ranks_looks_at_ranks_alone() -> None:
    parts = (Part(Fixed(a=100, b=99), 1), Part(Fixed(b=0.9, c=0.1), 1))
    found = FusedRetriever(parts, method="rrf").search("問い", 5)
    assert scores_of(found) == pytest.approx({"b": 1 / 62 + 1 / 61, "a": 1 / 61, "c": 1 / 62})


def test_equal_scores_come_in_the_order_of_ids() -> None:
    found = FusedRetriever((Part(Fixed(b=1, a=1, c=1), 1),)).search("問い", 2)
    assert [hit.passage.id for hit in found] == ["a", "b"]


def test_fused_retrievers_nest() -> None:
    inner = FusedRetriever((Part(Fixed(a=2, b=1), 1),))
    found = FusedRetriever((Part(inner, 1), Part(Fixed(b=1), 2))).search("問い", 5)
    assert [(hit.passage.id, hit.rank) for hit in found] == [("b", 1), ("a", 2)]


def test_a_part_without_weight_is_not_asked() -> None:
    assert FusedRetriever((Part(Fixed(a=1), 0),)).search("問い", 5) == []


def test_dense_search_agrees_with_brute_force(plans: Generation) -> None:
    retriever = DenseRetriever(plans.dense, plans.catalogue, HashingEncoder())
    for question in ("キャッシュレス決済の導入", "電子申請", "業務の効率化"):
        vector = HashingEncoder().encode_queries([question])[0].astype(np.float64)
        cosines = {}
        for passage in plans.catalogue.all_passages():
            other = HashingEncoder().encode_documents([passage.text])[0].astype(np.float64)
            cosines[passage.id] = float(vector @ other / np.linalg.norm(vector) / np.linalg.norm(other))
        assert scores_of(retriever.search(question, 10)) == pytest.approx(cosines, abs=1e-5)
        assert retriever.scores(question, list(cosines)) == pytest.approx(cosines, abs=1e-5)


def test_a_question_is_embedded_once_for_all_filters(plans: Generation) -> None:
    asked: list[str] = []

    class Recording(HashingEncoder):
        def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
            asked.extend(texts)
            return super().encode_queries(texts)

    retriever = DenseRetriever(plans.dense, plans.catalogue, Recording())
    found = [retriever.search("電子申請", 1, Filter(documents=(id,)))[0] for id in ("takeo", "imari", "draft")]
    assert [hit.passage.document for hit in found] == ["takeo", "imari", "draft"]
    assert asked == ["電子申請"]


def test_lexical_hits_carry_their_passages(plans: Generation) -> None:
    hit = LexicalRetriever(plans.lexical, plans.public_lexical, plans.catalogue).search("電子回覧板", 1)[0]
    assert (hit.passage, hit.rank, hit.retriever) == (plans.catalogue.passage("imari-1"), 1, "lexical")


def test_one_search_for_each_municipality_finds_what_a_search_of_its_own_does(plans: Generation) -> None:
    retriever, codes = plans.retriever(), sorted({m.code for m in plans.catalogue.municipalities()})
    each = retriever.search_each("窓口のオンライン申請", 5, Filter(public_only=True), [*codes, "000000"])
    assert len(codes) > 1 and any(each.values()) and each.pop("000000") == []
    for code, hits in each.items():
        assert hits == retriever.search("窓口のオンライン申請", 5, Filter(municipalities=(code,), public_only=True))


def test_no_municipality_no_search(plans: Generation) -> None:
    assert plans.retriever().search_each("窓口", 5, Filter(), []) == {}
