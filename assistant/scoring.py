"""How well each unit of a passage answers a question: by how much of it the unit and its surroundings hold, and by
whether it carries what is asked for. A passage's best possible score is known before its units are looked through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappush, heappushpop

from assistant.suitability import Asked, Traits, asked_of, suits, suits_at_most
from assistant.understanding.question import Question
from assistant.understanding.terms import Haystack, Sought
from assistant.units import Unit

IN_PASSAGE, IN_CONTEXT = 0.72, 0.78
#: What a word counts in a unit when the unit's measure or passage holds it anyway.
NAMED = 0.2
#: What a unit's own words count besides.
OWN = 0.25
#: What a unit gains that stands under a heading of the very field that a question names.
OF_FIELD = 0.15
#: Kinds of questions that figures answer, which stand in tables that name no field, and what is held against all.
_FIGURED = ("number", "sum", "compare", "rank", "count", "claim")
#: Within this, scores are the same.
ROUNDED = 1e-6

#: The fields of an Evidence, of which only the best few are made.
Scored = tuple[Unit, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Read:
    """A passage as scoring reads it: each unit with its traits, and whether the passage holds all that it holds (a cell
    is read with its column's head)."""

    body: Haystack
    context: Haystack
    units: tuple[tuple[Unit, Traits, bool], ...]
    #: Whatever any unit holds: the body, with the heads of its cells' columns.
    widest: Haystack
    #: What the headings name as their field (観光分野); empty where they name none.
    field: str = ""


#: A term in a passage: its weight, what it counts in a unit that lacks it, what the body holds of it, and what is
#: looked for.
_Held = tuple[float, float, float, Sought]


@dataclass(frozen=True, slots=True)
class _SoughtIn:
    """A question's terms as one passage holds them; `most` is what a unit of it can reach by its words."""

    read: Read
    held: list[_Held]
    bonus: float
    most: float


def best_units(question: Question, reads: Sequence[tuple[Read, float]], limit: int) -> list[Scored]:
    """The best units of passages, each with what a unit of it gains, best first; ties in reading order. A passage that
    can hold none of them is not looked through."""
    asked, terms = asked_of(question), _narrowed(question, [read for read, _ in reads])
    contexts = {id(read.context): read.context for read, _ in reads}
    above = {id: [context.finds(sought) for _, sought in terms] for id, context in contexts.items()}
    passages = [_sought_in(question, terms, read, bonus, above[id(read.context)]) for read, bonus in reads]
    passages.sort(key=lambda each: -each.most)
    suited, found, best = suits_at_most(question, asked), list[Scored](), list[float]()
    for each in passages:
        if len(best) == limit and each.most + suited < best[0]:
            break
        for scored in _scored(question, asked, each):
            if len(best) < limit:
                heappush(best, scored[1] - ROUNDED)
            elif scored[1] < best[0]:
                continue
            else:
                heappushpop(best, scored[1] - ROUNDED)
            found.append(scored)
    found.sort(key=lambda scored: (-round(scored[1], 6), *_place(scored[0])))
    return found[:limit]


def all_units(question: Question, read: Read, bonus: float) -> list[Scored]:
    """Every unit of a passage, in reading order."""
    terms = _narrowed(question, [read])
    above = [read.context.finds(sought) for _, sought in terms]
    return list(_scored(question, asked_of(question), _sought_in(question, terms, read, bonus, above)))


def _narrowed(question: Question, reads: Sequence[Read]) -> list[tuple[float, Sought]]:
    """The weight of each term of a question, and what need be looked for of it in these passages."""
    texts = dict.fromkeys(hay.squashed for read in reads for hay in (read.widest, read.context))
    anywhere = Haystack("\n".join(texts), frozenset())
    return [(term.weight, anywhere.narrowed(term.sought)) for term in question.terms.terms]


def _sought_in(
    question: Question, terms: Sequence[tuple[float, Sought]], read: Read, bonus: float, above: Sequence[float]
) -> _SoughtIn:
    """`above` is what the passage's context holds of each term."""
    if read.field and question.kind not in _FIGURED and read.field in asked_of(question).squashed:
        bonus += OF_FIELD
    body, widest, covered, own = read.body.finds, read.widest.finds, 0.0, 0.0
    all_inside, held = read.widest is read.body, list[_Held]()
    for (weight, sought), in_context in zip(terms, above, strict=True):
        in_body = body(sought)
        around = max(IN_PASSAGE * in_body, IN_CONTEXT * in_context)
        held.append((weight, around, in_body, sought))
        if most := in_body if all_inside else widest(sought):
            most = 1.0 if sought.lemma is not None else most
            own += weight * most * _factor(around)
        covered += weight * (most if most > around else around)
    return _SoughtIn(read, held, bonus, (covered + OWN * own) / (question.terms.total or 1.0) + bonus)


def _factor(around: float) -> float:
    return NAMED if around >= 0.7 * IN_CONTEXT else 1.0


def _scored(question: Question, asked: Asked, held_by: _SoughtIn) -> Iterator[Scored]:
    read, bonus, total = held_by.read, held_by.bonus, question.terms.total or 1.0
    held = [(weight, around, _factor(around), sought) for weight, around, _, sought in held_by.held]
    near = [
        (weight, around, _factor(around), read.body.narrowed(sought))
        for weight, around, in_body, sought in held_by.held
        if in_body
    ]
    beyond = sum(weight * around for weight, around, in_body, _ in held_by.held if not in_body)
    for unit, traits, inside in read.units:
        covered, new, words = beyond if inside else 0.0, 0.0, 0.0
        finds, lemmas = traits.hay.finds, traits.hay.lemmas
        for weight, around, factor, sought in near if inside else held:
            own = 1.0 if sought.lemma in lemmas else finds(sought)
            if own:
                covered += weight * (own if own > around else around)
                new += weight * own * factor
                words += weight * own
            else:
                covered += weight * around
        coverage, rare = covered / total, new / total
        score = coverage + OWN * rare + bonus + suits(question, asked, unit, traits)
        yield unit, score, coverage, rare, words / total


def _place(unit: Unit) -> tuple[str, int, int]:
    return unit.passage.document, unit.passage.page, unit.start
