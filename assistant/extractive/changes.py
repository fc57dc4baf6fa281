"""By how much a figure of a table changed between two years: the row that a question names, and its two cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Draft
from assistant.evidence import Evidence
from assistant.extractive.by_years import stem_of
from assistant.extractive.figures import told
from assistant.extractive.plan_items import Item
from assistant.extractive.rows_named import rows_named
from assistant.extractive.scope import Scope
from assistant.extractive.series import series_asked
from assistant.understanding.question import Question
from ingest.model import Record
from ingest.normalise import squash

ASKED = re.compile(
    r"(?:何[^\s、。何]{1,5}?|どれ(?:だけ|くらい|ほど)|どの(?:くらい|程度)|いくら|なんぼ)(?:ぐらい|くらい|ほど|も)?(?:を|が)?"
    r"(?:増|減|伸び|上が|下が|上昇|低下|変わ|変化)"
)
#: Asks for the year before one that is named, and for what has come about since.
_BEFORE = re.compile(r"前年度?|前の年|昨年度?")
_SINCE = re.compile(r"(?:年度?|(?<![A-Za-z])[RH]\d{1,2})(?:から|以降|より)")
#: The head of a column that holds changes.
_CHANGE = re.compile(r"増減|増加数|減少数|対前年|前年度?比")


def changed(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """Both cells with what lies between them; None where the question does not ask how much, or names no row that has
    both."""
    if question.english or question.everyone or len(question.municipalities) > 1 or not ASKED.search(question.text):
        return None
    for row in rows_named(question, evidence, scope):
        chosen = _pair(question, row.item)
        unit = scope.record_unit(chosen[0]) if chosen else None
        if unit is not None:
            statement = told(question, replace(unit, records=tuple(chosen)), chosen, scope)
            return Draft(kind="answer", statements=(statement,), evidence=statement.units)
    return None


def _pair(question: Question, item: Item) -> list[Record]:
    """The row's cells of the two years, where one column of each can be meant."""
    dated = [c.record for c in item.cells if c.record.number is not None and c.record.fiscal_year]
    wanted = series_asked(question.text)
    by_stem: dict[str, list[Record]] = {}
    for record in dated:
        by_stem.setdefault(squash(stem_of(record.attribute)), []).append(record)
    pairs: dict[str, list[Record]] = {}
    for stem, records in by_stem.items():
        years = _years(question, item, {r.fiscal_year or 0 for r in records})
        pair = [r for year in years for r in [_of_year(year, records, wanted)] if r is not None]
        if len(pair) == 2 and pair[0].unit == pair[1].unit:
            pairs[stem] = pair
    said = squash(question.text)
    meant = [stem for stem in pairs if stem and stem in said] or list(pairs)
    return pairs[meant[0]] if len(meant) == 1 else []


def _of_year(year: int, records: Sequence[Record], wanted: frozenset[str]) -> Record | None:
    """The only cell of a year: of several the one of the series asked for, else the result."""
    own = [r for r in records if r.fiscal_year == year]
    if len(own) > 1:
        own = [r for r in own if r.series in (wanted or {"actual", None})]
    return own[0] if len(own) == 1 else None


def _years(question: Question, item: Item, known: set[int]) -> tuple[int, ...]:
    """The first and the last year of the change that is asked for: without any, the last two where the question says so
    or the table has a column for what changed between them."""
    named = sorted(question.western_years)
    if len(named) >= 2:
        return named[0], named[-1]
    if len(named) == 1:
        since = _SINCE.search(question.text) and not _BEFORE.search(question.text)
        return (named[0], max(known)) if since else (named[0] - 1, named[0])
    last = sorted(known)[-2:]
    return tuple(last) if _BEFORE.search(question.text) or any(_CHANGE.search(c.head) for c in item.cells) else ()
