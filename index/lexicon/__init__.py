"""The words of municipal plans: synonyms (`synonyms.toml`), English terms (`english.toml`), and what plans call the
things of which people speak in everyday words (`everyday.tsv`)."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from index.english import FUNCTION_WORDS, split_words
from index.lexicon.english_phrases import Phrases, general_words, names_in, telling_words, without_overlaps
from index.phrases import DENIED
from ingest.errors import InputError
from ingest.normalise import fold

#: What follows the name of a municipality, whatever phrase goes on from there (Kaihoku City plans).
_BODIES = frozenset(("city", "town", "village", "ward", "prefecture"))
#: What a second or later translation of one English term weighs.
FURTHER_TRANSLATION = 0.5


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A term in a text: `fold(text)[start:end] == term`, with other names for it and the terms it includes."""

    term: str
    start: int
    end: int
    synonyms: tuple[str, ...]
    narrower: tuple[str, ...] = ()


class Lexicon:
    """Terms are compared folded: width, case and kana forms do not matter.

    `groups` are sets of terms that mean the same; `narrower` gives, for a broad term, the terms that it includes, which
    stand in for it but not the other way round; `english` the Japanese for English phrases, best first, or how to read
    them once a text holds a Latin word; `everyday` what plans write for an everyday word or phrase, by its lemmas.
    """

    def __init__(
        self,
        groups: Iterable[Sequence[str]] = (),
        narrower: Mapping[str, Sequence[str]] | None = None,
        english: Mapping[str, Sequence[str]] | Callable[[], Mapping[str, Sequence[str]]] | None = None,
        everyday: Mapping[tuple[str, ...], Sequence[str]] | None = None,
    ) -> None:
        self.everyday = everyday or {}
        self._longest: dict[str, int] = {}
        for lemmas in self.everyday:
            if len(lemmas) > self._longest.get(lemmas[0], 0):
                self._longest[lemmas[0]] = len(lemmas)
        self._synonyms: dict[str, tuple[str, ...]] = {}
        for group in groups:
            for key in map(fold, group):
                others = (*self._synonyms.get(key, ()), *(other for other in group if fold(other) != key))
                self._synonyms[key] = tuple(dict.fromkeys(others))
        self._narrower = {fold(broad): tuple(included) for broad, included in (narrower or {}).items()}
        self._terms = tuple(dict.fromkeys(term for term in (*self._synonyms, *self._narrower) if term))
        self._by_opening: dict[str, list[tuple[int, str]]] = {}
        for place, term in enumerate(self._terms):
            self._by_opening.setdefault(term[:2], []).append((place, term))
        self._given = english or {}

    @cached_property
    def _english(self) -> Mapping[str, Sequence[str]]:
        return self._given() if callable(self._given) else self._given

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(self._english)

    @cached_property
    def _in_english(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for phrase, values in self._english.items():
            for value in values[:1]:
                found.setdefault(fold(value), phrase)
        return found

    @classmethod
    def load(cls, folder: Path | None = None) -> Lexicon:
        """Reads the files of a folder, by default the ones that ship; a file or key that is absent adds nothing.

        The English one is read when it is first needed.
        """
        folder = folder or Path(__file__).parent
        synonyms = _read(folder / "synonyms.toml")
        return cls(
            synonyms.get("groups", ()),
            synonyms.get("narrower"),
            lambda: _terms(folder / "english.toml"),
            _everyday(folder / "everyday.tsv"),
        )

    def synonyms(self, term: str) -> tuple[str, ...]:
        """What else a term is called, in the order of the file; nothing for an unknown term."""
        return self._synonyms.get(fold(term), ())

    def narrower(self, term: str) -> tuple[str, ...]:
        """The terms that a broad term includes."""
        return self._narrower.get(fold(term), ())

    def official(self, lemmas: Sequence[str], phrase: Sequence[str] = ()) -> dict[str, tuple[str, ...]]:
        """For lemmas of a text, in its order, what plans write for the everyday words and phrases among them; for a
        phrase under its last lemma. `phrase` are its lemmas with what is denied (`index.phrases`): a word has no more
        to say where it is denied in a known phrase (払えない)."""
        found: dict[str, tuple[str, ...]] = {}
        content, denied = set(lemmas), set[str]()

        def add(last: str, values: Iterable[str]) -> None:
            found[last] = tuple(dict.fromkeys((*found.get(last, ()), *values)))

        for words in self._known(phrase, 2) if phrase != lemmas else ():
            last = next((word for word in reversed(words) if word in content), None)
            if last and not content.issuperset(words):
                add(last, self.everyday[words])
                denied.update(words[-2:-1] if words[-1] == DENIED else ())
        for words in self._known(lemmas, 1):
            if words[-1] not in denied:
                add(words[-1], self.everyday[words])
        return found

    def _known(self, words: Sequence[str], shortest: int) -> Iterator[tuple[str, ...]]:
        """The everyday words and phrases among words, longest first."""
        longest = [min(self._longest.get(word, 0), len(words) - i) for i, word in enumerate(words)]
        for size in range(max(longest, default=0), shortest - 1, -1):
            for i, most in enumerate(longest):
                if most >= size and tuple(words[i : i + size]) in self.everyday:
                    yield tuple(words[i : i + size])

    def in_english(self, term: str) -> str | None:
        """The first English phrase of the file that means the term before all else; None for an unknown term."""
        return self._in_english.get(fold(term))

    def groups_in(self, text: str) -> tuple[Occurrence, ...]:
        """Known terms in a text, by place. A longer term goes before the shorter ones that it overlaps."""
        folded = fold(text)
        openings = {folded[i : i + size] for i in range(len(folded)) for size in (1, 2)}
        terms = sorted(known for opening in openings for known in self._by_opening.get(opening, ()))
        found = [(m.start(), m.end(), t) for _, t in terms if t in folded for m in _word(t).finditer(folded)]
        return tuple(
            Occurrence(term, start, end, self._synonyms.get(term, ()), self._narrower.get(term, ()))
            for start, end, term in without_overlaps(found)
        )

    def translate(self, english_text: str, names: Mapping[str, str] | None = None) -> list[tuple[str, float]]:
        """`translations`, each Japanese term once: the best of each phrase at weight 1, others lower."""
        out: dict[str, float] = {}
        for values in self.translations(english_text, names):
            for rank, value in enumerate(values):
                weight = 1.0 if rank == 0 else FURTHER_TRANSLATION
                out[value] = max(out.get(value, 0.0), weight)
        return list(out.items())

    def translations(self, english_text: str, names: Mapping[str, str] | None = None) -> list[tuple[str, ...]]:
        """For each English phrase in a text, by place: its Japanese terms, best first.

        Longer phrases go first; plural, -ing and -ed forms match, the form as asked before others. `names` maps
        romanised municipality names to Japanese ones; "Kushiro", "Kushiro City" and "Kushiro-shi" all match the name
        "kushiro", and "Akita Prefecture" gives 秋田県.
        """
        return [values for _, _, values in self._placed(english_text, split_words(english_text), names or {})]

    def untranslated(self, english_text: str, names: Mapping[str, str] | None = None) -> list[str]:
        """The words that name something and stand in no known phrase or name, lower case, each once."""
        words = split_words(english_text)
        placed = self._placed(english_text, words, names or {})
        called = {i for i, (word, behind) in enumerate(pairwise(words)) if behind in _BODIES and word in (names or {})}
        return telling_words(words, called | {i for start, end, _ in placed for i in range(start, end)})

    def _is_general(self, word: str) -> bool:
        """Whether a word names nothing in this form, even where it shares its stem with a known one."""
        return word in general_words() and word not in self._english

    def _placed(self, text: str, words: list[str], names: Mapping[str, str]) -> list[tuple[int, int, tuple[str, ...]]]:
        found = names_in(text, words, names)
        for start, end, values in self._phrases.found(words):
            if end - start > 1 or not (words[start] in FUNCTION_WORDS or self._is_general(words[start])):
                found.append((start, end, values))
        return without_overlaps(found)


@cache
def _word(term: str) -> re.Pattern[str]:
    """Latin terms match whole words only: ai is not in maintain."""
    before = r"(?<![a-z0-9])" if re.match("[a-z0-9]", term) else ""
    after = r"(?![a-z0-9])" if re.search("[a-z0-9]$", term) else ""
    return re.compile(before + re.escape(term) + after)


def _terms(path: Path) -> Mapping[str, Sequence[str]]:
    """The table `terms` of a file. Where its lines are JSON but for the sign between key and value, as in the file that
    ships, they are read as that, in a tenth of the time."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    lines = [line for line in lines if line and not line.startswith("#")]
    if lines[:1] == ["[terms]"]:
        try:
            pairs = json.loads("[[" + "],[".join(line.replace('" = [', '",[', 1) for line in lines[1:]) + "]]")
            terms = dict(pairs)
        except ValueError:
            pairs, terms = [], {}
        if terms and len(terms) == len(pairs):
            return terms
    read: Mapping[str, Sequence[str]] = _read(path).get("terms", {})
    return read


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not valid TOML: {error}") from error


def _everyday(path: Path) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Lines of a word, its lemmas and what plans write for it, the latter two apart by spaces."""
    if not path.exists():
        return {}
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {tuple(lemmas.split(" ")): tuple(words.split(" ")) for _, lemmas, words in rows}


@cache
def default_lexicon() -> Lexicon:
    """The lexicon that ships, read once."""
    return Lexicon.load()
