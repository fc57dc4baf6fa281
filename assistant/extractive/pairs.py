"""Two things that a question names side by side, and the question as it were about one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from ingest.normalise import squash
from ingest.years import find_years

_PAIR = re.compile(
    r"(?:「(?P<qa>[^」]{2,40})」|(?P<a>[^\s、。のはがをで「」]{2,24}))と(?!比[べ較])(?:「(?P<qb>[^」]{2,40})」|(?P<b>[^\s、。のはがをで「」]{2,24}?))"
    r"(?=の|では|は|で|、|を|が|に|について|$|[?？])"
)
#: What only says that something is a side (窓口のほうと商店街のほう).
_SIDE = re.compile(r"の(?:ほう|方)(?=と|で|は|が|の|を|、)")
#: What an English question adds in brackets, or says in quotation marks, as plans write it.
_AS_WRITTEN = re.compile(
    r"[(（](?P<in>(?:[^()（）]|[(（][^()（）]*[)）]){2,40})[)）]|[「『\"“](?P<said>[^」』\"”]{2,40})[」』\"”]"
)
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥]")


@dataclass(frozen=True, slots=True)
class Pair:
    """`names` are the two, `text` the question, and `spans` where in it each of them stands."""

    names: tuple[str, str]
    text: str
    spans: tuple[tuple[int, int], tuple[int, int]]

    def alone(self, question: Question, index: int) -> tuple[Question, Terms]:
        """The question as if it asked of one of the two things alone, and the terms of that thing's name."""
        own, other = self.names[index], self.names[1 - index]
        if question.english:
            start, end = self.spans[1 - index]
            text = f"{self.text[:start]} {self.text[end:]}"
            kept = [
                t for t in question.terms.terms if not _only_in(squash(other), squash(own), t.text, *t.alternatives)
            ]
        else:
            text = f"{self.text[: self.spans[0][0]]}{own}{self.text[self.spans[1][1] :]}"
            kept = [t for t in question.terms.terms if t.text in squash(text) or t.text not in squash(other)]
        both = self.text[self.spans[0][0] : self.spans[1][1]]
        alone = replace(
            question,
            kind="number",
            text=text,
            topic=question.topic.replace(both, own),
            terms=Terms.build(kept),
            search_text=" ".join(t.text for t in kept)
            if question.english
            else question.search_text.replace(both, f"{own} "),
        )
        return alone, Terms.build(t for t in kept if t.text in squash(own))


def pair_in(question: Question) -> Pair | None:
    """The two that a question names; None where it names none, or they are years or municipalities."""
    found = _in_english(question) if question.english else _in_japanese(question)
    if found is None or any(find_years(n) or len(n) < 2 or _is_place(n, question) for n in found.names):
        return None
    return found


def _in_japanese(question: Question) -> Pair | None:
    text = _SIDE.sub("", question.text)
    match = _PAIR.search(text)
    if match is None:
        return None
    one, other = (next(g for g in groups if match[g]) for groups in (("a", "qa"), ("b", "qb")))
    spans = ((match.start(), match.end(one)), (match.start(other), match.end()))
    return Pair((match[one].strip(), match[other].strip()), text, spans)


def _in_english(question: Question) -> Pair | None:
    found = [(m["in"] or m["said"], m.span()) for m in _AS_WRITTEN.finditer(question.text)]
    named = [(n, span) for n, span in found if _JAPANESE.search(n) and not find_years(n) and not _is_place(n, question)]
    if len(named) != 2:
        return None
    (one, first), (other, second) = named
    return Pair((one, other), question.text, (first, second))


def _is_place(name: str, question: Question) -> bool:
    return any(m.name in name or m.name[:-1] == name for m in (*question.municipalities, *question.uncovered))


def _only_in(other: str, own: str, *words: str) -> bool:
    """Whether a word, in any of its forms, stands in the other name alone."""
    return any(w in other for w in words) and not any(w in own for w in words)
