"""The rows of a plan's tables as items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from assistant.extractive.plan_items.item import (
    LONGEST_NAME,
    NAMING,
    ORGAN,
    ORGANS,
    Cell,
    Family,
    Item,
    organs_in,
)
from assistant.extractive.scope import Scope
from assistant.units import Unit
from ingest.lines import is_figures
from ingest.model import Document, Passage, Record
from ingest.normalise import squash, view

#: The share of rows that may have labels of their own where a column labels several.
REPEATED = 0.6


def rows_of(document: Document, scope: Scope) -> Iterator[tuple[Item, set[str]]]:
    """Every row of a table with the heads of its filled cells, in reading order."""
    groups: dict[tuple[int, int, int], list[Record]] = {}
    for number, page in scope.finder.records_of(document.id).items():
        for record in page:
            if record.kind == "cell" and record.status != "inferred":
                groups.setdefault((number, record.start, record.end), []).append(record)
    last: tuple[int, Sequence[Record]] = (0, ())
    for key in sorted(groups):
        records = _continued(groups[key], last[1]) if key[0] - last[0] <= 1 else groups[key]
        last = key[0], records
        item = _row(records, scope)
        if item is not None:
            yield item, {squash(r.attribute) for r in records if r.attribute}


def _continued(records: Sequence[Record], above: Sequence[Record]) -> Sequence[Record]:
    """The cells of a row under the heads of the row above it, where a table goes on without heads on the next page."""
    if len(records) < 2 or len(records) != len(above) or any(r.attribute for r in records):
        return records
    return [
        replace(r, attribute=a.attribute, fiscal_year=a.fiscal_year, series=a.series, unit=r.unit or a.unit)
        for r, a in zip(records, above, strict=True)
    ]


def tables(document: Document, rows: Sequence[tuple[Item, set[str]]]) -> Iterator[Family]:
    """Runs of rows that share most of their columns, and a column that names them."""
    run: list[Item] = []
    heads: set[str] = set()
    called: set[str] = set()
    for item, own in rows:
        naming = {head for head, _ in item.names if head}
        apart = bool(naming and called) and not naming & called
        shares = len(own & heads) >= max(1, 0.5 * min(len(own), len(heads)))
        only_named = {squash(head) for head in called} >= own and _says_only_its_name(item)
        if run and (apart or not (shares or only_named)):
            yield from _closed(document, run, heads)
            run, heads, called = [], set(), set()
        run.append(item)
        heads |= own
        called |= naming
    yield from _closed(document, run, heads)


def _says_only_its_name(item: Item) -> bool:
    """Whether a row holds nothing but its name, as one without any mark does."""
    return len(item.parts) == 1 and all(cell.value in item.parts for cell in item.cells)


def _closed(document: Document, run: list[Item], heads: set[str]) -> Iterator[Family]:
    if len(run) >= 2 and heads:
        _label_cells(run, heads)
        yield Family(document, run, True, frozenset(heads), " ".join(run[0].path))


def _label_cells(run: list[Item], heads: set[str]) -> None:
    """Adds what several rows are labelled with before their names (課題) to their cells, which no record tells: rows
    whose first cell is merged with one above have that one's label."""
    labels: dict[str, list[tuple[Item, str, Unit]]] = {}
    last: dict[str, tuple[str, Unit]] = {}
    for item in run:
        if item.naming is None:
            continue
        own = {head: (name, item.naming) for head, name in item.names if squash(head) and squash(head) not in heads}
        last = {**last, **own} if _begins_empty(item.naming) else own
        for head, (name, unit) in last.items():
            labels.setdefault(head, []).append((item, name, unit))
    for head, told in labels.items():
        if len(told) >= 3 and len({squash(name) for _, name, _ in told}) <= REPEATED * len(told):
            for item, name, unit in told:
                item.cells.append(_label_cell(head, name, unit))


def _label_cell(head: str, name: str, unit: Unit) -> Cell:
    passage = unit.passage
    record = Record(
        document=passage.document,
        page=passage.page,
        start=unit.start,
        end=unit.end,
        kind="cell",
        attribute=head,
        value=name,
        municipality=passage.municipality,
    )
    return Cell(squash(head), squash(name), record)


def _row(records: Sequence[Record], scope: Scope) -> Item | None:
    unit = scope.record_unit(records[0])
    if unit is None:
        return None
    passage = unit.passage
    raw = passage.text[unit.start - passage.start : unit.end - passage.start]
    texts = [view(c) for c in raw.split("\t")]
    label = max((r.measure or "" for r in records), key=len)
    told = {squash(r.value) for r in records}
    squashed = squash(label)
    own = [t for t in texts if t and squash(t) in squashed and not is_figures(t) and squash(t) not in told]
    columns = _heads_over(passage, unit)
    heads = [h for h in columns if squash(h) not in {squash(r.attribute) for r in records}]
    names = [
        (r.attribute, r.value) for r in records if NAMING.fullmatch(squash(r.attribute)) and not is_figures(r.value)
    ]
    skipped = _cells_before(passage, unit)
    over = dict(zip(texts, columns[skipped:], strict=False)) if len(texts) + skipped <= len(columns) else {}
    names += [(over.get(t) or (heads[0] if heads else ""), t) for t in own]
    names += [
        (r.attribute, r.value) for r in records if not is_figures(r.value) and (r.attribute, r.value) not in names
    ]
    names += [("", label)] if label and not own else []
    names = [(head, name) for head, name in names if 0 < len(name) <= LONGEST_NAME]
    if not names:
        return None
    cells = [Cell(squash(r.attribute), squash(r.value), r) for r in records]
    organs: list[tuple[str, str, Unit | Record]] = [
        (c.head, organ, c.record) for c in cells if ORGANS.search(c.head) for organ in organs_in(view(c.record.value))
    ]
    organs += [(c.head, view(c.record.value), c.record) for c in cells if not c.head and ORGAN.fullmatch(c.value)]
    told_of = {organ for _, organ, _ in organs}
    organs += [
        (head, organ, unit)
        for head, name in names
        if ORGANS.search(head)
        for organ in organs_in(view(name))
        if organ not in told_of
    ]
    titles = [h for h in passage.headings if " | " not in h]
    section = label[: -len(own[-1])].strip() if own and label.endswith(own[-1]) else ""
    path = (*titles, *([section] if section else []), *([label] if section and own else []))
    body = squash(" ".join([raw, label]))
    return Item(
        names,
        passage.municipality,
        path,
        cells,
        organs=organs,
        passages=[passage],
        naming=unit,
        body=body,
        parts={squash(t) for t in texts if t},
    )


def _begins_empty(unit: Unit) -> bool:
    """Whether the first cell of a row is empty."""
    text, at = unit.passage.text, unit.start - unit.passage.start
    return text.startswith("\t", at) or _cells_before(unit.passage, unit) > 0


def _cells_before(passage: Passage, unit: Unit) -> int:
    """How many empty cells stand before a row's unit on its line."""
    above = passage.text[: unit.start - passage.start]
    return above[above.rfind("\n") + 1 :].count("\t")


def _heads_over(passage: Passage, unit: Unit) -> list[str]:
    """The column heads above a row, from its passage's heading or from the first line of cells of its table."""
    for heading in reversed(passage.headings):
        if " | " in heading:
            return heading.split(" | ")
    above = passage.text[: unit.start - passage.start].split("\n")[:-1]
    lines = [line for line in above if line.strip()]
    own = list(takewhile(lambda line: "\t" in line, reversed(lines)))
    heads = own[-1:] or [line for line in lines if "\t" in line][:1]
    return [view(c) for c in heads[0].split("\t")] if heads else []
