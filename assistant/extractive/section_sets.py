"""The items that a plan lists under a label of the measure named in a question (「…」の取組内容は何個ですか)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
#: What parts the entries of a cell, and the shortest entry.
_BEHIND = re.compile(r"[①-⑳㉑-㉟]\s?|(?:^|(?<=[\s。]))[・•●○■◆]\s?(?=\S)")
SHORTEST = 4
#: In the label of what is done, which a question may ask for without a noun (では何をやる).
_DONE = "取組"
#: What is asked of a thing: the noun behind its name.
_NOUN = re.compile(
    r"\)?(?:の|では?、?|における|について)?(?:主な|具体的な|個別の|各|どんな|どのような|やる|行う|する|実施する)?"
    r"([一-龥ァ-ヶー]{2,8}?)(?=[はをがにのもで、?全何]|って|いく|すべ|ぜん|$)|(?:では?|って|は)、?(?:何|なに|どんなこと)を[やす行]"
)


_NUMBER = re.compile(
    r"^(?:(?:個別|基本|重点|主要)?(?:施策|事業|取組|方針|目標|柱|プロジェクト)?\s?[(]?\d{1,2}(?:[-.]\d{1,2})*[)]?[.、:\s]\s*|[①-⑳]\s?)"
)


def listed(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The longest such set of the measure with the longest name; None where the question names none that has one."""
    said, found = _unquoted(question.text), []
    for document in {e.passage.document: None for e in evidence}:
        found += [(_named(said, s), len(s.items), s) for s in _sets(document, scope)]
    named, _, best = max(found, key=lambda f: f[:2], default=(0, 0, None))
    if not named or best is None:
        return None
    members = [Member(name, None, None, (unit,)) for name, unit in best.items[: item_sets.MOST]]
    return listing(question, scope, members, best.lead)


def _unquoted(text: str) -> str:
    return re.sub("[「」『』]", "", squash(text))


def _sets(document: str, scope: Scope) -> Sequence[ItemSet]:
    """The sets of a document that stand under a label."""

    def read() -> Sequence[ItemSet]:
        found = next((d for d in scope.documents if d.id == document), None)
        sets = item_sets.sets_of(found, scope) if found else ()
        named = [s for s in sets if 2 <= len(squash(heading_title(s.owner))) <= LABEL]
        return [*named, *_in_cells(document, scope)]

    return scope.finder.derived(("labelled sets", document), read)


def _in_cells(document: str, scope: Scope) -> Iterator[ItemSet]:
    """What stands behind numbers or bullets in one cell of a measure's form, under the cell's label."""
    for page in scope.finder.records_of(document).values():
        for r in page:
            if r.kind != "cell" or not r.measure or r.fiscal_year or not 2 <= len(squash(r.attribute)) <= LABEL:
                continue
            parts = [view(part).rstrip("。") for part in _BEHIND.split(r.value)[1:]]
            unit = scope.record_unit(r) if len(parts) >= 2 and all(len(part) >= SHORTEST for part in parts) else None
            if unit is not None:
                yield ItemSet(r.attribute, r.measure, tuple((part, unit) for part in parts))


def _named(said: str, candidate: ItemSet) -> int:
    """How long the name of the heading above the set is that a question gives with, of it, the set's label; else 0."""
    label, longest = squash(heading_title(candidate.owner)), 0
    passage = candidate.items[0][1].passage
    for heading in (*passage.headings, passage.measure or ""):
        for name in {_unquoted(heading), _unquoted(_NUMBER.sub("", view(heading)))}:
            at = said.find(name) if len(name) >= NAME and name != label else -1
            noun = _NOUN.match(said, at + len(name)) if at >= 0 else None
            if noun and (_DONE in label if noun[1] is None else noun[1] in label or label in noun[1]):
                longest = max(longest, len(name))
    return longest
