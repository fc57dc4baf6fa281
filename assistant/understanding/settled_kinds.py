"""What a question asks for where its words leave no doubt, whatever the cues of the language weigh."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.understanding.details import details_asked

if TYPE_CHECKING:
    from assistant.understanding.kinds import Kind

#: Asks for something that yes or no cannot answer; 何か, どこか and よいですか are no such words.
OPEN = re.compile(
    r"(?:何|なに|なん|誰|だれ|どなた|いつ|どこ|どれ|いくら|いくつ|幾ら)(?![かも]|でも|らか|れか)|どの(?!ように.{1,12}か[?？]?$)|どんな(?![^、。]{0,10}も)|"
    r"(?:番号|住所|名前|名称|理由)(?:を|が)(?:知りたい|教えて|おしえて)|[^でに]は[?？。]?\s*$"
)
#: Asks for one of two; どちらも, どちらとも and whether it is the one or the other are no such words.
CHOICE = re.compile(
    r"(?:どちら|どっち)(?!も|でも|とも|か(?![。?？ね]|\s*$))(?![^。?？]*かは?(?:を|決ま|未定|分か|わか))"
)
#: Asks which of two is ahead, both named behind it.
_EITHER = re.compile(
    r"\bwhich\b[^?]*\b(?:more|less|(?:high|low|larg|small|bigg|earli|lat|cheap|long|short|few|great)er)\b[^?]*\bor\b",
    re.IGNORECASE,
)
#: Asks for what became of something over the years, whoever was in charge.
_HISTORY = re.compile(
    r"変遷|沿革|移り変わり|(?:これまでの|年月とともに|年を追って)[^。]{0,12}(?:経過|歩み|あゆみ|流れ|示)"
)
#: Asks in what way (どう選ばれたのか), which yes or no cannot answer, or for the very words of something.
_IN_WHAT_WAY = re.compile(r"(?<!か)どう(?!か|も|しても|にか|せ|ぞ)(?P<said>書|呼|言|いう|表)?")
#: Asks to be told in what way something is done (どう活用するのか教えて).
_TOLD_HOW = re.compile(
    r"(?:どう(?:やって|いうふうに|いう風に)?|どのように|どんな(?:ふう|風)に)、?(?![かも思])[^、。?？]{1,24}(?:教え|知りた|説明|示し|おしえ)"
)
#: Asks for the steps from one time to another (課ができてから今の形になるまでの経緯), or for them with their times.
_COURSE = re.compile(
    r"(?:から|以来)[^。]{1,30}?までの[^。]{0,14}(?:流れ|経緯|経過|動き|歩み|変化)|年を追って|"
    r"(?:時期|年月|年度|日付)(?:つき|付き|とともに)"
)
#: Asks for one state that is aimed at (令和9年度に目指す姿は); a sum or a set of them says so.
_STATE_AIMED_AT = re.compile(
    r"(?:像|姿)(?:は|って|とは|$|[(（]|を(?:教|知|示|答))(?!.*(?:いく|何[個つ%件]|一覧|全て|すべて|全部|列挙|挙げ))"
)
QUOTED = re.compile(r"[「『\"“][^」』\"”]{2,40}[」』\"”]")
#: Asks for something in the order of its years.
_BY_YEARS = re.compile(r"年度?順(?:に|で)。?\s*$")
#: Asks for a value by its name alone (人口は, 回収率は？).
_VALUE_NOUN = re.compile(
    r"(?:人口|世帯数|面積|[一-龥](?:率|額|数|費)|割合|件数|人数|費用|予算|金額)(?:は|って)?[?？]?\s*$"
)
#: Asks what one thing is about, which is no set (…の概要を教えて).
_ABOUT = re.compile(
    r"(?:概要|詳細|背景|目的|ねらい|狙い|趣旨|要旨)(?:を|は|って|について)(?!.*(?:全部|全て|すべて|一覧|列挙|それぞれ|何件|いくつ))"
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
_THINGS = re.compile(r"(?:事業|施策|取組|取り組み|項目|指標|プロジェクト|市町村?|自治体|団体|目標|方針|柱|計画)の?$")
#: Those that do something (申し込めるようにする市は？).
_THAT_DO = re.compile(r"[るたい](?:市|町|村|市町|市町村|自治体|団体)は[?？]")
#: A number of people, machines or places; a plan's items are counted otherwise.
_OF_NO_ITEMS = re.compile(r"何(?:人|名|台|基|社|校|園|戸|世帯|棟|冊|頭|[かカヶケ箇]所)(?!の?(?:市町|自治体))")
#: The first of a set with its value (いちばん多かった年度と件数).
_FIRST_WITH = re.compile(
    r"(?:一番|いちばん|最も|もっとも)[^。、?？]{1,12}[いた](?:年度?|月|市|町|村|地区|課|学校|路線|項目|業務|分野)と"
)
#: The first of an order (上から3つ).
_FROM_TOP = re.compile(r"(?<![一-龥])[上下]から\d+(?:つ|番目|位|件)")
#: Asks for what stands under something (柱2に属する事業は何ですか, この章に含まれる施策にはどんなものがありますか).
_THAT_STAND_UNDER = re.compile(
    r"(?:属する|属している|含まれる|含まれている|連なる|ぶら下がる|ひも付く|紐付く|位置付け(?:られ|て|た)[^、。]{0,4}|掲げ(?:られ|て|た)[^、。]{0,4}"
    r"|挙げ(?:られ|て|た)[^、。]{0,4}|担当する|所管する|[」』章節柱]の)(?:事業|施策|取組|取り組み|プロジェクト|項目)"
    r"(?:は|って|に(?:は|って)?)、?(?:何|なに|どんな|どのような|どういう|どれ)(?!の|を|が目)"
)
#: Asks how many there are of a plan's items (区分が新規の指標はいくつありますか).
_ITEMS = re.compile(
    r"(?:事業|施策|取組|取り組み|項目|指標|プロジェクト|地区|路線|施設|避難所)(?:は|って|が)、?(?:全部で|合計で?|ぜんぶで)?(?:(?:いくつ|幾つ)(?:あ[りる]|[?？]|$)|(?:なんぼ|どれ(?:だけ|くらい|ぐらい))(?:ほど)?あ[りるん])"
)
_ORGAN = r"(?:[課室局部署会所館院校]|センター)"
#: Names a department, as that of what is asked for (健康課が担当する, 担当課が健康課の, 担当課が空欄の).
_OF_DEPARTMENT = re.compile(
    rf"{_ORGAN}(?:の両方)?[がで](?:主に|共同で)?(?:担当|所管|受け持|実施|取り組|や[るっ]|行[うっ])"
    rf"|(?:担当|所管|主管|主体|関係)(?:課|室|部署|部局|所属)?[がはに][^、。?？]{{1,16}}{_ORGAN}[」』]?(?:[のにでなと]|かつ)"
    r"|(?:担当|所管|主管)(?:課|室|部署|部局)?[がは](?:書かれて|示されて|空欄|未定|な[いし])"
)
#: Asks for what is of it, not for whom or where.
_WHOSE_THINGS = re.compile(
    r"(?:もの|やつ|項目|プロジェクト|[一-龥]組み?|取り組み|[一-龥]{2,4})(?:は|って|を|ば|、|も)?\s?(?:どれ|何|なに|どんな|全部|ぜんぶ|全て|すべて|一覧|[?？。]?\s*$)"
)
#: Asks for things with a figure over or under a bound (事業費が500万円以下の事業を教えて).
_THINGS_BOUNDED = re.compile(
    r"(?:費|額|数|人口|率|予算|決算|割合|件数)[がは][^、。?？]{0,12}?[0-9億万千円件人%割](?:以上|以下|未満|を?超え[るた]|を?上回[るっ]た?|を?下回[るっ]た?|に満たない)の?"
    r"[一-龥ァ-ヴー]{2,10}(?:を|ば|、|って|は)?\s?(?:全部|ぜんぶ|すべて|全て|教|おしえ|挙げ|示|どれ|何(?!人|円|年)|[?？]?$)"
)
_WHO = re.compile(r"誰|だれ|どなた|どこ|どの[課部室局係]|何[課部係]|どちら")
_BOUNDED = re.compile(r"[0-9%割円件人](?:を|より|に)?(?:以上|以下|未満|超え|こえ|上回|下回|満たな)")
#: Ends in the name of what is asked for (委託先の事業者名は。), and what asks for all of a set.
_ENDS_IN_NAME = re.compile(r"[一-龥ァ-ヴー](?:は|って|を(?:教え|知り)[^、。]{0,8})[?？。\s]*$")
_ALL_OF_SET = re.compile(
    r"全(?![国庁体面般域])|すべて|ぜんぶ|一覧|列挙|挙げ|それぞれ|各(?!種)|どれ|いくつ|何[件個つ]|リスト|もれなく|漏れなく|ごと"
)
#: Asks for means, and what asks for times beside them.
_MEANS = re.compile(
    r"どのよう(?:に(?!な|変|進|移|推)|な(?:手段|方法|手順|手法))|どうやって|どんな(?:手段|方法|手順|手法)"
)
_TIMES = re.compile(r"年|月|期|いつ|推移|変[わ化遷更]|スケジュール|工程|ロードマップ|段階|経過|予定|進[むめ捗ん]|順")


def settled(kind: Kind, text: str, named: int) -> Kind:
    """A value is no count (利用率の目標値はいくつですか); a set of which the first is asked for is ranked
    (一番少ない地区はどこ？いくつ？); one under a bound is listed (1,000万円を超えたものはどれ, 100人未満の路線を
    教えて); what became of something over the years is a timeline, but not the means of something (どのように
    把握するか); a state aimed at is no number; in what way something is done is no yes or no; what stands under
    something, or is of a department that is named, is listed."""
    if kind in ("who", "yesno", "fact") and not _WHO.search(text) and _asks_things_of_department(text):
        return "list"
    if kind in ("number", "fact") and _THINGS_BOUNDED.search(text):
        return "list"
    if kind == "yesno" and (way := _IN_WHAT_WAY.search(QUOTED.sub("", text))):
        return "fact" if way["said"] else "how"
    if kind in ("how", "claim", "fact", "who", "list", "date") and _COURSE.search(QUOTED.sub("", text)):
        return "timeline"
    if kind in ("number", "fact", "list") and _BY_YEARS.search(text):
        return "timeline"
    if kind in ("number", "list") and _STATE_AIMED_AT.search(text):
        return "fact"
    if kind == "fact" and named < 2 and _THAT_STAND_UNDER.search(text):
        return "list"
    if kind == "list" and _ABOUT.search(text):
        return "fact"
    if kind == "list" and named < 2 and _TOLD_HOW.search(QUOTED.sub("", text)) and not _ALL_OF_SET.search(text):
        return "how"
    if kind == "list" and _ENDS_IN_NAME.search(text) and details_asked(text) and not _ALL_OF_SET.search(text):
        return "fact"
    if kind == "rank" and _AT_WHAT_TIME.search(text):
        return "fact"
    if kind == "fact" and named < 2 and _VALUE_NOUN.search(text):
        return "number"
    if kind == "timeline" and _RECURRING.search(text):
        return "date"
    if kind in ("who", "list", "date") and _HISTORY.search(text):
        return "timeline"
    if kind == "timeline" and _MEANS.search(text) and not _TIMES.search(QUOTED.sub("", text)):
        return "how"
    if kind in ("list", "count") and named and _BECAME.search(text):
        return "number"
    value = (_VALUE.search(text) or _VALUE_OF.search(text)) if kind in ("list", "count") else None
    of_things = value is not None and _THINGS.search(value["of"]) and text[value.end("of")] not in "費額率割"
    if value is not None and not of_things and not _FIRST.search(text):
        return "number"
    if kind in ("list", "count", "compare") and named < 2 and _FIRST.search(text):
        return "rank"
    if kind in ("number", "sum") and named < 2 and _ITEMS.search(text):
        return "count"
    if kind == "count" and _OF_NO_ITEMS.search(text):
        return "number"
    if kind not in ("rank", "who", "how") and named < 2 and _FROM_TOP.search(text):
        return "rank"
    if kind == "number" and named < 2 and _FIRST_WITH.search(text):
        return "rank"
    if kind == "compare" and _THAT_DO.search(text):
        return "list"
    if kind == "list" and named == 2 and CHOICE.search(text) or named and _EITHER.search(text):
        return "compare"
    if kind == "compare" and named < 2 and _BOUNDED.search(text) and OPEN.search(text):
        return "list"
    return kind


def _asks_things_of_department(text: str) -> bool:
    named = _OF_DEPARTMENT.search(text)
    return named is not None and _WHOSE_THINGS.search(text, named.end() - 1) is not None
