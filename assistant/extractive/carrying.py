"""Whether evidence carries the kind of thing that a question asks for: a figure with its unit, a time, a company."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.extractive.asked_units import asked_unit, has_figure, in_cells
from assistant.extractive.figures import with_figures
from assistant.extractive.scope import Scope
from assistant.extractive.series import series_said
from assistant.extractive.subjects import about, heads, itself
from assistant.suitability import ORGANS
from assistant.understanding.detail_table import Detail
from assistant.understanding.details import details_asked, details_quoted, focus, is_stated
from assistant.understanding.kinds import CALLED
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from ingest.normalise import squash, view
from ingest.years import find_years

#: How near to the best a unit must score to count as carrying the answer.
NEAR = 0.75
#: How many units may state a detail.
DETAILED = 8
#: How much of the question, against the unit that covers most, a unit must cover to state its detail or its month.
COVERS = 0.75
#: As much of a unit that stands beside one that covers so much.
BESIDE = 0.6
#: Share of the rest of a question that a unit must hold to state what is the own of the thing asked about.
ON_IT = 0.3
#: Says something, where a title only names another thing than what stands beside it.
_SAYS = re.compile(r"[。:：]|要|なし|無し|可|[るうくすむつただいん]$")
#: How many units a month may stand in for a date that is asked for, and how near they must be to the best.
MONTHS, MONTHLY = 15, 0.65
_MONTH = re.compile(
    r"(?:年度?|[RHrh]\d{1,2}[./])\s?\d{1,2}(?:月|[./]\d)|\d{1,2}月(?:\d|末|上旬|中旬|下旬|から|に|まで)"
)
#: Sets a part aside of what is counted.
_WITHOUT = re.compile(r"除[くいけ]|除外")
_LABELS = ("header", "heading", "marks")
#: Share of the question that must stand in a table row for an empty cell of it to count as the answer.
ROW = 0.5
#: What a unit gains that carries the kind of thing asked for.
CARRIES = 0.25
_ASKS_ORGAN = re.compile(
    r"課|部署|所管|担当|所属|主管|部局|department|division|section|bureau|office|charge", re.IGNORECASE
)
#: What somebody says, which is quoted as names are.
_SPOKEN = re.compile(r"[?!。]|(?:です|ます|ました|ません|ください|下さい)か?$")
_IN_QUOTES = re.compile(r"[「『]([^「」『』]{2,24})[」』]")
_WHICH = re.compile(r"(?:どこの|どの)(地区|校区|学校|施設|公園|地域|会場|場所|路線|店舗|企業)")
_WHEN = re.compile(r"[0-9]{1,2}月|曜日|毎[年月週日]|年度|年内|今後|当面|未定|時期|来年|昨年|本年")
_ORGAN = re.compile(rf"(?:{ORGANS}|担当)(?:$|[\s、,・()（）】〕」\]／/\d])")


def carried(question: Question, evidence: Sequence[Evidence], scope: Scope) -> bool:
    """Whether a unit among the best carries the kind of thing that is asked for: a figure of the unit that the question
    names, a department, a company, a date."""
    near = _near(evidence)
    place = _WHICH.search(question.text)
    if place and not any(place[1] in view(e.passage.text) for e in near):
        return False
    if question.quoted and not _names_stand(question, near, scope):
        return False
    if question.kind == "date" and not details_asked(question.text):
        whole = (view(e.passage.text) for e in near[:6])
        return any(_WHEN.search(text) or find_years(text) for text in whole) or _has_schedule(near, scope)
    if question.kind == "who" and _ASKS_ORGAN.search(question.text):
        return any(_ORGAN.search(u.text) for e in near for u in scope.finder.units(e.passage))
    if not details_stated(question, evidence, scope) or not _focus_stands(question, near, scope):
        return False
    wanted = asked_unit(question) if question.kind in ("number", "fact", "sum") else None
    if wanted is None and question.kind not in ("number", "sum"):
        return True
    texts = (with_figures(e.unit, scope).text for e in near)
    if wanted is None:
        return any(has_figure(text) for text in texts)
    if any(in_cells(e.unit, wanted) for e in near):
        return True
    return any(has_figure(text, wanted) for text in texts) or any(
        has_figure(view(e.passage.text), wanted) for e in near[:2]
    )


def details_stated(question: Question, evidence: Sequence[Evidence], scope: Scope) -> bool:
    """Whether the details that the question asks for by name (a vendor, a fee, opening hours), or one of several, are
    stated about the best units; true where it asks for none."""
    asked = details_asked(question.text)
    if not asked:
        return True
    best = max((e.coverage for e in evidence), default=0.0)
    told = [e for e in evidence[:20] if e.coverage >= COVERS * best]
    near = [e for e in evidence[:20] if e in told or e.coverage >= BESIDE * best and _is_beside(e, told)]
    near = [e for e in near if e.unit.kind not in _LABELS][:DETAILED]
    own = {d: [e for e in near if not d.own or _is_on(e, d, question, scope)] for d in asked}
    return any(
        is_stated(d, [with_figures(e.unit, scope).text for e in of], [about(e.unit) for e in of])
        for d, of in own.items()
    )


def _is_on(e: Evidence, detail: Detail, question: Question, scope: Scope) -> bool:
    """Whether a unit, or what it stands under, tells of what a question is about beside the detail that it asks for."""
    rest = Terms.build(t for t in question.terms.terms if not detail.needs.search(t.text))
    of_it = itself(e.unit) if _SAYS.search(e.unit.text) else f"{e.unit.text}\n{heads(e.unit)}"
    return rest.coverage(scope.finder.haystack(of_it)) >= ON_IT


def _is_beside(e: Evidence, others: Sequence[Evidence]) -> bool:
    """Whether a unit stands on a page of others, under no other measure than theirs."""
    page, measure = (e.passage.document, e.passage.page), e.passage.measure
    on_page = [o.passage.measure for o in others if (o.passage.document, o.passage.page) == page]
    return any(measure == own or None in (measure, own) for own in on_page)


def _near(evidence: Sequence[Evidence]) -> list[Evidence]:
    return [e for e in evidence[:12] if e.score >= NEAR * evidence[0].score and e.unit.kind != "header"]


def _focus_stands(question: Question, near: Sequence[Evidence], scope: Scope) -> bool:
    """Whether the noun asked for, or a synonym, stands about one of the best units or in its passage."""
    noun = "" if question.english else squash(focus(question.text))
    own = [t for t in question.terms.terms if t.text in noun and t.weight > 0.2]
    if not own:
        return True
    last = max(own, key=lambda t: (noun.endswith(t.text), t.weight))
    hays = (scope.finder.haystack(text) for e in near[:DETAILED] for text in (e.passage.text, about(e.unit)))
    return any(hay.holds(last) >= 0.5 for hay in hays)


def carrying_first(question: Question, evidence: Sequence[Evidence], scope: Scope) -> list[Evidence]:
    """The evidence with units that carry the kind of thing asked for (a time, a share, a sum of money) moved up."""
    details = details_quoted(question.text)
    unit = asked_unit(question) if question.kind in ("number", "fact") else None
    dated = question.kind == "date"
    called = question.kind == "fact" and CALLED.search(question.text) is not None
    without = question.kind == "number" and _WITHOUT.search(question.text) is not None
    if not details and unit is None and not dated and not called and not without:
        return list(evidence)

    def value(e: Evidence) -> float:
        text = view(with_figures(e.unit, scope).text)
        if details:
            carries = any(d.needs.search(text) for d in details)
        else:
            carries = gives_name(text, question) if called else has_figure(text, unit)
            carries = bool(find_years(text) or _WHEN.search(text)) if dated else carries
        apart = dated and _tells_month(e, evidence) or without and _WITHOUT.search(text) and has_figure(text)
        return e.score + (CARRIES if carries else 0.0) + (CARRIES if apart else 0.0)

    return sorted(evidence, key=lambda e: -value(e))


def gives_name(text: str, question: Question) -> bool:
    """Whether a text gives a name in quotation marks that the question does not say."""
    return any(squash(name) not in squash(question.text) for name in _IN_QUOTES.findall(text))


def is_blank(question: Question, evidence: Sequence[Evidence], scope: Scope) -> bool:
    """Whether the cell asked for is empty: the row and its table's column are there, and nothing stands in it."""
    best = evidence[0]
    if best.unit.kind != "cell" or question.kind not in ("number", "fact", "date") or best.own_words < ROW:
        return False
    rows = [
        e.unit
        for e in evidence[:8]
        if e.unit.kind == "cell" and e.unit.records[0].measure == best.unit.records[0].measure
    ]
    own = [r for unit in rows for r in unit.records]
    table = [
        r
        for r in scope.finder.records_of(best.passage.document).get(best.passage.page, [])
        if r.kind == "cell" and r.attribute
    ]
    years, said = question.western_years, series_said(question.text)
    named = [e.unit.records for e in evidence[:8] if e.unit.kind == "cell"]
    if years and all(
        not any(r.fiscal_year in years and (not said or r.series is None or r.series in said) for r in rs)
        for rs in named
    ):
        return any(r.fiscal_year in years for r in table) and any(r.fiscal_year for r in own)
    if "target" in said and not years or said == {"target"}:
        return any(r.series == "target" for r in table) and not any(r.series == "target" for r in own)
    return False


def is_dated(evidence: Sequence[Evidence]) -> bool:
    """Whether the best unit itself gives a date or year, or one nearly as good that says as much of the question
    gives a month."""
    if not evidence:
        return False
    return bool(find_years(evidence[0].unit.text)) or any(_tells_month(e, evidence) for e in evidence[:MONTHS])


def _tells_month(e: Evidence, evidence: Sequence[Evidence]) -> bool:
    """Whether a unit gives a month, is near the best, and holds as many of the question's words as they do."""
    said = max(x.own_words for x in evidence[:3])
    near = e.score >= MONTHLY * evidence[0].score and e.own_words >= COVERS * said
    return near and _MONTH.search(view(e.unit.text)) is not None


def _names_stand(question: Question, near: Sequence[Evidence], scope: Scope) -> bool:
    """Whether one of the names that the question quotes, or a synonym, stands about the best units."""
    quoted = [t for t in question.terms.terms if t.quoted and len(t.text) >= 3 and not _SPOKEN.search(t.text)]
    layers = [layer for e in near[:6] for layer in scope.best_layers(e)]
    return not quoted or any(layer.holds(t) >= 0.5 for t in quoted for layer in layers)


def _has_schedule(near: Sequence[Evidence], scope: Scope) -> bool:
    """Whether the measure of one of the best units has a status by year or a roadmap."""
    for e in near[:4]:
        records = scope.finder.records_of(e.passage.document).get(e.passage.page, [])
        if any(r.kind in ("status", "cell") and r.fiscal_year for r in records):
            return True
    return False
