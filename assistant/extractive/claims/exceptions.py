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
    r"含ま|除[くき外]|対象外|ではな|以外|ない(?:。|$)|ません|\bnot\b|n't\b|\bexcept|\bexclud", re.IGNORECASE
)
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
            what = re.sub(r"^.*で、", "", found["what"])
            share = share_said(question, re.sub(r"(?:など|等)の.*$", "", what), scope)
            if share is not None and share >= NAMED:
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
