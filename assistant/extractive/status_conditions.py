"""Conditions on the marks and words of columns that stand for years: a status in a year, or a mark in any of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.extractive.condition import Condition, Proof, is_aside
from assistant.extractive.figure_conditions import signs
from assistant.extractive.plan_items import Item
from assistant.extractive.plan_items.years import PERIODS
from ingest.lines import is_figures
from ingest.model import Record
from ingest.normalise import squash

if TYPE_CHECKING:
    from assistant.extractive.conditions import Reading

MARK = re.compile(r"[○〇◯●◎△▲◇◆□■×☆★→⇒]|[-ー―－–]")
LONGEST_VALUE = 20
#: How sure a status in a year that is named is.
STATED = 1.4
#: Marks that say nothing new of a year.
_NONE = "-ー―－–"
#: The plan itself, which is no status (A市の計画で).
_THE_PLAN = re.compile(r"[市町村区県都府道]の[一-龥ァ-ヴーa-z]{0,12}計画(?=[でにの、])")
_GOING_ON = f"{_NONE}→⇒"
_BEGINS = re.compile(
    r"(?:年度?|R\d{1,2}|から)(?:に|から|より)?(?:新たに|新しく)?(?:始[まめ]|開始|着手|スタート|立ち上)|\b(?:begin|start|launch)",
    re.IGNORECASE,
)
_NOT_YET = re.compile(r"検討|調査|準備|未着手|未実施|未定|×")
_EVERY = re.compile(
    r"いずれも|年(?:度|間)?とも|全年度|どの年度?も|毎年度|ずっと|一貫して|通して|年度?[^。、]{0,6}?(?:すべて|全て|全部)"
    r"|R\d{1,2}(?:まで)?(?:の間)?(?:すべて|全て|全部)"
    r"|(?:all|every|each)(?: of the)?(?: \w+)? (?:fiscal )?years?|throughout",
    re.IGNORECASE,
)


def in_years(reading: Reading) -> Condition | None:
    """A mark, a status or a word of a roadmap in the years named."""
    if not reading.years:
        return None
    periods = PERIODS.findall(reading.said)
    records = [r for r in _told(reading, reading.family.items) if r.fiscal_year in reading.years]
    marks = {r.value for r in records if _is_said(r.value, reading.text)}
    meant = {r.status for r in records if r.status and r.status != "inferred" and spoken(squash(r.status), reading)}
    longest = {m for m in meant if not any(m != o and m in o for o in meant)}
    marks |= {r.value for r in records if r.status in longest}
    marks -= set(signs(reading.text))
    if not marks:
        return None
    series = {r.series for r in records}
    wanted = "actual" if "実績" in reading.said and "actual" in series else None
    aside = any(is_aside(w, reading.said) for w in (*map(squash, longest), *marks))
    every = len(reading.years) > 1 and _EVERY.search(reading.text) is not None

    def holds(item: Item) -> list[Proof] | None:
        by_year: dict[int, Record] = {}
        for r in _told(reading, [item]):
            fits = r.fiscal_year in reading.years and (wanted is None or r.series in (wanted, None))
            fits = fits and all(period in squash(r.attribute) for period in periods if r.kind == "cell")
            fits = fits and not (periods and r.kind == "status")
            if fits and r.fiscal_year and (r.value in marks) is not aside:
                by_year.setdefault(r.fiscal_year, r)
        own = list(by_year.values())
        return list(own[:1]) if own and (not every or len(own) == len(reading.years)) else None

    words = (*map(squash, longest), *(m for m in marks if m in reading.text))
    return Condition(holds, words, STATED, dated=True)


def in_any_year(reading: Reading) -> Condition | None:
    """A mark that stands in some year of a roadmap, where the question names no year."""
    if reading.years or not reading.family.of_years:
        return None
    told = [r for r in _told(reading, reading.family.items) if r.fiscal_year]
    no_marks = {*_GOING_ON, *signs(reading.text)}
    marks = {r.value for r in told if r.value in reading.text and MARK.fullmatch(r.value)} - no_marks
    others = [c for head, cells in reading.columns.items() if head not in reading.family.of_years for c in cells]
    if not marks or any(c.value in marks for c in others):
        return None
    every = _EVERY.search(reading.text) is not None
    aside = any(is_aside(m, reading.said) for m in marks)
    meant = {squash(r.status) for r in told if r.value in marks and r.status and r.status != "inferred"}

    def holds(item: Item) -> list[Proof] | None:
        own = {r.fiscal_year: r for r in _told(reading, [item]) if r.fiscal_year}
        having = [r for r in own.values() if r.value in marks]
        if aside:
            return list[Proof](own.values())[:1] if own and not having else None
        return [having[0]] if having and (not every or len(having) == len(own)) else None

    return Condition(holds, (*marks, *(m for m in meant if m in reading.said)), 1.3)


def from_year(reading: Reading) -> Condition | None:
    """A mark in the year named and in none before, where the question asks for what begins then."""
    if len(reading.years) != 1 or not _BEGINS.search(reading.text):
        return None
    (year,) = reading.years
    told = {id(i): _begun(reading, i) for i in reading.family.items}
    of_years = {r.fiscal_year for item in reading.family.items for r in _told(reading, [item]) if r.fiscal_year}
    if len(of_years) < 2 or year not in of_years or year == min(of_years):
        return None

    def holds(item: Item) -> list[Proof] | None:
        first = told[id(item)]
        return [first] if first is not None and first.fiscal_year == year else None

    return (
        Condition(holds, ("開始", "始まる", "始める", "着手"), STATED)
        if any(map(holds, reading.family.items))
        else None
    )


def _begun(reading: Reading, item: Item) -> Record | None:
    """The first of an item's marks by year that stands for something done."""
    done = [
        r
        for r in _told(reading, [item])
        if r.fiscal_year and r.value not in _NONE and not _NOT_YET.search(f"{r.value} {r.status or ''}")
    ]
    return min(done, key=lambda r: r.fiscal_year or 0, default=None)


def _is_said(value: str, text: str) -> bool:
    """Whether a question says a cell's value; a single sign of the keyboard, such as a dash, only in quotes."""
    return value in text and (len(value) > 1 or not value.isascii() or f"「{value}」" in text or f'"{value}"' in text)


def spoken(word: str, reading: Reading) -> bool:
    """Whether a status word stands by itself: 一部実施 is not 実施."""
    told = rf"(?:が|に|を|「|『|は|も|で|の|度|:|：|^|と|[(（]){re.escape(word)}"
    said = _THE_PLAN.sub("", reading.said)
    return word in said and re.search(told, said) is not None


def _told(reading: Reading, items: Sequence[Item]) -> Iterator[Record]:
    """The statuses of items, the words of their roadmaps, and their cells under heads that stand for years."""
    for item in items:
        yield from item.statuses
        for r in item.roadmap:
            if len(r.value) <= LONGEST_VALUE and not is_figures(r.value) and r.number is None:
                yield r
        for c in item.cells:
            told = MARK.fullmatch(c.value) or not is_figures(c.value)
            if told and c.head in reading.family.of_years and len(c.value) <= LONGEST_VALUE:
                yield c.record
