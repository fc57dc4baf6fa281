"""The detail that a question asks for by name, whether texts state it, and the noun that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.understanding.detail_table import DETAILS, Detail
from ingest.normalise import squash, view

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_PRICE = re.compile(
    r"いくら|なんぼ|何円|値段|料金|家賃|運賃|謝礼|自己負担|手数料|使用料|利用料|参加費|会費|\bfare|\bfee\b|\bprice\b",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"\bcosts? to (?:rent|ride|borrow|use|attend|enter|join)|\b(?:pay|charged?) (?:for|per|to)\b"
    r"|\b(?:how much (?:is|does|do|must|will)|yen|charged?|paid)\b.{0,60}\bper (?:month|hour|ride|person)\b"
    r"|\b(?:tenant|user|resident|passenger|parent)s? (?:will )?pay\b"
    r"|\bcosts? .{0,12}(?:per|an|a|each) (?:hour|day|ride|month|person)\b"
    r"|\bcosts? .{0,12}for (?:an?|each|one) (?:adult|child|student|family|household|resident|visitor)\b",
    re.IGNORECASE,
)
_OF_PROJECT = re.compile(
    r"事業|予算|費用|経費|コスト|かか|金額|総額|交付金|投じ|使っ|予定額|決算|cost|budget|spend|grant", re.IGNORECASE
)
#: Labels of what a project costs.
PROJECT_COST = re.compile(r"事業費|予算|交付金|決算|総額")


#: A value that is no sum, asked for like one (登録者数のR6実績いくら).
_NO_SUM = re.compile(
    r"(?:率|割合|数|満足度|面積|量|時間|点)(?:[のはがで、\s]|って|今|いま|現在|最後|最終|当初|[RrHh]?\d|年度?|令和|実績|目標|予定|計画|見込み?|基準|値){0,14}(?:(?<=は)、[^。?費料賃額円]{1,30})?(?:いくら|なんぼ)"
)


def asks_another_unit(text: str) -> bool:
    """Whether いくら asks for a value of another unit than money."""
    return _NO_SUM.search(_BRACKETS.sub("", text)) is not None


def asks_price(text: str) -> bool:
    """Whether a normalised question asks what somebody pays or is paid, not what a project costs."""
    if asks_another_unit(text):
        return False
    return bool(_PRICE.search(text) and not _OF_PROJECT.search(text)) or _PAID.search(text) is not None


#: What is named in quotation marks asks for nothing (「お金がかかる」と答えた人).
_QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』")
#: So does what is changed (開庁時間を延ばすといくらかかる).
_CHANGED = re.compile(
    r"[一-龥々ァ-ヴー]+を(?:延ば|伸ば|延長|広げ|短く|短縮|縮め|変え|変更|見直|増や|減ら|(?:引き)?[上下]げ)(?=[すしるたせれまよ]|ると)"
)


def details_asked(text: str) -> list[Detail]:
    """What a normalised question asks for that evidence must state before an answer is made of it."""
    return [d for d in _asked(text) if d.early]


def details_quoted(text: str) -> list[Detail]:
    """What the quotes of an answer to a normalised question must state."""
    return list(_asked(text))


@lru_cache(maxsize=256)
def _asked(text: str) -> tuple[Detail, ...]:
    text = _CHANGED.sub(" ", _QUOTED.sub("「」", text))
    plain = _BRACKETS.sub("", text)
    return tuple(d for d in DETAILS if d.asks.search(text) or d.asks.search(plain))


def is_stated(detail: Detail, units: Sequence[str], about: Sequence[str], question: str = "") -> bool:
    """Whether one of the units states the detail, or, unless it must stand in the unit itself, what is about them;
    a name, if `question` does not say it itself."""
    texts = units if detail.near else (*units, *about)
    if not detail.named:
        return any(detail.needs.search(view(text)) for text in texts)
    known = squash(question)
    return any(squash(m.group()) not in known for text in texts for m in detail.needs.finditer(view(text)))


#: Nouns that frame a question and need not stand in its answer.
_FRAME = re.compile(
    r"(?:定義|意味|名前|名称|部署|課|係|担当|所属|所管|部局|値|割合|率|数|額|時期|方針|理由|内容|概要|状況|現状|段階|区分|しくみ|仕組み|"
    r"方法|役割|予定|計画|原則|事項|上限|下限|合計|総額|違い|特徴|効果|課題|目的|対象|期間|場所|年度|予算|費用|目標|実績|基準|"
    r"事業|取組|施策|手順|工程|日程|スケジュール|ロードマップ|条件|要件|結果|評価|進捗|推移|内訳|種類|項目|一覧|説明|情報|日|月|年|時|名|点|市|町|村|県|人|件|者)$"
)
_ASKING = re.compile(
    r"(?:(?:は|って|が|を|の)?、?(?:およそ|だいたい|今|現在|いま|全部で)?"
    r"(?:いくら|いくつ|何[^、。?？]{0,8}|なに|なん|どこ|どれ|いつ|誰|だれ|どなた|どのくらい|どれくらい|どれだけ)[^、。]{0,14}"
    r"|(?:は|って|を)?、?(?:教えて|知りたい|示せ|示して|おしえて)[^、。]{0,10}"
    r"|(?:は|って))[。?？]*\s*$"
)
_NOUN = re.compile(r"(?<=[の、])[一-龥々ァ-ヴーA-Za-z0-9]{2,}$")


def asked_noun(text: str) -> str:
    """The noun that a normalised Japanese question asks for behind の (…の愛称は？); empty where none can be told."""
    text = re.sub(r"[(（][^()（）]*[)）]", "", text).strip()
    asked = _ASKING.search(text)
    found = _NOUN.search(text[: asked.start()]) if asked else None
    return found.group() if found and asked and not re.search(r"名前|名称|(?:と|て)いう", asked.group()) else ""


def focus(text: str) -> str:
    """As `asked_noun`, but empty where the noun only frames the question (時期, 内容)."""
    noun = asked_noun(text)
    return "" if _FRAME.search(noun) else noun


_WORD = r"[一-龥々ァ-ヴーA-Za-z]{2,}"
_WHAT = r"(?:何|いくら|いくつ|どこ|どう|どの|どんな|どれ|いつ|誰|だれ|なに)"
#: Where a Japanese question says what it turns on: 駐車場は何台, 何と交換, 倉庫それぞれの台数, ベトナム語は入って.
_TURNS = (
    re.compile(
        rf"({_WORD})(?:は|が|って|の)(?:、)?(?:およそ|だいたい|現在|全部で|今|月|年額|年|[0-9一][^\s、。]{{1,3}})?{_WHAT}"
    ),
    re.compile(rf"{_WHAT}[ぁ-ん]{{1,5}}([一-龥]{{2,}})(?:でき|出来|し|され|する|さ)"),
    re.compile(rf"(?:[\s、]|(?<!どこ)(?<!何)(?<!誰)の)({_WORD})[?？。]*$"),
    re.compile(rf"({_WORD})(?:は|が|も|って|に)(?:、)?(?:入っ|対応|でき|あり|ある|使え|可能|つい|付い|含ま)"),
)
_COUNTED = re.compile(
    rf"({_WORD})(?:は|が|って|を|も|に)(?:、)?(?:およそ|だいたい|現在|全部で|合わせて|今|月に?|週に?|年に?|年間|[0-9一][^\s、。]{{1,3}}に?)?何"
)
_FRAMES = re.compile(
    r"(?:定義|意味|合計|総額|決定|上昇|直近|所管|想定|完了|支出|最高|最大|両方|原則|現状|内容|理由|目的|段階|時期|時点|名前|名称|担当|部署|"
    r"役割|状況|値|目標|実績|基準|計画|概要|特徴|違い|施策|事業|事業費|取組|手順|方法|具体|対象者?|概算|見込み?|年度|年間|期間|以上|以下|内訳|"
    r"年月日?|日付|日時|期日|月日|工程|日程|スケジュール|ロードマップ|進捗|達成度|"
    r"効果|結果|変化|推移|全体|資料|サービス|仕組み|制度|もの|割合|比率|金額|費用|経費|人数|件数|台数|回数|個数|枚数|本数|戸数|点数)$|"
    r"^(?:場|方|課|部|風|頭|率|額)$"
)


def turning_words(text: str) -> list[str]:
    """Words that a normalised Japanese question turns on, by where they stand; without those that only frame it."""
    return [word for pattern in _TURNS for word in pattern.findall(text) if not _FRAMES.search(word)]


def counted_noun(text: str) -> str:
    """What a normalised Japanese question asks the number of (端末は何台); empty where it only frames the question."""
    found = _COUNTED.search(text)
    return found[1] if found and not _FRAMES.search(found[1]) else ""
