"""What a row's figures are at the times that a question asks for: now, in the end, and in a year as planned and as it
came about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.draft import Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.by_years import Line, Progress, told
from assistant.extractive.scope import Scope
from assistant.extractive.series import ALIKE, plan_and_result
from assistant.extractive.timelines import line_told
from assistant.understanding.details import PROJECT_COST, asks_price
from assistant.understanding.moments import Moment, moments
from assistant.understanding.question import Question
from assistant.wording import colon
from ingest.model import Record

_KINDS = ("number", "fact", "count", "yesno")
_Cell = tuple[int, Record, Line]


def at_moments(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The figures of the row that is named, at every time asked for; None where it lacks one of them."""
    asked = moments(question.text, question.english)
    both = plan_and_result(question.text) and len(question.western_years) < 2
    if question.kind not in _KINDS or question.everyone or not (asked or both):
        return None
    named = replace(question, text=f"{question.text} {question.topic}")
    priced = asks_price(question.text)
    for progress in told(named, evidence, scope):
        if priced or not PROJECT_COST.search(progress.label):
            found = _found(list(_cells(progress, scope)), asked, both, question)
            if found:
                return _told(question, progress, found, scope)
    return _best_row(question, evidence, scope) if len(asked) > 1 and not priced else None


def _best_row(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The best unit whole, where it is a row that gives both what is now and a target, by whatever name."""
    unit = evidence[0].unit if evidence else None
    series = {r.series for r in unit.records if r.number is not None} if unit else set()
    if unit is None or not {"target"} <= series or not series & {"baseline", "actual"}:
        return None
    figures = "、".join(f"{r.attribute}＝{r.value}" for r in unit.records if r.number is not None and r.series)
    name = max((r.measure or "" for r in unit.records), key=len)
    label = f"{scope.owner_name(unit) or ''}「{name}」{colon(question.lang)}"
    return Draft(kind="answer", statements=(Statement(label + figures, (unit,)),), evidence=(unit,))


def _found(cells: Sequence[_Cell], asked: frozenset[Moment], both: bool, question: Question) -> list[_Cell]:
    """The cells of every time asked for; none where one is missing."""
    chosen = list(_both(cells, question)) if both else []
    if "now" in asked:
        chosen.append(_now(cells))
    if "end" in asked or asked and question.western_years:
        chosen.append(_end(cells, question.western_years))
    found = [c for c in chosen if c is not None]
    return found if len(found) == len(chosen) else []


def _told(question: Question, progress: Progress, found: Sequence[_Cell], scope: Scope) -> Draft:
    statements = []
    for unit in dict.fromkeys(line.unit for _, _, line in found):
        own = dict.fromkeys((when, record) for when, record, line in found if line.unit == unit)
        statements.append(line_told(question, progress, Line(unit, tuple(own)), scope))
    units = tuple(u for s in statements for u in s.units)
    return Draft(kind="answer", statements=tuple(statements), evidence=units)


def _cells(progress: Progress, scope: Scope) -> Iterator[_Cell]:
    """The figures of a progression by year; a baseline without a year before all."""
    for line in progress.lines:
        dated = [(when, record) for when, record in line.cells if record.number is not None]
        row = scope.record_unit(line.cells[0][1])
        undated = [r for r in row.records if r.series == "baseline" and r.number is not None] if row else []
        if not any(r.series == "baseline" for _, r in dated):
            yield from ((0, r, line) for r in undated if r.fiscal_year is None)
        yield from ((when, record, line) for when, record in dated)


def _now(cells: Sequence[_Cell]) -> _Cell | None:
    """The latest result, else the baseline."""
    known = [c for c in cells if c[1].series == "actual"] or [c for c in cells if c[1].series == "baseline"]
    return max(known, key=lambda c: c[0], default=None)


def _end(cells: Sequence[_Cell], years: frozenset[int]) -> _Cell | None:
    """What the last year is planned to bring, or the year that is asked for."""
    planned = [c for c in cells if c[1].series in (None, *ALIKE) and (not years or c[0] in years)]
    return max(planned, key=lambda c: c[0], default=None)


def _both(cells: Sequence[_Cell], question: Question) -> tuple[_Cell | None, _Cell | None]:
    """Plan and result of the year asked for, else of the last one that has a result."""
    results = [c for c in cells if c[1].series == "actual" and c[0] in (question.western_years or {c[0]})]
    result = max(results, key=lambda c: c[0], default=None)
    planned = [c for c in cells if c[1].series in ALIKE and result is not None and c[0] == result[0]]
    return (planned[0] if planned else None), result
