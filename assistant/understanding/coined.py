"""Names that plans coin and put in quotation marks (「おでかけ便」), told in questions that leave the marks out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ingest.normalise import view

_QUOTED = re.compile(r"[「『]([^「」『』\n]{4,16})[」』]")
#: Kana as part of a name; names of kanji and Latin letters alone are words to the analyser anyway.
_COINED = re.compile(r"[一-龥々ァ-ヴーA-Za-z0-9]*[ぁ-ん]+[一-龥々ァ-ヴーA-Za-z0-9]*[ぁ-ん]*")
#: Phrases and sentences that are quoted too.
_PHRASE = re.compile(r"[をはがへ]|(?:[るたいすう]|など|こと|もの|化)$|^(?:その|この|あの|いつ)")
_HIRAGANA = re.compile(r"[ぁ-ねは-ん]")
_MARKS = "「『"


@dataclass(frozen=True)
class CoinedNames:
    names: frozenset[str] = frozenset()
    _pattern: re.Pattern[str] | None = field(default=None, compare=False)

    @staticmethod
    def of(texts: Iterable[str], is_common: Callable[[str], bool]) -> CoinedNames:
        """`is_common` tells words of the language and of the field from names."""
        found = {view(match[1]).strip() for text in texts for match in _QUOTED.finditer(text)}
        names = frozenset(name for name in found if _is_name(name) and not is_common(name))
        longest_first = sorted(names, key=lambda name: (-len(name), name))
        return CoinedNames(names, re.compile("|".join(map(re.escape, longest_first))) if names else None)

    def marked(self, text: str) -> str:
        """A normalised text with the names in it set in quotation marks."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda m: m.group() if _is_marked(text, m.start()) else f"「{m.group()}」", text)


def _is_name(text: str) -> bool:
    return bool(_COINED.fullmatch(text)) and not _PHRASE.search(text) and len(_HIRAGANA.findall(text)) >= 2


def _is_marked(text: str, at: int) -> bool:
    """Whether a place of a text stands in quotation marks."""
    before = text[:at]
    return max(map(before.rfind, _MARKS)) > max(map(before.rfind, "」』"))
