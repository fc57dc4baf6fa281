"""Claims on a value by its name (朝市バスの運賃は500円である), held against a sentence that gives it of the same thing,
which may stand in the sentence before or in the heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.extractive.claims.figures import in_date, in_figures, undated, whole_figures
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Haystack, Terms
from assistant.units import Unit
from ingest.normalise import fold, squash
from ingest.values import Figure, find_figures

_CLAIM = re.compile(
    r"(?P<of>[^、。]{2,40}?)の(?P<label>[一-龥ァ-ヴー]{2,8})[はが]、?(?P<per>[^、。\d]{0,8}(?:\d{1,2}[回人台枚泊月年日])?)"
    r"(?P<value>\d[^、。]{0,12}?)(?:である|です|だ|とする|と(?:し|なっ)て[^、。]{0,6}|になる|となる)?。?\s*$"
)
#: How many characters may stand between the name and its value, how many of the best units are looked at, and what a
#: word of the thing weighs at least.
APART, LOOKED_AT, TELLING = 16, 12, 0.15


def valued_otherwise(question: Question, scored: Sequence[Evidence], scope: Scope) -> Unit | None:
    """The sentence that gives the claim's value otherwise; None where one gives it so, or only of another thing."""
    text = undated(in_figures(question.text))
    claim = _CLAIM.search(text) if not (question.english or question.years) else None
    figures = [f for f in whole_figures(text) if claim and f.start >= claim.start("value") and not in_date(f, text)]
    if claim is None or len(figures) != 1 or not figures[0].unit:
        return None
    label, own = squash(claim["label"]), squash(claim["of"])
    names = squash(" ".join(m.name for m in question.municipalities))
    thing = Terms.build(
        t for t in question.terms.terms if t.weight >= TELLING and t.text in own and t.text not in (label, names)
    )
    found: list[Unit] = []
    for e in scored[:LOOKED_AT]:
        given = _given(e.unit.text, label, figures[0])
        if any(o.base == figures[0].base for o in given):
            return None
        if given and thing.terms and not thing.missing(_around(e, scope)):
            found.append(e.unit)
    return found[0] if found else None


def _given(text: str, label: str, figure: Figure) -> list[Figure]:
    """The figures of the same unit that a sentence gives right behind the name."""
    text = fold(text)
    out = []
    for match in re.finditer(rf"(?<![一-龥ァ-ヴー]){re.escape(label)}[はがを:：]", text):
        behind = text[match.end() : match.end() + APART + 12]
        near = (f for f in find_figures(behind) if f.start <= APART and f.base_unit == figure.base_unit)
        out += list(near)[:1]
    return out


def _around(e: Evidence, scope: Scope) -> list[Haystack]:
    finder = scope.finder
    before = [u for u in finder.units(e.passage) if u.end <= e.unit.start and u.kind in ("sentence", "heading")]
    last = max(before, key=lambda u: u.end, default=None)
    texts = [e.unit.text, *([last.text] if last else [])]
    return [*(finder.haystack(text) for text in texts), finder.context_of(e.passage)]
