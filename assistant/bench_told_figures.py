"""Statements for the gate on what gives several things a figure or a holder each, sentences, rows of tables, labels one
under the other: every one with its own, and with another's."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from assistant.bench_attacks import SHOWN, Case, Material
from assistant.bench_twists import body_of, raw
from assistant.llm.replies import Said
from assistant.units import Unit
from index.generation import Generation
from ingest.model import Passage, Record
from ingest.normalise import squash, view

_FIGURE = (
    r"(?:約|延べ)?\d[\d,.]*(?:%|千円|万円|億円|円|人|件|社|校|か所|箇所|世帯|台|回|戸|団体|自治会|店|ha|分|時間|日|年)"
)
_TOLD = re.compile(
    rf"(?:^|(?<=[、。\s]))(?P<name>「[^「」、。]{{2,40}}」|[^\s「」、。・()（）\d]{{2,30}}?)"
    rf"(?P<particle>[がは])、?(?P<figure>{_FIGURE})(?=、|$|で|と|に|。|である|です|であ|でし)"
)
#: A label and what stands before it.
_LABEL = re.compile(
    r"^[・•●○-]?\s?(?P<label>[^\s\d:：、。（()）「」]{2,10})\s?[:：]\s?(?P<value>[^:：\t。\n]{2,30})$", re.MULTILINE
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
            elif unit.records:
                out += [Case(kind, said, shown, sound) for kind, said, sound in _of_a_row(material, unit, chance)]
        owner = next((material.owner(unit) for unit in material.units_of(passage)), "")
        out += [Case("what another label has", said, shown, False) for said in _labels(owner, passage)]
    return material, out


def _of_a_row(material: Material, unit: Unit, chance: random.Random) -> Iterator[tuple[str, Said, bool]]:
    """Two cells of one row in a sentence, as they stand, exchanged, and one's value for both."""
    owner, quoted, text = material.owner(unit), ((1, raw(unit)),), squash(unit.text)
    cells = [r for r in unit.records if r.kind == "cell" and r.attribute and r.measure and r.number is not None]
    named = [r for r in cells if squash(r.measure or "") in text and r.status != "inferred" and len(r.value) <= 12]
    if len(named) < 2:
        return
    a, b = chance.sample(named, 2)
    if a.measure != b.measure or a.attribute == b.attribute or a.value == b.value:
        return
    whose = f"{owner}では、{view(a.measure or '')}の"
    for kind, one, other in (
        ("two cells of a row", a, b),
        ("two cells of a row exchanged", b, a),
        ("one cell of a row for two", a, a),
    ):
        told = f"{_column(a)}は{_value(one)}、{_column(b)}は{_value(other)}"
        yield kind, Said(f"{whose}{told}です。", quoted), (one, other) == (a, b)
    yield "a cell of a row", Said(f"{whose}{_column(a)}は{_value(a)}です。", quoted), True
    yield "a cell of another column", Said(f"{whose}{_column(a)}は{_value(b)}です。", quoted), False


def _column(record: Record) -> str:
    head = view(re.sub(r"[(（][^()（）]*[)）]", "", record.attribute)).strip()
    return f"{head}（{record.fiscal_year}年度）" if record.fiscal_year and not re.search(r"\d", head) else head


def _value(record: Record) -> str:
    value = view(record.value)
    return value + (record.unit or "") if value[-1].isdigit() else value


def _labels(owner: str, passage: Passage) -> Iterator[Said]:
    """What stands before one of a passage's labels, said of another of them."""
    found = [(m["label"], m["value"].strip()) for m in _LABEL.finditer(passage.text)]
    for label, value in found:
        for other, its in found:
            if other != label and value not in its and its not in value:
                yield Said(f"{owner}では、{label}は{its}です。", ((1, passage.text),))


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
