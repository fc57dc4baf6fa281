"""The years of a claim held against dates, status marks, roadmaps and results by year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.extractive.figures import ACTIONS
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.normalise import squash, view
from ingest.years import find_years

_MET = re.compile(
    r"達成し|達した|目標(?:に|まで)(?:行|届|達)|クリアし|目標を上回|予定どおり|\bmet\b|\bachieved\b|\breached\b",
    re.IGNORECASE,
)
DENIES = re.compile(
    r"(?:ではな|でな)(?:い|く)|実施しない|行わない|していない|いない|されていない|"
    r"しない(?:こと|方針)?|ません|\bnot\b|n't\b|\bno longer\b",
    re.IGNORECASE,
)
_FALLING = re.compile(r"削減|減ら|減少|待ち時間|抑制|縮減")


def dated(question: Question, near: Sequence[Evidence], scope: Scope, said: Sequence[str]) -> Unit | bool:
    """True when the claim's years stand with the evidence (or it names none), False when they do not, and the unit
    that gives another date for the same thing where there is one."""
    wanted = question.years
    if not wanted:
        return True
    reached = _reached(question, near, scope)
    if reached is not None:
        return reached
    told = _roadmap(question, near, scope, said)
    if told is not None:
        return told
    for e in near[:3]:
        mentions = find_years(e.unit.text)
        if any(m.year == w.year and (w.month is None or m.month in (None, w.month)) for m in mentions for w in wanted):
            return True
    first = near[0]
    around = [*find_years(view(first.passage.text)), *find_years(" ".join(first.passage.headings))]
    if any(r.fiscal_year == w.year for r in first.unit.records for w in wanted):
        return True
    own = find_years(first.unit.text)
    if own and all(w.month is None or any(m.month is not None for m in own) for w in wanted):
        return first.unit
    return (
        any(m.year == w.year for m in around for w in wanted)
        or not any(w.month for w in wanted)
        and not own
        and not around
    )


def _reached(question: Question, near: Sequence[Evidence], scope: Scope) -> Unit | bool | None:
    """Whether a target was met, where a table gives plan and result of the year; None where it does not say."""
    claimed = _MET.search(question.text)
    years = question.western_years
    if claimed is None or not years or _FALLING.search(question.text):
        return None
    cells = [
        r
        for e in near[:6]
        for r in e.unit.records
        if r.kind == "cell" and r.fiscal_year in years and r.number is not None
    ]
    planned = next((r for r in cells if r.series in ("planned", "target")), None)
    actual = next((r for r in cells if r.series == "actual" and planned and r.measure == planned.measure), None)
    if planned is None or actual is None:
        return None
    met = (actual.number or 0) >= (planned.number or 0)
    return True if met != bool(DENIES.search(question.text)) else scope.record_unit(actual) or False


def _roadmap(question: Question, near: Sequence[Evidence], scope: Scope, said: Sequence[str]) -> Unit | bool | None:
    """A roadmap says in which year an action falls: compares the claim's action and year with its cells."""
    text = squash(" ".join(said))
    action = next((group for group in ACTIONS if any(word in text for word in group)), None)
    if action is None:
        return None
    for e in near[:4]:
        cells = [
            r
            for r in scope.finder.records_of(e.passage.document).get(e.passage.page, [])
            if r.kind == "cell" and r.fiscal_year and any(word in squash(r.value) for word in action)
        ]
        if cells:
            if any(r.fiscal_year == w.year for r in cells for w in question.years):
                return True
            return scope.record_unit(cells[0]) or False
    return None
