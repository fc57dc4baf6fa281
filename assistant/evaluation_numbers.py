"""Which numbers an answer may hold: those of its question and cited pages, and what follows from them.

Numbers are compared as text in one canonical form, so that 45,100 and 45100.0 are one number.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3})")
_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{1,2})(?![\d.])")
_ORDINAL = re.compile(r"\d+(?=[位番])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)\s*([^\s\d]{1,2})")
_MARKER = re.compile(r"\[\d+\]")
_IGNORED = re.compile(r"[\s,、，・･]+")
_ERA_OFFSETS = (2018, 1988)  # Reiwa 1 is 2019, Heisei 1 is 1989
_LAST_YEAR = 2100


def fold(text: str) -> str:
    """The form in which words are compared: NFKC, case folded, one circle, no white space, commas or middle dots."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold().replace("〇", "○"))


def without_markers(answer: str) -> str:
    return _MARKER.sub("", answer)


def numbers_in(text: str) -> set[str]:
    """Every number, dates like 5.4.1 in their parts; ranks (3位) and serial numbers (2番) left out."""
    plain = _ORDINAL.sub("", _DATE.sub(r"\1 \2 \3", _plain(text)))
    return {_canonical(float(n)) for n in _NUMBER.findall(plain)}


def accepted_numbers(asked: str, pages: Sequence[str], quotes: Sequence[str], counts: Iterable[int]) -> set[str]:
    """What may stand in an answer to `asked` that cites `quotes` on `pages` and lists `counts` things."""
    quoted = set().union(*map(numbers_in, quotes))
    stated = numbers_in(asked) | quoted | set().union(*map(numbers_in, pages))
    parts = {part.lstrip("0") for number in stated for part in number.split(".")}
    values = {float(number) for number in stated}
    return (
        stated
        | parts
        | {str(year) for value in values for year in _calendar(value)}
        | {form for value in values for form in _yen_forms(value)}
        | _arithmetic(sorted(map(float, quoted)))
        | _sums_by_unit(quotes)
        | {str(count) for count in counts}
    )


def _plain(text: str) -> str:
    return _THOUSANDS.sub("", unicodedata.normalize("NFKC", text))


def _canonical(value: float) -> str:
    return f"{value:.10g}"


def _calendar(value: float) -> Iterator[int]:
    """The year of the other calendar, either way round."""
    for offset in _ERA_OFFSETS:
        for year in (value + offset, value - offset):
            if year == int(year) and 0 < year < _LAST_YEAR:
                yield int(year)


def _yen_forms(value: float) -> Iterator[str]:
    """A sum in 千円 or 円 told in 万円 or 億円, whole or with up to two decimals; 億 and the rest in 万 apart."""
    tens = (value / 10, value % 100_000 / 10, value / 10_000, value / 1e8, value * 1000)
    whole = (value // 10, value % 100_000 // 10, value // 100_000, value // 10_000, value // 1e8)
    for amount in (*tens, *whole):
        yield from (f"{amount:g}", str(int(amount)), f"{amount:.1f}", f"{amount:.2f}")


def _arithmetic(quoted: Sequence[float]) -> set[str]:
    """Sums and differences of two of the quoted numbers, and the sum of all."""
    pairs = {r for a, b in product(quoted, repeat=2) for r in (a + b, a - b) if r > 0 or r == a + b}
    return {_canonical(value) for value in pairs | {sum(quoted)}}


def _sums_by_unit(quotes: Sequence[str]) -> set[str]:
    """The sum of the figures that share a unit; one figure counts once a quote."""
    figures: dict[str, set[tuple[int, float]]] = defaultdict(set)
    for i, quote in enumerate(quotes):
        for number, unit in _FIGURE.findall(_plain(quote)):
            figures[unit].add((i, float(number)))
    return {_canonical(sum(number for _, number in found)) for found in figures.values()}
