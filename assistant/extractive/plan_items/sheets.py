"""The measures of a plan that gives each a sheet: a form that names it, with labels and the values beside them, and the
tables up to the next such form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.extractive.plan_items.item import LONGEST_NAME, NAMING, ORGANS, Cell, Item, organs_in
from assistant.extractive.scope import Scope
from ingest.forms import NUMBERED
from ingest.model import Document, Passage, Record
from ingest.normalise import squash, view

_SECTION = re.compile(r"(?:基本)?(?:目標|方針|施策|戦略|柱|政策|分野)")
_LEGEND = re.compile(r"[○●◎△▲◇◆□■×☆★→⇒]\s?[:：]")
_FEWEST = 3


def of_sheets(document: Document, scope: Scope) -> list[Item]:
    """One item a sheet; none where fewer than three measures have one. A sheet that names no section goes on with the
    one before."""
    found: list[Item] = []
    last: tuple[int, Item] | None = None
    for number, page in sorted(scope.finder.records_of(document.id).items()):
        naming = [r for r in page if r.kind == "cell" and _names_sheet(r, scope)]
        if not naming:
            last = None
            continue
        starts = [r.start for r in naming]
        if last is not None and last[0] == number - 1:
            _fill(last[1], page, scope, 0, starts[0])
        for n, record in enumerate(naming):
            item = _opened(record, scope)
            _fill(item, page, scope, record.start, starts[n + 1] if n + 1 < len(starts) else None)
            found.append(item)
            last = (number, item)
    for before, item in pairwise(found):
        item.path = item.path or before.path
    return found if len(found) >= _FEWEST else []


def _names_sheet(record: Record, scope: Scope) -> bool:
    """Whether a cell names a measure behind its label, both in one line of a form."""
    label, value = squash(record.attribute), squash(record.value)
    if not (NAMING.fullmatch(label) or NUMBERED.fullmatch(view(record.attribute))) or len(value) > LONGEST_NAME:
        return False
    unit = scope.record_unit(record)
    return unit is not None and squash(record.measure or "") == value and label + value in squash(unit.text)


def _opened(record: Record, scope: Scope) -> Item:
    unit = scope.record_unit(record)
    headings = unit.passage.headings if unit else ()
    path = tuple(h for h in headings if " | " not in h and not _LEGEND.search(h))
    return Item([("", view(record.value))], record.municipality, path, naming=unit, numbered=True)


def _fill(item: Item, page: Sequence[Record], scope: Scope, start: int, end: int | None) -> None:
    for r in page:
        if r.start < start or (end is not None and r.start >= end):
            continue
        if r.kind == "status":
            item.statuses.append(r)
        if r.kind != "cell":
            continue
        if r.fiscal_year and r.measure != r.attribute:
            item.roadmap.append(r)
            continue
        head, value = squash(r.attribute), squash(r.value)
        item.cells.append(Cell(head, value, r))
        item.parts.add(value)
        item.body += value + "\n"
        if ORGANS.search(head):
            item.organs += [(r.attribute, organ, r) for organ in organs_in(view(r.value))]
        elif _SECTION.fullmatch(head):
            item.path = (*item.path, view(r.value))
    for passage in _passages(page, scope, start, end):
        if passage not in item.passages:
            item.passages.append(passage)


def _passages(page: Sequence[Record], scope: Scope, start: int, end: int | None) -> Iterator[Passage]:
    if page:
        for p in scope.finder.catalogue.passages_of(page[0].document, page[0].page):
            if p.end > start and (end is None or p.start < end):
                yield p
