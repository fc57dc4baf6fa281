"""Claims on the year in which something begins, and those that deny it up to that year (まで始まらない, not until)."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.understanding.question import Question
from assistant.understanding.terms import Terms

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
_YEAR = r"(?P<year>(?:\d|元)(?:年度|年)?(?:\d{1,2}月)?)"
_DONE = "|".join(sorted(_VERBS, key=len, reverse=True))
_UNTIL = re.compile(
    rf"{_YEAR}(?:になる)?まで(?:は)?、?(?P<what>[^。、]{{0,16}}?)(?P<verb>{_DONE})"
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
    r"(?:年度?|月)(?:から|より)|始ま|始め|開始|スタート|着手|"
    r"\b(?:start|begin|began|launch|go(?:es)? into|went into|come into)",
    re.IGNORECASE,
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
