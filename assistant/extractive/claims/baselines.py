"""Claims on how a target stands to what its indicator began with: above it, below it, the same, twice as much."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.evidence import Evidence
from assistant.extractive.by_years import told
from assistant.extractive.claims.amounts import amount_of
from assistant.extractive.claims.figures import undated
from assistant.extractive.claims.judgement import ENGLISH
from assistant.extractive.claims.rows import Found, named_rows
from assistant.extractive.claims.trends import COURSE, DOWN, EXPLAINED, NOT_SO, UP
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from ingest.model import Record
from ingest.normalise import squash

_BASELINE = re.compile(
    r"基準(?:値|年|時|の値|よ|と)|現状|現在|当初|策定時|今(?:より|よりも|の|と(?=同)|のまま)|いま(?:より|の|と(?=同))|"
    r"\bbaselines?\b|\bcurrent(?:ly)?\b|\btoday\b",
    re.IGNORECASE,
)
_AIM = re.compile(
    r"目標|目指|めざ|掲げ|(?:増や|減ら|上げ|下げ|伸ば|高め)(?:す|し)|つもり|方針|"
    r"\btargets?\b|\bgoals?\b|\baims?\b|\bplans? to\b",
    re.IGNORECASE,
)
_RESULT = re.compile(r"実績|結果|だった|\bactual\b|\bresults?\b", re.IGNORECASE)
_LEVEL = re.compile(
    r"同じ|同数|同値|同額|同水準|等し|据え?置|変え[なず]|変わら[なず]|変わりな|横ばい|維持|保[つち]|のまま|"
    r"\bsame\b|\bunchanged\b|\bequals?\b|\bmaintain|\bkeeps?\b",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"上回|超え|高[いくめ]|多[いく]|大き[いく]|\b(?:above|higher|exceed\w*|raises?|more)\b", re.IGNORECASE
)
_BELOW = re.compile(r"下回|低[いくめ]|少な[いく]|小さ[いく]|\b(?:below|lower\w*|reduc\w+|fewer|cuts?)\b", re.IGNORECASE)
#: Words that set the two beside each other and name neither.
_ASIDE = re.compile(
    r"(?:目標|基準|現状|現在|当初)(?:値|年度?|時)?|値|同じ|同数|同値|同額|同水準|水準|据え?置く?|据える|置く|維持|保つ|まま|変える|変わる|"
    r"横ばい|等しい|目指す|掲げる|設定|方針|今|立てる|"
    r"targets?|baselines?|goals?|aims?|current|same|raise|lower|above|below|set|level|value",
    re.IGNORECASE,
)


def over_baselines(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Found | None:
    """Whether the target of the row that a claim names stands to its baseline as is claimed; None where the claim sets
    no such two beside each other, or where rows that it may mean differ."""
    text = question.text
    if not (_BASELINE.search(text) and _AIM.search(text)) or _RESULT.search(text):
        return None
    if not any(p.search(text) for p in (UP, DOWN, _LEVEL, _ABOVE, _BELOW)):
        return None
    terms = Terms.build(t for t in question.terms.terms if not (COURSE.fullmatch(t.text) or _ASIDE.fullmatch(t.text)))
    if not terms.terms:
        return None
    topic = replace(question, terms=terms)
    pairs = _pairs(topic, named_rows(topic, evidence, scope)) or _pairs(topic, _progressing(topic, evidence, scope))
    opinions = [(agrees, unit) for *pair, unit in pairs for agrees in [_agrees(question, *pair)] if agrees is not None]
    if not opinions or len({agrees for agrees, _ in opinions}) > 1:
        return None
    return Found(*opinions[0])


def _progressing(question: Question, evidence: Sequence[Evidence], scope: Scope) -> list[tuple[Record, Unit]]:
    found = told(question, evidence, scope, EXPLAINED * (ENGLISH if question.english else 1.0))
    return [(r, line.unit) for p in found[:1] for line in p.lines for _, r in line.cells]


def _pairs(question: Question, rows: Iterable[tuple[Record, Unit]]) -> list[tuple[Record, Record, Unit]]:
    """Baseline and target of each row that has both; of several targets that of a year that is named, or the last."""
    by_row: dict[tuple[str, int, str], tuple[list[Record], list[Record], Unit]] = {}
    for r, unit in rows:
        if r.number is not None and r.series in ("baseline", "target"):
            name = r.attribute if r.kind == "indicator" else r.measure or ""
            baselines, targets, _ = by_row.setdefault((r.document, r.page, name), ([], [], unit))
            (baselines if r.series == "baseline" else targets).append(r)
    found = []
    for baselines, targets, unit in by_row.values():
        named = [r for r in targets if r.fiscal_year in question.western_years] or targets
        if len(baselines) == 1 and targets:
            found.append((baselines[0], max(named, key=lambda r: r.fiscal_year or 0), unit))
    return found


def _agrees(question: Question, baseline: Record, target: Record) -> bool | None:
    if baseline.number is None or target.number is None:
        return None
    name = baseline.attribute if baseline.kind == "indicator" else baseline.measure or ""
    said = (
        undated(question.text).replace(name, " ")
        if question.english
        else squash(question.text).replace(squash(name), " ")
    )
    claimed = amount_of(said)
    course = _course(said, growing=claimed is not None and claimed.times)
    if course is None:
        return None
    apart = target.number - baseline.number
    goes = 1 if apart > 0 else -1 if apart < 0 else 0
    if NOT_SO.search(said) and not _LEVEL.search(said):
        return None if claimed else goes != course
    if goes != course or claimed is None or not course:
        return goes == course
    return claimed.changed(baseline.number, target.number)


def _course(said: str, growing: bool) -> int | None:
    """1 for up, -1 for down, 0 for level; None where a text says none of them or several."""
    up, down = bool(UP.search(said) or _ABOVE.search(said)), bool(DOWN.search(said) or _BELOW.search(said))
    if up or down:
        return None if up and down else 1 if up else -1
    return 0 if _LEVEL.search(said) else 1 if growing else None
