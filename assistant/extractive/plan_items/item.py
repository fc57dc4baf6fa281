"""What a plan is read into: items with names, sections, departments, cells and text, in families of one kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assistant.extractive.plan_items.years import heads_of_years
from assistant.units import Unit
from ingest.model import Document, Passage, Record
from ingest.normalise import squash

NAMING = re.compile(r"(?:個別|連携|主な|具体的な)?(?:事業|施策|取組|取り組み|プロジェクト)(?:の)?(?:名称?|項目)?|名称")
#: What the departments of an item stand behind.
ORGANS = re.compile(r"担当|所管|主管|部署|部局|関係課|関係所属|実施主体|課名|所属")
#: The parts that a measure has of its own, which name none and are no sections of several.
PART = re.compile(r"\W?(?:ロードマップ|工程表?|スケジュール|年次計画|取組内容|事業内容|目的|現状|概要)\W?")
#: A cell that holds a department and nothing else.
ORGAN = re.compile(r"[一-龥ぁ-んァ-ヶー]{1,14}(?:課|室|局|部|署|センター|委員会|事務局)")
_ORGAN_PARTS = re.compile(r"[、,，・･()（）\[\]【】:：/／\s]+")
_NOT_ORGAN = re.compile(
    r"(?:委託先?|関係|各|全|主|担当|所管)?(?:課|部署|部局|各課|全課|庁内|全庁)?|.*(?:各|(?<![安保健])全)課"
)
_LABELS = re.compile(
    r"^(?:#{1,6}\s)?(?:(?:個別|基本|重点|主要)?(?:施策|事業|取組|プロジェクト)\s?)?"
    r"(?:[(（][0-9]{1,3}[)）]|[①-⑳㉑-㉟]|[0-9]{1,3}(?:[-－.ー‐][0-9]{1,3}){1,3}|[0-9]{1,3}[.．、])\s?"
)
_TAIL = re.compile(
    r"\s?[(（\[【〔](?:重点(?:事業|施策|取組)?|新規|拡充|継続|再掲|[^()（）【】]*(?:課|室|局|部|署|館|センター))[)）\]】〕]?$"
)
_ORGAN_TAIL = re.compile(r"[(（\[【〔](?P<organs>[^()（）【】]{1,30}(?:課|室|局|部|署|館|センター))[)）\]】〕]$")
LONGEST_NAME = 80
_SHORT = 20
#: Under so many sections a title tells of none of them.
EVERYWHERE = 4


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
    def of_years(self) -> frozenset[str]:
        """The heads of the columns that stand for years."""
        return heads_of_years({head: [c.record for c in cells] for head, cells in self.columns.items()})

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
        return frozenset(title for title, paths in above.items() if len(paths) < EVERYWHERE)

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


@lru_cache(maxsize=20_000)
def plain_name(name: str) -> str:
    """Without the number or label before it and the remark in brackets behind it."""
    core = _TAIL.sub("", _LABELS.sub("", name)).strip()
    return core or name


def organs_in(text: str) -> list[str]:
    """The departments and bodies in a list of them, without words that stand for all (各課)."""
    parts = [re.sub(r"(?:等|など|ほか|他)$", "", part) for part in _ORGAN_PARTS.split(text)]
    return [p for p in parts if len(p) >= 2 and not _NOT_ORGAN.fullmatch(p)]


def organs_behind(name: str) -> list[str]:
    """The departments in brackets behind a name (窓口の予約【市民課】)."""
    match = _ORGAN_TAIL.search(name)
    return organs_in(match["organs"]) if match else []
