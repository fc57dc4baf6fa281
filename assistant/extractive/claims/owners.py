"""Whose a claim says that something is: one municipality's and not another's, several municipalities', only one's."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.evidence import Evidence
from assistant.extractive.claims.figures import undated
from assistant.extractive.claims.judgement import FOUND, Judgement, found_at, topical
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from ingest.model import Municipality
from ingest.values import find_figures

_ALL = re.compile(r"すべて|全て|いずれも|両方|どちらも|とも(?:に)?|全部|\bboth\b|\ball\b", re.IGNORECASE)
CONTRAST = re.compile(
    r"であ(?:り|って)、?.{1,14}(?:の事業)?ではな|ではなく|でなく|\bnot\b .{1,30}\b(?:that|which)\b|, not ",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:の|する事業|導入)は、?[^、。は]{2,12}(?:市|町|村|県)?(?:である|だ|"
    r"です)?[。]?\s*$|^It is\b.{2,40}\b(?:that|which)\b|^The (?:city|town|"
    r"municipality) (?:that|which).*",
    re.IGNORECASE,
)


def over_several(question: Question, scope: Scope) -> Judgement | None:
    """Claims about several municipalities: all of them, or one and not the other."""
    best: list[tuple[Municipality, Evidence]] = []
    for m in question.municipalities:
        topic = replace(question, terms=topical(question), municipalities=(m,))
        found = scope.finder.gather(topic, scope.finder.hits(topic, scope.finder.where(topic, scope.public_only), 20))
        if found:
            best.append((m, found[0]))
    if not best:
        return Judgement("not_found", ())
    units = tuple(e.unit for _, e in sorted(best, key=lambda b: -b[1].coverage))
    if CONTRAST.search(question.text):
        said, denied = _contrasted(question)
        if said and denied:
            score = {m.code: e.coverage for m, e in best}
            a, b = score.get(said.code, 0.0), score.get(denied.code, 0.0)
            if max(a, b) < found_at(question):
                return Judgement("not_found", units[:2])
            return Judgement("supported" if a > b else "contradicted", units[:2])
    if _ALL.search(question.text) or _joined(question):
        low = min(e.coverage for _, e in best)
        if low >= found_at(question):
            return (
                Judgement("supported", tuple(e.unit for _, e in best))
                if all(f.number == len(question.municipalities) for f in find_figures(undated(question.text)))
                else None
            )
    return None


def _joined(question: Question) -> bool:
    """Whether the municipalities are named as one subject (A市とB市は), not one in what is said of the other."""
    rest = question.text
    for m in question.municipalities:
        rest = rest.replace(m.name, "\0").replace(m.name[:-1], "\0")
    joined = re.search("\0[^はがの、\0]{0,6}[、・とや]+[^は\0]{0,10}\0", rest)
    return joined is not None or question.english or "、" in rest


def _contrasted(question: Question) -> tuple[Municipality | None, Municipality | None]:
    """Of two municipalities in 「AであってBではない」 or "A, not B", which is said and which denied."""

    def at(m: Municipality) -> int:
        names = [m.name, m.name[:-1], m.romaji.capitalize()]
        return min((i for n in names if n and (i := question.text.find(n)) >= 0), default=10**6)

    ordered = sorted(question.municipalities, key=at)[:2]
    if len(ordered) < 2:
        return None, None
    between = question.text[at(ordered[0]) : at(ordered[1])]
    if re.search(r"ではなく|でなく|\bnot\b.*", between) and not question.english and "ではなく" in between:
        return ordered[1], ordered[0]
    return ordered[0], ordered[1]


def cleft(question: Question, coverage: float, scope: Scope) -> Judgement | None:
    """「…するのはA市である」 says who; contradicted when another municipality's plan says it and A's does not."""
    who = _WHO.search(question.text)
    if len(question.municipalities) != 1 or who is None:
        return None
    name = question.municipalities[0]
    if name.name[:-1] not in who.group() and name.romaji.lower() not in who.group().lower():
        return None
    topic = replace(question, terms=topical(question), municipalities=())
    others = scope.finder.gather(topic, scope.finder.hits(topic, scope.finder.where(topic, scope.public_only), 20), 3)
    if others and others[0].coverage >= FOUND and others[0].coverage > coverage + 0.15:
        return Judgement("contradicted", tuple(e.unit for e in others[:2]))
    return None
