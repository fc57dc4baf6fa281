"""Status by fiscal year, read through the legend of the same page (凡例 ◇：検討 △：一部実施 ○：実施 ●：拡充), or
through the document's where its pages agree on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ingest.model import Page, Passage, Record
from ingest.normalise import normalise, view
from ingest.years import find_years

_MARKS = "○●◎△▲◇◆□■×☆★⇒→…"
_LEGEND = re.compile(rf"([{_MARKS}])\s?[:：=…]\s?([^\s{_MARKS}:：]{{1,12}})")
#: A mark and its meaning in a legend without colons, which stand in one line, each mark once.
_LISTED = re.compile(rf"([{_MARKS}])\s?([^\s{_MARKS}:：。()（）\d]{{2,12}})(?=[\s{_MARKS}()（）]|$)")
_LEAST_LISTED = 3
_RUN = re.compile(rf"(?<!\S)([{_MARKS}](?:\s[{_MARKS}])*)(?!\S)")
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
    """The year columns in force: those of the last header line that names at least two years."""

    def __init__(self) -> None:
        self.years: tuple[int, ...] = ()

    def read(self, page: Page) -> None:
        for line in page.text.split("\n"):
            text = view(line)
            years = [m for m in find_years(text) if m.month is None]
            if (
                len(years) >= 2
                and len(text) <= 120
                and not re.search(r"[。、]", text)
                and not re.search(r"実績|予定|基準値|目標値", text)
            ):
                ordered = [m.year for m in years]
                if ordered == sorted(set(ordered)):
                    self.years = tuple(ordered)


def legend_of(page: Page) -> Mapping[str, str]:
    """Mark to meaning, as this page says it; empty when it has no legend."""
    found = {mark: _meaning(text) for mark, text in _LEGEND.findall(view(page.text))}
    return found or next(
        (told for line in page.text.splitlines() if "\t" not in line and (told := _listed(view(line)))), {}
    )


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
        marks = run[1].split()
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
