"""Claims on how a figure goes over the years: up or down, how many times as much, never below, highest in one year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.evidence import Evidence
from assistant.extractive.by_years import Progress, told
from assistant.extractive.claims.amounts import amount_of
from assistant.extractive.claims.figures import LESS, MORE, in_figures, undated
from assistant.extractive.claims.judgement import ENGLISH
from assistant.extractive.claims.rows import Found
from assistant.extractive.scope import Scope
from assistant.extractive.series import series_said
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from ingest.model import Record
from ingest.normalise import squash
from ingest.values import Figure, find_figures

#: The share of a claim that a row and its surroundings must hold.
EXPLAINED = 0.6
UP = re.compile(
    r"増え|増加|増や|増し|増(?:と|で|だ|の|。|$)|上昇|上が|上げ|伸び|[伸延]ば|高ま|高くな|多くな|膨ら|"
    r"\b(?:rose|risen|rise|grew|grown|grow|increas\w+|went up|gone up|"
    r"rais(?:e|es|ed|ing)|higher|larger|more|improv\w+)\b",
    re.IGNORECASE,
)
DOWN = re.compile(
    r"減[らりるっ少]|減(?:と|で|だ|の|。|$)|下が|下げ|低下|低くな|少なくな|落ち|落と|縮小|縮ん|半減|"
    r"\b(?:fell|fallen|fall|decreas\w+|declin\w+|drop\w*|went down|gone down|reduc\w+|lower|smaller|fewer|less|shrank|"
    r"worse\w*)\b",
    re.IGNORECASE,
)
_BETTER, _WORSE = re.compile(r"改善|よくな|良くな|向上|\bimprov\w+", re.I), re.compile(r"悪化|悪くな|\bworse\w*", re.I)
NOT_SO = re.compile(r"(?:ていない|ていません|なかった|ませんでした|ない)[。 ]*$|\b(?:not|never)\b|n't\b", re.IGNORECASE)
#: What is better the smaller it is.
_FALLING = re.compile(
    r"待ち?時間|所要時間|平均時間|開封率|被害|事故|離職|退職|滞納|排出|待機児童|認知件数|ごみ|不満|小さいほど"
)
_AHEAD = re.compile(
    r"(?:見込|目標|計画|予定|てい[くき]|(?:増や|減ら|上げ|下げ|伸ば)す|する。?$|\bwill\b|\bplan|\bexpect|\btarget)"
)
_BEFORE = re.compile(r"前年|前の年|昨年|year before|previous year|\bprior year", re.IGNORECASE)
_ALL = re.compile(
    r"(?:\d年(?:間|度)?|いずれの年度?|どの年度?|各年度?|すべての年度?|全ての年度?|毎年度?)(?:とも|も|すべて|全て|、|に|で)"
    r"|\b(?:every|each|all) (?:fiscal )?years?\b|\bthroughout\b|\ball (?:three|four|five) years",
    re.IGNORECASE,
)
MOST = re.compile(
    r"(?:最も|いちばん|一番)(?:多|高|大き|長)|最多|最[高大](?!\s?\d|限)|ピーク|"
    r"(?<!\bat )\b(?:highest|largest|most|peak\w*)\b",
    re.I,
)
LEAST = re.compile(
    r"(?:最も|いちばん|一番)(?:少な|低|小さ|短)|最少|最[低小](?!\s?\d|限)|"
    r"(?<!\bat )\b(?:lowest|smallest|fewest|least)\b",
    re.I,
)
#: Terms that tell of the course and not of what takes it.
COURSE = re.compile(
    r"増|減|上昇|下降|低下|上が|下が|伸|改善|悪化|向上|高ま|多い|少ない|高い|低い|大きい|小さい|増加|減少|増える|減る|倍|割|半分|半減|"
    r"最[多少高低大小]|ピーク|一番|前年.*|昨年|期間|毎年度?|年間|超える|上回る|下回る|届く|届ける|今後|以上|以下|続ける|続く|多く|より|目|年目|[一二三123]年目|初年度|最終年度?|翌年度?"
)


def over_years(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Found | None:
    """Whether the row that a claim names goes the way that is claimed; None where the claim is on no such course, or
    where rows that it may mean go different ways."""
    course = _course(question)
    if course is None:
        return None
    terms = Terms.build(t for t in question.terms.terms if not COURSE.fullmatch(t.text))
    if not terms.terms:
        return None
    found = told(replace(question, terms=terms), evidence, scope, EXPLAINED * (ENGLISH if question.english else 1.0))
    spelt = [p for p in found if squash(p.label) in squash(question.text)]
    found = [max(spelt, key=lambda p: len(p.label))] if spelt else found
    opinions = [(p, agrees) for p in found[:4] for agrees in [_agrees(question, p, course)] if agrees is not None]
    if not opinions or len({agrees for _, agrees in opinions}) > 1:
        return None
    progress, agrees = opinions[0]
    return Found(agrees, progress.lines[-1].unit if len(progress.lines) > 1 else progress.lines[0].unit)


def _course(question: Question) -> str | None:
    text = undated(question.text)
    if _ALL.search(text) and _bound(question) is not None:
        return "bound"
    if bool(MOST.search(text)) != bool(LEAST.search(text)):
        return ("most" if MOST.search(text) else "least") if len(question.western_years) == 1 else None
    if _bound(question) is not None:
        return None
    claimed = amount_of(text)
    if claimed is not None and claimed.times and not DOWN.search(text):
        return "up"
    up, down = bool(UP.search(text)), bool(DOWN.search(text))
    if _BETTER.search(text) or _WORSE.search(text):
        return "better" if _BETTER.search(text) else "worse"
    if up and down and not question.english:  # the verb is the last of them: 減らした時間が増えた
        up = max(m.end() for m in UP.finditer(text)) > max(m.end() for m in DOWN.finditer(text))
        return "up" if up else "down"
    if up != down:
        return "up" if up else "down"
    return None


def _bound(question: Question) -> Figure | None:
    """The only figure of a claim that is no share, no number of times and no span of years."""
    text = in_figures(undated(question.text))
    found = [
        f
        for f in find_figures(text)
        if f.unit and f.unit not in ("年", "年間", "月", "日", "倍", "割", "年度", "か年", "ポイント")
    ]
    return found[0] if len(found) == 1 else None


def _agrees(question: Question, progress: Progress, course: str) -> bool | None:
    if course == "bound":
        return _within(question, progress)
    if course in ("most", "least"):
        return _extreme(question, progress, course)
    ends = _ends(question, progress)
    if ends is None or ends[0].number is None or ends[1].number is None:
        return None
    before, after = ends[0].number, ends[1].number
    if (ends[0].unit or "") != (ends[1].unit or "") and ends[0].unit and ends[1].unit:
        return None
    if course in ("better", "worse"):
        falling = _FALLING.search(f"{question.text} {progress.label}") is not None
        course = "up" if (course == "better") != falling else "down"
    goes = "up" if after > before else "down" if after < before else "level"
    claimed = amount_of(question.text)
    if NOT_SO.search(question.text):
        return None if claimed else goes != course
    if goes != course:
        return False
    return claimed.changed(before, after) if claimed is not None else True


def _ends(question: Question, progress: Progress) -> tuple[Record, Record] | None:
    """The two figures that a claim sets side by side: those of its years, of a year and the one before, of the first
    and the last result, or for what is to come of the last result and the last target."""
    said, years = series_said(question.text), sorted(question.western_years)
    ahead = bool(_AHEAD.search(question.text)) or "target" in said
    figures = progress.numbers(said & {"planned", "actual"}) if len(said) == 1 else progress.numbers()
    if len(years) == 1 and _BEFORE.search(question.text):
        years = [years[0] - 1, years[0]]
    if len(years) >= 2:
        return _pair(figures, years[0], years[-1])
    results = {w: r for w, r in figures.items() if r.series in ("actual", "baseline", None)}
    if not ahead:
        plain = {w: r for w, r in figures.items() if r.series in ("actual", "baseline")} or results
        if len(years) == 1:
            first = min(plain, default=None)
            start, end = (years[0], max(plain)) if years[0] == first else (first, years[0])
            return _pair(plain, start, end) if start is not None else None
        return _pair(plain, min(plain), max(plain)) if len(plain) >= 2 else None
    dated = [w for w, r in figures.items() if r.series in ("actual", "baseline")]
    aims = [w for w, r in figures.items() if r.series in ("target", "planned")] or list(figures)
    began = [w for w in dated if figures[w].series == "baseline"]
    start = min(began, default=max(dated, default=min(figures, default=0)))
    end = years[0] if years else max(aims, default=0)
    return _pair(figures, start, end)


def _pair(figures: Mapping[int, Record], start: int, end: int) -> tuple[Record, Record] | None:
    if start >= end or start not in figures or end not in figures:
        return None
    return figures[start], figures[end]


def _within(question: Question, progress: Progress) -> bool | None:
    bound = _bound(question)
    cells = list(progress.numbers(series_said(question.text)).values())
    own = [
        next(iter(find_figures(f"{r.value}{r.unit if r.unit and r.unit not in r.value else ''}")), None) for r in cells
    ]
    values = [f.base for f in own if f is not None and bound is not None and f.base_unit == bound.base_unit]
    behind = question.text[bound.end :][:8] if bound else ""
    if bound is None or len(values) < 2:
        return None
    if MORE.search(behind):
        return all(v >= bound.base for v in values)
    return all(v <= bound.base for v in values) if LESS.search(behind) else None


def _extreme(question: Question, progress: Progress, course: str) -> bool | None:
    figures = progress.numbers(series_said(question.text))
    year = next(iter(question.western_years))
    numbers = {w: r.number for w, r in figures.items() if r.number is not None}
    if year not in numbers or len(numbers) < 3:
        return None
    return numbers[year] == (max if course == "most" else min)(numbers.values())
