"""Sums over years: of one row of figures by year (5年間で合計いくら), and the total row of a table in one year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.draft import Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.by_years import told
from assistant.extractive.figure_conditions import base_of
from assistant.extractive.naming import is_total
from assistant.extractive.ranks import Row, total_of
from assistant.extractive.scope import Scope
from assistant.extractive.series import series_said
from assistant.suitability import spans
from assistant.understanding.question import Question
from assistant.wording import colon, year
from ingest.model import Record
from ingest.normalise import squash

_ADDED = re.compile(
    r"合計|総額|総計|あわせて|合わせて|トータル|全部で|通算|足すと|いくら|\btotal\b|\baltogether\b|\bhow much\b",
    re.IGNORECASE,
)
_IN_ALL = re.compile(r"合計|総額|総計|全体|トータル|\btotal\b", re.IGNORECASE)
#: Over every year of the plan.
_WHOLE = re.compile(r"計画期間(?:中|を通)|全(?:期間|年度)|各年度を?(?:合|足)|\bwhole (?:plan )?period\b", re.IGNORECASE)
#: Figures that are not added: shares, and what is already summed up.
_NOT_ADDED = re.compile(r"率|割合|累計|累積|延べ|[%％]|平均|満足度")
_MONEY = re.compile(r"費|額|予算|金|円|いくら|cost|budget|expens|yen", re.IGNORECASE)
_SIGN = re.compile(r"^[①-⑳]\s*")
FEWEST = 2


def over_years(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The sum of the figures by year of the row named, where the question asks for one over several years; None where
    a text gives one over as many years, or where there is a year without a figure."""
    if not _ADDED.search(question.text) or len(question.municipalities) > 1:
        return None
    asked, wanted = spans(question.text), question.western_years
    if not (asked or len(wanted) > 1 or _WHOLE.search(question.text)) or _is_told(asked, evidence):
        return None
    row = next(iter(told(question, evidence, scope)), None)
    if row is None or _NOT_ADDED.search(row.label):
        return None
    by_year = row.numbers(series_said(question.text) or frozenset({"planned"})) or row.numbers()
    kept = {y: r for y, r in by_year.items() if len(wanted) < 2 or min(wanted) <= y <= max(wanted)}
    money = all("円" in (r.unit or "") for r in kept.values())
    if len(kept) < FEWEST or _MONEY.search(question.text) and not money or len({r.unit for r in kept.values()}) > 1:
        return None
    if asked and len(kept) not in asked or any("%" in squash(r.unit or "") for r in kept.values()):
        return None
    rows = [
        Row(record, unit, base_of(record), year(y, question.lang))
        for y, record in sorted(kept.items())
        if (unit := scope.record_unit(record)) is not None
    ]
    return total_of(question, scope, f"「{_SIGN.sub('', row.label)}」", rows) if len(rows) == len(kept) else None


def of_table(question: Question, scope: Scope) -> Draft | None:
    """What the total row of the one table of money says of the one year asked for."""
    if not _IN_ALL.search(question.text) or not _MONEY.search(question.text) or len(question.western_years) != 1:
        return None
    if len(question.municipalities) != 1 or question.everyone:
        return None
    wanted = min(question.western_years)
    found = [r for r in scope.records(question, "cell") if r.fiscal_year == wanted and _is_total_of_money(r)]
    units = [(r, unit) for r in found if (unit := scope.record_unit(r)) is not None]
    if len(units) != 1:
        return None
    record, unit = units[0]
    owner = scope.owner_name(unit) or ""
    value = record.value if (record.unit or "") in record.value else record.value + (record.unit or "")
    text = f"{owner}{colon(question.lang)}{record.measure}（{year(wanted, question.lang)}）＝{value}"
    return Draft(kind="answer", statements=(Statement(text, (unit,)),), evidence=(unit,))


def _is_total_of_money(record: Record) -> bool:
    return record.number is not None and is_total(record.measure or "") and "円" in (record.unit or "")


def _is_told(asked: frozenset[int], evidence: Sequence[Evidence]) -> bool:
    """Whether one of the best units itself tells a sum over as many years."""
    return bool(asked) and any(asked & spans(e.unit.text) and "円" in e.unit.text for e in evidence[:5])
