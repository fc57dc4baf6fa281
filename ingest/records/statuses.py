"""Status by fiscal year, read through the legend of the same page (凡例 ◇：検討 △：一部実施 ○：実施 ●：拡充), or
through the document's where its pages agree on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from ingest.model import Page, Passage, Record
from ingest.normalise import normalise, view
from ingest.years import YearMention, find_years

_MARKS = "○●◎△▲◇◆□■×☆★⇒→…"
#: A mark as the normalised view shows it, which takes … apart.
_MARK = rf"(?:[{_MARKS}]|\.\.\.)"
_LEGEND = re.compile(rf"([{_MARKS}])\s?[:：=…]\s?([^\s{_MARKS}:：]{{1,12}})")
#: A mark and its meaning in a legend without colons, which stand in one line, each mark once.
_LISTED = re.compile(rf"([{_MARKS}])\s?([^\s{_MARKS}:：。()（）\d]{{2,12}})(?=[\s{_MARKS}()（）]|$)")
_LEAST_LISTED = 3
_RUN = re.compile(rf"(?<!\S)({_MARK}(?:\s{_MARK})*)(?!\S)")
#: The marks of a legend whose words stand in the line below.
_ALONE = re.compile(rf"(?:^|\s)({_MARK}(?:\s{_MARK}){{1,8}})$")
_SERIES = re.compile(r"実績|予定|計画|基準値|目標値")
_STATUS_WORDS = (
    "検討",
    "調査",
    "研究",
    "準備",
    "試行",
    "実証",
    "実証実験",
    "設計",
    "構築",
    "整備",
    "導入",
    "一部導入",
    "一部実施",
    "実施",
    "本格実施",
    "運用",
    "本格運用",
    "継続",
    "拡充",
    "拡大",
    "完了",
    "達成",
    "未達成",
    "未着手",
    "着手",
    "遅れている",
    "遅れ",
    "やや遅れ",
    "順調",
    "概ね順調",
    "予定どおり",
    "予定通り",
    "前倒し",
    "見直し",
    "廃止",
    "終了",
    "中止",
    "休止",
    "予定",
    "計画",
    "推進",
    "評価",
    "検証",
)


class Columns:
    """The year columns in force: those of the last header line that names at least two years, or of the last years of
    a line that names them anew behind those of figures (R5 R5実績 R6 R6実績 R5 R6)."""

    def __init__(self) -> None:
        self.years: tuple[int, ...] = ()

    def read(self, page: Page) -> None:
        for line in page.text.split("\n"):
            text = view(line)
            years = [m for m in find_years(text) if m.month is None]
            if len(years) < 2 or len(text) > 120 or re.search(r"[。、]", text):
                continue
            if not _SERIES.search(text):
                ordered = [m.year for m in years]
                if ordered == sorted(set(ordered)):
                    self.years = tuple(ordered)
            elif again := _named_again(text, years):
                self.years = again


def _named_again(text: str, years: Sequence[YearMention]) -> tuple[int, ...]:
    """The last years of a line, without a series of their own, where they begin anew behind others."""
    last = [years[-1]] if not _SERIES.match(text[years[-1].end :].lstrip()) else []
    for before, after in reversed(list(pairwise(years))):
        if not last or before.year >= after.year or _SERIES.match(text[before.end : after.start].lstrip()):
            break
        last.insert(0, before)
    behind = years[: len(years) - len(last)]
    return tuple(m.year for m in last) if len(last) >= 2 and behind and behind[-1].year >= last[0].year else ()


def legend_of(page: Page) -> Mapping[str, str]:
    """Mark to meaning, as this page says it; empty when it has no legend."""
    found = {mark: _meaning(text) for mark, text in _LEGEND.findall(view(page.text))}
    lines = [view(line) for line in page.text.splitlines() if line.strip() and "\t" not in line]
    listed = (told for line in lines if (told := _listed(line)))
    below = (told for marks, words in pairwise(lines) if (told := _one_below_the_other(marks, words)))
    return found or next(listed, {}) or next(below, {})


def _one_below_the_other(marks: str, words: str) -> dict[str, str]:
    """The meanings of marks that end a line, as the line below gives as many words for statuses."""
    found = _ALONE.search(marks)
    signs, meanings = _signs(found[1]) if found else [], words.split()
    if len(set(signs)) < 2 or len(set(signs)) != len(signs) or len(signs) != len(meanings):
        return {}
    return dict(zip(signs, meanings, strict=True)) if all(w in _STATUS_WORDS for w in meanings) else {}


def _signs(run: str) -> list[str]:
    return ["…" if mark == "..." else mark for mark in run.split()]


def _listed(line: str) -> dict[str, str]:
    """The meanings that a line gives mark by mark without colons, where one of them at least is a word for a status."""
    pairs = _LISTED.findall(line)
    told = {mark: _meaning(text) for mark, text in pairs}
    marks = sum(line.count(mark) for mark in _MARKS)
    known = any(text.startswith(_STATUS_WORDS) for _, text in pairs)
    return told if known and len(told) >= _LEAST_LISTED and len(told) == len(pairs) == marks else {}


def agreed(legends: Iterable[Mapping[str, str]]) -> Mapping[str, str]:
    """What the legends of a document's pages say, without the marks that they read differently."""
    found: dict[str, set[str]] = {}
    for legend in legends:
        for mark, meaning in legend.items():
            found.setdefault(mark, set()).add(meaning)
    return {mark: meanings.pop() for mark, meanings in found.items() if len(meanings) == 1}


def _meaning(text: str) -> str:
    return max((w for w in _STATUS_WORDS if text.startswith(w)), key=len, default=text)


def statuses(passages: Sequence[Passage], columns: Columns, legend: Mapping[str, str]) -> Iterator[Record]:
    """One record a mark. With as many marks as year columns each gets its year; with fewer, none does."""
    for passage in passages:
        if passage.kind != "row" or not passage.measure or "\t" in passage.text:
            continue
        seen = normalise(passage.text)
        runs = list(_RUN.finditer(seen.text))
        if not runs:
            continue
        run = runs[-1]
        marks = _signs(run[1])
        if len(marks) < 2 and not legend:
            continue
        start, end = seen.source_span(run.start(1), run.end(1))
        known = len(marks) == len(columns.years)
        for i, mark in enumerate(marks):
            yield Record(
                document=passage.document,
                page=passage.page,
                start=passage.start + start,
                end=passage.start + end,
                kind="status",
                attribute="状況",
                value=mark,
                measure=passage.measure,
                municipality=passage.municipality,
                fiscal_year=columns.years[i] if known else None,
                status=legend.get(mark),
            )
