"""The measures of a plan: from what ingest names, from headings, lists and columns of names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from assistant.extractive.plan_items.forms import bulleted, of_headings
from assistant.extractive.plan_items.item import (
    EVERYWHERE,
    LONGEST_NAME,
    NAMING,
    ORGAN,
    PART,
    Item,
    organs_in,
    plain_name,
)
from assistant.extractive.plan_items.labelled import labelled
from assistant.extractive.plan_items.sheets import of_sheets
from assistant.extractive.scope import Scope
from assistant.units import Unit
from ingest.lines import split_lines
from ingest.model import Document, Passage
from ingest.normalise import squash, view
from ingest.years import find_years

_MARKED = re.compile(r"(?:^|\s)(?:[○〇●◎△▲◇◆□■×…⇒→-]\s){2,8}(\S[^。○●◎△]{1,40})$")
#: A line of departments, a legend: what ingest may take for a measure's name, as it may a row of three years.
_NO_NAME = re.compile(
    r"[○●◎△▲◇◆□■×☆★→⇒]\s?[:：]|^(?:[^、,・()（）:：]{1,12}(?:課|室|局|部|署|係|センター|委員会|協議会)[、,・()（）:：]*|委託先[:：])+$"
)


def measures(document: Document, scope: Scope, rows: Sequence[Item]) -> list[Item]:
    """The plan's measures: those that ingest names, those that numbered headings open, and those that a column of
    names or a form gives; one item where several name the same."""
    found: dict[tuple[str, str | None], Item] = {}
    read = of_sheets(document, scope)
    inside = {p.id for item in read for p in item.passages}
    others = [*of_headings(document, scope), *_of_passages(document, scope), *bulleted(document, scope)]
    read += [item for item in others if not item.passages or item.passages[0].id not in inside]
    labels = labels_of((*read, *rows), {_plainly(item.names[0][1]) for item in read})
    for item in read:
        key = (_plainly(item.names[0][1]), item.municipality)
        if key[0] in labels:
            continue
        if key in found:
            _merge(found[key], item)
        else:
            found[key] = item
    for row in rows:
        own = {c.head for c in row.cells}
        named = next((n for head, n in row.names if NAMING.fullmatch(squash(head)) and squash(n) not in own), "")
        key = (squash(plain_name(named or row.names[-1][1])), row.municipality)
        if key not in found and named:
            names = [(head, name) for head, name in row.names if name == named]
            found[key] = Item(names, row.municipality, row.path, naming=row.naming)
        if key in found:
            _merge(found[key], row)
    return _below_their_own(list(found.values()), document, scope)


def labels_of(items: Iterable[Item], measures: Set[str]) -> frozenset[str]:
    """Names that stand below so many measures that they name a part of each (工程, 事業の内容); plain and squashed."""
    under: dict[str, set[str]] = {}
    for item in items:
        name = _plainly(item.names[0][1])
        nearest = next(
            (plain for title in reversed(item.path) if (plain := _plainly(title)) in measures - {name}), None
        )
        under.setdefault(name, set()).update([nearest] if nearest else [])
    return frozenset(name for name, owners in under.items() if len(owners) >= EVERYWHERE)


def _below_their_own(items: list[Item], document: Document, scope: Scope) -> list[Item]:
    """Where the plan's outline says which section a measure is of: that one, without those that it gives to others."""
    above: dict[str, dict[str, str]] = {}
    for page in scope.finder.records_of(document.id).values():
        for r in page:
            if r.kind == "outline" and r.measure and r.status is None:
                above.setdefault(_plainly(r.measure), {}).setdefault(_plainly(r.attribute), r.attribute)
    sections = {title for titles in above.values() for title in titles}
    for item in items:
        direct = above.get(_plainly(item.names[0][1]), {})
        own, more = set[str](), set(direct)
        while more - own:
            own |= more
            more = {title for below in own for title in above.get(below, ())}
        if own:
            kept = [t for t in item.path if _plainly(t) in own or _plainly(t) not in sections]
            known = {_plainly(t) for t in kept}
            item.path = (*kept, *(title for plain, title in direct.items() if plain not in known))
    return items


def _plainly(title: str) -> str:
    return squash(plain_name(title))


def _merge(known: Item, other: Item) -> None:
    if not (known.numbered and known.path) and len(known.path) < len(other.path):
        known.path = other.path
    known.cells += [c for c in other.cells if c not in known.cells]
    known.organs += other.organs
    known.statuses += other.statuses
    known.roadmap += [r for r in other.roadmap if r not in known.roadmap]
    known.passages += [p for p in other.passages if p not in known.passages]
    known.body += "\n" + other.body
    known.parts |= other.parts
    known.tags |= other.tags


def _of_passages(document: Document, scope: Scope) -> list[Item]:
    found: dict[tuple[str, str | None], Item] = {}
    for passage in scope.finder.catalogue.passages_of(document.id):
        name = passage.measure or ""
        if not name or not 2 <= len(name) <= LONGEST_NAME or _NO_NAME.search(name) or PART.fullmatch(name):
            continue
        if len(find_years(name)) > 2:
            continue
        key = (squash(name), passage.municipality)
        item = found.get(key)
        if item is None:
            titles = (*(h for h in passage.headings if " | " not in h), *_labels_before(passage))
            own = next((i for i, h in enumerate(titles) if squash(h) == squash(name)), len(titles))
            item = found[key] = Item([("", name)], passage.municipality, titles[:own], body=squash(name))
        item.path = item.path or _labels_before(passage)
        item.passages.append(passage)
        item.body += squash(passage.text)
        item.parts |= {squash(c) for c in re.split(r"[\t\n]", passage.text) if len(c) <= LONGEST_NAME}
        item.organs += [("担当", organ, unit) for organ, unit in _behind_marks(passage)]
        for line in split_lines(passage.text) if passage.kind != "row" else ():
            item.cells += labelled(passage, line.start, line.end, line.text) if not line.tabs else ()
    for page in scope.finder.records_of(document.id).values():
        for record in page:
            item = found.get((squash(record.measure or ""), record.municipality))
            if item is None:
                continue
            if record.kind == "department":
                item.organs += [("担当", organ, record) for organ in organs_in(view(record.value))]
            elif record.kind == "status":
                item.statuses.append(record)
            elif record.kind == "outline" and record.attribute not in item.path:
                item.path = (*item.path, record.attribute)
    spans = {key: [(p.page, p.start, p.end) for p in item.passages] for key, item in found.items()}
    for key, item in found.items():
        for number in {n for n, _, _ in spans[key]}:
            for r in scope.finder.records_of(document.id).get(number, []):
                if (
                    r.kind == "cell"
                    and r.fiscal_year
                    and any(n == number and a <= r.start < b for n, a, b in spans[key])
                ):
                    item.roadmap.append(r)
        item.naming = _naming(item, scope)
    return list(found.values())


def _labels_before(passage: Passage) -> tuple[str, ...]:
    """The sections that a row without tabs opens with, before its department (分野 分類 部局)."""
    first = next((line.text for line in split_lines(passage.text) if line.text), "")
    *labels, organ = first.split(" ")
    fits = passage.kind == "row" and 1 <= len(labels) <= 3 and ORGAN.fullmatch(organ)
    return tuple(labels) if fits and all(2 <= len(x) <= 12 and not re.search(r"\d|[。、]", x) for x in labels) else ()


def _behind_marks(passage: Passage) -> Iterator[tuple[str, Unit]]:
    """The departments behind a row's status marks (● ○ ○ 教育研究所)."""
    for line in split_lines(passage.text):
        match = _MARKED.search(line.text) if not line.tabs else None
        if match:
            unit = Unit(passage, passage.start + line.start, passage.start + line.end, line.text, "marks")
            yield from ((organ, unit) for organ in organs_in(match[1]))


def _naming(item: Item, scope: Scope) -> Unit | None:
    """The shortest unit that shows the item's name."""
    name = squash(item.names[0][1])
    shown = [u for p in item.passages[:3] for u in scope.finder.units(p) if name in squash(u.text)]
    return min(shown, key=lambda u: len(u.text), default=None)
