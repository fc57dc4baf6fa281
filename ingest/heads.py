"""What stands above a table's columns: heads in one row or several, with their year, series and unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.lines import is_figures
from ingest.model import Page, Table
from ingest.normalise import view
from ingest.values import UNITS, first_figure
from ingest.years import OPEN, find_years, years_covered

_SERIES = (
    ("baseline", re.compile(r"基準|現状値?|策定時|当初(?!予算)")),
    ("target", re.compile(r"目標|最終")),
    ("planned", re.compile(r"予定|計画|^予$")),
    ("actual", re.compile(r"実績|実施(?!主体|者|機関|団体|場所|方法)|^実$")),
)
#: Heads of the column that numbers the rows.
NUMBERING = re.compile(r"No\.?|№|番号|項番|#|整理番号", re.IGNORECASE)
_LONGEST = 30
_MOST_ROWS = 4
_UNIT = re.compile(rf"[(（\[［]\s?(?:単位\s?[:：]?\s?)?({UNITS})\s?[)）\]］]|単位\s?[:：]\s?({UNITS})")
_PERIODS = frozenset({"年", "年間", "日間"})
_BARE_YEAR = re.compile(r"(\d{1,2}|元)\s?(?:年度?)?")
_ERA = re.compile(r"(?:令和|R)\s?(?:[(（]?年度?[)）]?)?", re.IGNORECASE)
_PERIOD = re.compile(
    r"第?[0-9]{1,2}(?:Q|四半期|月|期|学期|回目?)|[0-9]{1,2}[~～〜\-－][0-9]{1,2}月|Q[1-4]", re.IGNORECASE
)
_MONTHS = frozenset(map(str, range(1, 13)))
#: The head of a column that names local public bodies.
BODIES = re.compile(
    r"(?:地方公共|実施|申請|構成)?団体名?|(?:実施|構成|参加|連携|関係)?(?:市町村|市区町村|市町|自治体)(?:等)?名?"
)
_REIWA = 2018
_LEAST_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Field:
    """A cell's text in its normalised form, its first place in the grid and how many rows and columns it covers."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


Grid = list[list[Field]]


def fields_of(page: Page, table: Table) -> Grid:
    """The field of every place in the table's grid; a merged cell's stands in all that it covers."""
    height = max((cell.row + cell.rows for cell in table.cells), default=0)
    width = max((cell.column + cell.columns for cell in table.cells), default=0)
    grid = [[Field("", r, c) for c in range(width)] for r in range(height)]
    for cell in table.cells:
        own = Field(view(page.text[cell.start : cell.end]), cell.row, cell.column, cell.rows, cell.columns)
        for r in range(cell.row, cell.row + cell.rows):
            for c in range(cell.column, cell.column + cell.columns):
                grid[r][c] = own
    return grid


def distinct(row: Sequence[Field]) -> list[Field]:
    """The fields that begin in a row's columns, each once."""
    return [f for c, f in enumerate(row) if f.column == c]


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head; `text` joins those of its rows from the top."""

    text: str
    year: int | None = None
    series: str | None = None
    unit: str | None = None
    #: All years of a head that names several.
    several: tuple[int, ...] = ()

    @property
    def has_values(self) -> bool:
        return self.year is not None or self.series is not None or bool(self.several)


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a table's columns, which take up its first `rows` rows."""

    rows: int
    columns: tuple[Head, ...]

    @classmethod
    def of(cls, grid: Grid, stated: int | None = None) -> Heads | None:
        """None where the first row names no columns; `stated` is the number of rows that the file says."""
        rows = max(min(stated or 0, len(grid)), _rows(grid))
        if not rows:
            return None
        paths = [_path(grid, rows, c) for c in range(len(grid[0]))]
        years = [_year(paths, c) for c in range(len(paths))]
        return cls(rows, _with_years_of_pairs([_head(path, year) for path, year in zip(paths, years, strict=True)]))

    @classmethod
    def none(cls, width: int) -> Heads:
        return cls(0, (Head(""),) * width)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(head.text for head in self.columns)


def _with_years_of_pairs(heads: Sequence[Head]) -> tuple[Head, ...]:
    """A head of nothing but 実績 beside a year's own (R6 | 実績 | R7 | 実績) is of that year."""
    out: list[Head] = []
    for head in heads:
        before = out[-1] if out else None
        paired = before and before.year and head.year is None and head.series and head.series != before.series
        out.append(replace(head, year=before.year) if paired and before else head)
    return tuple(out)


def series_of(text: str) -> str | None:
    """Which of "baseline", "target", "planned" and "actual" a text names."""
    return next((name for name, pattern in _SERIES if pattern.search(text)), None)


def is_head(text: str) -> bool:
    """Whether a text can name a column: short, neither figure nor sentence; a year can."""
    return len(text) <= _LONGEST and "。" not in text and (not is_figures(text) or bool(find_years(text)))


def has_years(row: Sequence[Field]) -> bool:
    """Whether a row is one of heads by its years: two at least, and no figures. Dates (R3.3.16) are what cells hold."""
    filled = [f for f in distinct(row) if f.text]
    if any(year.month for f in filled for year in find_years(f.text)):
        return False
    dated = [f for f in filled if len(f.text) <= 16 and find_years(f.text) and not _is_amount(f.text)]
    return len(dated) >= 2 and all(is_head(f.text) and not _is_amount(f.text) for f in filled)


def names_bodies(row: Sequence[Field]) -> bool:
    """Whether a row is one of heads by the column of municipalities that it opens (市町名 | 人口 | 面積)."""
    filled = [f for f in distinct(row) if f.text]
    opens = any(BODIES.fullmatch(re.sub(r"\s", "", f.text)) for f in filled[:3])
    return opens and len(filled) >= 2 and all(is_head(f.text) and not _is_amount(f.text) for f in filled)


def _is_amount(text: str) -> bool:
    """Whether a text holds a figure that is no part of a year."""
    years = find_years(text)
    figure = first_figure(text) if not _PERIOD.fullmatch(text) else None
    return figure is not None and not any(y.start <= figure.start < y.end for y in years)


def unit_in(text: str) -> str | None:
    """The last unit that a text gives in brackets or behind 単位."""
    found = [a or b for a, b in _UNIT.findall(text)]
    return next((unit for unit in reversed(found) if unit not in _PERIODS), None)


def _rows(grid: Grid) -> int:
    filled = [f for f in distinct(grid[0]) if f.text]
    bare = _bare_years(grid[0])
    if len(filled) < 2 or not all(is_head(f.text) or f.column in bare for f in filled):
        return 0
    rows = 1
    while rows < min(len(grid) - 1, _MOST_ROWS) and _is_under(grid, rows):
        rows += 1
    return rows


def _is_under(grid: Grid, r: int) -> bool:
    """Whether row r completes the heads above it: under one that covers several columns, or with units alone."""
    below = [f for f in distinct(grid[r]) if f.row == r and f.text]
    if not below:
        return any(f.row < r and f.text for f in distinct(grid[r])) and grid[0][0].rows > r
    bare = _bare_years(grid[r], grid[r - 1])
    months = len(below) >= _LEAST_MONTHS and all(f.text in _MONTHS for f in below)
    if not months and not all(
        (is_head(f.text) or f.column in bare) and not (_is_amount(f.text) and f.column not in bare) for f in below
    ):
        return False
    spanned = {
        c for f in distinct(grid[r - 1]) if f.columns > 1 and f.text for c in range(f.column, f.column + f.columns)
    }
    if any(f.column in spanned and f.columns < len(spanned) for f in below) and grid[r][0].text != below[0].text:
        return True
    if all(unit_in(f.text) for f in below):
        return True
    first = grid[r][0]
    held = [f for f in distinct(grid[r]) if f.row < r and f.text]
    if len(held) >= len(below) and first in held and all(find_years(f.text) for f in below):
        return True
    if not first.text and r == 1 and has_years(grid[r]) and not has_years(grid[0]):
        return True
    if not first.text and _completes(grid[r - 1], below):
        return True
    return (not first.text or first.row < r) and len(below) > 1 and len({f.text for f in below}) <= 2


def _completes(above: Sequence[Field], below: Sequence[Field]) -> bool:
    """Whether heads that are not merged stand above: those below are more, and some of them under none."""
    heads = [f for f in distinct(above)[1:] if f.text]
    under_none = [f for f in below if not above[f.column].text]
    return bool(above[0].text) and bool(under_none) and len(below) > len(heads) > 1


def _bare_years(row: Sequence[Field], above: Sequence[Field] | None = None) -> set[int]:
    """Columns whose head is a number alone that counts on from the era beside or above it (R6 | 7 | 8)."""
    out: set[int] = set()
    known: int | None = None
    for c, f in enumerate(row):
        years = find_years(f.text)
        match = _BARE_YEAR.fullmatch(f.text)
        if years and years[0].year > _REIWA:
            known = years[0].year
        elif match and match[1] != "元":
            era = above is not None and bool(_ERA.fullmatch(above[c].text))
            if era or (known is not None and int(match[1]) + _REIWA in (known, known + 1)):
                known = int(match[1]) + _REIWA
                out.add(c)
    return out


def _path(grid: Grid, rows: int, c: int) -> tuple[str, ...]:
    out: list[str] = []
    seen: set[tuple[int, int]] = set()
    for r in range(rows):
        f = grid[r][c]
        if not f.text and r + 1 < rows and grid[rows - 1][c].text and not grid[rows - 1][0].text:
            f = next((left for left in reversed(grid[r][:c]) if left.text and left.column), f)
        if f.text and (f.row, f.column) not in seen:
            out.append(f.text)
            seen.add((f.row, f.column))
    return tuple(out)


def _year(paths: Sequence[tuple[str, ...]], c: int) -> int | None:
    """The fiscal year of a column, the innermost head first; None where it names several."""
    for part in reversed(paths[c]):
        if years := {m.year for m in find_years(part)}:
            return years.pop() if len(years) == 1 else None
    match = _BARE_YEAR.fullmatch(paths[c][-1]) if paths[c] else None
    if match is None:
        return None
    number = 1 if match[1] == "元" else int(match[1])
    if any(_ERA.fullmatch(part) for part in paths[c][:-1]):
        return _REIWA + number
    before = _year(paths, c - 1) if c else None
    return before + 1 if before is not None and before + 1 == _REIWA + number else None


def _head(path: tuple[str, ...], year: int | None) -> Head:
    text = " ".join(path)
    series = next((found for part in reversed(path) if (found := series_of(part))), None)
    named = next((covered for part in reversed(path) if (covered := years_covered(part))), frozenset[int]())
    several = tuple(sorted(named - {OPEN})) if len(named) > 1 and year is None else ()
    return Head(text, year, series, unit_in(text), several)
