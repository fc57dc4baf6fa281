"""Planned, actual, target and baseline: which of them a text names, and which a question asks for."""

from __future__ import annotations

import re

_SERIES = {
    "actual": r"実績|actual|achieved|result|\bdid\b.{8,}\band (?:how many|how much|what)\b.*\bplan",
    "planned": r"予定|計画(?:値|額|数)|計画と(?:実績|結果)|(?:実績|結果)と計画|予実|planned",
    "target": r"目標|target|goal",
    "baseline": r"基準値?|現状|策定時|baseline|current",
}
#: What was planned goes by one name or the other.
ALIKE = frozenset({"planned", "target"})
#: Holds what came about against what was planned, or asks for both.
_AGAINST = re.compile(
    r"(?:目標|計画|予定)値?(?:と|に)(?:比べ|比較|対し|照ら)|(?:目標|計画|予定)(?:どおり|通り)|(?:計画|予定|目標)値も|"
    r"\b(?:compared|against|versus|vs\.?)(?: (?:with|to))? (?:(?:the|its|their|what was|what had been) )?(?:\w+ )?"
    r"(?:target|plan|planned|goal)\b|\bactual\b.*\b(?:planned|target)\b|\b(?:planned|target)\b.*\bactual\b",
    re.IGNORECASE,
)

#: Says what was planned.
_AS_PLANNED = re.compile(r"計画(?:では|であ|だっ|です|でし|だ。)|計画(?:の|は)[\d約]")
#: Asks whether what was planned has come about.
_MET = re.compile(
    r"(?:目標|計画|予定)[^、。]{0,12}?(?:達成|達し|届[いくか]|クリア|上回|下回|超え|及[びばん])|"
    r"\b(?:met|meet|reach|reached|achieve|achieved|hit|miss|missed|exceed|exceeded)\b.*\b(?:target|plan|goal)",
    re.IGNORECASE,
)
_ACTUALLY = re.compile(r"実際(?:に|は|の|には|、|何|どれ|いく)|\bactually\b|\bin fact\b", re.IGNORECASE)


def series_said(text: str) -> frozenset[str]:
    """Which of planned, actual, baseline and target a text names."""
    return frozenset(name for name, pattern in _SERIES.items() if re.search(pattern, text, re.IGNORECASE))


def against_plan(text: str) -> bool:
    """Whether a question holds a result against what was planned, or asks for both; against a baseline is none."""
    return _AGAINST.search(text) is not None and "baseline" not in series_said(text)


def plan_and_result(text: str) -> bool:
    """Whether a question asks for what was planned and for what came about, or whether the one met the other."""
    said = series_said(text)
    return against_plan(text) or "actual" in said and bool(said & ALIKE) or _MET.search(text) is not None


def series_stated(text: str) -> frozenset[str]:
    """The series that a claim states figures of, the plan by either of its names."""
    said = series_said(text) | ({"planned"} if _AS_PLANNED.search(text) else set())
    said |= {"actual"} if _ACTUALLY.search(text) else set()
    return said | ALIKE if said & ALIKE else said


def series_asked(text: str) -> frozenset[str]:
    """The series that a question asks for: the plan by either of its names, and with it the result that is held
    against it."""
    said = series_said(text) | ({"actual"} if _ACTUALLY.search(text) else set())
    if against_plan(text):
        return said | ALIKE | {"actual"}
    return said | ALIKE if said & ALIKE else said
