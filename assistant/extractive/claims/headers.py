"""Claims on what stands in the headers of sheets: a municipality's population, households or area, a measure's cost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.extractive.claims.amount_kinds import is_each
from assistant.extractive.claims.figures import LESS, MORE, in_figures, undated
from assistant.extractive.claims.judgement import Judgement
from assistant.extractive.claims.rows import EXPLAINED, NAMED, Found, agrees
from assistant.extractive.claims.trends import LEAST, MOST
from assistant.extractive.naming import share_named, weights_of, words_of
from assistant.extractive.ranks import attribute_of
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from ingest.model import Record
from ingest.values import Figure, find_figures

HEADER_COUNTS = ("人口", "世帯数", "面積")
COST = "事業費"
_COSTS = re.compile(r"円[^。、]{0,8}(?:か[けか]|費や|投じ)|\bcosts?\b", re.IGNORECASE)
#: How a cost and its size are spoken of.
_SPOKEN = "掛かる 掛ける 費用 予算 経費 金額 総額 投じる 費やす 円 千円 万円 億円 多い 少ない 高い 安い 大きい"
_TOGETHER = re.compile(r"合計|合わせ|総額|足す|\btotal\b|\btogether\b", re.IGNORECASE)
#: Sets a municipality's own measures alone side by side.
_AMONG_OWN = re.compile(
    r"[市町村](?:の(?:事業|取組|プロジェクト)?の?(?:中|うち)|の(?:事業|取組)で|内?で(?:は)?[^、。]{0,8}(?:最|一番|いちばん))"
)
_EACH = re.compile(r"(?:あたり|当たり|当り|につき)?\d")
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


def of_measure(question: Question, scope: Scope) -> Found | None:
    """The only figure of a claim on the cost of a measure, held against the header of the measure's sheet."""
    attribute = attribute_of(question) or (COST if _COSTS.search(question.text) else None)
    text = undated(in_figures(question.text))
    claimed = [f for f in find_figures(text) if f.unit and not (f.base == 1 and _EACH.match(text, f.end))]
    if attribute is None or attribute in HEADER_COUNTS or len(claimed) != 1 or question.years:
        return None
    if attribute == COST and is_each(text, claimed[0]):
        return None
    told = [r for r in _of_sheet(question, attribute, scope) if _unit_of(r) == claimed[0].base_unit]
    agreeing = [r for r in told if agrees(claimed[0], r, question.text)]
    unit = scope.record_unit((agreeing or told)[0]) if told else None
    return Found(bool(agreeing), unit, tuple((agreeing or told)[:1])) if unit else None


def of_sheets(question: Question, scope: Scope) -> Judgement | None:
    """A claim on the costs of several sheets: what a municipality's come to, or that a measure's is the highest."""
    if attribute_of(question) != COST or question.years:
        return None
    told = _costs(question, scope)
    claimed = [f for f in find_figures(undated(in_figures(question.text))) if f.base_unit == "円"]
    if _TOGETHER.search(question.text) and len(claimed) == 1 and len(question.municipalities) == 1:
        return _summed(question, told, claimed[0], scope)
    most, least = MOST.search(question.text), LEAST.search(question.text)
    named = _of_sheet(question, COST, scope)
    if bool(most) == bool(least) or claimed or len({(r.page, r.number) for r in named}) != 1:
        return None
    among = told if _AMONG_OWN.search(question.text) else _costs(replace(question, municipalities=()), scope)
    among = [r for r in among if r.document == named[0].document and r.unit == named[0].unit]
    first = (max if most else min)(among, key=lambda r: r.number or 0.0)
    holds = first.number == named[0].number
    return _judged(holds, named[:1] if holds else [first, named[0]], scope)


def _costs(question: Question, scope: Scope) -> list[Record]:
    return [r for r in scope.records(question, "header") if r.attribute == COST and r.number is not None]


def _summed(question: Question, told: Sequence[Record], claimed: Figure, scope: Scope) -> Judgement | None:
    sheets = list({(r.document, r.page, r.measure): r for r in told}.values())
    if len(sheets) < 2 or len({(r.document, r.unit) for r in sheets}) != 1:
        return None
    total = f"{sum(r.number or 0.0 for r in sheets):.10g}{sheets[0].unit}"
    return _judged(agrees(claimed, replace(sheets[0], value=total), question.text), sheets, scope)


def _judged(holds: bool, records: Sequence[Record], scope: Scope) -> Judgement | None:
    units = tuple(u for r in records if (u := scope.record_unit(r)))
    return Judgement("supported" if holds else "contradicted", units) if units else None


def _of_sheet(question: Question, attribute: str, scope: Scope) -> list[Record]:
    """What the sheets give under an attribute whose measure the claim names best and which hold most of the claim."""
    claim, best, found = words_of(question, scope), 0.0, list[Record]()
    for record in scope.records(question, "header"):
        name = record.measure or ""
        share = share_named(name, claim, scope) if record.attribute == attribute and name else 0.0
        size = share * sum(weights_of(name, scope).values())
        if share >= NAMED and size > best - 1e-9:
            found = [record] if size > best + 1e-9 else [*found, record]
            best = size
    return [r for r in found if _explained(question, r, scope) >= EXPLAINED]


def _explained(question: Question, record: Record, scope: Scope) -> float:
    passage = scope.finder.passage_at(record.document, record.page, record.start, record.end)
    texts = (f"{record.measure} {record.attribute} {_SPOKEN}", passage.text if passage else "")
    return question.terms.coverage_by([(scope.finder.haystack(text), 1.0) for text in texts])


def _unit_of(record: Record) -> str | None:
    return next((f.base_unit for f in find_figures(record.value)), None)
