"""How many goals, pillars, measures, projects a plan has in all: what it states (「全18取組」, 「5つの柱」) and what
its own numbers run to (施策1-1 … 施策3-6). Where both are told and differ, both are given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.draft import Draft, Member, Statement
from assistant.evidence import Evidence
from assistant.extractive import whole_plans
from assistant.extractive.listing import listing
from assistant.extractive.plan_items import families_of, plain_name
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question, asks_bodies
from assistant.understanding.terms import Term
from assistant.understanding.topics import is_of_every_body
from assistant.units import Unit
from assistant.wording import clean, colon
from ingest.lines import split_lines
from ingest.model import Document
from ingest.normalise import fold, squash, view

_NOUN = (
    r"(?:(?:基本|重点|個別|主要|成果|数値|具体的な|リーディング|重要業績評価)?"
    r"(?:目標|方針|施策|事業|取組|取り組み|プロジェクト|柱|分野|原則|視点|指標|KPI|戦略|課題|約束|政策|理念))"
)
_HOW_MANY = re.compile(
    rf"(?P<noun>{_NOUN})(?:の数|数)?(?:は|って|が|を|も)?、?(?:全部で|全体で|全て|合わせて|あわせて|合計で?|ぜんぶで|みんなで)?、?"
    r"(?:(?:掲げ|載[っせ]|設け|定め|挙げ)(?:て|られて)?[^。]{0,6}?)?"
    rf"(?:いくつ|幾つ|何\s?(?:件|個|本|つ|{_NOUN}))|(?:全部で|全体で|合計)?何(?:\s?(?:件|個|本|つ)の)?(?P<counted>{_NOUN})",
    re.IGNORECASE,
)
#: Asks for all of them.
_ALL_OF = re.compile(
    rf"(?P<noun>{_NOUN})(?:の?(?:名前|名称|名))?(?:を|は|って)?、?"
    r"(?:すべて|全て|全部|ぜんぶ|もれなく|漏れなく|残らず|の?一覧|(?:の)?リスト|列挙)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"how many (?:\w+ )?(?P<noun>projects|measures|initiatives|pillars|goals|objectives|policies|principles|indicators"
    r"|kpis|fields|strategies)\b(?: (?:are|does|do|is|in|has|have)\b)",
    re.IGNORECASE,
)
_IN_JAPANESE = {
    "projects": ("プロジェクト", "事業", "取組"),
    "measures": ("施策", "取組", "事業"),
    "initiatives": ("取組", "事業", "施策"),
    "pillars": ("柱",),
    "goals": ("基本目標", "目標"),
    "objectives": ("基本目標", "目標"),
    "policies": ("基本方針", "方針", "政策"),
    "principles": ("原則",),
    "indicators": ("指標", "KPI"),
    "kpis": ("KPI", "指標"),
    "fields": ("分野",),
    "strategies": ("戦略",),
}
#: Words of such a question that narrow nothing down: of the plan itself, of counting, of naming.
_SAID = re.compile(
    r"計画|プラン|アクション|進捗|評価|判定|区分|達成状況|方針|戦略|ビジョン|構想|大綱|推進|策定|全部?|全て|合計|数|名前?|名称|いくつ|幾つ|何|件|個|本|つ|市|町|村|県|掲|載"
    r"|挙|ある|有る|出る|示す|教える|それぞれ|どれ|内容|^[0-9]+$"
)
#: Weight from which another word narrows the question down to some of them.
TELLING = 0.4
_FIGURE = r"(?P<n>[0-9]{1,3}|[一二三四五六七八九十])"
_KANJI = {kanji: n for n, kanji in enumerate("一二三四五六七八九十", 1)}
_IN_ALL = re.compile(
    r"全\s?$|計\s?$|合計|全部で|から成|からな|構成|掲げ|定め|設定|示し|位置付け|取りまとめ|とりまとめ|まとめた|柱"
)
_NOT_THIS = re.compile(r"前計画|前回|前期|第[0-9一二三四五]期|のうち|うち|これまで|達成状況|このほか|以上|未満|超え")
#: Of some only: that are or were so, or of a kind.
_SOME = re.compile(r"のうち|された|された?のは|だった|である|となった|の(?:もの|取組|事業|施策)|評価|判定|進捗")
_OF_A_STATE = re.compile(r"と(?:判定|評価|分類|区分)され|[「『(（][○◯◎●△▲×☆★◇◆□■→⇒…―-][」』)）]")
#: One of the numbered parts of a plan (柱1, 基本目標2).
_NUMBERED = re.compile(r"((?:基本)?(?:目標|方針|柱|戦略|施策|分野|方向))\s?[0-9]{1,2}(?![0-9つ個件])")
#: A name of some length whose number is asked for.
_NAMED = re.compile(
    r"(?:うち|そのうち|(?<=[のはがを、])|^)(?P<noun>[一-龥ァ-ヴー]{4,20}?)(?:の?(?:総|件)?数)?"
    r"(?:は|って|が)?(?:全部で|合計で?)?(?:何(?:件|個|本|つ|事業)|いくつ|幾つ|[?？]|$)"
)
#: How many of the best units may be such a line, and how long it may be.
NEAR, _SHORT = 15, 60
#: How many characters tell titles apart.
_SAME = 6
LOOKED_AT, WHOLE, ENOUGH = 8, 0.9, 0.75
_MOST_CHARS, _LONGEST_TITLE = 420, 60


@dataclass(frozen=True, slots=True)
class _Stated:
    number: int
    unit: Unit
    sure: float


def total(question: Question, scope: Scope) -> Draft | None:
    """None where the question counts something else, only some of them, or where nothing tells."""
    nouns = _nouns(question)
    if not nouns or asks_bodies(question) or is_of_every_body(question.text):
        return None
    documents = [d for d in scope.documents if _is_of(d, question)]
    if in_cell := _in_cells(question, nouns, documents, scope):
        return in_cell
    if len(documents) != 1 or _narrowed(question, nouns, documents[0]):
        return None
    for noun in nouns:
        members = (
            _numbered(noun, documents[0], scope)
            or rows_called(noun, documents[0], scope)
            or (whole_plans.outlined(noun, documents[0], scope) if not question.sheets else [])
            or (whole_plans.sections(noun, documents[0], scope) if not question.sheets else [])
        )
        stated = _stated(_ahead(noun, question), noun, len(members), documents[0], scope)
        if members or stated:
            return _told(question, scope, noun, members, stated)
    return None


def _in_cells(question: Question, nouns: Sequence[str], documents: Sequence[Document], scope: Scope) -> Draft | None:
    """What the row named says in a column of how many there are (分野 | KPIの数)."""
    heads = {squash(f"{noun}{end}") for noun in nouns for end in ("数", "の数", "件数")}
    said, own = squash(question.text), {d.id for d in documents}
    found = [r for r in scope.records(question, "cell") if r.document in own and squash(r.attribute) in heads]
    named = [r for r in found if r.number is not None and len(r.measure or "") > 1 and squash(r.measure or "") in said]
    unit = scope.record_unit(named[0]) if len(named) == 1 else None
    if unit is None:
        return None
    whose, told = f"{scope.owner_name(unit) or ''}「{named[0].measure}」", f"{named[0].attribute}＝{named[0].value}"
    return Draft(
        kind="answer", statements=(Statement(f"{whose}{colon(question.lang)}{told}", (unit,)),), evidence=(unit,)
    )


def _nouns(question: Question) -> tuple[str, ...]:
    if question.english:
        match = _ENGLISH.search(question.text)
        return _IN_JAPANESE[match["noun"].lower()] if match else ()
    match = _HOW_MANY.search(question.text) or (question.kind == "list" and _ALL_OF.search(question.text)) or None
    if match is not None and "counted" not in match.groupdict():
        return (match["noun"].replace("取り組み", "取組"),)
    return ((match["noun"] or match["counted"]).replace("取り組み", "取組"),) if match else ()


def _is_of(document: Document, question: Question) -> bool:
    """Whether a document is the one named, of the one named, or of several where no municipality is."""
    owner = document.municipality
    codes = {m.code for m in question.municipalities if not m.is_prefecture}
    named = not question.documents or document.id in question.documents
    return named and (owner.code in codes if owner is not None else not codes)


def _narrowed(question: Question, nouns: Sequence[str], document: Document) -> bool:
    """Whether the question asks for some of them only: another telling word stands in it, or a year."""
    known = squash(" ".join([document.title, *nouns]))
    told = [
        t
        for t in question.terms.terms
        if t.weight >= TELLING and t.text not in known and not _SAID.search(t.text)
        if question.kind == "list" or not t.lemma
    ]
    quoted = any(quote not in known for quote in question.quoted)
    quoted = quoted or any(m[1] not in nouns for m in _NUMBERED.finditer(fold(question.text)))
    return bool(told or quoted or question.western_years) or bool(
        _OF_A_STATE.search(question.text)
        or re.search(r"第[0-9]{1,2}[章節編]|以外|除[いく]|のうち|に関する|に関わる|に係る|担当", question.text)
    )


def _numbered(noun: str, document: Document, scope: Scope) -> list[tuple[str, Unit]]:
    """What the noun numbers without a gap (基本目標1 … 5, 施策1-1 … 3-6), each with its title."""
    label = re.compile(
        rf"^(?:#{{1,6}}\s)?[【\[(（〈《・•■◆●]?\s?{noun}\s?(?P<n>[0-9]{{1,2}}(?:[-－.ー‐][0-9]{{1,2}}){{0,2}}|[①-⑳])"
        r"[】\])）〉》]?(?:[:：.．、]|\s|\t)\s*(?P<title>[^\s\d].*)$"
    )
    found: dict[tuple[int, ...], tuple[str, Unit]] = {}
    titles: dict[tuple[int, ...], set[str]] = {}
    for passage in scope.finder.catalogue.passages_of(document.id):
        for line in split_lines(passage.text):
            match = label.match(view(line.text)) if line.text else None
            if match and not match["title"].endswith("。"):
                title = plain_name(clean(match["title"].split("\t")[0])[:_LONGEST_TITLE])
                unit = Unit(passage, passage.start + line.start, passage.start + line.end, view(line.text), "heading")
                known = found.get(number := _number(match["n"]))
                titles.setdefault(number, set()).add(squash(title)[:_SAME])
                if known is None or len(title) < len(known[0]):
                    found[number] = (title, unit)
    depth = max(map(len, found), default=0)
    kept = {number: item for number, item in found.items() if len(number) == depth}
    again = sum(len(titles[number]) > 1 for number in kept)
    alone = 2 * again < len(kept)  # else they are counted from 1 anew under each section
    return [kept[number] for number in sorted(kept)] if len(kept) >= 2 and alone and _unbroken(kept) else []


def _number(text: str) -> tuple[int, ...]:
    if len(text) == 1 and not text.isascii():
        return (ord(text) - ord("①") + 1,)
    return tuple(map(int, re.split(r"[-－.ー‐]", text)))


def _unbroken(numbers: dict[tuple[int, ...], tuple[str, Unit]]) -> bool:
    """Whether the last parts of the numbers count from 1 under each of the first."""
    under: dict[tuple[int, ...], list[int]] = {}
    for number in numbers:
        under.setdefault(number[:-1], []).append(number[-1])
    return all(sorted(last) == list(range(1, len(last) + 1)) for last in under.values())


def rows_called(noun: str, document: Document, scope: Scope) -> list[tuple[str, Unit]]:
    """The rows of the longest table that a column of the noun names; each name once."""
    best: list[tuple[str, Unit]] = []
    for family in families_of(document, scope):
        rows: dict[str, tuple[str, Unit]] = {}
        for item in family.items if family.is_table else ():
            name = next((n for head, n in item.names if _is_column(head, noun)), None)
            if name and item.naming:
                rows.setdefault(squash(f"{item.path[-1:]}{name}"), (name, item.naming))
        if len(rows) > len(best):
            best = list(rows.values())
    return best if len(best) >= 3 else []


def _is_column(head: str, noun: str) -> bool:
    return (
        re.fullmatch(rf"(?:個別|連携|主な|具体的な)?{noun}(?:の?名称?|項目|名)?(?:名称)?", squash(head), re.I)
        is not None
    )


def _ahead(noun: str, question: Question) -> str:
    """What stands in one word before the noun in the question (DX重点課題)."""
    found = re.search(rf"[一-龥ァ-ヴーA-Za-z]{{1,12}}(?={noun})", question.text)
    return found.group() if found else ""


def _stated(ahead: str, noun: str, counted: int, document: Document, scope: Scope) -> _Stated | None:
    """Where the plan says how many there are; what agrees with the count first."""
    ahead = f"(?:{re.escape(ahead)})?" if ahead else ""
    said = re.compile(rf"(?<![0-9第.,]){_FIGURE}\s?(?:つ|本|件|個)?の?{ahead}{noun}(?![0-9一-龥])", re.IGNORECASE)
    found: list[_Stated] = []
    for passage in scope.finder.catalogue.passages_of(document.id):
        for unit in scope.finder.units(passage):
            for match in said.finditer(unit.text):
                number = _KANJI.get(match["n"]) or int(match["n"])
                around = unit.text[max(0, match.start() - 14) : match.end() + 24]
                in_all = _IN_ALL.search(unit.text[: match.start()][-3:]) or _IN_ALL.search(around)
                if number < 2 or _NOT_THIS.search(around):
                    continue
                found.append(_Stated(number, unit, (2.0 if number == counted else 0.0) + (1.0 if in_all else 0.0)))
    best = max(found, key=lambda s: s.sure, default=None)
    return best if best and best.sure >= 1.0 else None


def _told(
    question: Question, scope: Scope, noun: str, members: list[tuple[str, Unit]], stated: _Stated | None
) -> Draft:
    if stated is None or (members and stated.number == len(members)):
        return _counted(question, scope, noun, members, stated)
    said = Statement(_in_all(question, stated.number, noun), (stated.unit,), (str(stated.number),))
    quote = Statement(f"- {clean(stated.unit.text)[:160]}", (stated.unit,))
    differs = list(_differing(question, noun, members))
    units = (stated.unit, *(u for s in differs for u in s.units))
    return Draft(kind="answer", statements=(said, quote, *differs), evidence=units)


def _in_all(question: Question, number: int, noun: str) -> str:
    return f"{number} ({noun})." if question.lang == "en" else f"{number}の{noun}があります。"


def _differing(question: Question, noun: str, members: Sequence[tuple[str, Unit]]) -> Iterator[Statement]:
    if members:
        units, number = tuple(u for _, u in members), str(len(members))
        text = (
            f"Those that the plan names are {number}."
            if question.lang == "en"
            else f"一覧などに名称がある{noun}を数えると{number}件です。"
        )
        yield Statement(text, units, (number,))


def _counted(
    question: Question, scope: Scope, noun: str, members: list[tuple[str, Unit]], stated: _Stated | None
) -> Draft:
    drawn = [Member(name, None, None, (unit,)) for name, unit in members]
    if question.kind == "list" or sum(len(name) + 1 for name, _ in members) <= _MOST_CHARS:
        return listing(question, scope, drawn, stated.unit if stated else None)
    units = (stated.unit,) if stated else tuple(u for _, u in members)
    opening = Statement(_in_all(question, len(members), noun), units, (str(len(members)),))
    return Draft(kind="list", statements=(opening,), members=tuple(drawn), evidence=tuple(u for _, u in members))


def beside_its_name(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """A short line that tells how many there are beside the name of just what is asked for (うち重点施策は:
    「重点施策数 27」); None where there is none. Figures by year are no such number."""
    asked = [match["noun"] for match in _NAMED.finditer(squash(question.text))]
    if not asked or question.years or asks_bodies(question) or is_of_every_body(question.text):
        return None
    for noun in asked[::-1]:
        counted = re.compile(rf"{re.escape(noun)}(?:の?総?数[はが:]?\d+|[はが:]?\d+(?:件|事業|取組|施策|項目))")
        for unit in (e.unit for e in evidence[:NEAR] if len(e.unit.text) <= _SHORT):
            if not any(r.fiscal_year for r in unit.records) and counted.search(squash(unit.text)):
                said = Statement(scope.say(unit, question.lang), (unit,))
                return Draft(kind="answer", statements=(said,), evidence=(unit,))
    return None


def stated_of_some(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """How many there are of which a sentence says so itself (「Ａが6取組、Ｂが7取組」); None where no sentence under
    its headings holds all that the question turns on beside such a figure."""
    noun = next(iter(re.findall(_NOUN, question.text, re.IGNORECASE)[::-1]), None)
    if noun is None or asks_bodies(question) or not _SOME.search(question.text):
        return None
    counted = re.compile(rf"(?<![0-9第全計.,]){_FIGURE}\s?(?:つ|本|件|個)?の?(?:{noun}|件)(?![一-龥])", re.IGNORECASE)
    told = [t for t in question.terms.terms if t.weight >= TELLING and not _SAID.search(t.text)]
    for e in evidence[:LOOKED_AT]:
        parts = [part for part in re.split(r"[、。]", e.unit.text) if counted.search(part)]
        title = next((d.title for d in scope.documents if d.id == e.passage.document), "")
        layers = (*scope.best_layers(e), scope.finder.haystack(title))
        held = sum(t.weight for t in told if any(x.holds(t) >= WHOLE for x in layers))
        if len(parts) < 2 or held < ENOUGH * sum(t.weight for t in told):
            continue
        best = max(parts, key=lambda part: _held(part, told, scope))
        others = [part for part in parts if _held(part, told, scope) == _held(best, told, scope)]
        match = counted.search(best)
        if match and len(others) == 1:
            unit = e.unit
            said = Statement(clean(match.group()), (unit,), (match["n"],))
            return Draft(
                kind="answer", statements=(said, Statement(f"- {clean(unit.text)[:160]}", (unit,))), evidence=(unit,)
            )
    return None


def _held(part: str, terms: Sequence[Term], scope: Scope) -> float:
    hay = scope.finder.haystack(part)
    return sum(t.weight for t in terms if hay.holds(t) >= WHOLE)
