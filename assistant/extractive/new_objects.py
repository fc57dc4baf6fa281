"""Behind a question on one thing, another that only names a second: what is of the second stands before what is of the
first, whose words are carried over and may still be held better."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from assistant.evidence import Evidence
from assistant.extractive.naming import share_named
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question

#: Evidence that is looked at, the share of a measure's name that must be said anew, and by how much more than before.
LOOKED_AT, SAID, MORE = 12, 0.5, 0.2


def first(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Sequence[Evidence]:
    """The evidence with that of the measure named before behind that of the measure named now, where both are there."""
    now, _, before = question.text.partition("\n")
    if not before:
        return evidence
    said = (scope.finder.haystack(now), scope.finder.haystack(before))

    @cache
    def lead(measure: str | None) -> float:
        new, old = (share_named(measure, words, scope) if measure else 0.0 for words in said)
        return 0.0 if max(new, old) < SAID or abs(new - old) < MORE else new - old

    if not any(lead(e.passage.measure) > 0 for e in evidence[:LOOKED_AT]):
        return evidence
    return sorted(evidence, key=lambda e: lead(e.passage.measure) < 0)
