"""A model's quotes found on their pages: white space and width may differ, nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.draft import Statement
from assistant.language import is_english
from assistant.llm.replies import Said
from assistant.units import Unit
from ingest.model import Passage
from ingest.normalise import normalise, view

#: A quote longer than this proves too much at once; one shorter than that nothing.
LONGEST, SHORTEST = 500, 2
#: Up to this length a citation grows to whole sentences and rows.
SENTENCE = 300


@lru_cache(maxsize=1024)
def _tight(text: str) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """The normalised text without white space, with each character's source span."""
    seen = normalise(text)
    kept = [i for i, c in enumerate(seen.text) if not c.isspace()]
    return "".join(seen.text[i] for i in kept), tuple(seen.offsets[i] for i in kept), tuple(seen.ends[i] for i in kept)


def find(quote: str, text: str) -> tuple[int, int] | None:
    """The span of `text` that a quote was copied from, None where it was not: no figure or Latin word may be cut."""
    wanted, (whole, starts, ends) = _tight(quote)[0], _tight(text)
    if len(wanted) < SHORTEST:
        return None
    at = whole.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if not any(_cut(whole, i) and not _apart(text, starts, ends, i) for i in (at, end)):
            return starts[at], ends[end - 1]
        at = whole.find(wanted, at + 1)
    return None


def _apart(text: str, starts: Sequence[int], ends: Sequence[int], at: int) -> bool:
    """Whether two characters without white space stand in different cells or lines."""
    return 0 < at < len(starts) and re.search(r"[\t\n]", text[ends[at - 1] : starts[at]]) is not None


def _cut(text: str, at: int) -> bool:
    """Whether a place lies inside a number (1,234.5) or a Latin word."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isdigit() and after.isdigit():
        return True
    if after in ",." and before.isdigit() and text[at + 1 : at + 2].isdigit():
        return True
    if before in ",." and after.isdigit() and text[at - 2 : at - 1].isdigit():
        return True
    return before.isascii() and before.isalpha() and after.isascii() and after.isalpha()


def located(said: Said, passages: Sequence[Passage], units_of: Callable[[Passage], Sequence[Unit]]) -> Statement | str:
    """The statement with its quotes as units of their pages; why not, where a marker or a quote is not known."""
    units: list[Unit] = []
    sentences: list[str] = []
    for marker, quote in said.quotes:
        if not 1 <= marker <= len(passages):
            return f"unknown evidence {marker}"
        passage = passages[marker - 1]
        if len(quote) > LONGEST:
            return "a quote that is too long"
        span = find(quote, passage.text) if quote.strip() else _best(said.text, passage, units_of)
        if span is None:
            return f"a quote that evidence {marker} does not hold"
        unit, whole = _unit(passage, *span, units_of(passage))
        if unit.key not in {u.key for u in units}:
            units.append(unit)
            sentences.append(whole)
    # A bare yes asserts the question's words, which no quote proves.
    text = re.sub(r"^\s*(?:はい|Yes)[、。,.]\s*", "", said.text)
    return Statement(text, tuple(units), written=True, sentences=tuple(sentences)) if units else "no quote"


def proven(
    said: Said,
    passages: Sequence[Passage],
    units_of: Callable[[Passage], Sequence[Unit]],
    problem: Callable[[Statement], str | None],
) -> Statement | str:
    """The statement that has no `problem` with its quotes, or with what stands before them; else what is wrong."""
    statement = located(said, passages, units_of)
    if isinstance(statement, str):
        return statement
    found = problem(statement)
    # An English statement is held against its quote word by word: more words would prove too much.
    if found and not is_english(said.text) and (wider := widened(statement, units_of)) and problem(wider) is None:
        return wider
    return found or statement


def _best(text: str, passage: Passage, units_of: Callable[[Passage], Sequence[Unit]]) -> tuple[int, int] | None:
    """For a statement with a marker and no quote, the unit that shares most with it; the gate then decides."""
    own = {text[i : i + 2] for i in range(len(text) - 1)}

    def shared(unit: Unit) -> int:
        return len(own & {unit.text[i : i + 2] for i in range(len(unit.text) - 1)})

    best = max(units_of(passage), key=shared, default=None)
    return (best.start - passage.start, best.end - passage.start) if best and shared(best) else None


def _unit(passage: Passage, start: int, end: int, units: Sequence[Unit]) -> tuple[Unit, str]:
    """A span of a passage as a unit with the records read from it, and the text of the whole units that it touches.

    The span grows to those units unless they are long: a citation then shows the sentence and not a piece of it."""
    left, right = passage.start + start, passage.start + end
    touched = [u for u in units if u.start < right and left < u.end]
    if touched:
        first, last = min(left, *(u.start for u in touched)), max(right, *(u.end for u in touched))
        if last - first <= SENTENCE:
            left, right, start, end = first, last, first - passage.start, last - passage.start
    records = tuple(dict.fromkeys(r for u in touched for r in u.records if r.start < right and left < r.end))
    whole = "\n".join(u.text for u in touched) or view(passage.text[start:end])
    return Unit(passage, left, right, view(passage.text[start:end]), "quote", records), whole


def widened(statement: Statement, units_of: Callable[[Passage], Sequence[Unit]]) -> Statement | None:
    """The statement with what stands before each of its quotes on the page, which may name what the quote speaks of;
    None where nothing does, or too much for a citation. A row of a table stands for itself."""
    units, sentences = [], []
    for unit, whole in zip(statement.units, statement.sentences, strict=True):
        passage = unit.passage
        before = max((u for u in units_of(passage) if u.end <= unit.start), key=lambda u: u.end, default=None)
        if before is None or unit.end - before.start > SENTENCE or _cells(before) or _cells(unit):
            units.append(unit)
            sentences.append(whole)
            continue
        text = view(passage.text[before.start - passage.start : unit.end - passage.start])
        records = tuple(dict.fromkeys((*before.records, *unit.records)))
        units.append(Unit(passage, before.start, unit.end, text, "quote", records))
        sentences.append(f"{before.text}\n{whole}")
    if [u.key for u in units] == [u.key for u in statement.units]:
        return None
    return replace(statement, units=tuple(units), sentences=tuple(sentences))


def _cells(unit: Unit) -> bool:
    text = unit.passage.text[unit.start - unit.passage.start : unit.end - unit.passage.start]
    return bool(unit.records) or re.search(r"\t|[ \u3000]{2}", text.strip()) is not None
