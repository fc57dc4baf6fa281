"""On what terms something is had: for money or for nothing, with or without a step before (登録, 予約), how often. A
plan that gives the same thing on other terms denies a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.normalise import fold, squash

#: How much of a claim a unit must hold in its own words to be on the same thing.
SAME = 0.35
_FREE = re.compile(
    r"無料|無償|(?<![一-龥ァ-ヶ])ただ(?:で|に|だ|である)|(?:お金|料金|費用|利用料)(?:は|が|も)?(?:かから|掛から|いら|要ら|取ら)な|"
    r"\bfree\b|\bwithout (?:paying|charge|any fee)|\bno (?:charge|fee|cost)",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"有料|有償|\d円|\d(?:百|千|万)円|(?:お金|料金|費用|利用料)(?:は|が|も)?(?:かか|掛か|いる|要る|取られ)(?!らな)|自己負担がある|"
    r"\d ?yen\b|\bcharg(?:es|ed)\b|\bfees?\b|\bpay\b",
    re.IGNORECASE,
)
_STEP = (
    r"(?P<step>[一-龥ァ-ヴー]{0,4}(?:登録|申請|申込み?|申し込み|予約|届出|届け出|許可|認定|"
    r"証明書?|手続き?|審査|同意|押印|署名|切符|現金))"
)
_NEEDED = re.compile(
    rf"{_STEP}(?:の?(?:手続き?|提出))?(?:が|は|を|も)?(?:要る|要り|必要|要す|要し|求め|しなければ|しないと|しなくては|せねば|義務)"
)
_NEEDLESS = re.compile(
    rf"{_STEP}(?:の?(?:手続き?|提出))?(?:(?:が|は|も)?(?:不要|要らな|いらな|いりませ|必要(?:は|が)?な|なく(?:て|、)|なし)|しなくて|せずに|をせず)"
)
_TIMES = re.compile(
    r"(?P<per>年度?|月|週|日)(?:に|あたり)?(?P<n>\d{1,3})回|(?P<each>毎(?:年度?|月|週|日))(?!\d)(?![一-龥]{0,4}(?:末|初|頭))|(?P<rare>隔年|隔月|隔週)"
)
_A_YEAR = {"年": 1.0, "年度": 1.0, "月": 12.0, "週": 52.0, "日": 365.0}
_RARE = {"隔年": 0.5, "隔月": 6.0, "隔週": 26.0}


def on_other_terms(question: Question, near: Sequence[Evidence]) -> Unit | None:
    """The unit that gives what a claim speaks of on other terms; None where one of them gives it on the claim's."""
    units = [e.unit for e in near if e.own_words >= SAME and not e.unit.records]
    plain = fold if question.english else squash
    claim = plain(question.text)
    for apart in (_charges, _steps, _often):
        told = [(unit, apart(claim, plain(unit.text))) for unit in units]
        if any(differs is False for _, differs in told):
            continue
        if other := next((unit for unit, differs in told if differs), None):
            return other
    return None


def _charges(claim: str, text: str) -> bool | None:
    """Whether one is for money and the other for nothing; None where either says neither, or both."""
    sides = []
    for said in (claim, text):
        free, paid = bool(_FREE.search(said)), bool(_PAID.search(_FREE.sub(" ", said)))
        sides.append(None if free == paid else free)
    return None if None in sides else sides[0] != sides[1]


def _steps(claim: str, text: str) -> bool | None:
    """Whether a step that the one asks for is needless in the other."""
    for one, other in ((_NEEDED, _NEEDLESS), (_NEEDLESS, _NEEDED)):
        for said in one.finditer(claim):
            step = squash(said["step"])[-2:]
            if any(squash(m["step"])[-2:] == step for m in one.finditer(text)):
                return False
            if any(squash(m["step"])[-2:] == step for m in other.finditer(text)):
                return True
    return None


def _often(claim: str, text: str) -> bool | None:
    """Whether the only number of times that a claim names is another than that of a text."""
    said, told = (sorted({_a_year(m) for m in _TIMES.finditer(side)}) for side in (claim, text))
    return said != told if len(said) == len(told) == 1 else None


def _a_year(times: re.Match[str]) -> float:
    if times["rare"]:
        return _RARE[times["rare"]]
    return _A_YEAR[times["each"][1:]] if times["each"] else float(times["n"]) * _A_YEAR[times["per"]]
