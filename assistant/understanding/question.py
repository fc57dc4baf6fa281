"""A question, understood."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.understanding.combined import Joined
from assistant.understanding.kinds import Kind, Of
from assistant.understanding.terms import Term, Terms
from assistant.understanding.topics import EXCLUSION, asks_bodies_of
from ingest.model import Municipality
from ingest.years import YearMention

SETS = ("list", "count", "rank", "sum", "compare")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`text` is what was asked, and behind it, where a follow-up only names another object, the question before.
    `terms` weigh what is asked; `municipalities` are those it names that the index covers, `uncovered` those it
    does not; `without` are codes of those that a question over others sets aside. `of` says what the members of a
    set are. `everyone` marks a question about a set of municipalities, `sheets` one about the projects of a grant.
    `apart` are the questions whose municipalities make the set together, and how."""

    text: str
    kind: Kind
    of: Of = "none"
    lang: str
    english: bool
    terms: Terms
    municipalities: tuple[Municipality, ...] = ()
    uncovered: tuple[Municipality, ...] = ()
    prefectures: tuple[str, ...] = ()
    years: tuple[YearMention, ...] = ()
    documents: tuple[str, ...] = ()
    everyone: bool = False
    without: frozenset[str] = frozenset()
    sheets: bool = False
    excluded: tuple[Term, ...] = ()
    quoted: tuple[str, ...] = ()
    topic: str = ""
    own_topic: str = ""
    search_text: str = ""
    apart: tuple[Joined, Question, Question] | None = None

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(m.code for m in self.municipalities)

    @property
    def western_years(self) -> frozenset[int]:
        return frozenset(m.year for m in self.years)


def asks_bodies(question: Question) -> bool:
    """Whether municipalities are asked for, not their measures or figures."""
    return question.everyone and (
        question.of == "municipality" or asks_bodies_of(EXCLUSION.sub(" ", question.text), question.english)
    )
