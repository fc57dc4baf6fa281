"""Rows of cells as text, the same way for every format: cells by tabs, empty ones kept, lines of equal length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_BULLETS = frozenset("・●○◎■□◆◇▲△▼▽★☆※【〔①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳•➢✓")
_BLANK = re.compile(r"[ \t\x0b\x0c\xa0]+")


def seam(before: str, after: str) -> str:
    """What joins two lines of a cell: a space between Latin words and before bullets, nothing else."""
    if not before or not after:
        return ""
    latin = before[-1].isascii() and before[-1].isalnum() and after[0].isascii() and after[0].isalnum()
    return " " if latin or after[0] in _BULLETS else ""


def cell(text: str) -> str:
    """A cell's lines as one, its tabs and runs of spaces as one space."""
    if "\n" not in text and "\r" not in text and "\t" not in text:
        return _BLANK.sub(" ", text).strip(" ")
    out = ""
    for line in (_BLANK.sub(" ", raw).strip(" ") for raw in text.splitlines()):
        out += seam(out, line) + line
    return out


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows as lines of equal numbers of tabs; columns that are empty in all rows are left out at the right end."""
    own = [list(row) for row in rows]
    width = max((i + 1 for row in own for i, value in enumerate(row) if value), default=0)
    return "\n".join("\t".join((row + [""] * width)[:width]) for row in own) if width else ""


def blocks(rows: Iterable[Sequence[str]]) -> str:
    """A sheet's rows as tables between empty rows, each without the empty columns at its left and right."""
    out: list[str] = []
    block: list[list[str]] = []
    for row in [*rows, ()]:
        if any(row):
            block.append(list(row))
        elif block:
            indent = min(next(i for i, value in enumerate(r) if value) for r in block)
            out.append(table(r[indent:] for r in block))
            block = []
    return "\n\n".join(out)
