"""Claims about a municipality's population, households or area, which stand in the headers of its sheets."""

from __future__ import annotations

import re

from assistant.extractive.claims.figures import LESS, MORE, in_figures, undated
from assistant.extractive.claims.judgement import Judgement
from assistant.extractive.ranks import attribute_of
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from ingest.values import find_figures

HEADER_COUNTS = ("人口", "世帯数", "面積")
_ABOUT = re.compile(r"約|およそ|ほぼ|程度|\babout\b|\baround\b|\bapproximately\b", re.IGNORECASE)
_BOUND = re.compile(r"超|越|上回|下回|未満|満た|以上|以下|over|more|exceed|less|fewer|below", re.IGNORECASE)


def in_header(question: Question, scope: Scope) -> Judgement | None:
    """A claim of nothing but a municipality's population, households or area, held against its headers."""
    attribute = attribute_of(question)
    claimed = [f for f in find_figures(undated(in_figures(question.text))) if f.unit]
    if attribute not in HEADER_COUNTS or len(question.municipalities) != 1 or len(claimed) != 1:
        return None
    said = (attribute, "総人口", attribute + "".join([*_ABOUT.findall(question.text), claimed[0].text]))
    bounds = MORE.search(question.text), LESS.search(question.text)
    loose = [t for t in question.terms.terms if t.weight >= 0.3 and not any(t.text in words for words in said)]
    if any(not (any(bounds) and _BOUND.search(t.text)) for t in loose):
        return None
    units = [u for r in scope.records(question, "header") if r.attribute == attribute and (u := scope.record_unit(r))]
    printed = [(u, f) for u in units for f in find_figures(u.text) if f.base_unit == claimed[0].base_unit]
    if not printed or question.years:
        return None
    near = 0.05 if _ABOUT.search(question.text) else 0.0
    more, less = bounds
    agreed = [
        u
        for u, f in printed
        if (f.base > claimed[0].base if more else f.base < claimed[0].base if less else False)
        or (abs(f.base - claimed[0].base) <= near * f.base and not (more or less))
    ]
    return Judgement("supported" if agreed else "contradicted", tuple(agreed or [u for u, _ in printed])[:2])
