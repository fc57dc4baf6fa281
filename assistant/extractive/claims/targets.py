"""Claims that a target was met or missed, held against plan and result of the row that they name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.extractive.claims.rows import Found, named_rows
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.model import Record

_AIM = re.compile(
    r"予定|目標|計画値|計画(?:の?[\d,]+|より|を[上下]|に(?:届|達))|見込|"
    r"\btargets?\b|\bgoals?\b|\bplanned\b",
    re.IGNORECASE,
)
_MISSED = re.compile(
    r"(?:届|行)か(?:な|ず)|(?:達|到達)(?:し|せ|でき|成し|成せ|成でき)(?:て(?:い)?)?(?:な|ず|ません)|下回|未達|及ば(?:な|ず)|"
    r"(?:予定|目標|計画)[^、。]{0,12}より(?:も|かなり|大きく)?(?:少な|低)|"
    r"満たな|クリア(?:でき|して(?:い)?)な|\bfell short|\bfalls? short|\bmiss(?:ed|es)?\b|\bbelow\b|\bunder\b|"
    r"\bfail(?:ed|s)? to (?:meet|reach|achieve|hit)|(?:\bnot\b|n't\b) (?:\w+ )?(?:meet|met|reach|achieve|hit)",
    re.IGNORECASE,
)
_MET = re.compile(
    r"(?:予定|目標|計画)[^、。]{0,12}より(?:も|かなり|大きく)?(?:多|高)|"
    r"達成|達し(?:た|て|ま)|達する|到達|(?:目標|予定)(?:に|まで)(?:行|届)|届い|クリア|上回|超え|"
    r"\bmeet\b|\bmet\b|\bachieve|\breach|\bhit\b|\bexceed|\bsurpass",
    re.IGNORECASE,
)
#: Where less is better, plan and result do not say by themselves whether the target was met.
_FALLING = re.compile(r"削減|減ら|減少|待ち時間|所要時間|抑制|縮減|排出|事故|被害|死|自殺|離職|滞納|未納|紙")
_LITERAL = re.compile(r"下回|上回|超え|\bexceed|\bbelow\b|\bunder\b", re.IGNORECASE)


def in_results(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Found | None:
    """Whether the result of the claim's row and year, or of its last year with a result, reached what was planned."""
    missed = _MISSED.search(question.text)
    if not _AIM.search(question.text) or not (missed or _MET.search(question.text)):
        return None
    rows = named_rows(question, evidence, scope)
    names = " ".join([question.text, *{f"{r.measure or ''} {r.attribute}" for r, _ in rows}])
    if _FALLING.search(names) and not _LITERAL.search(question.text):
        return None
    pairs = _pairs(rows)
    years = [y for y in pairs if y in question.western_years] if question.years else sorted(pairs)[-1:]
    if not years:
        return None
    told = [(planned, actual, unit) for planned, actual, unit in pairs[years[-1]]]
    reached = {actual >= planned for planned, actual, _ in told}
    if len(reached) != 1:
        return None
    return Found(reached.pop() != bool(missed), told[0][2])


def _pairs(rows: Sequence[tuple[Record, Unit]]) -> dict[int, list[tuple[float, float, Unit]]]:
    """What was planned and what came of it, by fiscal year, of every row that gives both."""
    cells: dict[tuple[str, int], dict[str, tuple[float, Unit]]] = {}
    for record, unit in rows:
        if record.number is not None and record.fiscal_year and record.series in ("planned", "target", "actual"):
            series = "actual" if record.series == "actual" else "planned"
            cells.setdefault((f"{record.document} {record.page} {record.measure}", record.fiscal_year), {}).setdefault(
                series, (record.number, unit)
            )
    pairs: dict[int, list[tuple[float, float, Unit]]] = {}
    for (_, year), both in cells.items():
        if len(both) == 2:
            pairs.setdefault(year, []).append((both["planned"][0], *both["actual"]))
    return pairs
