"""Whether the years of a statement are those of what it says, not of another sentence or quote."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.proof import Proof, squashed
from ingest.normalise import fold
from ingest.years import find_years

#: The end of a sentence that tells something, as a heading does not.
_TOLD = re.compile(r"(?:[るたすうくいむ]|です)$")
#: Words that are no cell's.
_CLAUSE = re.compile(r"^[^\t]{4,}[をがは][^\t]{2,}$", re.DOTALL)


def another_year(part: str, proof: Proof) -> str | None:
    """A year that stands in another sentence of the quote than the words do."""
    said = {(y.year, y.month) for y in find_years(fold(part))}
    shown = {y.year for y in find_years(fold(proof.words))}
    # A cell has the year of its column.
    dated = shown or _TOLD.search(proof.quote.rstrip("。 \n")) or _CLAUSE.search(proof.quote)
    if dated and {year for year, _ in said} - shown:
        return "a year of another quote"
    sentences = [fold(s) for s in re.split(r"。", proof.quote) if s.strip()]
    if not said or len(sentences) < 2:
        return None
    pairs = {a + b for a, b in pairwise(squashed(part))}
    nearest = max(sentences, key=lambda s: len(pairs & {a + b for a, b in pairwise(squashed(s))}))
    own = {y.year for y in find_years(nearest)}
    if not own:
        # A heading's year is that of what follows, a sentence's is its own.
        told = {y.year for s in sentences if _TOLD.search(s) for y in find_years(s)}
        return "a year of another sentence" if {year for year, _ in said} <= told else None
    return None if {year for year, _ in said} <= own else "a year of another sentence"
