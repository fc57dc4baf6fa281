"""Figures of a statement that stand in its proofs: numbers by value, with the unit and in the years that they have
there."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from unicodedata import numeric

from assistant.draft import Statement
from assistant.units import Unit
from ingest.normalise import fold
from ingest.values import Figure, find_figures
from ingest.years import find_years

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
#: Amounts as English words them.
_AMOUNT = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)(?:\s*(thousand|million|billion))?(\s*yen\b)?(?![\d.,]*\d)")
_IN_WORDS = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
#: A number in several terms (1億8,640万円).
_TERMS = re.compile(r"\d[百千万億兆]+\d")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3})")


#: A number in a circle that counts something (⑬人) and numbers no item.
_CIRCLED = "①-⑳㉑-㉟㊱-㊿"
_COUNTING = re.compile(
    rf"[{_CIRCLED}](?=\s?(?:人|名|件|[かカヶ箇]所|校|回|台|団体|施設|館|社|地区|種|つ|歳|年|月|日|時|分|%|円|[万千百]|本|基|戸|世帯))"
)


#: A mark of a numbered list.
_MARK = re.compile(rf"(?:^|(?<=[。、:：\s]))[{_CIRCLED}]")


def _unnumbered(text: str) -> str:
    """A text without the marks of its numbered list (①本町では…、②年に一度…)."""
    marks = list(_MARK.finditer(text))
    listed = len(marks) > 1 and [numeric(m[0]) for m in marks] == list(range(1, len(marks) + 1))
    return _MARK.sub(" ", text) if listed else text


def numbers_in(text: str) -> set[str]:
    """Numbers of a text in one form: without thousands separators, trailing zeros and the marks of a list."""
    text = _unnumbered(text)
    text = _COUNTING.sub(lambda m: f" {numeric(m[0]):.0f}", _THOUSANDS.sub("", fold(text)))
    return {f"{float(n):.10g}" for n in _NUMBER.findall(text)}


def values_in(text: str) -> set[str]:
    """As `numbers_in`, a number in several terms by its value: 1億8,640万円 holds no 8,640."""
    text = fold(text)
    values = set()
    for figure in reversed(find_figures(text)):
        if _TERMS.search(figure.text.replace(",", "")):
            values.add(f"{abs(figure.base):.10g}")
            text = f"{text[: figure.start]} {text[figure.end :]}"
    return values | numbers_in(text)


@lru_cache(maxsize=1024)
def numbers_proven(proof: str) -> frozenset[str]:
    """Numbers of a proof without its years; many statements of one answer share their proofs."""
    return frozenset(numbers_in(without_years(proof)))


@lru_cache(maxsize=1024)
def values_proven(quote: str) -> frozenset[str]:
    """As `numbers_proven`, by `values_in`."""
    return frozenset(values_in(without_years(quote)))


@lru_cache(maxsize=1024)
def _figures(proof: str) -> tuple[Figure, ...]:
    cells_apart = proof.replace("\t", " | ")  # the next cell's first character is no unit
    return tuple(find_figures(without_years(cells_apart)))


def in_any(find: Callable[[str], Sequence[object]], texts: Iterable[str]) -> bool:
    return any(find(fold(text)) for text in texts)


def without_names(text: str, names: Iterable[str]) -> str:
    """A text without the measures and headings that it repeats, which may hold figures (2-1 産前産後の支え)."""
    text = fold(text)
    for name in sorted({fold(n) for n in names if len(n) >= 4 and not find_years(fold(n))}, key=len, reverse=True):
        text = re.sub(rf"(?<!\d){re.escape(name)}(?!\d)", " ", text)
    return text


def column_years(units: Iterable[Unit], numbers: Collection[str] | None = None) -> set[int]:
    """The years of the units' table columns; of those alone that hold one of `numbers` where it is given."""
    records = [r for u in units for r in u.records if r.fiscal_year]
    return {
        r.fiscal_year or 0
        for r in records
        if numbers is None or (r.number is not None and f"{abs(r.number):.10g}" in numbers)
    }


def changed_units(statement: Statement, proofs: Iterable[str]) -> list[str]:
    """Figures whose number the proofs print, always with a unit and never with this one; years are no figures."""
    printed: dict[float, set[tuple[float, str | None]]] = {}
    for proof in proofs:
        for figure in _figures(proof):
            printed.setdefault(abs(figure.number), set()).add((abs(figure.base), figure.base_unit))
    return [
        figure.text
        for figure in find_figures(without_years(without_ordinals(statement.text)))
        if figure.unit
        and f"{abs(figure.number):.10g}" not in statement.derived
        and (said := printed.get(abs(figure.number)))
        and not said & {(abs(figure.base), figure.base_unit), (abs(figure.number), None)}
    ]


def without_amounts(text: str, quotes: Iterable[str]) -> str:
    """A text without the amounts that its quotes print in another unit (1,540万円, 15.4 million yen for 15,400千円)."""
    figures = [f for q in quotes for f in _figures(q)]
    printed = {(abs(f.base), f.base_unit) for f in figures if f.base != f.number}
    text = fold(text)
    for m in reversed(list(_AMOUNT.finditer(text))):
        value = float(m[1].replace(",", "")) * _IN_WORDS.get(m[2] or "", 1)
        worded = m[2] or m[3] or len(m[1]) > 4
        if worded and any((unit == "円") == bool(m[3]) and abs(base - value) < 0.5 for base, unit in printed):
            text = f"{text[: m.start()]} {text[m.end() :]}"
    for figure in reversed(find_figures(text)):
        if figure.unit and (abs(figure.base), figure.base_unit) in printed:
            text = f"{text[: figure.start]} {text[figure.end :]}"
    return text


def without_ordinals(text: str) -> str:
    return re.sub(r"\d+(?=[位番])", "", text)


def without_years(text: str, known: Collection[int] | None = None) -> str:
    """The folded text without its years (those of `known` only), so that 令和6年度 proves 2024 and not a 6 or a 36.
    Months and days stay."""
    text = fold(text)
    for mention in reversed(find_years(text)):
        if known is None or mention.year in known:
            date = f" {mention.month or ''} {mention.day or ''} "
            text = text[: mention.start] + date + text[mention.end :]
    return text
