"""The load client counts what comes back, and every answer that does not."""

from __future__ import annotations

import asyncio
import json

import pytest

from assistant.bench_load import Outcome, paced, sustained

GOOD = json.dumps({"question": "汐崎市の人口は？"}).encode()


def test_answers_are_counted_as_fast_as_they_come(sample_server):
    outcome = asyncio.run(sustained(sample_server, [GOOD], 0.5, 2))
    assert outcome.errors == 0
    assert outcome.rate == pytest.approx(len(outcome.times) / outcome.seconds)
    assert len(outcome.times) >= 2


def test_a_pace_is_kept_and_the_answers_that_are_none_are_errors(sample_server):
    outcome = asyncio.run(paced(sample_server, [GOOD, b"{"], 0.5, 40))
    assert (len(outcome.times), outcome.errors) == (20, 10)
    assert outcome.rate == pytest.approx(10 / outcome.seconds)


def test_the_percentile_is_of_all_answers():
    assert Outcome(times=[i / 100 for i in range(100)]).percentile95 == 0.95
