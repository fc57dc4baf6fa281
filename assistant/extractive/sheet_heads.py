"""What the head of a project sheet gives: the population of its municipality, the cost of its project."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Disagreement, Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.ranks import attribute_of
from assistant.extractive.scope import Scope
from assistant.understanding.details import asks_price
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from ingest.model import Record
from ingest.normalise import squash
from ingest.years import find_years

SHEET_NEAR = 0.85
#: What a question must say beside 人口, of the weight of its words, to ask for more, and how much of that a unit holds.
ELSE, TOLD = 0.25, 0.5
#: A municipality's population told in a sentence, but neither a part of it nor what is expected; and how many are read.
_POPULATION = re.compile(
    r"(?<![一-龥])(?:総)?人口は、?(?![^。]{0,40}(?:見込|推計|予測|下回|上回|以下|減|増))[^。]{0,40}?([\d,]{4,})人"
)
NEAR = 8
#: Asks for the population and nothing else, behind a question on something that it is then not asked of.
_ALONE = re.compile(
    r"(?:ちなみに|じゃあ?|それでは|では|で|あと|また)?、?(?:(?:そこ|ここ|その(?:市|町|村|県|自治体))(?:の|って|は)?、?)?総?人口(?:は|って|を)?、?"
    r"(?:今|現在|およそ|だいたい)?(?:何人|どの?(?:くらい|ぐらい)|どれ(?:くらい|ぐらい)|いくら|いくつ|教えて)?[^、。]{0,6}[?。]?"
    r"|(?:and |so |then )?(?:what(?:'s| is| about) )?(?:its|the|their) (?:(?:town|city|village)'s )?population[?.]?",
    re.IGNORECASE,
)


def header_value(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """人口 or 事業費 from the header of the sheet that the question is about."""
    attribute = attribute_of(question)
    if attribute == "事業費" and asks_price(question.text):
        return None
    if attribute is None or question.kind not in ("number", "fact", "yesno", "compare"):
        return None
    records = [r for r in scope.records(question, "header") if attribute in r.attribute]
    if attribute == "人口" and question.western_years:
        records = [r for r in records if question.western_years & {y.year for y in find_years(r.value)}]
    if not records and attribute != "事業費":
        return None
    if attribute == "人口" and _tells_more(question, evidence, scope):
        return None
    if attribute != "事業費":
        own = [r for r in records if not question.codes or r.municipality in question.codes]
        told = _stated(question, scope, own, attribute)
        return _with_text(told, question, evidence, scope) if told and attribute == "人口" else told
    for e in evidence[:6]:
        if e.score < SHEET_NEAR * evidence[0].score:
            break
        own = [r for r in records if r.measure == e.passage.measure and r.municipality == e.passage.municipality]
        if own:
            return _stated(question, scope, own[:1], attribute)
        if e.passage.kind == "sheet" and question.kind == "number":
            return Draft(kind="abstained", statements=(), abstained=True)
    return None


def asks_population_alone(question: Question) -> bool:
    """Whether the population is asked for and nothing else, whatever was spoken of before."""
    return _ALONE.fullmatch(question.text) is not None


def _tells_more(question: Question, evidence: Sequence[Evidence], scope: Scope) -> bool:
    """Whether the best unit says of the population what the head of no sheet does (この5年間で減った)."""
    if asks_population_alone(question):
        return False
    beside = Terms.build(t for t in question.terms.terms if t.weight > 0.2 and t.text != "人口")
    if not evidence or beside.total <= ELSE * question.terms.total:
        return False
    return beside.coverage(scope.finder.haystack(evidence[0].unit.text)) >= TOLD


def _with_text(draft: Draft, question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft:
    """The draft with a sentence in which the municipality's own plan gives its population as another figure."""
    if len(question.municipalities) != 1 or question.western_years:
        return draft
    known = squash(" ".join(s.text for s in draft.statements))
    for e in evidence[:NEAR]:
        match = _POPULATION.search(e.unit.text) if e.unit.kind == "sentence" else None
        if match and e.passage.municipality in question.codes and squash(match[1]) not in known:
            unit = scope.trimmed(e.unit, question)
            statements = (*draft.statements, Statement(scope.say(unit, question.lang), (unit,)))
            return replace(draft, statements=statements, evidence=(*draft.evidence, unit))
    return draft


def _stated(question: Question, scope: Scope, records: Sequence[Record], attribute: str) -> Draft | None:
    """Each distinct value once: where the sheets disagree, both are said."""
    statements, units, seen = [], [], set()
    for record in records:
        unit = scope.record_unit(record)
        if unit is None or (record.municipality, record.value) in seen:
            continue
        seen.add((record.municipality, record.value))
        owner = scope.owner_name(unit) or ""
        whose = f"{owner}「{record.measure}」" if attribute == "事業費" and record.measure else owner
        statements.append(
            Statement(f"{whose}{': ' if question.lang == 'en' else '：'}{record.attribute} {record.value}", (unit,))
        )
        units.append(unit)
    if not statements:
        return None
    values = tuple((r.value, u) for r, u in zip(_distinct(records), units, strict=False))
    differs = attribute != "事業費" and len(units) > 1 and len({r.municipality for r in records}) == 1
    disagreements = (
        (Disagreement(subject=f"{scope.owner_name(units[0]) or ''} {attribute}", values=values),) if differs else ()
    )
    return Draft(
        kind="answer", statements=tuple(statements[:6]), evidence=tuple(units[:6]), disagreements=disagreements
    )


def _distinct(records: Sequence[Record]) -> list[Record]:
    return list({(r.municipality, r.value): r for r in reversed(records)}.values())[::-1]
