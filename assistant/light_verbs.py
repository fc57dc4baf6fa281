"""Chunks of verbs that say only that an action is done, meant, needed or under way (調査を行う, 検討中である)."""

from __future__ import annotations

import re
from itertools import takewhile

from assistant.chunk import Chunk
from assistant.clause_words import ACTORS, AIMS, EFFECTS, MEANINGS, PERSONS, UNDER_WAY

#: Nouns that say of the action before them no more than that it is done.
_DOINGS = frozenset(("活動", "作業", "対応"))
#: Verbs of events that say no more than that they take place, and the end of what names an event.
_HELD = frozenset(("開催", "開", "開き", "開く", "開い"))
_EVENTS = re.compile(
    r"(?<!委員)(?<!協議)(?<!審議)会$|講座$|教室$|研修$|セミナー$|イベント$|ワークショップ$|訓練$|大会$|相談$"
)
_CORE = ("を", "が", "は", "も")


def plain(out: list[Chunk], chunk: Chunk) -> None:
    """Puts a chunk behind others into its plain form: 開催する of an event is 行う, ない 有る denied, 分散させる
    分散する,
    実現できている 実現している, しなければならない する義務がある, 検討中である 検討している, 期待できる
    期待される."""
    if {chunk.stem, chunk.last} & _HELD and any(_EVENTS.search(c.stem) for c in _objects_before(out)):
        if len(chunk.words) > 1:  # 年2回開催する
            often = chunk.stem.removesuffix(chunk.last)
            out.append(Chunk(0, chunk.words[:-1], text=often, stem=often, within=chunk.within))
        chunk.words = ["行う"]
    if chunk.mark in ("ばなら", "ばいけ") and "否定" in chunk.feats:
        chunk.mark = ""
        chunk.feats ^= {"否定", "義務"}  # しなければならない
    if chunk.words == ["無い"] and chunk.predicate:
        chunk.words = ["有る"]
        chunk.feats.add("否定")
    if {"可能", "進行"} <= chunk.feats:
        chunk.feats.discard("可能")
    if chunk.words == ["期待"] and "可能" in chunk.feats and "否定" not in chunk.feats:
        chunk.feats ^= {"可能", "受身"}
    if "使役" in chunk.feats and chunk.action and not any(c.mark == "に" and PERSONS.search(c.stem) for c in out[-3:]):
        chunk.feats -= {"使役"} if any(c.mark == "を" for c in _objects_before(out)) else set()
    if len(chunk.words) > 1 and chunk.head == "中" and chunk.last == "中":
        _under_way(chunk)


def _under_way(chunk: Chunk) -> None:
    if chunk.predicate and chunk.feats in ({"だ"}, {"だ", "て有る"}) and chunk.form in ("end", "and", "sub"):
        chunk.feats = {"進行"}
    elif not chunk.predicate and chunk.mark in ("のため", "の"):
        chunk.predicate, chunk.form, chunk.mark = True, *(("sub", "ため") if chunk.mark == "のため" else ("adn", ""))
        chunk.feats.add("進行")
    else:
        return
    chunk.words.pop()
    chunk.action, chunk.stem, chunk.last = True, chunk.stem.removesuffix("中"), ""


def carries(last: Chunk, verb: Chunk) -> bool:
    """Whether a verb says only that the action before it is done or meant (調査を行う, 減らすことを図る)."""
    if not verb.predicate or len(verb.words) != 1 or last.within != verb.within:
        return False
    particle = "が" if "受身" in verb.feats else "を"
    if verb.head == "取り組む":
        return last.mark == "に" and last.action and not last.predicate
    if last.predicate:
        return verb.head in AIMS and last.mark == "こと" + particle and not last.feats
    if last.action and last.mark == particle and verb.head == "進める":
        return last.head in UNDER_WAY
    if len(last.words) > 1 and last.mark == particle and verb.head == "行う" and last.head in _DOINGS:
        named = last.words[-2]
        if named in MEANINGS and named[-1] in "うくぐすつぬぶむる" or named in EFFECTS:
            last.words.pop()  # 清掃活動を行う
            last.action, last.last = True, ""
    return last.action and last.mark == particle and (verb.head in ("行う", "為る") or verb.head in AIMS)


def obliged(last: Chunk, chunk: Chunk) -> bool:
    """Whether a chunk says that the action before it must be done (守らなければなりません)."""
    undone = last.predicate and last.mark == "ば" and "否定" in last.feats
    return undone and chunk.words in (["成る"], ["行く"]) and "否定" in chunk.feats


def needed(last: Chunk, chunk: Chunk) -> bool:
    """Whether a chunk says that the action before it is needed (確認が必要である, 確認する必要がある)."""
    if last.predicate:
        return "必要" in last.feats and last.mark == "が" and chunk.words == ["有る"] and chunk.predicate
    return last.action and last.mark in ("が", "も") and chunk.words == ["必要"] and chunk.feats == {"だ"}


def carried_from_afar(out: list[Chunk], chunk: Chunk) -> bool:
    """Puts an action that stands before other phrases into the place of the verb that says that it is done
    (講座を月に2回行う: 月に2回、講座する); what was said of it is its object."""
    if not chunk.predicate or chunk.words != ["行う"] or chunk.feats & {"受身"}:
        return False
    before = list(takewhile(lambda c: not c.predicate and c.within == chunk.within, reversed(out)))[::-1]
    objects = [c for c in before if c.mark in ("を", "が", "も", "について")]
    can = bool(chunk.feats & {"可能", "可能化"})
    marks = ("を", "が") if can else ("を",)
    if len(objects) != 1 or not objects[0].action or objects[0].mark not in marks or objects[0] is before[-1]:
        return False
    thing = objects[0]
    at = out.index(thing)
    whose = out[at - 1] if at and out[at - 1].mark == "の" and not out[at - 1].text.endswith("な") else None
    if whose is not None and (
        ACTORS.search(whose.stem) or len(before) > 1 and out[at - 2 : at - 1] and out[at - 2].mark == "や"
    ):
        return False
    if whose is not None:
        whose.mark = "を"
    out.remove(thing)
    # 空きの確認や予約をスマホでできる: both can be done.
    listed = list(takewhile(lambda c: c.action and c.mark in ("や", "と") and not c.predicate, reversed(out[:at])))
    for member in reversed(listed if can else ()):
        out.remove(member)
        out.append(member)
    chunk.words, chunk.stem, chunk.last, chunk.action = thing.words, thing.stem, thing.last, True
    return True


def endeavour(verb: Chunk, last: Chunk, chunk: Chunk) -> bool:
    """Whether a verb is what is undertaken: 台帳を整える取組を進める."""
    undertaken = last.words == ["取り組む"] and last.mark == "を" and not last.predicate
    return undertaken and chunk.predicate and chunk.head in ("進める", "行う") and verb.predicate and verb.form == "adn"


def _objects_before(out: list[Chunk]) -> list[Chunk]:
    """What a verb behind these chunks is said of."""
    return [c for c in takewhile(lambda c: not c.predicate, reversed(out)) if c.mark in _CORE][:1]
