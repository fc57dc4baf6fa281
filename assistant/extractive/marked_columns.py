"""Whether something has what a column marks (冷暖房 ○): by the mark in its row, or by the empty cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.draft import Draft, Statement
from assistant.extractive.condition import said_part
from assistant.extractive.rows_where import MARKED, TableRow, rows_of
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.wording import colon, yes_no
from ingest.lines import is_figures
from ingest.normalise import squash

_YES = re.compile(r"[○〇◯●◎]")
_NO = re.compile(r"[×✕✖]|[-ー―–—]")
#: Asks of the future or of a date, which a mark does not tell.
_WHEN = re.compile(r"予定|いつ|年度|今後|これから|始ま|\bwill\b|\bplan", re.IGNORECASE)
#: How many marks make a column of marks, of how many of its cells, and how long a row's name is at least.
FEWEST, MOSTLY, NAME = 2, 0.6, 3
_EMPTY_CELL = {"ja": "の欄は空欄", "en": ": the cell is empty"}


def told(question: Question, scope: Scope) -> Draft | None:
    """None unless the question names one row of a table by its name and one of its columns of marks by its head."""
    if question.kind != "yesno" or question.english or _WHEN.search(question.text):
        return None
    said = squash(question.text)
    for rows, column in _tables(rows_of(question, scope), said):
        named = {name: row for row in rows for name in _names(row) if len(name) >= NAME and name in said}
        longest = max(named, key=len, default="")
        if longest and all(name in longest for name in named):
            return _answer(question, longest, named[longest], column, scope)
    return None


def _tables(rows: Sequence[TableRow], said: str) -> Iterator[tuple[list[TableRow], str]]:
    """Tables, taken as the rows of a page, each with a column of marks that the question names."""
    pages: dict[tuple[str, int], list[TableRow]] = {}
    for row in rows:
        pages.setdefault((row.first.document, row.first.page), []).append(row)
    for of_page in pages.values():
        columns: dict[str, list[str]] = {}
        for row in of_page:
            for r in row.cells:
                columns.setdefault(r.attribute, []).append(squash(r.value))
        for column, values in columns.items():
            marks = sum(MARKED.fullmatch(value) is not None for value in values)
            if marks >= FEWEST and marks >= MOSTLY * len(values) and column and said_part(column, said):
                heads = {r.attribute for row in of_page if column in row.heads for r in row.cells}
                yield [row for row in of_page if row.heads & heads], column


def _names(row: TableRow) -> Iterator[str]:
    """What a row is called by: its words, but no figures and no marks."""
    for text in (row.first.measure or "", *(r.value for r in row.cells)):
        if not is_figures(text):
            yield from (squash(text), *map(squash, text.split()[1:]))


def _answer(question: Question, called: str, row: TableRow, column: str, scope: Scope) -> Draft | None:
    unit = scope.record_unit(row.first)
    mark = next((squash(r.value) for r in row.cells if r.attribute == column), "")
    if unit is None or mark and not (_YES.fullmatch(mark) or _NO.fullmatch(mark)):
        return None
    owner, name = scope.owner_name(unit) or "", scope.printed(called, unit)
    whose = f"{owner}「{name}」" if owner and name else owner or name
    told = f"{column}＝{mark}" if mark else f"{column}{_EMPTY_CELL[question.lang]}"
    opening = yes_no(bool(_YES.fullmatch(mark)), question.lang)
    return Draft(
        kind="answer",
        statements=(Statement(f"{opening}{whose}{colon(question.lang)}{told}", (unit,)),),
        evidence=(unit,),
    )
