"""Statements for the gate that leave out of a plan's sentence what makes it true: the noun that a thing belongs to, the
last word of a compound, the government whose deed it is, the noun that a clause is told of."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from assistant.bench_attacks import SHOWN, Case, Material
from assistant.bench_twists import body_of, raw
from assistant.llm.replies import Said
from index.analysis import shared_analyser
from index.generation import Generation

_NOUN = r"[一-龥ァ-ヴーA-Za-z]"
_COMPOUND = re.compile(r"(?<![一-龥ァ-ヴーA-Za-z\d])([一-龥]{4,8})(?=[をがは](?![一-龥]*中))")
#: Words behind a noun without which it is the same thing.
_ADDS_NOTHING = re.compile(
    r"事業|取組|施策|業務|活動|計画|作業|内容|自体|全体|全般|関係|関連|社会|状況|環境|分野|機能|情報|制度|施設|地域|皆様|団体|対応|期間"
)
_OWNED = re.compile(rf"(?<!{_NOUN})({_NOUN}{{2,12}})の(?P<owned>{_NOUN}{{2,10}})(?=[をが])")
_LINKED = re.compile(
    rf"(?<!{_NOUN})({_NOUN}{{2,10}})(?:に向けた|に関する|に係る|のための|に伴う|に対する|に資する|後の|前の)"
    rf"(?P<owned>{_NOUN}{{2,10}})(?=を)"
)
_ANOTHERS = re.compile(r"^(?:国|政府|デジタル庁|総務省|厚生労働省|国土交通省)(?:は|が)、?(?P<deed>[^。]{8,})$")
_TOLD = re.compile(
    r"^(?:[^。]*、)?(?P<told>[^、。]{6,40}?(?:する|行う|した|している|行っている))(?:市民|住民|団体|事業者|企業|世帯|施設)(?=を|に|の|が)"
)


def omissions(generation: Generation, most: int = 1500, seed: int = 23) -> tuple[Material, list[Case]]:
    """The same cases for the same plans; all are unsupported."""
    material, chance = Material(generation), random.Random(seed)
    passages = [p for p in generation.catalogue.all_passages() if p.municipality and len(p.text) >= 30]
    chance.shuffle(passages)
    out: list[Case] = []
    for passage in passages[:most]:
        shown = (passage, *(p for p in chance.sample(passages, min(SHOWN - 1, len(passages))) if p.id != passage.id))
        for unit in material.units_of(passage):
            if unit.kind == "sentence" and 15 <= len(unit.text) <= 200:
                owner, quoted = material.owner(unit), ((1, raw(unit)),)
                for kind, said in _cut(body_of(unit)):
                    out.append(Case(kind, Said(f"{owner}では、{said}。", quoted), shown, False))
    return material, out


def _cut(body: str) -> Iterator[tuple[str, str]]:
    for m in _COMPOUND.finditer(body):
        words = shared_analyser().words(m[1])
        last = words[-1].surface if len(words) > 1 else ""
        if len(last) >= 2 and not _ADDS_NOTHING.fullmatch(last) and last not in body.replace(m[1], "", 1):
            yield "compound cut short", f"{body[: m.start()]}{m[1].removesuffix(last)}{body[m.end(1) :]}"
    for kind, pattern in (("what is owned left out", _OWNED), ("what is linked left out", _LINKED)):
        for m in pattern.finditer(body):
            if not _ADDS_NOTHING.fullmatch(m["owned"]):
                yield kind, f"{body[: m.start()]}{m[1]}{body[m.end() :]}"
    if another := _ANOTHERS.match(body):
        yield "another government's deed", another["deed"]
    if told := _TOLD.match(body):
        yield "told of a noun, told by itself", told["told"]
