"""Measures as a table: every measure of the plans in scope with its department, status by year and words, from which a
question selects by conditions (department, status, quoted words), or by what the measures are about."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.draft import Draft, Member
from assistant.extractive.listing import listing
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.model import Document, Passage, Record
from ingest.normalise import squash, view

MEASURES = re.compile(r"事業|取組|取り組み|施策|プロジェクト|課題|measure|project|initiative", re.IGNORECASE)
_NOT_BEHIND = re.compile(r"^(?:が|は|の)?(?:担当)?(?:でない|ではない|以外|を除|じゃない)")
_HOLDS = re.compile(r"語|言葉|文言|含[まむん]|出てくる|掲げ|記載|入って|登場|書[いか]|mention|contain", re.IGNORECASE)
_EVERY_YEAR = re.compile(
    r"いずれも|か年とも|年とも|年間とも|すべて|全て|全年度|どの年度も|毎年度|ずっと|all years|every year", re.IGNORECASE
)
_RANGE = re.compile(r"年度?(?:から|[~～〜-])")
_FIELD = re.compile(r"([一-龥ァ-ヶーぁ-ん・]{2,12}?)分野")
_ORGAN_END = re.compile(r"(?:等|など)$")


@dataclass(slots=True)
class Measure:
    """One measure of one municipality; `statuses` maps a fiscal year to mark, word and record."""

    name: str
    municipality: str | None
    passages: list[Passage] = field(default_factory=list)
    named: Record | None = None
    departments: list[Record] = field(default_factory=list)
    statuses: dict[int, Record] = field(default_factory=dict)
    cells: list[Record] = field(default_factory=list)

    @property
    def text(self) -> str:
        return squash("\n".join([self.name, *(p.text for p in self.passages)]))


def selected(question: Question, scope: Scope) -> Draft | None:
    """The measures that meet every condition the question sets; None where it sets none that can be told."""
    if not MEASURES.search(question.text):
        return None
    measures = _in_scope(question, scope)
    told = (_by_field(question, measures), _by_department(question, measures), _by_status(question, measures))
    conditions = [c for c in told if c is not None]
    if not conditions and (by_words := _by_words(question, measures)) is not None:
        conditions.append(by_words)
    if not conditions:
        return None
    found = []
    for measure in measures:
        proofs = [condition(measure) for condition in conditions]
        if all(proof is not None for proof in proofs):
            found.append((measure, [r for proof in proofs for r in proof or ()]))
    return _listed(question, scope, found) if found else None


Condition = Callable[[Measure], "list[Record] | None"]


def _in_scope(question: Question, scope: Scope) -> list[Measure]:
    out: list[Measure] = []
    for document in scope.documents:
        if question.documents and document.id not in question.documents:
            continue
        measures = scope.finder.derived(("measures", document.id), lambda d=document: _measures_of(d, scope))  # type: ignore[misc]
        out.extend(m for m in measures if not question.codes or m.municipality in question.codes)
    return out


def _measures_of(document: Document, scope: Scope) -> list[Measure]:
    found: dict[tuple[str, str | None], Measure] = {}
    for passage in scope.finder.catalogue.passages_of(document.id):
        if passage.measure:
            key = (squash(passage.measure), passage.municipality)
            found.setdefault(key, Measure(passage.measure, passage.municipality)).passages.append(passage)
    for page in scope.finder.records_of(document.id).values():
        for record in page:
            measure = found.get((squash(record.measure or ""), record.municipality))
            if measure is None:
                continue
            if record.kind == "measure":
                measure.named = measure.named or record
            elif record.kind == "department":
                measure.departments.append(record)
            elif record.kind == "status" and record.fiscal_year:
                measure.statuses.setdefault(record.fiscal_year, record)
    for measure in found.values():
        pages = {p.page for p in measure.passages}
        spans = [(p.page, p.start, p.end) for p in measure.passages]
        for number in pages:
            measure.cells.extend(
                r
                for r in scope.finder.records_of(document.id).get(number, [])
                if r.kind == "cell" and r.fiscal_year and any(n == number and a <= r.start < b for n, a, b in spans)
            )
    return list(found.values())


def _by_field(question: Question, measures: Sequence[Measure]) -> Condition | None:
    """Those whose row begins with the field named (土木分野の…)."""
    named = _FIELD.search(question.topic)
    if named is None:
        return None
    wanted = squash(named[1])

    def holds(measure: Measure) -> list[Record] | None:
        for passage in measure.passages:
            lead = [squash(p) for p in view(passage.text.split("\n", 1)[0]).split(" ")[:3] if len(p) > 1]
            if passage.kind == "row" and any(wanted.startswith(p) or p.startswith(wanted) for p in lead):
                return []
        return None

    return holds if sum(holds(m) is not None for m in measures) >= 2 else None


def _by_department(question: Question, measures: Sequence[Measure]) -> Condition | None:
    """Those of the department named, or of any other where it is set aside (総務課でないもの)."""
    text = squash(question.text)
    known = {_ORGAN_END.sub("", squash(r.value)) for m in measures for r in m.departments}
    named = max((d for d in known if len(d) >= 2 and d in text), key=len, default=None)
    if named is None:
        return None
    aside = _NOT_BEHIND.match(text[text.find(named) + len(named) :]) is not None

    def holds(measure: Measure) -> list[Record] | None:
        own = [r for r in measure.departments if named == _ORGAN_END.sub("", squash(r.value))]
        if aside:
            return None if own or not measure.departments else measure.departments[:1]
        return own[:1] or None

    return holds


def _by_status(question: Question, measures: Sequence[Measure]) -> Condition | None:
    """Those with the status named, by mark or word, in the year named; in all of several years where it says so."""
    years = question.western_years
    if len(years) == 2 and _RANGE.search(question.text):
        years = frozenset(range(min(years), max(years) + 1))
    records = [r for m in measures for r in m.statuses.values()]
    marks = {r.value for r in records if r.value in question.text} or {
        r.value
        for r in records
        if r.status and re.search(rf"(?:が|に|を|「|は|も){re.escape(r.status)}", question.text)
    }
    if not marks or not years:
        return None
    every = _EVERY_YEAR.search(question.text) is not None and len(years) > 1

    def holds(measure: Measure) -> list[Record] | None:
        own = [r for year, r in sorted(measure.statuses.items()) if year in years and r.value in marks]
        return own[:1] if own and (not every or len(own) == len(years)) else None

    return holds


def _by_words(question: Question, measures: Sequence[Measure]) -> Condition | None:
    """Those whose text, or whose roadmap in the year named, holds the words that the question quotes."""
    if not question.quoted or not _HOLDS.search(question.text):
        return None
    years = question.western_years
    dated = years and any(r.fiscal_year in years for m in measures for r in m.cells)

    def holds(measure: Measure) -> list[Record] | None:
        if dated:
            cells = [r for r in measure.cells if r.fiscal_year in years]
            own = [r for r in cells if all(q in squash(r.value) for q in question.quoted)]
            return own[:1] or None
        return [] if all(q in measure.text for q in question.quoted) else None

    return holds


def _listed(question: Question, scope: Scope, found: Sequence[tuple[Measure, list[Record]]]) -> Draft | None:
    members: dict[str, Member] = {}
    for measure, records in found:
        units = _proofs(measure, records, scope)
        if units:
            name = re.sub(r"^[(（][0-9]{1,2}[)）]\s?", "", scope.printed(measure.name, units[0]))
            members.setdefault(squash(name), Member(name, None, None, units))
    return listing(question, scope, list(members.values())) if members else None


def _proofs(measure: Measure, records: Sequence[Record], scope: Scope) -> tuple[Unit, ...]:
    """Where the measure's name stands, and where the condition is met."""
    name = squash(measure.name)
    naming = [u for p in measure.passages[:3] for u in scope.finder.units(p) if name in squash(u.text)]
    first = min(naming, key=lambda u: len(u.text), default=None)
    if first is None and measure.named is not None:
        first = scope.record_unit(measure.named)
    met = [u for r in records if (u := scope.record_unit(r)) is not None]
    return tuple({u.key: u for u in ([first] if first else []) + met}.values())
