"""The indicators that a table of results rates alike (評価が△のKPI, rated C), or the municipalities that have one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.draft import Draft, Member
from assistant.extractive.condition import set_aside
from assistant.extractive.listing import listing
from assistant.extractive.naming import is_total
from assistant.extractive.rows_where import TableRow, municipalities, rows_of
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question, asks_bodies
from ingest.model import Record
from ingest.normalise import squash
from ingest.values import UNITS

_OF_INDICATORS = re.compile(r"指標|KPI|数値目標|\bindicators?\b", re.IGNORECASE)
_RATING = re.compile(r"評価|判定|達成状況|達成度|進捗")
_MARK = r"(?:[○〇◯●◎△▲◇◆□■×☆★]|(?<![A-Za-z])[A-Ea-eSs](?![A-Za-z]))"
#: Several of them that a question joins (AまたはB, B or C).
_MARKS = rf"{_MARK}(?:[」』]?(?:、|,|・|や|と|か|または|又は|もしくは| or | and )\s?[「『]?{_MARK})*"
_RATED = re.compile(
    rf"(?:{_RATING.pattern})(?:区分|結果|状況|欄)?(?:が|は|で|の|も)?\s?[「『(（\"]?(?P<marks>{_MARKS})"
    rf"|[「『(（\"]?(?P<ahead>{_MARKS})[」』)）\"]?(?:という|と|の)(?:{_RATING.pattern})"
)
_EN_RATED = re.compile(
    rf"\b(?i:rat(?:ing|ed)|grade[ds]?|rank(?:ed)?|evaluat(?:ion|ed)|assess(?:ment|ed)|judged|marked|scored?)"
    rf"(?: (?:of|as|at|is|was))? ?[\"“「(]?(?P<marks>{_MARKS})"
)
_EN_ASIDE = re.compile(r"\b(?:not|n't|other than|except|anything but) (?:\w+ ){0,3}\S{1,3}$", re.IGNORECASE)
#: A column that gives the unit of what its row counts, behind the name.
_UNIT_BEHIND = re.compile(rf"(?<=\S)\s(?:延べ)?(?:{UNITS}|事業所|団体)(?:[/／][年月週日人])?$")


def rated(question: Question, scope: Scope) -> Draft | None:
    """None where the question names no rating of indicators, or no table of figures gives one so."""
    match = (_EN_RATED if question.english else _RATED).search(question.text)
    if match is None or not _OF_INDICATORS.search(question.text):
        return None
    marks = re.findall(_MARK, match["marks"] or match.groupdict().get("ahead") or "")
    aside = set_aside(question.text, match.end()) or _EN_ASIDE.search(question.text[: match.end()]) is not None
    rows = [row for row in rows_of(question, scope) if _rating(row) and _has_figures(row)]
    of_all = asks_bodies(question) and not question.municipalities
    best = rows if of_all else _best(rows, question, scope)
    found = [row for row in best if (cell := _rating(row)) and _is_one(cell.value, marks) is not aside]
    units = [(row, unit) for row in found if (unit := scope.record_unit(row.first)) is not None]
    if not units:
        return None
    several = len({u.passage.municipality for _, u in units}) > 1
    if of_all or (several and asks_bodies(question)):
        return municipalities(question, scope, [unit for _, unit in units])
    members = [Member(_name(row), None, None, (unit,)) for row, unit in units]
    return listing(question, scope, members)


def _rating(row: TableRow) -> Record | None:
    """The cell of a row that rates it by a mark or a letter."""
    if is_total(row.first.measure or ""):
        return None
    told = (r for r in row.cells if _RATING.search(r.attribute) and r.measure)
    return next((r for r in told if len(squash(r.value)) == 1), None)


def _has_figures(row: TableRow) -> bool:
    return any(r.number is not None and r.fiscal_year for r in row.cells)


def _is_one(value: str, marks: Sequence[str]) -> bool:
    told = squash(value)
    return any(told == squash(mark) or (told in "○〇◯" and mark in "○〇◯") for mark in marks)


def _best(rows: Sequence[TableRow], question: Question, scope: Scope) -> list[TableRow]:
    """The rows of the tables whose document, headings and column hold most of the question."""
    groups: dict[tuple[str, int, str], list[TableRow]] = {}
    for row in rows:
        cell = _rating(row)
        groups.setdefault((row.first.document, row.first.page, cell.attribute if cell else ""), []).append(row)
    titles = {d.id: d.title for d in scope.documents}
    held: list[tuple[float, list[TableRow]]] = []
    for (document, _, column), own in groups.items():
        unit = scope.record_unit(own[0].first)
        above = " ".join(unit.passage.headings) if unit else ""
        held.append((question.terms.coverage(scope.finder.haystack(f"{titles[document]} {above} {column}")), own))
    top = max((share for share, _ in held), default=0.0)
    return [row for share, own in held if share >= top - 1e-9 for row in own]


def _name(row: TableRow) -> str:
    return _UNIT_BEHIND.sub("", row.first.measure or "")
