"""The years of a claim held against dates, status marks, roadmaps and results by year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.evidence import Evidence
from assistant.extractive.claims.acts import speaks_of
from assistant.extractive.claims.figures import in_figures, undated
from assistant.extractive.claims.starts import STARTED, begins
from assistant.extractive.claims.states import VERB, as_statement, sentences
from assistant.extractive.claims.subjects import share_said
from assistant.extractive.roadmaps import ACTIONS, step
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from ingest.model import Record
from ingest.normalise import squash, view
from ingest.values import find_figures
from ingest.years import YearMention, find_years

#: The share of what a claim says of its topic that a clause with another year must have.
SAID_ELSEWHERE = 0.45
#: The share of a sentence's topic, or of a sentence without one, that a claim on the same act must have.
OWN = 0.8
_OF = re.compile(r"[※・\s]*([^、。()（）]{2,24}?)(?:については|では|は)(?!な)")
#: A year said twice: 2021年(令和3年)7月1日.
_TWICE = re.compile(
    r"((?:19|20)\d\d年)[(（](?:令和|平成|昭和)(?:元|\d{1,2})年[)）]|((?:令和|平成|昭和)(?:元|\d{1,2})年)[(（](?:19|20)\d\d年[)）]"
)
_FROM = re.compile(r"(?:度|末)?(?:から|より)")
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
    starts = begins(question.text)
    if starts and _begins_then(question, near):
        return True
    if not starts and _stands(question, near):
        return True
    first = near[0]
    around = [*find_years(view(first.passage.text)), *find_years(" ".join(first.passage.headings))]
    if find_years(first.unit.text):
        if {m.year for m in find_years(first.unit.text)} <= question.western_years:
            return True
        verb = VERB.search(as_statement(question.text))
        return first.unit if verb is None or question.english or speaks_of(verb[1], squash(first.unit.text)) else False
    if not starts and (any(m.year == w.year for m in around for w in wanted) or not around):
        return True
    return _told_elsewhere(question, near, scope) or False


def _stands(question: Question, near: Sequence[Evidence]) -> bool:
    """Whether the claim's year stands in one of the best units or heads a figure of it."""
    wanted = question.western_years
    return (
        any(m.year in wanted for e in near[:3] for m in find_years(e.unit.text))
        or any(_gives(r, question) for e in near for r in e.unit.records)
        or any(r.fiscal_year in wanted for r in near[0].unit.records)
    )


def _begins_then(question: Question, near: Sequence[Evidence]) -> bool:
    """Whether a sentence of the evidence says of the claim's year that something begins or is done."""
    return any(
        any(
            m.year in question.western_years and (STARTED.search(sentence) or _FROM.match(sentence, m.end))
            for m in find_years(sentence)
        )
        for e in near
        for sentence in sentences(e.unit.text)
    )


def _gives(record: Record, question: Question) -> bool:
    """Whether a cell of the claim's year gives one of the claim's figures."""
    if record.number is None or record.fiscal_year not in question.western_years:
        return False
    figures = find_figures(undated(in_figures(question.text)))
    return any(f.unit is not None and (f.number, f.unit) == (record.number, record.unit) for f in figures)


def otherwise(question: Question, near: Sequence[Evidence], scope: Scope) -> Unit | None:
    """The unit that puts the claim's own act, of its topic or in its words, in another year (支所は令和9年度から開始);
    None where one of them puts it in the claim's."""
    verb, wanted = VERB.search(as_statement(question.text)), question.western_years
    if verb is None or len(wanted) != 1 or any(m.month for m in question.years) or question.english:
        return None
    found: Unit | None = None
    for e in near:
        for sentence in sentences(e.unit.text):
            for year, acts in _acts(sentence):
                if not speaks_of(verb[1], squash(acts)):
                    continue
                if year in wanted:
                    return None
                found = found or (e.unit if _is_own(question, sentence, scope) else None)
    return found


def agrees(question: Question, near: Sequence[Evidence], scope: Scope) -> bool:
    """Whether a sentence says nearly all of a claim, its act in its year."""
    verb = VERB.search(as_statement(question.text))
    return verb is not None and any(
        year in question.western_years and speaks_of(verb[1], squash(acts))
        for e in near
        for sentence in sentences(e.unit.text)
        for year, acts in _acts(sentence)
        if question.terms.coverage(scope.finder.haystack(sentence)) >= OWN
    )


def _acts(sentence: str) -> Iterator[tuple[int, str]]:
    """What a sentence says of each of its years, up to the next."""
    mentions = find_years(sentence)
    ends = [*(m.start for m in mentions[1:]), len(sentence)]
    for m, end in zip(mentions, ends, strict=False):
        yield m.year, sentence[m.end : end]


def _is_own(question: Question, sentence: str, scope: Scope) -> bool:
    """Whether a sentence has the claim's topic, or hardly a word that the claim has not."""
    topic = _OF.match(sentence)
    own = share_said(question, topic[1], scope) if topic else share_said(question, sentence, scope)
    return own is not None and own >= OWN


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
        text = _TWICE.sub(lambda m: m[1] or m[2], e.unit.text)
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
    label = next((found for e in near[:4] if (found := step(e))), None)
    starts = label is not None and begins(question.text)
    action = next((group for group in ACTIONS if any(word in text for word in group)), ACTIONS[0] if starts else None)
    if action is None:
        return None
    for e in near[:4]:
        cells = [
            r
            for r in scope.finder.records_of(e.passage.document).get(e.passage.page, [])
            if r.kind == "cell" and r.fiscal_year and any(word in squash(r.value) for word in action)
        ]
        cells = [r for r in cells if label and (r.measure or "").startswith(label)] or cells
        if cells:
            first = min(cells, key=lambda r: r.fiscal_year or 0)
            if starts and (first.fiscal_year or 0) < min(question.western_years):
                return scope.record_unit(first) or False
            if any(r.fiscal_year == w.year for r in cells for w in question.years):
                return True
            return scope.record_unit(cells[0]) or False
    return None
