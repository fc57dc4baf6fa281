"""Claims that one of several things is the most or the least, held against a sentence that lists them with their counts
(「遅い」(46件)、「高い」(38件))."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.extractive.claims.trends import LEAST, MOST
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.normalise import squash, view

#: How much of a claim a sentence must hold, and how many things it must list.
SAME, FEWEST = 0.3, 2
_ITEM = re.compile(
    r"(?:「(?P<quoted>[^」]{2,40})」|(?P<bare>[一-龥ァ-ヴーA-Za-z・]{2,24}))(?:が|は|の|で)?[(（]?(?:約)?(?P<n>\d[\d,]*(?:\.\d+)?)\s?(?P<unit>%|件|人|世帯|票|回|か所|名|社|戸)[)）]?"
)


def in_list(question: Question, evidence: Sequence[Evidence]) -> tuple[bool, Unit] | None:
    """Whether the thing that a claim says to be the first of a list is so, with the unit; None without such a list."""
    most, least = MOST.search(question.text), LEAST.search(question.text)
    if bool(most) == bool(least):
        return None
    said = squash(question.text)
    for e in evidence:
        if e.own_words < SAME or e.unit.records:
            continue
        items = [
            (squash(m["quoted"] or m["bare"]), float(m["n"].replace(",", "")), m["unit"])
            for m in _ITEM.finditer(view(e.unit.text))
        ]
        named = [item for item in items if item[0] in said]
        if len(items) < FEWEST or len(named) != 1 or len({unit for _, _, unit in items}) != 1:
            continue
        first = (max if most else min)(items, key=lambda item: item[1])
        return first[0] == named[0][0], e.unit
    return None
