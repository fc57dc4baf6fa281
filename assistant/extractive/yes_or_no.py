"""Yes-or-no answers: the judgement first, with what decides it, then the rest of what was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.draft import Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.claims import judge
from assistant.extractive.claims.judgement import Judgement
from assistant.extractive.claims.marks import of_marks
from assistant.extractive.claims.rows import DECIDING
from assistant.extractive.claims.starts import affirmed
from assistant.extractive.claims.telling import stated
from assistant.extractive.scope import Scope
from assistant.extractive.subjects import share, subject
from assistant.understanding.question import Question
from assistant.understanding.terms import Term
from assistant.units import Unit
from assistant.wording import yes_no
from ingest.normalise import squash

#: By what means something is done (郵送で集める), and a row that says how it is.
_BY = re.compile(r"([一-龥々ァ-ヴーA-Za-z]{2,12})で(?![はもすあ]|し(?:た|ょ))")
_BY_IN_ENGLISH = re.compile(r"\b(?:by|via|through|over|on|using) (?:the )?((?:[a-z-]+ )?[a-z-]+)\b|\b(online)\b", re.I)
_METHOD = re.compile(r"[・\s]*([^\t:：\n]{2,8}?)の?(?:方法|方式|手段|形式)\s*[\t:：]\s*(\S.+)", re.DOTALL)
#: How much of what the question is about such a row must hold with what stands about it.
OF_IT = 0.6
_OPENED = re.compile(r"^(?:はい|いいえ|Yes|No)\b|^(?:はい|いいえ)")
_ANSWERS = {"supported": True, "contradicted": False}
BUDGET, MOST = 370, 3
#: The share of a question that a unit must hold in its own words to say yes to it: of 25 cases of our own in which one
#: did, the five below it were wrong.
OWN = 0.3
#: The share of a question that a title must lack to say nothing to it.
LACKING = 0.25


def opened(question: Question, draft: Draft, evidence: Sequence[Evidence], scope: Scope) -> Draft:
    """The draft with はい or いいえ and the deciding unit in front; as it is where the plans leave it open."""
    if draft.abstained or not draft.statements or _OPENED.match(draft.statements[0].text):
        return draft
    judgement = judge(question, evidence, scope)
    if judgement.verdict == "not_found" or judgement.units[0].kind not in (DECIDING, "status"):
        judgement = _by_marks(question, draft, scope) or judgement
    opening = yes_no(_ANSWERS.get(judgement.verdict), question.lang)
    said = judgement.verdict == "supported"
    if not opening or (said and (_barely_says(judgement.units, evidence) or _only_names(question, judgement, scope))):
        return draft
    statements = list(draft.statements)
    if draft.kind == "answer" and not draft.members and judgement.units:
        deciding = judgement.units[0]
        same = (s for s in statements if any(_overlap(u, deciding) and _in_figures(u) for u in s.units))
        own = next(same, None) if deciding.kind != DECIDING and (said or deciding.kind != "status") else None
        statements = _led(own or stated(question, deciding, scope, not said), statements)
    first = statements[0]
    statements[0] = replace(first, text=opening + first.text)
    used = dict.fromkeys(u for s in statements for u in s.units)
    return replace(draft, statements=tuple(statements), evidence=tuple(used) or draft.evidence)


def by_cells(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """What marks or figures of the thing and the year asked about decide by themselves; None where none do."""
    judgement = judge(question, evidence, scope)
    if not judgement.units or judgement.units[0].kind not in (DECIDING, "status"):
        return None
    opening = yes_no(_ANSWERS.get(judgement.verdict), question.lang)
    told = stated(question, judgement.units[0], scope, judgement.verdict == "contradicted")
    return Draft(kind="answer", statements=(replace(told, text=opening + told.text),), evidence=told.units)


def _by_marks(question: Question, draft: Draft, scope: Scope) -> Judgement | None:
    """What the marks say that the draft tells of the one measure that it found, by whatever name it is asked about."""
    if not question.years or draft.kind != "answer":
        return None
    marked = [r for s in draft.statements for u in s.units for r in u.records if r.kind == "status" and r.fiscal_year]
    if len({r.measure for r in marked}) != 1:
        return None
    found = of_marks(affirmed(question), marked, scope)
    return Judgement("supported" if found.agrees else "contradicted", (found.unit,)) if found else None


def by_method(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """Whether something is done by the means that a question names, where a row of a table tells how it is done; None
    where none does."""
    means, about = _means(question, scope)
    said = {w for t in question.terms.terms for w in (t.text, *t.alternatives)} if question.english else set()
    said.add(squash(question.text))
    rows = (
        [(unit, _METHOD.fullmatch(_printed(unit))) for unit in _beside(question, evidence, scope)]
        if means and about
        else []
    )
    fitting = [(share(about, u, scope), u, row[2]) for u, row in rows if row and any(squash(row[1]) in w for w in said)]
    best, unit, method = max(fitting, key=lambda each: each[0], default=(0.0, None, ""))
    if unit is None or best < OF_IT:
        return None
    told = scope.finder.haystack(method)
    opening = yes_no(all(told.holds(t) >= 0.5 or t.text in told.squashed for t in means), question.lang)
    statement = Statement(opening + scope.say(unit, question.lang), (unit,))
    return Draft(kind="answer", statements=(statement,), evidence=(unit,))


def _printed(unit: Unit) -> str:
    start = unit.start - unit.passage.start
    return unit.passage.text[start : start + unit.end - unit.start]


def _beside(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Iterator[Unit]:
    """The units on the pages of the evidence, but those of municipalities that are not asked about."""
    pages = dict.fromkeys((e.passage.document, e.passage.page) for e in evidence)
    for passage in (p for page in pages for p in scope.finder.catalogue.passages_of(*page)):
        if not question.codes or passage.municipality in (None, *question.codes):
            yield from scope.finder.units(passage)


def _means(question: Question, scope: Scope) -> tuple[list[Term], list[Term]]:
    """The terms of the means that a question names, and those of what is done by them."""
    asked = (_BY_IN_ENGLISH if question.english else _BY).search(question.text)
    if asked is None:
        return [], []
    if question.english:
        words = {squash(w) for ws in scope.finder.reader.lexicon.translations(asked.group()) for w in ws}
        means = [t for t in question.terms.terms if t.text in words]
        return means, [t for t in subject(question) if t not in means]
    means = [t for t in question.terms.terms if t.lemma and t.text in squash(asked[1])]
    before = squash(question.text[: asked.start()])
    return means, [t for t in subject(question) if t not in means and t.text in before]


def _barely_says(units: Sequence[Unit], evidence: Sequence[Evidence]) -> bool:
    """Whether the deciding unit itself holds little of the question, which then stands about it at best; cells that the
    question names do not say it in its words."""
    if not units or units[0].kind == DECIDING:
        return False
    return any(e.own_words < OWN for e in evidence if e.unit == units[0])


def _only_names(question: Question, judgement: Judgement, scope: Scope) -> bool:
    """Whether the deciding unit is a title or heading that lacks a fair part of what is asked."""
    unit = next(iter(judgement.units), None)
    if unit is None:
        return False
    document = next((d for d in scope.documents if d.id == unit.passage.document), None)
    titles = {squash(t) for t in (document.title if document else "", *unit.passage.headings)}
    if squash(unit.text.lstrip("# ")) not in titles:
        return False
    hay = scope.finder.haystack(unit.text)
    lacking = sum(t.weight for t in question.terms.terms if t.weight > 0.12 and hay.holds(t) < 0.5)
    return lacking >= LACKING * question.terms.total


def _led(first: Statement, rest: Sequence[Statement]) -> list[Statement]:
    """The deciding statement, then the others that it does not repeat, within the length of an answer."""
    kept, used = [first], len(first.text)
    for s in rest:
        repeats = any(_overlap(u, v) for u in s.units for v in first.units)
        if len(kept) < MOST and not repeats and used + len(s.text) <= BUDGET:
            kept.append(s)
            used += len(s.text)
    return kept


def _in_figures(unit: Unit) -> bool:
    return any(r.number is not None for r in unit.records)


def _overlap(one: Unit, other: Unit) -> bool:
    same = (one.passage.document, one.passage.page) == (other.passage.document, other.passage.page)
    return same and one.start < other.end and other.start < one.end
