"""What a question about a set of municipalities turns on: who is asked for, and the topic without examples, other
ways that it sets aside, and what it says only in passing."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MANY = r"(?:市町村|市区町村|市や町村|市や町|市と町|市町|自治体|団体|市|町|村|まち|ところ|とこ)"
_BODIES = re.compile(
    rf"(?:どこの|どの|何|いくつの){_MANY}(?!民|内|長|役|議|立|道|営)"
    rf"|(?<!その)(?<!(?<!ど)この)(?<!同){_MANY}(?!民|内|長|役|議|立|道|営|場)(?:名|の名前)?(?:は|って|を|が|の中で)?、?[^。、]{{0,8}}"
    r"(?:どこ|どれ|全部|ぜんぶ|すべて|全て|挙げ|いくつ|リスト|教え|おしえ|一覧|列挙|並べ|抽出|洗い出|ピックアップ)"
    rf"|{_MANY}の?(?:うち|中で|なかで)[^。]{{1,60}}?(?:もの|ところ|団体)(?=[をはが、。?？]|$)|{_MANY}(?:は|って|を)?(?=[?？。(（])|{_MANY}(?:は|って)?\s*$|{_MANY}の数|{_MANY}(?:は|が)?(?:幾つ|いくつ)|{_MANY}(?:を|、|\s)*(?:漏れなく|もれなく|残らず)"
)
#: All of those that share a plan, of each of whose rows it is told whether they take part.
_EVERY_BODY = re.compile(
    r"(?:[0-9]{1,2}|全(?:ての|部の)?|構成|関係)(?:市町村|市町|市区町村|自治体|団体)(?:の)?(?:すべて|全て|全部|とも|みんな)(?:が|で|に)"
)
_EN_BODIES = re.compile(
    r"\b(?:which|what|how many|all(?: the)?|list(?: the| all| every)?|name(?: the| all| every)?|every|each)"
    r"(?: of the)? (?:[\w'-]+ ){0,3}?(?:cities|towns|municipalities|villages|local (?:governments|bodies)|"
    r"(?<!the )(?<!this )(?<!that )(?:city|town|municipality|village)(?!'s| plan| hall))\b",
    re.IGNORECASE,
)
#: 「電話や窓口じゃなく」, 「役所に行かずに」: the way that is not meant; what is fetched there (鍵を取りに) is.
_INSTEAD = re.compile(
    r"[^、。,()（）「」を]{1,30}?(?:(?:じゃ|では|で|や)(?:なくて?|のうて)|の(?:代わり|かわり)に|"
    r"(?:行か|出向か|来庁せ|足を運ば|並ば|待た|会わ)(?:ずに|ないで|なくても?))、?"
)
#: 「体育館や会議室みたいな公共の施設」: the examples before what they are examples of.
_EXAMPLES = re.compile(
    r"(?P<examples>[^、。,()（）「」はがをにで]{1,40}?)(?:みたいな|のような|といった|などの(?=[一-龥ァ-ヶ])|"
    r"をはじめとする|をはじめとした|とかの?(?=[一-龥ぁ-んァ-ヶ]{2,}))"
)
#: 「体を動かしたり、手伝いに出たり、休んだりすると」: three clauses or more are examples of what is done.
_AND_SO_ON = re.compile(
    r"(?P<examples>(?:[^、。()（）「」]{1,24}?[ただ]り[、,]?\s?){3,})(?:す(?:る|れば)|した|でき|と)?"
)
#: What must be left of a topic, and how long another name can be.
FEWEST_LEFT, LONGEST_NAME = 6, 16
_BRACKETED = re.compile(r"[(（](?P<said>[^()（）]{1,40})[)）]")
_IN_PASSING = re.compile(
    r"(?:など|等)?(?:という|の)?(?:表記|表現|書き方|言い方|呼び方|略称)?(?:など|等)?(?:も|を)?(?:含む|含み|含めて?|ふくむ|対象|可|OK)。?$|など|等$|(?:など)?(?:の)?(?:呼び方|名前|名称)?(?:は|を|も)?問わ(?:ない|ず)。?$"
)
_NOUN_BEFORE = re.compile(r"[一-龥々ァ-ヴーA-Za-z0-9-]{2,}$")
_JOINT = re.compile(r"、|・|や|又は|または|あるいは|もしくは|,|/")


#: 「分野は問わない」: what makes no difference. Where names make none, these are other names.
_NO_MATTER = re.compile(r"^(?!.*(?:呼び方|呼称|名前|名称|表記|言い方|書き方)).*問わ(?:ない|ず)。?$")
#: What a question sets aside.
EXCLUSION = re.compile(
    r"[(（]?[^。、,(（?？\s]{1,40}?(?:など)?(?:だけ|のみ|しか)?(?:の(?:もの|市|町|所|ところ|"
    r"とこ|自治体|場合|言い回し))?(?:だけ)?(?:の(?:もの|自治体|所))?(?:は|を)?"
    r"(?:除く|除いて|除き|除外|のけて|のける|のけといて?|のけた|省いて|省く|はぶいて|抜いて|抜く|外して|含めない|含まない|含めず|不要|いらない|"
    r"対象外|数えない|数えず|入れない|入れず|ではなく)(?:て?で|て?ください|てくれ)?[)）]?"
)


@dataclass(frozen=True, slots=True)
class Topic:
    """`core` must be told of whoever belongs to the set; `aside` (examples, what else stands in brackets) may be.
    `names` are nouns with the other names that brackets behind them give."""

    core: str
    aside: tuple[str, ...] = ()
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()


def asks_bodies_of(text: str, english: bool) -> bool:
    """Whether a question asks for municipalities: which, how many, all of them."""
    return (_EN_BODIES if english else _BODIES).search(_EVERY_BODY.sub(" ", text)) is not None


def is_of_every_body(text: str) -> bool:
    """Whether a question asks for what all the municipalities of a joint plan have or take part in."""
    return _EVERY_BODY.search(text) is not None


def other_names(bracket: str) -> tuple[str, ...]:
    """The names that brackets behind a noun give: （「マイナカード」表記も含む）, （キャッシュレス決済など）."""
    said = _IN_PASSING.sub("", bracket.strip(" ()（）"))
    parts = (part.strip(" 「」『』") for part in _JOINT.split(said))
    return tuple(part for part in parts if 2 <= len(part) <= LONGEST_NAME)


def topic_of(text: str) -> Topic:
    """A Japanese topic, taken apart."""
    aside: list[str] = []
    names: list[tuple[str, tuple[str, ...]]] = []

    def bracketed(match: re.Match[str]) -> str:
        if _NO_MATTER.search(match["said"]):
            return ""
        said = _IN_PASSING.sub("", match["said"])
        noun = _NOUN_BEFORE.search(match.string[: match.start()].rstrip())
        parts = other_names(said)
        if noun and parts:
            names.append((noun.group(), parts))
        else:
            aside.append(said)
        return ""

    def example(match: re.Match[str]) -> str:
        aside.append(match["examples"])
        return " "

    core = _INSTEAD.sub(" ", text)
    core = core if len(re.sub(r"\s", "", core)) >= FEWEST_LEFT else text
    core = _AND_SO_ON.sub(example, _EXAMPLES.sub(example, _BRACKETED.sub(bracketed, core)))
    return Topic(core, tuple(_IN_PASSING.sub("", words) for words in aside), tuple(names))
