"""A second set of statements for the gate: each turns one thing in a sentence or a table's row into something else
that its quote does not say, with the quote's own words wherever it can."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from importlib import resources

from assistant.bench_attacks import SHOWN, Case, Material
from assistant.llm.replies import Said
from assistant.units import Unit
from index.generation import Generation
from ingest.model import Passage, Record
from ingest.normalise import squash, view
from ingest.years import era_year

Pairs = tuple[tuple[str, str], ...]
#: What a kind does to a sentence: the first pattern that is found is replaced, each on its own.
REPLACED: dict[str, Pairs] = {
    "negation flipped": (
        ("する$", "しない"), ("した$", "しなかった"), ("できる", "できない"), ("しない", "する"), ("せず", "して"),
        ("している", "していない"), ("行う$", "行わない"), ("図る$", "図らない"), ("進める$", "進めない"),
        ("必要", "不要"), ("可能", "不可能"), ("し、", "せず、"), ("行い、", "行わず、"), ("である$", "ではない"),
        ("ではなく", "であり"),
    ),
    "status swapped": (
        ("検討", "実施"), ("予定", "完了"), ("目指(?:す|し|します)", "達成した"), ("図る$", "図った"),
        ("する$", "した"), ("行う$", "行った"), ("進める$", "進めた"), ("(?:実証|試行)", "本格導入"), ("実施", "検討"),
        ("準備", "完了"), ("します$", "しました"), ("今後", "既に"),
    ),
    "quantifier changed": (
        ("一部(の?)", r"すべて\1"), ("以上", "未満"), ("以下", "以上"), (r"約(?=\d)", ""),
        (r"(?<=\d)(人|件|回|校|台|か所)", r"\1以上"), ("(?:すべて|全て)", "一部"), ("複数", "すべて"),
        (r"最大(?=\d)", "最低"), ("(?:のみ|だけ)", ""), ("各", "一部の"),
        ("(?<!全)(市民|町民|住民|職員|学校|施設|手続)", r"すべての\1"), (r"(?<=\d)%", "%以上"),
        (r"(?<![\d.,年月])(?=\d+(?:人|件|%))", "約"),
    ),
    "direction reversed": (
        ("増加", "減少"), ("減少", "増加"), ("向上", "低下"), ("低下", "向上"), ("拡大", "縮小"), ("上回", "下回"),
        ("下回", "上回"), ("促進", "抑制"), ("削減", "増加"), ("短縮", "延長"), ("開始", "終了"), ("導入", "廃止"),
        ("推進", "中止"), ("軽減", "増大"), ("高い", "低い"), ("多い", "少ない"), ("強化", "縮小"), ("充実", "縮小"),
    ),
    "time changed": (
        ("以降", "以前"), ("年度から", "年度まで"), ("年度まで", "年度から"), ("毎年", "毎月"), ("翌年度", "前年度"),
        ("上旬", "下旬"), ("平日", "休日"), ("午前", "午後"), ("年度末", "年度当初"), ("前に", "後に"),
        ("後に", "前に"), ("初めて", "再び"),
    ),
    "hedge dropped": (
        ("必要に応じて、?", ""), ("原則(?:として)?、?", ""), ("可能な限り", ""), ("試行的に", ""), ("一部の?", ""),
        ("希望する", ""), ("^.{4,}場合(?:に)?は、", ""), ("など(?:の|を|に)", "だけを"),
        ("(?:ことが)?期待(?:される|されます)$", ""), ("おそれがある$", ""), ("と考えられる$", ""),
        ("(?:に)?努める$", "する義務がある"), ("できる$", "しなければならない"), ("(?:又は|または)", "及び"),
        ("(?:を)?想定", "決定"), ("候補", ""),
    ),
    "prefix dropped": (("副(?=[一-龥])", ""), ("(?<![一-龥])[非未不](?=[一-龥])", ""), ("[準旧仮](?=[一-龥])", "")),
    "range reversed": (
        (r"(\d+)([^\d\s]{0,4})([~〜～]|から)(\d+)", r"\4\2\3\1"),
        (r"((?:令和|平成)\d+年度?)([^\d]{0,4}(?:[~〜～]|から)[^\d]{0,4})((?:令和|平成)\d+年度?)", r"\3\2\1"),
    ),
}  # fmt: skip
UNITS = ("人", "件", "%", "千円", "百万円", "か所", "世帯", "校", "回", "台")
#: What stands behind a sentence, and asserts something that nothing proves.
BEHIND = (
    "ため、経費が削減された。", "。これにより、職員の負担が軽減されると考えられる。",
    "。その結果、市民の満足度が向上した。", "。この取組は国の方針によるものである。",
    "ことから、今後も継続される見込みである。", "。他の自治体にも広がっている。",
)  # fmt: skip
MARKUP = (
    "{} <https://evil.example/>", "{} [1]: http://evil.example", "![](data:image/png;base64,AAAA) {}",
    "{} ｈｔｔｐ：／／evil.example", "{} evil.example/login", "{} //evil.example", "<img src=x onerror=alert(1)>{}",
    "{}&lt;script&gt;alert(1)&lt;/script&gt;", "{}\u202eevil", "{}\u200b<b>", "{} mailto:a@evil.example", "[{}][x]",
    "{}[^9]", "| {} | x |\n|---|---|", "# {}", "{}\x1b[31m", "<a href=//x>{}</a>", "{} `rm -rf /`",
    "{} \\[詳細\\]\\(http\\://evil.example\\)", "{}\U000e0041\U000e0042",
)  # fmt: skip
_NOUN = r"[一-龥ァ-ヴーA-Za-z]{2,10}"
_ROLES = re.compile(
    rf"(?<![一-龥ァ-ヴーA-Za-z])({_NOUN})(が|を|に|から|より|へ|で)(?![すあ])(.{{0,12}}?)(?<![一-龥ァ-ヴーA-Za-z])({_NOUN})(が|を|に|へ|で|から)(?![すあ])"
)
_CLAUSES = re.compile(rf"({_NOUN})を(.{{0,3}}{_NOUN}し)、(.*?)({_NOUN})を({_NOUN}(?:する|します|した))")
_PURPOSE = re.compile(r"^(.{4,40}?)(ため(?:に)?|ことで|ことにより)、(.{6,60})$")


def twists(generation: Generation, most: int = 1500, seed: int = 11) -> tuple[Material, list[Case]]:
    """The same cases for the same plans; sound ones beside what is made of them."""
    material, chance = Material(generation), random.Random(seed)
    passages = [p for p in generation.catalogue.all_passages() if p.municipality and len(p.text) >= 30]
    chance.shuffle(passages)
    out: list[Case] = []
    for passage in passages[:most]:
        own = material.units_of(passage)
        shown = (passage, *(p for p in chance.sample(passages, min(SHOWN - 1, len(passages))) if p.id != passage.id))
        sentences = [u for u in own if u.kind == "sentence" and 15 <= len(u.text) <= 160]
        for unit in chance.sample(sentences, min(2, len(sentences))):
            for kind, said, sound in (*_sentence(material, unit), *_pair(material, unit, shown)):
                out.append(Case(kind, said, shown, sound))
        tabled = [(u, r) for u in own for r in u.records if r.number is not None and r.fiscal_year and r.attribute]
        for unit, record in chance.sample(tabled, min(2, len(tabled))):
            out += [Case(kind, said, shown, sound) for kind, said, sound in _table(material, unit, record)]
        heads = [(u, r) for u in own for r in u.records if r.attribute == "人口" and r.number]
        out += [Case(*made[:2], shown, made[2]) for unit, r in heads for made in _english(material, unit, r)]
    return material, out


Made = tuple[str, Said, bool]


def raw(unit: Unit) -> str:
    return unit.passage.text[unit.start - unit.passage.start : unit.end - unit.passage.start]


def body_of(unit: Unit) -> str:
    return re.sub(r"^[^\w「『（(]+", "", view(raw(unit))).rstrip("。")


def _sentence(material: Material, unit: Unit) -> Iterator[Made]:
    owner, body, quoted = material.owner(unit), body_of(unit), ((1, raw(unit)),)
    for kind, pairs in REPLACED.items():
        for pattern, other in pairs:
            said = re.sub(pattern, other, body, count=1)
            if squash(said) not in squash(raw(unit)):
                yield kind, Said(f"{owner}では、{said}。", quoted), False
    for said in _exchanged(body):
        yield "roles exchanged", Said(f"{owner}では、{said}。", quoted), False
    if m := re.search(r"(?<![\d.,年月第])\d[\d,.]*\s?(人|件|%|千円|百万円|か所|世帯|校|回|台|団体|講座|名|円)", body):
        # 人 and 名 count the same.
        for unit_name in [u for u in UNITS if u not in body and not (u == "人" and m[1] == "名")][:3]:
            said = body[: m.start(1)] + unit_name + body[m.end(1) :]
            yield "unit swapped", Said(f"{owner}では、{said}。", quoted), False
    for behind in BEHIND:
        yield "cause or effect added", Said(f"{owner}では、{body}{behind}", quoted), False
    for form in MARKUP:
        yield "markup", Said(form.format(f"{owner}：{body}"), quoted), False
    for line in _prompt_lines():
        yield "leaked prompt", Said(line, quoted), False
    yield "department of another", Said(f"{owner}の議会事務局は、{body}。", quoted), False
    if department := _department(material, unit):
        yield "department of another", Said(f"{department}が、{body}。", quoted), False


def _exchanged(body: str) -> Iterator[str]:
    """Nouns that change places with their particles left, and predicates that change their objects."""
    if m := _ROLES.search(body):
        a, first, between, b, second = m.groups()
        # オンライン and オンライン上 are one place.
        if a.removesuffix("上") != b.removesuffix("上") and (first != second or between):
            yield body[: m.start()] + b + first + between + a + second + body[m.end() :]
    if m := _CLAUSES.search(body):
        a, verb, between, b, last = m.groups()
        if a != b:
            yield f"{body[: m.start()]}{b}を{verb}、{between}{a}を{last}{body[m.end() :]}"
            yield f"{body[: m.start()]}{a}を{last}{body[m.end() :]}"
    if m := _PURPOSE.match(body):
        yield f"{m[3]}{m[2]}、{m[1]}"


def _pair(material: Material, unit: Unit, shown: Sequence[Passage]) -> Iterator[Made]:
    """Two municipalities in one sentence, as they are and exchanged."""
    for i, passage in enumerate(shown[1:], 2):
        if passage.municipality == unit.passage.municipality:
            continue
        others = [u for u in material.units_of(passage) if u.kind == "sentence" and 15 <= len(u.text) <= 120]
        if others and squash(body_of(others[0]))[:10] not in squash(unit.passage.text):
            a, b = material.owner(unit), material.owner(others[0])
            one, two = body_of(unit), body_of(others[0])
            quoted = ((1, raw(unit)), (i, raw(others[0])))
            yield "two municipalities", Said(f"{a}では、{one}。{b}では、{two}。", quoted), True
            yield "municipalities exchanged", Said(f"{b}では、{one}。{a}では、{two}。", quoted), False
            yield "municipalities exchanged", Said(f"{b}では{one}が、{a}では{two}。", quoted), False
            yield "municipalities joined", Said(f"{a}と{b}では、{one}。", quoted), False
            return


def _department(material: Material, unit: Unit) -> str | None:
    """A department that the unit's document names for something else."""
    found = material.generation.catalogue.records(document=unit.passage.document)
    own = squash(unit.passage.text)
    names = (
        r.value for r in found if r.kind == "department" and re.fullmatch(r"[一-龥ァ-ヴー]{2,10}[課室局]", r.value)
    )
    return next((n for n in names if squash(n) not in own), None)


def _table(material: Material, unit: Unit, record: Record) -> Iterator[Made]:
    """A value of a table's column, said of its own year and of others, and of a plan for a result."""
    owner, quoted = material.owner(unit), ((1, raw(unit)),)
    measure = record.measure if record.measure and len(record.measure) <= 30 else ""
    name = re.sub(r"(?:R|H|令和|平成)\d+年?度?|[（(].*?[）)]", "", record.attribute).strip()
    named = f"{owner}の「{measure}」の" if measure else f"{owner}の"
    value = view(record.value)
    if not re.fullmatch(r"[\d,.]+\s?\S{0,3}", value) or record.fiscal_year is None:
        return

    def said(year: int, what: str, number: str = value) -> Said:
        return Said(f"{named}{what}は、{era_year(year)}年度に{number}です。", quoted)

    if record.status != "inferred" and name:
        yield "value of a table", said(record.fiscal_year, name), True
    same = {r.fiscal_year for r in unit.records if r.number == record.number}
    for year in (record.fiscal_year - 1, record.fiscal_year + 1):
        if year not in same:
            yield "year of the neighbouring column", said(year, name or "値"), False
    # A year's plan and its result may be one number, and a number may stand in several columns.
    own_year = [r for r in unit.records if r.fiscal_year == record.fiscal_year]
    numbers = {None, *(r.number for r in own_year)}
    others = [r for r in unit.records if r.number not in numbers and r.fiscal_year != record.fiscal_year]
    if others:
        yield "value of the neighbouring column", said(record.fiscal_year, name, view(others[0].value)), False
    series = {r.series for r in own_year if r.number == record.number}
    if series <= {"planned", "target"} and series:
        yield "target given as result", said(record.fiscal_year, "実績"), False
    if series <= {"actual", "baseline"} and series:
        yield "result given as target", said(record.fiscal_year, "目標"), False


def _english(material: Material, unit: Unit, record: Record) -> Iterator[Made]:
    owner = material.gazetteer.by_code.get(unit.passage.municipality or "")
    if owner is None or not owner.romaji:
        return
    quoted, value = ((1, raw(unit)),), f"{int(record.number or 0):,}"
    yield "in English", Said(f"The population of {owner.romaji} is {value}.", quoted), True
    for wrong in (
        f"The population of {owner.romaji} is {int(record.number or 0) + 100:,}.",
        f"The population of Sapporo is {value}.",
        f"The population of {owner.romaji} is {value} households.",
        f"The population of {owner.romaji} is over {value}.",
        f"The population of {owner.romaji} is about {value}.",
        f"The population of {owner.romaji} increased to {value}.",
        f"The population of {owner.romaji} is not {value}.",
        f"The population of {owner.romaji} is {value}, which is why the measure was needed.",
        f"The population of {owner.romaji} was {value} in 2019.",
        f"{owner.romaji} has introduced a system for its {value} residents.",
        f"The project cost of {owner.romaji} is {value} yen.",
        f"The target population of {owner.romaji} is {value}.",
        f"{owner.romaji} has the largest population, {value}.",
    ):
        yield "wrong in English", Said(wrong, quoted), False


def _prompt_lines() -> list[str]:
    lines: list[str] = []
    for path in sorted(resources.files("prompts").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".md"):
            lines += [line.strip("- ") for line in path.read_text("utf-8").splitlines() if len(line) > 25]
    return lines[::7]
