"""What a claim says of the thing that it names: evidence that only names the thing does not prove it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.extractive.plan_items import plain_name
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from ingest.normalise import squash

#: How much a claim must say of a thing to be looked at, and the share of it that the evidence must hold.
LEAST, HELD = 0.4, 0.4
#: What a word counts that only stands in the passage of the evidence.
AROUND = 0.8
UNITS = 4
_JAPANESE = re.compile(r"[ぁ-んァ-ヴー一-龥々A-Z0-9・]{4,}")
#: What a claim is about (A市のBは).
_TOPIC = re.compile(r"(?:[^、。はがのを]{2,8}[市町村県区]の)?([^、。はがを]{4,30})(?:は|って)、?")


def only_named(question: Question, units: Sequence[Unit], scope: Scope) -> bool:
    """Whether units hold hardly anything of a claim but the name of the thing that it is about."""
    names = [squash(name) for u in units[:UNITS] for name in _names(u, question)]
    names = [name for name in names if name]
    if not names or any(u.records and all(r.kind != "cell" for r in u.records) for u in units[:1]):
        return False
    rest = Terms.build(t for t in question.terms.terms if not any(t.text in name for name in names))
    if rest.total < LEAST:
        return False
    hay = scope.finder.haystack
    layers = [(hay(u.text), 1.0) for u in units[:UNITS]]
    layers += [(hay(u.passage.text), AROUND) for u in units[:1]]
    return rest.coverage_by(layers) < HELD


def _names(unit: Unit, question: Question) -> list[str]:
    """The names of the unit's thing, or of those of its line, that stand in a claim."""
    said = squash(question.text)
    names = [unit.passage.measure or "", *unit.passage.headings, *(r.measure or "" for r in unit.records)]
    names += re.split(r"[\s、・]+", unit.text)
    names += _JAPANESE.findall(question.text) if question.english else []
    topic = _TOPIC.match(question.text) if not question.english else None
    names += [topic[1]] if topic else []
    plain = (squash(plain_name(re.sub(r"\s*[(（][^()（）]*[)）]$", "", name))) for name in names if name)
    return [name for name in plain if len(name) >= 4 and name in said]
