"""Whether a municipality belongs to the set that a question asks for: how much of the question stands in one sentence
of its documents under its headings, weighed by a logistic regression."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.evidence import Evidence
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Term, Terms
from index.lexicon import default_lexicon
from ingest.normalise import squash

#: A longer unit (a row of a list) is read sentence by sentence.
LONG = 130
#: What a word counts that stands in the headings only.
HEADED = 0.8
STRONGEST, COMPOUND, OWN_NAME = 3, 4, 0.5
#: What compounds weigh together that tell more than the strongest words.
TELLING = 0.2
#: What words weigh beside the thing that is used, of their weight: they say what for, or describe it.
BESIDE = 0.4
_USING = re.compile(
    r"\b(?:us(?:e|es|ing)|equip(?:s|ping)?|introduc(?:e|es|ing)|install(?:s|ing)?|adopt(?:s|ing)?|deploy(?:s|ing)?)\s+"
    r"(?P<thing>[\w-]+(?:\s[\w-]+){0,3}?)(?=\s(?:with|for|to|in|on|at|and|as|by|from|when)\b|[,.?]|$)(?! or\b)",
    re.IGNORECASE,
)
#: Loanwords that name no thing by themselves.
_GENERAL = frozenset(["システム", "サービス", "デジタル", "オンライン", "ネットワーク", "センター"])
_LOANWORD = re.compile(r"[ァ-ヴー]{4,}")
#: Behind a thing that is used, brought in, or talked of (ドローンを使った点検, オンライン診療の話).
_USED = re.compile(
    r"を(?:使|用い|活用|利用|導入|入れ|いれ|設置|付け|つけ|搭載|取り入れ|採用|配備)"
    r"|の(?:導入|活用|利用|設置|話(?!で|に限)|こと)|に(?:取り組|切り替|替え|変え|更新|関する)"
)
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
    compounds = [t for t in terms.terms if not t.lemma and len(t.text) >= COMPOUND]
    compounds = compounds if sum(t.weight for t in compounds) >= TELLING else strongest
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


def things(question: Question) -> list[Term]:
    """The compounds and the names of products that a question asks the use of: they stand right before a particle that
    tells so, not inside the description of something else."""
    if question.english:
        return _things_in_english(question)
    text = squash(question.text)
    things = (t for t in question.terms.terms if _is_thing(t))
    return [t for t in things if any(_USED.match(text, at) for at in _ends(t.text, text))]


def _things_in_english(question: Question) -> list[Term]:
    asked = (found["thing"] for found in _USING.finditer(question.text))
    told = {squash(words[0]) for thing in asked for words in default_lexicon().translations(thing)[-1:]}
    return [t for t in question.terms.terms if t.text in told and t.weight >= TELLING]


def _is_thing(term: Term) -> bool:
    named = not term.lemma or _LOANWORD.fullmatch(term.text) is not None
    return named and len(term.text) >= COMPOUND and term.text not in _GENERAL


def _ends(word: str, text: str) -> Iterator[int]:
    for found in re.finditer(re.escape(word), text):
        yield found.end()


def of_things(terms: Terms, used: Sequence[Term]) -> Terms:
    """The terms of a question, what stands beside the things that it asks the use of weighing less; all as they are
    where it asks of none."""
    if not used:
        return terms
    named = {t.text for t in used}
    parts = {t for t in terms.terms if any(t.text in name for name in named)}
    return Terms.build(t if t in parts else replace(t, weight=BESIDE * t.weight) for t in terms.terms)
