"""Lists of a plan's measures by the words that their names or texts hold (which measures mention AI)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.draft import Draft
from assistant.evidence import Evidence
from assistant.extractive.condition import Proof
from assistant.extractive.conditions import Reading
from assistant.extractive.plan_items import Family, Item
from assistant.extractive.scope import Scope
from assistant.extractive.selection import (
    FRAME,
    HEAVY,
    INCLUDED,
    MEASURES,
    TELLING,
    families,
    holds,
    leaves,
    listed,
    main_clause,
)
from assistant.understanding.question import Question
from assistant.understanding.terms import Term, Terms
from ingest.normalise import squash

_HOLDS = re.compile(
    r"語|言葉|文言|含[まむん]|出てくる|掲げ|記載|入って|登場|書[いか]|触れ|言及|mention|contain|refer", re.IGNORECASE
)
_ROADMAP = re.compile(r"ロードマップ|工程|スケジュール|roadmap|schedule", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:mention\w*|contain\w*|refer\w* to|about|relat\w+ to|involv\w+|us(?:e|es|ing)(?: of)?|concern\w*"
    r"|deal\w* with|includ\w+)\b(.+)",
    re.IGNORECASE,
)


def is_about(question: Question) -> bool:
    """Whether a question says that its measures are those that mention or use something."""
    return (_HOLDS.search(question.text) or (question.english and _ABOUT.search(question.text))) is not None


def mentioning(question: Question, scope: Scope, evidence: Sequence[Evidence]) -> Draft | None:
    """The measures whose name or text holds the words that the question turns on."""
    if not MEASURES.search(question.text) or not question.terms.terms:
        return None
    best: tuple[float, list[tuple[Item, list[Proof]]]] | None = None
    for family in families(question, scope, evidence):
        if family.is_table or not family.items:
            continue
        reading = Reading(question, family)
        section = reading.section
        lowest = {id(i) for i, _ in leaves([(i, []) for i in family.items], family)}
        items = [i for i in _measures(family) if id(i) in lowest and (section is None or section.holds(i) is not None)]
        title = scope.finder.haystack(f"{family.document.title} {' '.join(section.words) if section else ''}")
        terms = [t for t in _asked_terms(question, scope) if not holds(title, t) and not FRAME.fullmatch(t.text)]
        strongest = max((t.weight for t in terms), default=0.0)
        core = Terms.build(t for t in terms if t.weight >= max(HEAVY, 0.75 * strongest))
        if not core.terms or strongest < TELLING:
            continue
        dated = bool(question.western_years) and _ROADMAP.search(question.text) is not None
        held = [(core.coverage(scope.finder.haystack(_all(item, question, dated))), item) for item in items]
        top = max((c for c, _ in held), default=0.0)
        if top < 0.85:
            continue
        found: list[tuple[Item, list[Proof]]] = [(i, _lines(i, core, scope)) for c, i in held if c >= 0.85 * top]
        if len(found) < max(8, 0.5 * len(items)) and (best is None or top > best[0]):
            best = (top, found)
    return listed(question, scope, best[1], set()) if best else None


def _asked_terms(question: Question, scope: Scope) -> Sequence[Term]:
    """The terms of what the measures are to be about: those of the main clause, or in English behind "mentions"."""
    about = _ABOUT.search(question.text) if question.english else None
    if about:
        return scope.finder.reader.translate(about[1], {})
    main = squash(INCLUDED.sub("", main_clause(question.text)))
    return [t for t in question.terms.terms if question.english or t.text in main]


def _all(item: Item, question: Question, dated: bool) -> str:
    if dated:
        years = question.western_years
        return "\n".join(r.value for r in item.roadmap if r.fiscal_year in years)
    return item.wording


def _lines(item: Item, core: Terms, scope: Scope) -> list[Proof]:
    """The first unit of the item that holds its words."""
    for passage in item.passages:
        for unit in scope.finder.units(passage):
            if core.coverage(scope.finder.haystack(unit.text)) >= 0.5 and squash(unit.text)[:30] in item.body:
                return [unit]
    return []


def _measures(family: Family) -> list[Item]:
    """Those that departments or statuses stand at, where several do; else those that no other stands under."""
    told = [i for i in family.items if i.organs or i.statuses]
    if len(told) >= 3:
        return told
    above = {squash(title) for item in family.items for title in item.path}
    return [i for i in family.items if i.numbered or i.path and squash(i.names[0][1]) not in above]
