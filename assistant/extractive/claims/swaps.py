"""Claims of several clauses that each give a thing its name (AのBは「X」であり、CのDは「Y」である)."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.extractive.claims.judgement import Judgement, topical
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from ingest.normalise import squash

_QUOTED = re.compile(r"[「『]([^」』]{2,20})[」』]|[\"“]([^\"”]{2,20})[\"”]")
_CLAUSES = re.compile(r"(?<=[でりしはが])、|;|,? (?:and|while|whereas) ")
#: How much of a clause's other words the evidence must hold.
HELD = 0.5


def exchanged(question: Question, scope: Scope) -> Judgement | None:
    """Whether each clause's name stands with what it is said to name; contradicted where another clause's name stands
    there instead. None where the claim gives fewer than two names, or the plans do not give all of them."""
    clauses = [c for c in _CLAUSES.split(question.text) if c]
    named = [(c, squash("".join(m[1] or m[2] for m in [_QUOTED.search(c)] if m))) for c in clauses]
    named = [(c, name) for c, name in named if name]
    if len(named) < 2 or len({name for _, name in named}) < 2:
        return None
    units: list[Unit] = []
    wrong: list[Unit] = []
    for clause, name in named:
        others = {other for _, other in named if other != name}
        own, another = _standing(question, clause, name, others, scope)
        if own is not None:
            units.append(own)
        elif another is not None:
            wrong.append(another)
    if wrong:
        return Judgement("contradicted", (*wrong, *units))
    return Judgement("supported", tuple(units)) if len(units) == len(named) else None


def _standing(
    question: Question, clause: str, name: str, others: set[str], scope: Scope
) -> tuple[Unit | None, Unit | None]:
    """The unit on a clause's thing that gives its name, and the one that gives another clause's name."""
    rest = squash(clause).replace(name, " ")
    terms = Terms.build(t for t in topical(question).terms if t.text in rest)
    owners = tuple(m for m in question.municipalities if squash(m.name) in rest) or question.municipalities
    topic = replace(question, terms=terms, municipalities=owners)
    hits = scope.finder.hits(topic, scope.finder.where(topic, scope.public_only), 20)
    near = [e for e in scope.finder.gather(topic, hits) if e.own_words >= HELD]
    own = next((e.unit for e in near if name in squash(e.unit.text)), None)
    another = next((e.unit for e in near if any(o in squash(e.unit.text) for o in others)), None)
    return own, another
