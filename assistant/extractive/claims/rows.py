"""Claims about what tables give: a value by year and series, a department."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.evidence import Evidence
from assistant.extractive.claims.figures import in_figures, reach, undated
from assistant.extractive.naming import share_named, weights_of, words_of
from assistant.extractive.plan_items import plain_name
from assistant.extractive.scope import Scope
from assistant.extractive.series import series_stated
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from ingest.model import Record
from ingest.normalise import squash
from ingest.values import Figure, find_figures
from ingest.years import find_years

#: The share of a row's name that a claim must hold, and of the claim that the row and its surroundings must hold.
NAMED, EXPLAINED = 0.75, 0.7
#: How much less of a row's name may be held than of the best named row's.
BESIDE = 0.9
#: The share of both that is enough where the row has the claim's very figure.
PARTLY = 0.5
#: The kind of a unit of which only the cells that decide a claim are told.
DECIDING = "deciding"
#: Terms that say of which series a figure is.
_SERIES = re.compile(r"現状|現在|基準|実績|目標|予定|計画|値|策定")
_WAS = re.compile(r"(?:った|した|れた|でした|ました)[。 ]*$|\b(?:was|were)\b", re.IGNORECASE)
_NAME = r"[一-龥ァ-ヶーA-Za-z・々\d]{1,14}(?:課|室|局|部|センター|事務所|委員会)(?![一-龥ァ-ヶ])"
_DEPARTMENT = re.compile(_NAME)
#: Says who does something (…をやっているのは市民課だ, 市民課が…を進めている), which is who is in charge of it.
_DOES = re.compile(
    rf"のは、?(?P<last>[ぁ-ん]{{0,4}}{_NAME})(?:だ|です|である|だった|でした)?。?\s*$|(?:^|[、のは])(?P<first>{_NAME})が[^。]{{4,}}[るたうすくむ]。?\s*$"
)
#: What stands behind a measure's name in its heading (【継続】).
_TAG = re.compile(r"\s*【[^】]*】\s*$")
#: A bound that a cell sets.
_BOUND = re.compile(r"以上|以下|未満|超|以内")
_IN_CHARGE = re.compile(r"担当|所管|主管|所属|部署|\bin charge\b|\bresponsible\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """What a table says of a claim: whether it agrees, the unit that proves it, and the cells of it that decide."""

    agrees: bool
    unit: Unit
    cells: tuple[Record, ...] = ()

    def deciding(self) -> Unit:
        """The unit with the deciding cells alone, where they are known and stand in it."""
        own = tuple(r for r in self.cells if self.unit.start <= r.start and r.end <= self.unit.end)
        return replace(self.unit, kind=DECIDING, records=own) if own else self.unit


def in_rows(question: Question, claimed: Sequence[Figure], evidence: Sequence[Evidence], scope: Scope) -> Found | None:
    """The claim's figure held against the cells of the year and series that it names, of the row that it names; None
    where no such cell is known."""
    years, said = question.western_years, series_stated(question.text)
    figures = [f for f in claimed if f.unit not in ("年", "月", "年間")]
    if not figures or not (years or said):
        return None
    rows = _with_other_rows(named_rows(without_series(question), evidence, scope), scope)
    if any(is_wanted(r, years, said) for r, _ in rows if r.number is not None):
        return held_in(question, figures, rows)
    return _misplaced(question, figures, years, said, evidence, scope)


def without_series(question: Question) -> Question:
    """A question without the words that say of which series a figure is."""
    return replace(question, terms=Terms.build(t for t in question.terms.terms if not _SERIES.fullmatch(t.text)))


def held_in(question: Question, figures: Sequence[Figure], rows: Sequence[tuple[Record, Unit]]) -> Found | None:
    """A claim's figures held against the cells of the year and series that it names, among those of a row."""
    years, said = question.western_years, series_stated(question.text)
    names = "\n".join({squash(r.measure or "") for r, _ in rows})
    figures = [f for f in figures if squash(f.text) not in names] or figures
    years = years - {m.year for m in find_years(names)} or years
    cells = [(r, u) for r, u in rows if r.number is not None and is_wanted(r, years, said)]
    own = [_of_series(cells, question, series) for series in _each_series(figures, question.text, said)]
    if not any(own):
        return None
    agreeing = [[c for c in of if agrees(f, c[0], question.text)] for f, of in zip(figures, own, strict=True)]
    if all(agreeing):
        first = agreeing[0][0][1]
        return Found(True, first, tuple(dict.fromkeys(of[0][0] for of in agreeing if of[0][1].key == first.key)))
    apart = [
        (r, u)
        for f, of, same in zip(figures, own, agreeing, strict=True)
        for r, u in of
        if not same and _comparable(f, r)
    ]
    alike = len({frozenset(r.series for r, _ in of) for of in own}) < len(own)
    if not apart:
        return _counted_otherwise(figures, own)
    if any(agreeing) and alike:
        return None
    return Found(False, apart[0][1], (apart[0][0],))


def _counted_otherwise(figures: Sequence[Figure], own: Sequence[Sequence[tuple[Record, Unit]]]) -> Found | None:
    """The cell that has a claim's only figure of something else than the claim counts with it (70人 for 70%)."""
    cells = [(r, u) for r, u in own[0] if len(figures) == 1 and r.number == figures[0].number]
    return Found(False, cells[0][1], (cells[0][0],)) if cells and len(cells) == len(own[0]) else None


def _each_series(figures: Sequence[Figure], text: str, said: frozenset[str]) -> list[frozenset[str]]:
    """The series of each figure of a claim: that which is named in front of it where there are several (目標の10件に
    対して実績は8件), else what the claim names."""
    text = undated(in_figures(text))
    ends = [0, *(f.end for f in figures)]
    named = [series_stated(text[end : f.start]) for end, f in zip(ends, figures, strict=False)]
    return named if len(figures) > 1 and all(named) else [said for _ in figures]


def _with_other_rows(rows: list[tuple[Record, Unit]], scope: Scope) -> list[tuple[Record, Unit]]:
    """Rows with those of their name on the same page, which may tell plan and result apart."""
    known = {(r.document, r.page, r.start, r.attribute) for r, _ in rows}
    names = {(r.document, r.page, r.measure) for r, _ in rows if r.kind == "cell" and r.measure}
    beside = [
        (r, unit)
        for document, page, name in names
        for r in scope.finder.records_of(document).get(page, [])
        if r.kind == "cell" and r.measure == name and (r.document, r.page, r.start, r.attribute) not in known
        for unit in [scope.record_unit(r)]
        if unit is not None
    ]
    return [*rows, *beside]


def _of_series(cells: list[tuple[Record, Unit]], question: Question, said: frozenset[str]) -> list[tuple[Record, Unit]]:
    """The cells of the series that a claim names, or those of none; what was is a result and not a plan, where there
    is any."""
    if said:
        return [(r, u) for r, u in cells if r.series in said] or [(r, u) for r, u in cells if r.series is None]
    was = _WAS.search(question.text) is not None
    return [(r, u) for r, u in cells if was and r.series == "actual"] or cells


def _misplaced(
    question: Question,
    figures: Sequence[Figure],
    years: frozenset[int],
    said: frozenset[str],
    evidence: Sequence[Evidence],
    scope: Scope,
) -> Found | None:
    """A row that has the claim's figure, but in another year than the one that the claim names."""
    if len(figures) != 1 or not years:
        return None
    rows = [(r, u) for r, u in named_rows(question, evidence, scope, PARTLY, PARTLY) if r.number is not None]
    cells = _of_series([(r, u) for r, u in rows if r.fiscal_year in years], question, said)
    names = {(r.page, r.measure) for r, _ in rows if r.fiscal_year and agrees(figures[0], r, question.text)}
    told = [(r, u) for r, u in cells if (r.page, r.measure) in names]
    if not told or any(agrees(figures[0], r, question.text) or not _comparable(figures[0], r) for r, _ in told):
        return None
    return Found(False, told[0][1], (told[0][0],))


def is_wanted(record: Record, years: frozenset[int], said: frozenset[str]) -> bool:
    """Whether a cell is of the years, or where none is named of the series, that a claim names."""
    if years:
        return record.fiscal_year in years
    return record.series in said


def named_rows(
    question: Question,
    evidence: Sequence[Evidence],
    scope: Scope,
    named_by: float = NAMED,
    explained_by: float = EXPLAINED,
) -> list[tuple[Record, Unit]]:
    """The records, with their units, of the rows of figures whose name the claim holds, and whose name accounts for the
    claim."""
    finder, claim = scope.finder, words_of(question, scope)
    scored: list[tuple[float, Record, Unit]] = []
    for e in evidence:
        named: dict[str, list[Record]] = {}
        for r in e.unit.records:
            if r.kind in ("cell", "indicator"):
                named.setdefault(r.attribute if r.kind == "indicator" else r.measure or "", []).append(r)
        for name, records in named.items():
            if all(r.number is None for r in records):
                continue
            columns = " ".join(r.attribute for r in records)
            layers = [finder.haystack(f"{name} {columns}"), finder.haystack(e.unit.text), finder.context_of(e.passage)]
            share = share_named(name, claim, scope)
            explained = question.terms.coverage_by([(layer, 1.0) for layer in layers])
            if share >= named_by and explained >= explained_by:
                scored += [(share * explained, r, e.unit) for r in records]
    spelt = _spelt_out(question, [name_of(r) for _, r, _ in scored])
    scored = [s for s in scored if not any(name_of(s[1]) in n and name_of(s[1]) != n for n in spelt)]
    best = max((s for s, _, _ in scored), default=0.0)
    return [(r, u) for s, r, u in scored if s >= BESIDE * best]


def name_of(record: Record) -> str:
    """The name of a row of figures, squashed."""
    return squash((record.attribute if record.kind == "indicator" else record.measure) or "")


def _spelt_out(question: Question, names: Sequence[str]) -> frozenset[str]:
    """The names that stand in a claim as they are: they are meant, and not shorter ones within them."""
    said = squash(question.text)
    return frozenset(name for name in names if name and name in said)


def _figure(record: Record) -> Figure | None:
    return next(iter(find_figures(record.value)), None)


def _comparable(claimed: Figure, record: Record) -> bool:
    own = _figure(record)
    return own is not None and (own.unit is None or claimed.unit is None or own.base_unit == claimed.base_unit)


def agrees(claimed: Figure, record: Record, text: str) -> bool:
    """Whether a cell holds a claim's figure, or lies in the bounds that the claim's text sets with it."""
    own = _figure(record)
    if own is None or not _comparable(claimed, record):
        return False
    times = claimed.base / claimed.number if claimed.number else 1.0
    if _BOUND.search(record.value):  # a bound is a figure itself: at most 15% is not at most 20%
        return math.isclose(own.base, claimed.base)
    low, high = reach(claimed, in_figures(text), of_row=True)
    return low <= (own.base if own.unit and claimed.unit else own.number * times) <= high


def in_charge(question: Question, scope: Scope) -> Found | None:
    """The department that a claim says is in charge, held against those of the measure that it names."""
    does = _DOES.search(question.text)
    if not (does or _IN_CHARGE.search(question.text)) or not _DEPARTMENT.search(undated(question.text)):
        return None
    told: list[Record] = []
    best = 0.0
    claim = words_of(question, scope)
    for record in scope.records(question, "department"):
        name = plain_name(_TAG.sub("", record.measure or ""))
        share = share_named(name, claim, scope)
        size = sum(weights_of(name, scope).values())
        if share >= NAMED and share * size > best - 1e-9:
            told = [record] if share * size > best + 1e-9 else [*told, record]
            best = share * size
    if not told:
        return None
    said = squash((does["last"] or does["first"]) if does else undated(question.text))
    if all(_DEPARTMENT.search(_without_name(said, r.measure or "")) is None for r in told):
        return None
    agreeing = [r for r in told if squash(r.value) in _without_name(said, r.measure or "")]
    shown = agreeing or told
    unit = scope.record_unit(shown[0])
    return Found(bool(agreeing), unit, (shown[0],)) if unit else None


def _without_name(text: str, measure: str) -> str:
    """A squashed text without a measure's name, which may name a department itself."""
    for name in (squash(measure), squash(plain_name(measure))):
        text = text.replace(name, " ") if name else text
    return text
