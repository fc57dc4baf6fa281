"""Whether evidence carries the kind of thing that a question asks for: a figure with its unit, a time, a company."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.extractive.asked_units import asked_unit, has_figure
from assistant.extractive.figures import series_said, with_figures
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from ingest.normalise import view
from ingest.years import find_years

#: How near to the best a unit must score to count as carrying the answer.
NEAR = 0.75
#: Share of the question that must stand in a table row for an empty cell of it to count as the answer.
ROW = 0.5
#: What a unit gains that carries the kind of thing asked for.
CARRIES = 0.25
_ASKS_ORGAN = re.compile(
    r"課|部署|所管|担当|所属|主管|部局|department|division|section|bureau|office|charge", re.IGNORECASE
)
_FIRM = r"(?:会社|業者|事業者|メーカー|ベンダー|企業|開発元)"
_COMPANY = re.compile(
    rf"(?:どこの|どの|何という|どんな){_FIRM}|{_FIRM}(?:名|の名前|の名称|はどこ|は何|"
    rf"を教え|は[?？]?$)|どこの(?:製品|会社)|製品名|"
    r"\bwhich (?:company|vendor|contractor|firm)|\bname of the (?:company|vendor|contractor)",
    re.IGNORECASE,
)
_IS_COMPANY = re.compile(
    r"株式会社|㈱|\(株\)|（株）|有限会社|合同会社|[A-Zァ-ヴー]{3,}社|Inc\.|Ltd|グループ|"
    r"協会|大学|財団|機構|システムズ|ソリューションズ?|製作所|電機|テクノロジー|ソフトウェア"
)
_WHICH = re.compile(r"(?:どこの|どの)(地区|校区|学校|施設|公園|地域|会場|場所|路線|店舗|企業)")
_WHEN = re.compile(r"[0-9]{1,2}月|年度|年内|今後|当面|未定|時期|来年|昨年|本年")
#: What a question asks for by name, and what the text must hold to be able to answer it.
_NEEDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (_COMPANY, _IS_COMPANY),
    (
        re.compile(r"電話番号|問い?合わせ先の|メールアドレス|\bURL\b|住所は|phone number", re.IGNORECASE),
        re.compile(r"\d{2,4}-\d{2,4}|https?:|@|www\."),
    ),
    (
        re.compile(
            r"(?:手数料|利用料|使用料|料金|運賃|受講料|入場料|家賃).{0,12}(?:いくら|何円|は[?？]?$)"
            r"|(?:乗る|使う|借りる|受ける)(?:と|のに)(?:、)?いくら|\bfare\b|\bfee\b",
            re.IGNORECASE,
        ),
        re.compile(r"料|運賃|家賃|無償|定額|月額"),
    ),
    (
        re.compile(r"何時(?:から|まで|に|です|ごろ|$)|受付時間|開館時間|what time", re.IGNORECASE),
        re.compile(r"\d{1,2}\s?時|\d:\d\d|24時間"),
    ),
    (re.compile(r"何歳|何才|what age|how old", re.IGNORECASE), re.compile(r"\d\s?(?:歳|才)|歳代|年齢|学年|児|高齢者")),
    (
        re.compile(
            r"(?:誰|だれ|どなた)(?:が|は|です|なん|？|\?|$)|氏名|name of the (?:mayor|person|head)", re.IGNORECASE
        ),
        re.compile(r"市長|町長|村長|知事|部長|課長|本部長|委員|会長|理事|職員|者|氏|さん|課|大学|企業"),
    ),
)
_ORGAN = re.compile(r"(?:課|室|局|部|係|センター|事務所|委員会|本部|支所|担当)(?:$|[\s、,・()）\d])")


def carried(question: Question, evidence: Sequence[Evidence], scope: Scope) -> bool:
    """Whether a unit among the best carries the kind of thing that is asked for: a figure of the unit that the question
    names, a department, a company, a date."""
    near = [e for e in evidence[:12] if e.score >= NEAR * evidence[0].score and e.unit.kind != "header"]
    place = _WHICH.search(question.text)
    if place and not any(place[1] in view(e.passage.text) for e in near):
        return False
    texts = [with_figures(e.unit, scope).text for e in near]
    whole = [e.passage.text for e in near[:6]]
    if question.quoted and not _names_stand(question, near, scope):
        return False
    if question.kind == "date":
        return any(_WHEN.search(view(text)) or find_years(view(text)) for text in whole) or _has_schedule(near, scope)
    if question.kind == "who" and _ASKS_ORGAN.search(question.text):
        return any(_ORGAN.search(u.text) for e in near for u in scope.finder.units(e.passage))
    for asks, needs in _NEEDS:
        if asks.search(question.text):
            return any(needs.search(view(text)) for text in whole)
    wanted = asked_unit(question) if question.kind in ("number", "fact", "sum") else None
    if wanted is None:
        return question.kind not in ("number", "sum") or any(has_figure(text) for text in texts)
    if any(r.number is not None and wanted.search(r.unit or "") for e in near for r in e.unit.records):
        return True
    return any(has_figure(text, wanted) for text in texts) or any(has_figure(view(text), wanted) for text in whole[:2])


def carrying_first(question: Question, evidence: Sequence[Evidence], scope: Scope) -> list[Evidence]:
    """The evidence with units that carry the kind of thing asked for (a time, a share, a sum of money) moved up."""
    needs = next((needs for asks, needs in _NEEDS if asks.search(question.text)), None)
    unit = asked_unit(question) if question.kind in ("number", "fact") else None
    if needs is None and unit is None:
        return list(evidence)

    def value(e: Evidence) -> float:
        text = view(with_figures(e.unit, scope).text)
        carries = needs.search(text) is not None if needs else has_figure(text, unit)
        return e.score + (CARRIES if carries else 0.0)

    return sorted(evidence, key=lambda e: -value(e))


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
    """Whether the best unit itself gives a date or year."""
    return bool(evidence) and bool(find_years(evidence[0].unit.text))


def _names_stand(question: Question, near: Sequence[Evidence], scope: Scope) -> bool:
    """Whether one of the names that the question quotes, or a synonym, stands about the best units."""
    quoted = [t for t in question.terms.terms if t.quoted and len(t.text) >= 3]
    layers = [layer for e in near[:6] for layer in scope.best_layers(e)]
    return not quoted or any(layer.holds(t) >= 0.5 for t in quoted for layer in layers)


def _has_schedule(near: Sequence[Evidence], scope: Scope) -> bool:
    """Whether the measure of one of the best units has a status by year or a roadmap."""
    for e in near[:4]:
        records = scope.finder.records_of(e.passage.document).get(e.passage.page, [])
        if any(r.kind in ("status", "cell") and r.fiscal_year for r in records):
            return True
    return False
