"""Whose a claim says that something is: one municipality's and not another's, several municipalities', only one's."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.evidence import Evidence
from assistant.extractive.claims.figures import undated
from assistant.extractive.claims.judgement import FOUND, Judgement, found_at, topical
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from ingest.model import Municipality
from ingest.values import find_figures

_ALL = re.compile(r"すべて|全て|いずれも|両方|双方|どちらも|とも(?:に)?|全部|\bboth\b|\ball\b", re.IGNORECASE)
CONTRAST = re.compile(
    r"であ(?:り|って)、?.{1,14}(?:の事業)?ではな|ではなく|でなく|\bnot\b .{1,30}\b(?:that|which)\b|, not ",
    re.IGNORECASE,
)
#: The same of two municipalities, where no more words are needed (A市で、B市ではない).
_OWNED = re.compile(
    rf"で(?:す[がし])?、[^、。]{{1,14}}(?:の(?:事業|取組|取り組み))?(?:では|じゃ)(?:な|あり)|{CONTRAST.pattern}",
    re.IGNORECASE,
)
#: One municipality alone, and behind that the others without it (A市だけで、B市にはない).
_ALONE = re.compile(r"(?:だけ|のみ)で(?:あり|す|、)|\bonly\b.{2,80}?(?:, (?:and|but|while) |; )", re.IGNORECASE)
_WITHOUT = re.compile(
    r"に(?:は|も)?[^。]{0,24}?(?:な[いく]|ありま|見(?:られ|当た))|(?:で|と)?は(?:ない|ありません|違う)"
    r"|は、?(?:し(?:ない|ません|ていな)|行(?:わな|いませ|って(?:いな|いませ))|取り組(?:ま|ん))"
    r"|\bno(?:t|ne)?\b|n't\b",
    re.IGNORECASE,
)
#: A sentence that ends on not doing something.
_REFUSED = re.compile(
    r"(?:取り組|行わ|行い|実施し|導入し|活用し|整備し)(?:まない|みません|ない|ません|ないこと(?:と|に)\S{1,4})。?$"
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
    terms = Terms.build(t for t in topical(question).terms if not _ALL.fullmatch(t.text))
    for m in question.municipalities:
        topic = replace(question, terms=terms, municipalities=(m,))
        found = scope.finder.gather(topic, scope.finder.hits(topic, scope.finder.where(topic, scope.public_only), 20))
        if found:
            best.append((m, found[0]))
    if not best:
        return Judgement("not_found", ())
    units = tuple(e.unit for _, e in sorted(best, key=lambda b: -b[1].coverage))
    alone = _ALONE.search(question.text)
    if alone is not None and _WITHOUT.search(question.text, alone.end()):
        return _not_alone(question, alone.end(), best)
    if _OWNED.search(question.text):
        said, denied = _contrasted(question)
        if said and denied:
            score = {m.code: e.coverage for m, e in best}
            a, b = score.get(said.code, 0.0), score.get(denied.code, 0.0)
            if max(a, b) < found_at(question):
                return Judgement("not_found", units[:2])
            return Judgement("supported" if a > b else "contradicted", units[:2])
    if _ALL.search(question.text) or _joined(question):
        refused = next(
            (e.unit for _, e in best if e.coverage >= found_at(question) and _REFUSED.search(e.unit.text)), None
        )
        if refused is not None and not _WITHOUT.search(question.text):
            return Judgement("contradicted", (refused, *(u for u in units if u != refused)))
        low = min(e.coverage for _, e in best)
        if low >= found_at(question):
            return (
                Judgement("supported", tuple(e.unit for _, e in best))
                if all(f.number == len(question.municipalities) for f in find_figures(undated(question.text)))
                else None
            )
    return None


def _not_alone(question: Question, at: int, best: list[tuple[Municipality, Evidence]]) -> Judgement | None:
    """Against a claim that some municipality is alone with what others, which it names behind that, are without."""
    others = [e for m, e in best if _at(question, m) >= at and e.coverage >= found_at(question)]
    return Judgement("contradicted", tuple(e.unit for e in others[:2])) if others else None


def _joined(question: Question) -> bool:
    """Whether the municipalities are named as one subject (A市とB市は), not one in what is said of the other."""
    rest = question.text
    for m in question.municipalities:
        rest = rest.replace(m.name, "\0").replace(m.name[:-1], "\0")
    joined = re.search("\0[^はがの、\0]{0,6}[、・とや]+[^は\0]{0,10}\0", rest)
    return joined is not None or question.english or "、" in rest


def _contrasted(question: Question) -> tuple[Municipality | None, Municipality | None]:
    """Of two municipalities in 「AであってBではない」 or "A, not B", which is said and which denied."""
    ordered = sorted(question.municipalities, key=lambda m: _at(question, m))[:2]
    if len(ordered) < 2:
        return None, None
    between = question.text[_at(question, ordered[0]) : _at(question, ordered[1])]
    if re.search(r"ではなく|でなく|\bnot\b.*", between) and not question.english and "ではなく" in between:
        return ordered[1], ordered[0]
    return ordered[0], ordered[1]


def _at(question: Question, m: Municipality) -> int:
    """Where a question names a municipality: its whole name, if it has that, not a product's that begins so."""
    names = (m.name, m.name[:-1], m.romaji.capitalize())
    return next((i for n in names if n and (i := question.text.find(n)) >= 0), 10**6)


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
