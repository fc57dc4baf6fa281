"""Which of two sides of a comparison is ahead, and by how much: two figures of one unit, or two years."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.draft import Statement
from assistant.extractive.asked_units import asked_unit
from assistant.extractive.claims.starts import STARTED
from assistant.extractive.series import series_said
from assistant.understanding.question import Question
from ingest.values import Figure, find_figures
from ingest.years import YearMention, find_years

_ASKED = re.compile(
    r"どちら|どっち|差(?:額|は|が|を|も|の|$|[?？])|違い|開き|比べ|比較|(?:何|いくら|なんぼ|どれ).{0,5}(?:違|差|多|少|高|低|早|遅|安)"
    r"|\bwhich\b|\bdifference|\bgap\b|\bby how\b|\bhow (?:much|many) (?:more|less|fewer|higher|larger)|\bcompare",
    re.IGNORECASE,
)
#: Asks when, or which comes first.
TIME = re.compile(
    r"いつ|早[いくけまめ]|遅[いくけ]|先に|先だ|時期|何年|\bwhen\b|\bearlier\b|\blater\b|\bsooner\b"
    r"|\bfirst\b(?! (?:half|quarter|year|phase|stage|plan))",
    re.IGNORECASE,
)
#: What is said of the side that is ahead, by what the question asks for; the second group has the smaller figure.
_LARGER = {"高": "高い", "多": "多い", "長": "長い", "遅": "遅い", "大き": "大きい"}
_SMALLER = {"安": "安い", "低": "低い", "少な": "少ない", "短": "短い", "小さ": "小さい", "早": "早い", "先": "早い"}
_SMALLER |= {"かからな": "安い", "掛からな": "安い"}
_SAID = re.compile(rf"(?P<word>{'|'.join((*_LARGER, *_SMALLER))})(?=[いくかけにだ])")
#: Counters of which 件 stands for any.
_CASES = frozenset(("件", "手続", "事業", "業務", "項目", "種類"))
_EN_SMALLER = re.compile(r"\b(?:lower|less|fewer|smaller|cheaper|earlier|sooner|first|shorter)\b", re.IGNORECASE)


def leading(question: Question, sides: list[tuple[str, Statement]]) -> Statement | None:
    """What opens a comparison of two: the side that is ahead and the difference, worked out; None where that is not
    asked for or the sides do not give one figure each of the same unit."""
    if len(sides) != 2 or not _ASKED.search(question.text):
        return None
    if TIME.search(question.text):
        return _first(question, sides)
    told = [(name, _figure(question, said)) for name, said in sides]
    found = [(name, value) for name, value in told if value is not None]
    if len(found) < 2 or not _comparable(*(value for _, value in found)):
        return None
    units = tuple(dict.fromkeys(u for _, said in sides for u in said.units))
    (first, most), (second, least) = sorted(found, key=lambda side: -side[1].base)
    if most.base == least.base and sides[0][1].units == sides[1][1].units:
        return None
    if most.base == least.base:
        return Statement("Both are the same." if question.lang == "en" else "どちらも同じです。", units)
    alike = most.unit == least.unit
    apart = f"{most.number - least.number if alike else most.base - least.base:,.10g}"
    unit = (most.unit if alike else most.base_unit) or ""
    smaller, word = _wanted(question, "大き")
    ahead, sums = second if smaller else first, f"{_shown(most)} − {_shown(least)}"
    derived = (apart.replace(",", ""),)
    if question.lang == "en":
        word = "lower" if smaller else "higher"
        unit = "points" if unit in ("%", "％") else unit
        return Statement(f"{ahead} is {word} by {apart} {unit}".rstrip() + f" ({sums})", units, derived)
    unit = "ポイント" if unit in ("%", "％") else unit
    return Statement(f"{ahead}のほうが{word}：差は{apart}{unit}（{sums}）", units, derived)


def _comparable(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same: what counts one kind of thing (手続) compares with cases in general."""
    units = {one.base_unit, other.base_unit}
    return len(units) == 1 or units < _CASES


def _shown(figure: Figure) -> str:
    unit = figure.unit or ""
    return figure.text if unit in figure.text else figure.text + unit


def _wanted(question: Question, else_: str) -> tuple[bool, str]:
    """Whether the smaller figure or the earlier time is ahead, and the word for being so."""
    if question.english:
        return else_ == "早" or _EN_SMALLER.search(question.text) is not None, _SMALLER.get(else_) or _LARGER[else_]
    said = _SAID.findall(question.text)
    word = said[-1] if said else else_
    return word in _SMALLER, _SMALLER.get(word) or _LARGER[word]


def _figure(question: Question, said: Statement) -> Figure | None:
    """The only figure that a statement tells, or the only one of its record that is of the year or series asked for."""
    text, series, wanted = re.split(r"：|: ", said.text)[-1], series_said(question.text), question.western_years
    column, equals, value = text.partition("＝")
    if equals and "＝" not in value and not find_years(column):
        text = value
    records = [r for u in said.units for r in u.records if r.number is not None and r.value in said.text]
    years = find_years(text)
    text = _undated(text)
    found = find_figures(text)
    if len(found) == 1:
        unit = asked_unit(question)
        dated = not wanted or any(y.year in wanted for y in years)
        fits = records or (dated and unit and unit.search(_shown(found[0])) and series <= series_said(text))
        own = next((r.unit for r in records if r.unit and r.value == found[0].text), None)
        return replace(found[0], unit=found[0].unit or own) if fits else None
    asked = [r for r in records if r.fiscal_year in wanted]
    asked = asked or [r for r in records if (series_said(r.value) or {r.series}) & series]
    figures = [replace(f, unit=f.unit or r.unit) for r in asked for f in find_figures(_undated(r.value))[:1]]
    return figures[0] if len(figures) == 1 else None


def _undated(text: str) -> str:
    for year in reversed(find_years(text)):
        text = f"{text[: year.start]} {text[year.end :]}"
    return text


def _first(question: Question, sides: list[tuple[str, Statement]]) -> Statement | None:
    """Which of two sides is earlier or later, and by how many years where both are told in years; None where a month
    of one falls within the year of the other."""
    found = [(name, told) for name, said in sides for told in [_time(said)] if told is not None]
    if len(found) < 2:
        return None
    units = tuple(dict.fromkeys(u for _, said in sides for u in said.units))
    (first, early), (second, late) = sorted(found, key=lambda side: _span(side[1][0]))
    if _span(early[0]) == _span(late[0]):
        same = "Both are the same." if question.lang == "en" else "どちらも同じです。"
        return Statement(same, units) if sides[0][1].units != sides[1][1].units else None
    if _span(early[0])[1] >= _span(late[0])[0]:
        return None
    smaller, word = _wanted(question, "早")
    ahead = first if smaller else second
    years = late[0].year - early[0].year if early[0].month is None and late[0].month is None else 0
    derived = (str(years),) if years else ()
    comma = ", " if question.lang == "en" else "、"
    sums = f"{late[1]} − {early[1]}" if years else f"{early[1]}{comma}{late[1]}"
    if question.lang == "en":
        by = f" by {years} {'year' if years == 1 else 'years'}" if years else ""
        return Statement(f"{ahead} is {'earlier' if smaller else 'later'}{by} ({sums})", units, derived)
    return Statement(f"{ahead}のほうが{word}{f'：差は{years}年' if years else ''}（{sums}）", units, derived)


def _span(when: YearMention) -> tuple[int, int]:
    """The months from the first to the last of a time."""
    first = when.year * 12 + (when.month or (4 if when.fiscal else 1))
    return first, first if when.month else first + 11


def _time(said: Statement) -> tuple[YearMention, str] | None:
    """The only year or month that a statement tells, or of several the only one in which something begins, with its
    words."""
    text = re.split(r"：|: ", said.text)[-1]
    found = find_years(text)
    if len({_span(m) for m in found}) > 1:
        ends = [*(m.start for m in found[1:]), len(text)]
        found = [m for m, end in zip(found, ends, strict=True) if STARTED.search(text[m.end : end])]
    told = {_span(m): (m, text[m.start : m.end].strip()) for m in found}
    return next(iter(told.values())) if len(told) == 1 else None
