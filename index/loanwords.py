"""Loanwords of plans by the English words that they come from, as UniDic tells them (カフェ-cafe)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from index.english import stem

_KATAKANA = re.compile(r"[ァ-ヶー]{2,}")


class Loanwords:
    def __init__(self, texts: Iterable[str], origins: Callable[[str], Sequence[tuple[str, str]]]) -> None:
        """`origins` gives the words that one in katakana is made of, each with the foreign word, "" for none."""
        self._by_origin: dict[str, dict[str, None]] = {}
        for word in dict.fromkeys(match for text in texts for match in _KATAKANA.findall(text)):
            parts = origins(word)
            for part, origin in (*parts, (word, "".join(o for _, o in parts if all(dict(parts).values())))):
                if origin and len(part) > 1:
                    self._by_origin.setdefault(stem(origin), {})[part] = None

    def japanese(self, english: str) -> tuple[str, ...]:
        """The katakana words of the texts that come from an English word; nothing where there are none."""
        return tuple(self._by_origin.get(stem(english), ()))
