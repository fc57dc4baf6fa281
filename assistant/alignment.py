"""Whether a Japanese statement is its quote's words in its quote's order: whole clauses may be left out, endings may be
polite or plain, calendars and known synonyms may change, and nothing else.

The order carries who does what to whom, so words alone prove nothing. Errs towards refusing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from assistant.aligned_runs import Line, Run, first_runs, line_of, runs_of, sentence_start, unnamed
from assistant.alignment_words import (
    BREAK,
    CALENDAR,
    CELL,
    CLOSES,
    ENDING,
    GOES_ON,
    HANGS,
    LIMITS,
    LINKS,
    OPENING,
    OPENS,
    SAME,
    STOP,
    TAKES_BACK,
)
from index.lexicon import default_lexicon
from ingest.normalise import fold

#: From how many characters on a heading with a comma is a sentence that was taken for one.
SENTENCE = 30


def misaligned(sentence: str, quote: str, names: Iterable[str]) -> str | None:
    """Why a sentence is not its quote's words in order; None where it is. `names` may stand before them: the
    municipality's, the measure's, the headings'."""
    q = line_of(quote)
    s = line_of(_reworded(sentence, fold(quote)))
    known = _names(names)
    problem = "words that the quote does not have, or not at the beginning of a clause"
    for first in first_runs(s, q, known):
        found = _unjoined(s, q, runs_of(s, q, first, known), known)
        if found is None:
            return None
        problem = found
    return problem


def _unjoined(s: Line, q: Line, runs: Sequence[Run], names: tuple[str, ...]) -> str | None:
    first = runs[0]
    opened, own = CALENDAR.findall(s.chars[: first.at]), CALENDAR.findall(_shown(s, first))
    if opened and own and _shown(s, first).endswith(own[-1]) and own[-1] not in opened:
        return "a value of another year"
    for a, b in zip(runs, (*runs[1:], None), strict=True):
        if any(_ends(q, Run(a.at, a.start, size), s.chars[a.at + size :]) for size in _sizes(s, a)):
            return None
        if b is None:
            return f"an ending that the quote does not have: {s.chars[max(0, a.at + a.size - 6) :][:30]}"
        said = s.chars[a.at + a.size : b.at]
        if not _follows(q, a, b, said, names):
            place = f"{_shown(s, a)[-8:]}{said}{_shown(s, b)[:8]}"
            return f"words in another order or joined otherwise than in the quote: {place}"
    return "nothing of the quote"


def _sizes(s: Line, last: Run) -> Iterator[int]:
    """A last piece's size, and without the kana that two endings begin with (である, です)."""
    yield last.size
    for size in range(last.size - 1, max(last.size - 3, 1), -1):
        if not "ぁ" <= s.chars[last.at + size] <= "ん":
            return
        yield size


def is_opening(part: str, names: Iterable[str]) -> bool:
    """Whether a part only names what is spoken of (霧ヶ浜町では)."""
    return OPENING.fullmatch(unnamed(line_of(part).chars, _names(names))) is not None


def _names(names: Iterable[str]) -> tuple[str, ...]:
    """Names as they stand in a line, the longest first; without their years too (目標値(R11)). What is taken for a
    heading and is a sentence names nothing."""
    lines = [line_of(n).chars for n in names if n and not ("、" in n and len(n) >= SENTENCE)]
    found = {*lines, *(CALENDAR.sub("", line) for line in lines)} - {""}
    return tuple(sorted(found, key=len, reverse=True))


def _shown(s: Line, run: Run) -> str:
    return s.chars[run.at : run.at + run.size][:24]


def _reworded(sentence: str, quote: str) -> str:
    """The sentence with known synonyms as its quote has them."""
    text = fold(sentence)
    for found in reversed(default_lexicon().groups_in(text)):
        if found.term not in quote and (own := next((x for x in found.synonyms if x in quote), None)):
            text = text[: found.start] + own + text[found.end :]
    return text


def _sentence_end(q: Line, at: int) -> int:
    return next((i for i in range(at, len(q.chars)) if STOP.search(q.breaks[i]) or "\t" in q.breaks[i]), len(q.chars))


def _same(said: str, shown: str) -> bool:
    return said == shown or any(said in row and shown in row for row in SAME)


def _follows(q: Line, a: Run, b: Run, said: str, names: tuple[str, ...]) -> bool:
    """Whether the second piece may follow the first with `said` between them. Cells of a row may come in any order."""
    ended = CELL.search(q.breaks[a.end]) or a.end == len(q.chars)
    started = CELL.search(q.breaks[b.start]) or b.start == 0
    dated, own = set(CALENDAR.findall(said)), set(CALENDAR.findall(q.chars[b.start : b.end]))
    if ended and started and not (dated and own - dated) and LINKS.fullmatch(unnamed(said, names)):
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
    before = q.chars[sentence_start(q, start) : start]
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


def _ends(q: Line, last: Run, said: str) -> bool:
    """Whether a statement may end here: at a clause, with nothing behind it in its sentence that limits it."""
    stop = _sentence_end(q, last.end)
    rest = q.chars[last.end : stop]
    if CELL.search(q.breaks[last.end]) or not rest:
        return ENDING.fullmatch(said) is not None
    for i in range(min(len(rest), 8) + 1):
        at = last.end + i
        closed = at == stop or BREAK.search(q.breaks[at]) or GOES_ON.match(q.chars, at)
        if not closed:
            continue
        shown = rest[:i]
        fits = _same(said, shown) or (not shown and ENDING.fullmatch(said))
        fits = fits or any(said.startswith(x) and ENDING.fullmatch(said[len(x) :]) for x in _forms(shown) if x)
        if fits and not HANGS.search(q.chars[sentence_start(q, last.end) : at]):
            later = q.chars[at:stop]
            return not _modal(_OF_ITS_OWN.sub("", later) if GOES_ON.match(later) else later)
    return False


def _forms(shown: str) -> Iterator[str]:
    yield shown
    for row in SAME:
        if shown in row:
            yield from row


#: What is only considered behind a clause that とともに sets beside it: 導入を検討する, not 導入することを検討する.
_OF_ITS_OWN = re.compile(r"(?<=[一-龥ァ-ヴー])を検討(?:する|します|している|しています)$")


def _modal(rest: str) -> bool:
    """Whether the end of a sentence takes back what stands before it in other clauses."""
    return TAKES_BACK.search(rest) is not None
