"""A plan as tables: its measures, and the rows of each of its tables, as items with names, sections, departments, cells
and text. Questions for lists select among the items of one such family."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.extractive.plan_items.item import NAMING, Cell, Family, Item, plain_name
from assistant.extractive.plan_items.measures import labels_of, measures
from assistant.extractive.plan_items.rows import rows_of, tables
from assistant.extractive.scope import Scope
from ingest.model import Document
from ingest.normalise import squash

__all__ = ["NAMING", "Cell", "Family", "Item", "families_of", "plain_name"]


def families_of(document: Document, scope: Scope) -> Sequence[Family]:
    return scope.finder.derived(("families", document.id), lambda: list(_families(document, scope)))


def _families(document: Document, scope: Scope) -> Iterator[Family]:
    rows = list(rows_of(document, scope))
    found = measures(document, scope, [item for item, _ in rows])
    if found:
        yield Family(document, found, is_table=False)
    labels = labels_of([item for item, _ in rows], {squash(plain_name(item.names[0][1])) for item in found})
    yield from tables(document, [(i, heads) for i, heads in rows if squash(plain_name(i.names[0][1])) not in labels])
