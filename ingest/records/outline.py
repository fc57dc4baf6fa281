"""Which measures stand under which pillar, where headings alone do not tell: from a plan's own outline of labelled
lines (基本方針1 > 基本施策1-1 > 個別施策①), and from the table of contents where numbering that begins anew opens a
pillar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.lines import split_lines
from ingest.model import Page, Passage, Record
from ingest.normalise import squash_with_map, view

_LABEL = re.compile(
    r"^((?:[一-龥]{0,4})(?:方針|目標|施策|戦略|柱|政策|事業|取組|プロジェクト|項目|分野|視点|方向性|重点))\s?"
    r"((?:[0-9]{1,2}(?:[-.ー－][0-9]{1,2}){0,3})|[①-⑳]|[IVXⅠ-Ⅻ]{1,4}|[一二三四五六七八九十]{1,2})(?:[\s:：.．]|$|(?<=[①-⑳]))\s?(\S.*)$"
)
_CONTENTS_LINE = re.compile(r"^(\S.*?)[\s.．…・·‥]{1,}(?:P\.?|p\.?)?[0-9]{1,3}$")
_CONTENTS = re.compile(r"目\s*次")
_NUMBERED = re.compile(r"^\(([0-9]{1,2})\)\s?")
_LABELLED_LINES, _GROUPS = 6, 3


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of an outline: the kind of its label, and its title on `page`."""

    page: int
    start: int
    end: int
    label: str
    number: str
    title: str


def outline(pages: Sequence[Page], passages: Sequence[Passage]) -> Iterator[Record]:
    """One record a pair of ancestor (`attribute`) and member (`value`); `status` is the member's label (個別施策),
    `series` "child" for a direct member. Spans prove the member's name."""
    seen: set[tuple[str, str]] = set()
    for page in pages:
        entries = _labelled(page)
        if len(entries) >= _LABELLED_LINES and len({e.label for e in entries}) >= 2:
            for parent, child, direct in _pairs(entries):
                record = _record(child, parent, direct, passages)
                if record is not None and (record.attribute, record.value) not in seen:
                    seen.add((record.attribute, record.value))
                    yield record
    yield from _renumbered(pages, passages)


def _labelled(page: Page) -> list[_Entry]:
    lines = split_lines(page.text)
    out = []
    for i, line in enumerate(lines):
        match = _LABEL.match(line.text)
        if match and len(line.text) <= 70 and not line.text.endswith("。。"):
            following = lines[i + 1] if i + 1 < len(lines) else None
            open_title = following is not None and following.text and not _LABEL.match(following.text)
            goes_on = following if following and open_title and len(following.text) <= 12 else None
            title = view(match[3] + (goes_on.text if goes_on else ""))
            out.append(_Entry(page.number, line.start, (goes_on or line).end, match[1], match[2], title))
    return out


def _pairs(entries: Sequence[_Entry]) -> Iterator[tuple[_Entry, _Entry, bool]]:
    """Every line with each that it stands under; kinds of label nest in the order in which they first appear."""
    depth = {label: i for i, label in enumerate(dict.fromkeys(e.label for e in entries))}
    above: list[_Entry] = []
    for entry in entries:
        above = [e for e in above if depth[e.label] < depth[entry.label]]
        for ancestor in above:
            yield ancestor, entry, ancestor is above[-1]
        above.append(entry)


def _record(entry: _Entry, parent: _Entry, direct: bool, passages: Sequence[Passage]) -> Record | None:
    holder = next((p for p in passages if p.page == entry.page and p.start <= entry.start and entry.end <= p.end), None)
    if holder is None:
        return None
    return Record(
        document=holder.document,
        page=entry.page,
        start=entry.start,
        end=entry.end,
        kind="outline",
        attribute=f"{parent.label}{parent.number} {parent.title}",
        value=entry.title,
        measure=entry.title,
        municipality=holder.municipality,
        series="child" if direct else None,
        status=entry.label,
    )


def _renumbered(pages: Sequence[Page], passages: Sequence[Passage]) -> Iterator[Record]:
    """Measures numbered (1), (2), … anew under each pillar of a table of contents that lists as many pillars."""
    groups = _groups(passages)
    if len(groups) < _GROUPS:
        return
    pillars = next((block for page in pages for block in _contents(page) if len(block) == len(groups)), None)
    if pillars is None:
        return
    yield from _pillars(pillars, passages)
    for pillar, group in zip(pillars, groups, strict=True):
        for passage, name in group:
            if record := _named(name, _NUMBERED.sub("", name), pillar, passage):
                yield record


def _pillars(pillars: Sequence[str], passages: Sequence[Passage]) -> Iterator[Record]:
    """The pillars themselves, where the table of contents or a later page names them."""
    for pillar in pillars:
        naming = [p for p in passages if pillar in p.text]
        holder = next((p for p in naming if pillar in p.headings), next(iter(naming), None))
        if holder is not None and (record := _named(pillar, pillar, "施策の柱", holder, "柱")):
            yield record


def _named(name: str, value: str, owner: str, passage: Passage, label: str | None = None) -> Record | None:
    """A member by its name as the passage prints it; None where it does not."""
    found = squash_with_map(passage.text).find(name)
    if found is None:
        return None
    return Record(
        document=passage.document,
        page=passage.page,
        start=passage.start + found[0],
        end=passage.start + found[1],
        kind="outline",
        attribute=owner,
        value=value,
        measure=name,
        municipality=passage.municipality,
        series="child",
        status=label,
    )


def _groups(passages: Sequence[Passage]) -> list[list[tuple[Passage, str]]]:
    """Runs of measures whose numbers go up by one from (1); each measure with the passage that names it first."""
    groups: list[list[tuple[Passage, str]]] = []
    seen: set[str] = set()
    expected = 1
    for passage in passages:
        name = passage.measure or ""
        match = _NUMBERED.match(name)
        if match is None or name in seen:
            continue
        number = int(match[1])
        if number == 1:
            groups.append([])
        elif not groups or number != expected:
            continue
        seen.add(name)
        groups[-1].append((passage, name))
        expected = number + 1
    return [group for group in groups if len(group) >= 2]


def _contents(page: Page) -> Iterator[list[str]]:
    """Runs of entries in a table of contents, each run under one heading."""
    if not _CONTENTS.search(page.text[:400]):
        return
    block: list[str] = []
    for line in split_lines(page.text):
        if line.blank or re.fullmatch(r"[-\s|:]+", line.text):
            continue
        entry = _CONTENTS_LINE.match(line.text)
        if entry and not line.text.startswith("#"):
            block.append(view(entry[1]))
        elif block:
            yield block
            block = []
    if block:
        yield block
