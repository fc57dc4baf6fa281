"""Claims on the year in which something begins, and those that deny it up to that year (まで始まらない, not until)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence import Evidence
from assistant.extractive.claims.subjects import share_said
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from ingest.normalise import view
from ingest.years import find_years

#: Verbs as they stand before a negation, each with what affirms them, present and past.
_VERBS = {
    "始まら": ("始まる", "始まった"),
    "始め": ("始める", "始めた"),
    "使え": ("使える", "使えた"),
    "行わ": ("行う", "行った"),
    "行われ": ("行われる", "行われた"),
    "され": ("される", "された"),
    "し": ("する", "した"),
}
#: The share of what begins that a claim must say, and of the claim that the sentence and its headings must have.
OWN, NEAR = 0.8, 0.5
_YEAR = r"(?P<year>(?:\d|元)(?:年度|年)?(?:\d{1,2}月)?)"
_DONE = "|".join(sorted(_VERBS, key=len, reverse=True))
_UNTIL = re.compile(
    rf"{_YEAR}(?:になる)?まで(?!に)(?:は)?、?(?P<what>[^。、]{{0,16}}?)(?P<verb>{_DONE})"
    r"(?P<end>ませんでした|ません|なかった|ない)"
)
_ONLY_THEN = re.compile(rf"{_YEAR}に(?:なって|入って)(?:から)?、?(?:初めて|はじめて|やっと|ようやく)?、?")
_NOT_UNTIL = re.compile(
    r"\b(?:(?:will|did|does|do|is|are|was|were) not|won't|didn't|doesn't|isn't|wasn't) (?P<what>[\w' ,-]{2,60}?) "
    r"(?:until|before) (?=(?:the )?(?:FY|fiscal|financial|Reiwa|20\d\d|[A-Z][a-z]+ 20\d\d))"
)
#: What the lexicon makes of a denied start.
_DENIED = re.compile(r"(?:未|不|非)[一-龥]{2,3}")
_BEGINS = re.compile(
    r"(?:年度?|月)(?:から|より)|始ま|始め|開始|スタート(?!アップ)|着手|"
    r"\b(?:start|begin|began|launch|introduc|go(?:es)? into|went into|come into|from (?=FY|fiscal))",
    re.IGNORECASE,
)
#: Behind what begins, and in front of the date at which it does; or behind that date.
STARTED = re.compile(r"開始|始[めま]|スタート|導入|稼働|供用|開設|開館|開業|着手|運用|実施|設置|配備|整備")
_THEN = re.compile(
    r"(?P<what>[一-龥ァ-ヶーA-Za-z]{2,12})の?(?:開始|運用開始|供用開始|稼働|導入|開設|着手)(?:時期)?[がはを]、?$"
)
#: Behind the name of what begins, and behind the date that follows it (窓口は令和8年1月開始).
_NAMED = re.compile(r"(?P<what>[ぁ-んー一-龥ァ-ヶA-Za-z]{3,16}?)は、?$")
_THEN_BEGINS = re.compile(
    r"(?:に|から|より)?、?(?:本格|運用|供用|利用|受付|サービス)?(?:開始|始[めま]|スタート|稼働|開設|開館|開業)"
)
_FROM_THEN = re.compile(
    r"(?:から|に|より)、?(?P<what>[一-龥ァ-ヶーA-Za-z]{2,12})(?:を|が|の)?(?:本格)?(?:開始|始[めま]|スタート|稼働|供用|開設)"
)


def begins(text: str) -> bool:
    """Whether a claim says when something begins, and so that it has not begun before."""
    return _BEGINS.search(text) is not None


def affirmed(question: Question) -> Question:
    """The claim with what it denies up to a year said to begin in that year."""
    if not question.years:
        return question
    if question.english:
        text = _NOT_UNTIL.sub(lambda m: f"will {m['what']} from ", question.text)
    else:
        text = _ONLY_THEN.sub(r"\g<year>から", _UNTIL.sub(_affirmative, question.text))
    if text == question.text:
        return question
    terms = Terms.build(t for t in question.terms.terms if not _DENIED.fullmatch(t.text))
    return replace(question, text=text, terms=terms)


def _affirmative(found: re.Match[str]) -> str:
    past = found["end"] in ("ませんでした", "なかった")
    return f"{found['year']}から{found['what']}{_VERBS[found['verb']][past]}"


def begun_otherwise(question: Question, near: Sequence[Evidence], scope: Scope) -> Unit | None:
    """The unit that says of what a claim is about that it began in another year than the claim's; None
    where one says the claim's."""
    if not begins(question.text):
        return None
    found: Unit | None = None
    for e in near:
        text = view(e.unit.text)
        for mention in find_years(text):
            told = _THEN.search(text[: mention.start]) or _FROM_THEN.match(text, mention.end)
            if told is None and _THEN_BEGINS.match(text, mention.end):
                told = _NAMED.search(text[: mention.start])
            if (
                told is None
                or (share_said(question, told["what"], scope) or 0.0) < OWN
                or not _is_near(question, e, told["what"], scope)
            ):
                continue
            if any(
                w.year == mention.year and (not mention.month or w.month in (None, mention.month))
                for w in question.years
            ):
                return None
            found = found or e.unit
    return found


def _is_near(question: Question, e: Evidence, what: str, scope: Scope) -> bool:
    """Whether a unit and its headings have a fair part of a claim, what begins in any compound."""
    layers = [scope.finder.haystack(e.unit.text), scope.finder.context_of(e.passage)]
    held = (t.weight * (1.0 if what in t.text else max(h.holds(t) for h in layers)) for t in question.terms.terms)
    return sum(held) >= NEAR * question.terms.total
