"""What a quote is of: how much it holds of a question's subject, the year and the column that a row of it tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.extractive.figures import series_said
from assistant.extractive.scope import Scope
from assistant.scoring import IN_PASSAGE
from assistant.understanding.question import SETS, Question
from assistant.understanding.terms import Term
from assistant.units import Unit
from ingest.model import Record
from ingest.normalise import squash, view
from ingest.years import find_years

#: How many characters about a sentence are read with it.
ABOUT = 120
#: How much of the subject a quote must hold, against the one that holds most and by itself.
SHARE, FLOOR = 0.7, 0.3
#: Evidence that a quote is held against: the best for any, more of it for a row, which must hold so much of what
#: another row of its page does.
BEST, RIVALS, ROW = 3, 8, 0.97
#: How many columns two rows of one table have in common.
ALIKE = 2
#: Words that say what kind of thing is asked for, and nothing of the subject.
_KIND = re.compile(
    r"^(?:金額|予算|費用|事業費|経費|総額|合計|額|円|人|件|数|率|割合|幾ら|いくら|場所|時期|いつから|いつ|値|目標値?|実績値?|基準値?|現状値?|計画値?|"
    r"見込み?|見込む|何.{1,2}|台|回|か?所|箇所|年度?|月|日|名前?|誰|どこ|担当|課|担当課|部署|目的|内容|物|事|教える|其々|分|後|為る|有る|成る|使う|掛かる|"
    r"ha|t|kg|km|理由|何故|意味|説明|比較|報告|差|奴|方|風)$"
)
#: A counter behind the word that asks for it (何千t, 何ポイント).
_COUNTED = re.compile(r"何[千万百億]{0,2}([ァ-ヴー]{2,}|[a-z0-9-]+|[一-龥]{1,2}?(?![一-龥]))")
_VERB = re.compile(r"[うくぐすつぬぶむるい]$")
_COLUMN = re.compile(r"[\s()（）:：・、]")


def about(unit: Unit) -> str:
    """A unit with what stands about it: its neighbours, the heads of its row and columns, and its heading."""
    passage = unit.passage
    start, end = unit.start - passage.start, unit.end - passage.start
    beside = passage.text[max(0, start - ABOUT) : end + ABOUT]
    return view(f"{beside}\n{heads(unit)}")


def itself(unit: Unit) -> str:
    """As `about`, but without the neighbours of a row, which are of other things."""
    return view(f"{unit.text}\n{heads(unit)}") if _is_row(unit) else about(unit)


def _is_row(unit: Unit) -> bool:
    return any(r.kind in ("cell", "indicator") for r in unit.records)


def heads(unit: Unit) -> str:
    """What a unit stands under: the heads of its row and columns, its heading and measure."""
    passage = unit.passage
    named = dict.fromkeys(x for r in unit.records for x in (r.measure, r.attribute, r.unit) if x)
    return view("\n".join([*named, *passage.headings[-1:], passage.measure or ""]))


def on_the_subject(question: Question, units: Sequence[Unit], evidence: Sequence[Evidence], scope: Scope) -> list[Unit]:
    """The units that hold nearly as much of the question's subject as the one that holds most, among them and the best
    evidence, and for rows as much as the best row of their page: what another measure says of its own fee or hours
    answers nothing."""
    terms = subject(question)
    if not terms or question.kind in SETS:
        return list(units)
    rivals, shares = [e.unit for e in evidence[:RIVALS]], dict[tuple[str, int, int, int], float]()

    def held(unit: Unit) -> float:
        if unit.key not in shares:
            shares[unit.key] = share(terms, unit, scope)
        return shares[unit.key]

    best = [*units, *rivals[:BEST]] if question.kind in ("number", "fact", "who") else units
    bar = max(FLOOR, SHARE * max(map(held, best)))

    def is_on_it(unit: Unit) -> bool:
        if held(unit) < bar:
            return False
        mine = _columns(unit, scope)
        rows = (r for r in rivals if _page(r) == _page(unit) and len(_columns(r, scope) & mine) >= ALIKE)
        return all(held(unit) >= ROW * held(row) for row in rows)

    return [u for u in units if is_on_it(u)]


def _page(unit: Unit) -> tuple[str, int]:
    return unit.passage.document, unit.passage.page


def subject(question: Question) -> list[Term]:
    """The terms of a question that say what it is about."""
    text = squash(question.text)
    behind = {word for found in _COUNTED.finditer(text) for word in (found.group(), found[1])}
    return [
        t
        for t in question.terms.terms
        if t.weight > 0.12
        and not (t.lemma and _VERB.search(t.text))
        and not _KIND.search(t.text)
        and not any(t.text in word or word in t.text for word in behind)
    ]


def share(terms: Sequence[Term], unit: Unit, scope: Scope) -> float:
    """How much of the subject a unit holds with what stands about it, its passage counted less."""
    layers = [(scope.finder.haystack(itself(unit)), 1.0), (scope.finder.context_of(unit.passage), 1.0)]
    layers.append((scope.finder.haystack(unit.passage.text), IN_PASSAGE))
    return sum(t.weight * max(worth * h.holds(t) for h, worth in layers) for t in terms) / sum(t.weight for t in terms)


def _records(unit: Unit, scope: Scope) -> Sequence[Record]:
    """The records of a unit, or of the row that it tells or is cut from."""
    if unit.records or unit.kind not in ("row", "cell", "marks"):
        return unit.records
    page = scope.finder.records_of(unit.passage.document).get(unit.passage.page, ())
    return [r for r in page if r.kind in ("cell", "indicator") and r.start < unit.end and unit.start < r.end]


def of_year(question: Question, units: Sequence[Unit], scope: Scope) -> list[Unit]:
    """The units that tell a figure of the year asked for, and of its series (target, result): by the columns of a row
    that is dated, else by what a unit or its surroundings say; all of them where the first tells no year."""
    wanted, said = question.western_years, series_said(question.text)

    def is_told(unit: Unit) -> bool:
        if any(m.year in wanted for m in find_years(unit.text)):
            return True
        dated = [r for r in _records(unit, scope) if r.fiscal_year]
        if dated:
            return any(r.fiscal_year in wanted and (not said or r.series is None or r.series in said) for r in dated)
        return bool(wanted & _years(unit, scope))

    return [u for u in units if is_told(u)] if units and _years(units[0], scope) else list(units)


def _years(unit: Unit, scope: Scope) -> set[int]:
    """The years that a unit tells, or else what stands about it."""
    own = {m.year for m in find_years(unit.text)} | {r.fiscal_year for r in _records(unit, scope) if r.fiscal_year}
    return own or {m.year for m in find_years(itself(unit))}


def is_blank_cell(question: Question, unit: Unit, scope: Scope) -> bool:
    """Whether the question names a column of a row's table in which nothing stands in that row."""
    row = next((r for r in _records(unit, scope) if r.kind == "cell" and r.attribute), None)
    if row is None:
        return False
    rows = _rows(unit, scope)
    mine = rows.get((row.start, row.end), frozenset())
    alike = {column for other in rows.values() if len(other & mine) >= ALIKE for column in other}
    text, label = squash(question.text), squash(row.measure or "")
    named = {column for column in alike if _is_named(column, text, label, question.western_years)}
    return bool(named) and not named & mine


def _columns(unit: Unit, scope: Scope) -> frozenset[str]:
    """The columns in which something stands in a row's cells."""
    return _rows(unit, scope).get((unit.start, unit.end), frozenset()) if _is_row(unit) else frozenset()


def _rows(unit: Unit, scope: Scope) -> dict[tuple[int, int], frozenset[str]]:
    """The filled columns of each row on a unit's page, by where it stands."""
    document, number = _page(unit)
    return scope.finder.derived(("columns", document), lambda: _read(document, scope)).get(number, {})


def _read(document: str, scope: Scope) -> dict[int, dict[tuple[int, int], frozenset[str]]]:
    """By page."""
    found: dict[int, dict[tuple[int, int], set[str]]] = {}
    for number, page in scope.finder.records_of(document).items():
        for r in page:
            if r.kind == "cell" and r.attribute:
                found.setdefault(number, {}).setdefault((r.start, r.end), set()).add(r.attribute)
    return {number: {at: frozenset(c) for at, c in rows.items()} for number, rows in found.items()}


def _is_named(column: str, text: str, row: str, years: frozenset[int]) -> bool:
    """Whether a question says a column's name, with its year where it has one; a bare year is none."""
    mentions = find_years(column)
    if mentions and not any(m.year in years for m in mentions):
        return False
    for mention in reversed(mentions):
        column = column[: mention.start] + column[mention.end :]
    word = squash(_COLUMN.sub("", column))
    return len(word) >= 2 and word in text and word not in row
