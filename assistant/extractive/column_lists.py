"""Lists of what stands in one column of a table, where a question asks for that and no more (避難所はどことどこ)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.draft import Draft, Member
from assistant.evidence import Evidence
from assistant.extractive.listing import listing
from assistant.extractive.naming import is_total
from assistant.extractive.plan_items import Family, Item
from assistant.extractive.scope import Scope
from assistant.extractive.selection import families, narrowed
from assistant.extractive.status_conditions import MARK
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.lines import is_figures
from ingest.normalise import squash

#: The share of a question that the column's name, its table and its plan must account for.
EXPLAINED = 0.9
SHORTEST, FEWEST, LONGEST = 3, 2, 40
_ASKED = (
    r"(?:名|の名前|の名称)?(?:(?:は|って|が|を|、)\s?(?:全部で|ぜんぶで)?(?:何[かカヶケ箇]所|何と何|いくつ|どこ|どれ|全[部て]|ぜんぶ|すべて|何がある)"
    r"|(?:の)?(?:一覧|全部|すべて|どこどこ))"
)


def listed(question: Question, scope: Scope, evidence: Sequence[Evidence]) -> Draft | None:
    """The different values of a column whose head is what the question asks for; None where it sets conditions."""
    said = squash(question.text)
    best: tuple[int, list[Member]] | None = None
    for family in families(question, scope, evidence):
        if not family.is_table:
            continue
        for head in sorted({*family.columns, *(squash(h) for i in family.items for h, _ in i.names)} - {""}):
            if len(head) < SHORTEST or re.search(re.escape(head) + _ASKED, said) is None:
                continue
            _, explained = narrowed(question, family, [], f"{head} 箇所 何処", scope)
            members = _members(family, head, scope) if explained >= EXPLAINED else []
            if len(members) >= FEWEST and (best is None or len(head) > best[0]):
                best = (len(head), members)
    return listing(question, scope, best[1]) if best else None


def _members(family: Family, head: str, scope: Scope) -> list[Member]:
    found: dict[str, Member] = {}
    for item in family.items:
        if any(is_total(name) for _, name in item.names):
            continue
        for value, unit in _values(item, head, scope):
            if is_figures(value) or MARK.fullmatch(squash(value)) or len(value) > LONGEST:
                return []
            found.setdefault(squash(value), Member(value, None, None, (unit,)))
    return list(found.values())


def _values(item: Item, head: str, scope: Scope) -> Iterator[tuple[str, Unit]]:
    cells = [cell.record for cell in item.cells if cell.head == head]
    for record in cells:
        if unit := scope.record_unit(record):
            yield record.value, unit
    if not cells and item.naming is not None:
        yield from ((name, item.naming) for own, name in item.names if squash(own) == head)
