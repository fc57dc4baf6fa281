"""Answers from the best units: values, facts, means, dates, yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.draft import Disagreement, Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive import second_places
from assistant.extractive.asked_units import asked_unit, has_figure
from assistant.extractive.carrying import carrying_first
from assistant.extractive.crossings import crossing
from assistant.extractive.figures import cell, indicator, other_series, row_figures, with_figures
from assistant.extractive.roadmaps import roadmap
from assistant.extractive.scope import Scope, distinct
from assistant.extractive.series import series_asked
from assistant.extractive.timelines import status_of
from assistant.suitability import asks_reason
from assistant.understanding.details import asks_price, details_quoted
from assistant.understanding.question import Question
from assistant.units import Unit, is_bulleted, shortened
from ingest.normalise import view

BUDGET = {"how": 900, "timeline": 900, "compare": 900}
USUAL_BUDGET = 330
MOST = {"how": 7, "timeline": 6, "number": 3, "who": 2, "definition": 1}
CLOSE = 0.8
ANNOUNCED = 6
#: From how many characters a row is told by one of its sentences, and what share of its words of the question that
#: must hold.
LONG, SPECIFIC = 90, 0.8
_SUM = re.compile(r"\d\s?円|無料|無償|分の\d|\d/\d")
#: A reason that is asked for beside something else.
_BESIDES = re.compile(r"(?:、|と|とその)(?:その)?理由|何(?:で|が|を)?、|どのよう|どうやって|\bhow\b", re.IGNORECASE)
_ANNOUNCES = re.compile(r"(?:次|以下|下記)の(?:とおり|通り)[^。]{0,12}。?$")
#: Announces a list of so many points (次の3点を満たすことを条件とします).
_POINTS = re.compile(
    r"(?:次|以下|下記)の\s?(?:[0-9]{1,2}|[一二三四五六七八九十])?(?:つの)?(?:点|項目|要件|条件|事項|基準|方法|視点|場合|ポイント|理由|原則|手順|段階|こと)"
    r"[^。]{0,30}。$"
)
_PLANNED = re.compile(
    r"実施|稼働|運用|導入|始|予定|計画|検討|[0-9]年度|決ま|\b(?:FY|by|plan|operation|start|introduc|implement)",
    re.IGNORECASE,
)


def plain(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft:
    """The best unit first; then others that are nearly as good or add a part of the question."""
    evidence = carrying_first(question, evidence, scope)
    chosen = [most_specific(question, u, evidence, scope) for u in choose(question, evidence, scope)]
    if question.kind in ("number", "fact"):
        chosen = [with_figures(u, scope) for u in chosen]
    statements = [stated(question, u, scope) for u in chosen]
    first = indicator(question, evidence, scope) if evidence and question.kind in ("number", "fact", "date") else None
    if first is None and question.kind in ("number", "fact"):
        first = crossing(question, evidence, scope)
    if first is not None:
        statements = [first, *(s for s in statements if s.units != first.units)][:2]
    if question.kind in ("number", "fact") and statements:
        beside = other_series(question, statements[0], scope)
        if beside is not None:
            asked = series_asked(question.text)
            told = any(r.series in asked for u in statements[0].units for r in u.records)
            statements = [statements[0], beside] if told else [beside, statements[0]]
    differing: tuple[Disagreement, ...] = ()
    if question.kind in ("number", "fact") and statements:
        statements, differing = second_places.compared(question, statements, scope)
    if question.kind in ("yesno", "number") and statements and evidence:
        statements = _with_more(question, evidence, statements, scope)
    return Draft(kind="answer", statements=tuple(statements), evidence=tuple(chosen), disagreements=differing)


def _with_more(
    question: Question, evidence: Sequence[Evidence], statements: list[Statement], scope: Scope
) -> list[Statement]:
    """What settles a yes or no beside the sentence found: the status by year, or the roadmap; what settles a number:
    the row of figures that stands under its name."""
    best = evidence[0]
    if question.kind == "number":
        row = None if any(has_figure(s.text) for s in statements) else row_figures(best, scope, question.lang)
        return [row, *statements][:2] if row else statements
    if not (question.years or _PLANNED.search(question.text)):
        return statements
    told = status_of(question, best, scope) or roadmap(question, [best], scope)
    if told is None:
        return statements
    by_key = {s.units[0].key: s for s in told.statements}
    kept = [by_key.pop(s.units[0].key, s) for s in statements[:1]]
    more = list(by_key.values())
    for s in more[:2]:
        if sum(len(k.text) for k in kept) + len(s.text) <= USUAL_BUDGET + 40:
            kept.append(s)
    return kept


def stated(question: Question, unit: Unit, scope: Scope) -> Statement:
    """A unit in words; of a table row only the cells that are asked for, where they can be told."""
    found = (
        cell(question, unit, scope)
        if unit.kind == "cell" and question.kind in ("number", "fact", "date", "who", "yesno", "timeline")
        else None
    )
    return found or Statement(scope.say(unit, question.lang), (unit,))


def choose(question: Question, evidence: Sequence[Evidence], scope: Scope) -> list[Unit]:
    ranked = distinct(evidence)
    if not ranked:
        return []
    only_reason = question.kind == "how" and asks_reason(question.text) and not _BESIDES.search(question.text)
    kind = "fact" if only_reason else question.kind
    budget, most = BUDGET.get(kind, USUAL_BUDGET), MOST.get(kind, 3)
    best = ranked[0]
    chosen = [best]
    used = len(scope.say(scope.trimmed(best.unit, question), question.lang))
    candidates = _same_place_first(ranked[1:25], best, question)
    for e in candidates:
        if len(chosen) >= most:
            break
        text = scope.say(scope.trimmed(e.unit, question), question.lang)
        if used + len(text) > budget or e.unit.kind in ("heading", "marks") and question.kind != "timeline":
            continue
        if e.score >= CLOSE * best.score or _adds(question, chosen, e, scope) or _continues(question, best, e):
            chosen.append(e)
            used += len(text)
    ordered = _reading_order(chosen)
    if question.kind == "timeline":
        same = [e for e in ordered if e.passage.id == best.passage.id]
        ordered = [*sorted(same, key=lambda e: e.unit.start), *ordered[len(same) :]]
    units = [scope.trimmed(e.unit, question) for e in ordered]
    if _ANNOUNCES.search(best.unit.text):
        return [units[0], *_announced(best.unit, budget, scope), *units[1:]]
    return _with_points(question, best, budget, scope) or units


def most_specific(question: Question, unit: Unit, evidence: Sequence[Evidence], scope: Scope) -> Unit:
    """Of a long row that tells in sentences, the one that carries the detail, the price or the figure asked for, or
    that holds what the row does of the question's words; the row itself where no sentence does."""
    if unit.kind not in ("cell", "row") or len(unit.text) < LONG or "。" not in unit.text or question.kind == "how":
        return unit
    inside = [e for e in evidence if _is_inside(e.unit, unit) and e.unit.kind in ("sentence", "row")]
    wanted = [d.needs for d in details_quoted(question.text)]
    if not wanted and asks_price(question.text):
        wanted = [_SUM]
    if wanted:
        inside = [e for e in inside if any(needs.search(view(e.unit.text)) for needs in wanted)]
        return max(inside, key=_said).unit if inside else unit
    if cell(question, unit, scope) is not None or shortened(unit) is unit:
        return unit
    if question.kind == "number":
        inside = [e for e in inside if has_figure(view(e.unit.text), asked_unit(question))]
    own = next((e.own_words for e in evidence if e.unit.key == unit.key), 1.0)
    best = max(inside, key=_said, default=None)
    return best.unit if best is not None and best.own_words >= SPECIFIC * own else unit


def _said(e: Evidence) -> tuple[float, float]:
    """What orders the sentences of one row, which have their surroundings in common."""
    return e.own_words, e.score


def _is_inside(one: Unit, other: Unit) -> bool:
    same = one.passage.id == other.passage.id and other.start <= one.start and one.end <= other.end
    return same and one.end - one.start < other.end - other.start


def _with_points(question: Question, best: Evidence, budget: int, scope: Scope) -> list[Unit]:
    """The best unit with the list of points that it or the sentence behind it announces; nothing where there is no
    such list, or where that sentence says nothing of what is asked."""
    if question.kind not in ("fact", "how", "list") or best.unit.kind != "sentence":
        return []
    behind = [u for u in scope.finder.units(best.passage) if u.start >= best.unit.end and u.kind == "sentence"]
    follower = min(behind, key=lambda u: u.start, default=best.unit)
    for unit in (best.unit, follower):
        here = scope.finder.haystack(unit.text)
        if _POINTS.search(unit.text) and any(t.weight > 0.2 and here.holds(t) for t in question.terms.terms):
            points = [u for u in _announced(unit, budget, scope) if is_bulleted(u.text)]
            opening = [scope.trimmed(best.unit, question)] if unit is not best.unit else []
            return [*opening, unit, *points] if len(points) > 1 else []
    return []


def _announced(announcing: Unit, budget: int, scope: Scope) -> list[Unit]:
    """What a sentence that ends with 次のとおり announces: the units behind it, up to the next heading."""
    passages = scope.finder.catalogue.passages_of(announcing.passage.document, announcing.passage.page)
    behind = [u for p in passages for u in sorted(scope.finder.units(p), key=lambda u: u.start)]
    out: list[Unit] = []
    for unit in behind:
        if unit.start < announcing.end:
            continue
        if (
            unit.kind == "heading"
            and out
            and not is_bulleted(unit.text)
            or sum(len(u.text) for u in out) + len(unit.text) > budget
        ):
            break
        out.append(unit)
    return out[:ANNOUNCED]


def _same_place_first(ranked: Sequence[Evidence], best: Evidence, question: Question) -> list[Evidence]:
    """Means and steps are told by the sentences of one passage; otherwise the score decides."""
    if question.kind != "how":
        return list(ranked)
    same = [e for e in ranked if e.passage.id == best.passage.id]
    return [*sorted(same, key=lambda e: e.unit.start), *(e for e in ranked if e.passage.id != best.passage.id)]


def _continues(question: Question, best: Evidence, e: Evidence) -> bool:
    """Whether a unit goes on to tell the means; other rows of figures do not."""
    figures = sum(r.number is not None for r in e.unit.records)
    return question.kind == "how" and e.passage.id == best.passage.id and len(e.unit.text) >= 15 and figures < 2


def _adds(question: Question, chosen: Sequence[Evidence], e: Evidence, scope: Scope) -> bool:
    """Whether a unit holds a fair part of the question that the chosen ones lack."""
    held = [scope.finder.haystack(c.unit.text) for c in chosen]
    here = scope.finder.haystack(e.unit.text)
    gain = sum(t.weight * here.holds(t) for t in question.terms.missing(held) if t.weight > 0.2)
    return gain >= 0.15 * question.terms.total and e.score >= 0.6 * chosen[0].score


def _reading_order(chosen: Sequence[Evidence]) -> list[Evidence]:
    """The best first; what stands in its passage follows in reading order."""
    best, rest = chosen[0], chosen[1:]
    same = sorted((e for e in rest if e.passage.id == best.passage.id), key=lambda e: e.unit.start)
    return [best, *same, *(e for e in rest if e.passage.id != best.passage.id)]
