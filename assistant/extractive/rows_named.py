"""The rows of tables that a question calls by their whole names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence import Evidence
from assistant.extractive.plan_items import Family, Item
from assistant.extractive.scope import Scope
from assistant.extractive.selection import families
from assistant.understanding.question import Question
from ingest.lines import is_figures
from ingest.normalise import squash

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
#: How many characters the parts of a name have at least.
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row with its table and the parts of its name, squashed."""

    parts: tuple[str, ...]
    family: Family
    item: Item


def rows_named(question: Question, evidence: Sequence[Evidence], scope: Scope) -> list[NamedRow]:
    """Those of the longest name: one in a name of several cells is said only where all of them are."""
    said = squash(question.text)
    found: list[tuple[int, NamedRow]] = []
    for family in families(question, scope, evidence):
        for item in family.items if family.is_table else ():
            labels = dict.fromkeys(c.record.measure or "" for c in item.cells)
            words = (squash(part) for label in labels for part in _BRACKETS.sub("", label).split())
            parts = tuple(dict.fromkeys(part for part in words if part))
            length = sum(map(len, parts))
            if length >= SHORTEST and all(part in said for part in parts) and not all(map(is_figures, parts)):
                found.append((length, NamedRow(parts, family, item)))
    longest = max((n for n, _ in found), default=0)
    return [row for n, row in found if n == longest]
