"""The kind of a question, by the words that ask. The order of the tests matters: the more particular comes first."""

from __future__ import annotations

import re
from typing import Literal

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

_MANY = r"(?:市町村|市区町村|市町|自治体|市|町|村|まち|団体|ところ|とこ)"
_MEASURES = r"(?:(?:個別|具体的な)?(?:事業|取組|取り組み|施策|プロジェクト|課題|項目|メニュー|サービス))"

_JA: tuple[tuple[Kind, str], ...] = (
    ("sum", r"合計|総額|合わせて(?:いくら|何|全部)|足すと|トータル"),
    (
        "rank",
        r"高い順|低い順|多い順|少ない順|大きい順|小さい順|[0-9]+番目|(?:一番|"
        r"いちばん)(?:事業費|人口|費用)?(?:が|の)?(?:多|少|高|低|大き|小さ|安|長|短)|最も|"
        r"もっとも|最大|最小|最多|トップ[0-9]|上位|[0-9]位|ランキング",
    ),
    (
        "count",
        rf"(?:何|いくつの){_MANY}(?!民)|{_MANY}(?:は|が|って)?(?:全部で)?いくつ|"
        rf"(?:いくつ|何本|何件)の{_MEASURES}|{_MEASURES}(?:は|が|って)?(?:全部で)?(?:何件|いくつ|何個|何本)|もの(?:は|が)何件|"
        rf"何件の{_MEASURES}|全部で何件|一覧.{{0,20}}何件|(?:なって|載って|"
        rf"挙げられて)(?:い)?る(?:の)?(?:もの)?(?:は)?(?:全部で)?何件|{_MEASURES}の(?:件数|"
        rf"数)は",
    ),
    (
        "compare",
        r"違い|違う|比べ|比較|どちら(?!の)|どっち(?!の)|並べて|数字(?:が)?(?:違|ちが)|ちがう|それぞれ.*(?:多い|少ない|高い)|差は",
    ),
    (
        "list",
        rf"(?:どこの|どの){_MANY}|{_MANY}(?:は|って|を)?[^。]{{0,6}}?(?:どこ|どれ)(?:で|か|"
        rf"？|\?|$|です)|(?:全部|すべて|全て|もれなく|漏れなく|一通り)(?:、|を|の名前|の名称)?(?:挙|あげ|"
        rf"教|おしえ|示|知|列|リスト|ください|$)|リストアップ|列挙|一覧(?:にして|で|"
        rf"を)?(?:教|出|くだ|$)|挙げると|あげて|(?:個別事業|事業|取組|施策)は[?？]?$|"
        rf"{_MANY}(?:を|は)(?:全部|すべて|挙|教)|挙げて|挙げよ|{_MEASURES}(?:を|"
        rf"は)?(?:全部|すべて|全て)|[0-9]つ(?:を)?(?:全部|すべて)|何がある|は何と何",
    ),
    (
        "definition",
        r"とは(?:何|なに|どう|どんな|$|？|\?|、)|の定義|定義は|定義を|どういう意味|の意味|"
        r"って(?:何|なに|なん)(?:です|の|？|\?|$|だ)|何の略|とはどのよう|正式名称|"
        r"の説明(?:は|を|$)|何のこと|[○●◎△▲◇◆×☆★⇒](?:は|と|って|の意味)|とはどんなもの",
    ),
    (
        "timeline",
        r"年度ごと|年度順|年度を追|時系列|各年度|年度別|スケジュール|工程|ロードマップ|"
        r"いつ何|推移|段階と|ステータス|どの段階|"
        r"どう進む|どう進め|[0-9]年度まで(?:の|に)?(?:各|どう|何[をがの])|"
        r"R?[0-9]+年?度?[~〜～-]R?[0-9]+年?度?(?:の|で|まで)?.{0,12}(?:予定|計画|各|状況|区分|段階|記号|の別)",
    ),
    (
        "date",
        r"いつ|(?:開始|実施|施行|開校|開設|稼働)日(?:は|$|？|\?)|"
        r"何年(?!間)|何年度から|何年度まで|何月|何日|時期は|年月|年度は(?:$|？|\?)",
    ),
    (
        "who",
        r"何課|どの課|どこの課|どの部|どの部署|何部(?!署で|署が)|担当(?:課|部署|部|は|して|する)|所管|"
        r"関係所属|主管|誰が|だれが|部署(?:は|を|って)|どこが(?:やっ|担|所管)",
    ),
    (
        "how",
        r"どうやって|どのように|どのよう|どんなふう|どんな方法|どんな仕組み|どんなしくみ|"
        r"仕組み(?:は|を|で|$)|しくみ|方法(?:は|を|で)|手順|流れ|経緯|判断基準|条件は|"
        r"要件は|どうすれば|どうしたら|どう(?:変|や|し|なる|なっ|対)|なぜ|理由|"
        r"どんな(?:こと|支援|助け|効果|機能|家庭|取)|どういう",
    ),
    (
        "number",
        r"いくら|いくつ|何(?:人|件|円|枚|台|回|校|か所|箇所|カ所|ヶ所|パーセント|%|割|倍|"
        r"戸|社|店|基|時間|分|日|世帯|団体|部署|言語|手続|名|ポイント|種類|店舗|キロ|本|"
        r"冊|室|棟|施設)|どれくらい|どのくらい|割合|人口|事業費|目標値|基準値|実績値|数値|"
        r"予算|費用|金額|件数|人数|目標(?:は|$)|実績(?:は|と|$)|率は",
    ),
)
_EN: tuple[tuple[Kind, str], ...] = (
    ("sum", r"\b(?:total|sum|combined|altogether)\b.*\b(?:cost|budget|amount|expense|project)"),
    (
        "rank",
        r"\b(?:highest|lowest|largest|smallest|most|least|biggest|rank|ranked|second|"
        r"third)\b.*\b(?:cost|budget|population|project|value|number)",
    ),
    (
        "count",
        r"\bhow many (?:of the )?(?:[\w'-]+ ){0,5}?(?:cities|towns|municipalities|villages|"
        r"local governments|projects|measures|initiatives)\b",
    ),
    (
        "compare",
        r"\bcompare|\bwhich of\b.*\b(?:more|less|higher|lower|larger|smaller|earlier|"
        r"later|first)\b|\bdiffer|\bdifference|\bversus\b|\bvs\b|\bwhich (?:is|has|"
        r"of the two)\b.*\b(?:more|higher|larger|lower|fewer)\b",
    ),
    (
        "definition",
        r"\bwhat (?:is|are|does)\b.*\b(?:mean|defined|definition|stand for)\b|"
        r"\bdefinition of\b|\bdefine\b|^what (?:is|are) (?:an? |"
        r"the )?[\"“'][^?\"”]{2,60}[\"”]|^what (?:is|are) (?:an? )?[\w -]{2,30}\?$",
    ),
    (
        "list",
        r"\bwhich (?:[\w'-]+ ){0,2}?(?:cities|towns|municipalities|villages|local governments|projects|"
        r"measures|departments|prefectures|bodies)\b|\blist (?:all|the|every)\b|\bname all\b|"
        r"\ball the\b",
    ),
    (
        "timeline",
        r"\bschedule|\btimeline|\broadmap|\beach (?:fiscal )?year|\byear by year|"
        r"\bscheduled\b|\bin each (?:of|year|fiscal)|\bstage\b.*\beach\b|\bwhat stage\b|"
        r"\bfrom when\b",
    ),
    ("date", r"\bwhen\b|\bwhat (?:year|month|date)\b|\bin which (?:fiscal )?year\b"),
    (
        "who",
        r"\b(?:which|what) (?:department|division|section|bureau|office)|\bwho (?:is|runs|"
        r"handles|manages)\b|\bin charge of\b|\bresponsible\b",
    ),
    ("how", r"\bhow (?!many|much|long|often|far|large|big|high)|\bwhy\b|\bby what means\b"),
    (
        "number",
        r"\bhow (?:many|much|long|often|large|big|high)\b|\bwhat (?:percentage|share|"
        r"proportion|rate|number|amount|is the (?:population|target|baseline|budget|cost|"
        r"number|rate|project cost))\b",
    ),
)
_JA_REGEXES = tuple((kind, re.compile(pattern)) for kind, pattern in _JA)
_EN_REGEXES = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _EN)

_JA_ASKS = re.compile(
    r"[?？]|教え|ください|下さい|示せ|示して(?!い)|挙げて(?!い)|挙げよ|あげて(?!い)|"
    r"おしえ|知りたい|(?:です|ます|した|する|った|ある|ない|いる|れる|なる|いい|よい|の|"
    r"ん|と|や)か[。]?$|"
    r"(?:何|なに|なん(?!で)|いくら|いくつ|いつ|どこ|(?<!な)どの|どれ|(?<!な)どう|どんな|"
    r"だれ|誰|なぜ)(?!でも|[年度回件人]も|か(?:の|を|が))|[のかけな]$|ですかね|でしょう|っけ[。]?$|"
    r"は[。]?$|説明し|述べ"
)
_JA_STATES = re.compile(
    r"(?:る|た|だ|い|う|す|く|つ|ぬ|ぶ|む|ん|である|です|ます|ません|予定|計画|見込み|"
    r"方針|こと|済み|ている|ていない|中|された|実施|なし|ゼロ)[。.]?\s*$"
)
_EN_ASKS = re.compile(
    r"[?？]|^(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|"
    r"has|have|had|can|could|will|would|should|list|name|give|tell|show|explain|describe|"
    r"compare|besides|in which|for which|by how|to what|of the)\b",
    re.IGNORECASE,
)
_JA_YESNO = re.compile(
    r"(?:か|の|と|かな|っけ|よね|済み?|完了|した|てる|ている|れる|ある|できる|なる|する|いる|たん|もう)[?？。]?\s*$"
)
_EN_YESNO = re.compile(r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b", re.IGNORECASE)
_JA_OPEN = re.compile(
    r"何|なに|なん(?!で)|いくら|いくつ|いつ|どこ|(?<!な)どの|どれ|どう|どんな|だれ|誰|なぜ|どちら|どっち"
)


_JA_BARE_YESNO = re.compile(r"(?:る|た|だ|い|う|運用|実施|導入|開始|稼働|対応|完了|予定)[?？]\s*$")
#: What is to be done in which year, asked without a question word.
_JA_TO_DO = re.compile(r"(?:に|で)(?:やる|する|行う|行なう|実施する|予定している)(?:こと|の)[。]?\s*$")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")


def is_claim(text: str, english: bool) -> bool:
    """A statement, sent as it is to be checked: no question word, no request, ends like a sentence."""
    stripped = text.strip()
    if english:
        return not _EN_ASKS.search(stripped) and len(stripped.split()) >= 5 and stripped.endswith(".")
    return (
        not _JA_ASKS.search(stripped)
        and not _JA_TO_DO.search(stripped)
        and bool(_JA_STATES.search(stripped))
        and bool(re.search(r"[はがもをにで]", stripped))
    )


def kind_of(text: str, english: bool) -> Kind:
    """`text` is normalised (half-width digits and Latin)."""
    if is_claim(text, english):
        return "claim"
    if english:
        if _EN_YESNO.match(text.strip()):
            return "yesno"
        return next((kind for kind, regex in _EN_REGEXES if regex.search(text)), "fact")
    text = _BRACKETED.sub("", text) or text
    kind = next((kind for kind, regex in _JA_REGEXES if regex.search(text)), None)
    if (
        not _JA_TO_DO.search(text)
        and kind in (None, "number", "how", "timeline", "who", "compare")
        and _JA_YESNO.search(text)
        and not _JA_OPEN.search(text)
    ):
        return "compare" if kind == "compare" else "yesno"
    if kind is None and _JA_BARE_YESNO.search(text) and not _JA_OPEN.search(text):
        return "yesno"
    return kind or ("timeline" if _JA_TO_DO.search(text) else "fact")
