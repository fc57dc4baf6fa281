"""English phrases of a text by what Japanese plans write for them, and which of its words no phrase covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

from index.english import FUNCTION_WORDS, plain, singular, split_words, stem

_T = TypeVar("_T")

_SUFFIXES = {
    "city": "市", "shi": "市", "town": "町", "cho": "町", "machi": "町", "village": "村", "mura": "村", "son": "村",
    "prefecture": "県", "ken": "県", "prefectural": "県", "municipal": "", "ward": "区", "ku": "区",
}  # fmt: skip
#: Romanised names that are also English words are names only with a capital or a suffix (Date City).
_ALSO_ENGLISH = {
    "date",
    "mine",
    "same",
    "sake",
    "sue",
    "tone",
    "nose",
    "kite",
    "one",
    "age",
    "ate",
    "ide",
    "made",
    "use",
}


class Phrases:
    """English phrases by their words as written, else by their singulars, else by their stems.

    Different words may share a stem (park, parking): the form itself goes first, then the last of the file.
    """

    def __init__(self, phrases: Mapping[str, Sequence[str]]) -> None:
        self._written: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._singulars: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._stems: dict[tuple[str, ...], dict[tuple[str, ...], tuple[str, ...]]] = {}
        for phrase, values in phrases.items():
            words = tuple(split_words(phrase))
            if not words:
                continue
            singulars = tuple(map(singular, words))
            self._written[words] = tuple(values)
            if words == singulars or singulars not in self._written:
                self._singulars[singulars] = tuple(values)
            self._stems.setdefault(tuple(map(stem, words)), {})[words] = tuple(values)
        self._longest = max(map(len, self._written), default=0)

    def found(self, words: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Every known phrase among the words of a text, with its place; they may overlap."""
        singulars, stems = tuple(map(singular, words)), tuple(map(stem, words))
        for size in range(1, self._longest + 1):
            for start in range(len(words) - size + 1):
                at = slice(start, start + size)
                asked = tuple(words[at])
                values = self._written.get(asked) or self._singulars.get(singulars[at])
                values = values or self._by_stem(asked, stems[at])
                if values:
                    yield start, start + size, values

    def _by_stem(self, asked: tuple[str, ...], stems: tuple[str, ...]) -> tuple[str, ...] | None:
        matching = self._stems.get(stems, {})
        for known, values in reversed(matching.items()):
            if not any(map(_differ_by_e, known, asked)):
                return values
        return None


def _differ_by_e(one: str, other: str) -> bool:
    """Words that a final e keeps apart share a stem but no sense: not and note, far and fare, car and care."""
    return one + "e" == other or other + "e" == one


def names_in(text: str, words: list[str], names: Mapping[str, str]) -> list[tuple[int, int, tuple[str, ...]]]:
    by_words = {tuple(split_words(name)): japanese for name, japanese in names.items()}
    by_words.pop((), None)
    capitals = {word for raw in re.findall(r"\w+", plain(text)) if raw[0].isupper() for word in split_words(raw)}
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for size in range(1, max(map(len, by_words), default=0) + 1):
        for i in range(len(words) - size + 1):
            japanese = by_words.get(tuple(words[i : i + size]))
            if japanese is None:
                continue
            suffix = _SUFFIXES.get(words[i + size]) if i + size < len(words) else None
            if suffix is None and words[i] in _ALSO_ENGLISH and words[i] not in capitals:
                continue
            if suffix == "県" and japanese[-1] in "市町村区":
                japanese = japanese[:-1] + suffix
            found.append((i, i + size + (suffix is not None), (japanese,)))
    return found


def without_overlaps(found: list[tuple[int, int, _T]]) -> list[tuple[int, int, _T]]:
    chosen: list[tuple[int, int, _T]] = []
    for start, end, value in sorted(found, key=lambda f: (f[0] - f[1], f[0])):
        if all(end <= other_start or start >= other_end for other_start, other_end, _ in chosen):
            chosen.append((start, end, value))
    return sorted(chosen, key=lambda f: f[0])


def telling_words(words: Sequence[str], covered: set[int]) -> list[str]:
    """Words outside the covered places that name something: no number, abbreviation of a letter or two, or word of
    every sentence."""
    left = [word for i, word in enumerate(words) if i not in covered and len(word) > 2 and word.isalpha()]
    return [w for w in dict.fromkeys(left) if w not in FUNCTION_WORDS and not _is_general(w) and not w.endswith("ly")]


def _is_general(word: str) -> bool:
    """Whether a word, or the one of which it is the participle (fitted, fit), names nothing by itself."""
    return word in general_words() or word.endswith("ed") and stem(word) in _general_stems()


@cache
def _general_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in general_words() if not word.endswith(("ed", "ing")))


@cache
def general_words() -> frozenset[str]:
    text = Path(__file__).with_name("general_english.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
