"""What a statement is held against."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.analysis import shared_analyser
from ingest.normalise import fold, squash


@dataclass(frozen=True, slots=True)
class Proof:
    """One quote of a statement: `quote` verbatim, `sentences` the whole units that it is cut from, `around` what names
    them (measure, headings, columns), `owner` the municipality and its romaji."""

    quote: str
    sentences: str
    around: str
    owner: str

    @property
    def words(self) -> str:
        return "\n".join((self.quote, self.around, self.owner))


@lru_cache(maxsize=4096)
def squashed(text: str) -> str:
    return squash(text)


def unheaded(quote: str, names: Sequence[str]) -> str:
    """A quote without the lines before its sentence: headings of `names`, and labels, which are much shorter than the
    line that follows and end in no particle."""
    lines = quote.split("\n")
    known = [squash(n) for n in names if n]
    while len(lines) > 1:
        first, following = lines[0].strip(), lines[1].strip()
        # A line that goes on behind the name is the sentence itself.
        named = "、" not in first and any(
            re.fullmatch(rf"{re.escape(n)}(?:[^ぁ-ん].*)?", squash(first)) or squash(first) in n for n in known
        )
        if goes_on(first, following):
            lines[0] = next((m.group("rest") for n in names if n and (m := _behind(n, first))), lines[0])
            break
        label = len(first) < 0.6 * len(following) and not re.search(r"[ぁ-ん,]$|[、。]|[年月日]から", first)
        if not (named or label):
            break
        del lines[0]
    return "\n".join(lines)


@lru_cache(maxsize=4096)
def goes_on(line: str, following: str) -> bool:
    """Whether a line ends within a word that the next one goes on with, or before the particle of its last one."""
    before, at = line[-12:], 0
    if not re.search(r"[一-龥ァ-ヴー]$", before):
        return False
    for word in shared_analyser().words(fold(before + following[:8])):
        if at < len(before) < at + len(word.surface):
            return True
        if at == len(before):
            return word.pos.startswith("助詞")
        at += len(word.surface)
    return False


def _behind(name: str, line: str) -> re.Match[str] | None:
    """What stands behind a name at the head of a line."""
    spaced = r"\s*".join(map(re.escape, squash(name)))
    return re.match(rf"{spaced}\s+(?P<rest>.{{4,}})$", line)


def stands(word: str, text: str) -> bool:
    """Whether a word stands in a squashed text; a Latin one as a word of its own."""
    if not word:
        return True
    if word.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None
    return word in text
