"""What tables tell year by year of the thing that is named: plan and result, marks, cells of roadmaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.evidence import Evidence
from assistant.extractive.naming import share_named, words_of
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from assistant.understanding.terms import Haystack, Terms
from assistant.units import Unit
from ingest.model import Record
from ingest.normalise import squash, view
from ingest.years import find_years, without_years

#: Evidence whose documents are looked through where no municipality is named.
DOCUMENTS = 8
#: The share of a row's name that must be said, of what is said that the row and its surroundings must hold, and what
#: both must come to.
NAMED, EXPLAINED, FITS = 0.5, 0.4, 0.45
#: How much less good than the best another row may be to be told as well.
BESIDE = 0.97
_SERIES = re.compile(r"実績値?|予定値?|計画値?|目標値?|基準値?|現状値?|見込み?|最終|中間|開始前|[()（）\[\]]")
_PART = re.compile(
    r"(?:上|下|前|後)半?期|第?[1-4一二三四]\s?四半期|[1-4]Q|Q[1-4]|(?:1[0-2]|[1-9])\s?[~〜～-]\s?(?:1[0-2]|[1-9])月"
)
#: What rows are called whose name is that of their table.
_GENERIC = re.compile(
    r"(?:スケジュール|工程表?|時期|区分|年度|合計|総?計|全体|ロードマップ|実施(?:計画|内容|予定)|(?:年次)?計画|取組(?:内容)?|"
    r"実績|予定|目標|進捗|事業費?|事業(?:計画|内容)|量の見込み|確保(?:の|方)(?:内容|策)|[ _])+(?:[(（].*[)）])?"
)
_LABELLED = 0.7
#: Characters above a row that may say what it is of, and above one of sums.
_FAR, _FAR_SUM = 1200, 300
_SUM = re.compile(r"(?:合|総)?\s?計|全体")
#: A measure's numbered step, whose row may be cut into several lines.
STEP = re.compile(r"[①-⑳]\s")
_FIGURE = re.compile(r"[△▲-]?[\d,.]+\s?[^\d\s]{0,3}(?:[(（][^()（）]*[)）])?")
_SAID = re.compile(r"\w")
_IN_CONTEXT, _IN_PASSAGE, _ON_PAGE = 0.9, 0.7, 0.5
_BRACKETS = re.compile(r"[(（\[［][^()（）\[\]]*[)）\]］]")
#: Words of a question or claim that only ask how a thing goes on.
_ASIDE = re.compile(
    r"推移|変化|変わる|年度?|毎|別|段階|順|追う|予定|計画|実績|目標|進む|進展|状況|経過|経緯|増減|伸びる?|増える|減る|年度別"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row's cells in columns of years, by the year; those of one series where the row has several."""

    unit: Unit
    cells: tuple[tuple[int, Record], ...]

    @property
    def series(self) -> str | None:
        found = {r.series for _, r in self.cells if r.series != "baseline"}
        return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Progress:
    """What one thing is said to be year by year; `lines` are its rows (plan, result)."""

    label: str
    lines: tuple[Line, ...]
    weight: float = 0.0

    def numbers(self, series: frozenset[str] = frozenset()) -> dict[int, Record]:
        """The figures by year, of the series if given; else results before what is planned, by year."""
        found: dict[int, Record] = {}
        for line in self.lines:
            for when, record in line.cells:
                fits = not series or record.series in series or record.series is None
                if record.number is not None and fits and (when not in found or record.series == "actual"):
                    found[when] = record
        return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class _Row:
    """`above` is what stands before it: for a row whose name tells nothing, all since the last of that name."""

    label: str
    stem: str
    cells: tuple[tuple[int, Record], ...]
    above: str = ""

    @property
    def generic(self) -> bool:
        return _is_generic(self.label)


def told(
    question: Question,
    evidence: Sequence[Evidence],
    scope: Scope,
    explained_by: float = EXPLAINED,
    figures: bool = True,
    marks: bool = True,
) -> list[Progress]:
    """The progressions whose name is said, the best first: only those that are nearly as good as the best; without
    `figures` none of nothing but figures, without `marks` none of nothing but marks."""
    said = words_of(question, scope)
    own = Terms.build(t for t in question.terms.terms if not _ASIDE.fullmatch(t.text))
    question = replace(question, terms=own) if own.terms else question
    found: list[tuple[float, list[_Row]]] = []
    for document in _documents(question, evidence, scope):
        for rows in scope.finder.derived(("by_years", document), lambda d=document: list(_read(d, scope))):  # type: ignore[misc]
            if question.codes and rows[0].cells[0][1].municipality not in question.codes:
                continue
            cells = [r for row in rows for _, r in row.cells]
            if (not figures and all(map(_is_figure, cells))) or (not marks and all(map(_is_mark, cells))):
                continue
            weight = _weight(question, rows[0], said, scope, explained_by)
            if weight:
                found.append((weight, rows))
    best = max((w for w, _ in found), default=0.0)
    kept = sorted((f for f in found if f[0] >= BESIDE * best), key=lambda f: -f[0])
    return [p for weight, rows in kept for p in [_progress(weight, rows, scope)] if p.lines]


def _documents(question: Question, evidence: Sequence[Evidence], scope: Scope) -> list[str]:
    if question.documents:
        return [d.id for d in scope.documents if d.id in question.documents]
    near = dict.fromkeys(e.passage.document for e in evidence[:DOCUMENTS])
    own = [d.id for d in scope.documents if d.municipality and d.municipality.code in question.codes]
    return list(dict.fromkeys([*own, *near]))


def _weight(question: Question, row: _Row, said: Haystack, scope: Scope, explained_by: float) -> float:
    finder, record = scope.finder, row.cells[0][1]
    share = _LABELLED if row.generic else share_named(_BRACKETS.sub("", row.label) or row.label, said, scope)
    if share < NAMED:
        return 0.0
    passage = finder.passage_at(record.document, record.page, record.start, record.end)
    if passage is None:
        return 0.0
    layers = [(finder.haystack(f"{row.label} {row.stem}"), 1.0)]
    if row.generic:
        layers += [(finder.haystack(row.above), _IN_CONTEXT)]
    else:
        page = finder.haystack(finder.catalogue.page(record.document, record.page).text)
        layers += [
            (finder.context_of(passage), _IN_CONTEXT),
            (finder.haystack(passage.text), _IN_PASSAGE),
            (page, _ON_PAGE),
        ]
    explained = question.terms.coverage_by(layers)
    weight = explained * (0.4 + 0.6 * share)
    return weight if explained >= explained_by and weight >= FITS else 0.0


def _progress(weight: float, rows: Sequence[_Row], scope: Scope) -> Progress:
    lines = []
    for row in rows:
        unit = scope.record_unit(row.cells[0][1])
        if unit is not None:
            records = tuple(r for _, r in row.cells)
            own = Unit(unit.passage, unit.start, unit.end, unit.text, records[0].kind, records)
            lines += [Line(own, tuple(c for c in row.cells if c[1].series in group)) for group in _groups(row)]
    label = " ".join(dict.fromkeys(part for part in (rows[0].label, rows[0].stem) if part))
    return Progress(label, tuple(lines), weight)


def _groups(row: _Row) -> list[frozenset[str | None]]:
    """The series of a row that stand in the same years side by side, each with the baseline; else all as one."""
    by_year: dict[int, set[str | None]] = {}
    for when, record in row.cells:
        by_year.setdefault(when, set()).add(record.series)
    if max(len(series) for series in by_year.values()) < 2:
        return [frozenset(r.series for _, r in row.cells)]
    return [frozenset({s}) for s in dict.fromkeys(r.series for _, r in row.cells)]


def _read(document: str, scope: Scope) -> Iterator[list[_Row]]:
    """The progressions of a document: rows that stand one under the other and have the same name, or one that opens
    with it."""
    for number, page in scope.finder.records_of(document).items():
        text = scope.finder.catalogue.page(document, number).text
        before: dict[str, int] = {}
        rows: dict[tuple[int, int, str], list[Record]] = {}
        for r in page:
            if r.kind in ("cell", "indicator") and (r.attribute or r.measure):
                rows.setdefault((r.start, r.end, "" if r.kind == "indicator" else stem_of(r.attribute)), []).append(r)
        group: list[_Row] = []
        for (start, end, stem), records in sorted(rows.items()):
            first = records[0]
            label = first.attribute if first.kind == "indicator" else first.measure or ""
            cells = tuple((when, r) for r in records for when in [_when(r)] if when is not None)
            fewest = 1 if STEP.match(label) and not all(_is_figure(r) for _, r in cells) else 2
            if len({when for when, _ in cells}) < fewest or all(r.number == when for when, r in cells):
                continue
            above = (
                view(text[max(before.get(label, 0), start - (_FAR_SUM if _SUM.match(label) else _FAR)) : start])
                if _is_generic(label)
                else ""
            )
            before[label] = end
            row = _Row(label, stem, tuple(sorted(cells, key=lambda c: c[0])), above)
            same = group and group[0].label.startswith(label) and group[0].stem == stem
            if group and not (same and (STEP.match(label) or _apart(group, row))):
                yield group
                group = []
            group.append(row)
        if group:
            yield group


def _is_figure(record: Record) -> bool:
    return record.number is not None and _FIGURE.fullmatch(record.value) is not None


def _is_mark(record: Record) -> bool:
    return _SAID.search(record.value) is None


def _is_generic(label: str) -> bool:
    return _GENERIC.fullmatch(squash(_BRACKETS.sub("", label) or label)) is not None


def _apart(group: Sequence[_Row], row: _Row) -> bool:
    """Whether a row tells another series than those before it of the same thing."""
    own = {r.series for _, r in row.cells} - {"baseline"}
    return bool(own) and not any(own & ({r.series for _, r in other.cells} - {"baseline"}) for other in group)


def _when(record: Record) -> int | None:
    if record.fiscal_year:
        return record.fiscal_year
    years = {m.year for m in find_years(record.value)}
    return years.pop() if len(years) == 1 and record.series == "baseline" else None


def stem_of(attribute: str) -> str:
    """A column's head without its year, the part of it, and its series."""
    bare = _PART.sub(" ", without_years(attribute, " "))
    return re.sub(r"\s+", " ", _SERIES.sub(" ", bare)).strip()


def part_of(attribute: str) -> str:
    """The part of a year that a column is of (上期), if any."""
    found = _PART.search(without_years(attribute, " "))
    return found.group().strip() if found else ""
