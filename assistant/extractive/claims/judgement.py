"""What is found of a claim, and how much of it evidence must hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.answer import Verdict
from assistant.understanding.question import Question
from assistant.understanding.terms import UNKNOWN, Terms
from assistant.units import Unit
from ingest.normalise import squash
from ingest.values import find_figures

#: Calibrated on one half of the dev questions.
FOUND = 0.58
#: What coverage is worth where the claim is English: its words are translated one by one.
ENGLISH = 0.72
STRANGE = 0.7
#: Words that only place a date (by the end of FY2025), and what the lexicon makes of them.
_PERIOD = re.compile(r"\b(?:end|start|beginning|middle|close) of\b", re.IGNORECASE)
_PERIOD_TERMS = frozenset(("終了", "終わる", "完了", "開始", "始める", "中間"))
#: What stands about figures and is compared with them.
_AMOUNT = re.compile(
    r"約|およそ|凡そ|ほぼ|略|程度|前後|強|弱|余り?|足らず|近く|以上|以下|未満|半分|半数|割|倍|倍増|半減|分の"
)

#: Says of a year that a figure is of it.
_WHEN = re.compile(r"時点|年度末|末|現在")


@dataclass(frozen=True, slots=True)
class Judgement:
    """`units` prove the verdict, the deciding one first; those of "not_found" are the nearest."""

    verdict: Verdict
    units: tuple[Unit, ...]


def found_at(question: Question) -> float:
    return FOUND * (ENGLISH if question.english else 1.0)


def topical(question: Question) -> Terms:
    """A claim's terms without figures and years, which are compared as such; a word that no plan has weighs more."""
    figures = [squash(f.text) for f in find_figures(question.text) if f.unit]
    kept = (
        t
        for t in question.terms.terms
        if not re.fullmatch(r"[\d.,%~-]+.{0,2}", t.text)
        and not _AMOUNT.fullmatch(t.text)
        and not (question.years and _WHEN.fullmatch(t.text))
        and not any(t.text in figure or t.text.endswith(figure) for figure in figures)
    )
    if question.english and _PERIOD.search(question.text):
        kept = (t for t in kept if t.text not in _PERIOD_TERMS)
    return Terms.build(replace(t, weight=STRANGE) if t.weight == UNKNOWN and not t.alternatives else t for t in kept)
