"""What a quote gives of things side by side (総務課は受付、土木課は補修を行う; 北部(6か所)、南部(2か所)): each stays
with its own, whatever the form in which a statement says it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ingest.normalise import fold, squash
from ingest.years import find_years

#: What may stand between a thing and what is given of it; the longer ones first.
_PARTICLES = ("には", "では", "へは", "からは", "とは", "に", "で", "へ", "を", "は", "が", "も", "から", ":", "(")
_FIGURE = r"(?:約|延べ|計|各|最大)?\d[\d,.]*[^\s\d、。,()をがはにでと]{0,4}"
_VALUE = re.compile(rf"「[^」]+」|{_FIGURE}|[^をがはにでへ()、。:]+")
_NAME = re.compile(r"(?:「[^」]+」|[^、。はがをにでへも():\s]+)$")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_TAIL = re.compile(r"(?<=\d)([^\s\d]{1,3}?)(?:ある|あり|です|でし|であ|とな|設け|開|を|が|に|と|で|の).*$")
#: What may stand before a further name, and behind a value whose verb comes with the last one.
_THEN = re.compile(r"^(?:また|次いで|続いて|さらに|一方)")
_SHORT = re.compile(r"[)を]?(?:[^をがはに]{0,4})?")
_NOUNS = re.compile(r"[一-龥ァ-ヴーa-zA-Z\d・の]*[一-龥ァ-ヴーa-zA-Z]")
SHORTEST = 2

Pair = tuple[str, str]


@lru_cache(maxsize=2048)
def _plain(text: str) -> str:
    """A text with its years in one form, without what its lines are broken by."""
    text = _THOUSANDS.sub("", fold(re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*", "", text)))
    for year in reversed(find_years(text)):
        text = f"{text[: year.start]}{year.year}年度{text[year.end :]}"
    return text


@lru_cache(maxsize=2048)
def _runs(quote: str) -> tuple[tuple[str, tuple[Pair, ...]], ...]:
    """The sentences of a quote that give several things something each, with these pairs."""
    out = []
    for sentence in re.split(r"[。\n]", _plain(quote)):
        parts = [p.strip() for p in re.split(r"[、,]", sentence)]
        for particle in _PARTICLES:
            out += [(sentence, run) for run in _of(parts, particle)]
    return tuple(out)


def _of(parts: Sequence[str], particle: str) -> Iterator[tuple[Pair, ...]]:
    """The pairs of neighbouring parts that a particle joins in each; the last part alone says all of what is done."""
    run: list[Pair] = []
    for part in (*parts, ""):
        found = _pair(part, particle, first=not run)
        if found:
            run.append(found[:2])
        if found and _SHORT.fullmatch(found[2]):
            continue
        if len(run) > 1 and len({_kind(value) for _, value in run}) == 1:
            yield tuple(run)
        again = _pair(part, particle, first=True)
        run = [again[:2]] if again and _SHORT.fullmatch(again[2]) else []


def _kind(value: str) -> str:
    """What values of things side by side have in common: their unit, that they are names in quotation marks, nouns."""
    if figure := re.fullmatch(_FIGURE, value):
        return re.sub(r"^\D*[\d,.]+", "", figure[0])
    return value[0] if value[0] == "「" else "noun" if _NOUNS.fullmatch(value) else value


def _pair(part: str, particle: str, first: bool) -> tuple[str, str, str] | None:
    """The name before a particle, the value behind it and the rest; before the first name something may stand."""
    at = part.find(particle)
    while at > 0:
        name = _NAME.search(part[:at])
        value = _VALUE.match(part[at + len(particle) :].lstrip())
        longer = any(part.startswith(p, at) for p in _PARTICLES if len(p) > len(particle) and p.startswith(particle))
        whole = name is not None and (first or not _THEN.sub("", part[: name.start()]))
        if name and value and whole and not longer and len(squash(name[0])) >= SHORTEST <= len(squash(value[0])):
            rest = part[at + len(particle) :].lstrip()[value.end() :]
            return squash(name[0]), squash(_TAIL.sub(r"\1", value[0])), rest
        at = part.find(particle, at + 1)
    return None


def exchanged_items(text: str, quotes: Sequence[str]) -> str | None:
    """What a statement says of one thing, and a quote of another beside it only; None where there is no such."""
    said = squash(_plain(text))
    for quote in quotes:
        for sentence, run in _runs(quote):
            if squash(sentence) not in said and (wrong := _wrong(said, run)):
                name, value = wrong
                others = (s for q in quotes for s in re.split(r"[。\n]", _plain(q)) if s != sentence)
                if not any(name in squash(s) and value in squash(s) for s in others):
                    return value
    return None


def _wrong(said: str, run: Sequence[Pair]) -> Pair | None:
    """A name that stands in a statement with the value of another one, whose name does not, or stands elsewhere."""
    if any(a != b and a in b for a, _ in run for b, _ in run) or any(v != w and v in w for _, v in run for _, w in run):
        return None
    named = sorted({name for name, _ in run if name in said}, key=said.index)
    valued = sorted({value for _, value in run if value in said}, key=said.index)
    for value in (value for _, value in run):
        own = {n for n, v in run if v == value}
        if named and value in said and not own & set(named):
            return named[0], value
    if len(named) == len(valued) > 1:
        # Each name has its value as near as the others have theirs.
        return next((pair for pair in zip(named, valued, strict=True) if pair not in run), None)
    return None
