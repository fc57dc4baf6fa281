"""For whom something is: a claim that gives it to one group of people, and a plan that gives it to another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.normalise import squash

#: How much of a claim a unit must hold in its own words to be on the same thing.
SAME = 0.45
#: Groups of which none is a part of another.
_GROUPS: tuple[tuple[str, ...], ...] = (
    ("高齢者", "お年寄り", "シニア", "老人", "65歳以上", "75歳以上"),
    ("小学生", "小学校の児童"),
    ("中学生",),
    ("高校生",),
    ("大学生",),
    ("園児", "乳幼児", "未就学児", "赤ちゃん", "幼児"),
    ("子育て世帯", "子育て世代", "保護者", "子育て中"),
    ("妊婦", "妊産婦"),
    ("障がい者", "障害者", "障がいのある", "障害のある"),
    ("外国人", "外国籍"),
    ("市職員", "町職員", "村職員", "職員"),
    ("農家", "農業者", "漁業者", "漁師"),
    ("観光客", "旅行者"),
)
#: Holds several of the groups.
_ALL = re.compile(
    r"市民|町民|村民|区民|住民|誰でも|だれでも|誰も|どなた|全員|世代|児童生徒|小中学生|児童・生徒|こども|子ども|子供"
)
_PUPILS = re.compile(r"小中学生|児童・?生徒")
_ROLE = r"(?:(?:だけ|のみ)?(?:が|は)(?:使|利用|受け|参加|対象|申)|(?:だけ|のみ)?(?:に|へ)|向け|を対象|対象|用の|のため)"


def for_others(question: Question, near: Sequence[Evidence]) -> Unit | None:
    """The unit that has something for another group than the claim, of which neither it nor its passage speaks."""
    if question.english:
        return None
    claim = squash(question.text)
    said = [group for group in _GROUPS if _for(group, claim)]
    if len(said) != 1 or _ALL.search(claim):
        return None
    for e in near:
        text, around = squash(e.unit.text), squash(e.passage.text)
        if e.own_words < SAME or e.unit.records or any(name in around for name in said[0]):
            continue
        told = [group for group in _GROUPS if any(name in text for name in group)]
        pupils = _PUPILS.search(text) is not None and said[0][0] not in ("小学生", "中学生")
        if pupils or told and not _ALL.search(text):
            return e.unit
    return None


def _for(group: Sequence[str], text: str) -> bool:
    return any(re.search(re.escape(name) + _ROLE, text) for name in group)
