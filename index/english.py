"""As much English as matching terms of municipal plans needs."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+(?:'s\b)?")
_FUNCTION_WORDS = """
a about all also an and any are as at be been by can could did do does for from give had has have how i if in into is it
its list many me much of on or our please shall should show so some tell than that the their them there these they this
those to us was we were what when where which who whom whose why will with would you your
"""
#: Words that carry no meaning of their own in a question.
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
_BRITISH = re.compile(r"is(e|es|ed|ing|ation|ations)$")
_VOWEL = re.compile("[aeiouy]")
_SIBILANT = ("s", "x", "z", "ch", "sh")


def plain(text: str) -> str:
    """Without macrons and accents (Ōmura, café), full-width letters made narrow."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def split_words(text: str) -> list[str]:
    """Latin words and numbers in lower case, without 's; whatever else stands between them parts them."""
    return [word.removesuffix("'s") for word in _WORD.findall(plain(text).lower())]


@lru_cache(maxsize=16_384)
def singular(word: str) -> str:
    """A word without its plural ending, in American spelling: parks and park, but not parking."""
    if len(word) < 3 or not word.isalpha():
        return word
    word = _BRITISH.sub(r"iz\1", word)
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith("es") and word[:-2].endswith(_SIBILANT):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return word


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """A key that a word shares with its plural, -ing and -ed forms and British spelling; not itself a word."""
    if len(word) < 3 or not word.isalpha():
        return word
    word = singular(word)
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) >= 2 and _VOWEL.search(base):
            word = base[:-1] if base[-1] == base[-2] and base[-1] not in "ls" else base
            break
    return word[:-1] if len(word) > 2 and word.endswith("e") else word
