"""What a row of a list or table is called: the name beside its number, or the cell that is its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import takewhile

from ingest.lines import Line, is_figures
from ingest.years import is_date

#: Characters of a line of a narrow column, and of a name that is wrapped in one.
NARROW, LONGEST_WRAPPED = 14, 60
_IDENTIFIER = re.compile(r"[一-龥ぁ-んァ-ヶ]{0,6}[0-9]+(?:[-/][0-9a-z]+)+")


def row_name(lines: Sequence[Line], i: int) -> str:
    """A numbered row's name: the lines up to the blank one when they are few and short, else the first alone."""
    if lines[i].tabs:
        cells = [c.strip() for c in lines[i].cells]
        names = [c for c in cells if len(c) >= 4 and not is_figures(c) and not is_date(c)]
        return names[0][:80] if names else next((c for c in cells if c), "")
    first = re.sub(r"^[0-9]{1,3}[.．)、]?\s*", "", lines[i].text)
    parts = [first] if first else []
    for line in lines[i + 1 : i + 7]:
        if line.blank:
            if parts:
                break
            continue
        parts.append(line.text)
    name: list[str] = []
    following = list(parts)
    while following and len("".join(name)) < 45:
        part = following.pop(0)
        if name and (len(part) > max(18, 1.25 * len(name[0])) or part.endswith("。") or is_figures(part)):
            break
        name.append(part)
    return "".join(name)[:80]


class LeadNames:
    """The names of a page's rows without numbers: a row's first cell that no other row on the page repeats."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines

    @cached_property
    def _blocks(self) -> list[tuple[int, str]]:
        return _blocks(self._lines)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(text for _, text in self._blocks)

    @cached_property
    def _labels(self) -> set[str]:
        return {word for text, n in self._counts.items() if n > 1 for word in text.split(" ")}

    def name(self, i: int) -> str | None:
        """The name of the row whose first line is the `i`-th of the page."""
        lines = self._lines
        named = _behind_identifier(self._blocks, lines, i)
        for start, text in self._blocks:
            if start < i or is_figures(text) or (named is not None and start < named):
                continue
            if start > i and lines[start].lead:
                return None
            if self._counts[text] > 1 or all(
                word in self._labels or _IDENTIFIER.fullmatch(word) for word in text.split(" ")
            ):
                continue
            first = lines[start].text
            name = first.split(" ")[0] if " " in first and len(first) > 20 else first
            behind = start == named and len(text) <= LONGEST_WRAPPED and self._is_narrow(start)
            shorter = start + 1 < len(lines) and 0 < len(lines[start + 1].text) <= len(first) and len(text) <= 40
            if name == first and (behind or shorter):
                name = text
            if not _IDENTIFIER.search(name) and len(name) >= 3:
                return name[:80]
        return None

    def _is_narrow(self, start: int) -> bool:
        """Whether the block that begins at a line stands in a column so narrow that it is wrapped there."""
        block = takewhile(lambda line: not line.blank, self._lines[start:])
        return all(len(line.text) <= NARROW and not line.text.endswith("。") for line in block)


def _behind_identifier(blocks: Sequence[tuple[int, str]], lines: Sequence[Line], i: int) -> int | None:
    """Where a row carries an identifier (観光1-1-4), its name is the block behind the one that ends with it."""
    for n, (start, text) in enumerate(blocks[:-1]):
        if start < i:
            continue
        if start > i and lines[start].lead:
            return None
        if _IDENTIFIER.fullmatch(text.split(" ")[-1]):
            return blocks[n + 1][0]
    return None


def _blocks(lines: Sequence[Line]) -> list[tuple[int, str]]:
    """Runs of lines between blank ones: index of the first line, and the joined text."""
    blocks: list[tuple[int, list[str]]] = []
    for i, line in enumerate(lines):
        if line.blank:
            continue
        if i and lines[i - 1].text and blocks and not line.lead:
            blocks[-1][1].append(line.text)
        else:
            blocks.append((i, [line.text]))
    return [(i, "".join(parts)) for i, parts in blocks]
