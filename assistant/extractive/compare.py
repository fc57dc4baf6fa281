"""Comparisons side by side: of municipalities, of measures of one, or of rows of one table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Draft, Member, Statement
from assistant.evidence import Evidence
from assistant.extractive.asked_units import asked_unit
from assistant.extractive.carrying import carrying_first, is_dated
from assistant.extractive.claims.targets import falls_short, result_of, turns
from assistant.extractive.crossings import crossing
from assistant.extractive.departments import responsible
from assistant.extractive.differences import TIME, leading
from assistant.extractive.figures import cell, indicator, with_figures
from assistant.extractive.pairs import Pair, pair_in
from assistant.extractive.plain import choose, most_specific
from assistant.extractive.ranks import attribute_of
from assistant.extractive.roadmaps import roadmap
from assistant.extractive.scope import Scope, distinct
from assistant.extractive.sheet_heads import header_value
from assistant.extractive.sides import side_of
from assistant.extractive.timelines import first_year, status_of
from assistant.understanding.kinds import Kind, cues
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from assistant.wording import SERIES, colon
from ingest.model import Municipality
from ingest.normalise import squash

WEAKEST = 0.3
#: The share of one side's own words that its unit must hold.
OWN = 0.6
_DEPARTMENT = re.compile(
    r"担当|所管|主管|どの[課部]|何課|部署|\bdepartment|\bin charge\b|\bresponsible\b", re.IGNORECASE
)
_WHEN = re.compile(r"いつ|時期|年度|段階|進捗|スケジュール|早|遅")
#: What a question for figures or times holds, as `kinds` tells it.
_OF_FIGURES = [f"{lang} {name}" for lang in ("ja", "en") for name in ("how_much", "counter", "quantity_noun", "when")]
_OF_FIGURES += ["ja time_noun", "en quantity", "en when"]
_BRIEF = ("yesno", "number", "fact")


def side_by_side(question: Question, scope: Scope) -> Draft | None:
    """For each municipality named its own best units."""
    statements: list[Statement] = []
    members: list[Member] = []
    missing: list[str] = []
    sides: list[tuple[str, Statement]] = []
    for m in question.municipalities:
        found = _for_one(question, m, scope)
        if not found:
            missing.append(m.name)
            continue
        first, *rest = found
        sides.append((m.name, first))
        text = first.text if first.text.startswith(m.name) else f"{m.name}：{first.text}"
        statements.append(Statement(f"- {text}", first.units, first.derived))
        statements.extend(Statement(f"　{s.text}", s.units, s.derived) for s in rest)
        units = tuple(u for s in found for u in s.units)
        members.append(Member(m.name, None if m.code.startswith("x-") else m.code, None, units))
    if not statements:
        return None
    if missing:
        names = "、".join(missing)
        statements.append(
            Statement(f"Not stated: {names}" if question.lang == "en" else f"{names}については記載が見つかりません。")
        )
    ahead = leading(question, sides)
    statements = [ahead, *statements] if ahead else statements
    evidence = tuple(u for s in statements for u in s.units)
    return Draft(kind="answer", statements=tuple(statements), members=tuple(members), evidence=evidence)


def _for_one(question: Question, m: Municipality, scope: Scope) -> list[Statement]:
    figures = question.kind != "compare" or _asks_figures(question)
    timed = question.kind == "compare" and TIME.search(question.text) is not None
    kind: Kind = question.kind if question.kind != "compare" else "date" if timed else "number" if figures else "how"
    alone = replace(side_of(question, m, scope), kind=kind)
    evidence = scope.finder.gather(alone, scope.finder.hits(alone, scope.finder.where(alone, scope.public_only), 30))
    evidence = [e for e in evidence if e.passage.municipality == m.code] or evidence
    if not evidence or evidence[0].coverage < WEAKEST:
        return []
    evidence = carrying_first(alone, evidence, scope)
    begun = first_year(alone, evidence, scope) if timed and not is_dated(evidence) else None
    if begun is not None:
        return [begun]
    header = header_value(alone, evidence, scope)
    if header is not None and header.statements:
        return list(header.statements[:1])
    told = (_own_cell(alone, evidence, scope) or indicator(alone, evidence, scope)) if figures else None
    if told is not None:
        return [told]
    chosen = choose(replace(alone, kind="fact"), evidence, scope)
    units = [with_figures(most_specific(alone, u, evidence, scope), scope) for u in chosen]
    most = 1 if question.kind in _BRIEF else 3 if len(question.municipalities) <= 2 else 2
    return [cell(alone, u, scope) or Statement(scope.say(u, question.lang), (u,)) for u in units[:most]]


def _own_cell(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Statement | None:
    """The cell at the column named in the municipality's own row of a table of several."""
    told = crossing(question, evidence, scope)
    (m,) = question.municipalities
    own = told is not None and any(squash(m.name) in squash(r.measure or "") for u in told.units for r in u.records)
    return told if own else None


def _asks_figures(question: Question) -> bool:
    """Whether a comparison is one of figures or times, not of how something is done."""
    found = cues(question.text, question.english, len(question.municipalities))
    told = asked_unit(question) is not None or attribute_of(question) is not None
    return told or any(name in found for name in _OF_FIGURES)


def of_measures(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """Two measures, or two rows of one table, of the same municipality: what is said of each of the two that the
    question names, else the best unit of each, with its schedule."""
    named = _of_named(question, scope)
    if named is not None:
        return named
    crossed = crossing(question, evidence, scope)
    if crossed is not None and len([r for u in crossed.units for r in u.records if r.value in crossed.text]) >= 2:
        return Draft(kind="answer", statements=(crossed,), evidence=crossed.units)
    best = _two(distinct(evidence))
    if len(best) < 2:
        return None
    statements: list[Statement] = []
    for e in best:
        header = header_value(question, [e], scope)
        schedule = roadmap(question, [e], scope)
        if header is not None and header.statements:
            statements.append(header.statements[0])
        elif schedule is not None:
            statements.extend(schedule.statements[:2])
        else:
            unit = with_figures(scope.trimmed(e.unit, question), scope)
            statements.append(cell(question, unit, scope) or Statement(scope.say(unit, question.lang), (unit,)))
    names = [e.passage.measure or e.unit.records[0].measure or "" if e.unit.records else "" for e in best]
    if len(statements) == 2 and all(names) and (ahead := leading(question, list(zip(names, statements, strict=True)))):
        statements.insert(0, ahead)
    units: tuple[Unit, ...] = tuple(u for s in statements for u in s.units)
    return Draft(kind="answer", statements=tuple(statements), evidence=units)


def _of_named(question: Question, scope: Scope) -> Draft | None:
    """What is asked of each of the two things that the question names side by side (AとBでは)."""
    pair = pair_in(question)
    if pair is None:
        return None
    told = _by_results(question, pair, scope)
    if told is not None:
        return told
    statements = [_of_one(question, pair, index, scope) for index in (0, 1)]
    found = [s for s in statements if s is not None]
    if len(found) < 2 or found[0].text == found[1].text:
        return None
    ahead = leading(question, list(zip(pair.names, found, strict=True)))
    found = [ahead, *found] if ahead else found
    return Draft(kind="answer", statements=tuple(found), evidence=tuple(u for s in found for u in s.units))


def _by_results(question: Question, pair: Pair, scope: Scope) -> Draft | None:
    """Which of two things reached, or did not reach, what was planned, with plan and result of both."""
    missed = turns(question.text)
    if missed is None:
        return None
    found: list[tuple[str, bool, Statement]] = []
    for index, own in enumerate(pair.names):
        alone, _ = pair.alone(question, index)
        evidence = scope.finder.gather(
            alone, scope.finder.hits(alone, scope.finder.where(alone, scope.public_only), 30)
        )
        told = result_of(alone, evidence, scope)
        if told is None:
            return None
        planned, actual, unit = told
        lang = question.lang
        below = falls_short(question.text, own, planned, actual)
        counted = next((r.unit or "" for r in unit.records if r.number == actual), "")
        parts = [f"{SERIES[lang][s]} {n:,.10g}{counted}" for s, n in (("planned", planned), ("actual", actual))]
        text = f"{own}{colon(lang)}{(', ' if lang == 'en' else '、').join(parts)}"
        found.append((own, below == missed, Statement(text, (unit, *_planned(unit, planned, scope)))))
    chosen = [name for name, fits, _ in found if fits]
    chosen_names = (" and " if question.lang == "en" else "と").join(chosen)
    none = "Neither" if question.lang == "en" else "どちらも当てはまりません。"
    lead = Statement(chosen_names or none, tuple(u for *_, s in found for u in s.units))
    statements = (lead, *(s for *_, s in found))
    return Draft(kind="answer", statements=statements, evidence=lead.units)


def _planned(unit: Unit, planned: float, scope: Scope) -> tuple[Unit, ...]:
    """The row of the plan beside that of the result, where it is another."""
    if any(r.number == planned for r in unit.records):
        return ()
    on_page = scope.finder.records_of(unit.passage.document).get(unit.passage.page, [])
    rows = [r for r in on_page if r.kind == "cell" and r.number == planned and r.start < unit.start]
    nearest = scope.record_unit(max(rows, key=lambda r: r.start)) if rows else None
    return (nearest,) if nearest else ()


def _of_one(question: Question, pair: Pair, index: int, scope: Scope) -> Statement | None:
    """The best unit of one of the two, whose own words stand in it or head it; a value where one is told."""
    alone, terms = pair.alone(question, index)
    evidence = scope.finder.gather(alone, scope.finder.hits(alone, scope.finder.where(alone, scope.public_only), 30))
    begun = first_year(alone, evidence, scope) if TIME.search(question.text) else None
    if begun is not None:
        return begun
    cost = _cost(alone, terms, evidence, scope)
    if cost is not None:
        return cost
    crossed = crossing(alone, evidence, scope)
    if crossed is not None:
        return crossed
    for e in carrying_first(alone, evidence, scope)[:12]:
        columns = " ".join(f"{r.measure or ''} {r.attribute}" for r in e.unit.records)
        where = scope.finder.haystack(" ".join([e.unit.text, columns, e.passage.measure or "", *e.passage.headings]))
        if terms.terms and terms.coverage(where) >= OWN and e.unit.kind != "heading":
            in_charge = responsible(alone, [e], scope) if _DEPARTMENT.search(question.text) else None
            if in_charge is not None:
                return in_charge.statements[0]
            timed = _WHEN.search(question.text) is not None
            schedule = (status_of(question, e, scope) or roadmap(question, [e], scope)) if timed else None
            if schedule is not None and schedule.statements:
                return schedule.statements[0]
            unit = with_figures(scope.trimmed(e.unit, question), scope)
            said = indicator(alone, [e], scope) or cell(alone, unit, scope)
            return said or Statement(scope.say(unit, question.lang), (unit,))
    return None


def _cost(alone: Question, terms: Terms, evidence: Sequence[Evidence], scope: Scope) -> Statement | None:
    """What the head of the sheet of one of the two says that its project costs."""
    if attribute_of(alone) is None:
        return None
    own = [e for e in evidence if terms.terms and terms.coverage(scope.finder.haystack(e.passage.measure or "")) >= OWN]
    header = header_value(alone, own, scope) if own else None
    return header.statements[0] if header is not None and header.statements else None


def _two(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best unit, and the best of another measure, row or document that is nearly as good."""
    if not evidence:
        return []
    first = evidence[0]
    for e in evidence[1:15]:
        row = (
            e.unit.kind == "cell"
            and first.unit.kind == "cell"
            and e.unit.records[0].measure != first.unit.records[0].measure
        )
        other = e.passage.measure != first.passage.measure or e.passage.document != first.passage.document
        if (row or other) and e.score >= 0.6 * first.score:
            return [first, e]
    return [first]
