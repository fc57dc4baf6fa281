"""How much more or less, said as a share or a number of times: およそ2割, 倍以上, 3分の1ほど, more than doubled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.units import Unit
from ingest.normalise import view
from ingest.values import find_figures

_OF = re.compile(r"(\d+)[^\d。、]{1,12}のうち、?[^\d。]{0,12}?(\d+)")
_TO = re.compile(r"\s?(?:から|より|→|⇒|➡)\s?")
_CHANGES = re.compile(
    r"増|減|上回|下回|上が|下が|引き?上げ|引き?下げ|伸|\b(?:rise|rose|f[ae]ll|grow|grew|increas|decreas)\w*", re.I
)
_KANJI = {k: n for n, k in enumerate("一二三四五六七八九", 1)}
_N = r"(?P<n>\d+(?:\.\d+)?|[一二三四五六七八九])"
#: Each with whether it counts times (of what was before) and not the share of it, and its value.
_SHARE = re.compile(rf"{_N}\s?割(?P<bu>(?:\s?[一二三四五六七八九\d]\s?分)?)")
_TIMES = re.compile(rf"{_N}\s?倍")
_PART = re.compile(r"(?P<d>\d+|[一二三四五六七八九])\s?分の\s?(?P<n>\d+|[一二三四五六七八九])")
_PER_CENT = re.compile(r"(?P<n>\d+(?:\.\d+)?)\s?(?:%|percent|per cent)", re.IGNORECASE)
_WORDS = (
    (re.compile(r"倍増|(?<![\d一二三四五六七八九])倍に|\bdoubl(?:ed|es|e|ing)\b|\btwice\b", re.I), True, 2.0),
    (re.compile(r"\btripl\w+|\bthree times\b", re.I), True, 3.0),
    (re.compile(r"(?<!過)半数|半減|半分|\bhalv\w+|\b(?:a |one )?half\b", re.I), False, 0.5),
    (re.compile(r"過半数?|大半|大部分|\bmost of|\b(?:a|the) majority of", re.I), False, 0.5),
    (re.compile(r"\b(?:a|one)[ -]third\b", re.I), False, 1 / 3),
    (re.compile(r"\btwo[ -]thirds\b", re.I), False, 2 / 3),
    (re.compile(r"\b(?:a|one)[ -]quarter\b", re.I), False, 0.25),
    (re.compile(r"\bthree[ -]quarters\b", re.I), False, 0.75),
)
_OVER = re.compile(
    r"^(?:の[数量額])?(?:を?超|(?:を|も)上回|より多|強|余り|あまり|以上)|^[^、。]{0,3}(?:を超|以上)|"
    r"\b(?:more than|over|at least)\s*$",
    re.I,
)
_UNDER = re.compile(
    r"^(?:の[数量額])?(?:(?:を|も)(?:下回|切)|弱|足らず|近|に?も?(?:満たな|届かな|届いて(?:い)?な|とどかな)|未満|以下)|"
    r"\b(?:less than|under|nearly|almost|fewer than|at most)\s*$",
    re.I,
)
#: How far a value may lie from a rounded one, and from one that is said to be rough; and how much above (below) a bound
#: that is said to be just passed (強) or nearly reached (弱).
CLOSE, ROUGH = 0.035, 0.07
_ROUGH = re.compile(r"約|およそ|ほぼ|程度|前後|ほど|くらい|ぐらい|\babout\b|\baround\b|\broughly\b|\bapprox", re.I)
_LEFT = re.compile(
    r"(?:以下|以上|未満|程度|ほど|くらい|ぐらい|近く)?(?:まで)?に(?:まで)?、?(?:減|削|縮|下げ|引|落|抑|する|し|な)"
)
_LEFT_BEFORE = re.compile(r"\bto (?:about |less than |under |at most )?$", re.IGNORECASE)
_MOST = re.compile(r"過半数?|大半|大部分|most|majority", re.IGNORECASE)
#: Of what a share is, behind it (半分以上は蓄電池のみの契約, is … of the visitors) and in front of it.
_PART_BEHIND = re.compile(
    r"^(?:以上|以下|未満|超|程度|ほど|近く|弱|強)?(?:は|が|を)、?(?P<part>[^、。]{2,24}?)(?:が占め|で占め|である|です|だった|でした|だ|で|となっ)?(?:る|た|い|。|$)"
    r"|^ of [^.,]{2,60}? (?:is|are|was|were|came|come) (?P<whose>[^.,]{2,50})",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"の(?:うち|中で)?、?$")
_PART_BEFORE = re.compile(r"(?P<part>[^、。はが]{2,24})[がは]、?[^、。はが]{0,16}$")
_HELD_BY = re.compile(r"^(?:以上|以下|未満|超|程度|ほど|近く|弱|強)?を占め")
_JUST = re.compile(r"^(?:強|余り|あまり|弱|足らず|近)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A share (or with `times` a number of times), exact, above or below it; `start` and `end` are its place. `left` is
    what a change leaves (半分に減らす) and not the change."""

    value: float
    times: bool
    start: int
    end: int
    over: bool = False
    under: bool = False
    just: bool = False
    rough: bool = False
    left: bool = False

    def changed(self, before: float, after: float) -> bool | None:
        """Whether a value goes from one to the other by what is said; None where it began with nothing."""
        if not before:
            return None
        return self.holds(after / before if self.times or self.left else abs(after - before) / abs(before))

    def holds(self, value: float) -> bool:
        """Whether a value is what is said."""
        scale = max(self.value, 0.1) if self.times else 1.0
        reach = 0.15 if self.times else 0.1
        if self.over:
            return value >= self.value - 1e-9 and (not self.just or value <= self.value + reach * scale)
        if self.under:
            return value <= self.value + 1e-9 and (not self.just or value >= self.value - reach * scale)
        return abs(value - self.value) <= (ROUGH if self.rough else CLOSE) * scale


def amount_of(text: str) -> Amount | None:
    """The only share or number of times that a text says; None where it says none or several."""
    found = amounts(text) or _per_cents(view(text))
    return found[0] if len(found) == 1 else None


def amounts(text: str) -> list[Amount]:
    """The shares and numbers of times that a text says in words, in order."""
    text = view(text)
    found: list[Amount] = []
    for m in _SHARE.finditer(text):
        tenth = _number(m["bu"].strip().rstrip("分").strip()) / 100 if m["bu"] else 0.0
        found.append(_placed(text, m.start(), m.end(), _number(m["n"]) / 10 + tenth, False))
    found += [_placed(text, m.start(), m.end(), _number(m["n"]), True) for m in _TIMES.finditer(text)]
    found += [_placed(text, m.start(), m.end(), _number(m["n"]) / _number(m["d"]), False) for m in _PART.finditer(text)]
    for pattern, times, value in _WORDS:
        found += [_placed(text, m.start(), m.end(), value, times) for m in pattern.finditer(text)]
    return sorted(found, key=lambda a: a.start)


def _per_cents(text: str) -> list[Amount]:
    return [_placed(text, m.start(), m.end(), float(m["n"]) / 100, False) for m in _PER_CENT.finditer(text)]


def share_of(claimed: Amount, claim: str, told: Sequence[tuple[Unit, str]]) -> tuple[bool | None, Unit | None]:
    """Whether a text gives what a claim says as a share or a number of times, as such, in per cent, as two counts
    (24のうち15) or from one figure to another; False with the first unit where that gives another in its place."""
    other: Unit | None = None
    for n, (unit, text) in enumerate(told):
        values = _values(claimed, claim, text)
        if any(claimed.holds(value) for value in values):
            return True, unit
        if values and n == 0:
            other = unit
    return (False, other) if other is not None else (None, None)


def _values(claimed: Amount, claim: str, text: str) -> list[float]:
    own = [a.value for a in amounts(text) if a.times == claimed.times]
    if not claimed.times:
        own += [f.base / 100 for f in find_figures(text) if f.base_unit == "%"]
        own += [int(m[2]) / int(m[1]) for m in _OF.finditer(text) if int(m[1])]
    if claimed.times or _CHANGES.search(claim):
        for before, after in pairwise(find_figures(text)):
            between = text[before.end : after.start]
            if before.base_unit and before.base_unit == after.base_unit and before.base and _TO.fullmatch(between):
                own.append(after.base / before.base if claimed.times else abs(after.base / before.base - 1))
    return own


def part_of(share: Amount, claim: str) -> str:
    """What a claim says to be such a share of a whole that it names; "" where it says no such thing."""
    text = view(claim)
    before, behind = text[: share.start], text[share.end :]
    if share.times or _CHANGES.search(behind):
        return ""
    if _HELD_BY.match(behind):
        found = _PART_BEFORE.search(before)
    else:
        found = _PART_BEHIND.match(behind) if _WHOLE.search(before) or behind.startswith(" of ") else None
    return next((part for part in found.groupdict().values() if part), "") if found else ""


def _placed(text: str, start: int, end: int, value: float, times: bool) -> Amount:
    before, behind = text[max(0, start - 12) : start], text[end : end + 8]
    over, under = (
        bool(_OVER.search(behind) or _OVER.search(before)),
        bool(_UNDER.search(behind) or _UNDER.search(before)),
    )
    rough = bool(_ROUGH.search(before[-12:]) or _ROUGH.match(behind))
    over = over or bool(_MOST.search(text[start:end]))
    left = bool(_LEFT.match(behind) or _LEFT_BEFORE.search(before))
    return Amount(value, times, start, end, over and not under, under, bool(_JUST.match(behind)), rough, left)


def _number(text: str) -> float:
    return float(_KANJI.get(text) or text)
