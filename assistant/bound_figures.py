"""Figures stay with what they count: the words and the year of a figure in a statement are its own in the proof."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from assistant.units import Unit
from index.analysis import shared_analyser
from ingest.normalise import fold
from ingest.values import Figure, find_figures
from ingest.years import YearMention, find_years

_LABEL_END = re.compile(r"[。；;、，,／/|\t\n]")
#: The number of a heading or an item (3-2 保育料), which is no figure.
_NUMBERING = re.compile(r"(?:(?<=[「＝=:：\s])|^)\d{1,2}(?:-\d{1,2})+(?=[\s」\[]|$)")
#: What frames a statement without asserting anything of its own.
FRAME = frozenset(
    word
    for line in resources.files("assistant").joinpath("frame_words.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)


@lru_cache(maxsize=4096)
def lemmas(text: str) -> tuple[str, ...]:
    return tuple(shared_analyser().lemmas(text))


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure with the words that stand before (and behind) it, and the years that govern it."""

    number: str
    value: float
    unit: str | None
    label: frozenset[str]
    nearest: str
    behind: frozenset[str]
    years: frozenset[int]
    sure: bool


@lru_cache(maxsize=2048)
def bound_figures(text: str) -> tuple[Bound, ...]:
    """The figures of a text in order. One without words before it shares those of the figure before, as in a table's
    row; a row of years before a row of as many figures governs them one by one."""
    text = fold(text)
    years = find_years(text)
    blank = list(text)
    for start, end in [*((y.start, y.end) for y in years), *(m.span() for m in _NUMBERING.finditer(text))]:
        blank[start:end] = "\x00" * (end - start)
    bare = "".join(blank)
    figures = [f for f in find_figures(bare.replace("\x00", " ")) if not _dates(bare, f)]
    aligned = _aligned(bare, figures, years)
    out: list[Bound] = []
    for i, f in enumerate(figures):
        since = figures[i - 1].end if i else 0
        before = bare[since : f.start]
        cut = [m.end() for m in _LABEL_END.finditer(before)]
        near = before[cut[-1] :] if cut else before
        words = _content(near) or _content(before)
        ordered = _ordered(near) or _ordered(before)
        behind = bare[f.end : figures[i + 1].start if i + 1 < len(figures) else len(bare)]
        stop = _LABEL_END.search(behind)
        following = _content(behind[: stop.start()] if stop else behind)
        if not words and out:
            words, nearest = out[-1].label, out[-1].nearest
        else:
            nearest = ordered[-1] if ordered else ""
        governing, sure = aligned.get(f.start) or _governing(bare, f.start, f.end, years)
        out.append(Bound(f"{abs(f.number):.10g}", abs(f.base), f.base_unit, words, nearest, following, governing, sure))
    return tuple(out)


def _dates(text: str, figure: Figure) -> bool:
    """Whether a figure is a month or a day: what those may be is decided elsewhere."""
    return figure.unit == "日" or text[figure.end : figure.end + 1] == "月"


def _content(text: str) -> frozenset[str]:
    return frozenset(w for w in lemmas(text.replace("\x00", " ")) if w not in FRAME and not w[0].isdigit())


def _ordered(text: str) -> list[str]:
    words = lemmas(text.replace("\x00", " "))
    return [w for w in words if w not in FRAME and not w[0].isdigit()]


def _governing(text: str, start: int, end: int, years: Sequence[YearMention]) -> tuple[frozenset[int], bool]:
    """The year before a figure in its sentence, or the one in brackets behind it."""
    behind = next((y for y in years if y.start >= end), None)
    if behind and re.fullmatch(r"\s?[(（]\s?", text[end : behind.start]):
        return frozenset({behind.year}), True
    before = [y for y in years if y.end <= start]
    if not before:
        return frozenset(), True
    last = before[-1]
    if "。" in text[last.end : start]:
        return frozenset(), True
    return frozenset({last.year}), True


def _aligned(
    text: str, figures: Sequence[Figure], years: Sequence[YearMention]
) -> dict[int, tuple[frozenset[int], bool]]:
    """A table's figures by their start: after a run of years, those runs of figures are sure that are as long."""
    run: list[YearMention] = []
    runs: list[list[YearMention]] = []
    for y in years:
        if run and re.search(r"\w", text[run[-1].end : y.start].replace("\x00", "")):
            run = []
        if not run:
            run = []
            runs.append(run)
        run.append(y)
    headers = [r for r in runs if len(r) >= 2]
    if not headers:
        return {}
    out: dict[int, tuple[frozenset[int], bool]] = {}
    for h, header in enumerate(headers):
        stop = headers[h + 1][0].start if h + 1 < len(headers) else len(text)
        row: list[int] = []
        last = header[-1].end
        rows: list[list[int]] = []
        for f in figures:
            start, end = f.start, f.end
            if not header[-1].end <= start < stop:
                continue
            if row and re.search(r"[^\W\d_]", text[last:start].replace("\x00", "")):
                row = []
            if not row:
                row = []
                rows.append(row)
            row.append(start)
            last = end
        for found in rows:
            if len(found) == len(header):
                out |= {s: (frozenset({y.year}), True) for s, y in zip(found, header, strict=True)}
            elif len(found) > 1 or len(header) > 1:
                out |= {s: (frozenset(y.year for y in header), False) for s in found}
    return out


def swapped(text: str, quotes: Sequence[str], units: Iterable[Unit], strict: bool = False) -> str | None:
    """Why the figures of a statement are not those of what it counts; None where they may be.

    A figure is refused when the words before it stand in the proof before other figures only, or (`strict`) when the
    year that governs it governs another figure there and not this one. Without `strict` two must have changed places.
    """
    proof = [b for q in quotes for b in bound_figures(q)]
    if len({b.value for b in proof}) < 2:
        return None
    records = [r for u in units for r in u.records if r.number is not None and r.fiscal_year]
    by_number: dict[str, set[int]] = {}
    for r in records:
        by_number.setdefault(f"{abs(r.number or 0):.10g}", set()).add(r.fiscal_year or 0)
    misnamed: list[str] = []
    for figure in bound_figures(text):
        same = [b for b in proof if b.value == figure.value]
        others = [b for b in proof if b.value != figure.value and (b.unit == figure.unit or strict)]
        if not same:
            continue
        if _misnamed(figure, same, others, strict):
            misnamed.append(figure.number)
            if strict or len(misnamed) > 1:
                return f"a figure of something else: {figure.number}"
        if strict and figure.years and _misdated(figure, same, by_number.get(figure.number), bool(by_number)):
            return f"a figure of another year: {figure.number}"
    return _reordered(text, proof) if strict else None


def _reordered(text: str, proof: Sequence[Bound]) -> str | None:
    """Figures of one label (４人のうち３人) that stand in another order than in the proof."""
    said = bound_figures(text)
    for a, b in zip(said, said[1:], strict=False):
        if a.number == b.number or a.label != b.label:
            continue
        places = {n: [i for i, p in enumerate(proof) if p.number == n] for n in (a.number, b.number)}
        if all(places.values()) and min(places[a.number]) > max(places[b.number]):
            return f"figures in another order: {a.number}, {b.number}"
    return None


def _misnamed(figure: Bound, same: Sequence[Bound], others: Sequence[Bound], strict: bool) -> bool:
    home = {w for b in same for w in (*b.label, *b.behind)}
    foreign = {w for b in others for w in b.label} - home
    words = figure.label
    if words & foreign and not words & home:
        return True
    if not strict:
        return False
    elsewhere = {w for b in others for w in b.behind}
    if not words and figure.behind & (elsewhere - home) and not figure.behind & (home - elsewhere):
        return True
    return bool(figure.nearest) and figure.nearest in foreign


def _misdated(figure: Bound, same: Sequence[Bound], recorded: set[int] | None, tabled: bool) -> bool:
    own = {y for b in same for y in b.years}
    # A year in a row's label (R7以降の登録者数) is not that of its figures.
    if recorded is not None:
        return not figure.years & recorded
    if figure.years & own and any(b.sure for b in same):
        return False
    if own and not figure.years & own:
        return True
    return tabled or any(not b.sure for b in same)
