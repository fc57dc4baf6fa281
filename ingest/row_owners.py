"""Tables that give every municipality a row or a column, and sections headed by their names: lists that a prefecture
or a ministry makes of many plans, and what several municipalities plan together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.heads import BODIES
from ingest.lines import Line, heading_title, is_header, split_lines
from ingest.model import Municipality, Page, Record
from ingest.municipalities import Gazetteer
from ingest.normalise import fold, squash

_TOTAL = re.compile(r"合?計|総計|小計|平均|県計|全体")
#: From how many municipalities, over which share of the tables' rows, a document is a list of theirs.
MOST_OWN, SHARE = 3, 0.5
LONGEST_HEAD = 60
_AHEAD = re.compile(r"(?:[\d()①-⑳.-]+\s*)?(?P<name>[一-龥ァ-ヶぁ-んー]{1,8}[市区町村])(?=[\s:(「『]|$)")


class RowOwners:
    """Reads page after page; a table that goes on over pages keeps its column."""

    def __init__(self, gazetteer: Gazetteer, prefecture: str | None) -> None:
        self._gazetteer = gazetteer
        self._prefecture = prefecture
        self._column: int | None = None
        self._held: Municipality | None = None

    def of(self, lines: Sequence[Line]) -> dict[int, Municipality]:
        """The owner of each row by the start of its line; a merged name is that of the rows below it too."""
        found: dict[int, Municipality] = {}
        for i, line in enumerate(lines):
            if not line.tabs:
                if line.text:
                    self._column, self._held = None, None
                continue
            column = next((n for n, cell in enumerate(line.cells) if BODIES.fullmatch(squash(cell))), None)
            if column is not None and (not i or not lines[i - 1].tabs or is_header(line)):
                self._column, self._held = column, None
                continue
            if owner := self._owner(line):
                found[line.start] = owner
        return found

    def _owner(self, line: Line) -> Municipality | None:
        if self._column is None or self._column >= len(line.cells):
            return None
        name = fold(line.cells[self._column]).strip()
        if any(_TOTAL.fullmatch(squash(cell)) for cell in line.cells[:3]):
            self._held = None
        elif name:
            self._held = self._gazetteer.resolve(name, self._prefecture) or self._gazetteer.resolve(name)
        return self._held


@dataclass(frozen=True, slots=True)
class TableOwners:
    """`rows` gives the owner of each row by page and start of line; `members` are all, by code, that a table gives a
    row or a column; `is_list` says that most rows of the document's tables are theirs."""

    rows: dict[int, dict[int, Municipality]] = field(default_factory=dict)
    members: dict[str, Municipality] = field(default_factory=dict)
    is_list: bool = False


def table_owners(pages: Sequence[Page], gazetteer: Gazetteer) -> TableOwners:
    prefecture = _prefecture(pages, gazetteer)
    reader = RowOwners(gazetteer, prefecture)
    by_page: dict[int, dict[int, Municipality]] = {}
    heads: dict[str, Municipality] = {}
    rows = 0
    for page in pages:
        lines = split_lines(page.text)
        rows += sum(1 for line in lines if line.tabs)
        by_page[page.number] = reader.of(lines)
        heads |= _in_heads(lines, gazetteer, prefecture)
    owned = [m for found in by_page.values() for m in found.values()]
    members = {m.code: m for m in owned}
    is_list = len(members) >= MOST_OWN and len(owned) >= SHARE * rows
    return TableOwners(by_page, members | heads, is_list)


def _in_heads(lines: Iterable[Line], gazetteer: Gazetteer, prefecture: str | None) -> dict[str, Municipality]:
    """Municipalities that head columns of their own: three at least in one line of heads."""
    found: dict[str, Municipality] = {}
    for line in lines:
        if line.tabs < MOST_OWN or not is_header(line):
            continue
        names = [fold(cell).strip() for cell in line.cells if cell]
        own = [m for name in names if (m := gazetteer.resolve(name, prefecture) or gazetteer.resolve(name))]
        if len({m.code for m in own}) >= MOST_OWN:
            found |= {m.code: m for m in own}
    return found


@dataclass(frozen=True, slots=True)
class SectionOwners:
    """Municipalities by the names with which headings begin, and the last page on which one does."""

    names: Mapping[str, Municipality] = field(default_factory=dict)
    last: int = 0


def section_owners(pages: Sequence[Page], gazetteer: Gazetteer) -> SectionOwners:
    """The municipalities whose names head sections (【3】松本市 公共施設予約…), where several do."""
    prefecture = _prefecture(pages, gazetteer)
    found: dict[str, Municipality] = {}
    last = 0
    for page in pages:
        for line in split_lines(page.text):
            name = None if line.tabs or len(line.text) > LONGEST_HEAD else name_ahead(heading_title(line.text))
            if name and (owner := gazetteer.resolve(name, prefecture) or gazetteer.resolve(name)):
                found[name], last = owner, page.number
    return SectionOwners(found, last) if len({m.code for m in found.values()}) >= MOST_OWN else SectionOwners()


def name_ahead(title: str) -> str | None:
    """What a heading begins with that has the form of a municipality's name and stands apart from the rest."""
    match = _AHEAD.match(fold(title))
    return match["name"] if match else None


def with_column_owners(records: Iterable[Record], members: Mapping[str, Municipality]) -> Iterator[Record]:
    """Cells under a municipality's name are that municipality's."""
    codes = {squash(name): m.code for m in members.values() for name in (m.name, m.full_name)}
    for record in records:
        head = squash(record.attribute.split(" ")[-1]) if record.kind == "cell" else ""
        yield replace(record, municipality=codes[head]) if head in codes else record


def _prefecture(pages: Sequence[Page], gazetteer: Gazetteer) -> str | None:
    """The first prefecture that the document names: it settles names that several municipalities bear."""
    names: Iterator[str] = (
        mention.candidates[0].name
        for page in pages[:3]
        for mention in gazetteer.find(fold(page.text[:2000]))
        if mention.candidates[0].is_prefecture
    )
    return next(names, None)
