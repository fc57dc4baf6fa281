"""Lists of projects: all of a grant, by a word in their names, or by words and years in a table row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import Coverage
from assistant.draft import Draft, Member, Statement
from assistant.evidence import Evidence
from assistant.extractive.listing import listing
from assistant.extractive.scope import Scope
from assistant.understanding.body_kinds import PREFECTURES, kinds_asked
from assistant.understanding.question import Question
from assistant.units import Unit
from assistant.wording import counted_names
from ingest.lines import is_figures
from ingest.model import Passage, Record
from ingest.normalise import squash, view
from ingest.years import find_years

_MEASURES = re.compile(r"事業|取組|取り組み|施策|プロジェクト|課題|measure|project|initiative", re.IGNORECASE)
_NAME_HOLDS = re.compile(r"(?:事業名|名称|名前|タイトル)に|\bname\b|\btitle", re.IGNORECASE)
#: The head of a column that names projects.
_PROJECT = re.compile(r"(?:交付(?:対象)?|採択)?(?:事業|プロジェクト)(?:の?(?:名称?))?")
_MOST = 40
_SHEET_WORDS = re.compile(
    r"交付金?|^金$|デジ|^田$|^名[前称]?$|本体|デジタル田園|国家構想|事業|本体|概要|資料|県$|市$|町$"
    r"|^シート$|^枚$|^自[身ら]$|^実施|^主体$|^直接$|^採択|^一覧"
)


def sheets(question: Question, scope: Scope) -> Draft | None:
    """All projects of the municipality named that sheets or lists of several give, or of the prefecture alone, where
    the question asks for its projects and nothing more."""
    rest = [t for t in question.terms.terms if t.weight >= 0.45 and not _SHEET_WORDS.search(t.text)]
    prefecture = is_of_prefecture(question)
    if rest or not (question.municipalities or prefecture) or not _MEASURES.search(question.text):
        return None
    records = [*scope.records(question, "header"), *_in_lists(question, scope)]
    if prefecture:
        records = [r for r in records if (m := scope.covered.get(r.municipality or "")) and m.is_prefecture]
    found = {(r.municipality, squash(r.measure)): r for r in reversed(records) if r.measure}
    return _measures(question, scope, [(r.measure or "", r) for r in reversed(found.values())]) if found else None


def is_of_prefecture(question: Question) -> bool:
    """Whether a question asks for what is a prefecture's own, not its municipalities'."""
    return kinds_asked(question.text) == PREFECTURES


def _in_lists(question: Question, scope: Scope) -> Iterator[Record]:
    """The cells that name projects in lists of several municipalities', each as the measure that it names."""
    owners = {d.id: d.municipality.code for d in scope.documents if d.municipality is not None}
    for r in scope.records(question, "cell"):
        named = _PROJECT.fullmatch(squash(r.attribute)) and not is_figures(r.value)
        if named and r.municipality is not None and r.municipality != owners.get(r.document):
            yield replace(r, measure=r.value)


def named_with(question: Question, scope: Scope) -> Draft | None:
    """Projects whose name holds a quoted word (事業名に「AI」が入っている…), with their municipalities."""
    if not asks_of_names(question):
        return None
    chosen = {m.code: m for m in scope.municipalities_in_scope(question) if not (question.everyone and m.is_prefecture)}
    found = {
        (r.municipality, r.measure): r
        for r in scope.records(question, "header")
        if r.measure and r.municipality in chosen and is_named_with(question, r.measure)
    }
    rows = [(r, u) for r in found.values() if (u := _title_unit(scope, r)) is not None]
    if not rows:
        return None
    members, lines, seen = [], [], set()
    for record, unit in rows:
        m = chosen[record.municipality or ""]
        lines.append(Statement(f"- {m.name}「{record.measure}」", (unit,)))
        if question.everyone and m.code not in seen:
            seen.add(m.code)
            members.append(Member(m.name, None if m.code.startswith("x-") else m.code, None, (unit,)))
        elif not question.everyone:
            members.append(Member(record.measure or "", None, None, (unit,)))
    owners = counted_names([chosen[code].name for code in seen]) if seen else "事業"
    opening = f"{len(rows)} projects:" if question.lang == "en" else f"{len(rows)}件（{owners}）あります。"
    coverage = Coverage(documents=len({r.document for r, _ in rows}), municipalities=len(chosen))
    return Draft(
        kind="list",
        statements=(Statement(opening), *lines),
        members=tuple(members),
        coverage=coverage,
        evidence=tuple(u for _, u in rows),
    )


def asks_of_names(question: Question) -> bool:
    """Whether a question asks for projects with a quoted word in their names."""
    return bool(question.quoted) and _NAME_HOLDS.search(question.text) is not None


def is_named_with(question: Question, name: str) -> bool:
    return any(_word_in(q, squash(name)) for q in question.quoted)


def _word_in(word: str, text: str) -> bool:
    whole = rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])"
    return word in text and (not word.isascii() or re.search(whole, text) is not None)


def _title_unit(scope: Scope, record: Record) -> Unit | None:
    """The unit of the sheet that shows its title."""
    for passage in scope.finder.catalogue.passages_of(record.document, record.page):
        for unit in scope.finder.units(passage):
            if squash(record.measure or "-") in squash(unit.text):
                return unit
    return scope.record_unit(record)


def _measures(question: Question, scope: Scope, found: Sequence[tuple[str, Record]]) -> Draft | None:
    proven = [(name, unit) for name, record in found if (unit := scope.record_unit(record)) is not None]
    return _named(question, scope, proven)


def _named(question: Question, scope: Scope, found: Sequence[tuple[str, Unit]]) -> Draft | None:
    """A list of measures, each once, by their printed names."""
    members: list[Member] = []
    seen: set[str] = set()
    for name, unit in found:
        printed = scope.printed(name, unit)
        if printed and squash(printed) not in seen:
            seen.add(squash(printed))
            members.append(Member(printed, None, None, (unit,)))
    return listing(question, scope, members) if members else None


def rows_with(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """Table rows of one document that hold all the conditions which the question names (新規, 令和3年度に実施)."""
    conditions = [*question.quoted]
    status = re.search(r"(実施済み?|実施|継続取組中|継続|完了|検討|着手|新規|拡充|廃止|予定)", question.own_topic)
    years = question.western_years
    if not evidence or not (conditions or years) or not _MEASURES.search(question.text):
        return None
    document = evidence[0].passage.document
    found: dict[str, tuple[str, Unit]] = {}
    for passage in scope.finder.catalogue.passages_of(document):
        for unit in scope.finder.units(passage) if passage.measure else ():
            apart = any(x.quoted and x.text in squash(unit.text) for x in question.excluded)
            if not apart and unit.kind in ("cell", "row") and _row_holds(unit, conditions, years, status and status[1]):
                name = _row_name(unit, passage)
                found.setdefault(squash(name), (name, unit))
    if len(found) < 2 or len(found) > _MOST:
        return None
    return listing(question, scope, [Member(name, None, None, (unit,)) for name, unit in found.values()])


def _row_holds(unit: Unit, conditions: Sequence[str], years: frozenset[int], status: str | None) -> bool:
    text = squash(unit.text)
    return (
        all(c in text for c in conditions)
        and (not years or bool(years & {m.year for m in find_years(view(unit.text))}))
        and (status is None or status in text)
    )


def _row_name(unit: Unit, passage: Passage) -> str:
    raw = passage.text[unit.start - passage.start : unit.end - passage.start]
    cells = [view(c) for c in raw.split("\t")]
    names = [c for c in cells if len(c) >= 4 and not is_figures(c)]
    return re.sub(r"\s?[(（][^()（）]*(?:課|室|局|部|署)[)）]$", "", names[0] if names else passage.measure or "")
