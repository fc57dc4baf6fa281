"""Tables that give a municipality in every row: lists that a prefecture or a ministry makes of many plans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.lines import Line, is_header, split_lines
from ingest.model import Municipality, Page
from ingest.municipalities import Gazetteer
from ingest.normalise import fold, squash

_HEAD = re.compile(r"(?:地方公共|実施|申請)?団体名?|(?:実施)?(?:市町村|市区町村|市町|自治体)(?:等)?名?")
_TOTAL = re.compile(r"合?計|総計|小計|平均|県計|全体")
#: From how many municipalities, over which share of the tables' rows, a document is a list of theirs.
MOST_OWN, SHARE = 3, 0.5


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
            column = next((n for n, cell in enumerate(line.cells) if _HEAD.fullmatch(squash(cell))), None)
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


def row_owners(pages: Sequence[Page], gazetteer: Gazetteer) -> dict[int, dict[int, Municipality]]:
    """Owners by page and start of line; empty where the document is no list of many municipalities' rows."""
    reader = RowOwners(gazetteer, _prefecture(pages, gazetteer))
    by_page: dict[int, dict[int, Municipality]] = {}
    rows = 0
    for page in pages:
        lines = split_lines(page.text)
        rows += sum(1 for line in lines if line.tabs)
        by_page[page.number] = reader.of(lines)
    owned = [m.code for found in by_page.values() for m in found.values()]
    return by_page if len(set(owned)) >= MOST_OWN and len(owned) >= SHARE * rows else {}


def _prefecture(pages: Sequence[Page], gazetteer: Gazetteer) -> str | None:
    """The first prefecture that the document names: it settles names that several municipalities bear."""
    names: Iterator[str] = (
        mention.candidates[0].name
        for page in pages[:3]
        for mention in gazetteer.find(fold(page.text[:2000]))
        if mention.candidates[0].is_prefecture
    )
    return next(names, None)
