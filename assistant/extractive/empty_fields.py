"""Whether the field of a table that a question names by row and column is empty, so that what stands beside it, above
it or below it is no answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.draft import Draft
from assistant.evidence import Evidence
from assistant.extractive.by_years import stem_of
from assistant.extractive.rows_named import rows_named
from assistant.extractive.scope import Scope
from assistant.extractive.series import against_plan, plan_and_result, series_said
from assistant.understanding.question import Question
from ingest.model import Record
from ingest.normalise import squash

_KINDS = ("number", "fact", "date", "who", "count")
_IN_TABLES = ("cell", "row", "marks", "indicator", "table")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question says of the column: `rest` is its text without the row's name."""

    rest: str
    years: frozenset[int]
    series: frozenset[str]

    def meant(self, record: Record) -> bool:
        parts = squash(_BRACKETS.sub("", stem_of(record.attribute)).rpartition(" ")[2])
        named = len(parts) >= 2 and parts in self.rest
        dated = record.fiscal_year in self.years
        if self.years and not dated and not (named and record.fiscal_year is None):
            return False
        if self.series and record.series and record.series not in self.series:
            return False
        return named or dated or bool(self.series and record.series)


def empty_field(question: Question, draft: Draft, evidence: Sequence[Evidence], scope: Scope) -> str:
    """The name of the row whose field is empty, where the draft answers from tables; '' where none is, or the question
    does not name one row and one column."""
    first = draft.statements[0] if draft.statements else None
    if question.english or question.everyone or question.kind not in _KINDS or first is None or draft.members:
        return ""
    if against_plan(question.text) or plan_and_result(question.text):
        return ""
    if not first.units or any(u.kind not in _IN_TABLES for u in first.units):
        return ""
    own = rows_named(question, evidence, scope)
    if not own:
        return ""
    rest = squash(question.text)
    for part in own[0].parts:
        rest = rest.replace(part, " ")
    asked = _Asked(rest, question.western_years, series_said(question.text))
    if any(asked.meant(c.record) for row in own for c in row.item.cells):
        return ""
    known = any(asked.meant(c.record) for row in own for item in row.family.items for c in item.cells)
    return " ".join(own[0].parts) if known else ""
