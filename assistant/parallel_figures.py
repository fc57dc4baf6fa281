"""Figures of one unit that a quote gives of things side by side (北部に6か所、南部に2か所): each stays with its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ingest.normalise import fold
from ingest.years import find_years

_PAIR = re.compile(
    r"(?P<of>[^\s、。,;:「」『』()\d][^、。;「」『』()\d]{0,15}?)(?:には|では|へは|からは|に|で|へ|を|は|が|も|から|:)?\s?"
    r"(?:約|およそ|延べ|計|各|最大)?(?P<number>\d[\d.]*)\s?(?P<unit>[^\d\s、。,:;()A-Za-z-]{1,3})"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
#: Years stand as words, so that they may be what a figure is of.
_AS_WORD = str.maketrans("0123456789", "零壱弐参肆伍陸漆捌玖")
SHORTEST = 2


class _Pair(NamedTuple):
    of: str
    number: str
    unit: str


@lru_cache(maxsize=2048)
def _pairs(text: str) -> tuple[_Pair, ...]:
    text = _THOUSANDS.sub("", fold(re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*", "", text)))
    for year in reversed(find_years(text)):
        word = f"年{year.year}".translate(_AS_WORD)
        text = f"{text[: year.start]}{word}{text[year.end :]}"
    return tuple(_Pair(m["of"], m["number"], m["unit"][:1]) for m in _PAIR.finditer(text))


def exchanged(text: str, quotes: Sequence[str]) -> str | None:
    """The figure of a statement that a quote gives of another of its things, and of this thing another figure."""
    said = _pairs(text)
    for shown in map(_pairs, quotes):
        for pair in said:
            alike = [p for p in shown if p.unit == pair.unit]
            own = [p for p in alike if _is_of(pair.of, p.of)]
            others = [p for p in alike if p not in own and p.number == pair.number]
            if own and others and all(p.number != pair.number for p in own):
                return pair.number
    return None


def _is_of(said: str, shown: str) -> bool:
    """Whether one name ends as the other does."""
    one, other = sorted((said, shown), key=len)
    return len(one) >= SHORTEST and other.endswith(one)
