"""The best units of the passages found are those of all of them, though most passages are not looked through."""

from __future__ import annotations

import pytest

from assistant.suitability import Traits, asked_of, suits, suits_at_most
from tests.assistant.test_answers import GOLD
from tests.conftest import Opened

LIMIT = 20


@pytest.mark.parametrize("item", GOLD, ids=lambda item: item.id)
def test_the_best_units_are_those_of_all_passages(item, samples: Opened) -> None:
    finder = samples.engine._finder
    question = samples.engine.understood(item.request())
    hits = finder.hits(question, finder.where(question, public_only=False))
    best = finder.gather(question, hits, LIMIT)
    bonus = {hit.passage.id: 0.12 / (1 + 0.15 * (hit.rank - 1)) for hit in hits}
    passages = {p.id: p for p in [*(hit.passage for hit in hits), *finder._torn(hits)]}.values()
    every = [e for p in passages for e in finder.score_passage(question, p, bonus.get(p.id, 0.0))]
    scores = sorted((round(e.score, 6) for e in every), reverse=True)[:LIMIT]
    assert [round(e.score, 6) for e in best] == scores
    most = suits_at_most(question, asked_of(question))
    for e in every:
        traits = Traits.of(e.unit, finder.haystack(e.unit.text))
        assert suits(question, asked_of(question), e.unit, traits) <= most + 1e-9
