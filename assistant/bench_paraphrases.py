"""Sound statements for the gate as good models write them: a plan's sentence said politely, turned, shortened, joined
with another or counted in other units."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from assistant.bench_attacks import SHOWN, Case, Material
from assistant.bench_twists import body_of, raw
from assistant.llm.replies import Said
from assistant.units import Unit
from index.generation import Generation
from ingest.normalise import squash, view

Turned = tuple[str, Said]
#: The plain forms that sentences of plans end in, with their polite and nominal ones.
_VERBS = (
    (r"する$", "します", "する"), (r"した$", "しました", "した"), (r"している$", "しています", "している"),
    (r"行う$", "行います", "行う"), (r"行った$", "行いました", "行った"), (r"図る$", "図ります", "図る"),
    (r"進める$", "進めます", "進める"), (r"進めている$", "進めています", "進めている"), (r"目指す$", "目指します",
    "目指す"),
    (r"努める$", "努めます", "努める"), (r"である$", "です", "である"), (r"取り組む$", "取り組みます", "取り組む"),
    (r"できる$", "できます", "できる"), (r"設ける$", "設けます", "設ける"), (r"高める$", "高めます", "高める"),
    (r"広げる$", "広げます", "広げる"), (r"減らす$", "減らします", "減らす"),
)  # fmt: skip
_SAHEN = re.compile(
    r"^(.*?)([一-龥ァ-ヴーA-Za-z]{2,16})を(?!目指)([一-龥]{2})(する|した|します|しました|している|しています)$"
)
_PURPOSE = re.compile(r"^([^、]{4,40}?)ため(?:に)?、([^。]{6,80})$")
_COORDINATE = re.compile(r"^([^、]{6,50}[一-龥]{2})し、([^、]{8,70})$")
_MEANS = re.compile(r"^([^、]{4,40}?)(?:により|ことで|によって)、([^。]{8,80})$")
_LIST = re.compile(
    r"([一-龥ァ-ヴーA-Za-z]{2,12})(?:や|と|、|・|及び)([一-龥ァ-ヴーA-Za-z]{2,12})(?=を(?:実施|開催|導入|設置|作成|公開|整備))"
)
_YEAR_IN = re.compile(r"^(.{4,40}?)((?:令和|平成)\d+年度)(?:に|から)(.{4,})$")
_SYNONYMS = (
    ("及び", "と"), ("または", "又は"), ("すべて", "全て"), ("約", "およそ"), ("か所", "箇所"), ("開始する", "始める"),
    ("開始した", "始めた"), ("実施する", "行う"), ("実施した", "行った"), ("設置する", "設ける"), ("および", "と"),
    ("にて", "で"), ("等の", "などの"), ("図る", "目指す"), ("増加する", "増える"), ("減少する", "減る"),
    ("作成する", "作る"), ("利用する", "使う"), ("用いて", "使って"), ("向上させる", "高める"), ("構築する", "つくる"),
)  # fmt: skip
_OPENING = re.compile(r"^(?:また|さらに|なお|あわせて|併せて|加えて|具体的には|特に|本市では|本町では|市は|町は)、?")
_BRACKETS = re.compile(r"(?<=.)[（(][^（()）]{2,30}[)）](?=.)")


def paraphrases(generation: Generation, most: int = 1500, seed: int = 17) -> tuple[Material, list[Case]]:
    """The same cases for the same plans; all are sound. Torn sentences, which no writer would copy, are left out."""
    material, chance = Material(generation), random.Random(seed)
    passages = [p for p in generation.catalogue.all_passages() if p.municipality and len(p.text) >= 30]
    chance.shuffle(passages)
    out: list[Case] = []
    for passage in passages[:most]:
        own = [u for u in material.units_of(passage) if u.kind == "sentence" and whole(u)]
        shown = (passage, *(p for p in chance.sample(passages, min(SHOWN - 1, len(passages))) if p.id != passage.id))
        for unit in chance.sample(own, min(3, len(own))):
            made = [*_ending(material, unit), *_turned(material, unit), *_shortened(material, unit)]
            made += [*_worded(material, unit), *_joined(material, unit, own), *_two_places(material, unit, shown)]
            out += [Case(kind, said, shown, True) for kind, said in made]
        out += [Case(kind, said, shown, True) for kind, said in _amounts(material, passage_units(material, passage))]
    return material, out


def passage_units(material: Material, passage: object) -> list[Unit]:
    return [u for u in material.units_of(passage) if u.records]  # type: ignore[arg-type]


def whole(unit: Unit) -> bool:
    """Whether a unit reads as a sentence: no table's cells, no bullets within, a verb at its end."""
    body = body_of(unit)
    ends = any(re.search(pattern, body) for pattern, _, _ in _VERBS) or re.search(r"(?:ます|です|ました)$", body)
    return bool(20 <= len(body) <= 140 and ends and not re.search(r"[\s|⚫•●○〇◎△→【】※。:：?!]", body))


def _ending(material: Material, unit: Unit) -> Iterator[Turned]:
    owner, body, quoted = material.owner(unit), body_of(unit), ((1, raw(unit)),)
    for pattern, polite, _ in _VERBS:
        if re.search(pattern, body):
            yield "polite ending", Said(f"{owner}では、{re.sub(pattern, polite, body)}。", quoted)
            if polite.endswith("ます") and "て" not in polite:
                yield "reported as intended", Said(f"{owner}では、{body}としています。", quoted)
                yield "reported as intended", Said(f"{owner}は、{body}こととしています。", quoted)
            yield "reported as written", Said(f"{owner}の計画では、{body}と明記されています。", quoted)
            yield "reported as written", Said(f"{owner}の計画によると、{body}とのことです。", quoted)
            return
    plain = re.sub(r"します$", "する", re.sub(r"しました$", "した", body))
    if plain != body:
        yield "plain ending", Said(f"{owner}では、{plain}。", quoted)
        yield "reported as intended", Said(f"{owner}では、{plain}としています。", quoted)


def _turned(material: Material, unit: Unit) -> Iterator[Turned]:
    owner, body, quoted = material.owner(unit), body_of(unit), ((1, raw(unit)),)
    body = _OPENING.sub("", body)
    if (m := _SAHEN.match(body)) and not re.search(r"(?:し|り|て)、", m[1]) and "は" not in m[1]:
        before, what, verb, ending = m.groups()
        passive = {"する": "される", "した": "された", "します": "されます", "しました": "されました"}.get(ending)
        if passive:
            yield "passive", Said(f"{owner}では、{before}{what}が{verb}{passive}。", quoted)
        nominal = {"する": "を行う", "した": "を行った", "します": "を行います", "しました": "を行いました"}.get(ending)
        if nominal and verb not in ("実施", "目標", "対象"):
            yield "nominal", Said(f"{owner}では、{before}{what}の{verb}{nominal}。", quoted)
        if ending in ("する", "します") and not before:
            yield "cleft", Said(f"{owner}が{verb}するのは、{what}です。", quoted)
    if (m := _PURPOSE.match(body)) and "は" not in m[1]:
        yield "purpose moved", Said(f"{owner}では、{m[2]}。これは{m[1]}ためである。", quoted)
        yield "purpose moved", Said(f"{owner}では、{m[2]}（{m[1]}ため）。", quoted)
    if (m := _COORDINATE.match(body)) and "は" not in m[1] and re.search(r"を[一-龥]{2}$", m[1]):
        yield "clauses in the other order", Said(f"{owner}では、{m[2]}。また、{m[1]}する。", quoted)
        yield "clauses apart", Said(f"{owner}では、{m[1]}する。そして、{m[2]}。", quoted)
    if (m := _YEAR_IN.match(body)) and "、" not in m[1] and not re.search(r"\d年", m[1] + m[3]):
        particle = "に" if body[m.end(2) : m.end(2) + 1] == "に" else "から"
        yield "year moved to the front", Said(f"{owner}では、{m[2]}{particle}、{m[1]}{m[3]}。", quoted)


def _shortened(material: Material, unit: Unit) -> Iterator[Turned]:
    owner, body, quoted = material.owner(unit), body_of(unit), ((1, raw(unit)),)
    short = _OPENING.sub("", body)
    if short != body:
        yield "opening left out", Said(f"{owner}では、{short}。", quoted)
    if (m := _BRACKETS.search(short)) and not re.search(r"以下|除く|予定|試行|のみ|限", m.group()):
        yield "brackets left out", Said(f"{owner}では、{short[: m.start()]}{short[m.end() :]}。", quoted)
    if m := _PURPOSE.match(short):
        yield "purpose left out", Said(f"{owner}では、{m[2]}。", quoted)
    if m := _MEANS.match(short):
        yield "means left out", Said(f"{owner}では、{m[2]}。", quoted)
    if m := _LIST.search(short):
        yield "one of a list", Said(f"{owner}では、{short[: m.start()]}{m[2]}{short[m.end() :]}。", quoted)
    if (m := _COORDINATE.match(short)) and re.search(r"を[一-龥]{2}$", m[1]) and "は" not in m[1]:
        yield "one clause of two", Said(f"{owner}では、{m[2]}。", quoted)
        yield "one clause of two", Said(f"{owner}では、{m[1]}する。", quoted)


def _worded(material: Material, unit: Unit) -> Iterator[Turned]:
    owner, body, quoted = material.owner(unit), body_of(unit), ((1, raw(unit)),)
    for one, two in _SYNONYMS:
        if re.search(rf"(?<![一-龥]){one}", body) and two not in body:
            said = re.sub(rf"(?<![一-龥]){one}", two, body, count=1)
            yield "a synonym", Said(f"{owner}では、{said}。", quoted)
    if "本市" in body or "本町" in body:
        yield "owner in place of this city", Said(f"{re.sub('本市|本町', owner, body)}。", quoted)
    if material.owner(unit):
        yield "as a yes", Said(f"はい。{owner}では、{body}。", quoted)
        yield "as a bullet", Said(f"・{owner}：{body}", quoted)


def _joined(material: Material, unit: Unit, own: Sequence[Unit]) -> Iterator[Turned]:
    owner, body = material.owner(unit), body_of(unit)
    others = [u for u in own if u.key != unit.key and squash(body_of(u)) not in squash(body)]
    if not others:
        return
    other = _OPENING.sub("", body_of(others[0]))
    quoted = ((1, raw(unit)), (1, raw(others[0])))
    yield "two facts", Said(f"{owner}では、{body}。また、{other}。", quoted)
    yield "two facts listed", Said(f"{owner}の主な取組は次のとおりです。①{body}、②{other}。", quoted)
    if re.search(r"(?:する|図る|行う|進める)$", body):
        yield "two facts in one sentence", Said(f"{owner}では、{body}ほか、{other}。", quoted)
        yield "two facts in one sentence", Said(f"{owner}では、{body}とともに、{other}。", quoted)


def _two_places(material: Material, unit: Unit, shown: Sequence[object]) -> Iterator[Turned]:
    owner, body = material.owner(unit), body_of(unit)
    for i, passage in enumerate(shown[1:], 2):
        units = [u for u in material.units_of(passage) if u.kind == "sentence" and whole(u)]  # type: ignore[arg-type]
        if units and material.owner(units[0]) != owner and re.search(r"(?:する|図る|行う|進める|した)$", body):
            other = f"{material.owner(units[0])}では、{_OPENING.sub('', body_of(units[0]))}。"
            quoted = ((1, raw(unit)), (i, raw(units[0])))
            yield "one city and another", Said(f"{owner}では、{body}一方、{other}", quoted)
            yield "one city and another", Said(f"{owner}では、{body}。これに対し、{other}", quoted)
            return


def _amounts(material: Material, units: Sequence[Unit]) -> Iterator[Turned]:
    """Money in other units, and figures of sheets in English."""
    for unit in units:
        owner, quoted = material.owner(unit), ((1, raw(unit)),)
        place = material.gazetteer.by_code.get(unit.passage.municipality or "")
        for record in unit.records:
            value = view(record.value)
            if (m := re.fullmatch(r"([\d,]+)千円", value)) and record.attribute == "事業費":
                thousands = int(m[1].replace(",", ""))
                if thousands >= 10:
                    tens = f"{thousands / 10:,.1f}".removesuffix(".0")
                    yield "in other units", Said(f"{owner}の事業費は{tens}万円です。", quoted)
                    if place and place.romaji:
                        text = f"The project cost in {place.romaji} is {thousands * 1000:,} yen."
                        yield "cost in English", Said(text, quoted)
                yield "from a sheet", Said(f"{owner}の事業費は、{value}です。", quoted)
            if record.attribute == "人口" and record.number and place and place.romaji:
                number = f"{int(record.number):,}"
                yield "people in English", Said(f"{place.romaji} has a population of {number}.", quoted)
                text = f"According to the plan of {place.romaji}, its population is {number} people."
                yield "people in English", Said(text, quoted)
