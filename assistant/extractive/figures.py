"""Values that were read as records: sheet headers, indicators with their years, cells of tables by row and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Disagreement, Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.ranks import attribute_of
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.units import Unit
from assistant.wording import SERIES, colon, figure_series, year
from ingest.lines import is_figures
from ingest.model import Record
from ingest.normalise import squash, view
from ingest.values import find_figures
from ingest.years import find_years

_INFERRED = {"ja": "（年度は表の値の並びからの推定）", "en": " (year inferred from the table's order)"}
_SERIES = {
    "actual": r"実績|actual|achieved|result",
    "planned": r"予定|計画値|planned",
    "target": r"目標|target|goal",
    "baseline": r"基準値?|現状|策定時|baseline|current",
}
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
_LAST = re.compile(r"最終年度|最終目標|最後の年度|計画終了|final (?:fiscal )?year|last year of the plan", re.IGNORECASE)
#: How near to the best a unit must score to count as carrying the answer.
NEAR = 0.75
#: Share of the question that must stand in a table row for an empty cell of it to count as the answer.
ROW = 0.5
SHEET_NEAR = 0.85
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
_TABULAR = re.compile(r"\d\s+[\d○⇒…-]|[数率額度]\s*[\d,.-]")
_ASKED = tuple(
    (re.compile(asks, re.IGNORECASE), re.compile(unit))
    for asks, unit in (
        (
            r"いくら|何円|(?:金額|利用料|料金|費用|事業費|予算|手数料|額)"
            r"(?:は|って)?(?:[?？。]|$|を教|いくら)|how much (?:did|does|"
            r"is|was|money)|\bcost|\bbudget|\bprice|\bfee\b",
            r"円|無料|無償",
        ),
        (r"何%|何パーセント|割合|何割|percentage|what share|proportion", r"[%％割]|パーセント|/"),
        (r"何人|何名|人数|how many (?:people|persons|users|staff|employees|residents|citizens|visitors)", r"人|名|割"),
        (
            r"何か所|何箇所|何カ所|何ヶ所|how many (?:places|locations|sites|spots)",
            r"か所|箇所|カ所|ヶ所|ヵ所|施設|ケ所|地点|館",
        ),
        (r"何台|何基|how many (?:devices|units|machines|terminals|cameras|sensors)", r"台|基|個"),
        (r"何件|件数|how many (?:cases|applications|reports)", r"件|手続|種|回|事業|箇所"),
        (r"何回|回数|how many (?:times|sessions)|how often", r"回|度"),
        (r"何時間|how many hours", r"時間"),
        (r"何世帯|how many households", r"世帯|戸"),
        (r"何店舗|何社|how many (?:shops|stores|companies)", r"店|社|事業者"),
        (r"何校|何園|how many schools", r"校|園"),
    )
)
_ORGAN = re.compile(r"(?:課|室|局|部|係|センター|事務所|委員会|本部|支所|担当)(?:$|[\s、,・()）\d])")

_DIFFERENCE = re.compile(
    r"何.{1,4}(?:増|減|伸|上が|下が)|(?:増やす|減らす|増加|減少|増える|減る)(?:計画|目標|"
    r"の)|差は|どれ(?:だけ|くらい)(?:増|減)|how many more|increase by|by how (?:much|"
    r"many)|difference",
    re.IGNORECASE,
)


def header_value(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """人口 or 事業費 from the header of the sheet that the question is about."""
    attribute = attribute_of(question)
    if attribute is None or question.kind not in ("number", "fact", "yesno", "compare"):
        return None
    records = [r for r in scope.records(question, "header") if attribute in r.attribute]
    if not records and attribute != "事業費":
        return None
    if attribute != "事業費":
        return _stated(
            question, scope, [r for r in records if not question.codes or r.municipality in question.codes], attribute
        )
    for e in evidence[:6]:
        if e.score < SHEET_NEAR * evidence[0].score:
            break
        own = [r for r in records if r.measure == e.passage.measure and r.municipality == e.passage.municipality]
        if own:
            return _stated(question, scope, own[:1], attribute)
        if e.passage.kind == "sheet" and question.kind == "number":
            return Draft(kind="abstained", statements=(), abstained=True)
    return None


def _stated(question: Question, scope: Scope, records: Sequence[Record], attribute: str) -> Draft | None:
    """Each distinct value once: where the sheets disagree, both are said."""
    statements, units, seen = [], [], set()
    for record in records:
        unit = scope.record_unit(record)
        if unit is None or (record.municipality, record.value) in seen:
            continue
        seen.add((record.municipality, record.value))
        owner = scope.owner_name(unit) or ""
        whose = f"{owner}「{record.measure}」" if attribute == "事業費" and record.measure else owner
        statements.append(
            Statement(f"{whose}{': ' if question.lang == 'en' else '：'}{record.attribute} {record.value}", (unit,))
        )
        units.append(unit)
    if not statements:
        return None
    values = tuple((r.value, u) for r, u in zip(_distinct(records), units, strict=False))
    differs = attribute != "事業費" and len(units) > 1 and len({r.municipality for r in records}) == 1
    disagreements = (
        (Disagreement(subject=f"{scope.owner_name(units[0]) or ''} {attribute}", values=values),) if differs else ()
    )
    return Draft(
        kind="answer", statements=tuple(statements[:6]), evidence=tuple(units[:6]), disagreements=disagreements
    )


def _distinct(records: Sequence[Record]) -> list[Record]:
    return list({(r.municipality, r.value): r for r in reversed(records)}.values())[::-1]


def indicator(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Statement | None:
    """The best unit as an indicator with its years, and the difference when that is asked."""
    unit = evidence[0].unit
    if unit.kind != "indicator" or not unit.records:
        return None
    owner, lang = scope.owner_name(unit) or "", question.lang
    text = colon(lang).join([owner, unit.records[0].attribute, figure_series(unit.records, lang)])
    derived: tuple[str, ...] = ()
    numbers = [r for r in unit.records if r.number is not None]
    if _DIFFERENCE.search(question.text) and len(numbers) == 2 and numbers[0].unit == numbers[1].unit:
        difference = (numbers[1].number or 0) - (numbers[0].number or 0)
        shown = f"{abs(difference):,.10g}" if abs(difference) < 1e9 else f"{abs(difference):,.0f}"
        derived = (f"{abs(difference):.10g}",)
        word = ("increase" if difference > 0 else "decrease") if lang == "en" else ("増" if difference > 0 else "減")
        sign = f"{numbers[1].value} − {numbers[0].value}"
        text += (
            f" ({word} of {shown}{numbers[0].unit or ''}: {sign})"
            if lang == "en"
            else f"（{shown}{numbers[0].unit or ''}の{word}：{sign}）"
        )
    return Statement(text, (unit,), derived)


def cell(question: Question, unit: Unit, scope: Scope) -> Statement | None:
    """The cells of a table row that the question's words pick out, with row and column named."""
    records = [r for r in unit.records if r.kind == "cell" and r.attribute]
    if not records:
        return None
    if question.kind == "number":
        records = [r for r in records if r.number is not None] or records
    own = [t for t in question.terms.terms if t.weight > 0.2]
    wanted, said = question.western_years, series_said(question.text)
    counted = _asked_unit(question)
    scored = []
    for r in records:
        column = scope.finder.haystack(r.attribute)
        score = sum(t.weight * column.holds(t) for t in own) + (2.0 if r.fiscal_year in wanted and wanted else 0.0)
        score += 0.5 if r.series and r.series in said else 0.0
        score += 0.5 if counted and counted.search(f"{r.attribute} {r.unit or ''}") else 0.0
        scored.append((score, r))
    best = max(score for score, _ in scored)
    chosen = [r for score, r in scored if best > 0.3 and score >= 0.9 * best]
    if len(said) >= 2 and not wanted and len([r for r in records if r.series in said]) in (2, 3):
        chosen = [r for r in records if r.series in said]
    dated = [r for r in records if r.fiscal_year]
    if dated and _LAST.search(question.text):
        last = max(r.fiscal_year or 0 for r in dated)
        chosen = [r for r in dated if r.fiscal_year == last]
    elif wanted and any(r.fiscal_year in wanted for r in chosen):
        chosen = [r for r in dated if r.fiscal_year in wanted and r.number is not None] or chosen
    if not chosen or len(chosen) > 4:
        return None
    owner = scope.owner_name(unit) or ""
    note = _INFERRED[question.lang] if any(r.status == "inferred" for r in chosen) else ""
    equals = "＝" if question.lang == "ja" else " = "
    parts = [f"{_column(r, chosen, question.lang)}{equals}{r.value}" for r in chosen]
    difference, derived = _apart(question, chosen)
    label = chosen[0].measure or ""
    head = (
        f"{owner}「{unit.passage.measure}」"
        if unit.passage.measure and squash(unit.passage.measure) not in squash(label)
        else owner
    )
    return Statement(f"{head}：{label}：{'、'.join(parts)}{difference}{note}", (unit,), derived)


def _apart(question: Question, chosen: Sequence[Record]) -> tuple[str, tuple[str, ...]]:
    """How far plan and result, or two years, lie apart, where that is asked."""
    asked = _DIFFERENCE.search(question.text) or re.search(
        r"どれ(?:だけ|くらい|ほど)|何.{0,4}(?:上回|下回)", question.text
    )
    numbers = [r.number for r in chosen if r.number is not None]
    if not asked or len(chosen) != 2 or len(numbers) != 2 or chosen[0].unit != chosen[1].unit:
        return "", ()
    shown = f"{abs(numbers[0] - numbers[1]):,.10g}" if abs(numbers[0] - numbers[1]) < 1e9 else ""
    word = "difference" if question.lang == "en" else "差"
    text = f"（{word} {shown}{chosen[0].unit or ''}：{chosen[0].value} − {chosen[1].value}）"
    return (text, (shown.replace(",", ""),)) if shown else ("", ())


def _column(record: Record, shown: Sequence[Record], lang: str) -> str:
    """A column's name; with the series where a bare year would not tell plan from result."""
    word = SERIES[lang].get(record.series or "", "")
    several = len({r.series for r in shown}) > 1
    return record.attribute + (word if several and word and word not in record.attribute else "")


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


def series_said(text: str) -> frozenset[str]:
    """Which of planned, actual, baseline and target a text names."""
    return frozenset(name for name, pattern in _SERIES.items() if re.search(pattern, text, re.IGNORECASE))


def with_figures(unit: Unit, scope: Scope) -> Unit:
    """A unit without figures whose figures stand on the next line of its passage, as one unit with that line."""
    if has_figure(unit.text):
        return unit
    following = sorted(
        (u for u in scope.finder.units(unit.passage) if u.start >= unit.end and u.kind == "marks"),
        key=lambda u: u.start,
    )
    between = [u for u in scope.finder.units(unit.passage) if following and unit.end <= u.start < following[0].start]
    if not following or len(between) > 1 or not find_figures(following[0].text):
        return unit
    return replace(unit, end=following[0].end, text=f"{unit.text} {following[0].text}")


def is_dated(evidence: Sequence[Evidence]) -> bool:
    """Whether the best unit itself gives a date or year."""
    return bool(evidence) and bool(find_years(evidence[0].unit.text))


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
    wanted = _asked_unit(question) if question.kind in ("number", "fact", "sum") else None
    if wanted is None:
        return question.kind not in ("number", "sum") or any(has_figure(text) for text in texts)
    if any(r.number is not None and wanted.search(r.unit or "") for e in near for r in e.unit.records):
        return True
    return any(has_figure(text, wanted) for text in texts) or any(has_figure(view(text), wanted) for text in whole[:2])


def carrying_first(question: Question, evidence: Sequence[Evidence], scope: Scope) -> list[Evidence]:
    """The evidence with units that carry the kind of thing asked for (a time, a share, a sum of money) moved up."""
    needs = next((needs for asks, needs in _NEEDS if asks.search(question.text)), None)
    unit = _asked_unit(question) if question.kind in ("number", "fact") else None
    if needs is None and unit is None:
        return list(evidence)

    def value(e: Evidence) -> float:
        text = view(with_figures(e.unit, scope).text)
        carries = needs.search(text) is not None if needs else has_figure(text, unit)
        return e.score + (CARRIES if carries else 0.0)

    return sorted(evidence, key=lambda e: -value(e))


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


def _asked_unit(question: Question) -> re.Pattern[str] | None:
    """What a figure's unit must be for the question (いくら: 円), as a pattern over the text behind the figure."""
    return next((unit for asks, unit in _ASKED if asks.search(question.text)), None)


def has_figure(text: str, unit: re.Pattern[str] | None = None) -> bool:
    """Whether a text holds a figure that is no year, no list number and, where given, has the unit or none at all."""
    body = re.sub(r"^\s*(?:[(（]?\d{1,2}[)）.．]?\s|[①-⑳])", "", text)
    years = find_years(body)
    if re.search(r"無料|無償|半減|ゼロ|全員|全て|すべて", body) and unit is None:
        return True
    for figure in find_figures(body):
        if any(y.start <= figure.start < y.end for y in years):
            continue
        behind = body[figure.start : figure.end + 6]
        bare = figure.unit is None and (
            is_figures(body[figure.start : figure.end + 3].strip()) or len(body) > figure.end
        )
        if unit is None or unit.search(behind) or (figure.unit is None and bare and _TABULAR.search(body)):
            return True
    return False


def row_figures(best: Evidence, scope: Scope) -> Statement | None:
    """The line of figures in a row whose cells were run together, with the name that stands before it.

    Where empty cells have vanished nobody can tell which year a figure belongs to, and the statement says so.
    """
    units = sorted(scope.finder.units(best.passage), key=lambda u: u.start)
    for before, line in zip(units, units[1:], strict=False):
        if line.kind == "marks" and len(find_figures(line.text)) >= 3:
            owner = scope.owner_name(line) or ""
            name = before.text if before.kind != "marks" and len(before.text) <= 60 else ""
            note = "（表の空欄が詰められており、どの値がどの年度かは文書の文字列からは確定できません）"
            joined = replace(line, start=before.start, text=f"{name} {line.text}") if name else line
            return Statement(f"{owner}「{best.passage.measure or ''}」{name}：{line.text}{note}", (joined,))
    return None


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
    label = None if _WHOLE.search(question.text) else _step(e)
    chosen = [row for row in rows if label and (row[0].measure or "").startswith(label)] or list(rows)
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


def _step(e: Evidence) -> str | None:
    """The step (①) that the unit belongs to, by which roadmaps label their rows."""
    here = [h for h in (e.unit.text, *reversed(e.passage.headings)) if re.match(r"[①-⑳]", h)]
    if here:
        return here[0][0]
    before = e.passage.text[: e.unit.start - e.passage.start]
    steps = re.findall(r"[①-⑳]", before)
    return steps[-1] if steps else None
