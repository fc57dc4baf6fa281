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

from assistant.understanding.settled_kinds import CHOICE, OPEN, QUOTED, settled
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
#: Asks for the name of one thing.
CALLED = re.compile(r"(?:何|なん)(?:と|て)(?:いう|言う|呼ぶ|呼ばれる)(?!こと|か|の(?:か|で|は))")
#: Ends in what nothing is said of yet (令和9年度の電子申請の目標は).
_LEFT_OPEN = re.compile(r"[^でに](?:は|って)[。\s]*$")
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
#: What an English text that asks to be told something begins with; State and Name may be nouns of a statement.
_REQUEST = re.compile(
    r"(?:(?:among|of|in|for|within|from|excluding|looking) [^,.?]{2,80}, )?(?:please |can you |could you )?"
    r"(?:(?:tell|show|give|list|describe|explain|identify|compare|summari[sz]e|specify|outline)\b"
    r"|(?:name|state) (?:the|all|which|what|who|how|whether|any|each|every)\b)",
    re.IGNORECASE,
)
#: What stands behind a telegraphic question: what else is to be told (上から2つ 率も), where to look (全分野から).
_BESIDES = re.compile(r"(?:[、。\s]+[^、。\sはがをにで]{1,6}も|を?全[一-龥]{1,4}から)$")
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
#: A question within another, and the end of one for yes or no.
_INDIRECT = re.compile(
    r"(?:どう|どのように|どんな|どの|いつ|どこ|誰|だれ|何|どれ|いくら|なぜ)[^、。?？]{1,18}?(?:る|た|い|の|れ)か(?=[、をがは])"
)
_ENDS_IN_WHETHER = re.compile(r"(?:ます|です|でしょう|る|た|ない|の)(?:か|の)?[?？]?\s*$")
#: Ends in a question for yes or no, whatever was told before it.
_WHETHER = re.compile(
    r"(?:^|[.!]\s+)(?:and |but |so )?(?:does|do|did|is|are|was|were|will|would|can|could|has|have)\b"
    r"(?![^?]*\b(?:or|tell|show|list|give|explain|which|what|how|where|when|who|whose|why)\b)[^?.]*\?\s*$",
    re.IGNORECASE,
)
#: Municipalities that the national list lacks, in front of what follows a name.
_NAME = re.compile(r"(?<![一-龥])(?![各全何他同当本諸])[一-龥]{2,4}(?=[市町村](?:[のはがをにでともや、]|って))")


@dataclass(frozen=True, slots=True)
class Asked:
    """`sure` is the probability that the model gives to the kind, 0 to 1."""

    kind: Kind
    of: Of
    sure: float


def asked(text: str, english: bool, named: int) -> Asked:
    """`text` is normalised (half-width digits and Latin); `named` counts the municipalities in it."""
    if not english:
        text = _without_indirect(text)
    found = cues(text if english else _BESIDES.sub("", text), english, named)
    kinds, ofs = _probabilities("kind", found), _probabilities("of", found)
    if "?" in text or _REQUEST.match(text) if english else asks_anyway(text):
        kinds[KINDS.index("claim")] = 0.0
    elif _STATED.match(text) if english else _CLEFT.search(text) and not OPEN.search(QUOTED.sub("", text)):
        kinds[KINDS.index("claim")] = 1.0
    elif not english and _SETTLED.search(text):
        kinds[KINDS.index("claim")] *= _LIKELIER
    if english and _WHETHER.search(text):
        kinds[KINDS.index("yesno")] = 1.0
    if not english and OPEN.search(_ALL.sub("", QUOTED.sub("", text))):
        kinds[KINDS.index("yesno")] = 0.0
    if not english and _DENIED.search(text):
        kinds[KINDS.index("yesno")] = 0.0
    if not english and CHOICE.search(text):
        kinds[[n for n, kind in enumerate(KINDS) if kind in ("claim", "yesno", "number")]] = 0.0
    if CALLED.search(text):
        kinds[
            [n for n, kind in enumerate(KINDS) if kind in ("timeline", "date", "number", "yesno", "claim", "how")]
        ] = 0.0
    best = int(kinds.argmax())
    return Asked(settled(KINDS[best], text, named), OFS[int(ofs.argmax())], float(kinds[best]))


def _without_indirect(text: str) -> str:
    """A question for yes or no without what it only speaks of (どう使われているかを調べるようになりますか)."""
    bare = _INDIRECT.sub("こと", text)
    return bare if bare != text and _ENDS_IN_WHETHER.search(bare) and not OPEN.search(QUOTED.sub("", bare)) else text


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
    text = _ALL.sub("", QUOTED.sub("「〓」", _NAME.sub("〓", text)))
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
