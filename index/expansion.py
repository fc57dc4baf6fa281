"""Questions with what they could have said instead: synonyms, and Japanese terms for English ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.analysis import shared_analyser
from index.lexicon import FURTHER_TRANSLATION, Lexicon
from index.phrases import phrase_lemmas
from ingest.normalise import fold

#: What a synonym, and a narrower term, may add at most, of what the term in the question itself would score.
SYNONYM_WEIGHT = 0.5
NARROWER_WEIGHT = 0.4
#: What plans write for an everyday word, likewise.
OFFICIAL_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Other ways to say `term`, of which only the best match in a passage counts: they share their weight."""

    term: str
    surfaces: tuple[WeightedTerm, ...]


@dataclass(frozen=True, slots=True)
class WeightedQuery:
    """`terms` begins with the question itself at weight 1; translations of its words follow."""

    question: str
    terms: tuple[WeightedTerm, ...]
    alternatives: tuple[Alternatives, ...] = ()

    @classmethod
    def plain(cls, question: str) -> WeightedQuery:
        return cls(question, (WeightedTerm(question, 1.0),))

    @property
    def text(self) -> str:
        """The question with its translations, for engines that take a text without weights."""
        return " ".join(term.text for term in self.terms)


def expand(question: str, lexicon: Lexicon, gazetteer_names: Mapping[str, str] | None = None) -> WeightedQuery:
    """`gazetteer_names` maps romanised names of municipalities ("kushiro") to Japanese ones ("釧路市")."""
    said = dict.fromkeys([question])
    others: dict[str, dict[str, float]] = {}
    for best, *further in lexicon.translations(question, gazetteer_names):
        said.setdefault(best)
        others.setdefault(fold(best), {}).update(dict.fromkeys(further, FURTHER_TRANSLATION))
    for found in lexicon.groups_in(" / ".join(said)):
        surfaces = others.setdefault(found.term, {})
        for words, weight in ((found.synonyms, SYNONYM_WEIGHT), (found.narrower, NARROWER_WEIGHT)):
            for word in words:
                surfaces.setdefault(word, weight)
    lemmas = shared_analyser().lemmas(question)
    for lemma, words in lexicon.official(lemmas, phrase_lemmas(shared_analyser(), question, lemmas)).items():
        surfaces = others.setdefault(lemma, {})
        for word in words:
            surfaces.setdefault(word, OFFICIAL_WEIGHT)
    return WeightedQuery(
        question,
        tuple(WeightedTerm(text, 1.0) for text in said),
        tuple(
            Alternatives(term, tuple(WeightedTerm(*surface) for surface in surfaces.items()))
            for term, surfaces in others.items()
            if surfaces
        ),
    )
