"""Ways to join ranked results. Scores are mappings from an id to a number where higher is better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Scores = Mapping[str, float]


def min_max(scores: Scores) -> dict[str, float]:
    """(s - min) / (max - min): the best hit becomes 1 and the worst 0; all become 1 where they are equal.

    The usual min-max scaling, named φ_mm in Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid
    Retrieval", ACM TOIS 42(1), 2023.
    """
    return theoretical_min_max(scores, min(scores.values(), default=0.0))


def theoretical_min_max(scores: Scores, minimum: float) -> dict[str, float]:
    """(s - minimum) / (max - minimum), with the least value that the scoring function can give (BM25: 0, cosine: -1).

    φ_tmm in Bruch et al. 2023, who find it steadier than `min_max` since it does not hang on the worst hit fetched.
    """
    best = max(scores.values(), default=minimum)
    if best <= minimum:
        return dict.fromkeys(scores, 1.0)
    return {id: (score - minimum) / (best - minimum) for id, score in scores.items()}


def weighted_sum(results: Sequence[Scores], weights: Sequence[float]) -> dict[str, float]:
    """Σ wᵢ·sᵢ(d) / Σ wᵢ over scores on one scale (0 to 1); what a result does not hold counts 0 there.

    The convex combination of Bruch et al. 2023.
    """
    total = sum(weights)
    out: dict[str, float] = {}
    for scores, weight in zip(results, weights, strict=True):
        for id, score in scores.items():
            out[id] = out.get(id, 0.0) + weight * score / total
    return out


def weighted_rrf(rankings: Sequence[Sequence[str]], weights: Sequence[float], k: int = 60) -> dict[str, float]:
    """Σ wᵢ / (k + rankᵢ(d)), ranks from 1; what a ranking does not hold adds nothing.

    Reciprocal rank fusion after Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and
    individual Rank Learning Methods", SIGIR 2009, with a weight for each ranking.
    """
    out: dict[str, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for rank, id in enumerate(ranking, start=1):
            out[id] = out.get(id, 0.0) + weight / (k + rank)
    return out


def ranked(scores: Scores, k: int | None = None) -> list[tuple[str, float]]:
    """Best first, at most `k`; equal scores (to nine decimals) in the order of their ids."""
    return sorted(scores.items(), key=lambda item: (-round(item[1], 9), item[0]))[:k]
