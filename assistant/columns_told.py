"""Cells of a quoted row that a statement gives under the head of another column of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from assistant.units import Unit
from ingest.model import Record
from ingest.normalise import fold
from ingest.values import find_figures
from ingest.years import find_years, without_years

_KINDS = frozenset(("cell", "header"))
_BRACKETS = re.compile(r"[(（\[［][^()（）\[\]]*[)）\]］]")
#: What stands between a head and the words that a cell gives under it.
_IS = r"(?:は|が|:)、?「?"
LONGEST = 24

Span = tuple[int, int, str]


def miscolumned(text: str, units: Sequence[Unit]) -> str | None:
    """The cell that a statement has under another column's head or year than its row; None where there is no such."""
    records = [r for u in units for r in u.records if r.kind in _KINDS and r.attribute]
    if not records:
        return None
    said = _without_names(_plain(text), records)
    heads = {head for r in records for head in _heads(r.attribute)}
    found = sorted(_places(said, heads))
    return _of_figures(said, found, records) or _of_words(said, found, records)


def _plain(text: str) -> str:
    """A text without white space but that between figures (567 16.7%)."""
    return re.sub(r"\s+(?!\d)|(?<!\d)\s+", "", fold(text))


@lru_cache(maxsize=4096)
def _heads(attribute: str) -> tuple[str, ...]:
    """What a column is called: its whole head and the innermost, without years, units and notes."""
    bare = without_years(_BRACKETS.sub("", attribute), " ")
    found = (_plain(bare), _plain(bare.split()[-1]) if bare.split() else "")
    return tuple(head for head in dict.fromkeys(found) if head and not head.isdigit())


def _without_names(said: str, records: Iterable[Record]) -> str:
    """A statement with the names of its rows blotted out, which may hold a column's head."""
    for name in sorted({_plain(r.measure or "") for r in records}, key=len, reverse=True):
        if len(name) >= 2:
            said = said.replace(name, "\0" * len(name))
    return said


def _places(said: str, heads: Iterable[str]) -> Iterator[Span]:
    """Where heads stand, the longest first where one holds another."""
    taken = [False] * len(said)
    for head in sorted(heads, key=len, reverse=True):
        # A head of one character stands by itself only (計は).
        alone = rf"(?<=[の、]){re.escape(head)}(?=[はが:])" if len(head) == 1 else re.escape(head)
        for m in re.finditer(alone, said):
            if not any(taken[m.start() : m.end()]):
                taken[m.start() : m.end()] = [True] * len(head)
                yield m.start(), m.end(), head


def _of_figures(said: str, found: Sequence[Span], records: Sequence[Record]) -> str | None:
    """A figure that a row has in other columns than the one named last before it, or in those of other years."""
    years = [y for y in find_years(said) if any(r.fiscal_year == y.year for r in records)]
    within = [*((y.start, y.end) for y in find_years(said)), *((start, end) for start, end, _ in found)]
    figures = [f for f in find_figures(said) if not any(s <= f.start < e for s, e in within)]
    since = 0
    for figure in figures:
        named = [head for start, end, head in found if since <= start and end <= figure.start]
        told = {y.year for y in years if since <= y.start and y.end <= figure.start}
        since = figure.end
        own = [r for r in records if any(abs(f.number) == abs(figure.number) for f in find_figures(r.value))]
        under = [r for r in own if not named or named[-1] in _heads(r.attribute)]
        in_time = [r for r in under if not told or r.fiscal_year in (None, *told)]
        if own and not in_time:
            return figure.text
    return None


def _of_words(said: str, found: Sequence[Span], records: Sequence[Record]) -> str | None:
    """The same of what stands in words, right behind a head."""
    values = {_plain(r.value) for r in records if r.number is None and 2 <= len(_plain(r.value)) <= LONGEST}
    for _, end, head in found:
        for value in values:
            if re.match(_IS + re.escape(value), said[end:]):
                own = {h for r in records if _plain(r.value) == value for h in _heads(r.attribute)}
                if head not in own:
                    return value
    return None
