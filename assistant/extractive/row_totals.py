"""What a table adds up to: how many rows it has of what its first column names (何路線), and the sum of one row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.draft import Draft, Member
from assistant.evidence import Evidence
from assistant.extractive.condition import Proof
from assistant.extractive.conditions import Reading
from assistant.extractive.equipped import counted_by, noun_of
from assistant.extractive.figure_conditions import base_of
from assistant.extractive.listing import listing
from assistant.extractive.naming import is_total
from assistant.extractive.plan_items import Item
from assistant.extractive.ranks import Row, total_of
from assistant.extractive.rows_named import NamedRow, rows_named
from assistant.extractive.scope import Scope
from assistant.extractive.selection import ENOUGH, families, name_of, narrowed
from assistant.understanding.question import Question
from ingest.model import Record
from ingest.normalise import squash, view

_HOW_MANY = re.compile(r"何(?P<noun>[一-龥]{1,4})(?=あ|で|が|を|に|走|運|[?？。]|$)")
_ADDED = re.compile(r"合計|合算|合わせ|あわせ|総数|総計|全部で|足す")
_FRAME = "合計 合算 総数 総計 全部 全て 全体 足す 合わせる 走る 運行"
#: Heads of figures that are not added.
_NOT_ADDED = re.compile(r"率|割合|平均|[%％]|前年|増減")
_FEWEST = 2


def added_up(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """None where a condition or a year is set, or a text tells the number."""
    if question.english or question.everyone or len(question.municipalities) > 1 or question.western_years:
        return None
    if question.kind not in ("count", "number", "sum", "fact"):
        return None
    return _rows(question, evidence, scope) or _of_row(question, evidence, scope)


def _rows(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    asked = _HOW_MANY.search(squash(question.text))
    if asked is None or any(re.search(rf"\d{asked['noun']}", view(e.unit.text)) for e in evidence):
        return None
    best: tuple[float, list[Member]] | None = None
    for family in families(question, scope, evidence):
        if family.is_table and noun_of(family) == asked["noun"] and not Reading(question, family).conditions():
            items: list[tuple[Item, list[Proof]]] = [(i, []) for i in family.items if not is_total(i.names[0][1])]
            _, explained = narrowed(question, family, items[:1], f"{asked['noun']} {asked.group()} {_FRAME}", scope)
            members = [
                Member(scope.printed(name_of(item, question, set(), family.naming_head), unit), None, None, (unit,))
                for item, _ in items
                if (unit := item.naming) is not None
            ]
            if explained >= ENOUGH and len(members) >= _FEWEST and (best is None or explained > best[0]):
                best = explained, members
    return counted_by(asked["noun"], listing(question, scope, best[1])) if best else None


def _of_row(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The sum of the figures of the only row of that name that can be added up."""
    named = rows_named(question, evidence, scope) if _ADDED.search(question.text) else []
    found = [(row, cells) for row in named if (cells := _addends(question, row))]
    if len(found) != 1 or not _is_explained(question, found[0][0], scope):
        return None
    row, cells = found[0]
    rows = [
        Row(record, unit, base_of(record), record.attribute)
        for record in cells
        if (unit := scope.record_unit(record)) is not None
    ]
    return total_of(question, scope, " ".join(row.parts), rows) if len(rows) == len(cells) else None


def _addends(question: Question, row: NamedRow) -> list[Record]:
    """The figures of a row, where all count the same and the question names no column of them."""
    rest = squash(question.text)
    for part in row.parts:
        rest = rest.replace(part, " ")
    cells = [c for c in row.item.cells if c.record.number is not None and c.head]
    if row.family.of_years or any(c.head in rest or is_total(c.head) or _NOT_ADDED.search(c.head) for c in cells):
        return []
    one_unit = len({c.record.unit for c in cells}) == 1 and cells[0].record.unit not in (None, "%")
    return [c.record for c in cells] if len(cells) >= _FEWEST and one_unit else []


def _is_explained(question: Question, row: NamedRow, scope: Scope) -> bool:
    words = " ".join([*row.parts, _FRAME])
    return narrowed(question, row.family, [(row.item, [])], words, scope)[1] >= ENOUGH
