"""Values that were read as records: indicators with their years, cells of tables by row and column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Statement
from assistant.evidence import Evidence
from assistant.extractive.asked_units import asked_unit, has_figure
from assistant.extractive.scope import Scope
from assistant.extractive.series import ALIKE, against_plan, series_asked
from assistant.understanding.details import PROJECT_COST, asks_price
from assistant.understanding.moments import LAST_YEAR
from assistant.understanding.question import Question
from assistant.units import Unit
from assistant.wording import INFERRED, SERIES, colon, figure_series
from ingest.lines import is_figures
from ingest.model import Record
from ingest.normalise import squash
from ingest.values import find_figures
from ingest.years import without_years

_RUN_TOGETHER = {
    "ja": "（表の空欄が詰められており、どの値がどの年度かは文書の文字列からは確定できません）",
    "en": " (empty cells of the table have vanished: which year a figure belongs to cannot be told from the text)",
}
OVER_TIME = re.compile(
    r"前回|前期|前計画|(?:と|に)(?:比べ|比較)|どう(?:変わ|変化|推移)|推移|伸び|増減|変化|compared (?:with|to)|\bchange",
    re.IGNORECASE,
)
_TIMES = re.compile(r"今回|前回|前々回|現状|当初|現在")
_COUNTED = re.compile(r"(人|件|台|回|団体|施設|校|か所|箇所|世帯|手続|店舗|社|戸|枚|本)数$")
#: A unit that stands behind a row's name (利用時間(h)).
_LATIN_UNIT = re.compile(r"[(（]([A-Za-zℓ㎏㎞㎡]{1,4})[)）]$")
_DIFFERENCE = re.compile(
    r"何.{1,4}(?:を|も)?(?:増|減|伸|上が|下が|上昇|低下|向上|改善|引き?上げ|引き?下げ|縮)|(?:増やす|減らす|増加|減少|増える|減る)(?:計画|目標|"
    r"の)|差は|どれ(?:だけ|くらい|ほど)(?:増|減|変|伸|上が|下が)|how many more|increase by|by how (?:much|"
    r"many)|difference",
    re.IGNORECASE,
)


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
            f" ({word} of {shown}{_apart_unit(numbers[0].unit, lang)}: {sign})"
            if lang == "en"
            else f"（{shown}{_apart_unit(numbers[0].unit, lang)}の{word}：{sign}）"
        )
    return Statement(text, (unit,), derived)


def cell(question: Question, unit: Unit, scope: Scope) -> Statement | None:
    """The cells of a table row that the question's words pick out, with row and column named."""
    records = [r for r in unit.records if r.kind == "cell" and r.attribute]
    if not records:
        return None
    if asks_price(question.text):
        records = [r for r in records if not PROJECT_COST.search(f"{r.attribute} {r.measure or ''}")]
    counted = asked_unit(question)
    if question.kind == "number":
        records = [r for r in records if r.number is not None] or records
        records = [r for r in records if _may_count(r, counted)]
    if not records:
        return None
    own = [t for t in question.terms.terms if t.weight > 0.2]
    wanted, said = question.western_years, series_asked(question.text)
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
    if dated and LAST_YEAR.search(question.text):
        last = max(r.fiscal_year or 0 for r in dated)
        chosen = [r for r in dated if r.fiscal_year == last]
    elif wanted and any(r.fiscal_year in wanted for r in chosen):
        chosen = [r for r in dated if r.fiscal_year in wanted and r.number is not None] or chosen
        beside = [r for r in records if r.series == "baseline" and "baseline" in said and r not in chosen]
        chosen = [*beside[:1], *chosen]
    chosen = over_time(question, chosen, records) if not wanted else chosen
    return told(question, unit, chosen, scope) if chosen and len(chosen) <= 4 else None


def told(question: Question, unit: Unit, chosen: Sequence[Record], scope: Scope) -> Statement:
    """Cells of one row in words, with what lies between them where that is asked."""
    owner = scope.owner_name(unit) or ""
    note = INFERRED[question.lang] if any(r.status == "inferred" for r in chosen) else ""
    equals = "＝" if question.lang == "ja" else " = "
    parts = [f"{_column(r, chosen, question.lang)}{equals}{r.value}{counter(r, question.lang)}" for r in chosen]
    difference, derived = _apart(question, chosen)
    label = chosen[0].measure or ""
    head = (
        f"{owner}「{unit.passage.measure}」"
        if unit.passage.measure and squash(unit.passage.measure) not in squash(label)
        else owner
    )
    mark, comma = colon(question.lang), ", " if question.lang == "en" else "、"
    return Statement(f"{mark.join([head, label, comma.join(parts)])}{difference}{note}", (unit,), derived)


def other_series(question: Question, said: Statement, scope: Scope) -> Statement | None:
    """Of plan and result, or baseline and target, that which is asked for and stands in another row of the name than
    the one told."""
    unit, wanted = said.units[0], series_asked(question.text)
    own = [r for r in unit.records if r.kind == "cell" and r.series and r.measure]
    given = {r.series for r in own}
    missing = wanted - given - (ALIKE if given & ALIKE else set())
    if not given or not missing or given & wanted and len(wanted) < 2:
        return None
    name, years = squash(own[0].measure or ""), question.western_years
    on_page = scope.finder.records_of(unit.passage.document).get(unit.passage.page, [])
    found = [
        r
        for r in on_page
        if r.kind == "cell"
        and r.series in missing
        and r.number is not None
        and (not years or r.fiscal_year in years)
        and r.measure
        and (squash(r.measure) in name or name in squash(r.measure))
    ]
    nearest = min(found, key=lambda r: abs(r.start - unit.start), default=None)
    row = scope.record_unit(nearest) if nearest else None
    return told(question, row, [nearest], scope) if nearest and row else None


def counter(record: Record, lang: str) -> str:
    """What a bare figure counts: its unit, else what its row or column is named as a number of (通報件数)."""
    if lang == "en" or record.number is None or not is_figures(record.value):
        return ""
    if record.unit:
        return "" if record.unit in record.value else record.unit
    bracketed = _LATIN_UNIT.search(record.measure or "")
    if bracketed:
        return bracketed[1]
    named = _COUNTED.search(re.sub(r"[(（][^()（）]*[)）]", "", record.measure or "")) or _COUNTED.search(
        record.attribute
    )
    return named[1] if named else ""


def _may_count(record: Record, counted: re.Pattern[str] | None) -> bool:
    """Whether a figure is, or may be, of the unit that is asked for: what is counted in yen is no share."""
    told = record.unit or ""
    return counted is None or not told or counted.search(f"{told} {record.attribute} {record.value}") is not None


def over_time(question: Question, chosen: list[Record], records: Sequence[Record]) -> list[Record]:
    """The chosen cell with those of the other times in its row, where a change is asked for."""
    if not chosen or not OVER_TIME.search(question.text) or against_plan(question.text):
        return chosen
    stem = _without_time(chosen[0].attribute)
    same = [r for r in records if r.number is not None and _without_time(r.attribute) == stem and _is_time(r)]
    return same if 2 <= len(same) <= 4 and any(r in same for r in chosen) else chosen


def _without_time(attribute: str) -> str:
    return squash(re.sub(r"[(（]\s*[)）]", "", _TIMES.sub("", without_years(attribute))))


def _is_time(record: Record) -> bool:
    return bool(record.fiscal_year) or _TIMES.search(record.attribute) is not None


def _apart(question: Question, chosen: Sequence[Record]) -> tuple[str, tuple[str, ...]]:
    """How far plan and result, or two years, lie apart, where that is asked."""
    asked = (
        _DIFFERENCE.search(question.text)
        or OVER_TIME.search(question.text)
        or re.search(
            r"どれ(?:だけ|くらい|ほど)|(?:いくら|なんぼ|何.{1,4})違|何.{0,4}(?:上回|下回)|差額?(?:は|を|が|の?$|[?？])|開き",
            question.text,
        )
    )
    numbers = [r.number for r in chosen if r.number is not None]
    if not asked or len(chosen) != 2 or len(numbers) != 2 or chosen[0].unit != chosen[1].unit:
        return "", ()
    shown = f"{abs(numbers[0] - numbers[1]):,.10g}" if abs(numbers[0] - numbers[1]) < 1e9 else ""
    amount = f"{shown}{_apart_unit(chosen[0].unit, question.lang)}"
    word = "difference" if question.lang == "en" else "差"
    text = f"（{word} {amount}：{chosen[0].value} − {chosen[1].value}）"
    before, after = sorted(chosen, key=lambda r: r.fiscal_year or 0)
    if question.lang == "ja" and _one_after_the_other(before, after):
        more = (after.number or 0) > (before.number or 0)
        text = f"（{amount}の{'増' if more else '減'}：{after.value} − {before.value}）"
    return (text, (shown.replace(",", ""),)) if shown else ("", ())


def _one_after_the_other(before: Record, after: Record) -> bool:
    """Whether two cells that differ are of two years, the earlier first."""
    dated = before.fiscal_year and after.fiscal_year and before.fiscal_year < after.fiscal_year
    return bool(dated) and before.number != after.number


def _apart_unit(unit: str | None, lang: str) -> str:
    """Shares lie apart by points."""
    return (" points" if lang == "en" else "ポイント") if unit in ("%", "％") else unit or ""


def _column(record: Record, shown: Sequence[Record], lang: str) -> str:
    """A column's name; with the series where a bare year would not tell plan from result."""
    word = SERIES[lang].get(record.series or "", "")
    several = len({r.series for r in shown}) > 1
    if not several or not word or word in record.attribute:
        return record.attribute
    return f"{record.attribute} {word}" if lang == "en" else record.attribute + word


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


def row_figures(best: Evidence, scope: Scope, lang: str = "ja") -> Statement | None:
    """The line of figures in a row whose cells were run together, with the name that stands before it.

    Where empty cells have vanished nobody can tell which year a figure belongs to, and the statement says so.
    """
    units = sorted(scope.finder.units(best.passage), key=lambda u: u.start)
    for before, line in zip(units, units[1:], strict=False):
        if line.kind == "marks" and len(find_figures(line.text)) >= 3:
            owner = scope.owner_name(line) or ""
            name = before.text if before.kind != "marks" and len(before.text) <= 60 else ""
            note = _RUN_TOGETHER[lang]
            joined = replace(line, start=before.start, text=f"{name} {line.text}") if name else line
            head = f"{owner}「{best.passage.measure or ''}」{name}"
            return Statement(f"{head}{colon(lang)}{line.text}{note}", (joined,))
    return None
