"""The pieces of a statement that stand in its quote, letter by letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from assistant.alignment_words import (
    BREAK,
    CALENDAR,
    CELL,
    DATED,
    GOVERNMENTS,
    HANGS,
    LIMITS,
    NUMBERING,
    OPENING,
    OWN_SUBJECT,
    STOP,
)
from assistant.clause_words import ACTORS
from ingest.normalise import normalise
from ingest.years import find_years

#: Whose deed a clause tells, at its beginning; the municipality itself may be left out.
_SUBJECT = re.compile(r"(?:(?P<own>本[市町村県]|当[市町村]|市|町|村)|(?P<who>[^、。はがも]{1,16}?))(?:は|が|も)$")
#: Beginnings that are tried; the least that a piece of a name must be.
FIRSTS, PIECE = 4, 4


@dataclass(frozen=True, slots=True)
class Line:
    """Letters, digits and signs of a text; `breaks[i]` is what stood before `chars[i]`, the last behind them all."""

    chars: str
    breaks: tuple[str, ...]


@lru_cache(maxsize=2048)
def line_of(source: str) -> Line:
    seen = normalise(source)
    text = seen.text
    gaps = {
        i: "\t"
        for i in range(1, len(text))
        if re.search(r"\t|[ \u3000]{2,}", source[seen.ends[i - 1] : seen.offsets[i]] if seen.offsets[i] else "")
    }
    years = {m.start: m for m in find_years(text.lower())}
    chars: list[str] = []
    breaks: list[str] = []
    waiting, i = "", 0
    while i < len(text):
        waiting += gaps.get(i, "")
        if (m := years.get(i)) and m.end > i:
            said = f"{m.year}年" + ("度" if text[m.start : m.end].endswith("度") else "")
            said += (f"{m.month}月" if m.month else "") + (f"{m.day}日" if m.day else "")
            chars += said
            breaks += [waiting] + [""] * (len(said) - 1)
            waiting, i = "", m.end
            continue
        c = text[i].lower()
        inner = c == "." and text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()
        if inner or c in "%％" or unicodedata.category(c)[0] in "LNS":
            chars.append(c)
            breaks.append(waiting)
            waiting = ""
        elif not (c in ",，" and text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()):
            waiting += c
        i += 1
    return Line("".join(chars), (*breaks, waiting))


@dataclass(frozen=True, slots=True)
class Run:
    """`statement[at:at + size]` is `quote[start:start + size]`."""

    at: int
    start: int
    size: int

    @property
    def end(self) -> int:
        return self.start + self.size


def first_runs(s: Line, q: Line, names: tuple[str, ...]) -> Iterator[Run]:
    """Pieces that a statement may begin with, behind nothing but names; the longest first."""
    found = [run for i in range(len(s.chars)) if (run := _longest(s, i, q, None))]
    longest = sorted(found, key=lambda run: -run.size)[: 4 * FIRSTS]
    opened = (r for r in longest if OPENING.fullmatch(unnamed(s.chars[: r.at], names)))
    return islice((r for r in opened if not _of_another(q, r.start, s.chars[: r.at], names)), FIRSTS)


def runs_of(s: Line, q: Line, first: Run, names: tuple[str, ...]) -> list[Run]:
    """The statement's pieces that stand in the quote, each as near behind the one before as there is one as long."""
    out, i = [first], first.at + first.size
    while i < len(s.chars):
        found = _longest(s, i, q, out[-1].end)
        named = max((_piece(s.chars, i, n) for n in names), default=0)
        if found and found.size >= named:
            out.append(found)
        i += max(found.size if found else 1, named)
    return out


def _piece(text: str, i: int, name: str) -> int:
    """How long a piece of a name stands at a place: the whole, or PIECE characters and more."""
    if text.startswith(name, i):
        return len(name)
    size = PIECE
    while text[i : i + size] in name and i + size <= len(text):
        size += 1
    return size - 1 if size > PIECE else 0


def _longest(s: Line, i: int, q: Line, behind: int | None) -> Run | None:
    best: Run | None = None
    if _cuts(s, i):
        return None
    start = q.chars.find(s.chars[i])
    while start >= 0:
        size = _common(s, i, q, start)
        fits = size > 1 or start == behind or not "ぁ" <= s.chars[i] <= "ん"
        if size and fits and (behind is not None or _begins(q, start)):
            run = Run(i, start, size)
            if best is None or _rank(run, behind) > _rank(best, behind):
                best = run
        start = q.chars.find(s.chars[i], start + 1)
    return best


def _common(s: Line, i: int, q: Line, start: int) -> int:
    """How many characters two texts share from two places on, no number and no Latin word cut."""
    if _cuts(q, start):
        return 0
    size = 0
    while s.chars[i + size : i + size + 1] == q.chars[start + size : start + size + 1] != "":
        size += 1
    while size and (_cuts(s, i + size) or _cuts(q, start + size)):
        size -= 1
    return size


def _rank(run: Run, behind: int | None) -> tuple[int, int]:
    """Longer is better, and what follows on the run before is worth more than its length."""
    if behind is None:
        return run.size, -run.start
    bonus = 3 if run.start == behind else 1 if behind < run.start < behind + 12 else 0 if run.start > behind else -2
    return run.size + bonus, -abs(run.start - behind)


def _cuts(line: Line, at: int) -> bool:
    """Whether a place lies inside a number, a year or a Latin word."""
    if not 0 < at < len(line.chars) or line.breaks[at]:
        return False
    a, b = line.chars[at - 1], line.chars[at]
    if (a.isdigit() or a == ".") and (b.isdigit() or b in ".年"):
        return True
    return a.isascii() and b.isascii() and a.isalpha() and b.isalpha()


@lru_cache(maxsize=4096)
def unnamed(text: str, names: tuple[str, ...]) -> str:
    """An opening without its years and the names in it: whole ones, and one longer piece of a name. Of several pieces
    a sentence of its own could be made."""
    text = CALENDAR.sub("", text)
    out, i, pieces = "", 0, 0
    while i < len(text):
        size = max((len(name) for name in names if text.startswith(name, i)), default=0)
        if not size and not pieces:
            size = max((_piece(text, i, name) for name in names), default=0)
            pieces += bool(size)
        out += "" if size else text[i]
        i += size or 1
    return out


def sentence_start(q: Line, at: int) -> int:
    return next((i for i in range(at, 0, -1) if STOP.search(q.breaks[i]) or "\t" in q.breaks[i]), 0)


def _of_another(q: Line, start: int, opening: str, names: tuple[str, ...]) -> bool:
    """Whether a statement that begins here leaves out that another government does it; what it is on, where it gives
    a year instead; or, where it says that the municipality itself does it, that somebody else does."""
    before = q.chars[sentence_start(q, start) : start]
    while before != (before := DATED.sub("", before)):
        pass
    found = _SUBJECT.search(before)
    if found is None or found["own"]:
        return False
    if re.search("年度?は$", opening):
        return True  # A year in the place of what the clause is on.
    kind = found["who"][-1]
    if GOVERNMENTS.search(found["who"]):
        return not (kind in "都道府県" and any(name.endswith(kind) for name in names))
    return ACTORS.search(found["who"]) is not None and re.search("(?<![でに])[はが]$", opening) is not None


def _begins(q: Line, start: int) -> bool:
    """Whether a statement may begin here: at a clause, behind its subject or its date, and behind no condition."""
    before = q.chars[sentence_start(q, start) : start]
    if not before or CELL.search(q.breaks[start]):
        return True
    if NUMBERING.fullmatch(before) or unicodedata.category(before[-1]) == "So":
        return True
    if LIMITS.search(before) and not OWN_SUBJECT.search(before):
        return False
    if BREAK.search(q.breaks[start]):
        return not HANGS.search(before) or LIMITS.search(before) is None
    return bool(OWN_SUBJECT.search(before) or DATED.search(before)) and LIMITS.search(before) is None
