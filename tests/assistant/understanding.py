"""Questions as an index that covers a few municipalities understands them."""

from __future__ import annotations

from assistant.answer import Request
from assistant.understanding.question import Question
from assistant.understanding.reading import Understanding
from assistant.understanding.terms import TermReader
from index.analysis import shared_analyser
from index.lexicon import default_lexicon
from ingest.municipalities import national

NAMES = (
    "佐賀県",
    "佐賀市",
    "唐津市",
    "武雄市",
    "伊万里市",
    "多久市",
    "鹿島市",
    "小城市",
    "太良町",
    "有田町",
    "みやき町",
)
COVERED = [m for name in NAMES if (m := national().resolve(name))]
READER = TermReader(shared_analyser(), default_lexicon(), lambda lemma: 0, 1000)
UNDERSTANDING = Understanding(READER, national(), COVERED)


def ask(question: str, *history: str, **fields: object) -> Question:
    turns = tuple(("user", turn) for turn in history)
    return UNDERSTANDING.understand(Request(question=question, history=turns, **fields))  # type: ignore[arg-type]


def names(question: Question) -> list[str]:
    return [m.name for m in question.municipalities]
