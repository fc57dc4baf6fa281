"""The items that a plan lists under a label of the measure named in a question (「…」の取組内容は何個ですか)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.draft import Draft, Member
from assistant.evidence import Evidence
from assistant.extractive import item_sets
from assistant.extractive.item_sets import ItemSet
from assistant.extractive.listing import listing
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from ingest.lines import heading_title
from ingest.normalise import squash, view

#: The longest label, and the shortest name of a measure by which it is known.
LABEL, NAME = 8, 5
#: What is asked of a thing: the noun behind its name.
_NOUN = re.compile(
    r"[」』)]?の(?:主な|具体的な|個別の|各)?([一-龥ァ-ヶー]{2,8}?)(?=[はをがにのもで、?全何]|って|いく|すべ|ぜん|$)"
)


_NUMBER = re.compile(
    r"^(?:(?:個別|基本|重点|主要)?(?:施策|事業|取組|方針|目標|柱|プロジェクト)?\s?[(]?\d{1,2}(?:[-.]\d{1,2})*[)]?[.、:\s]\s*|[①-⑳]\s?)"
)


def listed(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The longest such set; None where the question names no measure that has one."""
    said, best = squash(question.text), None
    for document in {e.passage.document: None for e in evidence}:
        for candidate in _sets(document, scope):
            if _is_asked(said, candidate) and (best is None or len(candidate.items) > len(best.items)):
                best = candidate
    if best is None:
        return None
    members = [Member(name, None, None, (unit,)) for name, unit in best.items[: item_sets.MOST]]
    return listing(question, scope, members, best.lead)


def _sets(document: str, scope: Scope) -> Sequence[ItemSet]:
    """The sets of a document that stand under a label."""

    def read() -> Sequence[ItemSet]:
        found = next((d for d in scope.documents if d.id == document), None)
        sets = item_sets.sets_of(found, scope) if found else ()
        return [s for s in sets if 2 <= len(squash(heading_title(s.owner))) <= LABEL]

    return scope.finder.derived(("labelled sets", document), read)


def _is_asked(said: str, candidate: ItemSet) -> bool:
    """Whether a question names a heading above the set and, of it, the set's label."""
    label = squash(heading_title(candidate.owner))
    for heading in candidate.items[0][1].passage.headings:
        for name in {squash(heading), squash(_NUMBER.sub("", view(heading)))}:
            at = said.find(name) if len(name) >= NAME and name != label else -1
            noun = _NOUN.match(said, at + len(name)) if at >= 0 else None
            if noun and (noun[1] in label or label in noun[1]):
                return True
    return False
