"""Municipalities by how many projects the documents of several municipalities give of each (only one, three or more,
the most), and by what its projects cost together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer import Coverage
from assistant.draft import Draft, Member, Statement
from assistant.extractive import ranks
from assistant.extractive.scope import Scope, kinds_asked
from assistant.extractive.thresholds import conditions_in
from assistant.understanding.question import Question, asks_bodies
from assistant.understanding.topics import EXCLUSION, asks_bodies_of
from assistant.units import Unit
from assistant.wording import counted_names, in_brackets
from ingest.model import Municipality, Record
from ingest.normalise import squash

_PROJECT = r"(?:事業(?!費|者|所|年|計画)|取組|取り組み|施策|プロジェクト|案件)"
_PROJECTS = r"\b(?:projects?|measures?|initiatives?)\b"
_WORDS = {"one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_KANJI = {kanji: n for n, kanji in enumerate("一二三四五六七八九", 1)}
_HOW = (
    r"(?P<how>以上|以下|未満|より(?:も)?(?:多|少)|を?(?:超|こえ|上回|下回))?(?:の|しか|だけ|のみ|ちょうど|ある|も|、)*"
)
_COUNT = (
    re.compile(rf"{_PROJECT}[^。、「」]{{0,14}}?(?P<n>\d+|[一二三四五六七八九]|複数)\s?(?:件|つ|個|本|事業)?{_HOW}"),
    re.compile(rf"(?:(?<!\d)(?P<n>\d+|[一二三四五六七八九]|複数))\s?(?:件|つ|個|本)?{_HOW}{_PROJECT}"),
    re.compile(
        rf"(?P<how>more than|fewer than|less than|at least|at most)?\s?\b(?P<n>\d+|{'|'.join(_WORDS)}|several|multiple)"
        rf"(?P<more> or more)?\s(?:\w+\s){{0,3}}?{_PROJECTS}",
        re.IGNORECASE,
    ),
)
_HOW_MANY = re.compile(
    rf"{_PROJECT}[^。、?？]{{0,20}}?(?:いくつ|幾つ|何\s?(?P<unit>件|個|本|つ))|何\s?(?P<counted>事業|取組|施策|プロジェクト)"
    rf"|\bhow many {_PROJECTS}",
    re.IGNORECASE,
)
_OF_BOOKS = re.compile(r"資料|シート|個票|冊子|事例集|\bsheets?\b", re.IGNORECASE)
_MOST = re.compile(
    rf"{_PROJECT}の?(?:数|件数|本数)[^。、]{{0,10}}?(?:多|少)|(?:最も|もっとも|一番|いちばん)(?:多く|たくさん)の?{_PROJECT}"
    rf"|{_PROJECT}[^。、]{{0,14}}(?:最も|もっとも|一番|いちばん)(?:多|少|たくさん)"
    rf"|\b(?:most|fewest) (?:\w+ ){{0,2}}?{_PROJECTS}",
    re.IGNORECASE,
)
_BY_BODY = re.compile(
    r"(?:市町村?|市区町村|自治体|団体)(?:別|ごと|毎)|\brank (?:the |all )?(?:municipalities|cities|towns|villages)",
    re.IGNORECASE,
)
_FEWEST = re.compile(r"少な|\bfewest\b", re.IGNORECASE)
_TOTAL = re.compile(
    r"合計|総額|合わせ|合算|足[しすせ]|トータル|全部で|\btotals?\b|\badd\w* up|\badded\b|\bcombined\b|\bsums?\b",
    re.IGNORECASE,
)
#: What a question says about the documents and the counting; any other telling word narrows down the projects.
_SAID = re.compile(
    rf"{_PROJECT}|交付|デジ|田園|国家|構想|資料|掲載|載|一覧|採択|登録|件|数|多|少|最も|一番|名|市|町|村|県|自治体|団体|全部|漏れ"
    r"|すべて|全て|複数|概要|文書|事例|含|ある|出[する]|挙|示|持つ|抱|金|しか|丁度|正確|きっかり|ぴったり|以上|以下|未満|乗|沢山|順|図書|^分$|則る|纏め|まとめ|^[番目\d一二三四五六七八九]+$"
)
_TELLING = 0.3


@dataclass(frozen=True, slots=True)
class _Tally:
    """A municipality with the proofs of what is counted, and what is said of it."""

    owner: Municipality
    value: float
    shown: str
    units: tuple[Unit, ...]
    derived: tuple[str, ...]


def tallied(question: Question, scope: Scope) -> Draft | None:
    """None where no such count or total is asked for, or no document gives one project after another."""
    if (unit := _all_counted(question)) is not None and (found := _projects(question, scope)):
        return _total(question, scope, found, unit)
    bodies = asks_bodies(question) or (question.everyone and _BY_BODY.search(question.text))
    if not bodies or question.kind not in ("list", "count", "rank"):
        return None
    if question.kind == "rank" and _TOTAL.search(question.text):
        return _ranked(question, _totals(question, scope))
    condition = _condition(question.text)
    most = _MOST.search(question.text)
    if not (condition or most) or _narrowed(question):
        return None
    found = _projects(question, scope)
    if not found or most:
        return _ranked(question, found)
    return _listed(question, scope, [t for t in found if condition and condition(t.value)])


def _all_counted(question: Question) -> str | None:
    """The unit in which a question counts all the projects of the municipalities together; None where it does not."""
    match = _HOW_MANY.search(question.text)
    of_some = question.municipalities and not question.everyone
    if match is None or of_some or question.kind not in ("count", "sum", "number", "list"):
        return None
    if not (question.sheets or _OF_BOOKS.search(question.text)) or _MOST.search(question.text):
        return None
    bodies = question.of != "measure" and asks_bodies_of(EXCLUSION.sub(" ", question.text), question.english)
    limited = _BY_BODY.search(question.text) or _condition(question.text) or conditions_in(question.text)
    if bodies or limited or _narrowed(question):
        return None
    return match["unit"] or match["counted"] or "件"


def _narrowed(question: Question) -> bool:
    """Whether the question asks for some of the projects only, by a word that says nothing of documents or counts."""
    if question.quoted:
        return True
    return any(t.weight >= _TELLING and not _SAID.search(t.text) for t in question.terms.terms)


def _condition(text: str) -> Callable[[float], bool] | None:
    for match in (m for pattern in _COUNT if (m := pattern.search(text))):
        said, how = match["n"].lower(), (match["how"] or "").lower()
        if said in ("複数", "several", "multiple"):
            return lambda value: value >= 2
        n = _KANJI.get(said) or _WORDS.get(said) or int(said)
        if how in ("以上", "at least") or match.groupdict().get("more"):
            return lambda value: value >= n
        if how in ("以下", "at most"):
            return lambda value: value <= n
        if how.endswith(("多", "超", "こえ", "上回")) or how == "more than":
            return lambda value: value > n
        if how.endswith(("未満", "少", "下回")) or how in ("fewer than", "less than"):
            return lambda value: value < n
        return lambda value: value == n
    return None


def _in_scope(question: Question, scope: Scope) -> dict[str, Municipality]:
    kinds = kinds_asked(question.text)
    return {m.code: m for m in scope.municipalities_in_scope(question) if m.name[-1] in kinds}


def _projects(question: Question, scope: Scope) -> list[_Tally]:
    """How many projects, each once, the sheets and lists of several municipalities give of each."""
    chosen = _in_scope(question, scope)
    records: dict[str, dict[str, Record]] = {}
    sheets = [(r, r.measure) for r in scope.records(question, "header")]
    cells = (r for r in scope.records(question, "cell") if ranks.NAMES.search(r.attribute))
    lists = [(r, r.value) for r in cells if "。" not in r.value]
    for record, name in (*sheets, *lists):
        if name and record.municipality in chosen and record.document in scope.books:
            records.setdefault(record.municipality, {}).setdefault(squash(name), record)
    tallies = []
    for code, m in chosen.items():
        units = tuple(u for r in records.get(code, {}).values() if (u := scope.record_unit(r)) is not None)
        n = len(units)
        shown = f"{n} project{'s' if n > 1 else ''}" if question.lang == "en" else f"{n}件"
        if units:
            tallies.append(_Tally(m, n, shown, units, (str(n),)))
    return tallies


def _total(question: Question, scope: Scope, found: Sequence[_Tally], unit: str) -> Draft:
    """How many projects there are in all, and how many of each."""
    total = int(sum(t.value for t in found))
    groups: dict[int, list[str]] = {}
    for t in sorted(found, key=lambda t: (-t.value, t.owner.code)):
        groups.setdefault(int(t.value), []).append(t.owner.name)
    if question.lang == "en":
        own = "; ".join(
            f"{n} each: {', '.join(names)}" if names[1:] else f"{names[0]} {n}" for n, names in groups.items()
        )
        text = f"{total} projects of {len(found)} bodies ({own})."
    else:
        own = "、".join(f"{'・'.join(names)}{'各' if names[1:] else ''}{n}{unit}" for n, names in groups.items())
        text = f"{total}{unit}です（{counted_names([t.owner.name for t in found])}：{own}）。"
    units = tuple(t.units[0] for t in found)
    derived = tuple({str(total), str(len(found)), *map(str, groups)})
    coverage = Coverage(documents=len(scope.books), municipalities=len(_in_scope(question, scope)))
    return Draft(
        kind="list",
        statements=(Statement(text, units, derived),),
        evidence=tuple(u for t in found for u in t.units),
        coverage=coverage,
    )


def _totals(question: Question, scope: Scope) -> list[_Tally]:
    """What the figures of each municipality's projects add up to."""
    attribute = ranks.attribute_of(question) or "事業費"
    if attribute in ranks.OF_BODIES:
        return []
    rows = ranks.topical(question, ranks.rows(question, scope, attribute), scope)
    tallies = []
    for code, own in ranks.by_owner(rows).items():
        m = scope.covered.get(code)
        if m is not None:
            total, unit, parts = ranks.added(own, attribute)
            how = f"：{'＋'.join(parts)}" if len(parts) > 1 else ""
            label = f"{attribute} total " if question.lang == "en" else f"{attribute}の合計 "
            derived = tuple(n.replace(",", "") for n in dict.fromkeys((total, *parts)))
            value = sum(r.value for r in own)
            tallies.append(_Tally(m, value, f"{label}{total}{unit}{how}", tuple(r.unit for r in own), derived))
    return tallies


def _ranked(question: Question, found: Sequence[_Tally]) -> Draft | None:
    lowest = _FEWEST.search(question.text) or ranks.LOWEST.search(question.text)
    ordered = sorted(found, key=lambda t: (t.value if lowest else -t.value, t.owner.code))
    shown = ranks.placed(question, ordered, lambda t: t.value)
    if not shown:
        return None
    statements = []
    for place, t in shown:
        head = f"No. {place}: " if question.lang == "en" else f"{place}位　"
        text = f"{head}{t.owner.name}{in_brackets(t.shown, question.lang)}"
        statements.append(Statement(text, t.units, (str(place), *t.derived)))
    members = tuple(_member(t) for _, t in shown)
    return Draft(
        kind="answer",
        statements=tuple(statements),
        members=members,
        evidence=tuple(u for t in ranks.rivals([t for _, t in shown], ordered) for u in t.units),
    )


def _listed(question: Question, scope: Scope, found: Sequence[_Tally]) -> Draft:
    coverage = Coverage(documents=len(scope.books), municipalities=len(_in_scope(question, scope)))
    names = [t.owner.name for t in found]
    if question.lang == "en":
        opening = f"{len(found)} found: {', '.join(names)}." if found else "None."
    else:
        opening = (
            f"{counted_names(names)}が該当します：{'、'.join(names)}。" if found else "該当する自治体はありません。"
        )
    lines = [Statement(f"- {t.owner.name}{in_brackets(t.shown, question.lang)}", t.units, t.derived) for t in found]
    return Draft(
        kind="list",
        statements=(Statement(opening), *lines),
        members=tuple(_member(t) for t in found),
        coverage=coverage,
        evidence=tuple(u for t in found for u in t.units),
    )


def _member(t: _Tally) -> Member:
    return Member(t.owner.name, None if t.owner.code.startswith("x-") else t.owner.code, t.shown, t.units)
