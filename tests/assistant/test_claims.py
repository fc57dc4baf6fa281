"""Claims against what the sample plans state."""

from __future__ import annotations

import pytest

from tests.conftest import Opened


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("汐崎市の人口は73,418人である。", "supported"),
        ("汐崎市の人口は約7万人である。", "supported"),
        ("汐崎市の人口は10万人である。", "contradicted"),
        ("汐崎市の高齢者人口は10万人である。", "not_found"),
    ],
)
def test_a_claim_about_the_population_is_held_against_the_header(samples: Opened, claim: str, verdict: str) -> None:
    told = samples.check(claim)
    assert told.verdict == verdict
    assert verdict == "not_found" or any("73,418" in c.quote for c in told.citations)
