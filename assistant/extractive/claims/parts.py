"""Parts of a whole: 38施設のうち14施設, 38施設中14施設, 14 of the 38 facilities. Both counts are held against those
that a sentence gives together, in whichever order either says them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.extractive.claims.figures import in_figures, undated, whole_figures
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.normalise import squash, view
from ingest.values import Figure, is_ordinal

_AMONG = re.compile(r"(?:の|そ|こ)うち|の中(?=[で、\d])|(?<=[一-龥ァ-ヶー])中(?=、?\d)")
_OUT_OF = re.compile(r" ?(?:[a-z-]+ ){0,2}?(?:out )?of (?:the |all |its |their )?$", re.IGNORECASE)
_OF_THE = re.compile(r"\b(?:out )?of (?:the |all |its |their )?$", re.IGNORECASE)
#: How far in front of 「のうち」 the whole may stand, and in English how far behind it its part.
_BEFORE, _BEHIND = 30, 60
_NO_COUNT = ("%", "円", "日", "月", "年", "年間")
_KANA = re.compile(r"[ぁ-ん\d,.、。()（）「」\s]")


@dataclass(frozen=True, slots=True)
class _Whole:
    """A count with the counts of its parts, each with the clause that says what part it is."""

    count: Figure
    parts: tuple[tuple[Figure, str], ...]


def standing(question: Question, units: Sequence[Unit]) -> list[Figure]:
    """The claim's counts of a whole and its part that one sentence gives together."""
    found = [w for u in units for w in _wholes(view(u.text))]
    return [
        figure
        for own in _wholes(in_figures(question.text))
        for part, _ in own.parts[:1]
        if any(w.count.base == own.count.base and _of_part(part, question, w) for w in found)
        for figure in (own.count, part)
    ]


def otherwise(question: Question, units: Sequence[Unit]) -> Unit | None:
    """The unit that gives the claim's whole another part, or its part another whole."""
    for own in _wholes(in_figures(question.text)):
        part = own.parts[0][0]
        for unit in units:
            for w in _wholes(view(unit.text)):
                if (w.count.base == own.count.base) != _of_part(part, question, w):
                    return unit
    return None


def _of_part(part: Figure, question: Question, whole: _Whole) -> bool:
    """Whether the part that a claim counts is so many: of several the one whose clause is most like the claim."""
    words = "".join(t.text for t in question.terms.terms) if question.english else squash(question.text)
    said = frozenset(_KANA.sub("", words))
    alike = {id(f): _share(frozenset(_KANA.sub("", squash(clause))), said) for f, clause in whole.parts}
    best = max(alike.values())
    return any(f.base == part.base and alike[id(f)] == best for f, _ in whole.parts)


def _share(own: frozenset[str], said: frozenset[str]) -> float:
    return len(own & said) / len(own) if own else 0.0


def _wholes(text: str) -> Iterator[_Whole]:
    text = undated(text)
    counts = _counts(text) if "うち" in text or "中" in text else []
    for among in _AMONG.finditer(text) if counts else ():
        whole = next((f for f in reversed(counts) if f.end <= among.start()), None)
        if whole is None or among.start() - whole.end > _BEFORE or "。" in text[whole.end : among.start()]:
            continue
        end = text.find("。", among.end())
        end = end if end >= 0 else len(text)
        behind = [f for f in counts if among.end() <= f.start < end and f.base <= whole.base]
        parts = tuple(
            (f, _clause(text, f, among.end())) for f in behind if f.unit in (None, whole.unit) or not whole.unit
        )
        if parts:
            yield _Whole(whole, parts)
    if "of " in text or "Of " in text:
        yield from _in_english(text)


def _counts(text: str) -> list[Figure]:
    return [f for f in whole_figures(text) if f.unit not in _NO_COUNT and not is_ordinal(text, f)]


def _clause(text: str, figure: Figure, least: int) -> str:
    start = max(least, text.rfind("、", 0, figure.start) + 1)
    end = text.find("、", figure.end)
    return text[start : end if end >= 0 else len(text)]


def _in_english(text: str) -> Iterator[_Whole]:
    counts = _counts(text)
    for one, other in zip(counts, counts[1:], strict=False):
        between = text[one.end : other.start]
        if _OUT_OF.fullmatch(between):
            yield _Whole(other, ((one, text),))
        elif _OF_THE.search(text[: one.start]) and len(between) <= _BEHIND and other.base <= one.base:
            yield _Whole(one, ((other, text),))
