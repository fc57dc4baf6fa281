"""Claims that set one figure before another (143件から130件にする), held against the order in which a row has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.evidence import Evidence
from assistant.extractive.claims.figures import in_figures, undated, whole_figures
from assistant.extractive.claims.rows import Found, agrees, name_of, named_rows
from assistant.extractive.claims.trends import COURSE
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from assistant.units import Unit
from ingest.model import Record
from ingest.normalise import view
from ingest.values import Figure

#: Between two figures of which the second takes the first's place.
_TO = re.compile(
    r"\s?(?:[(（][^()（）]{0,8}[)）])?(?:から|より|→|⇒|➡|だったものを)、?\s?(?:約|およそ)?(?:\s{0,9}まで)?\s*"
)
_TO_IN_ENGLISH = re.compile(r"\s?(?:in|as of)?\s*to (?:about |around )?", re.IGNORECASE)
#: Words that only say that the figures are aimed at or were measured.
_AIMED = re.compile(
    r"目標|掲げる|設定|定める|計画|現状|基準|実績|予定|値|目指す|引き上げる|引上げる|引き下げる|引下げる|"
    r"raise|lower|increase|decrease|reduce|target"
)
#: The share of a row's name and of a claim that is enough where both figures stand in the row.
NAMED, EXPLAINED = 0.6, 0.5
_RANK = {"baseline": 0, "actual": 1, None: 1, "planned": 2, "target": 3}


def in_order(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Found | None:
    """Whether a row that a claim names has the claim's two figures in their order; None where it has not both."""
    figures = _pair(question)
    if figures is None:
        return None
    kept = (t for t in question.terms.terms if not COURSE.fullmatch(t.text) and not _AIMED.fullmatch(t.text))
    rows = named_rows(replace(question, terms=Terms.build(kept)), evidence, scope, NAMED, EXPLAINED)
    for name in dict.fromkeys((r.page, name_of(r)) for r, _ in rows):
        cells = [(r, u) for r, u in rows if (r.page, name_of(r)) == name and r.number is not None]
        cells.sort(key=lambda c: (_RANK.get(c[0].series, 1) == 0 and -1, c[0].fiscal_year or 0, c[0].start))
        if told := _told(figures, [c for c in cells if c[0].series != "planned"], question.text):
            return told
    return None


def _told(figures: tuple[Figure, Figure], cells: list[tuple[Record, Unit]], text: str) -> Found | None:
    first = [n for n, (r, _) in enumerate(cells) if agrees(figures[0], r, text)]
    second = [n for n, (r, _) in enumerate(cells) if agrees(figures[1], r, text)]
    if not first or not second:
        return None
    unit, shown = cells[first[0]][1], tuple(cells[n][0] for n in sorted({first[0], second[-1]}))
    return Found(first[0] < second[-1], unit, shown)


def _pair(question: Question) -> tuple[Figure, Figure] | None:
    text = undated(in_figures(view(question.text)))
    between = _TO_IN_ENGLISH if question.english else _TO
    found = [
        (a, b)
        for a, b in pairwise(whole_figures(text))
        if a.base_unit == b.base_unit and a.base != b.base and between.fullmatch(text[a.end : b.start])
    ]
    return found[0] if len(found) == 1 else None
