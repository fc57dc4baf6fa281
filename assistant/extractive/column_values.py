"""What a question says of a column of a table: one value or another (観光または農業), none of them (TYPE1ではない), or
dates before or after one (サービス開始が令和8年1月以降)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.extractive.condition import said_part, set_aside
from assistant.extractive.status_conditions import LONGEST_VALUE
from ingest.lines import is_figures
from ingest.model import Record
from ingest.normalise import fold, squash
from ingest.years import YearMention, find_years

#: A value that tells its column by itself: a type with its number, a department.
TELLING = re.compile(r"[a-z]+[- ]?\d+|.{1,12}(?:課|室|局|部|センター|事務所)")
_JOINED = re.compile(
    r"[」』\"”']?(?:または|又は|もしくは|若しくは|あるいは|か|や|と|or|and|/)?(?:の(?:どちらか|いずれか))?[「『\"“']?"
)
#: What stands in a column (財源欄に基金が入っている).
_STANDS_IN = re.compile(
    r"(?:の?(?:欄|列|項目))?(?:の中)?に[「『\"]?(?P<word>[^「」『』\"、。はがをに]{2,20})[」』\"]?(?:が|を|と)(?:入っ|含[まむめん]|あ[るりが]|挙[がげ]|記載|記入|書[かい]|載[っせ])"
)
_EN_ASIDE = re.compile(r"(?:not|n't|otherthan|except|excluding|besides)[a-z]{0,16}[「『\"“']?$")
_SENSES = (
    ("from", r"以降|以後|から(?:後)?|or later|onwards?"),
    ("after", r"より(?:も)?(?:後|あと|遅)|を?過ぎ"),
    ("before", r"より(?:も)?(?:前|まえ|早|先)|の?前に|以前に?(?!の)"),
    ("upto", r"まで|以前|までに|or earlier"),
)
_EN_SENSES = (
    ("from", r"(?:since|from|in or after|on or after)"),
    ("upto", r"(?:by|until|in or before|on or before|no later than)"),
    ("after", r"(?:after|later than)"),
    ("before", r"(?:before|earlier than|prior to)"),
)
_BEHIND = tuple((sense, re.compile(rf"\s?(?:{pattern})")) for sense, pattern in _SENSES)
_AHEAD = tuple((sense, re.compile(rf"\b{pattern}(?: the)?(?: \w+)?\s?$")) for sense, pattern in _EN_SENSES)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = re.compile(rf"\b(?P<m>{'|'.join(_MONTH_NAMES)})[a-z]*\.?,? (?P<y>20\d\d)\b", re.IGNORECASE)
_MONTHS = {name: n for n, name in enumerate(_MONTH_NAMES, 1)}
#: How much of a column's cells must be dates, and how many characters of its head a question must share with it.
_DATED, _SHARED = 0.6, 3


@dataclass(frozen=True, slots=True)
class Picked:
    """A column and which of its cells are meant; with `aside` all the others."""

    column: str
    holds: Callable[[Record], bool]
    aside: bool = False


def picked(text: str, columns: Mapping[str, Sequence[Record]]) -> Picked | None:
    """None where a question joins no values of a column, sets none aside and bounds no dates."""
    return _dated(fold(text), columns) or _containing(squash(text), columns) or _valued(squash(text), columns)


def _containing(said: str, columns: Mapping[str, Sequence[Record]]) -> Picked | None:
    """The cells of a column that a question names which hold the words that it says to stand in it."""
    best: tuple[int, Picked] | None = None
    for column, cells in columns.items():
        named = said_part(column, said)
        found = _STANDS_IN.match(said, said.find(named) + len(named)) if len(named) >= 2 else None
        if found and (best is None or len(named) > best[0]):
            word = found["word"]
            held = sum(word in squash(r.value) for r in cells)
            if 0 < held < len(cells):
                best = len(named), Picked(column, lambda r, word=word: word in squash(r.value))  # type: ignore[misc]
    return best[1] if best else None


def _valued(said: str, columns: Mapping[str, Sequence[Record]]) -> Picked | None:
    best: tuple[int, Picked] | None = None
    for column, cells in columns.items():
        named = said_part(column, said)
        values: dict[str, set[str]] = {}
        for value in {r.value for r in cells if len(r.value) <= LONGEST_VALUE}:
            for part in _parts(value):
                if part in said and (named or TELLING.fullmatch(part)):
                    values.setdefault(part, set()).add(value)
        group, aside = _said_together(said, sorted(values, key=len, reverse=True), named)
        size = sum(map(len, group)) + len(named)
        if (len(group) > 1 or (group and aside)) and (best is None or size > best[0]):
            meant = frozenset(value for part in group for value in values[part])
            best = size, Picked(column, lambda r, meant=meant: r.value in meant, aside)  # type: ignore[misc]
    return best[1] if best else None


@lru_cache(maxsize=8192)
def _parts(value: str) -> frozenset[str]:
    """A value as it can be said: whole, without what it says in brackets, one of several joined by commas."""
    bare = re.sub(r"[(（][^()（）]*[)）]", "", value)
    said = {squash(part) for part in (value, bare, *re.split(r"[、,/／]", bare))}
    return frozenset(part for part in said if len(part) >= 2 and not is_figures(part))


def _said_together(said: str, values: Sequence[str], named: str) -> tuple[list[str], bool]:
    """The longest run of values that a question joins, and whether it sets them aside."""
    rest = said.replace(named, "\0" * len(named), 1) if named else said
    spans: list[tuple[int, int]] = []
    for value in values:
        at = rest.find(value)
        if at >= 0 and not re.match(r"[a-z0-9]", rest[at + len(value) :]):
            spans.append((at, at + len(value)))
            rest = rest[:at] + "\0" * len(value) + rest[at + len(value) :]
    runs: list[list[tuple[int, int]]] = []
    for span in sorted(spans):
        if runs and _JOINED.fullmatch(said[runs[-1][-1][1] : span[0]]):
            runs[-1].append(span)
        else:
            runs.append([span])
    run = max(runs, key=len, default=[])
    aside = bool(run) and (set_aside(said, run[-1][1]) or _EN_ASIDE.search(said[: run[0][0]]) is not None)
    return [said[a:b] for a, b in run], aside


def _dated(text: str, columns: Mapping[str, Sequence[Record]]) -> Picked | None:
    bound = next(_bounds(text), None)
    if bound is None:
        return None
    sense, (first, last) = bound
    said = squash(text)
    found = [
        (share, column) for column, cells in columns.items() if _is_dated(cells) and (share := _share(column, said))
    ]
    if not found:
        return None
    tests: dict[str, Callable[[int, int], bool]] = {
        "from": lambda a, b: a >= first,
        "after": lambda a, b: a > last,
        "before": lambda a, b: b < first,
        "upto": lambda a, b: b <= last,
    }

    def holds(record: Record) -> bool:
        span = _span(record.value)
        return span is not None and tests[sense](*span)

    return Picked(max(found)[1], holds)


def _bounds(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """The dates of a question that have a comparison before or behind them, as months from the first to the last."""
    for month in _MONTH_NAME.finditer(text):
        at = int(month["y"]) * 12 + _MONTHS[month["m"].lower()] - 1
        if sense := _sense(text, month.start(), month.end()):
            yield sense, (at, at)
    for year in find_years(text):
        if sense := _sense(text, year.start, year.end):
            yield sense, _months(year)


def _sense(text: str, start: int, end: int) -> str | None:
    behind = next((sense for sense, pattern in _BEHIND if pattern.match(text, end)), None)
    return behind or next((sense for sense, pattern in _AHEAD if pattern.search(text[:start])), None)


def _months(year: YearMention) -> tuple[int, int]:
    if year.month:
        at = year.year * 12 + year.month - 1
        return at, at
    first = year.year * 12 + (3 if year.fiscal else 0)
    return first, first + 11


def _span(value: str) -> tuple[int, int] | None:
    """The months of a cell that holds one date and little else."""
    text = fold(value)
    years = find_years(text)
    alone = len(years) == 1 and len(text) - (years[0].end - years[0].start) <= 3
    return _months(years[0]) if alone else None


def _is_dated(cells: Sequence[Record]) -> bool:
    return len(cells) >= 3 and sum(_span(r.value) is not None for r in cells) >= _DATED * len(cells)


def _share(column: str, said: str) -> int:
    """How many characters in a row of a column's head a question repeats; 0 for too few."""
    head = squash(column)
    longest = max(
        (n for n in range(len(head), 1, -1) if any(head[i : i + n] in said for i in range(len(head) - n + 1))),
        default=0,
    )
    return longest if longest >= min(_SHARED, len(head)) else 0
