"""Claims: split into their facts (who, what, how much, when, whether), each looked for in the best evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.carrying import is_blank
from assistant.extractive.claims import rows, states, targets, years
from assistant.extractive.claims.amounts import Amount, amounts, part_of, share_of
from assistant.extractive.claims.baselines import over_baselines
from assistant.extractive.claims.comparisons import compared, extreme
from assistant.extractive.claims.exceptions import delayed, excepted, instead, resting
from assistant.extractive.claims.figures import (
    counted,
    held,
    in_date,
    in_figures,
    of_year,
    share_held,
    undated,
    whole_figures,
)
from assistant.extractive.claims.headers import in_header
from assistant.extractive.claims.judgement import Judgement, found_at, topical
from assistant.extractive.claims.labels import said_of
from assistant.extractive.claims.likelihood import likeliest
from assistant.extractive.claims.marks import in_marks
from assistant.extractive.claims.negations import turned_round
from assistant.extractive.claims.opposites import denied_by, only_part, turned
from assistant.extractive.claims.owners import CONTRAST, cleft, over_several
from assistant.extractive.claims.starts import affirmed, begun_otherwise
from assistant.extractive.claims.substitutes import substituted
from assistant.extractive.claims.superlatives import over_rows
from assistant.extractive.claims.swaps import exchanged
from assistant.extractive.claims.trends import over_years
from assistant.extractive.figures import series_said
from assistant.extractive.scope import Scope, distinct
from assistant.orders import is_order
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from assistant.wording import verdict as verdict_words
from ingest.model import Passage
from ingest.normalise import squash, view
from ingest.values import Figure, find_figures

#: How likely a unit must be to say what a claim says; the same where all of the claim's figures stand in the evidence;
#: and of how many of the best units the likeliest is taken.
SURE, SURE_BY_FIGURES, LIKELY = 0.58, 0.4, 8
#: From where on the claim's verb may be another than the source's.
PLAIN = 0.8
RIVAL = 0.42
#: How much of an English claim a unit with all of its figures must hold in its own words.
ALIGNED = 0.36
FIGURE_BONUS = 0.25
#: How much of a claim on all of something a unit must hold in its own words to speak of some of it.
SAID = 0.5
CORE = 0.9
CLOSE = 0.82
_BARE = re.compile(r"(?:[はがも:：]|\b(?:is|was|are|to|of)) ?$")
#: A claim on what comes first and what after, and the share of it that a unit must hold to say the same order.
_ORDER = re.compile(
    r"(?:から|まず|先に|最初に).{2,40}(?:その後|次に|続いて|後(?:で|に))|\bfirst\b.{2,80}\b(?:then|later|after)",
    re.IGNORECASE,
)
IN_ORDER = 0.9
#: One place at which all is done, every single hour: no amounts.
#: How much of a part of a whole a sentence must say to tell its share.
OF_PART = 0.6
_ONE = re.compile(r"で(?!あ|す|し)|ごと|おき|の窓口")
#: What counts the whole that a claim is about a part of (20業務のうち).
_OF_THESE = re.compile(r"[一-龥ァ-ヶー]{0,6}の(?:うち|中)")
_COUNTER = re.compile(r"[一-龥ァ-ヶ]")
#: How many of the best units may deny a claim, and how much less of it they may hold than the best.
DENYING, DENIES = 12, 0.25


def checked(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft:
    judgement = judge(question, evidence, scope)
    opening = verdict_words(judgement.verdict, question.lang)
    shown = [scope.trimmed(u, question) for u in judgement.units][:3]
    statements: list[Statement] = []
    used = 0
    for unit in shown:
        text = scope.say(unit, question.lang)
        if statements and used + len(text) > 520:
            break
        used += len(text)
        statements.append(Statement(text, (unit,)))
    nearest = tuple(shown) if judgement.verdict == "not_found" else ()
    if judgement.verdict == "not_found":
        note = "The nearest passages are cited." if question.lang == "en" else "近い記述を引用に示します。"
        return Draft(
            kind="claim",
            statements=(Statement(f"{opening}{note}"),),
            verdict="not_found",
            nearest=nearest,
            evidence=nearest,
        )
    return Draft(
        kind="claim", statements=(Statement(opening), *statements), verdict=judgement.verdict, evidence=tuple(shown)
    )


def judge(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Judgement:
    """The verdict on a claim, or on what a yes-or-no question asks whether it is so."""
    if not question.municipalities and question.uncovered:
        return Judgement("not_found", ())
    question = affirmed(question)
    beside = compared(question, scope) or extreme(question, scope) or exchanged(question, scope)
    if beside is not None:
        return beside
    if len(question.municipalities) >= 2:
        several = over_several(question, scope)
        if several is not None:
            return several
    topic = replace(question, terms=topical(question))
    counts = in_header(topic, scope)
    if counts is not None:
        return counts
    judgement = _on_units(question, topic, _rescored(topic, evidence, scope), scope)
    whole = {e.passage.id: e.passage for e in evidence}
    units = tuple(replace(u, passage=whole.get(u.passage.id, u.passage)) for u in judgement.units)
    return replace(judgement, units=units)


def _on_units(question: Question, topic: Question, found: Sequence[Evidence], scope: Scope) -> Judgement:
    rescored = sorted(found, key=lambda e: -e.score)
    scored = distinct(rescored)
    verbatim = _verbatim(question, scored)
    if verbatim is not None:
        return Judgement("supported", (verbatim,))
    split = cleft(question, scored[0].coverage if scored else 0.0, scope)
    if split is not None:
        return split
    return _tabled(topic, rescored, scope) or _denied(topic, scored, scope) or _covered(topic, scored, scope)


def _verbatim(question: Question, scored: Sequence[Evidence]) -> Unit | None:
    """The unit that ends a sentence with the claim's very words; whose it is may stand before them (A市では、…)."""
    whole = squash(question.text).rstrip("。")
    names = "|".join(re.escape(squash(m.name)) for m in question.municipalities) or "$^"
    said = re.sub(rf"^(?:{names})(?:では|においては|について)?、?", "", whole)
    if len(said) < 8:
        return None
    return next((e.unit for e in scored if f"{said}。" in f"{squash(e.unit.text)}。"), None)


def _rescored(question: Question, evidence: Sequence[Evidence], scope: Scope) -> list[Evidence]:
    passages = {e.passage.id: e.passage for e in evidence}
    text = undated(in_figures(question.text))
    figures = [f for f in find_figures(text) if not in_date(f, text)]
    scored = [e for p in passages.values() for e in _without_orders(question, p, scope)]
    if not figures:
        return scored
    return [replace(e, score=e.score + FIGURE_BONUS * share_held(figures, e.unit)) for e in scored]


def _without_orders(question: Question, passage: Passage, scope: Scope) -> list[Evidence]:
    """The evidence of a passage as it were without the orders to its reader: they would lend it their words."""
    orders = [u for u in scope.finder.units(passage) if is_order(u.text)]
    text = passage.text
    for order in orders:
        start, end = order.start - passage.start, order.end - passage.start
        text = text[:start] + re.sub(r"\S", " ", text[start:end]) + text[end:]
    if not orders:
        return scope.finder.score_passage(question, passage)
    rest = replace(passage, text=text)
    found = scope.finder.score_passage(question, rest)
    return [replace(e, unit=replace(e.unit, passage=rest)) for e in found if e.unit not in orders]


def _stated(question: Question) -> list[Figure]:
    """The claim's figures; a bare number only where it is said of something (件数は12である)."""
    text = undated(in_figures(question.text))
    return [f for f in whole_figures(text) if not in_date(f, text) and (f.unit or _BARE.search(text[: f.start]))]


def _figures(question: Question) -> list[Figure]:
    text = undated(in_figures(question.text))
    return [
        f
        for f in whole_figures(text)
        if not (in_date(f, text) or f.unit in ("割", "倍"))
        and not (f.unit is None and re.fullmatch(r"\d|20\d\d", f.text))
        and not (f.base == 1 and _ONE.match(question.text, f.end))
        and not _OF_THESE.match(question.text, f.end)
    ]


def _tabled(question: Question, scored: Sequence[Evidence], scope: Scope) -> Judgement | None:
    """What a table says by itself: the department, the cell of the year and series that the claim names, the mark."""
    found = (
        rows.in_charge(question, scope)
        or over_baselines(question, scored, scope)
        or targets.in_results(question, scored, scope)
        or over_years(question, scored, scope)
        or over_rows(question, scored, scope)
        or rows.in_rows(question, _stated(question), scored, scope)
        or in_marks(question, scored, scope)
    )
    if found is None or not found.agrees and _stated_elsewhere(question, scored, scope):
        return None
    return Judgement("supported" if found.agrees else "contradicted", (found.unit,))


def _denied(question: Question, scored: Sequence[Evidence], scope: Scope) -> Judgement | None:
    """A sentence on the claim's own subject that says otherwise of its state, unless the best unit says all of it."""
    if not scored or CONTRAST.search(question.text):
        return None
    first = max(scored, key=lambda e: e.coverage)
    near = [e for e in scored[:DENYING] if e.coverage >= first.coverage - DENIES or _same_measure(e, first)]
    unit = states.denial(question, near, scope) or _left_open(question, scored, scope)
    unit = unit or excepted(question, near, scope) or delayed(question, near)
    close = [e for e in near if e.coverage >= RIVAL]
    unit = unit or resting(question, close, scope) or instead(question, close, scope)
    unit = unit or years.otherwise(question, close, scope) or substituted(question, close, scope)
    unit = unit or only_part(question.text, [e.unit for e in near if e.own_words >= SAID])
    unit = unit or begun_otherwise(question, near, scope) or turned_round(question, close)
    if unit is None or _stated_elsewhere(question, scored, scope):
        return None
    others = [e for e in near if e.unit.key != unit.key]
    if years.agrees(question, others, scope):
        return None
    if first.unit.key != unit.key and states.affirms(question, first):
        return None
    return Judgement("contradicted", (unit, *[e.unit for e in scored[:2] if e.unit.key != unit.key][:1]))


def _stated_elsewhere(question: Question, scored: Sequence[Evidence], scope: Scope) -> bool:
    """Whether one of the best sentences gives the claim's year with all of its figures."""
    figures, years = [f for f in _stated(question) if f.unit], question.western_years
    if not figures or not years:
        return False
    for e in (e for e in scored[:DENYING] if not e.unit.records and e.coverage >= found_at(question)):
        own = of_year(e.unit.text, years)
        if own and all(any(f.base_unit == o.base_unit and f.base == o.base for o in own) for f in figures):
            return True
    return False


def _left_open(question: Question, scored: Sequence[Evidence], scope: Scope) -> Unit | None:
    """The row whose target is blank, where a claim says that the target is set."""
    asked = replace(question, kind="number")
    if states.claimed(question.text) == "decided" and "target" in series_said(question.text):
        return scored[0].unit if is_blank(asked, scored, scope) else None
    return None


def _same_measure(e: Evidence, other: Evidence) -> bool:
    one, two = e.passage, other.passage
    return one.id == two.id or one.measure is not None and (one.document, one.measure) == (two.document, two.measure)


def _covered(question: Question, scored: Sequence[Evidence], scope: Scope) -> Judgement:
    aligned = _aligned(question, scored)
    likely = likeliest(question, scored, scope.finder, LIKELY)
    sure = likely is not None and likely[1] >= SURE
    best = aligned or (likely[0] if likely and sure else None)
    best = best or next((e for e in scored if e.coverage >= found_at(question)), None)
    if best is None:
        return Judgement("not_found", tuple(e.unit for e in scored[:2]))
    near = [best, *(e for e in scored[:12] if e is not best and e.coverage >= CLOSE * best.coverage)]
    if aligned is None and not sure and _lacks_core(question, best, near, scope):
        return Judgement("not_found", tuple(e.unit for e in near[:2]))
    return _facts(question, best, near, scope, _stated_elsewhere(question, scored, scope), likely[1] if likely else 0.0)


def _aligned(question: Question, scored: Sequence[Evidence]) -> Evidence | None:
    """The unit that gives all of an English claim's figures, two digits or more of at least one, with a fair part of
    its words: what the lexicon cannot translate does not tell against it."""
    figures = _figures(question) if question.english else []
    if not any(f.unit and len(re.sub(r"\D", "", f.text)) >= 2 for f in figures):
        return None
    return next((e for e in scored[:6] if e.own_words >= ALIGNED and share_held(figures, e.unit) == 1.0), None)


def _lacks_core(question: Question, best: Evidence, near: Sequence[Evidence], scope: Scope) -> bool:
    layers = [layer for e in [best, *near[:3]] for layer in scope.best_layers(e)]
    missing = question.terms.missing(layers, at_least=CORE * question.terms.strongest())
    return sum(t.weight for t in missing) > 0.3 * question.terms.total


def _facts(
    question: Question, best: Evidence, near: Sequence[Evidence], scope: Scope, told: bool, likely: float
) -> Judgement:
    """Compares figures, dates and state: another value in the source contradicts, an absent one does not. Figures and
    dates that a sentence gives together (`told`) are not looked at again."""
    units = [e.unit for e in near]
    passages = list({e.passage.id: e.passage.text for e in near}.values())
    figures = [] if told else _figures(question)
    unknown = not told and bool(_uncounted(question, passages))
    beside = [*units, *(u for u in scope.finder.units(best.passage) if u.key not in {v.key for v in units})]
    names = [m.name for m in question.municipalities]
    for figure in figures:
        match, rival = said_of(figure, in_figures(question.text), names, beside, scope)
        if match:
            continue
        if match is False and rival is not None:
            return Judgement("contradicted", (rival, *[u for u in units if u is not rival][:1]))
        match, rival = held(
            figure, in_figures(question.text), units, passages, best.own_words >= RIVAL or bool(best.unit.records)
        )
        if rival is not None and match is None:
            return Judgement("contradicted", (rival, *[u for u in units if u is not rival][:1]))
        unknown = unknown or match is None
    shares = [] if told else amounts(question.text)
    for share in shares:
        match, other = share_of(share, question.text, [(u, _on_part(question, share, u.text, scope)) for u in units])
        if match is False and other is not None and (best.own_words >= RIVAL or other.records):
            return Judgement("contradicted", (other, *[u for u in units if u is not other][:1]))
        unknown = unknown or match is None
    if other := counted(question.text, units):
        return Judgement("contradicted", (other,))
    said = _said(question)
    dated = told or years.dated(question, near, scope, said)
    if isinstance(dated, Unit) and not unknown:
        return Judgement("contradicted", (dated, *[u for u in units if u.key != dated.key][:2]))
    unknown = unknown or dated is not True
    own = [e.unit for e in near if e.passage.id == best.passage.id]
    if denied := denied_by(said, own) or turned(question.text, own):
        return Judgement("contradicted", (denied, *[u for u in units[:2] if u is not denied][:1]))
    clash = states.clashes(question, best, scope)
    if clash:
        return Judgement("contradicted", (best.unit, *units[1:2]))
    unknown = unknown or clash is None and not shares
    unknown = unknown or bool(_ORDER.search(question.text)) and best.own_words < IN_ORDER
    unknown = unknown or likely < PLAIN and not shares and states.acts_otherwise(question, near, scope)
    if unknown or likely < (SURE_BY_FIGURES if figures or shares or told else SURE):
        return Judgement("not_found", tuple(units[:2]))
    return Judgement("supported", tuple(units[:3]))


def _on_part(question: Question, share: Amount, text: str, scope: Scope) -> str:
    """The sentences of a text that speak of what a claim says to be a share of a whole, all where it says no such
    thing: what is told of the whole tells nothing of a part."""
    part = squash(part_of(share, question.text)).lower()
    if not part:
        return text
    terms = Terms.build(t for t in question.terms.terms if question.english or t.text in part)
    return "".join(
        sentence
        for sentence in states.sentences(text)
        for held in [scope.finder.haystack(sentence)]
        if (terms.coverage(held) >= OF_PART if terms.terms else part in held.squashed)
    )


def _uncounted(question: Question, passages: Sequence[str]) -> list[Figure]:
    """The claim's numbers before a counter that is no known unit (5機) and that no passage gives."""
    text = undated(question.text)
    counts = [f for f in find_figures(text) if f.unit is None and _COUNTER.match(text, f.end)]
    given = {o.number for passage in passages for o in find_figures(view(passage))} if counts else set()
    return [f for f in counts if f.number not in given]


def _said(question: Question) -> list[str]:
    """The claim's words; of an English one those of its translation."""
    return [question.text, *(t.text for t in question.terms.terms)] if question.english else [question.text]
