"""Claims: split into their facts (who, what, how much, when, whether), each looked for in the best evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.carrying import is_blank
from assistant.extractive.claims import parts, rows, states, targets, years
from assistant.extractive.claims.audiences import for_others
from assistant.extractive.claims.baselines import over_baselines
from assistant.extractive.claims.comparisons import compared, extreme
from assistant.extractive.claims.exceptions import delayed, excepted, instead, resting
from assistant.extractive.claims.exclusives import among_others
from assistant.extractive.claims.facts import RIVAL, SURE, claimed_figures, judged
from assistant.extractive.claims.figure_pairs import in_order
from assistant.extractive.claims.figures import in_date, in_figures, of_year, share_held, undated, whole_figures
from assistant.extractive.claims.frames import unframed
from assistant.extractive.claims.headers import in_header, of_measure, of_sheets
from assistant.extractive.claims.judgement import Judgement, found_at, topical
from assistant.extractive.claims.likelihood import likeliest
from assistant.extractive.claims.listed_counts import in_list
from assistant.extractive.claims.marks import in_marks
from assistant.extractive.claims.names_alone import only_named
from assistant.extractive.claims.negations import turned_round
from assistant.extractive.claims.open_targets import left_open
from assistant.extractive.claims.opposites import all_unsaid, only_part
from assistant.extractive.claims.owners import CONTRAST, cleft, over_several
from assistant.extractive.claims.said_rows import in_said_rows
from assistant.extractive.claims.starts import affirmed, begun_otherwise
from assistant.extractive.claims.stated_values import valued_otherwise
from assistant.extractive.claims.substitutes import substituted
from assistant.extractive.claims.superlatives import over_rows
from assistant.extractive.claims.swaps import exchanged
from assistant.extractive.claims.telling import stated
from assistant.extractive.claims.terms_of_use import on_other_terms
from assistant.extractive.claims.trends import over_years
from assistant.extractive.claims.twists import twisted
from assistant.extractive.scope import Scope, distinct
from assistant.extractive.series import series_said
from assistant.orders import is_order
from assistant.understanding.question import Question
from assistant.units import Unit
from assistant.wording import verdict as verdict_words
from ingest.model import Passage
from ingest.normalise import squash
from ingest.values import Figure, find_figures

LONGEST = 520
#: Of how many of the best units the likeliest is taken.
LIKELY = 8
#: How much of an English claim a unit with all of its figures must hold in its own words.
ALIGNED = 0.36
FIGURE_BONUS = 0.25
#: How much of a claim on all of something a unit must hold in its own words to speak of some of it.
SAID = 0.5
#: The same to count the parts that the claim counts.
COUNTING = 0.65
CORE = 0.9
CLOSE = 0.82
_BARE = re.compile(
    r"(?:[はがをも]、?|[:：]|(?:目標|実績|予定|計画|時点|現在)で|(?:目標|計画|予定)値?の|"
    r"(?:現状|現在|基準|目標|実績)値?|\b(?:is|was|are|to|of)) ?$"
)
_BECOMES = re.compile(
    r"(?:に|と|を)(?:な[っりる]|する|して|した|しま|見込|予定|計画|想定|定め|設定|目指|掲げ)|"
    r"(?:を|より)?(?:以上|以下|未満|超|上回|下回|多|少|高|低)|に届|"
    r"(?:である|だった|であった|です|でした|だ)。?\s*$"
)
#: How many of the best units may deny a claim, and how much less of it they may hold than the best.
DENYING, DENIES = 12, 0.25


def checked(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft:
    judgement = judge(question, evidence, scope)
    opening = verdict_words(judgement.verdict, question.lang)
    if judgement.verdict == "not_found":
        nearest = tuple(scope.trimmed(u, question) for u in judgement.units[:3])
        note = "The nearest passages are cited." if question.lang == "en" else "近い記述を引用に示します。"
        return Draft(
            kind="claim",
            statements=(Statement(f"{opening}{note}"),),
            verdict="not_found",
            nearest=nearest,
            evidence=nearest,
        )
    statements: list[Statement] = []
    for unit in judgement.units[:3]:
        statement = stated(question, unit, scope, judgement.verdict == "contradicted")
        if statements and sum(len(s.text) for s in (*statements, statement)) > LONGEST:
            break
        statements.append(statement)
    return Draft(
        kind="claim",
        statements=(Statement(opening), *statements),
        verdict=judgement.verdict,
        evidence=tuple(dict.fromkeys(u for s in statements for u in s.units)),
    )


def judge(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Judgement:
    """The verdict on a claim, or on what a yes-or-no question asks whether it is so."""
    if not question.municipalities and question.uncovered:
        return Judgement("not_found", ())
    question = affirmed(unframed(question))
    beside = compared(question, scope) or extreme(question, scope) or exchanged(question, scope)
    if beside is not None:
        return beside
    if len(question.municipalities) >= 2:
        several = over_several(question, scope)
        if several is not None:
            return several
    topic = replace(question, terms=topical(question))
    counts = in_header(topic, scope) or of_sheets(topic, scope)
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
    other = None if question.english else twisted(states.as_statement(question.text), scored[:DENYING])
    if other is not None:
        return Judgement("contradicted", (other,))
    split = cleft(question, scored[0].coverage if scored else 0.0, scope)
    if split is not None:
        return split
    if listed := in_list(topic, scored[:DENYING]):
        return Judgement("supported" if listed[0] else "contradicted", (listed[1],))
    told = _tabled(topic, rescored, scope) or _apart(topic, scored, scope)
    if told is None and (unit := valued_otherwise(topic, scored, scope)):
        return Judgement("contradicted", (unit,))
    return told or _covered(topic, scored, scope)


def _apart(question: Question, scored: Sequence[Evidence], scope: Scope) -> Judgement | None:
    """A sentence that counts a part of a whole otherwise than the claim, or, unless one counts it so, denies it."""
    counting = [e.unit for e in scored[:DENYING] if e.own_words >= (ALIGNED if question.english else COUNTING)]
    if parts.standing(question, counting):
        return None
    other = parts.otherwise(question, counting)
    return Judgement("contradicted", (other,)) if other else _denied(question, scored, scope)


def _verbatim(question: Question, scored: Sequence[Evidence]) -> Unit | None:
    """The unit that ends a sentence with the claim's very words; whose it is may stand before them (A市では、…)."""
    whole = squash(states.as_statement(question.text)).rstrip("。")
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
    figures = (f for f in whole_figures(text) if not in_date(f, text))
    return [f for f in figures if f.unit or _BARE.search(text[: f.start]) or _BECOMES.match(text, f.end)]


def _tabled(question: Question, scored: Sequence[Evidence], scope: Scope) -> Judgement | None:
    """What a table says by itself: the department, the cell of the year and series that the claim names, the mark."""
    found = (
        rows.in_charge(question, scope)
        or of_measure(question, scope)
        or over_baselines(question, scored, scope)
        or in_order(question, scored, scope)
        or targets.in_results(question, scored, scope)
        or over_years(question, scored, scope)
        or over_rows(question, scored, scope)
        or left_open(question, scored, scope)
        or rows.in_rows(question, _stated(question), scored, scope)
        or in_said_rows(question, _stated(question), scored, scope)
        or in_marks(question, scored, scope)
    )
    if found is None or not found.agrees and _stated_elsewhere(question, scored, scope):
        return None
    return Judgement("supported" if found.agrees else "contradicted", (found.deciding(),))


def _denied(question: Question, scored: Sequence[Evidence], scope: Scope) -> Judgement | None:
    """A sentence on the claim's own subject that says otherwise of its state, unless the best unit says all of it."""
    if not scored or CONTRAST.search(question.text):
        return None
    first = max(scored, key=lambda e: e.coverage)
    near = [e for e in scored[:DENYING] if e.coverage >= first.coverage - DENIES or _same_measure(e, first)]
    if other := among_others(question, [e.unit for e in near]):
        return Judgement("contradicted", (other,))
    unit = states.denial(question, near, scope) or _left_open(question, scored, scope)
    unit = unit or excepted(question, near, scope) or delayed(question, near)
    close = [e for e in near if e.coverage >= RIVAL]
    unit = unit or resting(question, close, scope) or instead(question, close, scope)
    unit = unit or years.otherwise(question, close, scope) or substituted(question, close, scope)
    unit = unit or only_part(question.text, [e.unit for e in near if e.own_words >= SAID])
    unit = unit or begun_otherwise(question, near, scope) or turned_round(question, close)
    unit = unit or on_other_terms(question, close) or for_others(question, close)
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
    told = _stated_elsewhere(question, scored, scope)
    found = judged(question, best, near, scope, told, likely[1] if likely else 0.0)
    unproven = targets.on_results(question.text) and not targets.tells_results(found.units[:1])
    unproven = unproven or len(question.municipalities) < 2 and all_unsaid(question.text, found.units)
    if found.verdict == "supported" and (unproven or only_named(question, found.units, scope)):
        return Judgement("not_found", found.units[:2])
    return found


def _aligned(question: Question, scored: Sequence[Evidence]) -> Evidence | None:
    """The unit that gives all of an English claim's figures, two digits or more of at least one, with a fair part of
    its words: what the lexicon cannot translate does not tell against it."""
    figures = claimed_figures(question) if question.english else []
    if not any(f.unit and len(re.sub(r"\D", "", f.text)) >= 2 for f in figures):
        return None
    return next((e for e in scored[:6] if e.own_words >= ALIGNED and share_held(figures, e.unit) == 1.0), None)


def _lacks_core(question: Question, best: Evidence, near: Sequence[Evidence], scope: Scope) -> bool:
    layers = [layer for e in [best, *near[:3]] for layer in scope.best_layers(e)]
    missing = question.terms.missing(layers, at_least=CORE * question.terms.strongest())
    return sum(t.weight for t in missing) > 0.3 * question.terms.total
