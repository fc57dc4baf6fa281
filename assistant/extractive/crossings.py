"""Cells that a question names by row and column: a year and an age group, a sector and its target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.draft import Statement
from assistant.evidence import Evidence
from assistant.extractive.figures import OVER_TIME, over_time, told
from assistant.extractive.scope import Scope
from assistant.extractive.series import against_plan, series_asked, series_said
from assistant.understanding.details import PROJECT_COST, asks_price
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.model import Record
from ingest.normalise import squash
from ingest.years import find_years, without_years

#: Evidence whose documents are looked through, rows whose surroundings are weighed, and cells that an answer may give.
DOCUMENTS, WEIGHED, CELLS = 15, 6, 3
#: The share of the question that the row and its surroundings must hold, by itself and beside the best evidence.
COVERAGE, NEAR = 0.4, 0.5
#: How much of that where it stands on the page of the best evidence.
BESIDE = 0.6
#: Characters that row and column together must share with the question, and what a year counts as.
SHARED, YEAR = 4, 4
#: What a row or column counts more that a follow-up names itself.
OWN = 8
_ALIKE, _LONG, _BARE = 0.75, 5, 3
#: What is asked for in words that a figure's unit answers.
_MEASURES = {
    "円": ("額", "金額", "費用", "費", "経費"),
    "人": ("人数",),
    "件": ("件数",),
    "%": ("割合", "率"),
    "台": ("台数",),
    "回": ("回数",),
}
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_KANA = re.compile(r"[ぁ-ん]+")
#: An age group, however it is written (30代, 30歳代, 30~39歳).
_AGES = re.compile(r"(\d0)(?:歳?代|[~～〜-]\d9歳)")
#: Women and men, however they are spoken of, and what only says that a table's rows are groups.
_SEXES = re.compile(r"(?<![男女])([女男])(?:の(?:人|方|子)|子)?(?![一-龥])")
_GROUPED = re.compile(r"性別|[一-龥]+別|年齢(?:区分|層|階層)|全体")
_SERIES_WORDS = re.compile(r"実績値?|予定|計画値|目標値?|基準値?|現状値?")


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    years: frozenset[int]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The question as labels are compared with it; `own` is what a follow-up says itself."""

    text: str
    own: str
    bare: str
    pairs: frozenset[str]
    years: frozenset[int]
    named: frozenset[str]
    series: frozenset[str]
    figures: bool
    over_time: bool
    price: bool

    @staticmethod
    def of(question: Question) -> _Wanted:
        text = _groups(_in_japanese(question) if question.english else squash(question.text))
        own, behind, _ = question.text.partition("\n")
        return _Wanted(
            text,
            _groups(squash(own)) if behind else "",
            _KANA.sub("", text),
            frozenset(_pairs(text)),
            question.western_years,
            series_said(question.text),
            series_asked(question.text),
            question.kind in ("number", "compare"),
            OVER_TIME.search(question.text) is not None and not against_plan(question.text),
            asks_price(question.text),
        )

    def shares(self, label: str) -> float:
        """Characters of a label that the question says: all of it, but for particles and endings (市の負担 and
        市が負担した), or nearly all of a long one."""
        if len(label) < 2 or label.isdigit():
            return 0.0
        if label in self.text:
            return float(len(label)) + (OWN if label in self.own else 0.0)
        bare = _KANA.sub("", label)
        if len(label) > len(bare) >= _BARE and bare in self.bare:
            return float(len(label))
        pairs = _pairs(label)
        alike = sum(p in self.pairs for p in pairs) / len(pairs)
        return alike * len(label) if len(label) >= _LONG and alike >= _ALIKE else 0.0


def _eased(e: Evidence, best: Evidence) -> float:
    """What need be held by a row that stands on the page of the best evidence, which tells what its table is of."""
    alike = (e.passage.document, e.passage.page) == (best.passage.document, best.passage.page)
    return BESIDE if alike else 1.0


def _in_japanese(question: Question) -> str:
    """An English question with what its words are in plans, in their order, and the names of whom it is about."""
    words = "".join(t.text for t in question.terms.terms)
    others = (a for t in question.terms.terms for a in t.alternatives)
    return " ".join([squash(question.text), words, *others, *(squash(m.name) for m in question.municipalities)])


def crossing(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Statement | None:
    """The cells whose row and column the question says, in a table whose surroundings hold the rest of it."""
    if not evidence:
        return None
    wanted = _Wanted.of(question)
    found: list[tuple[float, list[Record]]] = []
    names: list[str] = []
    for document in dict.fromkeys(e.passage.document for e in evidence[:DOCUMENTS]):
        for row in _rows(document, scope):
            told_by = _cells(row, wanted)
            if told_by is not None:
                found.append(told_by)
                names.append(row.label)
    longer = {name for name in names if len(name) >= _LONG and name in wanted.text}
    found = [
        each for each, name in zip(found, names, strict=True) if not any(name in o and name != o for o in longer)
    ] or found
    found.sort(key=lambda each: -each[0])
    best: tuple[float, Unit, list[Record]] | None = None
    for shared, records in found[:WEIGHED]:
        e = _evidence(question, records[0], scope)
        if e is None or e.coverage < max(COVERAGE, NEAR * evidence[0].coverage) * _eased(e, evidence[0]):
            continue
        value = e.coverage + 0.03 * min(shared, 20.0)
        if best is None or value > best[0]:
            best = (value, e.unit, records)
    if best is None:
        return None
    _, unit, chosen = best
    if question.western_years:
        beside = [r for r in unit.records if r.series == "baseline" and "baseline" in wanted.series and r not in chosen]
        if against_plan(question.text):
            same = [r for r in unit.records if r.number is not None and r.series in wanted.series]
            chosen = [r for r in same if r.fiscal_year in wanted.years] or chosen
        return told(question, unit, [*beside[:1], *chosen], scope)
    return told(question, unit, over_time(question, chosen, unit.records), scope)


def _cells(row: _Row, wanted: _Wanted) -> tuple[float, list[Record]] | None:
    """The cells of a row that the question picks out, and how many characters row and column share with it."""
    if row.years and wanted.years and not row.years & wanted.years:
        return None
    dated = bool(row.years & wanted.years)
    name = wanted.shares(row.label)
    if not name and not dated:
        return None
    scored = [(value, r) for r in row.records for value in [_column(r, wanted, dated)] if value]
    if not scored and wanted.over_time and not wanted.years and name >= SHARED:
        scored = [(0.0, r) for r in row.records if r.number is not None and r.fiscal_year]
    if not scored:
        return None
    best = max(value for value, _ in scored)
    chosen = [r for value, r in scored if value >= best - 0.5]
    chosen = [r for r in chosen if _groups(squash(r.attribute)) in wanted.text] or chosen
    shared = name + (YEAR if dated else 0) + best
    enough = shared >= SHARED + (YEAR if dated else 0)
    return (shared, chosen) if enough and len(chosen) <= CELLS else None


def _column(record: Record, wanted: _Wanted, dated: bool) -> float:
    """What a column shares with the question; 0 where it is another year's, another series' or not said at all."""
    if wanted.figures and record.number is None or wanted.price and PROJECT_COST.search(record.attribute):
        return 0.0
    own_year = bool(find_years(record.attribute))
    if own_year and wanted.years and record.fiscal_year not in wanted.years:
        return 0.0
    if record.series and wanted.series and record.series not in wanted.series:
        return 0.0
    said = sum(wanted.shares(part) for part in _parts(record.attribute))
    if own_year and record.fiscal_year in wanted.years and not dated:
        said += YEAR
    elif record.series and record.series in wanted.series and not wanted.years:
        said += 2 if record.series in wanted.named else 1
    return said


def _rows(document: str, scope: Scope) -> Sequence[_Row]:
    return scope.finder.derived(("crossings", document), lambda: list(_read(document, scope)))


def _read(document: str, scope: Scope) -> Iterator[_Row]:
    for page in scope.finder.records_of(document).values():
        lines: dict[tuple[int, int], list[Record]] = {}
        for r in page:
            if r.kind == "cell" and r.attribute and r.measure:
                lines.setdefault((r.start, r.end), []).append(r)
        for records in lines.values():
            label = records[0].measure or ""
            if len(records) >= 2 or records[0].fiscal_year:
                dated = len({r.fiscal_year for r in records if find_years(r.attribute)}) > 1
                years = frozenset() if dated else frozenset(m.year for m in find_years(label))
                parts = _parts(label)
                own = [part for part in parts if not _GROUPED.fullmatch(part)]
                yield _Row(max(own or parts, key=len, default=""), years, tuple(records))


def _parts(label: str) -> list[str]:
    """A label's words without years, brackets and names of series, which are compared as such."""
    return [
        _groups(squash(part.lstrip("のをがは")))
        for part in _SERIES_WORDS.sub(" ", _BRACKETS.sub(" ", without_years(label, " "))).split()
        if len(part) >= 2
    ]


def _groups(text: str) -> str:
    """A text with age groups and sexes as tables write them."""
    return _SEXES.sub(r"\1性", _AGES.sub(r"\1歳代", text))


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _evidence(question: Question, record: Record, scope: Scope) -> Evidence | None:
    """The record's row as evidence."""
    unit = scope.record_unit(record)
    if unit is None:
        return None
    scored = scope.finder.score_passage(question, unit.passage)
    found = next((e for e in scored if e.unit.start == unit.start and e.unit.end == unit.end), None)
    if found is None or record.unit is None:
        return found
    counted = sum(t.weight for t in question.terms.terms if t.text in _MEASURES.get(record.unit[-1], ()))
    return replace(found, coverage=min(1.0, found.coverage + counted / question.terms.total))
