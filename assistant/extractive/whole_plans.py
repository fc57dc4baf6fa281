"""All the measures of a plan, where no table gives them: what its own outline names, or what its headings open; and
those of them alone that meet what a question asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Draft
from assistant.evidence import Evidence
from assistant.extractive import selection
from assistant.extractive.plan_items import families_of, plain_name
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.model import Document
from ingest.normalise import squash

_FEWEST = 2
_OF_MEASURES = re.compile(r"(?:個別|重点|具体的な)?(?:施策|事業|取組|プロジェクト)")


def or_some(question: Question, evidence: Sequence[Evidence], scope: Scope, whole: Draft) -> Draft:
    """How many of what a plan has in all meet the conditions that the question sets; the whole where it sets none. One
    alone is none of a number that is only stated: what the plan counts is then told otherwise than by name."""
    some = selection.selected(replace(question, kind="count"), scope, evidence)
    if some is None or (not whole.members and len(some.members) < _FEWEST):
        return whole
    return some if len(some.members) < (len(whole.members) or len(some.members) + 1) else whole


def outlined(noun: str, document: Document, scope: Scope) -> list[tuple[str, Unit]]:
    """What a plan's own outline calls so, of several labels (基本施策, 個別施策) the one of most; what has none is a
    measure."""
    called: dict[str, dict[str, tuple[str, Unit]]] = {}
    for page in scope.finder.records_of(document.id).values():
        for r in page:
            label = noun if r.status is None and _OF_MEASURES.fullmatch(noun) else r.status or ""
            if r.kind == "outline" and label.endswith(noun) and (unit := scope.record_unit(r)) is not None:
                called.setdefault(label, {}).setdefault(squash(r.value), (scope.printed(r.value, unit), unit))
    found = max(called.values(), key=len, default={})
    return list(found.values()) if len(found) >= 3 else []


def sections(noun: str, document: Document, scope: Scope) -> list[tuple[str, Unit]]:
    """The measures that a plan's numbered headings open, each with those in charge."""
    rows: dict[str, tuple[str, Unit]] = {}
    if not _OF_MEASURES.fullmatch(noun):
        return []
    for family in (f for f in families_of(document, scope) if not f.is_table):
        for item, _ in selection.leaves([(i, []) for i in family.items if i.numbered and i.organs], family):
            name = plain_name(item.names[0][1])
            if item.naming:
                rows.setdefault(squash(name), (name, item.naming))
    return list(rows.values()) if len(rows) >= 3 else []
