"""Places that disagree on what was asked: two figures of one unit for one thing, on different pages."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from assistant.draft import Disagreement, Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.values import Figure, find_figures
from ingest.years import find_years

ASKED = re.compile(
    r"一致|食い違|矛盾|数字(?:が)?(?:違|ちが)|値(?:が)?(?:違|ちが)|ちがう|異なる|consistent|same figure|agree",
    re.IGNORECASE,
)
NEAR = 0.6


def disagreeing(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """Both places with their values, where a question asks whether they agree; None when only one place says."""
    pair = _pair(evidence)
    if pair is None:
        return None
    (one, a), (other, b) = pair
    same = abs(a.base - b.base) < 1e-9
    if question.lang == "en":
        opening = "They agree." if same else "They differ."
    else:
        opening = "一致しています。" if same else "一致していません。"
    lines = [
        Statement(scope.say(scope.trimmed(u, question), question.lang), (scope.trimmed(u, question),))
        for u in (one, other)
    ]
    values = ((a.text, lines[0].units[0]), (b.text, lines[1].units[0]))
    disagreements = () if same else (Disagreement(subject=question.topic.strip(), values=values),)
    units = tuple(s.units[0] for s in lines)
    return Draft(
        kind="answer", statements=(Statement(opening, units), *lines), disagreements=disagreements, evidence=units
    )


def _pair(evidence: Sequence[Evidence]) -> tuple[tuple[Unit, Figure], tuple[Unit, Figure]] | None:
    found = [(e, f) for e in evidence[:20] if e.score >= NEAR * evidence[0].score for f in _figures(e.unit)]
    for i, (e, f) in enumerate(found):
        rivals = [
            (other, g)
            for other, g in found[i + 1 :]
            if (e.passage.document, e.passage.page) != (other.passage.document, other.passage.page)
            and f.unit is not None
            and f.base_unit == g.base_unit
            and abs(f.base - g.base) > 1e-9
        ]
        if rivals:  # what is told of one thing twice is of one size
            other, g = min(rivals, key=lambda rival: _times(f, rival[1]))
            return (e.unit, f), (other.unit, g)
    return None


def _times(one: Figure, other: Figure) -> float:
    """How many times as large the larger of two figures is."""
    low, high = sorted((abs(one.base), abs(other.base)))
    return high / low if low else math.inf


def _figures(unit: Unit) -> list[Figure]:
    years = find_years(unit.text)
    return [
        f
        for f in find_figures(unit.text)
        if f.unit not in ("年", "月", "日") and not any(y.start <= f.start < y.end for y in years)
    ]
