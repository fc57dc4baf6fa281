"""What can be done, and what is made possible, in whatever way a chunk says it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.chunk import Chunk, form_of
from index.analysis import Word


def able(out: list[Chunk], words: Sequence[Word]) -> bool:
    """Whether 可能 says of the action before it that it can be done (読むことが可能な, 予約が可能, 閲覧可能な)."""
    last = out[-1] if out else None
    named = len(words) > 1 and words[1].pos.startswith(("接尾辞", "名詞"))
    if words[0].surface != "可能" or last is None or last.comma or named:
        return False
    if not (last.predicate and last.mark in ("ことが", "ことも") or last.action and last.mark in ("が", "も", "")):
        return False
    last.predicate, last.mark, last.form = True, "", "end"
    last.feats.add("可能")
    return True


def made_able(last: Chunk, w: Word) -> bool:
    """Whether a chunk is what is made or becomes possible (行えるようにする, 予約可能となる)."""
    can = "可能" in last.feats or "受身" in last.feats and re.search("れる(?:よう(?:に)?)*$", last.text)
    if not (last.predicate and can and last.mark in ("ように", "に", "と")):
        return False
    last.feats -= {"可能", "受身"}
    last.feats.add("可能化")
    last.mark, last.form = "", form_of(w)
    return True


def potential(w: Word) -> bool:
    """Whether a verb stands in its potential form (読める), which the dictionary gives as that of 読む."""
    row = "うくぐすつぬぶむる".find(w.lemma[-1:])
    if row < 0 or re.search("[いきぎしじちにびみりえけげせぜてでねべめれ]る$", w.lemma):
        return False
    stem = "えけげせてねべめれ"[row]
    return w.surface.endswith(stem if w.form.startswith(("連用形", "未然形")) else stem + "る")


def possible(action: Chunk, last: Chunk) -> bool:
    """Whether 可能に or 可能と stands behind what it is said of (予約を可能とする, 通報することを可能にする)."""
    if last.words != ["可能"] or last.mark not in ("に", "と") or action.comma:
        return False
    return action.action and action.mark in ("を", "も") or action.predicate and action.mark == "ことを"
