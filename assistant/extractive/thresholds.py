"""Conditions on figures, as questions put them: 1億円を超える, 1万人未満, fewer than 10,000 people."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain

from ingest.normalise import squash, view
from ingest.values import UNITS, find_figures
from ingest.years import find_years

_UNIT_WORDS = r"yen|people|persons|residents|inhabitants|households|percent|square kilomet(?:er|re)s"
_FIGURE = re.compile(
    r"(?<![\d.a-z])(?P<number>\d[\d,]*(?:\.\d+)?|[一二三四五六七八九十](?=[億万千百]))\s?"
    r"(?P<scale>億|千万|百万|十万|万|千|(?:thousand|million|billion)\b)?"
    rf"(?:(?P<rest>\d[\d,]*)(?P<smaller>万|千))?\s?(?P<unit>円|人|世帯|km2|㎢|平方キロ(?:メートル)?|{UNITS}|(?:{_UNIT_WORDS})\b)?",
    re.IGNORECASE,
)
#: In front of a number that only tells which of several (施策3-6まで).
_ORDINAL = re.compile(r"(?:\d[-－.]|第|(?:施策|柱|章|節|表|図|問|No\.?)\s?)$", re.IGNORECASE)
_KANJI = {kanji: n for n, kanji in enumerate("一二三四五六七八九十", 1)}
_SCALES = {
    **{"億": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4, "千": 1e3},
    **{"thousand": 1e3, "million": 1e6, "billion": 1e9},
}
_UNITS = {
    **{"百万円": (1e6, "円"), "億円": (1e8, "円"), "万円": (1e4, "円"), "千円": (1e3, "円"), "yen": (1, "円")},
    **{"万人": (1e4, "人"), "千人": (1e3, "人"), "名": (1, "人"), "households": (1, "世帯")},
    **dict.fromkeys(("people", "persons", "residents", "inhabitants"), (1, "人")),
    **dict.fromkeys(("％", "パーセント", "percent"), (1, "%")),
}
_NO_LIMIT = re.compile(r"年度?|歳|番|位")
#: Units of one person or moment, which limit no figure of a municipality.
_OF_ONE = frozenset({"歳", "分", "秒", "年", "度"})
_BEHIND = (
    ("from", r"以上|\s?or (?:more|over|above|higher)"),
    ("upto", r"以下|以内|まで|\s?or (?:less|fewer|under|below|lower)"),
    ("under", r"未満|[にを]?(?:満た|みた|届か|とどか|達し|達さ)|を?(?:下回|した回|切[るっり]|割[るっり])"),
    ("under", r"より(?:も|か)?(?:少な|すくな|低|小さ|安|狭|下)"),
    ("over", r"を?(?:超|越|こえ|上回|うわ回)|より(?:も|か)?(?:多|おお|高|大き|広|上)|\s?(?:plus|and over)\b"),
)
_BEFORE = (
    ("upto", r"at most|(?:no|not) (?:more|greater|higher|larger) than|up to|not exceed\w*|a maximum of|within"),
    ("from", r"at least|(?:no|not) (?:less|fewer|lower|smaller) than|a minimum of"),
    ("over", r"over|(?:more|greater|higher|larger) than|exceed\w*|above"),
    ("under", r"under|(?:less|fewer|lower|smaller) than|below"),
)
_BEHIND_REGEXES = tuple((sense, re.compile(pattern, re.IGNORECASE)) for sense, pattern in _BEHIND)
_BEFORE_REGEXES = tuple((sense, re.compile(rf"\b(?:{pattern})\s?$", re.IGNORECASE)) for sense, pattern in _BEFORE)


@dataclass(frozen=True, slots=True)
class Condition:
    """`limit` in the unit's base (yen, people); `sense` is "over", "from", "under" or "upto"; `unit` None where the
    question gives none; `said` is the figure with its comparison, squashed."""

    limit: float
    sense: str
    unit: str | None
    said: str = field(default="", compare=False)

    def holds(self, value: float) -> bool:
        return {
            "over": value > self.limit,
            "from": value >= self.limit,
            "under": value < self.limit,
            "upto": value <= self.limit,
        }[self.sense]


def conditions_in(text: str) -> list[Condition]:
    """Every figure of a question that has a comparison before or behind it; years and dates have none."""
    text = view(text)
    years = [(y.start, y.end) for y in find_years(text) if not text[y.start : y.end].isdigit()]
    found = []
    for match in _FIGURE.finditer(text):
        if any(start <= match.start() < end for start, end in years) or _NO_LIMIT.match(text, match.end()):
            continue
        if match["unit"] is None and _ORDINAL.search(text[: match.start()]):
            continue
        behind = ((s, m) for s, regex in _BEHIND_REGEXES if (m := regex.match(text, match.end())))
        before = ((s, m) for s, regex in _BEFORE_REGEXES if (m := regex.search(text[: match.start()])))
        sense, word = next(chain(behind, before), (None, match))
        if sense and match["unit"] not in _OF_ONE:
            said = text[min(match.start(), word.start()) : max(match.end(), word.end())]
            found.append(Condition(*_amount(match, sense), squash(said)))
    return found


def _amount(match: re.Match[str], sense: str) -> tuple[float, str, str | None]:
    raw = match["number"].replace(",", "")
    number = float(_KANJI.get(raw, 0) or raw) * _SCALES.get((match["scale"] or "").lower(), 1)
    if match["rest"]:
        number += float(match["rest"].replace(",", "")) * _SCALES[match["smaller"]]
    factor, unit = _UNITS.get((match["unit"] or "").lower(), (1, match["unit"]))
    figure = next(iter(find_figures(f"1{unit}")), None) if unit else None
    if figure is not None and figure.unit == unit and figure.base_unit:
        factor, unit = factor * figure.base, figure.base_unit
    return number * factor, sense, unit
