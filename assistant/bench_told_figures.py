"""Statements for the gate on sentences that give several things a figure each: every name with its own figure, and
with another's."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from assistant.bench_attacks import SHOWN, Case, Material
from assistant.bench_twists import body_of, raw
from assistant.llm.replies import Said
from assistant.units import Unit
from index.generation import Generation

_FIGURE = (
    r"(?:約|延べ)?\d[\d,.]*(?:%|千円|万円|億円|円|人|件|社|校|か所|箇所|世帯|台|回|戸|団体|自治会|店|ha|分|時間|日|年)"
)
_TOLD = re.compile(
    rf"(?:^|(?<=[、。\s]))(?P<name>「[^「」、。]{{2,40}}」|[^\s「」、。・()（）\d]{{2,30}}?)"
    rf"(?P<particle>[がは])、?(?P<figure>{_FIGURE})(?=、|$|で|と|に|。|である|です|であ|でし)"
)
_ENDS = ("です", "でした", "となっています")


def told_figures(generation: Generation, seed: int = 19) -> tuple[Material, list[Case]]:
    """The same cases for the same plans: all sentences with two such pairs or more."""
    material, chance = Material(generation), random.Random(seed)
    passages = [p for p in generation.catalogue.all_passages() if p.municipality and len(p.text) >= 30]
    out: list[Case] = []
    for passage in passages:
        shown = (passage, *(p for p in chance.sample(passages, min(SHOWN - 1, len(passages))) if p.id != passage.id))
        for unit in material.units_of(passage):
            if unit.kind == "sentence":
                out += [Case(kind, said, shown, sound) for kind, said, sound in _told(material, unit, chance)]
    return material, out


def _told(material: Material, unit: Unit, chance: random.Random) -> Iterator[tuple[str, Said, bool]]:
    owner, quoted = material.owner(unit), ((1, raw(unit)),)
    pairs = [(m["name"], m["figure"]) for m in _TOLD.finditer(body_of(unit))]
    if len({name for name, _ in pairs}) < 2 or len({name for name, _ in pairs}) != len(pairs):
        return
    for i, (name, figure) in enumerate(pairs):
        for j, (other, wrong) in enumerate(pairs):
            end = chance.choice(_ENDS)
            if i == j:
                yield "a thing with its figure", Said(f"{owner}では、{name}は{figure}{end}。", quoted), True
            elif wrong != figure:
                yield "a thing with another's figure", Said(f"{owner}では、{name}は{wrong}{end}。", quoted), False
                exchanged = f"{name}が{wrong}、{other}が{figure}"
                yield "things with each other's figures", Said(f"{owner}では、{exchanged}{end}。", quoted), False
