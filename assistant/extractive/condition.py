"""A condition that a question sets for the items of a family."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.extractive.plan_items import Item
from assistant.units import Unit
from ingest.model import Record
from ingest.normalise import squash

Proof = Unit | Record
#: What meets a condition in an item, with its proofs; None where the item does not meet it.
Holds = Callable[[Item], "list[Proof] | None"]
_ASIDE = re.compile(
    r"^[」』）)\"”’']{0,2}(?:など|等)?(?:が|は|の|を|に)?(?:担当|該当)?(?:で|では|じゃ|し)?(?:(?:もの|事業|取組|施策|項目)(?:は|を)?)?"
    r"(?:ない|なかった|以外|除[いくきか外]|含めず|含まない|じゃない|抜き|を?外し)"
)


_OF_YEAR = re.compile(r"^(?:令和|平成|[rh])?(?:\d{1,4}|元)(?:年度?)?の?")
#: The noun that a head of several ends in (サロン数 of ふれあい・いきいきサロン数).
_LAST_NOUN = re.compile(r"(?<=[ぁ-ん・])[一-龥ァ-ヴー]{3,}$")


@dataclass(frozen=True, slots=True)
class Condition:
    """`words` are the squashed pieces of the question that it accounts for; `strength` tells sure readings from
    others; `head` is the column that it is about; `dated` says that it is on the years that the question names."""

    holds: Holds
    words: tuple[str, ...]
    strength: float = 1.0
    head: str = ""
    dated: bool = False


def member_of(items: frozenset[int], aside: bool) -> Holds:
    """Holds for the items of these identities; with `aside` for all others."""
    return lambda item: [] if (id(item) in items) is not aside else None


def is_aside(word: str, said: str) -> bool:
    """Whether a question sets aside what a word stands for (「新規」を除く, 総務課じゃない)."""
    at = said.find(word)
    return at >= 0 and set_aside(said, at + len(word))


def set_aside(said: str, end: int) -> bool:
    """Whether a question sets aside what ends at this place of it."""
    return _ASIDE.match(said[end:]) is not None


def said_part(head: str, said: str) -> str:
    """The part of a column's head that the question names (サロン数 also as サロンの数); '' where it names none."""
    joined = said.replace("の", "")
    parts = [squash(p) for p in re.split(r"[\s(（)）/]", head) if len(p) >= 2]
    shorter = [re.sub(r"^(?:うち|内)|の?(?:設置|策定|有無|状況|結果|区分|欄|値)$", "", p) for p in parts]
    shorter += [re.sub(r"^[一-龥]{1,3}(?:用|型|式|別|的)(?=[一-龥ァ-ヴー]{2})", "", p) for p in parts]
    shorter += [_OF_YEAR.sub("", p) for p in parts]
    shorter += [m.group() for p in parts if (m := _LAST_NOUN.search(p))]
    named = (p for p in (head, *parts, *shorter) if len(p) >= 2 and (p in said or p.replace("の", "") in joined))
    return max(named, key=len, default="")


def beside(value: str, head: str, said: str) -> bool:
    """「分野が「窓口」」, 「評価C」 or 「窓口分野」."""
    if head not in said or value not in said:
        return False
    a, v = re.escape(head), re.escape(value)
    return (
        re.search(rf"{a}.{{0,6}}?[「『(（]?(?<![a-z0-9]){v}(?![a-z0-9])|(?<![一-龥a-z0-9]){v}[」』]?(?:の)?{a}", said)
        is not None
    )
