"""Books of project sheets, one project a sheet: whose each is, where it begins, and the pages that go on with the sheet
before them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.forms import name_in
from ingest.lines import Line, heading_level, split_lines
from ingest.model import Municipality, Page
from ingest.municipalities import Gazetteer, header_label, header_municipality
from ingest.normalise import fold, squash, view
from ingest.tables import is_label

_TITLE = re.compile(r"(?:事業概要|事業名称?|取組名|施策名|プロジェクト名)\s*[:：]?\s*[【「『]")
_PAIRS = {"【": "】", "「": "」", "『": "』"}
_GOES_ON = re.compile(
    r"前(?:の)?(?:頁|ページ|葉)(?:から|より)?の?(?:続き|つづき)|^[(（]?(?:続き|つづき)[)）]?$", re.MULTILINE
)
_LONGEST, _CHAPTER = 12, 2


def sheet_title(text: str) -> str | None:
    """The name of a project sheet, from 事業概要 【…】 wherever it stands on the page; brackets inside it balance."""
    match = _TITLE.search(text)
    if not match:
        return None
    opening = match.group()[-1]
    depth = 0
    for i in range(match.end() - 1, min(len(text), match.end() + 120)):
        depth += (text[i] == opening) - (text[i] == _PAIRS[opening])
        if depth == 0:
            return view(text[match.end() : i]) or None
    return None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that begins at `start` of its page's text: whose it is, and what it is for if it says so."""

    start: int
    municipality: Municipality
    title: str | None


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines of a page: those of a sheet, or those above its first sheet."""

    page: int
    lines: Sequence[Line]
    sheet: Sheet | None


class ProjectSheets:
    """`begun` gives the sheets that begin on a page, in order; `continued` are the pages that go on, at least down to
    the first sheet that begins on them, with the sheet before.

    A page goes on with a sheet where it says so, or where it has fields of the form that the sheet lacks and none that
    the sheet has, and neither title nor chapter.
    """

    def __init__(self, pages: Sequence[Page], gazetteer: Gazetteer, furniture: frozenset[str]) -> None:
        parts = [part for page in pages for part in _parts(page, gazetteer)]
        sheets = [(part.page, part.sheet) for part in parts if part.sheet]
        self.continued = frozenset(_continued(parts, furniture)) if sheets else frozenset[int]()
        self.begun: dict[int, list[Sheet]] = {}
        for page, sheet in sheets:
            own = self.begun.setdefault(page, [])
            whole = not own and page not in self.continued
            own.append(replace(sheet, start=0) if whole else sheet)
        self._longest = max((b - a for a, b in pairwise(sorted(self.begun))), default=len(pages))

    def within_reach(self, page: int) -> bool:
        """Whether a page can belong to the sheet before it: no sheet takes up more pages than lie between two."""
        before = max((number for number in self.begun if number <= page), default=page)
        return page in self.continued or page - before < self._longest


def _parts(page: Page, gazetteer: Gazetteer) -> Iterator[_Part]:
    """A page cut where its sheets begin; behind the first header those count that have the same label."""
    lines = split_lines(page.text)
    first = header_municipality(fold(page.text), gazetteer)
    heads = list(_headers(lines, gazetteer)) if first else []
    if first is None:
        yield _Part(page.number, lines, None)
    elif not heads or heads[0][1].code != first.code:
        yield _Part(page.number, lines, Sheet(0, first, sheet_title(page.text)))
    else:
        rows = [i for i, _ in heads]
        begins = [_beginning(page, lines, i, before) for i, before in zip(rows, [-1, *rows], strict=False)]
        if any(line.tabs for line in lines[: begins[0]]):
            yield _Part(page.number, lines[: begins[0]], None)
        for (i, owner), begin, end in zip(heads, begins, [*begins[1:], len(lines)], strict=True):
            start, stop = lines[begin].start, lines[end].start if end < len(lines) else len(page.text)
            title = sheet_title(page.text[0 if i == rows[0] else start : stop]) or _named(lines, i)
            yield _Part(page.number, lines[begin:end], Sheet(start, owner, title))


def _headers(lines: Sequence[Line], gazetteer: Gazetteer) -> Iterator[tuple[int, Municipality]]:
    label: str | None = None
    for i, line in enumerate(lines):
        own = header_label(line.text)
        owner = header_municipality(line.text, gazetteer) if own and label in (None, own) else None
        if owner:
            label = own
            yield i, owner


def _beginning(page: Page, lines: Sequence[Line], header: int, before: int) -> int:
    """The line with which a sheet begins: the first of its header's table, or the headings and title above that."""
    at = lines[header].start
    table = next((t.start for t in page.tables if t.start <= at < t.end), at)
    first = header
    while first - 1 > before and lines[first - 1].tabs and (table == at or lines[first - 1].start >= table):
        first -= 1
    above = first
    while above - 1 > before and (not lines[above - 1].text or _heads_sheet(lines[above - 1])):
        above -= 1
    return next(i for i in range(above, first + 1) if lines[i].text)


def _heads_sheet(line: Line) -> bool:
    return not line.tabs and (heading_level(line.text) > 0 or _TITLE.search(line.text) is not None)


def _named(lines: Sequence[Line], header: int) -> str | None:
    """What the rows around the header say that the sheet is filled in for."""
    first = last = header
    while first and lines[first - 1].tabs:
        first -= 1
    while last < len(lines) and lines[last].tabs:
        last += 1
    return next((name for line in lines[first:last] if (name := name_in(line.cells))), None)


def _continued(parts: Sequence[_Part], furniture: frozenset[str]) -> Iterator[int]:
    labels = [dict(_labels(part.lines, furniture)) for part in parts]
    counts = Counter(label for part, own in zip(parts, labels, strict=True) if part.sheet for label in own)
    form = {label for label, n in counts.items() if n >= max(2, sum(part.sheet is not None for part in parts) / 2)}
    sheet: set[str] | None = None
    title: str | None = None
    for part, own in zip(parts, labels, strict=True):
        if part.sheet:
            sheet, title = set(own), part.sheet.title
            continue
        fields = {label for label, celled in own.items() if label in form or (celled and is_label(label))}
        lacking = bool(fields) and sheet is not None and not fields & sheet
        says_so = any(_GOES_ON.search(line.text) for line in part.lines)
        if sheet is None or _begins_anew(part.lines, title) or not (lacking or says_so):
            sheet = None
            continue
        sheet |= own.keys()
        yield part.page


def _labels(lines: Sequence[Line], furniture: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """What stands first in lines, and whether a cell holds it."""
    for line in lines:
        label = squash(line.cells[0] if line.tabs else line.text.partition(" ")[0])
        if 1 < len(label) <= _LONGEST and squash(line.text) not in furniture:
            yield label, bool(line.tabs)


def _begins_anew(lines: Sequence[Line], title: str | None) -> bool:
    """Whether lines hold a chapter or a title, or name something else than the sheet before them is for."""
    texts = [line.text for line in lines if line.text and not line.tabs]
    names = (name_in(line.cells) for line in lines if line.tabs)
    if any(name and name != title and not is_label(name) for name in names):
        return True
    return sheet_title("\n".join(texts)) is not None or any(0 < heading_level(text) <= _CHAPTER for text in texts)
