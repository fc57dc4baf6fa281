"""Rows of tables by what stands in one of their columns: 評価がC, 型がTYPE2, 担当課がデジタル政策課, CDOを設置済み."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answer import Coverage
from assistant.draft import Draft, Member, Statement
from assistant.extractive.column_values import TELLING, Picked, picked
from assistant.extractive.condition import is_aside, said_part
from assistant.extractive.listing import listing
from assistant.extractive.naming import words_of
from assistant.extractive.scope import Scope
from assistant.extractive.status_conditions import LONGEST_VALUE
from assistant.understanding.body_kinds import kinds_asked
from assistant.understanding.question import Question, asks_bodies
from assistant.units import Unit
from assistant.wording import counted_names
from ingest.lines import is_figures
from ingest.model import Record
from ingest.normalise import squash, view
from ingest.years import find_years

MARKED = re.compile(r"[○〇◯●◎△▲]")
#: What marks mean where a table has no legend of its own.
_DONE = re.compile(r"済|設置して|策定して|導入して|[がの]ある|があり|できる|使える|備え")
_TO_COME = re.compile(r"予定|検討")
_EMPTY = re.compile(r"空欄|未定|未設定|記載なし|空白")
#: A grade that an English question names (rated C).
_GRADE = re.compile(
    r"\b(?:rat(?:ing|ed)|grade[ds]?|rank(?:ed)?|evaluat(?:ion|ed)|score[ds]?)(?: (?:of|as|at))? ([A-Z])\b"
)
#: Cells that say in a word whether there is something.
_HAS, _HAS_NOT = re.compile(r"有り?|あり|可"), re.compile(r"無し?|なし|不可")
#: Said of a column of marks: that there is none.
_LACKING = r"(?:の|が|は|も)?(?:ない|無い|なし|使えない|備わっていない|整っていない|未整備|未設置)"
_NAME = re.compile(r"(?:個別)?(?:事業|施策|取組|プロジェクト)(?:の)?(?:名称?|項目)?|名称")
_OWNERS = re.compile(
    r"市町村|市区町村|市町|自治体|団体|(?:どこの|の|どの)[市町村]|bod(?:y|ies)|municipalit|\bcities\b|\btowns\b", re.I
)
_FEWEST_ROWS, _FEWEST_OWNERS = 3, 3
#: How long a part of a value may be, and how long one must be that the question names by a synonym.
_LONGEST_PART, _TELLING_PART = 24, 4


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of one row that holds facts, in the order of the table."""

    cells: tuple[Record, ...]

    @property
    def first(self) -> Record:
        return self.cells[0]

    @property
    def heads(self) -> set[str]:
        return {r.attribute for r in self.cells if r.attribute}


def rows_where(question: Question, scope: Scope) -> Draft | None:
    """The rows whose cell in the column named, or of the kind named, is the value named; None where none is named."""
    rows = rows_of(question, scope)
    said = words_of(question, scope).squashed
    words = view(question.text).lower()
    columns: dict[str, list[Record]] = {r.attribute: [] for row in rows for r in row.cells if not r.fiscal_year}
    columns.pop("", None)
    for row in rows:
        for r in row.cells:
            if r.attribute in columns:
                columns[r.attribute].append(r)
    if meant := picked(question.text, columns):
        return _told(question, scope, _meeting(question, rows, meant), meant.column)
    groups = scope.finder.reader.lexicon.groups_in(view(question.text))
    other_names = "\n".join(squash(name) for group in groups for name in (group.term, *group.synonyms))
    choices = [c for column, cells in columns.items() for c in _choices(column, cells, said, words, other_names)]
    if grade := _GRADE.search(question.text) if question.english else None:
        choices += [(3.0, c, frozenset({grade[1].lower()})) for c in columns if said_part(c, said)]
    found = [(sure, _found(rows, column, values)) for sure, column, values in choices]
    found += _in_groups(rows, said)
    _, best = max(found, key=lambda f: (f[0], len(f[1])), default=(0.0, []))
    return _told(question, scope, best) if best else None


def _meeting(question: Question, rows: Sequence[TableRow], meant: Picked) -> list[TableRow]:
    """The rows whose cell in the column is meant; of municipalities, those that have none which is set aside."""
    known = [(row, r) for row in rows for r in row.cells if r.attribute == meant.column]
    if not asks_bodies(question):
        return [row for row, r in known if meant.holds(r) is not meant.aside]
    owners: dict[str, set[str | None]] = {}
    for _, r in known:
        owners.setdefault(r.document, set()).add(r.municipality)
    known = [(row, r) for row, r in known if len(owners[r.document] - {None}) >= _FEWEST_OWNERS] or known
    out = {r.municipality for _, r in known if meant.aside and meant.holds(r)}
    return [row for row, r in known if r.municipality not in out and (meant.aside or meant.holds(r))]


def _found(rows: Sequence[TableRow], column: str, values: frozenset[str]) -> list[TableRow]:
    """Rows with one of the values in the column; with none those of its tables that have nothing there."""
    if values:
        return [row for row in rows if any(r.attribute == column and squash(r.value) in values for r in row.cells)]
    beside = {h for row in rows if column in row.heads for h in row.heads}
    documents = {row.first.document for row in rows if column in row.heads}
    return [r for r in rows if r.first.document in documents and column not in r.heads and r.heads & beside]


def _in_groups(rows: Sequence[TableRow], said: str) -> Iterable[tuple[float, list[TableRow]]]:
    """The rows of a group, such as a merged first cell names it (浜地区の避難所), of which one column is named."""
    groups: dict[tuple[str, int, str], list[TableRow]] = {}
    for row in rows:
        group, _, name = max((r.measure or "" for r in row.cells), key=len).partition(" ")
        if name:
            groups.setdefault((row.first.document, row.first.page, squash(group)), []).append(row)
    for (_, _, group), inside in groups.items():
        names = (h for row in inside for h in row.heads if said_part(h, said))
        behind = r"(?![0-9])" if group[-1:].isdecimal() else "(?:地区|地域|分野|部門|区分|エリア|ブロック|圏域)"
        named = re.search(rf"(?<![一-龥ァ-ヴー]){re.escape(group)}{behind}", said)
        if len(inside) > 1 and named and next(names, None):
            yield 2.6 + len(group) / 10, inside


def rows_of(question: Question, scope: Scope) -> list[TableRow]:
    groups: dict[tuple[str, int, int], list[Record]] = {}
    for record in scope.records(question, "cell"):
        groups.setdefault((record.document, record.page, record.start), []).append(record)
    return [TableRow(tuple(cells)) for cells in groups.values()]


def _choices(
    column: str, cells: Sequence[Record], said: str, words: str, other_names: str
) -> Iterable[tuple[float, str, frozenset[str]]]:
    """Values of a column that the question names, each with how surely it does; `words` keep their spaces."""
    if len(cells) < _FEWEST_ROWS:
        return
    named = said_part(column, said)
    for value in {squash(r.value) for r in cells if len(r.value) <= LONGEST_VALUE}:
        status = next(
            (r.status for r in cells if squash(r.value) == value and r.status not in (None, "inferred")), None
        )
        if MARKED.fullmatch(value):
            meant = squash(status) in said if status else bool((_DONE if value in "○〇◯●◎" else _TO_COME).search(said))
            if named and meant:
                yield 2.0 + len(named) / 10, column, frozenset({value})
        elif _HAS.fullmatch(value) or _HAS_NOT.fullmatch(value):
            lacks = named and re.search(re.escape(named) + _LACKING, said) is not None
            if named and (lacks if _HAS_NOT.fullmatch(value) else not lacks and _DONE.search(said)):
                yield 2.3, column, frozenset({value})
        elif is_figures(value) or is_aside(value, said):
            continue
        elif named and _said_of(value, named, said):
            yield 3.0 + len(value) / 10, column, frozenset({value})
        elif value in words and TELLING.fullmatch(value) and _is_word(value, words):
            yield 2.5 + len(value) / 10, column, frozenset({value})
    marks = sum(MARKED.fullmatch(squash(r.value)) is not None for r in cells)
    if named and marks and re.search(re.escape(named) + _LACKING, said):
        yield 2.4, column, frozenset()
    elif named and _EMPTY.search(said):
        yield 2.2, column, frozenset()
    elif named:
        yield from _parts_named(column, {squash(r.value) for r in cells}, said.replace(named, " "), other_names)


def _parts_named(
    column: str, values: Iterable[str], said: str, other_names: str
) -> Iterable[tuple[float, str, frozenset[str]]]:
    """Values the whole or a part of which the question names: 策定中 of 策定中(R7予定), one of several joined by 、."""
    by_part: dict[str, set[str]] = {}
    for value in values:
        for part in re.split(r"[、,・/／]", re.sub(r"[(（][^()（）]*[)）]", "", value)):
            if 2 <= len(part) <= _LONGEST_PART and not is_figures(part):
                by_part.setdefault(part, set()).add(value)
    for part, whole in by_part.items():
        inside = any(part != other and part in other and other in said for other in by_part)
        if (
            not inside
            and not is_aside(part, said)
            and (part in said or (len(part) >= _TELLING_PART and part in other_names))
        ):
            yield 2.4 + len(part) / 10, column, frozenset(whole)


def _is_word(value: str, words: str) -> bool:
    return re.search(rf"(?<![a-z0-9]){re.escape(value)}(?![a-z0-9])", words) is not None


def _said_of(value: str, column: str, said: str) -> bool:
    """「分野が「窓口」」, 「評価C」 or 「窓口分野」."""
    if column not in said or value not in said:
        return False
    a, v = re.escape(column), re.escape(value)
    return re.search(rf"{a}.{{0,4}}[「『]?{v}(?![a-z0-9])|(?<![一-龥]){v}[」』]?(?:の)?{a}", said) is not None


def _told(question: Question, scope: Scope, found: Sequence[TableRow], by: str = "") -> Draft | None:
    """`by` is the column that chose the rows, which names none of them."""
    proofs = [(row, unit) for row in found if (unit := scope.record_unit(row.first)) is not None]
    owners = {u.passage.municipality for _, u in proofs}
    several = len(owners | {None}) > 2
    if asks_bodies(question) or (several and (question.everyone or _OWNERS.search(question.text))):
        return municipalities(question, scope, [unit for _, unit in proofs])
    said = squash(question.text)
    members: list[Member] = []
    for row, unit in proofs:
        named = [r for r in row.cells if _NAME.fullmatch(squash(r.attribute))]
        called = (r for r in row.cells if len(r.attribute) >= 2 and r.attribute != by and squash(r.attribute) in said)
        asked = [r for r in called if not _tells_nothing(r.value) and squash(r.value) not in said]
        name = next((r.value for r in (*named, *asked)), None) or row.first.measure or unit.passage.measure or ""
        chose = {squash(r.value) for r in row.cells if r.attribute == by}
        if name and not _is_time(name) and squash(name) not in chose:
            members.append(Member(name, None, None, (unit,)))
    return listing(question, scope, members) if members else None


def _tells_nothing(value: str) -> bool:
    """Whether a cell names nothing: a figure, a mark, or that there is something or not."""
    told = squash(value)
    return is_figures(value) or any(p.fullmatch(told) for p in (MARKED, _HAS, _HAS_NOT))


def _is_time(name: str) -> bool:
    """Whether a name is that of a row's period (R5~R6), which names nothing."""
    text = view(name)
    for year in reversed(find_years(text)):
        text = text[: year.start] + text[year.end :]
    return not re.sub(r"[~〜\-ー・、年度月日\s]", "", text)


def municipalities(question: Question, scope: Scope, units: Sequence[Unit]) -> Draft | None:
    """Those in scope whose rows `units` are."""
    kinds = kinds_asked(question.text)
    examined = {m.code: m for m in scope.municipalities_in_scope(question) if m.name[-1] in kinds}
    found: dict[str, Unit] = {}
    for unit in units:
        if unit.passage.municipality in examined:
            found.setdefault(unit.passage.municipality or "", unit)
    if not found:
        return None
    members = tuple(
        Member(examined[code].name, None if code.startswith("x-") else code, None, (unit,))
        for code, unit in found.items()
    )
    names = [m.name for m in members]
    opening = (
        f"{len(names)} found: {', '.join(names)}."
        if question.lang == "en"
        else f"{counted_names(names)}が該当します：{'、'.join(names)}。"
    )
    return Draft(
        kind="list",
        statements=(Statement(opening), *(Statement(f"- {scope.say(u, question.lang)}", (u,)) for u in found.values())),
        members=members,
        coverage=Coverage(
            documents=len({u.passage.document for u in found.values()}),
            municipalities=len(examined),
            without=tuple(m.name for code, m in examined.items() if code not in found),
        ),
        evidence=tuple(found.values()),
    )
