"""The steps of a measure by fiscal year, as the table under it gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.wording import year
from ingest.lines import is_figures
from ingest.model import Record

_WHOLE = re.compile(r"ロードマップ|スケジュール|工程|それまで|全体|roadmap|schedule", re.IGNORECASE)
#: What plans do in the years of a roadmap, each with its other names.
ACTIONS = (
    ("稼働", "運用", "本稼働", "運用開始", "開始", "始ま"),
    ("構築", "整備", "開発"),
    ("実証実験", "実証", "試行", "試験運用"),
    ("検討",),
    ("仕様作成", "仕様書"),
    ("廃止", "終了"),
    ("拡充", "拡大"),
)


def roadmap(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """Cells by fiscal year of the table that belongs to the best evidence's measure."""
    for e in evidence[:3]:
        records = scope.finder.records_of(e.passage.document).get(e.passage.page, [])
        passages = {p.id: p for p in scope.finder.catalogue.passages_of(e.passage.document, e.passage.page)}
        spans = [(p.start, p.end) for p in passages.values() if p.measure == e.passage.measure]
        rows: dict[tuple[int, int], list[Record]] = {}
        for r in records:
            if (
                r.kind == "cell"
                and r.fiscal_year
                and any(a <= r.start < b for a, b in spans)
                and not is_figures(r.value)
            ):
                rows.setdefault((r.start, r.end), []).append(r)
        action = next((group for group in ACTIONS if any(word in question.text for word in group)), None)
        if (
            rows
            and action
            and question.kind == "date"
            and not any(w in r.value for row in rows.values() for r in row for w in action)
        ):
            return Draft(kind="abstained", statements=(), abstained=True)
        if rows:
            return _rows(question, e, list(rows.values()), scope)
    return None


def _rows(question: Question, e: Evidence, rows: Sequence[list[Record]], scope: Scope) -> Draft | None:
    lang, wanted = question.lang, question.western_years
    statements, units = [], []
    label = None if _WHOLE.search(question.text) else step(e)
    timely = [row for row in rows if len(wanted) == 1 and any(r.fiscal_year in wanted for r in row)] or list(rows)
    chosen = [row for row in timely if label and (row[0].measure or "").startswith(label)] or timely
    for row in chosen[:6]:
        unit = scope.record_unit(row[0])
        if unit is None:
            continue
        unit = replace(unit, records=tuple(row), kind="cell")
        cells = [r for r in row if len(wanted) != 1 or r.fiscal_year in wanted] or row
        parts = [f"{year(r.fiscal_year or 0, lang)}{': ' if lang == 'en' else '：'}{r.value}" for r in cells]
        statements.append(
            Statement(f"{row[0].measure or ''} {('; ' if lang == 'en' else '、').join(parts)}".strip(), (unit,))
        )
        units.append(unit)
    if not statements:
        return None
    owner = scope.owner_name(units[0]) or ""
    first = scope.trimmed(e.unit, question)
    named = f"「{e.passage.measure}」" if e.passage.measure else ""
    lead = Statement(f"{owner}{named}{': ' if lang == 'en' else '：'}{first.text}", (first,))
    return Draft(kind="answer", statements=(lead, *statements), evidence=(first, *units))


def step(e: Evidence) -> str | None:
    """The step (①) that the unit belongs to, by which roadmaps label their rows."""
    here = [h for h in (e.unit.text, *reversed(e.passage.headings)) if re.match(r"[①-⑳]", h)]
    if here:
        return here[0][0]
    before = e.passage.text[: e.unit.start - e.passage.start]
    steps = re.findall(r"[①-⑳]", before)
    return steps[-1] if steps else None
