"""Which language a text is in."""

from __future__ import annotations

import re

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥]")
_LETTER = re.compile(r"[A-Za-z]")


def is_english(text: str) -> bool:
    """Whether a text is English, with Japanese names at most."""
    return len(JAPANESE.findall(text)) * 2 <= len(_LETTER.findall(text))
