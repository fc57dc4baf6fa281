"""Answers by year: status marks read through the legend, cells of roadmaps, indicators by year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Draft, Statement
from assistant.evidence import Evidence
from assistant.extractive.asked_units import asked_unit
from assistant.extractive.by_years import STEP, Line, Progress, part_of, told
from assistant.extractive.figures import counter
from assistant.extractive.scope import Scope, distinct
from assistant.extractive.series import series_said
from assistant.understanding.question import Question
from assistant.units import Unit
from assistant.wording import INFERRED, SERIES, STATUS_EN, colon, status_word, year
from ingest.model import Record
from ingest.normalise import squash
from ingest.years import find_years

NEAR, MOST_DATED = 0.75, 3
#: How near to the best the sentences of a passage must be that is told by its times, and how many are.
FAIR, MOST_TOLD = 0.5, 6
MOST_NAMED, MOST_LINES = 2, 6
_EVERY = re.compile(r"年度順|推移|年度ごと|各年度|年度別|時系列|each (?:fiscal )?year|year by year", re.IGNORECASE)
_FIGURES = re.compile(
    r"推移|[率額数]|割合|人口|実績|費|いくら|どれだけ|どれくらい|何[件人台回校か%％]|"
    r"\bhow many|\bhow much|\brate\b|\bnumber of|\bshare\b|\bpercent",
    re.IGNORECASE,
)
#: Asks what is done, which marks leave out.
_WHAT = re.compile(
    r"(?:何|なに|どんなこと|どういうこと)を|段取り|手順|どう(?:やって)?進|どのように進|進め方"
    r"|\bwhat (?:will|is|does|are|happens)\b",
    re.IGNORECASE,
)
#: Marks and words of a year in which nothing is begun yet.
_NOT_YET = re.compile(r"^[-ー－―—–]?$|検討|調査|研究|準備|設計|予定なし|改修|工事|□")
#: A series that is asked for beside the figures themselves.
_BESIDE = re.compile(r"[数額率量]と(?:計画|予定|目標)")
_SPAN = re.compile(r"[~～〜]|年度?から(?:令和|平成|R)?\d+年度?まで")
_SINCE = re.compile(r"年度?(?:から|以降|以来)|R\d+(?:から|以降)|\bsince\b|\bfrom\b", re.IGNORECASE)
_UNTIL = re.compile(r"年度?まで(?!に)|\buntil\b|\bup to\b", re.IGNORECASE)
_WORDS = re.compile(r"[ぁ-んァ-ヴ一-龥]{2}")
_REMARK = re.compile(r"備考|摘要|補足|注記?|留意(?:点|事項)|条件")
_UNCERTAIN = {
    "ja": "（欄が空いており、どの年度の印かは文書からは確定できません）",
    "en": " (which years the marks belong to is not certain)",
}


def by_year(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """What a table tells by year of the thing named; else the status by year of the measure that the best evidence
    belongs to; None when the plan gives none by year."""
    row = _named(question, evidence, scope)
    if row is not None and (_asks_figures(question) or any(_in_words(unit) for unit in row.evidence)):
        return row
    others = _row(question, evidence, scope)
    if others is not None and (_asks_figures(question) or _tells_steps(others.evidence[0], evidence)):
        return others
    return row or _status_told(question, evidence, scope) or others


def _tells_steps(unit: Unit, evidence: Sequence[Evidence]) -> bool:
    """Whether a row of the best evidence's measure says in words what is done in its years, which marks leave out."""
    return _in_words(unit) and unit.passage.measure == evidence[0].passage.measure


def _in_words(unit: Unit) -> bool:
    return sum(_WORDS.search(r.value) is not None for r in unit.records if r.fiscal_year) > 1


def _asks_figures(question: Question) -> bool:
    return _FIGURES.search(question.text) is not None or asked_unit(question) is not None


def _status_told(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    for e in sorted(evidence[:6], key=lambda e: -e.own_words):
        told = status_of(question, e, scope) if e.score >= NEAR * evidence[0].score else None
        certain = told is not None and all(r.fiscal_year for r in told.evidence[0].records)
        if told is not None and (certain or not any(find_years(x.unit.text) for x in evidence[:8])):
            return told
    return None


def with_dates(draft: Draft, question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft:
    """A timeline with the best sentences that give a date, which marks and roadmap cells leave out."""
    taken = {u.key for s in draft.statements for u in s.units}
    wanted = question.western_years
    dated = [
        e
        for e in evidence[:12]
        if e.score >= NEAR * evidence[0].score
        and e.unit.kind == "sentence"
        and e.unit.key not in taken
        and any(not wanted or m.year >= min(wanted) for m in find_years(e.unit.text))
    ]
    steps = [e for e in evidence if _is_steps(e) and e.passage.measure == evidence[0].passage.measure]
    dated = [*(e for e in steps if e.unit.key not in taken), *(e for e in dated if e not in steps)]
    units = [scope.trimmed(e.unit, question) for e in dated[:MOST_DATED]]
    more = tuple(Statement(scope.say(u, question.lang), (u,)) for u in units)
    return replace(draft, statements=(*draft.statements, *more), evidence=(*draft.evidence, *units))


def in_text(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """What a passage among the best tells in sentences with their times, in reading order; None where no passage gives
    two times."""
    found: dict[str, list[Evidence]] = {}
    for e in distinct([e for e in evidence if _tells_time(e.unit)]):
        if e.score >= FAIR * evidence[0].score:
            found.setdefault(e.passage.id, []).append(e)
    several = [told for told in found.values() if told[0].score >= NEAR * evidence[0].score]
    told = next((t for t in several if len({_time(e.unit) for e in t}) > 1), [])[:MOST_TOLD]
    units = [scope.trimmed(e.unit, question) for e in sorted(told, key=lambda e: e.unit.start)]
    statements = tuple(Statement(scope.say(u, question.lang), (u,)) for u in units)
    return Draft(kind="answer", statements=statements, evidence=tuple(units)) if units else None


def _tells_time(unit: Unit) -> bool:
    by_columns = any(r.fiscal_year for r in unit.records)
    return unit.kind in ("sentence", "row", "cell") and not by_columns and bool(find_years(unit.text))


def _time(unit: Unit) -> tuple[int, int]:
    first = find_years(unit.text)[0]
    return first.year, first.month or 0


def _is_steps(e: Evidence) -> bool:
    """Whether a unit in words goes from one time to another, step by step."""
    mentions = {(m.year, m.month) for m in find_years(e.unit.text)}
    return not e.unit.records and len(mentions) > 1 and "、" in e.unit.text and not _SPAN.search(e.unit.text)


def status_of(question: Question, e: Evidence, scope: Scope) -> Draft | None:
    """Status by year of one unit's measure."""
    records = scope.finder.records_of(e.passage.document).get(e.passage.page, [])
    status = [r for r in records if r.kind == "status"]
    own = [r for r in status if r.start == e.unit.start] or [
        r for r in status if r.measure and r.measure == e.passage.measure
    ]
    return _statuses(question, scope, e, own) if own else None


def _named(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The rows of the thing that the question names; rows of nothing but figures only where it asks for figures."""
    figures = _asks_figures(question)
    in_words = told(question, evidence, scope, figures=figures, marks=False) if _WHAT.search(question.text) else []
    found = (in_words or told(question, evidence, scope, figures=figures))[:MOST_NAMED]
    if not found:
        return None
    said, statements = series_said(question.text), []
    said = frozenset() if len(said) == 1 and _BESIDE.search(question.text) else said
    lines = [(p, line) for p in found for line in p.lines]
    lines = [(p, line) for p, line in lines if len(said) != 1 or line.series in (None, *said)] or lines
    for p, line in lines[:MOST_LINES]:
        cells = [(when, r) for when, r in line.cells if _asked(question, when, [w for w, _ in line.cells])]
        statements.append(line_told(question, p, replace(line, cells=tuple(cells)), scope))
    if STEP.match(lines[0][1].cells[0][1].measure or ""):
        statements += _purpose(question, lines[0][1].unit, evidence, scope)
    return Draft(kind="answer", statements=tuple(statements), evidence=tuple(u for s in statements for u in s.units))


def _purpose(question: Question, unit: Unit, evidence: Sequence[Evidence], scope: Scope) -> list[Statement]:
    """What the best evidence says in a sentence of the measure whose step a row is of; the row tells it by a number."""
    best = next((e for e in evidence[:3] if e.unit.kind == "sentence"), None)
    if best is None or best.passage.measure != unit.passage.measure:
        return []
    return [Statement(scope.trimmed(best.unit, question).text, (scope.trimmed(best.unit, question),))]


def first_year(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Statement | None:
    """The first year in which a schedule gives the thing named the stage that is asked for (本格), or any that is more
    than a study; None where no schedule names the thing."""
    found = told(question, evidence, scope, figures=False)[:1]
    for line in (line for p in found for line in p.lines if line.series != "actual"):
        stages = [(when, r, _mark(r, "ja")) for when, r in line.cells]
        asked = [
            s for s in stages if len(said := re.sub(r"\W", "", s[1].status or s[1].value)) > 1 and said in question.text
        ]
        begun = [s for s in stages if not _NOT_YET.search(s[2])]
        for when, r, _ in sorted(asked or begun, key=lambda s: s[0])[:1]:
            cell = replace(line, cells=((when, r),))
            return line_told(question, found[0], cell, scope)
    return None


def line_told(question: Question, progress: Progress, line: Line, scope: Scope) -> Statement:
    """The cells of a row with their years in words; a figure without a year is the baseline."""
    lang, unit = question.lang, line.unit
    parts = []
    for when, r in line.cells:
        beside = SERIES[lang].get(r.series or "", "") if line.series is None or r.series == "baseline" else ""
        part = part_of(r.attribute)
        whole = f"{year(when, lang)}{f' ({part})' if part and lang == 'en' else part}"
        time = f"{whole}{f'({beside})' if beside else ''}" if when else beside
        parts.append(f"{time} {_mark(r, lang)}{counter(r, lang)}")
    series = SERIES[lang].get(line.series or "", "")
    measure = unit.passage.measure
    named = f"「{measure}」" if measure and squash(measure) not in squash(progress.label) else ""
    owner = scope.owner_name(unit) or ""
    head = f"{owner}{named or (owner and colon(lang))}{progress.label}{series and f' {series}'}"
    note = INFERRED[lang] if any(r.status == "inferred" for _, r in line.cells) else ""
    return Statement(f"{head}{colon(lang)}{(', ' if lang == 'en' else '、').join(parts)}{note}", (unit,))


def _asked(question: Question, when: int, years: Sequence[int]) -> bool:
    """Whether a year is one of those asked for: one alone, those from or up to one, those between two; else all."""
    wanted = question.western_years
    if not wanted or not wanted & set(years) or _EVERY.search(question.text) and len(wanted) == 1:
        return True
    if len(wanted) > 1:
        return min(wanted) <= when <= max(wanted)
    if _SINCE.search(question.text):
        return when >= min(wanted)
    return when <= min(wanted) if _UNTIL.search(question.text) else when in wanted


def _row(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Draft | None:
    """The best unit's values by year, where it is a table row with columns of years; rows of all series asked for."""
    near = [e for e in evidence[:8] if e.score >= 0.85 * evidence[0].score]
    rows = [e for e in near if len({r.fiscal_year for r in _by_year(e.unit)}) >= 2]
    said = series_said(question.text)
    fitting = [e for e in rows if not said or {r.series for r in e.unit.records} & said] or rows
    if not fitting:
        return None
    statements = []
    for e in fitting[:2]:
        cells = _by_year(e.unit)
        wanted = (
            [r for r in cells if r.fiscal_year in question.western_years]
            if len(question.western_years) == 1 and not _EVERY.search(question.text)
            else cells
        )
        parts = [f"{year(r.fiscal_year or 0, question.lang)} {r.value}" for r in wanted or cells]
        first = e.unit.records[0]
        series = SERIES[question.lang].get(first.series or "", "")
        named = f"「{first.measure}」" if first.measure else ""
        label = f"{scope.owner_name(e.unit) or ''}{named}{series}"
        statements.append(Statement(f"{label}{colon(question.lang)}{'、'.join(parts)}", (e.unit,)))
    return Draft(kind="answer", statements=tuple(statements), evidence=tuple(e.unit for e in fitting[:2]))


def _by_year(unit: Unit) -> list[Record]:
    return [
        r for r in unit.records if r.kind == "cell" and r.fiscal_year and (r.number is not None or len(r.value) > 1)
    ]


def _mark(record: Record, lang: str) -> str:
    known = None if record.status == "inferred" else record.status
    word = status_word(known or (record.value if lang == "en" and record.value in STATUS_EN else None), lang)
    return record.value + ((f" ({word})" if lang == "en" else f"（{word}）") if word else "")


def _remark(unit: Unit, scope: Scope) -> str:
    """What a row of marks remarks in words beside them, in brackets; empty where it has no such column."""
    on_page = scope.finder.records_of(unit.passage.document).get(unit.passage.page, [])
    row = (r for r in on_page if r.kind == "cell" and (r.start, r.end) == (unit.start, unit.end))
    found = next((r for r in row if _REMARK.fullmatch(squash(r.attribute)) and _WORDS.search(r.value)), None)
    return f"（{found.value}）" if found else ""


def _statuses(question: Question, scope: Scope, e: Evidence, records: list[Record]) -> Draft | None:
    unit = scope.record_unit(records[0])
    if unit is None:
        return None
    unit = Unit(unit.passage, unit.start, unit.end, unit.text, "status", tuple(records))
    name = next(
        (u for u in scope.finder.units(e.passage) if squash(e.passage.measure or "-") in squash(u.text)), e.unit
    )
    wanted, lang = question.western_years, question.lang
    shown = [r for r in records if not wanted or r.fiscal_year in wanted or len(wanted) > 1] or records
    if all(r.fiscal_year for r in records):
        between = ": " if lang == "en" else "は"
        parts = [f"{year(r.fiscal_year or 0, lang)}{between}{_mark(r, lang)}" for r in shown]
        text = (", " if lang == "en" else "、").join(parts)
    else:
        text = " ".join(_mark(r, lang) for r in records) + _UNCERTAIN[lang]
    named = f"「{records[0].measure}」" if records[0].measure else ""
    head = f"{scope.owner_name(unit) or ''}{named}"
    statements = [Statement(f"{head}{colon(lang)}{text}{_remark(unit, scope)}", (unit, name))]
    described = max(
        (u for u in scope.finder.units(e.passage) if u.kind == "sentence"), key=lambda u: len(u.text), default=None
    )
    if described is not None and described.key not in (unit.key, name.key):
        statements.append(Statement(scope.trimmed(described, question).text, (scope.trimmed(described, question),)))
    return Draft(kind="answer", statements=tuple(statements), evidence=(unit, name))
