"""What a sweep found as an answer: a list or a count with its list, and whether one municipality is the only one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Coverage
from assistant.draft import Draft, Member, Statement
from assistant.extractive.listing import ONE_EACH
from assistant.extractive.scope import Scope
from assistant.extractive.sweep import STATUSES, Finding, candidates, status_of, sweep
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from assistant.wording import clean, counted_names, in_brackets
from ingest.model import Municipality

#: The share of a question that its own municipality must hold where the question takes for granted that it does.
TAKEN_FOR_GRANTED = 0.4
#: Characters of a member's text, beside it (name, status), and of a whole count or list.
ROOM, LEAST_ROOM, BESIDE = 110, 24, 34
MOST_OF_COUNT, MOST_OF_LIST = 570, 1900
#: Asks whether it is a municipality that has something (…するのはA市ですか), and how much less of the question than the
#: best one another may hold to be told instead.
_IS_IT = re.compile(
    r"(?:の|事業|主体|自治体|ところ|とこ|市|町|村)(?:って|は)、?(?P<name>[^、。はが]{2,14}?)(?:の(?:事業|取組|取り組み))?"
    r"(?:です|でしょう|なん?です|なの|だっけ|だよね|で(?:すよ|しょ)?|)(?:か|ね|よね|っけ)?[?？。]?$"
    r"|^(?:is|was) it (?P<en>.{3,40}?) (?:that|which|who)\b",
    re.IGNORECASE,
)
AS_GOOD, ENOUGH, MOST_OTHERS = 0.9, 0.7, 3


def listed(
    question: Question, scope: Scope, every_status: bool = False, found: Sequence[Finding] | None = None
) -> Draft:
    """A list, or a count with its list, of municipalities; with `every_status` also of those that decided against.
    `found` stands for the sweep where it was made already."""
    found = sweep(question, scope, every_status) if found is None else found
    examined = scope.municipalities_in_scope(question)
    without = tuple(m.name for m in examined if m.code not in {f.municipality.code for f in found})
    documents = [d for d in scope.documents if not question.documents or d.id in question.documents]
    coverage = Coverage(documents=len(documents), municipalities=len(examined), without=without)
    if not found:
        return Draft(kind="abstained", statements=(), coverage=coverage, abstained=True)
    words = STATUSES[question.lang]
    units = {f.municipality.code: _quote(question, scope, f) for f in found}
    opening = _opening(question, found)
    room = _room(question, len(opening), len(found))
    proofs = {f.municipality.code: (units[f.municipality.code], *_beside(question, scope, f)) for f in found}
    lines = [
        Statement(_line(f, proofs[f.municipality.code], question, room), proofs[f.municipality.code]) for f in found
    ]
    members = tuple(
        Member(f.municipality.name, _code(f.municipality), words[f.status], proofs[f.municipality.code]) for f in found
    )
    opener = Statement(opening)
    if question.kind == "count" and len(found) > ONE_EACH:
        counted = {str(len(found)), str(sum(f.municipality.name[-1] not in "町村" for f in found))}
        opener, lines = Statement(opening, tuple(units.values()), tuple(counted)), []
    return Draft(
        kind="list",
        statements=(opener, *lines),
        members=members,
        coverage=coverage,
        evidence=tuple(u for own in proofs.values() for u in own),
    )


def only(question: Question, scope: Scope) -> Draft | None:
    """Is it that municipality alone? Answered by a sweep over all; None when not even that one has it.

    That the one named has it is taken for granted by whoever asks so: less evidence is enough there.
    """
    named = question.municipalities[0]
    found = sweep(replace(question, everyone=True, municipalities=()), scope)
    if named.code not in {f.municipality.code for f in found}:
        own = next(iter(candidates(question, scope, named)), None)
        if own is None or own.coverage < TAKEN_FOR_GRANTED:
            return None
        found = [*found, Finding(named, own, status_of(own))]
    others = [f for f in found if f.municipality.code != named.code]
    ordered = [*others, *(f for f in found if f.municipality.code == named.code)][:4]
    statements = []
    for f in ordered:
        unit = _quote(question, scope, f)
        statements.append(Statement(_line(f, (unit,), question), (unit,)))
    names = ("、" if question.lang == "ja" else ", ").join(f.municipality.name for f in others[:6])
    if question.lang == "en":
        opening = f"No, also {names}." if others else "Yes, only that one."
    else:
        opening = f"いいえ。{names}にもあります。" if others else "はい。ほかの自治体の文書には見当たりません。"
    units = tuple(u for s in statements for u in s.units)
    return Draft(
        kind="answer", statements=(Statement(opening, units[: len(others)] or units), *statements), evidence=units
    )


def another(question: Question, scope: Scope) -> Draft | None:
    """Is it that municipality? Who it is instead, by a sweep over all; None where nobody else has it."""
    asked = _IS_IT.search(question.text) if len(question.municipalities) == 1 else None
    if asked is None or not _names(asked["name"] or asked["en"], question.municipalities[0]):
        return None
    found = sweep(replace(question, kind="list", everyone=True, municipalities=()), scope)
    best = max((f.evidence.coverage for f in found), default=0.0)
    found = [f for f in found if f.evidence.coverage >= max(ENOUGH, AS_GOOD * best)][:MOST_OTHERS]
    if not found or any(f.municipality.code in question.codes for f in found):
        return None
    units = [_quote(question, scope, f) for f in found]
    names = ("、" if question.lang == "ja" else ", ").join(f.municipality.name for f in found)
    opening = f"No, it is {names}." if question.lang == "en" else f"いいえ。{names}です。"
    lines = [Statement(_line(f, (u,), question), (u,)) for f, u in zip(found, units, strict=True)]
    return Draft(kind="answer", statements=(Statement(opening, tuple(units)), *lines), evidence=tuple(units))


def _names(said: str, m: Municipality) -> bool:
    return any(name and name.lower() in said.lower() for name in (m.name, m.name[:-1], m.romaji.split("-")[0]))


def _quote(question: Question, scope: Scope, f: Finding) -> Unit:
    return scope.trimmed(f.evidence.unit, question)


def _beside(question: Question, scope: Scope, f: Finding) -> tuple[Unit, ...]:
    return (scope.trimmed(f.beside.unit, question),) if f.beside else ()


def _code(m: Municipality) -> str | None:
    return None if m.code.startswith("x-") else m.code


def _opening(question: Question, found: Sequence[Finding]) -> str:
    names = [f.municipality.name for f in found]
    towns = [n for n in names if n[-1] in "町村"] if _cities_asked(question.text) else []
    cities = [n for n in names if n not in towns]
    if question.kind == "count" and towns and cities:
        names = cities
    if question.lang == "en":
        extra = f" ({', '.join(towns)}: {'a town' if len(towns) == 1 else 'towns'}, not a city)" if towns else ""
        return f"{len(names)} found: {', '.join(names)}{extra}."
    kinds = "・".join(sorted({n[-1] for n in towns}))
    extra = f"（{'・'.join(towns)}は{kinds}）" if towns else ""
    return f"{counted_names(names)}が該当します：{'、'.join(names)}{extra}。"


def _cities_asked(text: str) -> bool:
    """Whether a question asks for cities alone, in either language."""
    asked = re.search(r"市は|の市|どの市|どこの市|何市|\bcit(?:y|ies)\b", text, re.IGNORECASE)
    return asked is not None and not re.search(
        r"町|村|自治体|\btowns?\b|\bvillages?\b|municipalit", text, re.IGNORECASE
    )


def _room(question: Question, opening: int, members: int) -> int:
    """How many characters the text of each member may have, so that the whole stays short."""
    most = MOST_OF_COUNT if question.kind == "count" else MOST_OF_LIST
    return max(LEAST_ROOM, min(ROOM, (most - opening) // members - BESIDE))


def _line(f: Finding, units: Sequence[Unit], question: Question, room: int = ROOM) -> str:
    unit, *beside = units
    measure = unit.passage.measure
    title = f"「{measure}」" if measure and measure not in unit.text and room >= ROOM else ""
    status = in_brackets(STATUSES[question.lang][f.status], question.lang)
    body = " / ".join(_about(clean(u.text), question.terms, room // len(units)) for u in (unit, *beside))
    return f"- {f.municipality.name}{status}{title}{': ' if question.lang == 'en' else '：'}{body}"


def _about(text: str, terms: Terms, room: int) -> str:
    """The part of a long text about the weightiest of the terms that it holds."""
    if len(text) <= room:
        return text
    words = [w for t in sorted(terms.terms, key=lambda t: -t.weight) for w in (t.text, *t.alternatives)]
    at = next((i for w in words if (i := text.lower().find(w)) >= 0), 0)
    start = 0 if at < room * 0.7 else at - room // 3
    left = text[start : start + room - 2]
    return ("…" if start else "") + re.sub(r"[\d.,，]+$", "", re.sub(r"^[\d.,，]+", "", left) if start else left) + "…"
