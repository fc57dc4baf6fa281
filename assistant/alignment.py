"""Whether a Japanese statement is its quote's words in its quote's order: whole clauses may be left out, endings may be
polite or plain, calendars and known synonyms may change, and nothing else.

The order carries who does what to whom, so words alone prove nothing. Errs towards refusing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from assistant.alignment_words import (
    BREAK,
    CALENDAR,
    CELL,
    CLOSES,
    DATED,
    ENDING,
    HANGS,
    LIMITS,
    LINKS,
    NUMBERING,
    OPENING,
    OPENS,
    OWN_SUBJECT,
    SAME,
    STOP,
    TAKES_BACK,
)
from index.lexicon import default_lexicon
from ingest.normalise import fold, normalise
from ingest.years import find_years

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
class _Run:
    """`statement[at:at + size]` is `quote[start:start + size]`."""

    at: int
    start: int
    size: int

    @property
    def end(self) -> int:
        return self.start + self.size


def misaligned(sentence: str, quote: str, names: Iterable[str]) -> str | None:
    """Why a sentence is not its quote's words in order; None where it is. `names` may stand before them: the
    municipality's, the measure's, the headings'."""
    q = line_of(quote)
    s = line_of(_reworded(sentence, fold(quote)))
    known = _names(names)
    problem = "words that the quote does not have, or not at the beginning of a clause"
    for first in _firsts(s, q, known):
        found = _unjoined(s, q, _runs(s, q, first, known), known)
        if found is None:
            return None
        problem = found
    return problem


def _unjoined(s: Line, q: Line, runs: Sequence[_Run], names: tuple[str, ...]) -> str | None:
    first = runs[0]
    opened, own = CALENDAR.findall(s.chars[: first.at]), CALENDAR.findall(_shown(s, first))
    if opened and own and _shown(s, first).endswith(own[-1]) and own[-1] not in opened:
        return "a value of another year"
    for a, b in zip(runs, (*runs[1:], None), strict=True):
        if _ends(q, a, s.chars[a.at + a.size :]):
            return None
        if b is None:
            return f"an ending that the quote does not have: {s.chars[max(0, a.at + a.size - 6) :][:30]}"
        said = s.chars[a.at + a.size : b.at]
        if not _follows(q, a, b, said, names):
            place = f"{_shown(s, a)[-8:]}{said}{_shown(s, b)[:8]}"
            return f"words in another order or joined otherwise than in the quote: {place}"
    return "nothing of the quote"


def is_opening(part: str, names: Iterable[str]) -> bool:
    """Whether a part only names what is spoken of (霧ヶ浜町では)."""
    return OPENING.fullmatch(_unnamed(line_of(part).chars, _names(names))) is not None


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Names as they stand in a line, the longest first; without their years too (目標値(R11))."""
    lines = [line_of(n).chars for n in names if n]
    found = {*lines, *(CALENDAR.sub("", line) for line in lines)} - {""}
    return tuple(sorted(found, key=len, reverse=True))


def _shown(s: Line, run: _Run) -> str:
    return s.chars[run.at : run.at + run.size][:24]


def _reworded(sentence: str, quote: str) -> str:
    """The sentence with known synonyms as its quote has them."""
    text = fold(sentence)
    for found in reversed(default_lexicon().groups_in(text)):
        if found.term not in quote and (own := next((x for x in found.synonyms if x in quote), None)):
            text = text[: found.start] + own + text[found.end :]
    return text


def _firsts(s: Line, q: Line, names: tuple[str, ...]) -> Iterator[_Run]:
    """Pieces that a statement may begin with, behind nothing but names; the longest first."""
    found = [run for i in range(len(s.chars)) if (run := _longest(s, i, q, None))]
    longest = sorted(found, key=lambda run: -run.size)[: 4 * FIRSTS]
    return islice((r for r in longest if OPENING.fullmatch(_unnamed(s.chars[: r.at], names))), FIRSTS)


def _runs(s: Line, q: Line, first: _Run, names: tuple[str, ...]) -> list[_Run]:
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


def _longest(s: Line, i: int, q: Line, behind: int | None) -> _Run | None:
    best: _Run | None = None
    if _cuts(s, i):
        return None
    start = q.chars.find(s.chars[i])
    while start >= 0:
        size = _common(s, i, q, start)
        fits = size > 1 or start == behind or not "ぁ" <= s.chars[i] <= "ん"
        if size and fits and (behind is not None or _begins(q, start)):
            run = _Run(i, start, size)
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


def _rank(run: _Run, behind: int | None) -> tuple[int, int]:
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
def _unnamed(text: str, names: tuple[str, ...]) -> str:
    """An opening without its years and the names in it, longer pieces of names included."""
    text = CALENDAR.sub("", text)
    out, i = "", 0
    while i < len(text):
        size = max((_piece(text, i, name) for name in names), default=0)
        out += "" if size else text[i]
        i += size or 1
    return out


def _sentence_start(q: Line, at: int) -> int:
    return next((i for i in range(at, 0, -1) if STOP.search(q.breaks[i]) or "\t" in q.breaks[i]), 0)


def _sentence_end(q: Line, at: int) -> int:
    return next((i for i in range(at, len(q.chars)) if STOP.search(q.breaks[i]) or "\t" in q.breaks[i]), len(q.chars))


def _begins(q: Line, start: int) -> bool:
    """Whether a statement may begin here: at a clause, behind its subject or its date, and behind no condition."""
    before = q.chars[_sentence_start(q, start) : start]
    if not before or CELL.search(q.breaks[start]):
        return True
    if NUMBERING.fullmatch(before) or unicodedata.category(before[-1]) == "So":
        return True
    if LIMITS.search(before) and not OWN_SUBJECT.search(before):
        return False
    if BREAK.search(q.breaks[start]):
        return not HANGS.search(before) or LIMITS.search(before) is None
    return bool(OWN_SUBJECT.search(before) or DATED.search(before)) and LIMITS.search(before) is None


def _same(said: str, shown: str) -> bool:
    return said == shown or any(said in row and shown in row for row in SAME)


def _follows(q: Line, a: _Run, b: _Run, said: str, names: tuple[str, ...]) -> bool:
    """Whether the second piece may follow the first with `said` between them. Cells of a row may come in any order."""
    ended = CELL.search(q.breaks[a.end]) or a.end == len(q.chars)
    started = CELL.search(q.breaks[b.start]) or b.start == 0
    dated, own = set(CALENDAR.findall(said)), set(CALENDAR.findall(q.chars[b.start : b.end]))
    if ended and started and not (dated and own - dated) and LINKS.fullmatch(_unnamed(said, names)):
        return True
    if b.start < a.end:
        return False
    between = q.chars[a.end : b.start]
    if not between:
        return said in ("", "の", "を") or (bool(q.breaks[b.start]) and LINKS.fullmatch(said) is not None)
    if _same(said, between) or (not said and q.chars[b.start] in "をにがはでの" and _listed(q, a.end, b.start)):
        return True
    for i in range(min(len(between), 8) + 1):
        if (i or not said) and _same(said, between[:i]) and _spare(q, a.end + i, b.start):
            return True
        if i and _same(said, between[-i:]) and (_spare(q, a.end, b.start - i) or _listed(q, a.end, b.start - i)):
            return True
    return bool(LINKS.fullmatch(said) and q.breaks[a.end] and q.breaks[b.start] and _spare(q, a.end, b.start))


def _spare(q: Line, start: int, end: int) -> bool:
    """Whether `quote[start:end]` may be left out: whole clauses, brackets, signs, and nothing that limits the rest."""
    out = q.chars[start:end]
    if all(unicodedata.category(c) == "So" for c in out):
        return True
    if STOP.search(q.breaks[start]) and STOP.search(q.breaks[end]):
        return True
    if LIMITS.search(out):
        return False
    if OPENS.search(q.breaks[start]) and CLOSES.search(q.breaks[end]):
        return True
    before = q.chars[_sentence_start(q, start) : start]
    if HANGS.search(before):
        return False
    inner = re.search(r"[、,，・\t ]|[。！？]", q.breaks[start]) or re.search(r"(?:は|では|には)$", before)
    return bool(inner and (BREAK.search(q.breaks[end])))


def _listed(q: Line, start: int, end: int) -> bool:
    """Whether `quote[start:end]` is a further member of a list, which the same particle closes."""
    return (
        re.search(r"[、・]", q.breaks[start]) is not None
        and not "ぁ" <= q.chars[start - 1] <= "ん"
        and not LIMITS.search(q.chars[start:end])
    )


def _ends(q: Line, last: _Run, said: str) -> bool:
    """Whether a statement may end here: at a clause, with nothing behind it in its sentence that limits it."""
    stop = _sentence_end(q, last.end)
    rest = q.chars[last.end : stop]
    if CELL.search(q.breaks[last.end]) or not rest:
        return ENDING.fullmatch(said) is not None
    for i in range(min(len(rest), 8) + 1):
        at = last.end + i
        closed = at == stop or BREAK.search(q.breaks[at])
        if not closed:
            continue
        shown = rest[:i]
        fits = _same(said, shown) or (not shown and ENDING.fullmatch(said))
        fits = fits or any(said.startswith(x) and ENDING.fullmatch(said[len(x) :]) for x in _forms(shown) if x)
        if fits and not HANGS.search(q.chars[_sentence_start(q, last.end) : at]):
            later = q.chars[at:stop]
            return not _modal(later)
    return False


def _forms(shown: str) -> Iterator[str]:
    yield shown
    for row in SAME:
        if shown in row:
            yield from row


def _modal(rest: str) -> bool:
    """Whether the end of a sentence takes back what stands before it in other clauses."""
    return TAKES_BACK.search(rest) is not None
