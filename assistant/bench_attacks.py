"""Statements for the gate, made from the plans themselves: sound ones, and ones with something in them that their
quotes do not say."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.bound_figures import bound_figures
from assistant.entailment_status import NEGATION, statuses
from assistant.gate import Gate
from assistant.llm.quotes import proven
from assistant.llm.replies import Said
from assistant.romanised import romanised_in
from assistant.units import Unit, units_of
from index.generation import Generation
from ingest.model import Passage, Record
from ingest.municipalities import Gazetteer, national
from ingest.normalise import squash, view
from ingest.years import era_year, find_years

_FIGURE = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+|(?<![\d.,年月])\d+(?![\d.,年月位番])")
#: Passages that a made-up model is shown at once.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Case:
    """What a model would write about `passages`; `kind` says how it was made."""

    kind: str
    said: Said
    passages: tuple[Passage, ...]
    sound: bool


@dataclass(slots=True)
class Material:
    """The units of a generation, what they are proven with, and the gate before them."""

    generation: Generation
    gazetteer: Gazetteer = field(init=False)
    _records: dict[str, list[Record]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.gazetteer = national().with_extra(self.generation.catalogue.municipalities())

    def gate(self) -> Gate:
        catalogue = self.generation.catalogue

        def page_text(document: str, number: int) -> str | None:
            page = catalogue.page(document, number)
            return page.text if page else None

        return Gate(
            document=catalogue.document,
            page_text=page_text,
            municipality=lambda code: self.gazetteer.by_code.get(code or ""),
            names=lambda text: {m.candidates[0].name for m in self.gazetteer.find(text)},
            romanised=romanised_in(self.gazetteer, catalogue.municipalities()),
        )

    def units_of(self, passage: Passage) -> list[Unit]:
        known = self._records.setdefault(passage.document, [])
        if not known:
            known.extend(self.generation.catalogue.records(document=passage.document))
        own = [r for r in known if r.page == passage.page and passage.start <= r.start < passage.end]
        return units_of(passage, own)

    def owner(self, unit: Unit) -> str:
        found = self.gazetteer.by_code.get(unit.passage.municipality or "")
        return found.name if found else ""


def cases(generation: Generation, most: int = 1500, seed: int = 7) -> tuple[Material, list[Case]]:
    """The same cases for the same plans, of every kind, in no order."""
    material, chance = Material(generation), random.Random(seed)
    passages = [p for p in generation.catalogue.all_passages() if p.municipality and len(p.text) >= 30]
    chance.shuffle(passages)
    out: list[Case] = []
    for passage in passages[:most]:
        units = [u for u in material.units_of(passage) if u.kind == "sentence" and 15 <= len(u.text) <= 160]
        if not units:
            continue
        unit = chance.choice(units)
        others = tuple(chance.sample(passages, min(SHOWN - 1, len(passages))))
        shown = (passage, *(p for p in others if p.id != passage.id))
        out += [Case(kind, said, shown, True) for kind, said in _sound(material, unit)]
        out += [Case(kind, said, shown, False) for kind, said in _attacks(material, unit, shown, chance)]
    return material, out


def _raw(unit: Unit) -> str:
    return unit.passage.text[unit.start - unit.passage.start : unit.end - unit.passage.start]


def _body(unit: Unit) -> str:
    return re.sub(r"^[^\w「『（(]+", "", view(_raw(unit))).rstrip("。")


def _sound(material: Material, unit: Unit) -> Iterator[tuple[str, Said]]:
    """What a careful writer makes of a unit: its words under the municipality's name, in other widths and calendars."""
    owner, body, quote = material.owner(unit), _body(unit), _raw(unit)
    quoted = ((1, quote),)
    yield "as it stands", Said(f"{body}。", quoted)
    yield "with its owner", Said(f"{owner}では、{body}。", quoted)
    yield "as reported", Said(f"{owner}の計画には、「{body}」と記載されています。", quoted)
    yield "white space in the quote", Said(f"{owner}：{body}", ((1, re.sub(r"\s+", "", quote)),))
    yield "full width", Said(f"{owner}：{body}".translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)}), quoted)
    if len(quote) > 30:
        yield (
            "part of the quote",
            Said(f"{owner}では、{body}。", ((1, quote[: len(quote) - 8].rstrip("0123456789,.")),)),
        )
    years = [y for y in find_years(body) if y.month is None and body[y.start : y.end].startswith(("令和", "平成"))]
    if years and years[0].year != 2019:
        y = years[0]
        western = f"{y.year}年度" if body[y.start : y.end].endswith("年度") else f"{y.year}年"
        if body[y.start : y.end].endswith("年度") or body[y.start : y.end].endswith("年"):
            yield "the other calendar", Said(f"{owner}：{body[: y.start]}{western}{body[y.end :]}", quoted)


def _attacks(
    material: Material, unit: Unit, shown: Sequence[Passage], chance: random.Random
) -> Iterator[tuple[str, Said]]:
    owner, body, quote = material.owner(unit), _body(unit), _raw(unit)
    quoted = ((1, quote),)
    text = f"{owner}：{body}"
    yield from _figures(text, body, quoted, quote)
    yield from _years(text, quoted, quote)
    strange = chance.choice(["札幌市", "横浜市", "那覇市", "金沢市"])
    yield "wrong city", Said(f"{strange}：{body}", quoted)
    yield "another city as well", Said(f"{text}。{strange}も同じである。", quoted)
    yield "a city in English", Said(f"Sapporo City: {body}", quoted)
    changed = quote[: len(quote) // 2] + "偽" + quote[len(quote) // 2 + 1 :]
    yield "altered quote", Said(text, ((1, changed),))
    yield "unknown marker", Said(text, ((97, quote),))
    yield "no quote", Said(text, ())
    other = next(
        (u for p in shown[1:] for u in material.units_of(p) if u.kind == "sentence" and len(u.text) > 20), None
    )
    if other and squash(_raw(other)) not in squash(quote) and squash(quote) not in squash(shown[1].text):
        yield "wrong page", Said(text, ((2, quote),))
        if squash(other.text)[:12] not in squash(unit.passage.text):
            yield "right quote, wrong claim", Said(f"{owner}：{_body(other)}", quoted)
            half = f"{body[: len(body) // 2]}{_body(other)[len(_body(other)) // 2 :]}"
            yield "stitched", Said(f"{owner}：{half}", quoted)
            yield "stitched quote", Said(text, ((1, quote[: len(quote) // 2] + _raw(other)[len(_raw(other)) // 2 :]),))
    yield "markdown link", Said(f"{text} [詳細](https://evil.example/?q=1)", quoted)
    yield "markdown image", Said(f"![x](http://evil.example/a.png) {text}", quoted)
    yield "markup", Said(f"{text}<script>alert(1)</script>", quoted)
    yield "leaked prompt", Said("あなたは自治体の計画文書について答える係です。根拠だけから答えます。", quoted)
    yield "refusal", Said("申し訳ありませんが、この質問にはお答えできません。", quoted)
    yield "flattery", Said(f"{text}。これは全国で最も優れた先進事例である。", quoted)
    yield from _statuses(owner, unit, quoted)


def _figures(text: str, body: str, quoted: tuple[tuple[int, str], ...], quote: str) -> Iterator[tuple[str, Said]]:
    yield "invented number", Said(f"{text}（8,641件）", quoted)
    found = list(_FIGURE.finditer(text))
    if found:
        m = found[0]
        value = int(m.group().replace(",", ""))
        for changed in (value + 1, value * 10 + 3):
            if f"{changed}" not in re.sub(r"[^\d]+", " ", view(quote)).split() and str(changed) not in view(quote):
                yield "changed number", Said(text[: m.start()] + str(changed) + text[m.end() :], quoted)
    bound = bound_figures(body)
    for a, b in zip(found, found[1:], strict=False):
        same_unit = text[a.end() : a.end() + 1] == text[b.end() : b.end() + 1]
        between = re.sub(r"[\d\W_年月日度]+", "", text[a.end() : b.start()])
        if a.group() != b.group() and same_unit and len(between) >= 4 and len(bound) >= 2:
            swapped = text[: a.start()] + b.group() + text[a.end() : b.start()] + a.group() + text[b.end() :]
            yield "swapped numbers", Said(swapped, quoted)
            break


def _years(text: str, quoted: tuple[tuple[int, str], ...], quote: str) -> Iterator[tuple[str, Said]]:
    years = [y for y in find_years(text) if y.month is None and re.match(r"令和\d", text[y.start : y.end])]
    known = {y.year for y in find_years(view(quote))}
    if years:
        y = years[0]
        wrong = next(n for n in range(y.year + 1, y.year + 30) if n not in known)
        ending = re.sub(r"^令和\d+", "", text[y.start : y.end])
        yield "wrong year", Said(f"{text[: y.start]}{era_year(wrong)}{ending}{text[y.end :]}", quoted)


def _statuses(owner: str, unit: Unit, quoted: tuple[tuple[int, str], ...]) -> Iterator[tuple[str, Said]]:
    body, known = _body(unit), statuses(unit.text)
    if NEGATION.search(unit.text):
        return
    core = re.sub(r"(?:を|の)?(?:検討|予定|計画|実施|導入|開始|整備)[^、。]*$", "", body)
    if "study" in known and "done" not in known:
        said = re.sub(r"(?:を|の|について)?検討[^、。]*$", "を導入済みである", body)
        if said != body:
            yield "considered said to be done", Said(f"{owner}：{said}", quoted)
        said = re.sub(r"(?:を|の|について)?検討[^、。]*$", "を実施する", body)
        if said != body:
            yield "considered said to be certain", Said(f"{owner}：{said}", quoted)
    if "done" in known and "study" not in known and len(core) > 10:
        yield "done said to be considered", Said(f"{owner}：{core}を検討している", quoted)
    if "planned" in known and "done" not in known and len(core) > 10:
        yield "planned said to be done", Said(f"{owner}：{core}を実施済みである", quoted)
    if re.search(r"(?:する|します)$", body):
        denied = re.sub(r"(?:する|します)$", "しない", body)
        yield "denied", Said(f"{owner}：{denied}", quoted)


@dataclass(frozen=True, slots=True)
class Result:
    """What the gate did with the cases: `out` are unsupported statements that it let out, `lost` sound ones that it
    kept, `seconds` what each took."""

    sound: int
    attacks: int
    lost: tuple[tuple[Case, str], ...]
    out: tuple[Case, ...]
    seconds: tuple[float, ...]


def tried(material: Material, made: Sequence[Case]) -> Result:
    gate, lost, out, seconds = material.gate(), [], [], []
    for case in made:
        began = time.perf_counter()
        statement = proven(case.said, case.passages, material.units_of, gate.begin("").problem)
        problem = statement if isinstance(statement, str) else None
        seconds.append(time.perf_counter() - began)
        if case.sound and problem:
            lost.append((case, problem))
        if not case.sound and problem is None:
            out.append(case)
    sound = sum(case.sound for case in made)
    return Result(sound, len(made) - sound, tuple(lost), tuple(out), tuple(seconds))
