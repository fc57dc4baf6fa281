"""Claims that deny what a plan says in the same words, or say what it denies: 「前提としない」 and 「前提とする」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.evidence import Evidence
from assistant.understanding.question import Question
from assistant.units import Unit
from index.analysis import shared_analyser
from ingest.normalise import fold

#: How much of the claim a sentence must hold in its own words to be the one that it turns round.
SAME = 0.7
_CONTENT = ("名詞", "動詞", "形容詞", "形状詞")
_EMPTY = frozenset(
    ["為る", "居る", "有る", "成る", "出来る", "事", "物", "為", "様", "の", "無い"]
    + ["貰う", "頂く", "行く", "来る", "置く"]
)
_NOT = frozenset(["無い", "ない", "ず", "ぬ", "まい"])
#: Negatives that deny nothing: must, may, not only, no longer.
_NO_DENIAL = re.compile(
    r"なければ|ねば|なくては|ないと|かもしれ|だけで(?:は)?な|のみなら|に限ら[なずぬ]|なくな|なくし|ずつ|ではないか|少なくな"
)


def turned_round(question: Question, near: Sequence[Evidence]) -> Unit | None:
    """The unit whose sentence ends on the claim's last word and is denied where the claim is not, or the other way."""
    if question.english or _NO_DENIAL.search(question.text):
        return None
    claim = next(_ends(question.text.split("。")[0]), None)
    if claim is None:
        return None
    for e in near:
        if e.own_words < SAME:
            continue
        told = [negative for word, negative in _ends(_NO_DENIAL.sub("", e.unit.text)) if word == claim[0]]
        if told and all(negative != claim[1] for negative in told):
            return e.unit
    return None


def _ends(text: str) -> Iterator[tuple[str, bool]]:
    """Of each sentence the last content word and whether what follows it, or a prefix (未配備), denies it."""
    for sentence in re.split(r"。|\n", fold(text)):
        last, negative, prefixed = "", False, False
        for word in shared_analyser().words(sentence):
            if word.pos.startswith(_CONTENT) and word.lemma not in _EMPTY and word.lemma not in _NOT:
                last, negative = word.lemma, prefixed
            elif word.lemma in _NOT or word.surface in ("ん", "ません"):
                negative = True
            prefixed = word.surface in ("未", "非", "不")
        if last:
            yield last, negative
