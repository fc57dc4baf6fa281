"""A plan as tables: its measures, and the rows of each of its tables, as items with names, sections, departments, cells
and text. Questions for lists select among the items of one such family."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assistant.extractive.scope import Scope
from assistant.units import Unit
from ingest.lines import Line, heading_level, heading_title, is_figures, split_lines
from ingest.model import Document, Passage, Record
from ingest.normalise import squash, view

NAMING = re.compile(r"(?:個別|連携|主な|具体的な)?(?:事業|施策|取組|取り組み|プロジェクト)(?:の)?(?:名称?|項目)?|名称")
_ORGANS = re.compile(r"担当|所管|主管|部署|部局|関係課|関係所属|実施主体|課名|所属")
_ORGAN_LINE = re.compile(
    rf"^[【\[(（〔■◆・]?\s?({_ORGANS.pattern})[^\n:：】\])）〕]{{0,4}}[】\])）〕]?\s?[:：]?\s?(?=\S)"
)
_ORGAN_PARTS = re.compile(r"[、,，・･()（）\[\]【】:：/／\s]+")
_MARKED = re.compile(r"(?:^|\s)(?:[○〇●◎△▲◇◆□■×…⇒→-]\s){2,8}(\S[^。○●◎△]{1,40})$")
_NOT_ORGAN = re.compile(r"(?:委託先?|関係|各|全|主|担当|所管)?(?:課|部署|部局|各課|全課|庁内|全庁)?|.*(?:各課|全課)")
_HEADING_FORMS = re.compile(
    r"^(?:#{1,6}\s)?(?P<label>(?:個別|基本|重点|主要|具体的?)?(?:施策|事業|取組|プロジェクト|項目)\s?)?"
    r"(?P<open>[(（])?(?P<number>[0-9]{1,3}(?:[-－.ー‐][0-9]{1,3}){0,3}|[①-⑳㉑-㉟])(?P<close>[)）])?[.．、:：]?\s?(?P<title>\S.*)$"
)
_LABELS = re.compile(
    r"^(?:#{1,6}\s)?(?:(?:個別|基本|重点|主要)?(?:施策|事業|取組|プロジェクト)\s?)?"
    r"(?:[(（][0-9]{1,3}[)）]|[①-⑳㉑-㉟]|[0-9]{1,3}(?:[-－.ー‐][0-9]{1,3}){1,3}|[0-9]{1,3}[.．、])\s?"
)
_TAIL = re.compile(
    r"\s?[(（\[【〔](?:重点(?:事業|施策|取組)?|新規|拡充|継続|再掲|[^()（）【】]*(?:課|室|局|部|署))[)）\]】〕]?$"
)
#: A line of departments, a legend: what ingest may take for a measure's name.
_NO_NAME = re.compile(
    r"[○●◎△▲◇◆□■×☆★→⇒]\s?[:：]|^(?:[^、,・()（）:：]{1,12}(?:課|室|局|部|署|係|センター|委員会|協議会)[、,・()（）:：]*|委託先[:：])+$"
)
_BULLET = re.compile(r"^(?:[・•●○■◆◇▼▽※*]|[-–]\s|[①-⑳㉑-㉟]|[(（]?[0-9]{1,2}[-－.ー)）])")
_ENTRY = re.compile(
    r"^(?:[・•●○■◆◇▼▽*]|[-–]\s)?\s?(?:[(（]?[0-9]{1,2}(?:[-－.ー‐][0-9①-⑳]{1,3}){0,2}[.)）]?|[①-⑳㉑-㉟])?\s?"
    r"(?P<name>[^:：。\s【】][^:：。【】]{1,40}?)(?:[:：]|\s?(?=【))"
)
_TAGS = re.compile(r"【([^【】:：]{1,8})】")
_ORGAN_SAID = re.compile(rf"({_ORGANS.pattern})(?:課|部署|部局)?[:：]\s?([^。:：【】)）]{{2,40}})")
_LONGEST_TITLE, _FEWEST, _LONGEST_NAME, _SHORT = 60, 3, 80, 20
#: Under so many sections a title tells of none of them.
_EVERYWHERE = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """A value under its column's head; both squashed. `record` proves it."""

    head: str
    value: str
    record: Record


@dataclass
class Item:
    """`names` are what the item may be called, each with the head of its column, the likeliest first. `organs` are the
    departments, each with the label they stand behind; `path` the sections above, outermost first; `roadmap` the cells
    by year of all tables in a measure's own section; `parts` the squashed texts of single cells; `numbered` marks what
    a numbered heading opens; `tags` are the words in brackets behind it (【新規】), squashed."""

    names: list[tuple[str, str]]
    municipality: str | None
    path: tuple[str, ...] = ()
    cells: list[Cell] = field(default_factory=list)
    roadmap: list[Record] = field(default_factory=list)
    organs: list[tuple[str, str, Unit | Record]] = field(default_factory=list)
    statuses: list[Record] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    naming: Unit | None = None
    body: str = ""
    parts: set[str] = field(default_factory=set)
    numbered: bool = False
    tags: frozenset[str] = frozenset()

    @cached_property
    def wording(self) -> str:
        """Its name and all of its text, as printed and squashed. Read it only when the item is complete."""
        own = [p.text for p in self.passages if self.body and squash(p.text)[:40] in self.body]
        return "\n".join([self.names[0][1], *own]) + self.body

    @cached_property
    def telling(self) -> str:
        """Its first name, the sections above and its short cells, a line each. Read it only when it is complete."""
        short = sorted(p for p in self.parts if len(p) <= _SHORT)
        return "\n".join([*(name for _, name in self.names[:1]), *self.path, *short])


@dataclass
class Family:
    """Items of one kind in one document: its measures, or the rows of one table. Not changed once it is made."""

    document: Document
    items: list[Item]
    is_table: bool
    heads: frozenset[str] = frozenset()
    caption: str = ""

    @cached_property
    def columns(self) -> dict[str, list[Cell]]:
        """The cells of all items by the head of their column."""
        found: dict[str, list[Cell]] = {}
        for item in self.items:
            for cell in item.cells:
                found.setdefault(cell.head, []).append(cell)
        return found

    @cached_property
    def organs(self) -> frozenset[str]:
        """The departments of all items, squashed."""
        return frozenset(squash(name) for item in self.items for _, name, _ in item.organs)

    @cached_property
    def tags(self) -> frozenset[str]:
        return frozenset(tag for item in self.items for tag in item.tags)

    @cached_property
    def titles(self) -> frozenset[str]:
        """The sections above the items, without those that every measure has of its own (ロードマップ, 目的)."""
        above: dict[str, set[tuple[str, ...]]] = {}
        for item in self.items:
            for i, title in enumerate(item.path):
                above.setdefault(title, set()).add(item.path[:i])
        return frozenset(title for title, paths in above.items() if len(paths) < _EVERYWHERE)

    @cached_property
    def naming_head(self) -> str | None:
        """The first column that names nearly every row, and each by a word of its own: one that is merged over several
        rows names their section."""
        called: dict[str, list[str]] = {}
        for item in self.items:
            for head, name in dict(reversed(item.names)).items():
                called.setdefault(head, []).append(squash(name))
        first = self.items[0].names[0][0]
        if len(set(called[first])) >= 0.6 * len(self.items):
            return None
        enough = 0.9 * len(self.items)
        return next((h for h, names in called.items() if h and len(set(names)) >= enough), None)


def families_of(document: Document, scope: Scope) -> Sequence[Family]:
    return scope.finder.derived(("families", document.id), lambda: list(_families(document, scope)))


def _families(document: Document, scope: Scope) -> Iterator[Family]:
    rows = list(_rows(document, scope))
    measures = _measures(document, scope, [item for item, _ in rows])
    if measures:
        yield Family(document, measures, is_table=False)
    yield from _tables(document, rows)


@lru_cache(maxsize=20_000)
def plain_name(name: str) -> str:
    """Without the number or label before it and the remark in brackets behind it."""
    core = _TAIL.sub("", _LABELS.sub("", name)).strip()
    return core or name


# ---- rows of tables


def _rows(document: Document, scope: Scope) -> Iterator[tuple[Item, set[str]]]:
    """Every row of a table with the heads of its filled cells, in reading order."""
    groups: dict[tuple[int, int, int], list[Record]] = {}
    for number, page in scope.finder.records_of(document.id).items():
        for record in page:
            if record.kind == "cell" and record.status != "inferred":
                groups.setdefault((number, record.start, record.end), []).append(record)
    for key in sorted(groups):
        item = _row(groups[key], scope)
        if item is not None:
            yield item, {squash(r.attribute) for r in groups[key] if r.attribute}


def _tables(document: Document, rows: Sequence[tuple[Item, set[str]]]) -> Iterator[Family]:
    """Runs of rows that share most of their columns."""
    run: list[Item] = []
    heads: set[str] = set()
    for item, own in rows:
        if run and len(own & heads) < max(1, 0.5 * min(len(own), len(heads))):
            yield from _closed(document, run, heads)
            run, heads = [], set()
        run.append(item)
        heads |= own
    yield from _closed(document, run, heads)


def _closed(document: Document, run: list[Item], heads: set[str]) -> Iterator[Family]:
    if len(run) >= 2 and heads:
        yield Family(document, run, True, frozenset(heads), " ".join(run[0].path))


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
    names = [(head, name) for head, name in names if 0 < len(name) <= _LONGEST_NAME]
    if not names:
        return None
    cells = [Cell(squash(r.attribute), squash(r.value), r) for r in records]
    organs: list[tuple[str, str, Unit | Record]] = [
        (c.head, organ, c.record) for c in cells if _ORGANS.search(c.head) for organ in organs_in(view(c.record.value))
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


def _cells_before(passage: Passage, unit: Unit) -> int:
    """How many empty cells stand before a row's unit on its line."""
    above = passage.text[: unit.start - passage.start]
    return above[above.rfind("\n") + 1 :].count("\t")


def _heads_over(passage: Passage, unit: Unit) -> list[str]:
    """The column heads above a row, from its passage's heading or from the first line of cells above it."""
    for heading in reversed(passage.headings):
        if " | " in heading:
            return heading.split(" | ")
    above = passage.text[: unit.start - passage.start]
    lines = [line for line in above.split("\n") if "\t" in line]
    return [view(c) for c in lines[0].split("\t")] if lines else []


def organs_in(text: str) -> list[str]:
    """The departments and bodies in a list of them, without words that stand for all (各課)."""
    parts = [re.sub(r"(?:等|など|ほか|他)$", "", part) for part in _ORGAN_PARTS.split(text)]
    return [p for p in parts if len(p) >= 2 and not _NOT_ORGAN.fullmatch(p)]


# ---- measures


def _measures(document: Document, scope: Scope, rows: Sequence[Item]) -> list[Item]:
    """The plan's measures: those that ingest names, those that numbered headings open, and those that a column of
    names or a form gives; one item where several name the same."""
    found: dict[tuple[str, str | None], Item] = {}
    bullets = list(bulleted(document, scope))
    for item in (*_of_headings(document, scope), *_of_passages(document, scope), *bullets):
        key = (squash(plain_name(item.names[0][1])), item.municipality)
        if key in found:
            _merge(found[key], item)
        else:
            found[key] = item
    for row in rows:
        named = next((name for head, name in row.names if NAMING.fullmatch(squash(head))), "")
        key = (squash(plain_name(named or row.names[-1][1])), row.municipality)
        if key not in found and named:
            names = [(head, name) for head, name in row.names if name == named]
            found[key] = Item(names, row.municipality, row.path, naming=row.naming)
        if key in found:
            _merge(found[key], row)
    return _below_their_own(list(found.values()), document, scope)


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
    known.path = known.path if len(known.path) >= len(other.path) else other.path
    known.cells += other.cells
    known.organs += other.organs
    known.statuses += other.statuses
    known.roadmap += other.roadmap
    known.passages += [p for p in other.passages if p not in known.passages]
    known.body += "\n" + other.body
    known.parts |= other.parts
    known.tags |= other.tags


def _of_passages(document: Document, scope: Scope) -> list[Item]:
    found: dict[tuple[str, str | None], Item] = {}
    for passage in scope.finder.catalogue.passages_of(document.id):
        name = passage.measure or ""
        if not name or not 2 <= len(name) <= _LONGEST_NAME or _NO_NAME.search(name):
            continue
        key = (squash(name), passage.municipality)
        item = found.get(key)
        if item is None:
            titles = tuple(h for h in passage.headings if " | " not in h)
            own = next((i for i, h in enumerate(titles) if squash(h) == squash(name)), len(titles))
            item = found[key] = Item([("", name)], passage.municipality, titles[:own], body=squash(name))
        item.passages.append(passage)
        item.body += squash(passage.text)
        item.parts |= {squash(c) for c in re.split(r"[\t\n]", passage.text) if len(c) <= _LONGEST_NAME}
        item.organs += [("担当", organ, unit) for organ, unit in _behind_marks(passage)]
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


def bulleted(document: Document, scope: Scope) -> Iterator[Item]:
    """The measures of a list whose entries say all in one line: ・1-① 名称：…【新規】担当：…"""
    found: list[Item] = []
    for passage in scope.finder.catalogue.passages_of(document.id):
        path = tuple(h for h in passage.headings if " | " not in h)
        below: tuple[str, ...] = ()
        for start, end, text in _entries(passage.text):
            match = _ENTRY.match(text) if _BULLET.match(text) else None
            if match is None:
                below = (text,) if heading_level(text) and squash(text) not in map(squash, path) else below
                continue
            unit = Unit(passage, passage.start + start, passage.start + end, text, "sentence")
            tags = frozenset(squash(t) for t in _TAGS.findall(text))
            organs = [(m[1], organ, unit) for m in _ORGAN_SAID.finditer(text) for organ in organs_in(m[2])]
            if tags or organs:
                name = view(match["name"]).strip()
                item = Item([("", name)], passage.municipality, (*path, *below), organs=list(organs), naming=unit)
                item.passages, item.body, item.parts, item.tags = [passage], squash(text), set(tags), tags
                found.append(item)
    if len(found) >= _FEWEST:
        yield from found


def _entries(text: str) -> Iterator[tuple[int, int, str]]:
    """Lines of a list joined with the lines that continue them, each with its span; other lines alone."""
    lines = [line for line in split_lines(text) if line.text]
    at = 0
    while at < len(lines):
        last = at
        if _BULLET.match(lines[at].text):
            while last + 1 < len(lines) and _continues(text[lines[last].end : lines[last + 1].start], lines[last + 1]):
                last += 1
        start, end = lines[at].start, lines[last].end
        yield start, end, view(text[start:end]).replace("\n", "")
        at = last + 1


def _continues(between: str, line: Line) -> bool:
    return between.count("\n") < 2 and not (line.tabs or _BULLET.match(line.text) or heading_level(line.text))


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


@dataclass(slots=True)
class _Open:
    """A section under a numbered heading while its lines are read."""

    form: str
    item: Item
    lines: list[str]


def _of_headings(document: Document, scope: Scope) -> list[Item]:
    """Sections under numbered headings (① …, 施策1-1 …, 2-3 …), read line by line, each up to the next heading of its
    form or a chapter. Only forms whose sections name departments, or all where none does, open measures."""
    found: dict[str, list[Item]] = {}
    stack: list[tuple[int, str]] = []
    open_: _Open | None = None
    for passage in scope.finder.catalogue.passages_of(document.id):
        for line in split_lines(passage.text):
            if not line.text or line.tabs:
                if open_ is not None and line.text:
                    _into(open_, line.text, passage, line.start, line.end)
                continue
            named = open_ is not None and _ORGAN_LINE.match(line.text)
            match = None if named else _HEADING_FORMS.match(line.text)
            level = 0 if named else heading_level(line.text)
            form = _form(match) if match else ""
            opens = match and (level or match["label"] or not match["number"].isascii())
            if match and opens and len(line.text) <= _LONGEST_TITLE and not line.text.endswith("。"):
                while stack and level and stack[-1][0] >= level:
                    stack.pop()
                title = heading_title(line.text) if not match["label"] else view(match["title"])
                unit = Unit(passage, passage.start + line.start, passage.start + line.end, line.text, "heading")
                path = tuple(t for _, t in stack)
                item = Item(
                    [("", title)], passage.municipality, path, naming=unit, body=squash(line.text), numbered=True
                )
                item.passages.append(passage)
                open_ = _Open(form, item, [])
                found.setdefault(form, []).append(item)
                stack.append((level or 8, line.text))
            elif level and level <= 3 and (open_ is None or not line.text.startswith("#")):
                while stack and stack[-1][0] >= level:
                    stack.pop()
                stack.append((level, line.text))
                open_ = None
            elif open_ is not None:
                _into(open_, line.text, passage, line.start, line.end)
    told = _outermost({form: items for form, items in found.items() if len(items) >= _FEWEST})
    organs = {f: items for f, items in told.items() if sum(bool(i.organs) for i in items) >= 0.5 * len(items)}
    return [item for items in (organs or told).values() for item in items]


def _outermost(found: dict[str, list[Item]]) -> dict[str, list[Item]]:
    """Without the forms most of whose headings stand under one of another form: the steps of measures."""
    opened = {f: {squash(i.naming.text) for i in items if i.naming} for f, items in found.items()}
    return {
        form: items
        for form, items in found.items()
        if not any(
            other != form and 2 * sum(any(squash(t) in titles for t in i.path) for i in items) >= len(items)
            for other, titles in opened.items()
        )
    }


def _into(section: _Open, text: str, passage: Passage, start: int, end: int) -> None:
    item = section.item
    if passage not in item.passages:
        item.passages.append(passage)
    item.body += squash(text)
    label = _ORGAN_LINE.match(text)
    if label and len(text) <= _LONGEST_NAME:
        unit = Unit(passage, passage.start + start, passage.start + end, text, "sentence")
        item.organs += [(label[1], organ, unit) for organ in organs_in(text[label.end() :])]


def _form(match: re.Match[str]) -> str:
    shape = re.sub(r"[①-⑳㉑-㉟]", "○", re.sub(r"[0-9]+", "0", match["number"]))
    return (
        f"{(match['label'] or '').strip()}{match['open'] or ''}{re.sub('[－.ー‐]', '-', shape)}{match['close'] or ''}"
    )
