"""The period of a plan: from which year to which one it runs, as it states it under that name or in its title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from assistant.draft import Draft, Statement
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.model import Document, Municipality
from ingest.normalise import squash
from ingest.years import YearMention, find_years

_KINDS = "計画|プラン|方針|戦略|ビジョン|大綱|構想|指針"
_PLAN = rf"(?:{_KINDS}|重点取り?組み?)"
_SPAN_ASKED = r"(?:いつから|いつまで(?!に)|何年度?から|何年度?まで|何年間|何か年|何年の計画)"
_ASKED = re.compile(
    rf"{_PLAN}の?(?:計画|対象)?期間(?![中内に]|の(?:途中|半ば|前半|後半|初め|最))|(?:始期|始まり).{{0,3}}(?:終期|終わり)"
    rf"|{_PLAN}(?:って|は|とで?は)?、?(?:それぞれ)?、?{_SPAN_ASKED}"
    r"|\b(?:plan(?:ning|'s)?|strategy|policy) periods?\b|\bperiods? (?:of|covered by|for) (?:the|each|its|their|both) "
    r"(?:\w+ )?(?:plan|strateg|polic|vision)"
    r"|\b(?:which|what) (?:fiscal )?years (?:does|do) .{3,60}\b(?:cover|run)\b",
    re.IGNORECASE,
)
#: A plan by its own name (行財政改革プラン); 各計画 and 本計画 are none.
_NAME = re.compile(rf"[一-龥々ァ-ヶーA-Za-z・]{{2,}}?(?:{_KINDS})(?![一-龥々ァ-ヶー])")
_LONGER = re.compile(r"どちら|どっち|長い|短い|\blonger\b|\bshorter\b", re.IGNORECASE)
_SHORTER = re.compile(r"短|\bshorter\b", re.IGNORECASE)
#: What stands between the first and the last year of a period.
_UNTIL = re.compile(r"[)）]?\s*(?:から|[~～〜―ー–-])\s*")
#: A first year that lends its era and kind to the last (令和4~9年度).
_SHORT = re.compile(r"((?:令和|平成|R)\s?\d+)(?=\s?[~～〜–-]\s?\d+年度)")
_NAMED = re.compile(rf"(?:(?:本|この)?{_PLAN}の?)?(?:計画|対象)?期間(?:は|を|：|:|\t|について)?、?\s*$")
_HEADING = re.compile(rf"(?:{_PLAN}の?)?(?:計画|対象)?期間$|と期間$")
_TITLED = re.compile(r"[(（]\s*$|\s$")
_YEARS_LONG = re.compile(r"\d+\s?(?:年間|[かカヵケヶ]年)")
#: Of another plan, or an earlier one, or of a survey.
_OTHERS = re.compile(r"第[0-9一二三]次|総合計画|前(?:計画|期|の)|旧|調査|アンケート|推計|まで(?:の|に)?実績|事業期間")
#: What a statement of the period weighs: named, under a heading of that name, in a title, with its length; of others.
NAMED, HEADED, TITLED, LONG, OTHERS, ENOUGH = 3.0, 3.0, 2.0, 1.0, -3.0, 1.9
#: Pages that are looked through.
PAGES = 15


class Period(NamedTuple):
    first: YearMention
    last: YearMention
    unit: Unit

    @property
    def months(self) -> int:
        start = self.first.year * 12 + (self.first.month or 4)
        end = self.last.year * 12 + (self.last.month or 15)
        return end - start + 1


def asks_period(question: Question) -> bool:
    """Whether a question asks from when to when a plan runs."""
    return _ASKED.search(question.text) is not None


def period_of(m: Municipality, question: Question, scope: Scope) -> Period | None:
    """The period of a municipality's own plan; of the plan that the question names, where it names one."""
    own = [d for d in scope.documents if d.municipality is not None and d.municipality.code == m.code]
    own = [d for d in own if not question.documents or d.id in question.documents]
    named = _plans_named(m, question)
    own = [d for d in own if all(name in _titles(d, scope) for name in named)]
    return next((period for d in own if (period := _stated(d, scope))), None)


def _plans_named(m: Municipality, question: Question) -> list[str]:
    """The names of plans that a question tells between a municipality and the next that it names."""
    names = {squash(n): each.code for each in question.municipalities for n in (each.name, each.name[:-1])}
    parts = re.split(f"({'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})", squash(question.text))
    said = (behind for name, behind in zip(parts[1::2], parts[2::2], strict=True) if names[name] == m.code)
    return _NAME.findall(next(said, ""))


def told(m: Municipality, question: Question, scope: Scope) -> Statement | None:
    period = period_of(m, question, scope)
    if period is None:
        return None
    unit = scope.trimmed(period.unit, question)
    return Statement(scope.say(unit, question.lang), (unit,))


def of_one(question: Question, scope: Scope) -> Draft | None:
    """The period of the plan of the one municipality that is asked about."""
    if len(question.municipalities) != 1 or not asks_period(question):
        return None
    statement = told(question.municipalities[0], question, scope)
    return Draft(kind="answer", statements=(statement,), evidence=statement.units) if statement else None


def longer(question: Question, scope: Scope) -> Statement | None:
    """Which of two plans runs longer, where that is asked."""
    if len(question.municipalities) != 2 or not _LONGER.search(question.text) or not asks_period(question):
        return None
    periods = [(m, period_of(m, question, scope)) for m in question.municipalities]
    known = sorted(((p.months, m.name, p) for m, p in periods if p is not None), key=lambda each: -each[0])
    if len(known) < 2:
        return None
    units = tuple(p.unit for *_, p in known)
    (most, first, _), (least, second, _) = known
    years = tuple(str(months // 12) for months in (most, least))
    if most == least:
        same = (
            f"Both are the same ({years[0]} years)."
            if question.lang == "en"
            else f"どちらも同じです（{years[0]}年間）。"
        )
        return Statement(same, units, years[:1])
    shorter = _SHORTER.search(question.text) is not None
    ahead = second if shorter else first
    if question.lang == "en":
        text = f"{ahead} is {'shorter' if shorter else 'longer'} ({years[0]} years − {years[1]} years)"
    else:
        text = f"{ahead}のほうが{'短い' if shorter else '長い'}（{years[0]}年間 − {years[1]}年間）"
    return Statement(text, units, years)


def _stated(document: Document, scope: Scope) -> Period | None:
    return scope.finder.derived(("period", document.id), lambda: _best(document, scope))


def _best(document: Document, scope: Scope) -> Period | None:
    found = [(weight, period) for weight, period in _periods(document, scope) if weight >= ENOUGH]
    return max(found, key=lambda each: each[0])[1] if found else None


def _periods(document: Document, scope: Scope) -> Iterator[tuple[float, Period]]:
    """Spans of years in a plan's first pages, with what speaks for each of them being the plan's own period."""
    for page in range(1, PAGES + 1):
        for passage in scope.finder.catalogue.passages_of(document.id, page):
            headed = HEADED if any(_HEADING.search(squash(h)) for h in passage.headings[-1:]) else 0.0
            for unit in scope.finder.units(passage):
                text = _SHORT.sub(r"\1年度", unit.text)
                for first, last in pairwise(find_years(text)):
                    before, behind = text[: first.start], text[last.end :][:14]
                    if not _UNTIL.fullmatch(text[first.end : last.start]) or last.year <= first.year:
                        continue
                    named = NAMED if _NAMED.search(before) else 0.0
                    titled = TITLED if page <= 3 and _is_title(before, document) else 0.0
                    long = LONG if _YEARS_LONG.search(behind) else 0.0
                    others = OTHERS if not titled and _OTHERS.search(before) else 0.0
                    yield named + headed + titled + long + others - page / 100, Period(first, last, unit)


def _titles(document: Document, scope: Scope) -> str:
    """The title of a document and its first page."""

    def read() -> str:
        first = (p.text for p in scope.finder.catalogue.passages_of(document.id, 1))
        return squash("\n".join([document.title or "", *first]))

    return scope.finder.derived(("titles", document.id), read)


def _is_title(before: str, document: Document) -> bool:
    """Whether what stands before a span is a name of the document, or nothing but a bracket on its title page."""
    name = squash(re.sub(r"[(（\s]+$", "", before))
    return not name or len(name) >= 3 and (name in squash(document.title or "") or bool(_TITLED.search(before)))
