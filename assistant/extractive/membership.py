"""Whether a municipality belongs to the set that a question asks for: how much of the question stands in one sentence
of its documents under its headings, weighed by a logistic regression."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.extractive.scope import Scope
from assistant.understanding.terms import Term, Terms

#: A longer unit (a row of a list) is read sentence by sentence.
LONG = 130
#: What a word counts that stands in the headings only.
HEADED = 0.8
STRONGEST, COMPOUND, OWN_NAME = 3, 4, 0.5
#: Fitted on one half of the dev questions' sets (scikit-learn, each question left out in turn: 19 of 21 sets exact):
#: of the words, of the three strongest, of the compounds, and of the words against the best municipality's.
WEIGHTS, INTERCEPT = (2.26, 2.36, 2.54, 2.74), -5.78
#: From where on a municipality belongs, and from where on the best one does where none reaches that.
LIKELY, LEAST = 0.5, 0.3


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence of a municipality's evidence: the shares of the question's words, of its strongest words and of its
    compounds that stand there or in the headings. `names` says whether every product that the question names does."""

    evidence: Evidence
    around: float
    strongest: float
    compounds: float
    names: bool = True

    def belongs(self, most: float) -> float:
        """The probability that its municipality belongs to the set; `most` is the largest share in any municipality."""
        relative = self.around / most if most else 0.0
        shares = (self.around, self.strongest, self.compounds, relative)
        return 1 / (1 + math.exp(-(INTERCEPT + sum(w * x for w, x in zip(WEIGHTS, shares, strict=True)))))


def readings(terms: Terms, named: Sequence[Term], scope: Scope, e: Evidence) -> Iterator[Reading]:
    """One reading a sentence; `named` are the terms that name products (LINE, GIS, ロゴフォーム)."""
    headings = [h for h in e.passage.headings if " | " not in h]
    context = scope.finder.haystack("\n".join([*headings, e.passage.measure or ""]))
    strongest = sorted(terms.terms, key=lambda t: -t.weight)[:STRONGEST]
    compounds = [t for t in terms.terms if not t.lemma and len(t.text) >= COMPOUND] or strongest
    for text in _sentences(e.unit.text):
        piece = scope.finder.haystack(text)
        near = {t: max(piece.holds(t), HEADED * context.holds(t)) for t in terms.terms}
        names = all(near[t] >= OWN_NAME for t in named)
        yield Reading(e, _mean(terms.terms, near), _mean(strongest, near), _mean(compounds, near), names)


def _sentences(text: str) -> list[str]:
    if len(text) <= LONG:
        return [text]
    return [part for part in re.split(r"(?<=。)", text) if len(part) >= 4]


def _mean(terms: Sequence[Term], held: dict[Term, float]) -> float:
    total = sum(t.weight for t in terms)
    return sum(t.weight * held[t] for t in terms) / total if total else 0.0
