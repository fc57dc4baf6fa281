"""Comparisons side by side: of municipalities, of measures of one, or of rows of one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Draft, Member, Statement
from assistant.evidence import Evidence
from assistant.extractive.figures import cell, header_value, indicator, roadmap, with_figures
from assistant.extractive.plain import choose
from assistant.extractive.scope import Scope, distinct
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.model import Municipality

WEAKEST = 0.3
_BRIEF = ("yesno", "number", "fact")


def side_by_side(question: Question, scope: Scope) -> Draft | None:
    """For each municipality named its own best units."""
    statements: list[Statement] = []
    members: list[Member] = []
    missing: list[str] = []
    for m in question.municipalities:
        found = _for_one(question, m, scope)
        if not found:
            missing.append(m.name)
            continue
        first, *rest = found
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
    evidence = tuple(u for s in statements for u in s.units)
    return Draft(kind="answer", statements=tuple(statements), members=tuple(members), evidence=evidence)


def _for_one(question: Question, m: Municipality, scope: Scope) -> list[Statement]:
    alone = replace(question, municipalities=(m,), kind="number" if question.kind == "compare" else question.kind)
    evidence = scope.finder.gather(alone, scope.finder.hits(alone, scope.finder.where(alone, scope.public_only), 30))
    if not evidence or evidence[0].coverage < WEAKEST:
        return []
    header = header_value(alone, evidence, scope)
    if header is not None and header.statements:
        return list(header.statements[:1])
    told = indicator(alone, evidence, scope)
    if told is not None:
        return [told]
    units = [with_figures(u, scope) for u in choose(replace(alone, kind="fact"), evidence, scope)]
    most = 1 if question.kind in _BRIEF else 3 if len(question.municipalities) <= 2 else 2
    return [cell(alone, u, scope) or Statement(scope.say(u, question.lang), (u,)) for u in units[:most]]


def of_measures(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """Two measures, or two rows of one table, of the same municipality: the best unit of each, with its schedule."""
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
    units: tuple[Unit, ...] = tuple(u for s in statements for u in s.units)
    return Draft(kind="answer", statements=tuple(statements), evidence=units)


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
