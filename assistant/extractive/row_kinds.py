"""What the rows that a question names make of its kind: a row's figure of a year is a value, its mark a stage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import Evidence
from assistant.extractive import thresholds
from assistant.extractive.crossings import crossing
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from ingest.model import Record
from ingest.normalise import squash

#: The shortest name of a row by which it is known, and how many of the best units may be such rows.
ROW_NAME, ROWS = 4, 5
#: Asks how far something is, or what is done of it in a year.
_STATE = re.compile(
    r"(?:状況|予定|進捗|進み具合|段階|状態)(?:は|について|を(?:教|知|示)|[?？。]*$)|どうなって|どんな(?:段階|状況)|何を(?:する|や|行|実施)|どこまで進"
)
#: Asks how many of what is called so (「相談員数」はいくつ, 相談員数は南地区だといくつ).
_OF_CELL = re.compile(
    r"(?:」|数|額|率)(?:は|って|が)、?(?:[^、。?？]{1,12}(?:だと|では|で|の場合は?))?(?:いくつ|なんぼ|何)"
)
_OF_STATES, STATES = ("list", "count", "number", "fact", "how", "date", "definition"), 8
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")


def by_rows(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Question:
    """The question, its kind as the rows that it names have it."""
    if question.kind == "count" and not question.everyone:
        as_number = replace(question, kind="number")
        if _has_figure(question, evidence) or _names_cell(as_number, evidence, scope):
            return as_number
    if question.kind in _OF_STATES and _STATE.search(question.text) and _has_mark(question, evidence, scope):
        return replace(question, kind="timeline")
    return question


def _has_figure(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Whether how many is asked of a row by its name and of a year that the row has a figure of."""
    said, years = squash(question.text), question.western_years
    if thresholds.conditions_in(question.text):  # as many as keep within a bound are counted
        return False
    return any(
        r.number is not None and r.fiscal_year in years and len(name) >= ROW_NAME and name in said
        for e in (evidence[:ROWS] if years else ())
        for r in e.unit.records
        for name in {squash(_BRACKETS.sub("", r.measure or "")), squash(_BRACKETS.sub("", r.attribute))}
    )


def _names_cell(question: Question, evidence: Sequence[Evidence], scope: Scope) -> bool:
    """Whether how many is asked of a cell by its row and, in quotation marks or at the end, its column."""
    found = crossing(question, evidence, scope) if _OF_CELL.search(question.text) else None
    return found is not None


def _has_mark(question: Question, evidence: Sequence[Evidence], scope: Scope) -> bool:
    """Whether a question names a measure that has a mark, and no figure, in the year asked for, or in any."""
    said, years = squash(question.text), question.western_years
    for document, page in dict.fromkeys((e.passage.document, e.passage.page) for e in evidence[:STATES]):
        named: dict[str, list[Record]] = {}
        for r in scope.finder.records_of(document).get(page, ()):
            name = squash(r.measure or "") if r.fiscal_year and (not years or r.fiscal_year in years) else ""
            if len(name) >= ROW_NAME and name in said:
                named.setdefault(name, []).append(r)
        own = named[max(named, key=len)] if named else []
        if any(r.kind == "status" for r in own) and all(r.number is None for r in own):
            return True
    return False
