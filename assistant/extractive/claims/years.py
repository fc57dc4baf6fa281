"""The years of a claim held against dates, status marks, roadmaps and results by year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.extractive.claims.acts import speaks_of
from assistant.extractive.claims.states import VERB, as_statement, sentences
from assistant.extractive.roadmaps import ACTIONS
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from ingest.normalise import squash, view
from ingest.years import YearMention, find_years

#: The share of what a claim says of its topic that a clause with another year must have.
SAID_ELSEWHERE = 0.45
_TOPIC = re.compile(r"[^、。]*?(?:では|には|については|は)(?!な)、?")


def dated(question: Question, near: Sequence[Evidence], scope: Scope, said: Sequence[str]) -> Unit | bool:
    """True when the claim's years stand with the evidence (or it names none), False when they do not, and the unit
    that gives another date for the same thing where there is one."""
    wanted = question.years
    if not wanted:
        return True
    told = _roadmap(question, near, scope, said)
    if told is not None:
        return told
    if any(w.month for w in wanted):
        return _to_the_month(question, near)
    if any(m.year == w.year for e in near[:3] for m in find_years(e.unit.text) for w in wanted):
        return True
    first = near[0]
    around = [*find_years(view(first.passage.text)), *find_years(" ".join(first.passage.headings))]
    if any(r.fiscal_year == w.year for r in first.unit.records for w in wanted):
        return True
    own = find_years(first.unit.text)
    if own:
        return first.unit
    if any(m.year == w.year for m in around for w in wanted) or not around:
        return True
    return _told_elsewhere(question, near, scope) or False


def _told_elsewhere(question: Question, near: Sequence[Evidence], scope: Scope) -> Unit | None:
    """The clause or cell of the best unit's measure that gives what the claim says of its topic another year."""
    topic = _TOPIC.match(question.text)
    if topic is None or len(question.western_years) != 1:
        return None
    named, finder = scope.finder.haystack(topic.group()), scope.finder
    said = Terms.build(t for t in question.terms.terms if named.holds(t) < 0.5)
    first = near[0].passage
    for e in near:
        if (e.passage.document, e.passage.measure, e.passage.page) != (first.document, first.measure, first.page):
            continue
        cells = [(r.value, {r.fiscal_year}) for r in e.unit.records if r.fiscal_year and r.number is None]
        clauses = [(c, {m.year for m in find_years(c)}) for c in re.split(r"[、。]", e.unit.text)]
        for text, years in cells or clauses:
            if len(years) == 1 and len(text) >= 4 and said.coverage(finder.haystack(text)) >= SAID_ELSEWHERE:
                return None if years & question.western_years else e.unit
    return None


def _to_the_month(question: Question, near: Sequence[Evidence]) -> Unit | bool:
    """Whether the evidence gives the claim's month. What it gives of the same act with another month contradicts; a
    year without a month leaves the claim open."""
    wanted = [w for w in question.years if w.month]
    for e in near[:3]:
        text = e.unit.text
        if any(_same_month(m, w, text) for m in find_years(text) for w in wanted):
            return True
    verb = VERB.search(as_statement(question.text))
    for sentence in sentences(near[0].unit.text):
        told = any(m.month for m in find_years(sentence))
        if told and (verb is None or speaks_of(verb[1], sentence)):
            return near[0].unit
    return False


def _same_month(mention: YearMention, wanted: YearMention, text: str) -> bool:
    """The same month of the same year; the end of a fiscal year is its March, and its beginning its April."""
    if mention.month is not None or not mention.fiscal:
        return (mention.year, mention.month) == (wanted.year, wanted.month)
    behind = text[mention.end : mention.end + 3]
    if wanted.month == 3:
        return mention.year == wanted.year - 1 and behind.startswith("末")
    return wanted.month == 4 and mention.year == wanted.year and bool(re.match(r"当?初|の?初め|の?はじめ", behind))


def _roadmap(question: Question, near: Sequence[Evidence], scope: Scope, said: Sequence[str]) -> Unit | bool | None:
    """A roadmap says in which year an action falls: compares the claim's action and year with its cells."""
    text = squash(" ".join(said))
    action = next((group for group in ACTIONS if any(word in text for word in group)), None)
    if action is None:
        return None
    for e in near[:4]:
        cells = [
            r
            for r in scope.finder.records_of(e.passage.document).get(e.passage.page, [])
            if r.kind == "cell" and r.fiscal_year and any(word in squash(r.value) for word in action)
        ]
        if cells:
            if any(r.fiscal_year == w.year for r in cells for w in question.years):
                return True
            return scope.record_unit(cells[0]) or False
    return None
