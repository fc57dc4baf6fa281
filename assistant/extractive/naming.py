"""How much of a name (of a row, of a measure) a question or claim says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Haystack
from ingest.normalise import squash

#: Nouns that a figure's unit says as well, and how it is counted.
_MEASURES = frozenset(
    ("数", "件数", "人数", "台数", "回数", "額", "率", "割合", "実績", "年間", "延べ", "累計", "平均")
)
_TOTALS = re.compile(
    r"(?:総?合計|総計|小計|計|全体|平均|総数|市全体|町全体|村全体|県計|県平均|全国|total|average)(?:[(（].*)?",
    re.IGNORECASE,
)


def is_total(name: str) -> bool:
    """Whether a row's name says that it sums up, or averages, the others."""
    return _TOTALS.fullmatch(squash(name)) is not None


def words_of(question: Question, scope: Scope) -> Haystack:
    """A question's words; of an English one those of its translations too."""
    if not question.english:
        return scope.finder.haystack(question.text)
    translated = (w for t in question.terms.terms for w in (t.text, *t.alternatives))
    return scope.finder.haystack(" ".join([question.text, *translated]))


def share_named(name: str, said: Haystack, scope: Scope) -> float:
    """The share of a name, by the rarity of its words, that is said; its measure (件数, 率) may be left out."""
    weights = weights_of(name, scope)
    bare = {word: w for word, w in weights.items() if word not in _MEASURES}
    return max(_share_of(weights, said), _share_of(bare, said))


def _share_of(weights: Mapping[str, float], said: Haystack) -> float:
    held = sum(w for word, w in weights.items() if word in said.lemmas or word in said.squashed)
    return held / (sum(weights.values()) or 1.0)


def weights_of(name: str, scope: Scope) -> dict[str, float]:
    """The words of a name with their rarity."""
    rarity = scope.finder.reader.rarity
    return {w: rarity(w) for w in scope.finder.haystack(name).lemmas if not re.fullmatch(r"[\d.,①-⑳]+", w)}
