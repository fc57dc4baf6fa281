"""Definitions: from a glossary or a defining sentence, else none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.draft import Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from assistant.wording import clean, colon
from ingest.model import Record
from ingest.normalise import fold, squash

#: How many units are looked through for what tells of a term in passing.
NEAREST = 20
_MARK = re.compile(r"[○●◎△▲◇◆□■×☆★⇒]")
#: Where a term is used (資料における、計画でいう), in front of the term.
_FRAMED = re.compile(r"における|において|で(?:使われ|用い|言|い)[^の]{0,4}|でいう|にいう|にある|に出てくる|での|の中の")


#: What tells of a term in passing, the surest first: 助言者であるT, Tは…です, T(…), 両方で使える通貨T.
_IN_PASSING = (
    r"[^、。]{{3,}}(?:である|となる|としての){0}",
    r"{0}(?:とは|は)[^。]*(?:です|である|もの|こと|をいう|をいいます|指します)(?:。|$)",
    r"{0}[(（][^()（）]{{5,}}[)）]",
    r"[^、。]{{5,}}[るたうくむす][一-龥ァ-ヴーa-z]{{0,12}}{0}",
)


def told_in_passing(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The sentence that says what the term is, where no glossary does."""
    term = "" if question.english else squash(_asked(question))
    if len(term) < 2:
        return None
    for pattern in _IN_PASSING:
        said = re.compile(pattern.format("[「『]?" + re.escape(term) + "[」』]?"))
        for e in evidence[:NEAREST]:
            if said.search(fold(e.unit.text)):
                unit = scope.trimmed(e.unit, question)
                return Draft(
                    kind="answer", statements=(Statement(scope.say(unit, question.lang), (unit,)),), evidence=(unit,)
                )
    return None


def defined(question: Question, scope: Scope) -> Draft | None:
    """The definition whose term the question holds, the longest such term; from the named municipality where one is."""
    text = squash(question.text)
    alternatives = {a for t in question.terms.terms for a in (t.text, *t.alternatives)} if question.english else set()
    found: list[tuple[int, Record]] = []
    for record in scope.records(question, "definition", shared=True):
        names = [squash(n) for n in _names(record.attribute)]
        size = max(
            (len(n) for n in names if (len(n) >= 2 or _MARK.fullmatch(n)) and (n in text or n in alternatives)),
            default=0,
        )
        if size:
            found.append((size, record))
    if not found:
        return None
    marks = [r for size, r in found if _MARK.fullmatch(r.attribute)]
    if marks and len(marks) == len(found):
        return _legend(question, marks, scope)
    longest = max(size for size, _ in found)
    best = next(r for size, r in found if size == longest)
    if not question.english and longest < 0.5 * _asked_length(question):
        return None
    unit = scope.record_unit(best)
    if unit is None:
        return None
    unit = Unit(unit.passage, unit.start, unit.end, unit.text, "definition", (best,))
    separator = ": " if question.lang == "en" else "："
    return Draft(
        kind="answer",
        statements=(Statement(f"{best.attribute}{separator}{_body(unit, best)}", (unit,)),),
        evidence=(unit,),
    )


def _legend(question: Question, records: list[Record], scope: Scope) -> Draft | None:
    """What the marks mean, in each plan or page that says it; the same meaning once."""
    statements, seen = [], set()
    for record in records:
        unit = scope.record_unit(record)
        if unit is None or (record.document, record.attribute, record.value) in seen:
            continue
        seen.add((record.document, record.attribute, record.value))
        owner = scope.owner_name(unit) or ""
        statements.append(Statement(f"{owner}「{record.attribute}」{colon(question.lang)}{record.value}", (unit,)))
    units = tuple(s.units[0] for s in statements[:8])
    return Draft(kind="answer", statements=tuple(statements[:8]), evidence=units) if statements else None


def _body(unit: Unit, record: Record) -> str:
    """The definition as far as the quote holds it."""
    text = clean(unit.text)
    return (
        clean(text.removeprefix(record.attribute).lstrip(" :："))
        if squash(record.value) not in squash(text)
        else clean(record.value)
    )


def _names(term: str) -> list[str]:
    """A term's forms: BYOD(Bring Your Own Device) is asked for by either."""
    return [term, *re.split(r"[(（)）/／]", term)]


def _asked_length(question: Question) -> int:
    """Length of what is asked to be defined."""
    return len(squash(_asked(question)))


def _asked(question: Question) -> str:
    """What is asked to be defined: the quoted words, else the longest compound."""
    if question.quoted:
        return max(question.quoted, key=len)
    match = re.search(r"([^\s、。「」]{2,30})(?:とは|って何|の意味|の定義)", question.topic)
    return _FRAMED.split(match[1])[-1].removeprefix("の") if match else ""
