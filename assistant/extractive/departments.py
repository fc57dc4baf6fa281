"""Who answers for a measure: the departments read from its row or heading, or the measures of a department."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.normalise import squash, view

NEAR = 0.8
#: What goes on behind a department's name: the section within it (市民生活部市民課).
_WITHIN = re.compile(r"[一-龥ァ-ヴー]+?(?:課|室|係|班|担当|センター)(?![一-龥ァ-ヴー])")


def responsible(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The departments of the measure that the best evidence belongs to; None where its row names none."""
    for e in evidence[:5]:
        if e.score < NEAR * evidence[0].score or not e.passage.measure:
            continue
        records = scope.finder.records_of(e.passage.document).get(e.passage.page, [])
        own = [r for r in records if r.kind == "department" and r.measure == e.passage.measure]
        units = [_whole(u) for r in own if (u := scope.record_unit(r)) is not None]
        if not units:
            continue
        names = list(dict.fromkeys(u.text for u in units))
        asked = squash(question.text) + squash(e.passage.measure)
        if all(squash(name) in asked for name in names):
            return None  # the organisation asked about is its own heading's only department
        owner = scope.owner_name(units[0]) or ""
        if question.lang == "en":
            text = f"{owner}「{e.passage.measure}」: {', '.join(names)}"
        else:
            text = f"{owner}「{e.passage.measure}」の担当は{'、'.join(names)}です。"
        proof = scope.trimmed(e.unit, question)
        return Draft(kind="answer", statements=(Statement(text, (*units, proof)),), evidence=(*units, proof))
    return None


def _whole(unit: Unit) -> Unit:
    """The department with the section that is printed behind it."""
    behind = _WITHIN.match(unit.passage.text, unit.end - unit.passage.start)
    if behind is None:
        return unit
    return replace(unit, end=unit.end + len(behind.group()), text=unit.text + view(behind.group()))
