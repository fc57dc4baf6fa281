"""What kind of answer a question asks for, and of what the members of a set are: cues of the language (`cues.toml`),
weighed by a linear model (`kinds.json`) that `train` learns from questions of our own."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ingest.municipalities import national
from ingest.years import find_years

Kind = Literal[
    "claim",
    "list",
    "count",
    "rank",
    "sum",
    "compare",
    "definition",
    "timeline",
    "date",
    "who",
    "how",
    "number",
    "yesno",
    "fact",
]
Of = Literal["none", "municipality", "measure", "item"]
KINDS: tuple[Kind, ...] = get_args(Kind)
OFS: tuple[Of, ...] = get_args(Of)
_LONG = 80
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_CLAUSES = re.compile(r"[。、,;？?](?=.)")
#: Asks for something that yes or no cannot answer; 何か, どこか and よいですか are no such words.
_OPEN = re.compile(
    r"(?:何|なに|なん|誰|だれ|どなた|いつ|どこ|どれ|いくら|いくつ|幾ら)(?![かも]|でも|らか|れか)|どの(?!ように.{1,12}か[?？]?$)|どんな(?![^、。]{0,10}も)|"
    r"(?:番号|住所|名前|名称|理由)(?:を|が)(?:知りたい|教えて|おしえて)|[^でに]は[?？。]?\s*$"
)
#: Asks for one of two; どちらも, どちらとも and whether it is the one or the other are no such words.
_CHOICE = re.compile(
    r"(?:どちら|どっち)(?!も|でも|とも|か(?![。?？ね]|\s*$))(?![^。?？]*かは?(?:を|決ま|未定|分か|わか))"
)
#: Asks for the name of one thing.
CALLED = re.compile(r"(?:何|なん)(?:と|て)(?:いう|言う|呼ぶ|呼ばれる)(?!こと|か|の(?:か|で|は))")
#: Asks for what became of something over the years, whoever was in charge.
_HISTORY = re.compile(
    r"変遷|沿革|移り変わり|(?:これまでの|年月とともに|年を追って)[^。]{0,12}(?:経過|歩み|あゆみ|流れ|示)"
)
#: Asks in what way (どう選ばれたのか), which yes or no cannot answer, or for the very words of something.
_IN_WHAT_WAY = re.compile(r"(?<!か)どう(?!か|も|しても|にか|せ|ぞ)(?P<said>書|呼|言|いう|表)?")
#: Asks for the steps from one time to another (課ができてから今の形になるまでの経緯), or for them with their times.
_COURSE = re.compile(
    r"(?:から|以来)[^。]{1,30}?までの[^。]{0,14}(?:流れ|経緯|経過|動き|歩み|変化)|年を追って|"
    r"(?:時期|年月|年度|日付)(?:つき|付き|とともに)"
)
#: Ends in what nothing is said of yet (令和9年度の電子申請の目標は).
_LEFT_OPEN = re.compile(r"[^でに](?:は|って)\s*$")
#: Asks for one state that is aimed at (令和9年度に目指す姿は); a sum or a set of them says so.
_STATE_AIMED_AT = re.compile(
    r"(?:像|姿)(?:は|って|とは|$|[(（]|を(?:教|知|示|答))(?!.*(?:いく|何[個つ%件]|一覧|全て|すべて|全部|列挙|挙げ))"
)
_QUOTED = re.compile(r"[「『\"“][^」』\"”]{2,40}[」』\"”]")
_NOUN = re.compile(
    r"(?<![0-9.,一-龥ァ-ヴー])[一-龥ァ-ヴー]{2,}\s*$|^[A-Za-z]+(?: [A-Za-z]+)?$"
    r"|[一-龥](?:い|り|み|き|け|え|し方|方)\s*$"
)
#: What a telegraphic statement ends in.
_STATE = re.compile(
    r"(?:済み?|中|予定|未定|見込み|導入|開始|実施|運用|完了|終了|廃止|中止|達成|超過|増加|減少|検討|継続|据え?置き?)\s*$"
)
#: What a telegraphic statement ends in that nobody asks for, and how much likelier that makes a statement.
_SETTLED = re.compile(
    r"(?<![てと])(?:済み?|達成|完了|終了|廃止|中止|未定|超過|"
    r"(?:目標|現状)[^。]{0,8}(?:据え?置き?|増加?|減少?|半減|倍増|\d倍(?:以上)?))\s*$"
)
#: Ends with a full stop in what is denied, and asks nothing.
_DENIED = re.compile(r"(?:ません(?:でした)?|な(?:い|かった))。\s*$")
#: Asks in a sentence that is not its last (もう始まっていますか。A市です。).
_ASKED_BEFORE = re.compile(r"(?:です|ます|でした|ました|ません|でしょう|だろう)か[。?？](?=\s*\S)")
#: Says which one it is (最も多いのは図書館の事業である).
_CLEFT = re.compile(r"のは、?[^、。?？]{2,60}(?:である|であった|だった)。?\s*$")
_LIKELIER = 3.0
_SAID_OF = re.compile(r"[はがをだ]|(?<!ど)も|です|ます")
#: All or none, said with a word that asks elsewhere (どこにも, どの地区でも, 何も).
_ALL = re.compile(
    r"(?:どこ|どれ|だれ|誰|いつ|なに|(?:なん|何)[回度人]?|どちら|(?:どの|何の|どんな)[一-龥ァ-ヶー]{1,8})(?:[にでへと]|から)?も(?!ら|っと|う[す少])"
)
#: Asks for something in the order of its years.
_BY_YEARS = re.compile(r"年度?順(?:に|で)。?\s*$")
#: The first of a set, so many (多い順に上位3地区).
_FIRST_OF = re.compile(
    r"(?:上位|下位|トップ|ベスト|ワースト)\s?\d+\s?[一-龥]{0,3}\s*$|"
    r"(?:い|番号|年度|年|日付)順(?:に|で)?。?\s*$"
)
#: A noun that a clause describes (相談所が開かれる曜日), but none that only makes a noun of the clause (開く予定).
_DESCRIBED = re.compile(
    r"(?:[るたいうくすむつぬぶぐ]|んだ)(?!(?:予定|方針|計画|見込み?|見通し|意向|考え|状況|状態|段階|目標|模様|様子|傾向|体制|仕組み?|決まり|"
    r"恐れ|場合|約束|決定|必要|可能性?|狙い|途中|最中|一方|以上|以下|未満|前後)$)[一-龥]{1,6}$"
)
#: What a telegraphic question sets aside behind what it asks for (…が出てくる市町 県は除く).
_ASIDE = re.compile(
    r"(?<=[^、。\s])[、。\s]+[^、。\s]{1,12}(?:は|を|も)?(?:除く|除外|除いて|外す|外して|(?:含|ふく)(?:めない|まない|めず|まず|む|めて)|不要|不問|"
    r"いらない|問わない|問わず|抜き(?:で)?)[。]?$"
)
#: Asks for a value by its name alone (人口は, 回収率は？).
_VALUE_NOUN = re.compile(
    r"(?:人口|世帯数|面積|[一-龥](?:率|額|数|費)|割合|件数|人数|費用|予算|金額)(?:は|って)?[?？]?\s*$"
)
#: Asks for an hour, which ranks nothing (朝いちばんの便は何時発).
_AT_WHAT_TIME = re.compile(r"何時(?!間)|何分(?!の)|\bwhat time\b", re.IGNORECASE)
#: Asks for the day or month of what comes back (毎年いつ開かれる), not for its years.
_RECURRING = re.compile(r"毎[年月週日][^。]{0,20}?(?:いつ|何[月日曜時])")
_FIRST = re.compile(
    r"(?:一番|いちばん|最も|もっとも)[^。、?？]{1,24}?(?:は|って|が)?、?(?:どこ|どれ|どの|何(?![人件個年月日円本回校館]|か[月所国])|誰|だれ)"
    r"|(?:どこ|どれ|どの|誰|だれ)[^。、?？]{0,16}(?:一番|いちばん|最も|もっとも)"
    r"|(?:一番|いちばん|最も|もっとも)[^。、?？]{1,12}[いたる]のは(?:[?？、]|\s*$)"
)
#: A value that is asked for like a number of things (利用率の目標値はいくつですか); how many things there are is none.
_VALUE = re.compile(
    r"(?P<of>[^、。]{0,6})(?:率|割合|値|予定|実績|目標|見込み?|計画|額|費|量|数|人口|満足度|平均|点|歳|代)(?:[(（][^()（）]*[)）])?"
    r"(?:は|って)、?(?:今|現在|それぞれ)?(?:いくつ|幾つ|なんぼ)"
)
#: So is one of a row that is quoted (「除雪車の位置の公開」の無回答はいくつ).
_VALUE_OF = re.compile(r"[」』]の(?P<of>[^、。「」『』]{2,16})(?:は|って)、?(?:いくつ|幾つ|なんぼ)")
#: And one that something came to (実際にはいくつになりましたか).
_BECAME = re.compile(r"(?:いくつ|幾つ|なんぼ)に(?:な[っりる]|達)")
_THINGS = re.compile(r"(?:事業|施策|取組|取り組み|項目|プロジェクト|市町村?|自治体|団体|目標|方針|柱|計画)の?$")
#: Those that do something (申し込めるようにする市は？).
_THAT_DO = re.compile(r"[るたい](?:市|町|村|市町|市町村|自治体|団体)は[?？]")
#: A number of people, machines or places; a plan's items are counted otherwise.
_OF_NO_ITEMS = re.compile(r"何(?:人|名|台|基|社|校|園|戸|世帯|棟|冊|頭|[かカヶケ箇]所)(?!の?(?:市町|自治体))")
#: The first of a set with its value (いちばん多かった年度と件数).
_FIRST_WITH = re.compile(
    r"(?:一番|いちばん|最も|もっとも)[^。、?？]{1,12}[いた](?:年度?|月|市|町|村|地区|課|学校|路線|項目|業務|分野)と"
)
#: What an English text that asks to be told something begins with; State and Name may be nouns of a statement.
_REQUEST = re.compile(
    r"(?:(?:among|of|in|for|within|from|excluding|looking) [^,.?]{2,80}, )?(?:please |can you |could you )?"
    r"(?:(?:tell|show|give|list|describe|explain|identify|compare|summari[sz]e|specify|outline)\b"
    r"|(?:name|state) (?:the|all|which|what|who|how|whether|any|each|every)\b)",
    re.IGNORECASE,
)
#: What stands behind a telegraphic question: what else is to be told (上から2つ 率も), where to look (全分野から).
_BESIDES = re.compile(r"(?:[、。\s]+[^、。\sはがをにで]{1,6}も|を?全[一-龥]{1,4}から)$")
#: The first of an order (上から3つ).
_FROM_TOP = re.compile(r"(?<![一-龥])[上下]から\d+(?:つ|番目|位|件)")
#: So many of an order (多い順に上位3地区).
_FIRST_FEW = re.compile(r"(?:上位|下位|ベスト|ワースト|トップ)\s?[0-9]{1,2}[^、。\s0-9]{0,4}$")
#: An English sentence that ends in a full stop, has a finite verb and asks for nothing.
_STATED = re.compile(
    r"(?!(?:what|which|who|whose|when|where|why|how|is|are|was|were|do|does|did|can|could|will|would|should|has|have|"
    r"i|we|my|find|check|look|count|give|help)\b)"
    r"[^?]*[^?\s] (?:is|are|was|were|will|has|have|had|plans to|aims to|does not|did not)\b"
    r"(?![^?.]*\b(?:which|what|how)\b)[^?]*\.$",
    re.IGNORECASE,
)
_BOUNDED = re.compile(r"[0-9%割円件人](?:を|より|に)?(?:以上|以下|未満|超え|こえ|上回|下回|満たな)")
#: Municipalities that the national list lacks, in front of what follows a name.
_NAME = re.compile(r"(?<![一-龥])(?![各全何他同当本諸])[一-龥]{2,4}(?=[市町村](?:[のはがをにでともや、]|って))")


#: Asks for means, and what asks for times beside them.
_MEANS = re.compile(
    r"どのよう(?:に(?!な|変|進|移|推)|な(?:手段|方法|手順|手法))|どうやって|どんな(?:手段|方法|手順|手法)"
)
_TIMES = re.compile(r"年|月|期|いつ|推移|変[わ化遷更]|スケジュール|工程|ロードマップ|段階|経過|予定|進[むめ捗ん]|順")


@dataclass(frozen=True, slots=True)
class Asked:
    """`sure` is the probability that the model gives to the kind, 0 to 1."""

    kind: Kind
    of: Of
    sure: float


def asked(text: str, english: bool, named: int) -> Asked:
    """`text` is normalised (half-width digits and Latin); `named` counts the municipalities in it."""
    found = cues(text if english else _BESIDES.sub("", text), english, named)
    kinds, ofs = _probabilities("kind", found), _probabilities("of", found)
    if "?" in text or _REQUEST.match(text) if english else asks_anyway(text):
        kinds[KINDS.index("claim")] = 0.0
    elif _STATED.match(text) if english else _CLEFT.search(text) and not _OPEN.search(_QUOTED.sub("", text)):
        kinds[KINDS.index("claim")] = 1.0
    elif not english and _SETTLED.search(text):
        kinds[KINDS.index("claim")] *= _LIKELIER
    if not english and _OPEN.search(_ALL.sub("", _QUOTED.sub("", text))):
        kinds[KINDS.index("yesno")] = 0.0
    if not english and _DENIED.search(text):
        kinds[KINDS.index("yesno")] = 0.0
    if not english and _CHOICE.search(text):
        kinds[[n for n, kind in enumerate(KINDS) if kind in ("claim", "yesno", "number")]] = 0.0
    if CALLED.search(text):
        kinds[
            [n for n, kind in enumerate(KINDS) if kind in ("timeline", "date", "number", "yesno", "claim", "how")]
        ] = 0.0
    best = int(kinds.argmax())
    return Asked(_settled(KINDS[best], text, named), OFS[int(ofs.argmax())], float(kinds[best]))


def _settled(kind: Kind, text: str, named: int) -> Kind:
    """A value is no count (利用率の目標値はいくつですか); a set of which the first is asked for is ranked
    (一番少ない地区はどこ？いくつ？); one under a bound is listed (1,000万円を超えたものはどれ); what became of
    something over the years is a timeline, but not the means of something (どのように把握するか); a state aimed at is
    no number; in what way something is done is no yes or no."""
    if kind == "yesno" and (way := _IN_WHAT_WAY.search(_QUOTED.sub("", text))):
        return "fact" if way["said"] else "how"
    if kind in ("how", "claim", "fact", "who", "list", "date") and _COURSE.search(_QUOTED.sub("", text)):
        return "timeline"
    if kind in ("number", "fact", "list") and _BY_YEARS.search(text):
        return "timeline"
    if kind in ("number", "list") and _STATE_AIMED_AT.search(text):
        return "fact"
    if kind == "rank" and _AT_WHAT_TIME.search(text):
        return "fact"
    if kind == "fact" and named < 2 and _VALUE_NOUN.search(text):
        return "number"
    if kind == "timeline" and _RECURRING.search(text):
        return "date"
    if kind in ("who", "list", "date") and _HISTORY.search(text):
        return "timeline"
    if kind == "timeline" and _MEANS.search(text) and not _TIMES.search(_QUOTED.sub("", text)):
        return "how"
    if kind in ("list", "count") and named and _BECAME.search(text):
        return "number"
    value = (_VALUE.search(text) or _VALUE_OF.search(text)) if kind in ("list", "count") else None
    of_things = value is not None and _THINGS.search(value["of"]) and text[value.end("of")] not in "費額率割"
    if value is not None and not of_things and not _FIRST.search(text):
        return "number"
    if kind in ("list", "count", "compare") and named < 2 and _FIRST.search(text):
        return "rank"
    if kind == "count" and _OF_NO_ITEMS.search(text):
        return "number"
    if kind not in ("rank", "who", "how") and named < 2 and _FROM_TOP.search(text):
        return "rank"
    if kind == "number" and named < 2 and _FIRST_WITH.search(text):
        return "rank"
    if kind == "compare" and _THAT_DO.search(text):
        return "list"
    if kind == "list" and named == 2 and _CHOICE.search(text):
        return "compare"
    if kind == "compare" and named < 2 and _BOUNDED.search(text) and _OPEN.search(text):
        return "list"
    return kind


def asks_anyway(text: str) -> bool:
    """Whether a Japanese text cannot be a statement: a request to tell, or nouns of which nothing is said."""
    if (
        _ASKED_BEFORE.search(text)
        or _patterns("ja")["request"].search(text)
        or _FIRST_OF.search(text)
        or _LEFT_OPEN.search(text)
    ):
        return True
    said = _ASIDE.sub("", _BRACKETED.sub("", text).strip())
    for year in reversed(find_years(said)):
        said = f"{said[: year.start]} {said[year.end :]}"
    if _FIRST_FEW.search(said) or _BESIDES.search(said):
        return True
    if "は" not in said and _DESCRIBED.search(said):
        return True
    return bool(_NOUN.search(said)) and not (_SAID_OF.search(said) or _STATE.search(said))


@lru_cache(maxsize=4096)
def cues(text: str, english: bool, named: int) -> Mapping[str, float]:
    """The cues that stand in a question, each 1, and its length in units of half the longest that counts."""
    language = "en" if english else "ja"
    said = text if english else plain(text)
    said = _BRACKETED.sub("", said) or said
    last = said if english else _CLAUSES.split(said)[-1]
    found = {"bias": 1.0, f"named {min(named, 2)}": 1.0, f"years {min(len(find_years(text)), 2)}": 1.0}
    for name, pattern in _patterns(language).items():
        if pattern.search(said):
            found[name] = 1.0
        if not english and pattern.search(last):
            found[f"last {name}"] = 1.0
    found["length"] = min(len(text), _LONG) / (_LONG / 2)
    return {f"{language} {name}": value for name, value in found.items()}


def plain(text: str) -> str:
    """Lower case without spaces in Japanese, with signs in the place of names, years, quoted words and figures."""
    for mention in reversed(national().find(text)):
        if mention.end - mention.start >= 2:
            text = f"{text[: mention.start]}〓{text[mention.end - 1 :]}"
    text = _ALL.sub("", _QUOTED.sub("「〓」", _NAME.sub("〓", text)))
    for year in reversed(find_years(text)):
        text = f"{text[: year.start]}〒{text[year.end :]}"
    text = re.sub(r"\d[\d,.]*", "0", text).lower()
    return re.sub(r"(?<![a-z0])\s+|\s+(?![a-z0])", "", text).strip()


def _probabilities(of: str, found: Mapping[str, float]) -> NDArray[np.float64]:
    weights = _weights()[of]
    scores = sum(
        (weights[name] * value for name, value in found.items() if name in weights), start=np.zeros_like(weights[""])
    )
    raised = np.exp(scores - scores.max()) * (weights[""] == 0)
    out: NDArray[np.float64] = raised / raised.sum()
    return out


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    read = tomllib.loads(resources.files("assistant.understanding").joinpath("cues.toml").read_text("utf-8"))
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in read[language].items()}


@cache
def _weights() -> dict[str, dict[str, NDArray[np.float64]]]:
    """By what is told and by cue, one weight a class; under '' a 1 for each class that nothing was learned of."""
    read = json.loads(resources.files("assistant.understanding").joinpath("kinds.json").read_text("utf-8"))
    return {of: {name: np.array(row, dtype=np.float64) for name, row in table.items()} for of, table in read.items()}


_ENGLISH = re.compile(
    r"\b(?:the|an?|is|are|was|were|will|would|can|should|of|in|on|at|to|by|with|from|for|does|do|did|has|have|what|which|"
    r"who|when|where|why|how|many|much|any|there|and|also|list)\b",
    re.IGNORECASE,
)


def is_english(text: str) -> bool:
    """A question whose sentence is English, whatever Japanese words it quotes."""
    own = re.sub(r"[「『\"“][^」』\"”]*[」』\"”]", " ", text)
    latin, kana = len(re.findall(r"[A-Za-z]", text)), len(re.findall(r"[ぁ-ん]", text))
    return latin >= 8 and latin > 2 * kana and (bool(_ENGLISH.search(text)) or not re.search(r"[ぁ-んァ-ヶ一-龥]", own))
