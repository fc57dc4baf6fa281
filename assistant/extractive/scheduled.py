"""What is done in a year, where a column of a table tells each row's years: 令和8・9年度, R8～R10, 令和9年度～."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.draft import Draft, Member, Statement
from assistant.evidence import Evidence
from assistant.extractive.conditions import Reading
from assistant.extractive.listing import listing
from assistant.extractive.plan_items import Family, Item
from assistant.extractive.scope import Scope
from assistant.extractive.selection import MEASURES, families, name_of
from assistant.understanding.question import Question
from assistant.wording import yes_no
from ingest.model import Record
from ingest.normalise import fold, squash
from ingest.years import OPEN, without_years, years_covered

#: What heads a column of years, without the words that name what is done in them.
_TIME = re.compile(r"(?:予定)?(?:年度?|時期|期間|年次|スケジュール|工程)(?:\(予定\))?$")
#: What is done in a year without further words.
_DONE = re.compile(r"実施|事業|取組|取り組|予定|計画|行[うわい]|進め|やる|する|対象|推進|整備|スケジュール|工程")
_BEGINS = re.compile(r"(?:始ま|始め|開始|着手|スタート)")
_ENDS = re.compile(r"(?:終わ|終え|終了|完了|完成)")
_ASIDE = re.compile(r"(?:し|行わ|実施され)ない|以外|除[いくき]")
_ASKS_YEAR = re.compile(r"(?:令和|平成|R|H|20)\s?\d{1,2}(?:年度?)?(?:中|内)?(?:に|で|の|は)", re.IGNORECASE)
#: How many of a column's cells must be years, and how many rows it must have.
_MOSTLY, _FEWEST, NAME = 0.7, 2, 3


@dataclass(frozen=True, slots=True)
class _Schedule:
    """A table, and the years of its rows in the column that gives them."""

    family: Family
    head: str
    rows: tuple[tuple[Item, Record, frozenset[int]], ...]

    def meets(self, years: frozenset[int], wanted: frozenset[int], text: str) -> bool:
        """Whether what has `years` is done in those wanted, begins or ends in them."""
        last = max(years)
        if _BEGINS.search(text) and not _BEGINS.search(self.head):
            return min(years) in wanted
        if _ENDS.search(text) and not _ENDS.search(self.head):
            return last in wanted
        return bool(years & wanted) or (last == OPEN and max(wanted) >= min(years))


def in_year(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The rows whose years hold the year asked for, or whether those of the row that is named do."""
    if question.english or question.everyone or not question.western_years or _ASIDE.search(question.text):
        return None
    if question.kind == "yesno":
        return _whether(question, evidence, scope)
    said = squash(question.text)
    if question.kind not in ("list", "count", "fact") or not _ASKS_YEAR.search(fold(question.text)):
        return None
    found = [s for s in _schedules(question, evidence, scope) if _is_of_rows(s, question)]
    members: list[Member] = []
    for schedule in found if found and not any(_named(i, said) for s in found for i, _, _ in s.rows) else ():
        if schedule.head == found[0].head:
            members += _members(schedule, question, scope)
    return listing(question, scope, members) if members else None


def _is_of_rows(schedule: _Schedule, question: Question) -> bool:
    """Whether the question calls the rows what their column does, or measures what are measures."""
    head = next((squash(h) for h, _ in schedule.rows[0][0].names if h), "").removesuffix("名")
    named = len(head) >= 2 and head in squash(question.text)
    return named or MEASURES.search(head) is not None and MEASURES.search(question.text) is not None


def _members(schedule: _Schedule, question: Question, scope: Scope) -> Iterator[Member]:
    """The rows of the years asked for that meet what else the question sets: a department, a value."""
    conditions = Reading(question, schedule.family).conditions()
    others = [c for c in conditions if c.head not in ("", schedule.head) or "担当" in c.words]
    for item, record, years in schedule.rows:
        unit = scope.record_unit(record)
        meets = schedule.meets(years, question.western_years, question.text)
        if unit is not None and meets and all(c.holds(item) is not None for c in others):
            name = scope.printed(name_of(item, question, {schedule.head}, schedule.family.naming_head), unit)
            yield Member(name, None, None, (unit,))


def _whether(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    said = squash(question.text)
    found = [
        (len(name), item, record, schedule.meets(years, question.western_years, question.text))
        for schedule in _schedules(question, evidence, scope)
        for item, record, years in schedule.rows
        for name in [_named(item, said)]
        if name
    ]
    _, item, record, meets = max(found, key=lambda f: f[0], default=(0, None, None, False))
    unit = scope.record_unit(record) if record is not None else None
    if item is None or record is None or unit is None:
        return None
    owner = scope.owner_name(unit) or ""
    told = f"{yes_no(meets, question.lang)}{owner}「{item.names[0][1]}」：{record.attribute}＝{record.value}"
    return Draft(kind="answer", statements=(Statement(told, (unit,)),), evidence=(unit,))


def _named(item: Item, said: str) -> str:
    """The name by which a question calls a row."""
    names = [squash(name) for _, name in item.names[:1]]
    return max((n for n in names if len(n) >= NAME and n in said), key=len, default="")


def _schedules(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Iterator[_Schedule]:
    """The tables with one column of years, whose head says nothing else than the question does."""
    for family in families(question, scope, evidence):
        if not family.is_table or len(family.items) < _FEWEST:
            continue
        columns = [head for head in family.columns if _TIME.search(head) and not years_covered(head)]
        timed = [s for head in columns if (s := _read(family, head)) and _is_said(head, question.text)]
        if len(timed) == 1:
            yield timed[0]


def _read(family: Family, head: str) -> _Schedule | None:
    cells = [(item, c.record) for item in family.items for c in item.cells if c.head == head]
    rows = tuple((i, r, years) for i, r in cells if (years := years_covered(fold(r.value))))
    several = any(len(years) > 1 for _, _, years in rows)
    enough = len(rows) >= max(_FEWEST, _MOSTLY * len(cells)) and len(cells) >= _MOSTLY * len(family.items)
    return _Schedule(family, head, rows) if enough and (several or _DONE.search(head)) else None


def _is_said(head: str, text: str) -> bool:
    """Whether what a column's years are of is what the question asks about: 策定年度 is not when something is done."""
    what = _TIME.sub("", without_years(head))
    return what in squash(text) or _DONE.fullmatch(what) is not None and _DONE.search(text) is not None
