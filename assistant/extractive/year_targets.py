"""The indicators of a plan that have a target in the year named (令和10年度の数値目標はいくつ設定されているか)."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.draft import Draft, Member
from assistant.extractive.listing import listing
from assistant.extractive.naming import is_total
from assistant.extractive.plan_items import plain_name
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question, asks_bodies
from assistant.units import Unit
from ingest.normalise import squash
from ingest.years import find_years

_AIMS = r"(?:数値目標|成果目標|目標値?|成果指標|評価指標|指標|KPI)"
_ASKS = re.compile(
    rf"{_AIMS}(?:の(?:数|名前|名称))?(?:は|を|が|って)?、?(?:全部で|合計で?)?(?:すべて|全て|全部|ぜんぶ|もれなく|漏れなく|一覧|列挙|挙げ|どれ|いくつ(?:設|定|掲|挙|あ)|何\s?(?:個|件|つ|項目))"
    rf"|(?:いくつ|何\s?(?:個|件|つ|項目))の{_AIMS}"
    r"|\bhow many (?:[\w-]+ ){0,2}(?:targets|indicators|KPIs)\b"
    r"|\b(?:list|name|what are) (?:all )?(?:of )?(?:the )?(?:[\w-]+ )?(?:targets|indicators|KPIs)\b",
    re.IGNORECASE,
)
_AIMED = re.compile(r"目標|\btargets?\b", re.IGNORECASE)
#: Words of such a question that tell none of its indicators from the others.
_FRAME = re.compile(
    r"目標|数値|指標|kpi|成果|評価|設定|設け|設ける|定め|掲げ|挙げ|計画|プラン|戦略|名前|名称|個|件|数|項目|一覧|全部|其々|年度|区$|市$|町$|村$"
)
#: Weight from which other words together ask for some of them only, and of those that tell nothing.
_TELLING, _LIGHT = 0.4, 0.12
_FEWEST = 2


def aimed_at(question: Question, scope: Scope) -> Draft | None:
    """None where the question asks for some of them only, for municipalities, or where no table gives such targets."""
    if len(question.western_years) != 1 or asks_bodies(question) or question.everyone or not question.codes:
        return None
    if not (_ASKS.search(question.text) and _AIMED.search(question.text)):
        return None
    (year,) = question.western_years
    found: dict[tuple[str, str], tuple[str, Unit]] = {}
    for r in scope.records(question, "cell"):
        if r.series == "target" and r.fiscal_year == year and r.measure and not is_total(r.measure):
            unit = scope.record_unit(r)
            if unit is not None:
                found.setdefault((r.document, squash(r.measure)), (plain_name(r.measure), unit))
    if len(found) < _FEWEST or _narrowed(question, [unit for _, unit in found.values()], scope):
        return None
    draft = listing(question, scope, [Member(name, None, None, (unit,)) for name, unit in found.values()])
    if question.lang == "en" and len(draft.statements) > 1:
        opening = replace(draft.statements[0], text=f"{len(found)} targets:")
        return replace(draft, statements=(opening, *draft.statements[1:]))
    return draft


def _narrowed(question: Question, units: list[Unit], scope: Scope) -> bool:
    """Whether the question says more than the plan's name and what such questions say."""
    documents = {u.passage.document for u in units}
    titles = " ".join(d.title for d in scope.documents if d.id in documents)
    title = scope.finder.haystack(titles)
    dated = {squash(question.text[y.start : y.end]) for y in find_years(question.text)}
    left = (
        t.weight
        for t in question.terms.terms
        if not _FRAME.search(t.text) and not any(t.text in d for d in dated) and title.holds(t) < _TELLING
    )
    return sum(weight for weight in left if weight > _LIGHT) >= _TELLING
