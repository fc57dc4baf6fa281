import pytest

from index.fusion import min_max, ranked, theoretical_min_max, weighted_rrf, weighted_sum


def test_min_max_runs_from_0_to_1() -> None:
    assert min_max({"a": 8.0, "b": 2.0, "c": 5.0}) == {"a": 1.0, "b": 0.0, "c": 0.5}


def test_min_max_of_equal_scores_is_1() -> None:
    assert min_max({"a": 3.0, "b": 3.0}) == {"a": 1.0, "b": 1.0}
    assert min_max({}) == {}


def test_theoretical_min_max_starts_at_the_least_possible_score() -> None:
    assert theoretical_min_max({"a": 8.0, "b": 2.0}, 0.0) == {"a": 1.0, "b": 0.25}
    assert theoretical_min_max({"a": 1.0, "b": 0.0, "c": -0.5}, -1.0) == {"a": 1.0, "b": 0.5, "c": 0.25}


def test_weighted_sum_counts_what_is_missing_as_0() -> None:
    # a: (3*1 + 1*0.5) / 4; b: 3*0.2 / 4; c: 1*1 / 4
    fused = weighted_sum([{"a": 1.0, "b": 0.2}, {"c": 1.0, "a": 0.5}], [3, 1])
    assert fused == pytest.approx({"a": 0.875, "b": 0.15, "c": 0.25})


def test_weighted_rrf_adds_reciprocal_ranks() -> None:
    fused = weighted_rrf([["a", "b"], ["b", "c"]], [1, 2], k=60)
    assert fused == pytest.approx({"a": 1 / 61, "b": 1 / 62 + 2 / 61, "c": 2 / 62})


def test_equal_scores_come_in_the_order_of_their_ids() -> None:
    assert ranked({"b": 1.0, "c": 2.0, "a": 1.0 + 1e-12}, 3) == [("c", 2.0), ("a", 1.0 + 1e-12), ("b", 1.0)]
    assert [id for id, _ in ranked({"b": 1.0, "a": 1.0}, 1)] == ["a"]
