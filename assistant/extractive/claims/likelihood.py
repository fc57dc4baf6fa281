"""How likely it is that a unit says what a claim says: a logistic model of how much of the claim stands about the unit,
and of what is missing, learned from gold claims (`train.py`)."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from assistant.evidence import Evidence, Finder
from assistant.understanding.question import Question
from assistant.understanding.terms import Haystack, Term

WEIGHTS = Path(__file__).with_name("likelihood.json")
#: What a word counts that only its passage or heading has, and one of which a unit has all telling kanji (夜, 夜間).
AROUND, KINDRED = 0.75, 0.6
#: Passages that tell whether a municipality speaks of a word at all.
READ = 20
_KANJI = re.compile(r"[一-龥]")
#: Kanji that too many words share.
_COMMON = frozenset(
    "人中大小上下年月日時間分一二三四五六七八九十前後用的性化度所場者物事数第全各本新等方面合市町村県区長会計行出入手目見取付成定実地"
)


def features(question: Question, e: Evidence, read: Sequence[Haystack], finder: Finder) -> dict[str, float]:
    """What the model looks at, each from 0 to about 1."""
    unit = finder.haystack(e.unit.text)
    around = (finder.haystack(e.passage.text), finder.context_of(e.passage))
    total = question.terms.total or 1.0
    held = missing = strange = 0.0
    for term in question.terms.terms:
        own = max(unit.holds(term), KINDRED * _kindred(term, unit.squashed))
        near = own if own == 1.0 else max(own, *(h.holds(term) for h in around))
        held += term.weight * near
        missing = max(missing, term.weight * (1 - max(own, AROUND * near)))
        if near < 0.5 and not any(h.holds(term) >= 0.5 for h in read):
            strange += term.weight
    return {
        "": 1.0,
        "coverage": e.coverage,
        "held": held / total,
        "missing": missing,
        "strange": strange / total,
        "sentence": float("。" in e.unit.text),
        "english": float(question.english),
        "weight": min(total, 6.0) / 6.0,
    }


def _kindred(term: Term, text: str) -> float:
    kanji = [k for k in _KANJI.findall(term.text) if k not in _COMMON]
    return sum(k in text for k in kanji) / len(kanji) if kanji else 0.0


def likeliest(
    question: Question, scored: Sequence[Evidence], finder: Finder, most: int
) -> tuple[Evidence, float] | None:
    """The likeliest of the best units, with its probability."""
    passages = list({e.passage.id: e.passage for e in scored}.values())[:READ]
    read = [finder.haystack(p.text) for p in passages]
    told = [(e, _probability(features(question, e, read, finder))) for e in scored[:most]]
    return max(told, key=lambda t: t[1], default=None)


def _probability(values: Mapping[str, float]) -> float:
    weights = _weights()
    return 1.0 / (1.0 + math.exp(-sum(weights[name] * value for name, value in values.items())))


@cache
def _weights() -> Mapping[str, float]:
    weights: Mapping[str, float] = json.loads(WEIGHTS.read_text("utf-8"))
    return weights
