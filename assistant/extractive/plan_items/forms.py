"""Measures that numbered headings open, and those of a list whose entries say all in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.extractive.plan_items.item import LONGEST_NAME, ORGANS, Item, organs_behind, organs_in
from assistant.extractive.plan_items.labelled import first_of, labelled
from assistant.extractive.scope import Scope
from assistant.units import Unit
from ingest.lines import Line, heading_level, heading_title, split_lines
from ingest.model import Document, Passage, Record
from ingest.normalise import squash, view

_ORGAN_LINE = re.compile(
    rf"^[【\[(（〔■◆・]?\s?({ORGANS.pattern})(?:部?課(?:名|等)?|部署名?|部局名?|所属名?|機関名?|名)?"
    rf"[】\])）〕]?\s?[:：]?\s?(?=\S)"
)
_HEADING_FORMS = re.compile(
    r"^(?:#{1,6}\s)?(?P<label>(?:個別|基本|重点|主要|具体的?)?(?:施策|事業|取組|プロジェクト|項目)\s?)?"
    r"(?P<open>[(（])?(?P<number>[0-9]{1,3}(?:[-－.ー‐][0-9]{1,3}){0,3}|[①-⑳㉑-㉟])(?P<close>[)）])?[.．、:：]?\s?(?P<title>\S.*)$"
)
_BULLET = re.compile(r"^(?:[・•●○■◆◇▼▽※*]|[-–]\s|[①-⑳㉑-㉟]|[(（]?[0-9]{1,2}[-－.ー)）])")
_ENTRY = re.compile(
    r"^(?:[・•●○■◆◇▼▽*]|[-–]\s)?\s?(?:[(（]?[0-9]{1,2}(?:[-－.ー‐][0-9①-⑳]{1,3}){0,2}[.)）]?|[①-⑳㉑-㉟])?\s?"
    r"(?P<name>[^:：。\s【】][^:：。【】]{1,40}?)(?:[:：]|\s?(?=【))"
)
_TAGS = re.compile(r"【([^【】:：]{1,8})】")
_ORGAN_SAID = re.compile(rf"({ORGANS.pattern})(?:課|部署|部局)?[:：]\s?([^。:：【】)）]{{2,40}})")
_LONGEST_TITLE, _FEWEST = 60, 3


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


@dataclass(slots=True)
class _Open:
    """A section under a numbered heading while its lines are read."""

    form: str
    item: Item
    lines: list[str]


def of_headings(document: Document, scope: Scope) -> list[Item]:
    """Sections under numbered headings (① …, 施策1-1 …, 2-3 …), read line by line, each up to the next heading of its
    form or a chapter. Only forms whose sections name departments, or all where none does, open measures."""
    found: dict[str, list[Item]] = {}
    years = _cells_by_year(document, scope)
    stack: list[tuple[int, str]] = []
    open_: _Open | None = None
    for passage in scope.finder.catalogue.passages_of(document.id):
        for line in split_lines(passage.text):
            if not line.text or line.tabs:
                if open_ is not None and line.text:
                    _into(open_, line.text, passage, line.start, line.end)
                    open_.item.roadmap += years.get((passage.page, passage.start + line.start), ())
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
                item.organs += [("担当", organ, unit) for organ in organs_behind(title)]
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


def _cells_by_year(document: Document, scope: Scope) -> dict[tuple[int, int], list[Record]]:
    """The cells under years of each table row, by page and start."""
    found: dict[tuple[int, int], list[Record]] = {}
    for number, page in scope.finder.records_of(document.id).items():
        for r in page:
            if r.kind == "cell" and r.fiscal_year:
                found.setdefault((number, r.start), []).append(r)
    return found


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
    if label and len(text) <= LONGEST_NAME:
        unit = Unit(passage, passage.start + start, passage.start + end, text, "sentence")
        item.organs += [(label[1], organ, unit) for organ in organs_in(first_of(text[label.end() :]))]
    item.cells += labelled(passage, start, end, text)


def _form(match: re.Match[str]) -> str:
    shape = re.sub(r"[①-⑳㉑-㉟]", "○", re.sub(r"[0-9]+", "0", match["number"]))
    return (
        f"{(match['label'] or '').strip()}{match['open'] or ''}{re.sub('[－.ー‐]', '-', shape)}{match['close'] or ''}"
    )
