"""The second place at which a plan gives a figure, such as its list of indicators: cited beside the first where the two
agree, told with it where they do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Disagreement, Statement
from assistant.extractive.figures import told
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.model import Record
from ingest.normalise import squash

#: Characters that a name must have to be known again, and the number that may stand before it (1-5, 2-1-3).
NAMED = 5
_NUMBERED = re.compile(
    r"^(?:KPI|指標|成果指標|施策|取組|事業)?\s*[\d０-９]+(?:[-－.．][\d０-９]+)*[-－.．、)）]?\s*|^(?:KPI|(?:成果)?指標)\s+"
)


def compared(
    question: Question, statements: Sequence[Statement], scope: Scope
) -> tuple[list[Statement], tuple[Disagreement, ...]]:
    """The statements with what another page says of the first one's figures."""
    first, rest = statements[0], list(statements[1:])
    unit = first.units[0] if len(first.units) == 1 else None
    said = [r for r in unit.records if r.number is not None and r.value in first.text] if unit else []
    for record in said:
        other = _elsewhere(record, scope) if unit else None
        place = scope.record_unit(other) if other else None
        if unit is None or other is None or place is None:
            continue
        place = _row(place, scope)
        if other.number == record.number:
            return [replace(first, units=(unit, place)), *(s for s in rest if place not in s.units)], ()
        values = ((record.value, unit), (other.value, place))
        differing = Disagreement(subject=_name(record), values=values)
        return [first, told(question, place, [other], scope), *rest][:3], (differing,)
    return list(statements), ()


def _row(place: Unit, scope: Scope) -> Unit:
    """The whole row that a record's unit is of, as its passage has it."""
    return next((u for u in scope.finder.units(place.passage) if u.key == place.key), place)


def _elsewhere(record: Record, scope: Scope) -> Record | None:
    """The same figure by name, series and year on another page of the document."""
    named = scope.finder.derived(("second places", record.document), lambda: _by_name(record.document, scope))
    found = [r for r in named.get(_name(record), ()) if r.page != record.page and _is_same(record, r)]
    return found[0] if len({r.number for r in found}) == 1 else None


def _by_name(document: str, scope: Scope) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for page in scope.finder.records_of(document).values():
        for r in page:
            if r.kind in ("cell", "indicator") and r.number is not None and len(_name(r)) >= NAMED:
                found.setdefault(_name(r), []).append(r)
    return found


def _name(record: Record) -> str:
    """What a record's figure is of: an indicator's own name, a row's label."""
    label = record.attribute if record.kind == "indicator" else record.measure or ""
    return squash(_NUMBERED.sub("", label.strip()))


def _is_same(one: Record, other: Record) -> bool:
    units = one.unit is None or other.unit is None or one.unit == other.unit
    years = one.fiscal_year is None or other.fiscal_year is None or one.fiscal_year == other.fiscal_year
    called = one.series == other.series if one.series else squash(one.attribute) == squash(other.attribute)
    return one.municipality == other.municipality and units and years and called
