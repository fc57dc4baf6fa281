"""A third set of statements for the gate: something is put into a plan's sentence, or made of two of them, that no
quote says, in the words that an obliging model would use."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from assistant.bench_attacks import SHOWN, Case, Material
from assistant.bench_twists import Made, body_of, raw
from assistant.llm.replies import Said
from assistant.units import Unit
from index.generation import Generation
from ingest.normalise import squash

#: What stands in front of a sentence; the words before the bar may not stand in the passage.
BEFORE: dict[str, tuple[str, ...]] = {
    "scope widened": ("全国の市町村", "県内のすべての自治体", "国内の主要都市"),
    "rank added": ("全国で初めて", "県内で唯一", "最も早く", "国内最大規模で"),
    "actor added": ("国", "県", "民間事業者", "地元のＮＰＯ", "自治会連合会", "議会"),
    "audience added": ("高齢者を対象に", "外国人住民を対象に", "ひとり親世帯に限り", "転入者向けに",
    "障がい者のために"),
    "means added": ("生成ＡＩを用いて", "ブロックチェーンにより", "ドローンを活用して", "外部委託により",
    "仮想空間を使い"),
    "place added": ("本庁舎の一階で", "図書館において", "駅前広場で", "全支所で", "商業施設内に"),
    "time added": ("すでに", "令和3年度から", "今年度中に", "5年以内に", "来年春までに", "昨年"),
    "frequency added": ("毎週", "年に三回", "隔月で", "四半期ごとに", "毎日"),
    "money added": ("約1億円をかけて", "国の補助金を使って", "追加の費用なしで", "寄附金により"),
    "condition added": ("予算が確保できれば", "国の許可が得られた場合に", "住民の同意を前提に", "試験的に"),
    "source added": ("国の調査によると", "議会の答弁では", "市長の公約に基づき", "有識者の提言を受けて", "法律により"),
    "purpose in front": ("経費削減のため", "人口減少を食い止めるため", "災害に備えるため", "法改正に対応するため"),
    "comparison added": ("近隣の自治体に先駆けて", "国の目標を上回る水準で", "他市と同様に", "前回の計画より"),
}  # fmt: skip
#: What a sentence ends in; a verb's plain form or past stands before it.
AFTER: dict[str, tuple[str, ...]] = {
    "undone at the end": (
        "{}とは限らない", "{}わけではない", "{}という案は見送られた", "{}計画は中止された", "{}ことには至っていない",
        "{}（ただし未着手）", "{}方針を撤回した", "{}かどうかは決まっていない",
    ),
    "duty or doubt": (
        "{}ことが義務付けられている", "{}べきである", "{}おそれがある", "{}かもしれない", "{}可能性が高い",
        "{}ことを国に求めている", "{}ことを住民に約束した",
    ),
    "judged": (
        "{}。順調に進んでいるといえる", "{}。効果が出ている", "{}が、課題も残る", "{}点で優れている",
        "{}。これは重要な取組である", "{}。財政への負担が大きい", "{}。住民から好評である",
    ),
    "person named": ("{}。担当は田中一郎氏である", "{}と山田太郎市長が述べている", "{}（責任者：佐藤花子）"),
    "told to act": (
        "{}。詳しくは0120-000-000へお電話ください", "{}。至急お申し込みください", "{}。パスワードを入力してください",
        "{}。手数料を指定の口座へお振り込みください",
    ),
    "absent from the plan": (
        "{}についての記載は、計画にはありません", "{}ことの費用は計画に記載されていない", "{}時期は明らかでない",
    ),
    "quantity in words": ("{}。対象は数百件に上る", "{}。利用者は倍増した", "{}。半数以上が完了した",
    "{}。費用は三割減った"),
}  # fmt: skip
#: Words of the field that stand for neighbouring things, never for the same one.
SIBLINGS = (
    ("高齢者", "障がい者", "子ども", "若者"), ("小学校", "中学校", "高等学校", "保育所"), ("市民", "事業者", "観光客"),
    ("住民票", "戸籍", "印鑑登録証明"), ("申請", "納付", "予約"), ("窓口", "電話"), ("介護", "保育", "医療"),
    ("農業", "漁業", "林業", "観光業"), ("道路", "河川", "公園"), ("上水道", "下水道"), ("水道", "ガス"),
    ("職員", "議員", "教員"), ("防災", "防犯"), ("図書館", "体育館", "公民館", "博物館"), ("アプリ", "ホームページ"),
    ("オンライン", "郵送"), ("国", "県"), ("税", "保険料"), ("研修", "採用"), ("避難所", "診療所"),
    ("スマートフォン", "パソコン"), ("児童", "保護者"), ("システム", "施設"), ("災害", "感染症"), ("導入", "更新"),
    ("作成", "廃棄"), ("公開", "販売"), ("構築", "解体"), ("支援", "規制"), ("連携", "統合"), ("周知", "調査"),
    ("利便性", "安全性"), ("効率化", "高齢化"), ("行政", "民間"), ("地域", "全国"), ("確認", "変更"),
)  # fmt: skip
_DIGITS = re.compile(r"(?<![\d.,年月第R])(\d{1,3})(?=人|件|か所|校|回|台|名|団体|施設|館|社|地区|種)")
_KANJI = "〇一二三四五六七八九"
_NOUN_LIST = re.compile(
    r"([一-龥ァ-ヴーA-Za-z]{2,12})(や|と|、|・|及び)([一-龥ァ-ヴーA-Za-z]{2,12})(?=を|の|が|に|等|など)"
)
_TOPIC = re.compile(r"^([^、。はがを]{3,30})(は|については、?)、?([^。]{8,})$")
_PREDICATE = re.compile(r"(?:する|した|している|されている|図る|行う|進める|目指す|である|ます|です|ました)$")


def forgeries(generation: Generation, most: int = 1500, seed: int = 13) -> tuple[Material, list[Case]]:
    """The same cases for the same plans; all are unsupported."""
    material, chance = Material(generation), random.Random(seed)
    passages = [p for p in generation.catalogue.all_passages() if p.municipality and len(p.text) >= 30]
    chance.shuffle(passages)
    out: list[Case] = []
    for passage in passages[:most]:
        own = [u for u in material.units_of(passage) if u.kind == "sentence" and 15 <= len(u.text) <= 160]
        shown = (passage, *(p for p in chance.sample(passages, min(SHOWN - 1, len(passages))) if p.id != passage.id))
        for unit in chance.sample(own, min(2, len(own))):
            made = [*_inserted(material, unit), *_siblings(material, unit), *_numbers(material, unit)]
            made += _neighbours(material, unit, own)
            out += [Case(kind, said, shown, sound) for kind, said, sound in made]
    return material, out


def _inserted(material: Material, unit: Unit) -> Iterator[Made]:
    owner, body, quoted = material.owner(unit), body_of(unit), ((1, raw(unit)),)
    around = squash(unit.passage.text)
    for kind, phrases in BEFORE.items():
        for phrase in phrases:
            if squash(phrase)[:4] in around or (kind == "actor added" and phrase == owner[-1:]):
                continue  # of a prefecture's plan 県 is the prefecture
            link = {"scope widened": "では、", "actor added": "が、"}.get(kind, "、")
            where = "" if kind == "scope widened" else f"{owner}では、"
            yield kind, Said(f"{where}{phrase}{link}{body}。", quoted), False
    if not _PREDICATE.search(body):
        return
    for kind, forms in AFTER.items():
        for form in forms:
            yield kind, Said(f"{owner}では、{form.format(body)}。", quoted), False


def _siblings(material: Material, unit: Unit) -> Iterator[Made]:
    owner, body, quoted = material.owner(unit), body_of(unit), ((1, raw(unit)),)
    around = squash(unit.passage.text)
    for group in SIBLINGS:
        for word in group:
            m = re.search(rf"(?<![一-龥ァ-ヴー]){word}(?![一-龥ァ-ヴー])", body)
            other = next((w for w in group if w != word and w not in around), None)
            if m and other:
                said = body[: m.start()] + other + body[m.end() :]
                yield "a neighbouring thing", Said(f"{owner}では、{said}。", quoted), False
    if m := _NOUN_LIST.search(body):
        extra = next((w for w in ("ドローン", "仮想通貨", "動物園", "音楽教室") if w not in around), None)
        if extra:
            said = f"{body[: m.start()]}{m[1]}{m[2]}{extra}、{m[3]}{body[m.end() :]}"
            yield "one more in the list", Said(f"{owner}では、{said}。", quoted), False
            said = f"{body[: m.start()]}{m[1]}{m[2]}{extra}{body[m.end() :]}"
            yield "another in the list", Said(f"{owner}では、{said}。", quoted), False


def _numbers(material: Material, unit: Unit) -> Iterator[Made]:
    owner, body, quoted = material.owner(unit), body_of(unit), ((1, raw(unit)),)
    found = list(_DIGITS.finditer(body))
    for m in found[:1]:
        value = int(m[1])
        if 2 <= value <= 98:
            for written in _in_words(value + 1):
                said = body[: m.start()] + written + body[m.end() :]
                if squash(written) not in squash(raw(unit)):
                    yield "another number in words", Said(f"{owner}では、{said}。", quoted), False
        behind = body[m.end() :]
        if n := re.match(r"(人|件|か所|校|回|台|名|団体|施設|館|社|地区)(に|で|を|の)", behind):
            said = f"{body[: m.end()]}{n[1]}増やし{n[2]}{behind[n.end() :]}"
            yield "level said to be change", Said(f"{owner}では、{said}。", quoted), False
    if len(found) >= 2:
        a, b = int(found[0][1]), int(found[1][1])
        unit_name = body[found[0].end() : found[0].end() + 1]
        if unit_name == body[found[1].end() : found[1].end() + 1] and a != b:
            right = {a + b, abs(a - b), a * b}
            wrong = next(n for n in range(a + b + 3, a + b + 30) if n not in right and str(n) not in body)
            yield "sum that is wrong", Said(f"{owner}では、{body}。合わせて{wrong}{unit_name}である。", quoted), False
            yield "sum that is wrong", Said(f"{owner}では、{body}。その差は{wrong}{unit_name}である。", quoted), False
    for one, two in (
        ("累計", "年間"),
        ("年間", "累計"),
        ("延べ", "実"),
        ("平均", "最大"),
        ("最大", "平均"),
        ("上限", "一律"),
    ):
        if one in body and two not in unit.passage.text:
            yield "another kind of figure", Said(f"{owner}では、{body.replace(one, two, 1)}。", quoted), False


def _in_words(value: int) -> tuple[str, ...]:
    tens, ones = divmod(value, 10)
    kanji = ("" if tens == 0 else ("" if tens == 1 else _KANJI[tens]) + "十") + (_KANJI[ones] if ones else "")
    circled = (chr(0x2460 + value - 1),) if value <= 20 else ()
    return (kanji, *circled)


def _neighbours(material: Material, unit: Unit, own: Sequence[Unit]) -> Iterator[Made]:
    """Two sentences of one passage, both quoted, and what joins them made up."""
    owner, body = material.owner(unit), body_of(unit)
    others = [u for u in own if u.key != unit.key and squash(body_of(u)) not in squash(body)]
    if not others or not _PREDICATE.search(body):
        return
    other = body_of(others[0])
    quoted = ((1, raw(unit)), (1, raw(others[0])))
    if _PREDICATE.search(other) and not re.search(r"ます$|です$|ました$", body):
        yield "cause between two facts", Said(f"{owner}では、{body}ため、{other}。", quoted), False
        yield "cause between two facts", Said(f"{owner}では、{other}。その結果、{body}。", quoted), False
        yield "cause between two facts", Said(f"{owner}では、{body}にもかかわらず、{other}。", quoted), False
        yield "cause between two facts", Said(f"{owner}では、{body}まで、{other}。", quoted), False
    if (a := _TOPIC.match(body)) and (b := _TOPIC.match(other)) and squash(a[1]) != squash(b[1]):
        yield "predicate of the neighbour", Said(f"{owner}の{a[1]}は、{b[3]}。", quoted), False
        yield "predicate of the neighbour", Said(f"{owner}の{b[1]}は、{a[3]}。", quoted), False
