"""Conditions on the figures of a family's items: over or under a bound, against the plan, against another year."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.extractive.condition import Condition, Proof, said_part
from assistant.extractive.plan_items import Item
from assistant.extractive.thresholds import conditions_in
from assistant.understanding.settled_kinds import QUOTED
from ingest.model import Record
from ingest.normalise import squash, view
from ingest.values import find_figures

if TYPE_CHECKING:
    from assistant.extractive.conditions import Reading

_MISSED = re.compile(
    r"未達|(?:目標|計画|予定|見込み?)(?:値|どおり|通り)?(?:を|に|より(?:も)?|まで)?(?:は)?(?:[^、。]{0,6}?)"
    r"(?:下回|届(?:か|いて(?:い)?な|いと(?:ら|ん)|き(?:ませ|そう(?:に|も)?な))|満た[ないさ]|及ば"
    r"|達し(?:て(?:い)?な|な|ませ|そう(?:に|も)?な)|少な|低|できて(?:い)?な)"
    r"|達成(?:し(?:て)?(?:い)?な|でき(?:て)?(?:い)?[なん]|しませ|(?:し|でき)そう(?:に|も)?な)"
    r"|\bmiss(?:ed)?\b|fell short|below (?:the |their |its )?(?:target|plan)|not (?:reach|met|meet|achiev)",
    re.IGNORECASE,
)
_MET = re.compile(
    r"(?:目標|計画|予定|見込み?)(?:値)?(?:を|に|より(?:も)?)?(?:既に|すでに|もう)?"
    r"(?:上回|超え|届い(?:た|て(?!い?な))|達し(?:た|て(?!いな|な))|到達|クリア|多)"
    r"|達成(?:した|済|でき(?:た|て(?:い)?る)|され(?:た|て)|して(?:い)?る)|exceeded|\bmet\b|\breached\b|achieved",
    re.IGNORECASE,
)
_FELL = re.compile(
    r"(?:減[っりら少]|下が|低下|落ち|下落|悪化|減る)(?!.{0,4}目標)|\b(?:fell|declin|decreas|dropp|lower than)", re.I
)
_ROSE = re.compile(r"増え|増加|上が|伸び|上昇|高まっ|増えた|\b(?:rose|increas|grew|risen|higher than)", re.I)
#: A sign that is asked for before a figure (△の付いた額), which is no status.
_SIGNED = re.compile(
    r"(?P<sign>[△▲])[」』)）]?(?:印|マーク|記号)?(?:の|が)(?:付|つ|ある)[^。]{0,4}?(?:金?額|数値?|もの|値)"
    r"|マイナスの?(?:金?額|数値?|値|もの)|\bnegative (?:amounts?|figures?|values?)"
)
_NEGATIVE = re.compile(r"[△▲-]\s?\d")
_DIFFERENCE = re.compile(r"増減|前年度?比|差|伸び率|増加率|対前年")


def over_or_under(reading: Reading) -> Condition | None:
    """A figure over or under a bound, in the column named."""
    bound = next(iter(conditions_in(reading.text)), None)
    if bound is None:
        return None
    heads = numeric(reading, bound.unit)
    if not heads:
        return None
    best = max(score for _, score in heads)
    columns = [h for h, score in heads if score == best]
    if best <= 0 and len(columns) > 1:
        return None

    def holds(item: Item) -> list[Proof] | None:
        own = [c for c in item.cells if c.head in columns and fits(c.record, bound.unit)]
        return [own[0].record] if own and bound.holds(base_of(own[0].record)) else None

    return Condition(holds, (said_part(columns[0], reading.said), bound.said), 1.2 + 0.1 * best, columns[0])


def signs(text: str) -> list[str]:
    """The signs of figures that a question asks for."""
    return [m["sign"] for m in _SIGNED.finditer(text) if m["sign"]]


def signed(reading: Reading) -> Condition | None:
    """A figure below nought, in the column named."""
    match = _SIGNED.search(reading.text)
    if match is None:
        return None
    own = [(h, score) for h, score in numeric(reading) if any(_negative(c.record) for c in reading.columns[h])]
    column = max(own, key=lambda o: o[1], default=("", 0.0))[0]
    if not column:
        return None

    def holds(item: Item) -> list[Proof] | None:
        found = [c.record for c in item.cells if c.head == column and _negative(c.record)]
        return list(found[:1]) or None

    return Condition(holds, (said_part(column, reading.said), squash(match.group())), 1.5, column)


def _negative(record: Record) -> bool:
    return _NEGATIVE.match(view(record.value)) is not None


def numeric(reading: Reading, unit: str | None = None) -> list[tuple[str, float]]:
    """The columns of figures, each with how well the question names it: by its head, year, series and unit."""
    out = []
    for head, cells in reading.columns.items():
        told = [c.record for c in cells if c.record.number is not None and len(c.value) <= 24]
        if len(told) < 0.5 * len(cells) or len(told) < 2 or not head:
            continue
        if unit and not any(fits(r, unit) for r in told):
            continue
        parts = said_part(told[0].attribute, reading.said) if told[0].attribute else ""
        named = max(said_part(head, reading.said), squash(parts), key=len)
        year, series = told[0].fiscal_year, told[0].series
        score = len(named) / 4 + (1.0 if named == head else 0.0)
        score += 1.0 if year and year in reading.years else -1.0 if year and reading.years else 0.0
        spoken = {"target": "目標", "actual": "実績", "baseline": "基準", "planned": "計画"}
        if series in spoken:
            words = [
                spoken[series],
                "現状" if series == "baseline" else "予定" if series == "planned" else "目標値",
            ]
            score += 0.6 if any(w in reading.said for w in words) else 0.0
        out.append((head, score))
    return out


def compared(reading: Reading) -> Condition | None:
    """An actual figure held against the one planned, or one year's against another's."""
    said = QUOTED.sub(" ", reading.text)
    met = False if _MISSED.search(said) else True if _MET.search(said) else None
    if met is not None and (condition := _against_plan(reading, met)):
        return condition
    rise = -1 if _FELL.search(said) else 1 if _ROSE.search(said) else 0
    return _against_year(reading, rise) if rise else None


def _against_plan(reading: Reading, met: bool) -> Condition | None:
    def pair(item: Item) -> tuple[Record, Record] | None:
        told = [c.record for c in item.cells if c.record.number is not None]
        actual = [
            r for r in told if r.series == "actual" and (not reading.years or r.fiscal_year in reading.years | {None})
        ]
        plan = [r for r in told if r.series in ("planned", "target") or (r.series is None and "見込" in r.attribute)]
        for a in sorted(actual, key=lambda r: -(r.fiscal_year or 0)):
            same = [p for p in plan if p.fiscal_year == a.fiscal_year] or (
                plan if a.fiscal_year is None or len(plan) == 1 else []
            )
            if same:
                return a, same[0]
        return None

    def holds(item: Item) -> list[Proof] | None:
        found = pair(item)
        if found is None:
            return None
        actual, plan = base_of(found[0]), base_of(found[1])
        first = next(
            (c.record for c in item.cells if c.record.series == "baseline" and c.record.number is not None), None
        )
        lower = first is not None and plan < base_of(first)
        under = re.search(r"下回|上回|超え|少な|多", reading.text) is not None
        reached = actual <= plan if lower and not under else actual >= plan
        if under and met:
            reached = actual > plan
        return [found[0], found[1]] if reached is met else None

    return (
        Condition(holds, ("目標", "達成", "実績", "計画", "予定"), 1.3)
        if any(map(pair, reading.family.items))
        else None
    )


def _against_year(reading: Reading, rise: int) -> Condition | None:
    differences = [h for h in reading.columns if _DIFFERENCE.search(h)]

    def pair(item: Item) -> tuple[Record, Record] | None:
        told = {
            c.record.fiscal_year: c.record
            for c in reversed(item.cells)
            if c.record.number is not None and c.record.fiscal_year and c.record.series in (None, "actual")
        }
        named = sorted(y for y in told if y in reading.years)
        if len(named) >= 2:
            return told[named[-1]], told[named[0]]
        if len(told) < 2:
            return None
        years = sorted(told)
        if named and re.search(r"前年|昨年", reading.text):
            return (told[named[0]], told[named[0] - 1]) if named[0] - 1 in told else None
        if named:
            return (told[years[-1]], told[named[0]]) if named[0] != years[-1] else (told[years[-1]], told[years[-2]])
        return told[years[-1]], told[years[-2]]

    def holds(item: Item) -> list[Proof] | None:
        own = [c.record for c in item.cells if c.head in differences and c.record.number is not None]
        if own:
            return [own[0]] if (own[0].number or 0) * rise > 0 else None
        found = pair(item)
        return [found[0], found[1]] if found and (base_of(found[0]) - base_of(found[1])) * rise > 0 else None

    able = bool(differences) or sum(pair(i) is not None for i in reading.family.items) >= 2
    return Condition(holds, ("増減", "増加", "減少", "前年度"), 1.1) if able and reading.family.is_table else None


def base_of(record: Record) -> float:
    figures = find_figures(view(record.value))
    figure = next((f for f in figures if f.number == record.number), figures[0] if figures else None)
    if figure is None:
        return record.number or 0.0
    negative = -1 if re.match(r"[-－△▲‐]", view(record.value)) and figure.number > 0 else 1
    return negative * replace(figure, unit=figure.unit or record.unit).base


def fits(record: Record, unit: str | None) -> bool:
    figures = find_figures(f"1{record.unit or ''}")
    own = figures[0].base_unit if figures else None
    return record.number is not None and (unit is None or own is None or own == unit)
