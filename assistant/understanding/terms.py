"""The terms of a question, and how much of them a text holds."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from index.analysis import Analyser
from index.lexicon import Lexicon
from index.phrases import phrase_lemmas
from ingest.normalise import fold, squash
from ingest.years import find_years

_WEAK = frozenset(
    word
    for line in resources.files("assistant.understanding").joinpath("scaffold.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
#: Weight of a word that no passage holds (the asker's own words), and the factor for verbs and adjectives.
QUOTED_JAPANESE = 1.6
UNKNOWN, VERB = 0.4, 0.45
#: Weight of an English word that names something and is in no dictionary.
UNTRANSLATED = 0.8
#: What the words of one compound may weigh together, of the weight of the heaviest: a long name is named once.
PARTS = 1.5
#: What a text counts that holds what plans may write for an everyday word or what a broad word includes, and what an
#: everyday word that plans do not have weighs, of the weight of what they write for it.
LOOSELY, EVERYDAY = 0.7, 0.7
#: What function words of English questions are translated to, and what must not be searched for.
_NOISE = frozenset(["備考", "件数", "数", "いくつ", "市", "町", "村", "県", "年度", "計画", "予定"])
_INFLECTED = re.compile(r"[うくぐすつぬぶむるい]$")
_COMPOUND = re.compile(r"[一-龥々ァ-ヴーA-Za-z0-9-]{3,}")
_JOINT = re.compile(r"や|・|、|又は|または|あるいは|もしくは|とか|か|/")
_COORDINATED = re.compile(
    r"[一-龥々ァ-ヴーa-z0-9-]{2,}(?:(?:や|・|、|又は|または|あるいは|もしくは|とか|か|/)[一-龥々ァ-ヴーa-z0-9-]{2,})+"
)
#: Japanese in Hepburn's romanisation.
_ROMANISED = re.compile(r"(?:(?:([kstp])(?=\1))?(?:[kgsztdnhbpmr]y?|sh|ch|j|ts|f|w|y)?[aiueo]{1,2}|n)+")
_LATIN = re.compile(r"[a-z0-9.%-]+")
#: Marks of tables: the dictionary reads them as words (○ as 丸).
_MARKS = re.compile(r"[○〇◯●◎△▲◇◆□■▽▼×☆★→⇒⇨…]")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_QUOTED = re.compile(r"[「『\"“]([^」』\"”]{2,40})[」』\"”]")


class Sought(NamedTuple):
    """What a text must hold for a term: the lemma, else the first of the words (with what it counts, and whether it
    must stand by itself), else most of the character pairs."""

    lemma: str | None
    words: tuple[tuple[str, float, bool], ...]
    pairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """`text` is satisfied by itself or, a little less, by one of `alternatives`, and less still by what plans may write
    for an everyday word or what a broad word includes (`loosely`); all squashed. `weight` is positive."""

    text: str
    weight: float
    alternatives: tuple[str, ...] = ()
    lemma: bool = False
    quoted: bool = False
    loosely: tuple[str, ...] = ()
    sought: Sought = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        told = [(self.text, 1.0), *((word, 0.9) for word in self.alternatives)]
        words = [(word, worth, _is_latin(word)) for word, worth in told if len(word) > 1]
        words += [(word, LOOSELY, False) for word in self.loosely]
        pairs = _pairs(self.text) if len(self.text) >= 4 and not self.lemma else ()
        object.__setattr__(self, "sought", Sought(self.text if self.lemma else None, tuple(words), pairs))


@dataclass(frozen=True, slots=True)
class Haystack:
    """A text prepared for matching."""

    squashed: str
    lemmas: frozenset[str]

    @staticmethod
    def of(text: str, analyser: Analyser) -> Haystack:
        return Haystack(squash(text), frozenset(analyser.lemmas(text)))

    def holds(self, term: Term) -> float:
        """1 for the term itself, .9 for an alternative, .7 for what an everyday or a broad word may mean, up to .6 for
        most of its character pairs, else 0. Latin terms stand as whole words (ai is not in aiu), single kanji never."""
        return self.finds(term.sought)

    def finds(self, sought: Sought) -> float:
        """As `holds`."""
        if sought.lemma in self.lemmas:
            return 1.0
        text = self.squashed
        for word, worth, whole in sought.words:
            if word in text and (not whole or _stands_alone(word, text)):
                return worth
        return _share(sought.pairs, text) if sought.pairs else 0.0

    def joined(self, others: Sequence[Haystack]) -> Haystack:
        """One that holds of every term at least what this and any of the others hold."""
        if not others:
            return self
        texts = "\n".join([self.squashed, *(o.squashed for o in others)])
        return Haystack(texts, self.lemmas.union(*(o.lemmas for o in others)))

    def narrowed(self, sought: Sought) -> Sought:
        """What need still be looked for in parts of this text, with the same result."""
        text = self.squashed
        words = tuple([word for word in sought.words if word[0] in text]) if sought.words else ()
        return Sought(sought.lemma, words, sought.pairs if sought.pairs and _share(sought.pairs, text) else ())


def _share(pairs: tuple[str, ...], text: str) -> float:
    share = len([pair for pair in pairs if pair in text]) / len(pairs)
    return 0.6 * share if share >= 0.6 else 0.0


@lru_cache(maxsize=4096)
def _pairs(text: str) -> tuple[str, ...]:
    return tuple(text[i : i + 2] for i in range(len(text) - 1))


@lru_cache(maxsize=16_384)
def _is_latin(term: str) -> bool:
    return _LATIN.fullmatch(term) is not None


def _stands_alone(term: str, text: str) -> bool:
    at = text.find(term)
    while at >= 0:
        end = at + len(term)
        if text[at - 1 : at] not in _LETTERS and text[end : end + 1] not in _LETTERS:
            return True
        at = text.find(term, at + 1)
    return False


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms of a question with the total of their weights."""

    terms: tuple[Term, ...] = ()
    total: float = field(default=0.0)

    @staticmethod
    def build(terms: Iterable[Term]) -> Terms:
        unique: dict[str, Term] = {}
        for term in terms:
            known = unique.get(term.text)
            if known is None or known.weight < term.weight:
                unique[term.text] = term
        kept = tuple(
            replace(t, loosely=tuple(w for w in t.loosely if w not in unique)) if t.loosely else t
            for t in unique.values()
        )
        return Terms(kept, sum(t.weight for t in kept))

    def coverage(self, text: Haystack) -> float:
        """Share of the weight that the text satisfies, 0 to 1."""
        return sum(t.weight * text.holds(t) for t in self.terms) / self.total if self.total else 0.0

    def coverage_by(self, layers: Sequence[tuple[Haystack, float]]) -> float:
        """As `coverage`, each term at the best of several texts, discounted by the layer's factor."""
        if not self.total:
            return 0.0
        return sum(t.weight * max(factor * layer.holds(t) for layer, factor in layers) for t in self.terms) / self.total

    def missing(self, layers: Sequence[Haystack], at_least: float = 0.0) -> list[Term]:
        """Terms of at least that weight which none of the texts holds."""
        return [t for t in self.terms if t.weight >= at_least and all(layer.holds(t) < 0.5 for layer in layers)]

    def strongest(self) -> float:
        return max((t.weight for t in self.terms), default=0.0)


class TermReader:
    """Reads terms off a text: its content lemmas weighted by rarity, its compounds and quoted words, their synonyms.

    `frequency` gives the number of passages that hold a lemma, `total` the number of passages.
    """

    def __init__(
        self,
        analyser: Analyser,
        lexicon: Lexicon,
        frequency: Callable[[str], int],
        total: int,
        loanwords: Callable[[str], Sequence[str]] = lambda english: (),
    ) -> None:
        self.analyser = analyser
        self._loanwords = loanwords
        self.lexicon = lexicon
        self._frequency = frequency
        self._total = max(total, 1)

    def rarity(self, lemma: str) -> float:
        """Inverse document frequency, 0.15 (a word of scaffolding) to about 1 (in one passage or none)."""
        if lemma in _WEAK:
            return 0.12
        n = self._frequency(lemma)
        rarity = max(0.2, math.log((self._total + 1) / (n + 0.5)) / math.log(self._total + 1)) if n else UNKNOWN
        return rarity * (VERB if _INFLECTED.search(lemma) else 1.0)

    def read(self, text: str, factor: float = 1.0, either: bool = False) -> list[Term]:
        """Terms of a Japanese text. With `either`, coordinated nouns (窓口や電話など) stand in for each other."""
        terms = self._read(text, factor)
        return self._coordinated(fold(text), terms) if either else terms

    def _coordinated(self, folded: str, terms: list[Term]) -> list[Term]:
        for match in _COORDINATED.finditer(folded):
            members = [squash(m) for m in _JOINT.split(match.group())]
            for i, term in enumerate(terms):
                inside = [m for m in members if term.text in m]
                if inside and term.weight > 0.2:
                    others = tuple(m for m in members if m not in inside)
                    terms[i] = replace(
                        term, weight=term.weight / len(members), alternatives=(*term.alternatives, *others)
                    )
        return terms

    def _read(self, text: str, factor: float) -> list[Term]:
        terms = [
            Term(squash(match[1]), 1.2 * factor * self._rarest(match[1]), self._alternatives(match[1]), quoted=True)
            for match in _QUOTED.finditer(text)
        ]
        groups = self.lexicon.groups_in(text)
        folded, lemmas = fold(text), self.analyser.lemmas(_MARKS.sub(" ", text))
        official = self.lexicon.official(lemmas, phrase_lemmas(self.analyser, text, lemmas))
        for lemma in dict.fromkeys(lemmas):
            if len(lemma) == 1 and re.fullmatch(r"[ぁ-んァ-ン]", lemma):
                continue
            around = {a for g in groups if lemma in g.term for a in map(squash, g.synonyms)}
            included = {a for g in groups if lemma in g.term for a in map(squash, g.narrower)} - around
            words = official.get(lemma, ())
            same = (word for g in groups if lemma == g.term for word in g.synonyms)
            weight = factor * max(self.rarity(lemma), self._everyday(lemma, (*words, *same)))
            loosely = (*map(squash, words), *included)
            terms.append(Term(squash(lemma) or lemma, weight, tuple(around), lemma=True, loosely=loosely))
        for group in groups:
            if squash(group.term) not in {t.text for t in terms} and squash(group.term) not in _WEAK:
                weight = max((self.rarity(x) for x in self.analyser.lemmas(group.term)), default=0.5)
                terms.append(
                    Term(
                        squash(group.term),
                        0.5 * factor * weight,
                        tuple(map(squash, group.synonyms)),
                        loosely=tuple(map(squash, group.narrower)),
                    )
                )
        for match in _COMPOUND.finditer(folded):
            word = match.group()
            parts = self.analyser.lemmas(word)
            strong = [self.rarity(p) for p in parts if p not in _WEAK]
            if len(parts) > 1 and strong and len(word) >= 4 and not re.fullmatch(r"[\d,.%-]+.?", word):
                terms.append(Term(squash(word), 0.6 * factor * max(strong), self._alternatives(word)))
        return terms

    def lightened(self, terms: list[Term], text: str) -> list[Term]:
        """The terms of a text with the words of each compound weighing no more together than PARTS times the heaviest
        of them, so that a long name does not outweigh what is asked about it."""
        for match in _COMPOUND.finditer(fold(text)):
            parts = {squash(part) for part in self.analyser.lemmas(match.group())}
            inside = [t for t in terms if t.lemma and t.text in parts]
            most = PARTS * max((t.weight for t in inside), default=0.0)
            total = sum(t.weight for t in inside)
            if total > most:
                terms = [replace(t, weight=t.weight * most / total) if t in inside else t for t in terms]
        return terms

    def _everyday(self, lemma: str, words: Sequence[str]) -> float:
        """The weight of a word that the plans do not have by those that they have for it; 0 for others."""
        if not words or lemma in _WEAK or self._frequency(lemma):
            return 0.0
        known = [x for word in words for x in self.analyser.lemmas(word) if x not in _WEAK and self._frequency(x)]
        return EVERYDAY * max(map(self.rarity, known), default=0.0)

    def is_common(self, text: str) -> bool:
        """Whether a text is one word of the language, or a term of the field."""
        known = self.lexicon.synonyms(text) or self.lexicon.narrower(text)
        return len(self.analyser.lemmas(text)) < 2 or bool(known)

    def is_telling(self, text: str) -> bool:
        """Whether a quoted text holds a word that narrows a search: 検討 does not."""
        return self._rarest(text) > 0.2

    def _rarest(self, text: str) -> float:
        return max((self.rarity(lemma) for lemma in self.analyser.lemmas(text)), default=0.5)

    def _alternatives(self, text: str) -> tuple[str, ...]:
        return tuple(map(squash, (*self.lexicon.synonyms(text), *self.lexicon.narrower(text))))

    def _parted(self, compound: str) -> Iterator[str]:
        """A compound with の at one of its seams (ごみ排出量, ごみの排出量): an English phrase may stand for either."""
        words = self.analyser.words(fold(compound))
        for i in range(1, len(words)):
            if words[i - 1].pos.startswith("名詞") and words[i].pos.startswith("名詞"):
                yield f"{''.join(w.surface for w in words[:i])}の{''.join(w.surface for w in words[i:])}"

    def translate(self, text: str, names: dict[str, str]) -> list[Term]:
        """Terms for an English text: each phrase by its Japanese translations, Latin words (RPA, LINE) as they are."""
        groups = self.lexicon.translations(text, names)
        terms = []
        for options in groups:
            first = options[0]
            if find_years(first) or first in _NOISE:
                continue
            lemmas = self.analyser.lemmas(first)
            weight = max((self.rarity(x) for x in lemmas), default=0.3)
            official, narrower = self.lexicon.everyday.get(tuple(lemmas), ()), self.lexicon.narrower(first)
            same = self.lexicon.synonyms(first)
            loosely = tuple(squash(w) for w in (*official, *narrower))
            others = tuple(squash(o) for o in (*options[1:], *same, *(p for o in options for p in self._parted(o))))
            terms.append(Term(squash(first), 0.12 if first in _WEAK else weight, others, loosely=loosely))
        latin = re.findall(r"\b(?:[A-Z][A-Za-z]*[A-Z][A-Za-z]*|[A-Z]{2,}(?:-[A-Z]+)?)\b", text)
        terms.extend(
            Term(squash(w), self.rarity(squash(w)), self._alternatives(w), lemma=True)
            for w in dict.fromkeys(latin)
            if not any(squash(w) in t.text != squash(w) for t in terms)  # the AI of 生成AI asks for nothing else
        )
        terms.extend(self._untranslated(text, names, known={squash(w) for w in latin}))
        terms.extend(
            Term(squash(m[1]), 1.2, (), quoted=True)
            for m in _QUOTED.finditer(text)
            if re.search(r"[ぁ-ん一-龥ァ-ヶ]", m[1])
        )
        japanese_words = re.findall(r"[ぁ-ん一-龥ァ-ヶー]{2,}", text)
        terms.extend(t for w in japanese_words for t in self.read(w, QUOTED_JAPANESE))
        return terms

    def _untranslated(self, text: str, names: dict[str, str], known: set[str]) -> Iterator[Term]:
        """Words that no dictionary has, by the loanwords of the plans; else as they are, since leaving one out would
        ask for something else. What looks like Japanese in Latin letters is left out."""
        for word in self.lexicon.untranslated(text, names):
            loanwords = self._loanwords(word)
            if loanwords:
                weight = max(
                    self.rarity(x) for loanword in loanwords for x in self.analyser.lemmas(loanword) or (word,)
                )
                yield Term(squash(loanwords[0]), weight, (*map(squash, loanwords[1:]), squash(word)))
            elif squash(word) not in known and not (len(word) > 5 and _ROMANISED.fullmatch(word)):
                yield Term(squash(word), UNTRANSLATED, lemma=True)
