"""Questions for municipalities of which two things hold, one of two, or one and not the other: taken apart into a
question for each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Joined = Literal["both", "either", "without"]

_MANY = r"(?:市町村|市区町村|市や町|市町|自治体|団体|市|町|村|まち|ところ|所|の(?=は))"
#: A shorter word behind か is of what stands before it (基盤の構築か活用).
_SHORTEST = 3
_CHARACTER = r"[一-龥々ァ-ヴーA-Za-z0-9」』]"
_THING = rf"[「『]?{_CHARACTER}{{2,}}(?:の{_CHARACTER}{{2,}})?"
_NOUN = rf"[「『]?(?:お|ご)?{_CHARACTER}[^、。をにが]{{1,20}}?(?:(?<={_CHARACTER})|(?<={_CHARACTER}[りしきえ]))"
_BUT = re.compile(
    r"(?P<said>.{2,60}?(?:[てで]い?る|[うくぐすつぬぶむるた]|ます|ました|済みだ?))"
    r"(?:のに(?!も)|ものの|けれども?|けど|が|一方で?)、?"
    r"(?P<other>[^、。]{2,40}?)(?<!で)(?:に?は|に?も|[をがに])(?:まだ)?"
    rf"[^、。をはがにも]{{0,10}}?(?:な[いく]|ません|未[一-龥]{{2}}の?)(?P<rest>(?:という)?{_MANY}.*)"
)
#: What is done with the first thing, which holds for the second too.
_DONE = re.compile(r"(?P<thing>.*[^をにがはも])(?P<done>[をにがはも][^をにがはも]{1,14})")
_BOTH = re.compile(
    r"(?:^|(?<=[、。]))(?P<one>[^、。]{2,30}?)と、?(?P<other>[^、。]{2,30}?)(?P<particle>[をにが]?)の?、?"
    r"(?:両方|双方|両者|どちらも|いずれも|ともに|(?:2|二)つとも)(?:とも)?(?!から|の|で(?!き))"
    rf"(?P<rest>[^、。]{{2,30}}{_MANY}.*)"
)
_ALSO = re.compile(
    rf"(?:^|(?<=[、。]))(?P<one>{_THING})(?P<particle>に?)も、?(?P<other>{_THING})に?も(?P<rest>[^、。]{{2,20}}{_MANY}.*)"
)
_EITHER = re.compile(
    rf"(?:^|(?<=[、。]))(?!どこ|どれ|何|誰|いつ)(?P<one>{_NOUN})(?:、?(?:または|又は|もしくは|あるいは)|か)、?(?P<other>{_NOUN})"
    rf"(?:の(?:どちらか|いずれか|少なくとも(?:一方|1つ|どちらか))(?:一方)?)?(?P<rest>[をにが][^、。]*{_MANY}.*)"
)
_EN_VERB = (
    r"(?:(?:have|has) (?:introduced|adopted|installed|deployed)|introduced?|adopt(?:ed)?|us(?:e|ing)|plan|offer|run"
    r"|provide|have|has|with)"
)
_EN_NOT = r"(?:(?:do|does|have|has|is|are|did) not|not|without|no)"
_EN_BUT = re.compile(
    rf"(?P<asks>.*?\b{_EN_VERB}\b)(?P<one> [^,]{{2,40}}?),? but {_EN_NOT}\b"
    rf"(?: yet)?(?: {_EN_VERB}\b)?(?P<other> [^?.]{{2,40}})(?P<rest>[?.]?)$",
    re.IGNORECASE,
)
_EN_BOTH = re.compile(r"(?P<asks>.*?) both(?P<one> .{2,40}?) and(?P<other> [^?.]{2,40})(?P<rest>[?.]?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Apart:
    """The question for the one thing and that for the other; `joined` says how their municipalities make the set."""

    joined: Joined
    one: str
    other: str


def taken_apart(text: str, english: bool) -> Apart | None:
    """None where a normalised question asks for one thing."""
    if english:
        return _english("without", _EN_BUT.match(text)) or _english("both", _EN_BOTH.match(text))
    if but := _BUT.match(text):
        return _without(but["said"], but["other"], but["rest"])
    if both := _BOTH.search(text):
        rest = both["rest"] if both["rest"][0] in "をにがも" else f"{both['particle'] or 'が'}{both['rest']}"
        return Apart("both", f"{both['one']}{rest}", f"{both['other']}{rest}")
    if also := _ALSO.search(text):
        rest = f"{also['particle'] or 'を'}{also['rest']}"
        return Apart("both", f"{also['one']}{rest}", f"{also['other']}{rest}")
    either = _EITHER.search(text)
    if either and not ("の" in either["one"] and len(either["other"]) < _SHORTEST):
        return Apart("either", f"{either['one']}{either['rest']}", f"{either['other']}{either['rest']}")
    return None


def _without(said: str, other: str, rest: str) -> Apart:
    done = _DONE.fullmatch(said)
    return Apart("without", f"{said}{rest}", f"{other}{done['done'] if done else 'に取り組んでいる'}{rest}")


def _english(joined: Joined, match: re.Match[str] | None) -> Apart | None:
    if match is None:
        return None
    return Apart(joined, *(f"{match['asks']}{match[thing]}{match['rest']}" for thing in ("one", "other")))
