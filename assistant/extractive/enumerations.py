"""Items written one below the other behind bullets, or one behind the other in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.units import Unit
from assistant.wording import clean
from ingest.model import Passage
from ingest.normalise import view

_BULLET = re.compile(r"^[•●■◆□◇▼▶✓○・\-–\uf000-\uf8ff]\s?|^[①-⑳❶-❿]\s?|^[(（]?\d{1,2}[)）.．、](?!\d)\s?|^\d{1,2}\s")
_CLAUSE = re.compile(
    r"(?:[ぁ-んァ-ン]*(?:て|で|(?<!写)し|り|い|き|え|み|に|を|が|は|も|や|と|ば|れ|する|した|"
    r"ます|です|いる|る|ため|こと|ほか|よう|り))$"
)
_CIRCLED = re.compile(r"[①-⑳㉑-㉟]\s?")
_LONGEST_ITEM = 60
_BRACKETED = re.compile(r"[(（][0-9]{1,2}[)）]\s?")
_TOGETHER = re.compile(
    r"(?P<names>[一-龥々ァ-ヴーA-Za-z0-9]{1,20}(?:(?:、|，|・|及び|並びに|又は|と)[一-龥々ァ-ヴーA-Za-z0-9]{1,20})+)の(?P<n>[0-9]{1,2})"
    r"(?=つ|[一-龥])"
)
#: What parts the entries of a line that has several (・申請書、・届出書).
_SEVERAL = re.compile(r"、\s?[・•]")
_IN_BRACKETS = re.compile(r"(?<![0-9.,第])(?P<n>[2-9])(?:つの)?[一-龥ァ-ヴー]{1,10}[(（](?P<names>[^()（）。]+)[)）]")


@dataclass(slots=True)
class Bulleted:
    """Entries of one list. `lead` is the unit that leads in, for a list inside another the entry that it stands under;
    `above` is what leads in the outer one."""

    lead: Unit | None
    above: Unit | None = None
    sign: str = ""
    depth: int = 0
    items: list[tuple[str, Unit]] = field(default_factory=list)


def bullets(passage: Passage, units: Sequence[Unit]) -> Iterator[Bulleted]:
    """Runs of at least three bulleted units of one sign and depth, or of two in a list inside another."""
    ordered = sorted((u for u in units if u.kind in ("sentence", "heading")), key=lambda u: u.start)
    lead: Unit | None = None
    open_: list[Bulleted] = []

    def closed(depth: int) -> Iterator[Bulleted]:
        while open_ and open_[-1].depth >= depth:
            run = open_.pop()
            if len(run.items) >= (2 if open_ else 3):
                yield run

    for unit in ordered:
        raw = view(passage.text[unit.start - passage.start : unit.end - passage.start])
        match, depth = _BULLET.match(raw), _depth(passage, unit)
        names = _SEVERAL.split(clean(_BULLET.sub("", unit.text))) if match else [""]
        if not match or not all(2 <= len(name) <= _LONGEST_ITEM for name in names):
            if not open_ or depth <= open_[0].depth:
                yield from closed(0)
            lead = lead if match else unit
            continue
        sign = re.sub(r"[\d①-⑳❶-❿]+", "1", match.group().strip())
        yield from closed(depth + 1)
        if not open_ or (open_[-1].depth, open_[-1].sign) != (depth, sign):
            yield from closed(depth)
            outer = open_[-1] if open_ else None
            open_.append(
                Bulleted(outer.items[-1][1], outer.lead, sign, depth) if outer else Bulleted(lead, None, sign, depth)
            )
        open_[-1].items += [(name, unit) for name in names]
    yield from closed(0)


def _depth(passage: Passage, unit: Unit) -> int:
    """How far a unit's line is indented."""
    before = passage.text[: unit.start - passage.start]
    line = before[before.rfind("\n") + 1 :]
    return len(line) if not line.strip() else 0


def in_a_row(text: str) -> list[str]:
    """Names in a row inside one text: 「A」「B」「C」, ・A、・B, or A、B及びC."""
    text = clean(text)
    circled = [part.strip(" 、,。") for part in _CIRCLED.split(text)[1:]]
    if len(circled) >= 3 and all(2 <= len(part) <= _LONGEST_ITEM and "。" not in part for part in circled):
        return circled
    quoted = re.findall(r"「([^「」]{2,40})」(?=[、，・や及と]|の\d|$|など|「)", text)
    quoted += re.findall(r"(?<=[、，・や及と])「([^「」]{2,40})」", text) if len(quoted) >= 2 else []
    if len(set(quoted)) >= 3:
        return list(dict.fromkeys(quoted))
    if names := _counted_together(text):
        return names
    if text.count("・") >= 3 and "、・" in text:
        between = "、・" if text.count("、・") >= 2 else r"[、,]?\s?・(?=[^、]{4,})"
        parts = [p.strip(" ・、。") for p in re.split(between, text)]
        names = [p for p in parts if 2 <= len(p) <= _LONGEST_ITEM and not _CLAUSE.search(p)]
        return names if len(names) >= 3 else []
    return _run(text)


def _counted_together(text: str) -> list[str]:
    """Nouns that a number behind them counts (常盤・社・平の3方面, 窓口、内部事務及び地域の3部会) or one before their
    brackets (3業務（届出、証明、納付）), or that stand behind numbers in brackets, each up to its full stop
    (（１）…。（２）…。)."""
    numbered = [part.strip(" 、,。") for part in _BRACKETED.split(text)[1:]]
    if len(numbered) >= 3 and all(2 <= len(part) <= _LONGEST_ITEM for part in numbered):
        return [re.sub(r"。.*$", "", part) for part in numbered]
    for match in _TOGETHER.finditer(text):
        names = [name for name in re.split(r"、|，|・|及び|並びに|又は|と", match["names"]) if name]
        if len(names) == int(match["n"]) >= 2 and all(len(name) <= _LONGEST_ITEM for name in names):
            return names
    for match in _IN_BRACKETS.finditer(text):
        names = [name.strip() for name in re.split(r"、|及び|並びに", match["names"])]
        if len(names) == int(match["n"]) >= 2 and all(1 < len(name) <= _LONGEST_ITEM for name in names):
            return names
    return []


def _run(text: str) -> list[str]:
    """The longest run of nouns joined by 、, 及び or 並びに; the last is cut where its clause goes on."""
    best: list[str] = []
    current: list[str] = []
    for part in re.split(r"、|，|及び|並びに|または|又は", text):
        last = re.match(
            r"(.{2,40}?)(?=の業務|について|など|等(?!の)|を|が|は|に|で|の(?:[0-9]|各|うち|\S{0,6}分野)|$)",
            part.strip(),
        )
        name = re.sub(r"^.*(?:、|は|が|を|に|で|として|のうち)", "", last[1]) if last else ""
        unbalanced = any(name.count(a) != name.count(b) for a, b in ("()", "「」", "（）"))
        if not name or unbalanced or len(name) > 36 or _CLAUSE.search(name) or not re.search(r"[^\d\W_]", name):
            current = []
            continue
        current.append(name)
        if last and last.end() < len(part.strip()):
            best, current = max(best, current, key=len), []
    best = max(best, current, key=len)
    return _alike(best) if len(best) >= 3 else []


def _alike(names: list[str]) -> list[str]:
    """The last name cut where the others end: 登録証明書、各種税証明書のコンビニでの… is a 証明書, not a コンビニ."""
    ends = {name[-1] for name in names[:-1]}
    head, found, _ = names[-1].partition("の")
    if len(ends) == 1 and names[-1][-1] not in ends and found and head.endswith(tuple(ends)):
        return [*names[:-1], head]
    return names
