"""Which particles give two phrases the same part in a clause, and which forms of a predicate say no more."""

from __future__ import annotations

import re

from assistant.chunk import Chunk
from assistant.clause_relations import is_quantity, is_timed
from assistant.clause_words import ACTORS, EQUAL, INTENDED

#: What makes a clause say less: each with what a statement may say in place of it.
_LESS = {
    "図る": frozenset(("図る", "目指す", "")),
    "目指す": frozenset(("図る", "目指す")),
    "実現": frozenset(("実現", "可能化", "図る", "目指す", "")),
    "": frozenset(("図る", "目指す", "実現", "")),
}
_AIMS = frozenset(("図る", "目指す", "実現"))


def feats_fit(said: set[str], shown: set[str]) -> bool:
    """Whether a predicate with features says no more than one with others does."""
    free = {"受身", "だ"}
    if "だ" in said:
        free = free | {"体言", "変化"}
        if "変化" in shown:
            shown = shown - {"過去"}  # 無料となった, 無料である
    more, less = said - shown - free - _AIMS, shown - said - free - _AIMS
    aim, aims = _aim(said), _aim(shown)
    if aim != aims:
        # What was meant is not therefore done.
        if {"過去", "進行"} & (said | shown) and aim != "実現":
            return False
        if aims == "実現" and aim == "" and "可能化" in more:
            more = more - {"可能化"}
        elif aim not in _LESS[aims]:
            return False
    return not less and more <= INTENDED and not (more and "過去" in said)


def _aim(feats: set[str]) -> str:
    return next((aim for aim in ("目指す", "図る", "実現") if aim in feats), "")


def acts(said: str, shown: str, d: Chunk) -> bool:
    """Whether a phrase may be who acts in one clause and to whom it is done in the other (県の支援, 県を支援する)."""
    return {bare(said), bare(shown)} == {"の", "を"} and ACTORS.search(d.stem) is not None and not is_quantity(d)


def fits(said: str, shown: str, turned: bool, core: bool, d: Chunk) -> bool:
    """Whether two particles give a phrase the same part."""
    said, shown = bare(said), bare(shown)
    if said == shown:
        return not (turned and said in ("が", "を")) or said == "は"
    if turned and {said, shown} <= {"が", "は", "を", "の"}:
        return True
    pair = frozenset((said, shown))
    if pair in ({"は", "を"}, {"も", "を"}, {"について", "を"}):
        return not core
    if pair in EQUAL or (pair == {"が", "で"} and d.head == "自身"):
        return True
    if pair == {"で", "について"} and re.match(r"\d", d.head):
        return True  # 17業務について, 17業務で
    if is_timed(d) and pair in (frozenset(("は", "に")), frozenset(("は", "副"))):
        return True
    if is_quantity(d) and {said, shown} == {"を", ""}:
        return True  # 2週間を要する, 2週間要する
    times = bool(re.search(r"\d", "".join(d.words)))
    return times and pair in (
        frozenset(("に", "で")),
        frozenset(("に", "")),
        frozenset(("で", "")),
        frozenset(("には", "は")),
    )


def alike(said: str, shown: str) -> bool:
    """Whether both particles lead to a noun, or both to a verb; に, へ and から say as much either way."""
    own = bare(said)
    return own == bare(shown) or own in ("に", "へ", "から") or said.endswith("の") == shown.endswith("の")


def same_way(d: Chunk, t: Chunk) -> bool:
    """Whether two phrases at a noun do not lead one from it and the other to it (市から県への報告)."""
    ways = {bare(d.mark), bare(t.mark)}
    if ways == {"から", ""} and (is_timed(t) or is_quantity(t)):
        return False  # 2030年度〜2024年度
    return "から" not in ways or not ways & {"に", "へ", "まで"}


def before(topic: Chunk, other: Chunk) -> bool:
    """Whether a topic has a predicate of its own before another topic begins."""
    return topic.heads[0][0] < other.at


def direct_first(t: Chunk, q: Chunk) -> bool:
    return bool(t.heads) and t.heads[0][0] == q.at


def bare(mark: str) -> str:
    """A particle without こと before it and も behind it (ことを, にも)."""
    plain = mark.removeprefix("こと") if mark not in ("こと", "ことで") else mark
    plain = plain.removesuffix("の") if len(plain) > 1 else plain
    return re.sub("も$|(?<=から|まで)は$", "", plain) if len(plain) > 1 else plain


def direct(c: Chunk, head: Chunk) -> bool:
    """Whether a chunk depends on another itself, not by way of the clause before."""
    return any(at == head.at for at, _ in c.heads)
