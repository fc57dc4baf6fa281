"""The years that a plan covers (計画期間): of one plan, or of several side by side and which covers more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.draft import Draft, Member, Statement
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from assistant.wording import colon, year
from ingest.model import Document, Municipality, Passage
from ingest.normalise import fold, squash, view
from ingest.years import YearMention, find_years

_PLAN = r"(?:計画|プラン|戦略|方針|指針|ビジョン|構想|大綱|要領|プログラム)"
_ASKED = re.compile(
    rf"{_PLAN}(?:全体)?[」』]?(?:[のがは]|って|の対象となる)?(?:対象|計画)?期間"
    r"(?![中内]|の(?:最終|最後|終わり|途中|うち|中|初|前半|後半))"
    rf"|{_PLAN}[」』]?(?:って|[はがの])?、?(?:全部で)?(?:(?:計画|対象)?期間は)?"
    r"(?:何年(?:度|間|計画)?(?:から|の計画|です|な|だ|$|[?？か])|いつまで(?!に)|いつから.{0,6}いつまで|何[かヵケカ]年)"
    rf"|いつまで(?:の|を対象にした){_PLAN}|何年(?:間|分)?の{_PLAN}",
)
_ENGLISH = re.compile(
    r"\b(?:periods?|years?|long|span|time ?frame)\b.*\b(?:plans?|strategy|policy|vision|program(?:me)?)\b"
    r"|\b(?:plans?|strategy|policy|vision|program(?:me)?)(?:'s)?\b.*\b(?:periods?|covers?|runs?|span|time ?frame)\b",
    re.IGNORECASE,
)
_ENGLISH_ASKED = re.compile(
    r"\bperiods?\b|\bcovers?\b|\bruns?\b|\bspan\b|\btime ?frame\b|\bhow long\b|\blonger\b", re.IGNORECASE
)
#: Words that narrow such a question down to nothing but a plan.
_SAID = re.compile(
    rf"{_PLAN}|期間|対象|何[かヵケカ]?年度?|いつ|から|まで|それぞれ|どちら|どっち|どれ|長い|短い|全体|教えて(?:ください|下さい)?|で?すか?|ます|全部"
    r"|って|始期|終期|開始|終了|して(?:ください|下さい)|行政|市|町|村|県|区|について|および|及び|比べ(?:て|る|た)?|比較|違[いう]|知りたい|年|度|間|[のはがをとでにかだな、。?？「」『』()\s]",
)
_ENGLISH_SAID = re.compile(
    r"\b(?:plans?|strategy|policy|vision|program(?:me)?|action|promotion|basic|digital|transformation|dx|ict|period|periods|"
    r"years?|fiscal|cover(?:s|ed|ing)?|what|which|how|long(?:er)?|short(?:er)?|is|are|the|of|by|does|do|from|to|for|in|and|or"
    r"|city|town|village|prefecture|run|runs|span|time ?frame|many|each|compare|tell|me|its|it"
    r"|start|starts|end|ends|when)\b|'s|[\W\d]",
    re.IGNORECASE,
)
_HEAD = re.compile(
    rf"(?:{_PLAN}|対象)?(?:の|と|及び)?(?:位置付け|位置づけ|区域)?(?:[のと・]|及び)?(?:{_PLAN}|対象)?(?:の)?(?:対象)?期間"
)
_NUMBER = re.compile(r"^(?:第?\d{1,2}[章節]?|[(]\d{1,2}[)]|[\d.\-]+)[.、\s]*")
#: Said of a plan within a sentence or a row: 計画期間は…, 期間 令和7年度から….
_TOLD = re.compile(rf"(?:^|{_PLAN}(?:の)?|対象|[\s「『、。])期間(?:は|:|を|[\s「」]|(?=令和|平成|[RH]?\d))")
_BETWEEN = re.compile(r"(?:年度|年)?\s?(?:\([^()]{1,12}\))?\s?(?:から|[~～〜\-－–ー]|to|を初年度とし、?)\s?")
_FROM = re.compile(r"(?:年度|年)?(?:\([^()]{1,12}\))?から(?:の|向こう)?\s?(\d{1,2})\s?(?:年間|[かヵケカ]年)")
#: 令和4~9年度.
_SHORT = re.compile(r"(令和|平成)(\d{1,2})\s?(?:年度)?[~～〜\-－–]\s?(\d{1,2})年度")
_LONGER = re.compile(r"長|\blonger\b", re.IGNORECASE)
_SHORTER = re.compile(r"短|\bshorter\b", re.IGNORECASE)
#: A plan by its name (総合計画), not 何年計画.
_NAMED = re.compile(rf"([^\s「」『』、。のはがと?何]{{2,}}?{_PLAN})")
#: Characters of the first page that tell a title, and of a line of it.
_FRONT, _LINE = 400, 80


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last fiscal year that a plan covers, and where it says so; `stated` in as many words, not as
    days or as a number of years."""

    first: int
    last: int
    unit: Unit
    stated: bool = True

    @property
    def years(self) -> int:
        return self.last - self.first + 1


def told(question: Question, scope: Scope) -> Draft | None:
    """The period of the plan asked for, or of each of those named; None where something else is asked, or no period
    is stated."""
    if question.kind in ("claim", "yesno") or not _is_asked(question):
        return None
    found = [(d, period) for d in _plans(question, scope) if (period := period_of(d, scope)) is not None]
    if not found or len({d.municipality for d, _ in found if d.municipality} or {None}) < len(question.municipalities):
        return None
    statements = [_statement(d, period, question.lang, scope) for d, period in found]
    if len(found) == 2 and (ahead := _ahead(question, found)):
        statements.insert(0, ahead)
    members = tuple(_member(d.municipality, period) for d, period in found if d.municipality and len(found) > 1)
    return Draft(kind="answer", statements=tuple(statements), members=members, evidence=tuple(p.unit for _, p in found))


def period_of(document: Document, scope: Scope) -> Period | None:
    """What the plan itself states: under a heading that says period, in a sentence or row on it, else on its cover."""

    def read() -> tuple[Period, ...]:
        passages = scope.finder.catalogue.passages_of(document.id)
        found = sorted(_in_text(passages, scope), key=lambda period: not period.stated)
        return tuple(found[:1]) or tuple(_on_cover(passages, document, scope))[:1]

    return next(iter(scope.finder.derived(("plan period", document.id), read)), None)


def _in_text(passages: Sequence[Passage], scope: Scope) -> Iterator[Period]:
    for passage in passages:
        heads = [_NUMBER.sub("", view(h)) for h in passage.headings]
        if "期間" not in passage.text and not any("期間" in h for h in heads):
            continue
        under = any(_HEAD.fullmatch(h) for h in heads[-1:])
        for unit in scope.finder.units(passage):
            if under or _TOLD.search(unit.text):
                yield from _of(unit, loose=under)


def _on_cover(passages: Sequence[Passage], document: Document, scope: Scope) -> Iterator[Period]:
    for passage in (p for p in passages[:3] if p.page == 1 and p.start < _FRONT):
        for unit in (u for u in scope.finder.units(passage) if len(u.text) < _LINE):
            for period in _of(unit, loose=False):
                if document.years in (None, (period.first, period.last)):
                    yield period


def _of(unit: Unit, *, loose: bool) -> Iterator[Period]:
    """The first period that a unit states, if any; `loose` takes that of a sentence that says no more than まで."""
    text = fold(unit.text)
    years = find_years(text)
    for first, last in zip(years, years[1:], strict=False):
        if first.year < last.year and _BETWEEN.fullmatch(text[first.end : last.start]):
            yield Period(_fiscal(first), _fiscal(last), unit, stated=not (first.month or last.month))
            return
    if match := _SHORT.search(text):
        first, last = find_years(f"{match[1]}{match[2]}年度 {match[1]}{match[3]}年度")
        yield Period(first.year, last.year, unit, stated=False)
        return
    for first in years:
        if match := _FROM.match(text, first.end):
            yield Period(_fiscal(first), _fiscal(first) + int(match[1]) - 1, unit, stated=False)
            return
    if loose and "まで" in text and len({y.year for y in years}) >= 2 and not any(y.month for y in years):
        yield Period(years[0].year, max(y.year for y in years), unit)


def _fiscal(mention: YearMention) -> int:
    """The fiscal year of a year, or of a day such as 令和12年3月31日."""
    return mention.year - (mention.month is not None and mention.month < 4)


def _is_asked(question: Question) -> bool:
    text = fold(question.text)
    if question.english:
        return bool(_ENGLISH.search(text) and _ENGLISH_ASKED.search(text))
    return _ASKED.search(text) is not None


def _plans(question: Question, scope: Scope) -> list[Document]:
    """The plans asked about: those of the municipalities named, and of these the ones that are named; none where the
    question says more than a plan's name."""
    rest = fold(question.text)
    for m in question.municipalities:
        for name in (m.name, m.full_name, m.romaji):
            rest = re.sub(re.escape(name), " ", rest, flags=re.IGNORECASE) if name else rest
    plans = [d for d in scope.documents if d.municipality is not None or not question.municipalities]
    own = [d for d in plans if not question.municipalities or d.municipality and d.municipality.code in question.codes]
    fronts = {d.id: _front(d, scope) for d in own}
    names = {squash(m[1]) for m in _NAMED.finditer(rest) if not question.english}
    chosen = [d for d in own if d.id in question.documents or any(name in fronts[d.id] for name in names)]
    if not chosen and (names or not question.municipalities):
        return []
    chosen = chosen or own
    words = [squash(w) for w in (_ENGLISH_SAID if question.english else _SAID).sub(" ", rest).split() if len(w) > 1]
    told = [*words, *names]
    return chosen if all(any(word in fronts[d.id] for d in chosen) for word in told) else []


def _front(document: Document, scope: Scope) -> str:
    def read() -> str:
        first = "\n".join(p.text for p in scope.finder.catalogue.passages_of(document.id, 1))[:_FRONT]
        return squash("\n".join([document.title, *(x for x in first.split("\n") if re.search(_PLAN, x))]))

    return scope.finder.derived(("front", document.id), read)


def _statement(document: Document, period: Period, lang: str, scope: Scope) -> Statement:
    if not period.stated:
        return Statement(scope.say(period.unit, lang), (period.unit,))
    first, last = year(period.first, lang), year(period.last, lang)
    if lang == "en":
        span = f"{first} to {last} ({period.years} years)"
    else:
        span = f"計画期間は{first}から{last}まで（{period.years}年間）"
    return Statement(f"{_name(document)}{colon(lang)}{span}", (period.unit,), (str(period.years),))


def _ahead(question: Question, found: Sequence[tuple[Document, Period]]) -> Statement | None:
    longer, shorter = _LONGER.search(question.text), _SHORTER.search(question.text)
    if not (longer or shorter):
        return None
    (one, a), (other, b) = sorted(found, key=lambda f: -f[1].years)
    units, english = (a.unit, b.unit), question.lang == "en"
    derived = (str(a.years), str(b.years))
    if a.years == b.years:
        text = f"Both cover {a.years} years." if english else f"どちらも{a.years}年間で同じです。"
        return Statement(text, units, derived)
    ahead = other if shorter and not longer else one
    name = _name(ahead)
    word = ("shorter" if ahead is other else "longer") if english else ("短い" if ahead is other else "長い")
    told = (
        f" is {word} ({a.years} and {b.years} years)" if english else f"のほうが{word}（{a.years}年間と{b.years}年間）"
    )
    return Statement(f"{name}{told}", units, derived)


def _name(document: Document) -> str:
    return document.municipality.name if document.municipality else f"「{document.title}」"


def _member(municipality: Municipality, period: Period) -> Member:
    return Member(municipality.name, municipality.code, None, (period.unit,))
