"""Conditions on where items stand: under a section's title or label, under a section's number, beside a kind of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.extractive.condition import Condition, is_aside, member_of
from assistant.extractive.plan_items import Family
from assistant.extractive.plan_items.item import PART
from ingest.normalise import squash, view

_LABEL = r"(?:[一-龥]{0,2}(?:目標|方針|施策|戦略|柱|政策|分野|章))"
_WITHOUT_NUMBER = re.compile(
    rf"^(?:第?[0-9一二三四五六七八九十]+[編部章節]|{_LABEL}[0-9①-⑳]+(?:[-.][0-9]+)*|[0-9]+(?:[-.][0-9]+)*|[(（][0-9]+[)）]|[①-⑳]|#+)[\s:：.．、]?"
)
_SECTION_NUMBER = re.compile(
    rf"(?P<label>{_LABEL}\s?(?P<n>[0-9]{{1,2}}))(?![0-9-])(?:[「『](?P<title>[^」』]{{2,40}})[」』])?"
)
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")
#: What a section of a short title is called by (交通分野, 防災の柱).
_CALLED = r"の?(?:政策|施策)?(?:分野|の柱|部門|領域)"
_SHORTEST, _SHORT = 4, 2
#: Up to which length a title may be the beginning of another name (行政経営 of 行政経営部).
_WORD, _END = 6, r"(?![一-龥]{2}|[一-龥]*(?:課|室|局|部)(?![一-龥]))"


def section_named(family: Family, said: str, text: str) -> Condition | None:
    """The section named: its title's words said in full, a short one's beside 分野, or its label with its number
    (柱3)."""
    found: list[tuple[int, str, str]] = []
    for title in family.titles:
        core, label = _read_title(title)
        if PART.fullmatch(core):
            continue
        if len(core) >= _SHORTEST and _is_said(core, said):
            found.append((len(core), title, core))
        elif len(core) >= _SHORT and (called := _called(core, said) or _called(core, text)):
            found.append((len(core), title, called))
        elif label and label in said and re.search(rf"{re.escape(label)}(?![0-9-])", said):
            found.append((len(label), title, label))
    if not found:
        return None
    longest = max(found)[0]
    chosen = {title for n, title, _ in found if n == longest}
    word = max(found)[2]
    aside = is_aside(word, said)
    return Condition(lambda item: [] if bool(chosen & set(item.path)) is not aside else None, (word,), 1.0)


def _is_said(core: str, text: str) -> bool:
    return core in text and (len(core) > _WORD or re.search(re.escape(core) + _END, text) is not None)


def _called(core: str, text: str) -> str:
    if core not in text:
        return ""
    apart = "" if len(core) > _SHORTEST else "(?<![一-龥ァ-ヴ])"
    match = re.search(rf"{apart}{re.escape(core)}{_CALLED}", text)
    return match.group() if match else ""


def under_number(family: Family, text: str) -> Iterator[Condition]:
    """The items whose numbers go on from a section's (政策5: 5-1, 5-2)."""
    match = _SECTION_NUMBER.search(text)
    if match is None:
        return
    numbered = re.compile(rf"{match['n']}[-－ー.][0-9]{{1,2}}(?![0-9])")
    held = [id(i) for i in family.items if any(numbered.match(p) for p in i.parts)]
    if 2 <= len(held) < len(family.items):
        words = (squash(match["label"]), *([squash(match["title"])] if match["title"] else []))
        yield Condition(member_of(frozenset(held), False), words, 1.2)


@lru_cache(maxsize=20_000)
def _read_title(title: str) -> tuple[str, str]:
    """A section's title without its number and what stands in brackets behind it, and its label with its number
    (柱3); both squashed."""
    label = re.match(rf"{_LABEL}[0-9]+(?:[-.][0-9]+)*|第[0-9]+[章節]", squash(title))
    whole = squash(_WITHOUT_NUMBER.sub("", view(title)).strip())
    return _BRACKETS.sub("", whole) or whole, label[0] if label else ""
