"""Conditions on the rows of a joint plan: that all the municipalities with a column of their own take part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.extractive.condition import Condition, Proof
from assistant.extractive.plan_items import Item
from assistant.understanding.topics import is_of_every_body

if TYPE_CHECKING:
    from assistant.extractive.conditions import Reading

_BODY = re.compile(r"[一-龥ぁ-んァ-ヶ]{1,8}[市町村区]")
_MARK = re.compile(r"[○◯●◎△▲◇◆□■×☆★]")
_FEWEST = 3


def by_all(reading: Reading) -> Condition | None:
    """The mark that is asked for, else a circle, in each of the columns of municipalities."""
    if not is_of_every_body(reading.text):
        return None
    told = {head: [c for c in cells if _MARK.match(c.value)] for head, cells in reading.columns.items()}
    heads = {head for head, marked in told.items() if _BODY.fullmatch(head) and marked}
    if len(heads) < _FEWEST:
        return None
    marks = set(_MARK.findall(reading.text)) or {"○", "◎", "●"}

    def holds(item: Item) -> list[Proof] | None:
        own = [c for c in item.cells if c.head in heads and c.value in marks]
        return [own[0].record] if {c.head for c in own} == heads else None

    return Condition(holds, ("市町", "すべて", "参加", "丸", *marks), 1.5)
