"""A set of measures or items as a draft: how many, then each with its proof."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Coverage
from assistant.draft import Draft, Member, Statement
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit

#: With more members a count names them in one line instead of one each.
ONE_EACH = 8
#: From here on things are counted otherwise than by つ.
TEN = 10
_COUNTER = re.compile(r"(?:いくつ|幾つ)|何(?P<counter>[かカヶケ箇]所|事業|施策|項目|種類|路線|地区)")
_NOTE = re.compile(r"(?<=[^\s*])[*＊](?:\d{1,2})?(?![*＊\d])|(?<=\S)[(（]?(?:※|注)\s?\d{1,2}[)）]?|(?<=\S)※")


def without_notes(name: str) -> str:
    """A name without the signs of footnotes (PMH*への登録, 公金収納※3)."""
    return _NOTE.sub("", name).strip() or name


def listing(question: Question, scope: Scope, members: Sequence[Member], lead: Unit | None = None) -> Draft:
    """`lead` proves what the set is of."""
    members = [replace(m, name=without_notes(m.name)) for m in members]
    english = question.lang == "en"
    opening = f"{len(members)} found:" if english else f"{_counted(len(members), question.text)}あります。"
    units = tuple(u for m in members for u in m.units)
    several = len({scope.owner_name(u) for u in units} - {None}) > 1
    if question.kind == "count" and len(members) > ONE_EACH:
        names = (", " if english else "、").join(m.name for m in members)
        units_of_all = tuple(m.units[0] for m in members)
        statements = [Statement(f"{opening}{' ' if english else ''}{names}", units_of_all, (str(len(members)),))]
    else:
        statements = [
            Statement(opening, (lead,) if lead else (), (str(len(members)),)),
            *(Statement(f"- {_with_owner(m, several, scope)}", m.units) for m in members),
        ]
    covered = {scope.covered[c].code for u in units if (c := u.passage.municipality) in scope.covered}
    return Draft(
        kind="list",
        statements=tuple(statements),
        members=tuple(members),
        coverage=Coverage(documents=len({u.passage.document for u in units}), municipalities=len(covered)),
        evidence=units,
    )


def _counted(number: int, text: str) -> str:
    """A number with the counter that the question asks by (いくつ, 何か所)."""
    asked = _COUNTER.search(text)
    if asked and asked["counter"]:
        return f"{number}{asked['counter']}"
    return f"{number}つ" if asked and number < TEN else f"{number}件"


def _with_owner(member: Member, several: bool, scope: Scope) -> str:
    """A name, where those of several municipalities are listed behind whose it is."""
    owner = scope.owner_name(member.units[0]) if several and member.units else None
    return f"{owner}「{member.name}」" if owner and owner not in member.name else member.name
