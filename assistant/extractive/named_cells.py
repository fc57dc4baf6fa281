"""What stands in words at the row and the column that a question names side by side (防災部会の部会長は)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from assistant.draft import Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.figures import told
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.lines import is_figures
from ingest.model import Record
from ingest.normalise import squash
from ingest.values import UNITS
from ingest.years import find_years, without_years

#: The shortest names of rows and columns that are looked for, and how many cells an answer may give.
ROW, COLUMN, CELLS = 3, 2, 3
DOCUMENTS = 6
#: What may stand between the name of a row and that of a column.
_BETWEEN = re.compile(
    r"[」』)]*(?:\([^()]*\))?(?:という)?(?:事業|取組|施策|指標)?(?:について|に関する|における|に係る)?(?:は|が|の|、)*"
)
#: What asks for a column behind its name.
_ASKS = re.compile(
    r"(?:欄|名|の?内容)?(?:\([^()]*\))?(?:は|って|を|が|には?)?、?"
    r"(?:何|なに|なん|誰|だれ|どなた|どこ|どう(?![変違なす])|どれ|どの|どんな|いつ|教え|おしえ|知り|示|です|[?。(]|$)"
)
_DEPARTMENT = re.compile(r"(?:担当|所管|主管)(?:の?(?:課|部署|部局|部|係|所属))?(?:名)?|課名|(?:担当|所管|主管)")
#: What a year of a schedule is asked for as (令和8年度の予定), and numbers that are names (3-2).
_IN_YEAR = re.compile(r"の?(?:予定|計画|内容|取組(?:内容)?|状況|段階)?")
_NUMBER = re.compile(rf"何\s?(?:{UNITS})|いく[つら]|どれ(?:だけ|くらい)")
_WORDS = re.compile(r"[ぁ-んァ-ヴ一-龥]{2}")
_CODE = re.compile(r"\d+(?:[-－]\d+)+")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_NUMBERED = re.compile(r"^[\d\-－.()①-⑳]+(?=[^\d年月日人件台%])")


#: A column's name without its year, that year, and the cell.
_Cell = tuple[str, int | None, Record]


def named_cell(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The cells in words whose row and column the question names; None where it names no such cell."""
    if question.english or question.everyone or len(question.municipalities) > 1:
        return None
    text = squash(question.text.split("\n")[0])
    statements: list[Statement] = []
    values: set[str] = set()
    for record in _cells(question, text, evidence, scope):
        unit = scope.record_unit(record)
        if unit is not None and squash(record.value) not in values and len(statements) < CELLS:
            values.add(squash(record.value))
            statements.append(told(question, unit, [record], scope))
    units: tuple[Unit, ...] = tuple(u for s in statements for u in s.units)
    return Draft(kind="answer", statements=tuple(statements), evidence=units) if statements else None


def _cells(question: Question, text: str, evidence: Sequence[Evidence], scope: Scope) -> list[Record]:
    """The cells named, those under the longest name of a row alone."""
    found: list[tuple[int, Record]] = []
    for document in _documents(question, evidence, scope):
        for name, cells in scope.finder.derived(("named cells", document), partial(_rows, document, scope)).items():
            if name not in text:
                continue
            behind = text[text.rindex(name) + len(name) :]
            between = _BETWEEN.match(behind)
            rests = {behind, behind[between.end() :] if between else behind}
            found += [(len(name), r) for label, year, r in cells if any(_is_asked(label, year, rest) for rest in rests)]
    if question.codes:
        found = [(n, r) for n, r in found if r.municipality is None or r.municipality in question.codes]
    longest = max((n for n, _ in found), default=0)
    return [r for n, r in found if n == longest]


def _is_asked(column: str, year: int | None, asked: str) -> bool:
    """Whether what stands behind a row's name asks for the column: by its name, of departments also by another, of a
    year's by the year."""
    if year is not None:
        mention = next(iter(find_years(asked)), None)
        if mention is None or mention.start or mention.year != year or mention.month:
            return False
        asked = asked[mention.end :]
        if not column:
            if _NUMBER.search(asked):
                return False
            framed = _IN_YEAR.match(asked)
            return framed is not None and _ASKS.match(asked[framed.end() :]) is not None
        asked = asked.removeprefix("の")
    if asked.startswith(column):
        return _ASKS.match(asked[len(column) :]) is not None
    other = _DEPARTMENT.match(asked) if _DEPARTMENT.fullmatch(column) else None
    return other is not None and _ASKS.match(asked[other.end() :]) is not None


def _documents(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Iterator[str]:
    seen = dict.fromkeys(e.passage.document for e in evidence[:15])
    yield from list(seen)[:DOCUMENTS]


def _rows(document: str, scope: Scope) -> dict[str, list[_Cell]]:
    """The cells in words of a document's tables, with their columns' names, by the names of their rows: the whole name
    and each of its parts where a row is named by several cells."""
    rows: dict[str, list[_Cell]] = {}
    for page in scope.finder.records_of(document).values():
        for r in page:
            if r.kind != "cell" or not r.measure or not _in_words(r):
                continue
            column, years = r.attribute, find_years(r.attribute)
            column = squash(_BRACKETS.sub("", without_years(column)))
            if len(column) < COLUMN and not years:
                continue
            for name in _names(r.measure):
                rows.setdefault(name, []).append((column, (r.fiscal_year or years[0].year) if years else None, r))
    return rows


def _in_words(record: Record) -> bool:
    """Whether a cell holds words, or a number that is a name; a mark beside words is one, a mark alone is not."""
    bare = record.number is None and not is_figures(record.value)
    if bare and record.fiscal_year:
        return _WORDS.search(record.value) is not None
    return bare or _CODE.fullmatch(record.value.strip()) is not None


def _names(label: str) -> set[str]:
    plain = _BRACKETS.sub("", label)
    names = {squash(label), squash(plain), *(squash(part) for part in plain.split())}
    names |= {_NUMBERED.sub("", name) for name in names}
    return {name for name in names if len(name) >= ROW and not name.isdigit()}
