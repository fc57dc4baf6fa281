"""One thing alone (住民票だけ, 電話でしか…ない), where a plan names it in a row with others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.normalise import squash

_ALONE = re.compile(
    r"(?P<noun>[^はがを、。「」『』()（）]{2,20}?)[」』]?(?:で|に|から|へ|まで)?"
    r"(?:(?:だけ|のみ)(?!で(?:は|も)?な|じゃな|な?ら|でも)|しか(?=[^。]*(?:な[いかく]|ません|ず)))"
)
#: A part of what is counted, each of which has one thing alone (半分は電話のみ), is told otherwise.
_SHARE = re.compile(r"半分|過半|\d割|%|うち")
_LAST = re.compile(r"[一-龥々ァ-ヴーA-Za-z0-9]{2,}$")
_PARTS = re.compile(r"(?:から|で|へ|と|まで)?の")
_ITEM = r"(?:(?![又及並])[一-龥々ァ-ヴーA-Za-z0-9])"
_JOINT = r"(?:、|,|・|/|／|や|及び|および|並びに|又は|または|と(?!も)|」「|」、「|」と「|」や「)"
_BESIDE = re.compile(
    rf"^(?:等|など)?[」』]?(?:\([^()]{{1,20}}\))?{_JOINT}[「『]?(?P<item>{_ITEM}{{2,}}|{_ITEM}の{_ITEM}+)(?!し|す|さ|せ|で(?:き|、))"
)
_BEFORE = re.compile(rf"(?P<item>{_ITEM}{{2,}})(?:等|など)?{_JOINT}[「『]?$")
_MORE = re.compile(r"^[」』]?(?:だけ|のみ|ばかり)?(?:で(?:は)?な|のほか|の他|に加え|に限ら[ずな]|以外)")
_ONLY = re.compile(r"^[^、。]{0,6}(?:だけ|のみ|しか|に限)|^専用")


def among_others(question: Question, units: Iterable[Unit]) -> Unit | None:
    """The first unit that names others, which the claim does not, beside what it says is the only one; None where a
    unit says so too."""
    nouns = list(_alone(question))
    claim, found = squash(question.text), None
    for unit in units if nouns else ():
        text = squash(unit.text)
        for noun in nouns:
            for at in re.finditer(re.escape(noun), text):
                start, end = _compound(text, at.start(), at.end())
                behind = text[end:]
                if _MORE.search(behind):
                    found = found or unit
                elif _ONLY.search(behind):
                    return None
                elif any(squash(item) not in claim for item in _beside(text[:start], behind)):
                    found = found or unit
    return found


def _alone(question: Question) -> Iterator[str]:
    """What a claim says is the only one: the whole phrase in front of the word that says so, then its parts."""
    match = None if question.english or _SHARE.search(question.text) else _ALONE.search(question.text)
    if match is None:
        return
    phrase = match["noun"]
    parts = [phrase, *(part for part in _PARTS.split(phrase) if len(part) >= 2), *_LAST.findall(phrase)]
    yield from dict.fromkeys(map(squash, parts))


def _compound(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of a noun with what is joined to it (公式アプリ for アプリ)."""
    while start and re.match(_ITEM, text[start - 1]):
        start -= 1
    while end < len(text) and re.match(_ITEM, text[end]):
        end += 1
    return start, end


def _beside(before: str, behind: str) -> Iterator[str]:
    for found in (_BEFORE.search(before), _BESIDE.search(behind)):
        if found:
            yield found["item"]
