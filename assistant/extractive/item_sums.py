"""Sums over the items of a plan: the figures of one column of a table, added over the rows that the question means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.draft import Draft
from assistant.evidence import Evidence
from assistant.extractive.conditions import Reading
from assistant.extractive.figure_conditions import base_of, numeric
from assistant.extractive.naming import is_total
from assistant.extractive.plan_items import Family
from assistant.extractive.ranks import Row, total_of
from assistant.extractive.scope import Scope
from assistant.extractive.selection import ENOUGH, families, met, name_of, narrowed
from assistant.understanding.question import Question

#: Words of a sum that tell nothing of what is added.
_FRAME = "合計 合算 総額 総計 幾ら 金額 千円単位 万円単位 円 単位 全部 足す 合わせる"
_COUNTED = re.compile(
    r"(?<![A-Za-z\d-])(?P<n>\d{1,2})\s?(?:つの|件の|個の)?(?:事業|取組|施策|プロジェクト|項目|施設|地区)(?![費者年])"
)
#: How well a column must be named, and how many rows a sum can have.
_NAMED, _FEWEST, _MOST = 0.5, 2, 40
#: How well, where all rows are added.
_WHOLE = 1.5


def summed(question: Question, scope: Scope, evidence: Sequence[Evidence]) -> Draft | None:
    """None where no column is named, or where nothing tells some of a table's rows from the others."""
    best: tuple[float, str, list[Row]] | None = None
    for family in families(question, scope, evidence):
        found = _added(question, family, scope) if family.is_table else None
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return total_of(question, scope, best[1], best[2]) if best else None


def _added(question: Question, family: Family, scope: Scope) -> tuple[float, str, list[Row]] | None:
    reading = Reading(question, family)
    named, column = max(((score, head) for head, score in numeric(reading)), default=(0.0, ""))
    if named < _NAMED:
        return None
    conditions = [c for c in (*reading.conditions(), reading.section) if c is not None and c.head != column]
    items = [(i, p) for i, p in met(family.items, conditions) if not is_total(name_of(i, question, {column}))]
    owned = family.document.municipality is None and bool(question.codes)
    whole = named >= _WHOLE and family.document.municipality is not None and not is_total(column)
    if not (conditions or owned or whole):
        return None
    rows = []
    for item, _ in items:
        record = next((c.record for c in item.cells if c.head == column and c.record.number is not None), None)
        unit = scope.record_unit(record) if record else None
        if record is not None and unit is not None:
            name = name_of(item, question, {column}, family.naming_head)
            rows.append(Row(record, unit, base_of(record), name))
    counted = _COUNTED.search(question.text)
    if not _FEWEST <= len(rows) <= _MOST or (counted and int(counted["n"]) != len(rows)):
        return None
    words = " ".join([column, _FRAME, *(w for c in conditions for w in c.words), counted.group() if counted else ""])
    _, explained = narrowed(question, family, items, words, scope)
    label = next(c.record.attribute for c in items[0][0].cells if c.head == column)
    return (explained + 0.1 * min(named, 2), label, rows) if explained >= ENOUGH else None
