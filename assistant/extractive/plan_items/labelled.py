"""What a measure's own lines say of it behind a label: 区分：新規　事業費：1,200千円, or 事業費 1,200千円 in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.extractive.plan_items.item import Cell
from ingest.model import Passage, Record
from ingest.normalise import squash
from ingest.values import find_figures

_NOUN = r"[一-龥ァ-ヴー・]{2,10}(?:の[一-龥]{2,6})?(?:[(][^()]{1,8}[)])?"
_LABEL = rf"[【\[■・]?(?P<label>{_NOUN})[】\]]?\s?[:：]\s?"
_PAIR = re.compile(rf"(?:^|(?<=[\s。、・/])){_LABEL}(?P<value>\S.*?)(?=\s{_LABEL.replace('?P<label>', '?:')}|$)")
#: Labels that need no colon where they and a value fill a line.
_ALONE = re.compile(
    r"^[【\[■・]?(?P<label>(?:総|概算|当初|全体|年間)?(?:事業費|予算額?|決算額|経費|費用)(?:[(][^()]{1,8}[)])?|(?:事業|施策|取組)?区分|財源|開始年度|"
    r"(?:実施|事業|計画)?期間|進捗(?:状況|度)?|(?:達成)?状況|評価|判定|優先度|重要度|実施主体|対象者?|種別|根拠法令)[】\]]?\s(?P<value>\S.{0,39})$"
)
LONGEST = 40


def labelled(passage: Passage, start: int, end: int, text: str) -> Iterator[Cell]:
    """The values behind labels in one line of a passage, each proved by the line; `start` and `end` are its offsets in
    the passage, `text` its view."""
    alone = _ALONE.match(text)
    for match in [alone] if alone else _PAIR.finditer(text):
        label, value = match["label"], match["value"].strip()
        if len(value) > LONGEST or value.endswith("。"):
            continue
        figure = next(iter(find_figures(value)), None)
        record = Record(
            document=passage.document,
            page=passage.page,
            start=passage.start + start,
            end=passage.start + end,
            kind="cell",
            attribute=label,
            value=value,
            municipality=passage.municipality,
            number=figure.number if figure else None,
            unit=figure.unit if figure else None,
        )
        yield Cell(squash(label), squash(value), record)


def first_of(text: str) -> str:
    """What stands behind a label up to the next one in its line."""
    following = _PAIR.search(f"\n{text}", 1)
    return text[: following.start() - 1].rstrip() if following and following.start() > 1 else text
