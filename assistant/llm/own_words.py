"""A plan's own sentences, for statements of a model that were not proven: what was quoted is true, whatever was made
of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from assistant.llm.quotes import find
from assistant.llm.replies import Said
from assistant.orders import is_order
from assistant.units import Unit
from ingest.model import Passage
from ingest.normalise import view

#: A longer sentence is no answer, a shorter one a label.
LONGEST, SHORTEST = 260, 8
#: As much of a sentence must have been quoted.
QUOTED = 8
_PART = re.compile(r"(?:[^。\t]|。(?=[」』）)]))+(?:。[」』）)]?|(?=\t)|$)")
#: Marks of tables and legends, fields of forms (事業費：), pieces without an end.
_NO_SENTENCE = re.compile(r"[◇◆△▲○〇●◎□■→⇒|]|[:：]|[、,]$|^[、。)）」』]")
_ENDS = re.compile(r"。[」』）)]?$|(?:[るすくうたい]|[一-龥ァ-ヴー]{2,})$")
_PARTICLE = re.compile(r"[一-龥ァ-ヴーA-Za-z0-9」）)](?:を|に|が|は|で|と|へ|から|まで)(?!る)")


def own_sentences(
    said: Said, passages: Sequence[Passage], units_of: Callable[[Passage], Sequence[Unit]]
) -> Iterator[Unit]:
    """The whole sentences that a statement's quotes were copied from. Pieces of tables, labels and orders to a reader
    are none."""
    for marker, quote in said.quotes:
        if not 1 <= marker <= len(passages) or not quote.strip():
            continue
        passage = passages[marker - 1]
        if span := find(quote, passage.text):
            yield from _sentences(passage, *span, units_of(passage))


def _sentences(passage: Passage, start: int, end: int, units: Sequence[Unit]) -> Iterator[Unit]:
    left, right = passage.start + start, passage.start + end
    for unit in units:
        if unit.start >= right or unit.end <= left:
            continue
        raw = passage.text[unit.start - passage.start : unit.end - passage.start]
        for part in _PART.finditer(raw):
            words = part.group()
            first = unit.start + part.start() + len(words) - len(words.lstrip())
            last = unit.start + part.end() - (len(words) - len(words.rstrip()))
            shared = view(passage.text[max(first, left) - passage.start : max(min(last, right) - passage.start, 0)])
            text = view(passage.text[first - passage.start : last - passage.start])
            if min(last, right) > max(first, left) and len(shared) >= QUOTED and _tells(text, unit.kind):
                yield Unit(passage, first, last, text, "quote")


def _tells(text: str, kind: str) -> bool:
    """Whether a text is a sentence, or an item of a list that says what is done."""
    if not SHORTEST <= len(text) <= LONGEST or _NO_SENTENCE.search(text.lstrip("●◆■□○")) or is_order(text):
        return False
    if text.rstrip("」』）)").endswith("。"):
        return True
    return kind == "sentence" and _ENDS.search(text) is not None and _PARTICLE.search(text) is not None
