"""KPI pages whose cells were torn apart: rows of values under a header of years, their names elsewhere on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from ingest.lines import Line, split_lines
from ingest.model import Page
from ingest.normalise import view
from ingest.values import UNITS
from ingest.years import find_years

SERIES = {"予定": "planned", "計画": "planned", "目標": "target", "実績": "actual"}
NARROW = 7
_LABEL = re.compile(r"(予定|計画|目標|実績)値?")
_TITLE = re.compile(r"(?:KPI|(?:成果|活動|評価)?指標)名?")
_VALUE = re.compile(rf"[-▲△]?\d[\d,]*(?:\.\d+)?(?:{UNITS})?|[-ー―]")
_NUMBER = re.compile(r"[1-9]\d?")
_COUNTED = re.compile(r"(?:数|額|量|時間|件|人|回)$")
_RATED = re.compile(r"(?:率|度|割合|比)$")
_MOST_PAIRS = 8


@dataclass(frozen=True, slots=True)
class Column:
    head: str
    year: int
    series: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """Values as they stand; a cell that was kept but is empty (an ideographic space) is ''."""

    label: str
    cells: tuple[str, ...]
    start: int
    end: int

    @property
    def filled(self) -> int:
        """How many cells there are up to the last value."""
        return max((n + 1 for n, cell in enumerate(self.cells) if cell), default=0)


@dataclass(slots=True)
class Pair:
    """The rows of one indicator, planned and actual; `header` counts the page's headers from 0."""

    header: int
    columns: tuple[Column, ...]
    rows: list[Row] = field(default_factory=list)

    @property
    def planned(self) -> Row | None:
        return next((row for row in self.rows if SERIES[row.label] != "actual"), None)

    @property
    def actual(self) -> Row | None:
        return next((row for row in self.rows if SERIES[row.label] == "actual"), None)

    @property
    def rated(self) -> bool | None:
        """Whether the values are rates; None where there are none."""
        cells = [cell for row in self.rows for cell in row.cells if re.search(r"\d", cell)]
        return any(re.search(r"[%割]", cell) for cell in cells) if cells else None


@dataclass(frozen=True, slots=True)
class _Name:
    """An indicator's name; `group` is the header that the group number before it belongs to, None where unknown."""

    text: str
    group: int | None = None

    @property
    def rated(self) -> bool | None:
        core = re.sub(r"[(（][^()（）]*[)）]$", "", self.text)
        return True if _RATED.search(core) else False if _COUNTED.search(core) else None


def columns_of(text: str, before: int) -> tuple[Column, ...]:
    """The first run of at least three year columns (R6, R6実績) behind `before` words; it ends where years fall."""
    run: list[Column] = []
    for word in text.split(" ")[before:]:
        years = find_years(word.lower())
        if len(years) != 1 or years[0].start or years[0].month or (run and years[0].year < run[-1].year):
            break
        label = _LABEL.fullmatch(word[years[0].end :])
        if not label and years[0].end < len(word):
            break
        run.append(Column(word, years[0].year, SERIES[label[1]] if label else None))
    return tuple(run) if len(run) >= 3 else ()


def cell_of(word: str) -> str | None:
    """A word that is a value, folded; '' for an ideographic space, None for any other word."""
    cell = view(word)
    return cell if not cell or _VALUE.fullmatch(cell) else None


def cells_of(text: str) -> tuple[str, ...]:
    """The values of a line that holds nothing else; none for any other line."""
    cells = [cell_of(word) for word in text.split(" ") if word]
    found = tuple(cell for cell in cells if cell is not None)
    return found if any(found) and len(found) == len(cells) else ()


def joined(parts: Sequence[str]) -> str:
    """A name torn over narrow lines; a space stays only between Latin words of one line."""
    return "".join(re.sub(r"(?<![A-Za-z]) | (?![A-Za-z])", "", part) for part in parts)


def detached(page: Page) -> tuple[list[Pair], list[list[Line]]]:
    """The pairs under the page's headers, and the blocks of its other text, each in order."""
    pairs: list[Pair] = []
    rest: list[list[Line]] = [[]]
    lines = split_lines(page.text)
    header, i = -1, 0
    columns: tuple[Column, ...] = ()
    waiting = False
    while i < len(lines):
        line, taken = lines[i], 1
        label, cells, words = _labelled(page, lines, i) if columns else ("", (), 1)
        values = cells_of(_whole(page, line)) if waiting else ()
        if line.blank:
            rest.append([])
        elif _is_header(line):
            header, columns, waiting = header + 1, columns_of(line.text, 1), False
        elif label:
            if not pairs or pairs[-1].header != header or label in [row.label for row in pairs[-1].rows]:
                pairs.append(Pair(header, columns))
            pairs[-1].rows.append(Row(label, cells, line.start, line.end))
            taken, waiting = words, not cells
        elif values and not _is_group_number(page, lines, i, header + 1):
            pairs[-1].rows[-1] = Row(pairs[-1].rows[-1].label, values, line.start, line.end)
            waiting = False
        else:
            rest[-1].append(line)
            columns, waiting = (), False
        i += taken
    return pairs, [block for block in rest if block]


def _is_header(line: Line) -> bool:
    return not line.tabs and bool(_TITLE.fullmatch(line.text.split(" ")[0]) and columns_of(line.text, 1))


def _labelled(page: Page, lines: Sequence[Line], i: int) -> tuple[str, tuple[str, ...], int]:
    """A row's label, perhaps a character a line, the values behind it in its line, and how many lines it takes.

    The label is '' where there is none.
    """
    first, _, behind = _whole(page, lines[i]).strip(" ").partition(" ")
    whole = _LABEL.fullmatch(view(first))
    if whole and (cells_of(behind) or not behind.strip()):
        return whole[1], cells_of(behind), 1
    for n in range(i + 1, min(i + 3, len(lines))):
        if lines[n].text:
            torn = lines[i].text + lines[n].text
            return (torn, (), n - i + 1) if len(lines[i].text) == 1 and torn in SERIES else ("", (), 1)
    return "", (), 1


def _whole(page: Page, line: Line) -> str:
    """The line with the empty cells at its ends."""
    end = page.text.find("\n", line.end)
    return page.text[page.text.rfind("\n", 0, line.start) + 1 : end if end >= 0 else None]


def _is_group_number(page: Page, lines: Sequence[Line], i: int, headers: int) -> bool:
    """Whether a number behind an empty row belongs to the text below: it heads a block, or it ends the rows, no other
    block has it, and there are as many headers."""
    if not _NUMBER.fullmatch(lines[i].text):
        return False
    if i + 1 < len(lines) and lines[i + 1].text:
        return True
    follower = next((n for n in range(i + 1, len(lines)) if lines[n].text), None)
    if follower is not None and (_is_header(lines[follower]) or _labelled(page, lines, follower)[0]):
        return False
    again = any(line.text == lines[i].text for line in lines[i + 1 :])
    return not again and int(lines[i].text) <= headers


def named(pairs: Sequence[Pair], blocks: Sequence[Sequence[Line]]) -> Iterator[tuple[str, Pair]]:
    """Pairs with the name that they have in every best assignment; the others stay without and are left out.

    Where the page has more names than pairs or fewer, only groups that have as many of both are read, and only if all
    of it fits.
    """
    names = _names(blocks, pairs[-1].header + 1) if pairs else []
    partial = len(names) != len(pairs)
    if partial:
        have, want = Counter(name.group for name in names), Counter(pair.header for pair in pairs)
        complete = {group for group in want if have[group] == want[group]}
        names = [name for name in names if name.group in complete]
        pairs = [pair for pair in pairs if pair.header in complete]
    if not names or len(pairs) > _MOST_PAIRS:
        return
    misfits = [[_misfit(name, pair) for pair in pairs] for name in names]
    least, best = -1, list[tuple[int, ...]]()
    for chosen in permutations(range(len(pairs))):
        cost = sum(misfits[i][n] for i, n in enumerate(chosen)) + _reversals(names, pairs, chosen)
        if least < 0 or cost < least:
            least, best = cost, []
        if cost == least:
            best.append(chosen)
    if partial and least:
        return
    for i, options in enumerate(zip(*best, strict=True)):
        if len(set(options)) == 1:
            yield names[i].text, pairs[options[0]]


def _misfit(name: _Name, pair: Pair) -> int:
    """2 for a rate that is given as a count or the reverse, 1 for a name that stands in another group."""
    opposed = name.rated is not None and pair.rated is not None and name.rated != pair.rated
    return 2 * opposed + (name.group is not None and name.group != pair.header)


def _reversals(names: Sequence[_Name], pairs: Sequence[Pair], chosen: Sequence[int]) -> int:
    """How often two names that stand in their group come in another order than their values."""
    placed = [(name.group, n) for name, n in zip(names, chosen, strict=True) if pairs[n].header == name.group]
    return sum(g == h and n < m for k, (g, n) in enumerate(placed) for h, m in placed[:k])


def _names(blocks: Sequence[Sequence[Line]], headers: int) -> list[_Name]:
    """Blocks of very short lines that end like an indicator, one perhaps begun in the line of a group's cell.

    Group numbers count only where each header has one and the first stands before every name.
    """
    found: list[tuple[str, int]] = []
    groups: list[int] = []
    tail = ""
    for block in blocks:
        texts = [line.text for line in block]
        if _NUMBER.fullmatch(texts[0]):
            groups.append(int(texts[0]))
            tail = texts[-1].rpartition(" ")[2] if " " in texts[-1] else ""
            continue
        name = joined((tail, *texts))
        narrow = all(len(text) <= NARROW for text in (tail, *texts)) and len(texts) + bool(tail) > 1
        if narrow and "。" not in name and _Name(name).rated is not None:
            found.append((name, len(groups) - 1))
        tail = ""
    if headers == 1 and not groups:
        return [_Name(text, 0) for text, _ in found]
    if len(groups) != headers or len(set(groups)) != headers or any(at < 0 for _, at in found):
        return [_Name(text) for text, _ in found]
    ranks = [sorted(groups).index(number) for number in groups]
    return [_Name(text, ranks[at]) for text, at in found]
