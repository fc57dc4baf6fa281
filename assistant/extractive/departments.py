"""Who answers for a measure: the departments read from its row or heading, or the measures of a department."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.draft import Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from ingest.normalise import squash

NEAR = 0.8


def responsible(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The departments of the measure that the best evidence belongs to; None where its row names none."""
    for e in evidence[:5]:
        if e.score < NEAR * evidence[0].score or not e.passage.measure:
            continue
        records = scope.finder.records_of(e.passage.document).get(e.passage.page, [])
        own = [r for r in records if r.kind == "department" and r.measure == e.passage.measure]
        units = [u for r in own if (u := scope.record_unit(r)) is not None]
        if not units:
            continue
        names = list(dict.fromkeys(r.value for r in own))
        if all(squash(name) in squash(question.text) for name in names):
            return None  # the organisation asked about is its own heading's only department
        owner = scope.owner_name(units[0]) or ""
        if question.lang == "en":
            text = f"{owner}「{e.passage.measure}」: {', '.join(names)}"
        else:
            text = f"{owner}「{e.passage.measure}」の担当は{'、'.join(names)}です。"
        proof = scope.trimmed(e.unit, question)
        return Draft(kind="answer", statements=(Statement(text, (*units, proof)),), evidence=(*units, proof))
    return None
