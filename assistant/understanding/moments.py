"""The times of a figure that a question asks for without a year: what it is now, and what it is to be in the end."""

from __future__ import annotations

import re
from typing import Literal

Moment = Literal["now", "end"]

_ASKS = r"(?:いくつ|いくら|なんぼ|何[^、。はがをにまとっ?]{0,4}|ど(?:れ|の)(?:くらい|だけ|ほど)|どこ(?=まで))"
_PER = r"(?:[1一]?[年月週日]に)?"
_PRESENT = r"(?:今|いま|現在|現状|現時点)(?:の(?:ところ|値|数字))?(?:で)?(?:は|が|って)?、?" + _PER
_LAST = (
    r"(?:最終的?(?:の?(?:目標|年度?))?|最後(?:の(?:目標|年度?))?|計画の(?:最後|終わり|最終)の?(?:年度?)?|目標年[度次]|ゴール)"
    r"(?:の目標)?(?:に|で)?(?:は|が|って)?、?" + _PER
)
#: What is done to a figure, which says nothing of what it is of.
_TURNED = (
    r"(?:まで|に|くらい|ほど)*(?:増やす|増やし|増える|増え|伸ばす|伸ばし|減らす|減らし|減る|下げる|下げ|上げる|上げ|引き上げる?|する|し|なる|なり|"
    r"もって(?:いく|いき)|持って(?:いく|いき))?(?:る|た|たい|ます|の|つもり|予定|計画|目標|ん|か|です|で(?=、))*"
)
_NOW = re.compile(rf"{_PRESENT}{_ASKS}(?:で(?=、))?")
_END = re.compile(rf"{_LAST}{_ASKS}{_TURNED}")
#: Up to what a figure is brought (何人まで増やす), which is a target without being called so.
_UP_TO = re.compile(rf"{_ASKS}まで(?:に)?(?:増|減|伸|上げ|下げ|引き|する|し|もって|持って)")
#: The target beside what it is now (今いくつで、目標は).
_TARGET = re.compile(r"目標(?:値|数)?(?:は|が|って|も)(?:いくつ|いくら|何|どれ|どの|教|知|[?？。]|\s*$)")
_NOW_ENGLISH = re.compile(
    r"\b(?:now|currently|at present|current(?:ly)? (?:value|figure|level)|today)\b", re.IGNORECASE
)
_END_ENGLISH = re.compile(
    r"\bfinal (?:target|goal|(?:fiscal )?year)|\blast year of\b|\bby the end of the plan|\bin the end\b", re.IGNORECASE
)
#: The last year, whichever it is.
LAST_YEAR = re.compile(
    r"最(?:後|終)の?(?:年度|年)|最終の?目標|目標年[度次]|計画終了|\bfinal (?:fiscal )?year|\blast year of\b",
    re.IGNORECASE,
)


def moments(text: str, english: bool) -> frozenset[Moment]:
    """The times that a normalised question asks for."""
    now, end = (_NOW_ENGLISH, _END_ENGLISH) if english else (_NOW, _END)
    asked: set[Moment] = set()
    if now.search(text):
        asked.add("now")
    if asked and not english and _TARGET.search(text):
        asked.add("end")
    if end.search(text) or LAST_YEAR.search(text) or asked and not english and _UP_TO.search(text):
        asked.add("end")
    return frozenset(asked)


def without_moments(text: str) -> str:
    """A Japanese text without the words that only ask for a time."""
    return _NOW.sub(" ", _END.sub(" ", text))
