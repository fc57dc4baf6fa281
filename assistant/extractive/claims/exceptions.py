"""What plans except from a measure, put off or call something else, where a claim says that it is so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.extractive.claims.acts import speaks_of
from assistant.extractive.claims.states import VERB, as_statement, sentences
from assistant.extractive.claims.subjects import share_said
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit

#: The share of an excepted thing's name that the claim must have.
NAMED = 0.6
_BRACKETS = r"(?:[(（][^)）]*[)）])?"
_EXCEPTED = re.compile(
    rf"(?P<what>[^、。()（）]{{2,24}}?){_BRACKETS}(?:は|を|について(?:は)?)、?(?:対象に|対象と)?"
    r"(?:含ま(?:ない|ず|れない|れず|れません)|含みません|除(?:く|き|外)|対象外|対象としない|対象にならない)"
)
_DENIES = re.compile(
    r"含ま[なずれ](?!る)|除[くき外]|対象外|ではな|以外|ない(?:。|$)|ません|\bnot\b|n't\b|\bexcept|\bexclud",
    re.IGNORECASE,
)
#: Days and times at which nothing is done (日曜日と年末年始は運休します).
_RESTS = re.compile(
    r"(?P<what>[^、。()（）\s]{2,24}?)(?:[(（][^)）]*[)）])?(?:は|を|には)、?(?:運休|休館|休業|休診|休園|休止日|閉館|定休|お休み|休み|休み?ます)"
)
_AT_REST = re.compile(r"休|閉館|閉ま|\bclosed\b|\bsuspend", re.IGNORECASE)
_LISTED = re.compile(r"[・、]|及び|および|並びに|(?<=[一-龥ァ-ヶー)）])(?:と|や)(?=[一-龥ァ-ヶー])")
_DAY = re.compile(r"[月火水木金土日]曜|土日|平日|祝|休日|年末|年始|正月|盆|夜|早朝|冬|夏")
#: One thing in the place of another (広域連合ではなく本市が策定).
_NOT_BUT = re.compile(
    r"(?P<no>[^、。()（）]{2,24}?)(?<!だけ)(?<!のみ)(?<!ばかり)で(?:は)?な(?:くて?)、?(?P<but>[^、。]{2,30})"
)
_NOT = re.compile(r"で(?:は)?な(?:く|い)|以外|\bnot\b|n't\b|instead", re.IGNORECASE)
#: How much of what a plan says in another's place a claim may have.
BUT_SAID = 0.6
_ON_TIME = re.compile(
    r"(?:予定|計画)(?:どお|通)り|遅れな(?:く|し)|順調に|\bon (?:schedule|time)\b|\bas planned\b", re.IGNORECASE
)
_LATE = re.compile(r"遅れ(?!な)|遅延|延期|先送り|後ろ?倒し|間に合わな")


def excepted(question: Question, near: Sequence[Evidence], scope: Scope) -> Unit | None:
    """The unit that leaves out what the claim says to be in (…は含まない, …を除く)."""
    if _DENIES.search(as_statement(question.text)):
        return None
    for e in near:
        for found in _EXCEPTED.finditer(e.unit.text):
            what = re.sub(r"(?:など|等)の.*$", "", re.sub(r"^.*で、", "", found["what"]))
            shares = (share_said(question, part, scope) for part in (what, *_LISTED.split(what)))
            if any(share is not None and share >= NAMED for share in shares):
                return e.unit
    return None


def resting(question: Question, near: Sequence[Evidence], scope: Scope) -> Unit | None:
    """The unit that says that nothing is done on the day that the claim names (日曜日は運休)."""
    if _AT_REST.search(question.text) or not _DAY.search(question.text):
        return None
    for e in near:
        for found in _RESTS.finditer(e.unit.text):
            days = (part for part in _LISTED.split(found["what"]) if _DAY.search(part))
            if any(
                (share_said(question, day, scope) or 0.0) >= NAMED or _DAY.findall(day)[0] in question.text
                for day in days
            ):
                return e.unit
    return None


def instead(question: Question, near: Sequence[Evidence], scope: Scope) -> Unit | None:
    """The unit that names another in the place of what the claim says (…ではなく…), which the claim does not name."""
    if _NOT.search(question.text):
        return None
    for e in near:
        for found in _NOT_BUT.finditer(e.unit.text):
            no, but = re.sub(r"^.*(?:は|が|\s)(?=.)", "", found["no"]), found["but"]
            denied, said = share_said(question, no, scope), share_said(question, but, scope)
            if denied is not None and denied >= 0.9 and (said is None or said < BUT_SAID):
                return e.unit
    return None


def delayed(question: Question, near: Sequence[Evidence]) -> Unit | None:
    """The unit that says that the claim's act came late, where the claim says that it came as planned."""
    verb = VERB.search(as_statement(question.text))
    if not _ON_TIME.search(question.text):
        return None
    for e in near:
        for sentence in sentences(e.unit.text):
            if _LATE.search(sentence) and (verb is None or speaks_of(verb[1], sentence)):
                return e.unit
    return None
