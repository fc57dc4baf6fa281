"""Forms: tables of labels, each with its value beside it (施策名 … 担当課 …)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.heads import Grid, distinct

_NAME = re.compile(r"(?:個別)?(?:施策|事業|取組|取り組み|プロジェクト|計画)の?(?:名称?|項目)?")
#: A label that numbers what stands beside it (取組1-1 | オンライン申請の拡充).
NUMBERED = re.compile(
    r"(?:個別|基本|重点)?(?:施策|事業|取組|取り組み|プロジェクト)\s?[0-9]{1,3}(?:[-－.][0-9]{1,3}){0,2}"
)
_LONGEST_NAME, _LONGEST_LABEL = 60, 20


def pairs_of(grid: Grid, r: int) -> Iterator[tuple[str, str]]:
    """A row's labels with their values; a group's label at the left is left out."""
    own = distinct(grid[r])
    if len(own) % 2 and len(own) > 1 and own[0].rows > 1:
        own = own[1:]
    for label, value in zip(own[::2], own[1::2], strict=False):
        if label.text and value.text and len(label.text) <= _LONGEST_LABEL and value.row == r:
            yield label.text, value.text


def form_name(grid: Grid) -> str:
    """What a form is filled in for; empty where none of its labels says that it names something."""
    pairs = [pair for r in range(len(grid)) for pair in pairs_of(grid, r)]
    short = [(label, value) for label, value in pairs if len(value) <= _LONGEST_NAME]
    named = [value for label, value in short if _NAME.fullmatch(label)]
    return next(iter(named), next((value for label, value in short if NUMBERED.fullmatch(label)), ""))


def name_in(cells: Sequence[str]) -> str | None:
    """What a row of cells says that a form is filled in for (事業の名称 | 窓口の改革)."""
    filled = [cell for cell in cells if cell]
    found = (value for label, value in pairwise(filled) if _NAME.fullmatch(label) and len(value) <= _LONGEST_NAME)
    return next(found, None)
