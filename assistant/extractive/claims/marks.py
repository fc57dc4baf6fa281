"""Claims about the year in which a measure is studied, carried out or widened, held against its status by year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from assistant.evidence import Evidence
from assistant.extractive.claims.rows import BESIDE, EXPLAINED, NAMED, Found
from assistant.extractive.claims.starts import begins
from assistant.extractive.naming import share_named, words_of
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.model import Record
from ingest.normalise import squash

_OF_CARRYING = (
    "実施 導入 開始 運用 稼働 整備 構築 設置 供用 始ま 始め やっ やる 使え "
    "implement introduc start launch built carryout carriedout rollout operat inplace"
)
#: Stages that plans mark, each with the words for it, from the first to the last.
_STAGES: tuple[tuple[str, ...], ...] = (
    ("検討", "調査", "研究", "準備", "計画", "consider", "study", "studied"),
    ("一部実施", "一部導入", "試行", "実証", "試験", "partial", "pilot", "trial"),
    tuple(_OF_CARRYING.split()),
    ("拡充", "拡大", "広げ", "expan", "extend"),
    ("廃止", "終了", "中止", "完了", "abolish", "complet"),
)
#: What else is said of a stage.
_STAGED = (
    "段階 まだ 初めて 続ける ようやく 着手 スタート 未実施 運行 行う 本格 本格的 本格導入 本格実施 本格運用 "
    "本格稼働 全面導入 全面実施 全面 全面的 完全 完全に 全部 全て すべて 留まる 時点 やる fully full"
)
_STUDY, _PART, _CARRIED, _WIDENED = 0, 1, 2, 3
_PAGES = 8
#: How long a name must be that is looked for beyond the best evidence.
SPELT = 5
#: What is done with a thing, at the end of a measure's name, and remarks in brackets: they need not be said.
_DONE = re.compile(
    r"^[(（][^()（）]*[)）]\s*(?=\S)|"
    r"(?:[(（][^()（）]*[)）])?(?:の|を)?(?:導入|推進|活用|検討|整備|構築|実施|拡充|促進|充実|強化|運用|事業|取組|拡大|実現|支援)*"
    r"(?:[(（][^()（）]*[)）])?[★※]?$"
)
#: What a word counts that only stands about a mark.
AROUND = 0.8
_PLANNED = re.compile(r"(?<=[るたい])計画|計画(?=で|と|に|が|どおり|通り)(?!を)|\bplan(?:s|ned|ning)? to\b")
#: Says that something is carried out in full, which a trial or a part of it is not.
_FULLY = re.compile(r"本格|全面|完全に|全部|全て|すべて|全(?:域|校|館|庁|課|国)|\b(?:full|fully|full-scale|entirely)\b")
_QUOTED = re.compile(r"「([^」]{2,7})」")


def in_marks(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Found | None:
    """What the marks of the claim's measure and year say of the stage that the claim names; None where none is named,
    or where the marks leave it open (一部実施 for 実施, a month of their year)."""
    if not question.years:
        return None
    return of_marks(question, _named(question, evidence, scope), scope)


def of_marks(question: Question, named: Sequence[Record], scope: Scope) -> Found | None:
    """What marks of the measure that a claim is about say of the stage and the year that it names."""
    asked = [r for r in named if r.fiscal_year in question.western_years]
    begun = _begun_before(question, named, asked)
    if begun:
        unit = scope.record_unit(begun[0])
        return Found(False, _marked(unit, begun)) if unit else None
    opinions = [(r, _agrees(question, r, scope)) for r in asked]
    told = [(r, agrees) for r, agrees in opinions if agrees is not None]
    if not told or len(told) < len(opinions):
        return None
    agreeing = [r for r, agrees in told if agrees]
    if agreeing and any(y.month for y in question.years):
        return None
    unit = scope.record_unit((agreeing or asked)[0])
    return Found(bool(agreeing), _marked(unit, asked)) if unit else None


def _begun_before(question: Question, named: Sequence[Record], asked: Sequence[Record]) -> list[Record]:
    """The marks of each named measure that say that it is carried out before the year in which it is said to begin."""
    if not begins(question.text):
        return []
    measures = {r.measure for r in asked or named}
    first = min(question.western_years)
    earlier = [
        r
        for r in named
        if r.measure in measures
        and (r.fiscal_year or first) < first
        and _stage(_unnamed(question, r)) == _CARRIED
        and _stage(r.status or "") in (_CARRIED, _WIDENED)
    ]
    return earlier if {r.measure for r in earlier} == measures else []


def _marked(unit: Unit, records: Sequence[Record]) -> Unit:
    return Unit(unit.passage, unit.start, unit.end, unit.text, "status", tuple(records))


def _named(question: Question, evidence: Sequence[Evidence], scope: Scope) -> list[Record]:
    """The status marks of the measures that the claim names, on the pages of the best evidence."""
    claim = words_of(question, scope)
    scored: list[tuple[float, Record]] = []
    pages = [(e.passage.document, e.passage.page) for e in evidence[:_PAGES]]
    for document, page in dict.fromkeys([*pages, *_spelt_out(question, scope)]):
        for r in scope.finder.records_of(document).get(page, []):
            if r.kind != "status" or not r.fiscal_year or not r.status or not r.measure:
                continue
            if question.codes and r.municipality not in question.codes:
                continue
            share = max(share_named(r.measure, claim, scope), share_named(_core(r.measure), claim, scope))
            explained = _explained(question, r, scope) if share >= NAMED else 0.0
            if explained >= EXPLAINED:
                scored.append((share * explained, r))
    best = max((s for s, _ in scored), default=0.0)
    return [r for s, r in scored if s >= BESIDE * best]


def _spelt_out(question: Question, scope: Scope) -> list[tuple[str, int]]:
    """The pages on which the claim's municipality marks a measure whose very name stands in the claim."""
    said = squash(question.text)
    documents = [d.id for d in scope.documents if d.municipality and d.municipality.code in question.codes]
    marked = [(d, scope.finder.derived(("marked", d), partial(_marked_names, d, scope))) for d in documents]
    return [(document, page) for document, names in marked for name, page in names if name in said]


def _marked_names(document: str, scope: Scope) -> tuple[tuple[str, int], ...]:
    pages = scope.finder.records_of(document)
    found = ((squash(r.measure), n) for n, page in pages.items() for r in page if r.kind == "status" and r.measure)
    return tuple(dict.fromkeys((core, n) for name, n in found if len(core := _core(name)) >= SPELT))


def _core(name: str) -> str:
    """A measure's name without what is done with the thing, and without remarks."""
    return _DONE.sub("", name) or name


def _explained(question: Question, record: Record, scope: Scope) -> float:
    """The share of a claim that a mark's measure and the stages say, or what stands about the mark."""
    finder = scope.finder
    named = finder.haystack(" ".join([record.measure or "", *_words(record, scope), _STAGED]))
    passage = finder.passage_at(record.document, record.page, record.start, record.end)
    around = [(finder.haystack(passage.text), AROUND)] if passage else []
    return question.terms.coverage_by([(named, 1.0), *around])


def _agrees(question: Question, record: Record, scope: Scope) -> bool | None:
    rest = _unnamed(question, record)
    exact = [w for w in _words(record, scope) if squash(w) in rest]
    quoted = [q for q in _QUOTED.findall(question.text) if squash(q) in rest]
    if quoted:
        return record.status in quoted
    said, is_ = _stage(rest), _stage(record.status or "")
    is_ = _CARRIED if is_ is None and "継続" in (record.status or "") else is_
    if said is None or is_ is None:
        return max(exact, key=len) == record.status if exact else None
    if said == is_ or (said, is_) == (_CARRIED, _WIDENED):
        return True
    if (said, is_) == (_CARRIED, _PART) and _FULLY.search(rest):
        return False
    return None if {said, is_} == {_PART, _CARRIED} else False


def _unnamed(question: Question, record: Record) -> str:
    """A claim without the measure's name, and without what it says that is planned (実施する計画である)."""
    text, name = squash(question.text), squash(record.measure or "")
    return _PLANNED.sub("", text.replace(name if name in text else _core(name), ""))


def _words(record: Record, scope: Scope) -> frozenset[str]:
    """The statuses that the record's document knows, and those of plans in general."""
    return scope.finder.derived(("statuses", record.document), lambda: _statuses(record.document, scope))


def _statuses(document: str, scope: Scope) -> frozenset[str]:
    pages = scope.finder.records_of(document).values()
    found = frozenset(r.status for page in pages for r in page if r.kind == "status" and r.status)
    return found | {word for words in _STAGES for word in words}


def _stage(text: str) -> int | None:
    """The stage that the longest word of a text names, the last of several equally long ones."""
    found = [(len(word), text.rfind(word), n) for n, words in enumerate(_STAGES) for word in words if word in text]
    partial = re.search(r"一部", text)
    return _PART if partial else max(found)[2] if found else None
