"""The detail that a question asks for by name (a vendor, a fee, opening hours, the seats), and whether evidence can
answer it: what must stand in a text for the detail to be stated there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.normalise import view

_FIRM = (
    r"(?:会社|業者|メーカー|ベンダー?|企業|開発元|販売元|製造元|"
    r"委託先|受託者|発注先|契約先|請負者|落札者)"
)
_CALLED = r"(?:何(?:という|ていう|て(?!いう))|なん(?:という|ていう|て(?!いう)))(?:(?:名前|名称)の)?"
_NAMES_FIRM = (
    r"株式会社|㈱|\(株\)|有限会社|合同会社|[A-Zァ-ヴー]{3,}社|Inc\.|Ltd|グループ|協会|福祉協議会|組合|法人|公社|NPO|大学|財団|機構|システムズ|"
    r"ソリューションズ?|製作所|電機|電力|銀行|テクノロジー|ソフトウェア|委託先|受託者|社協"
)
_NAMED_THING = r"[「『\"][^」』\"]*[A-Za-zァ-ヴー]{2,}[^」』\"]*[」』\"]|(?:製品|商品|機種)名?[は:：]|®|™|\(TM\)"


@dataclass(frozen=True, slots=True)
class Detail:
    """`asks` finds the detail in a question, `needs` what states it; `near` if that must stand in the unit."""

    name: str
    asks: re.Pattern[str]
    needs: re.Pattern[str]
    near: bool = False


def _detail(name: str, asks: str, needs: str, near: bool = False) -> Detail:
    return Detail(name, re.compile(asks, re.IGNORECASE), re.compile(needs), near)


_LATIN = r"(?<![A-Za-z])(?:{})(?![A-Za-z])"
DETAILS: tuple[Detail, ...] = (
    _detail(
        "vendor",
        rf"(?:どこの|どの|{_CALLED}|どんな){_FIRM}|{_FIRM}(?:名|の名前|の名称|の社名|はどこ|は何|は誰|を教え)|{_FIRM}\s*(?:は|って)?[?？。]*$|"
        rf"{_FIRM}名?(?:と|や|及び)(?!の)[^、。]{{1,12}}(?:は|を|って)?(?:いくら|教えて.*)?[?？。]*$|"
        r"どこの(?:製品|会社)|どこに(?:委託|発注|外注)|どこが(?:作った|開発し|受注|請け負|落札)|社名|"
        r"\b(?:which|what) (?:company|vendor|contractor|firm|supplier|manufacturer)|"
        r"\bnames? of (?:the |any )?(?:[\w-]+ ){0,2}"
        r"(?:compan(?:y|ies)|firms?|vendors?|contractors?|suppliers?|manufacturers?|developers?)|"
        r"\bwho (?:supplies|built|developed|won)\b",
        _NAMES_FIRM,
        near=True,
    ),
    _detail(
        "product",
        rf"(?:製品|商品|機種|ソフト|モデル|アプリ)(?:名|の(?:名前|名称))|(?:どんな|どういう)(?:名前|名称)の(?:製品|商品|機種|ソフト)|型番|品番|(?:{_CALLED}|どの|どんな|どこの)(?:製品|商品|機種|ソフト|メーカー|アプリ)|製品は|"
        r"\b(?:product|model|brand)(?: name)?\b(?=.*\?)|\bname of the (?:product|software|model)",
        _NAMED_THING,
        near=True,
    ),
    _detail(
        "phone number",
        r"電話番号|(?:ファクス|FAX)番号|何番に(?:電話|かけ)|電話(?:は|って)何番|どこに電話|(?:電話|ダイヤル|フリーコール).{0,16}番号|"
        r"\b(?:phone|telephone|fax) number|\b(?:what|which) number\b.*\bcall",
        r"0\d{1,4}[-(]\d{1,4}[-)]\d{3,4}|\d{2,4}-\d{4}|(?:電話|TEL|ダイヤル)[:：]?\s?[(「#＃]?\d|内線\d",
    ),
    _detail(
        "contact",
        r"問い?合わせ先|連絡先",
        r"\d{2,4}-\d{2,4}|https?:|@|www\.|電話|[課室係局]",
    ),
    _detail(
        "web address",
        rf"メールアドレス|{_LATIN.format('URL')}|(?:どこの|どの|{_CALLED})(?:サイト|ホームページ|アドレス)|"
        r"\be-?mail address|\bweb ?site\b.*\?",
        r"https?:|@|www\.|\.jp\b",
    ),
    _detail(
        "address",
        r"住所|所在地|何番地|何丁目|\b(?:street )?address of\b",
        r"丁目|番地|\d番\d*号|所在地|住所|大字|字[一-龥]|[市町村区][一-龥]{1,5}\d|県[一-龥]{1,4}[市郡]",
    ),
    _detail(
        "place names",
        r"町名|地名|(?:どこ|何|どの)町(?:内|に|で|の)|(?:どの|何)(?:交差点|停留所|バス停)",
        r"(?<![市区各全村])[一-龥ァ-ヴヶ]{1,6}町(?![村民内長会域役立議])|丁目|[一-龥]地区|交差点|停留所|バス停|字[一-龥]",
        near=True,
    ),
    _detail(
        "fee",
        r"(?:手数料|利用料|使用料|料金|運賃|受講料|入場料|参加費|会費|家賃|月額|年会費|月謝).{0,12}(?:いくら|何円|は[?？。]*$)"
        r"|(?:お金|料金|費用|代金|利用料)(?:は|が|って|も|を)?(?:、)?(?:かか|掛か|とら|取ら|いる|いり|要る|要り|払)"
        r"|(?:乗る|使う|借りる|受ける|預ける|通う|入る|参加する|頼む|申し込む|取る|とる)"
        r"(?:と|のに|には|とき)(?:、)?(?:は)?いくら|"
        r"(?:[1一]|ひと)(?:席|回|台|枚|冊|泊|袋|本|食|時間|日|か月|ヶ月)(?:当たり|あたり|につき)?(?:は|、|で)?(?:いくら|何円)|"
        r"\bfares?\b|\bfees?\b|\bticket price",
        r"(?:手数|利用|使用|受講|入場|通行|保育|預り|保険|乗車)料|料金|運賃|家賃|参加費|会費|無償|無料|月額|\d\s?円",
    ),
    _detail(
        "hours",
        r"何時(?!間)|受付時間|開館時間|営業時間|開庁時間|利用時間帯|運行時間|時間帯は|"
        r"\bwhat time\b|\bopening hours|\bbusiness hours",
        r"\d{1,2}\s?時(?![間点期代])|(?<![A-Za-z\d])\d{1,2}:[0-5]\d(?![か件人回\d])|24時間|終日",
    ),
    _detail(
        "weekday",
        r"何曜日?|休館日|定休日|休業日|休みの日|お休みは|\b(?:which|what) days? of the week|\bclosed on\b",
        r"[月火水木金土日]曜|[月火水木金土日]・[月火水木金土日]|平日|土日|休館日|定休|年中無休|毎日|祝日",
    ),
    _detail(
        "deadline",
        r"(?:予約|申し?込み?|申請|応募|連絡|電話|届出?)(?:は|って|を|の締切は)?、?いつまで|いつまでに(?:予約|申|応募|連絡|電話|届け|すれ|したら|しな)|"
        r"何日前|何(?:か|ヶ|カ|ケ)月前|何週間前|何時間前|締め?切り?(?:日)?(?:は|って|いつ)|申込期限|申請期限|応募期限|"
        r"\bdeadline\b|\bhow many days (?:before|in advance)",
        r"(?:日|月|週間|時間|分)前|締め?切|期限|までに?申|前日",
    ),
    _detail(
        "seats",
        r"何席|席数|座席|定員|何人乗り|収容人数|\bseats?\b|\bcapacity\b",
        r"定員|席|人乗り|収容|\d\s?人(?:まで|以内|規模)",
    ),
    _detail(
        "age",
        r"何歳|何才|対象年齢|年齢制限|何年生|\bwhat age|\bhow old",
        r"\d\s?(?:歳|才)|歳代|年齢|学年|年生|児|高齢者|乳幼児|小学生|中学生",
    ),
    _detail(
        "person's name",
        r"氏名|担当者(?:の(?:お)?名前|名)|(?:長|者|師|員)の(?:お)?名前",
        r"氏(?!名)|[部課局室所園校館係]長|委員長|会長|[市町村区]長|知事|名簿",
    ),
    _detail(
        "person",
        r"(?:誰|だれ|どなた)(?:が|は|です|なん|？|\?|$)|"
        r"\bname of the (?:mayor|person|head|chair|officer)|\bwho is\b",
        r"[市町村区]長|知事|[部課局室所園校館係]長|本部長|委員|会長|理事|職員|者|氏|さん|課|大学|企業|長が|教員|医師|看護師|士",
    ),
    _detail(
        "duration",
        r"何分|何秒|所要時間|待ち時間は|\bhow many minutes",
        r"\d\s?(?:分|秒|時間)|(?:分|秒|時間)[)）]|無くな|なくな|ゼロ",
    ),
    _detail(
        "area", r"面積|何平方|何㎡|何ヘクタール|何坪|\bfloor area|\bsquare met", r"㎡|m2|平方|ha|ヘクタール|面積|坪"
    ),
    _detail(
        "copies",
        r"何部(?!署|門|局|が|の|で)|発行部数|印刷部数|何冊|何ページ|\bhow many (?:copies|pages)",
        r"\d\s?(?:部(?![署門局屋])|冊|ページ|頁)|部数|全戸|全世帯",
    ),
    _detail(
        "weight",
        r"何トン|何グラム|何キロ(?!メ|ワ)|何kg|何t(?![a-z])",
        r"\d\s?(?:トン|t|kg|g|キロ|グラム)|[(（](?:t|kg|g|トン)",
    ),
    _detail(
        "services",
        r"何便|運行本数|(?:バス|電車|列車|便|線|車|船|号|コース).{0,12}何本|\bhow many (?:buses|trips|services) a day",
        r"\d\s?(?:便|本|往復)",
    ),
    _detail(
        "contract",
        r"契約方法|入札(?:方式|方法|日|結果)|落札(?:額|価格|率)|契約(?:額|金額|期間)|随意契約|"
        r"\bbidd?ing\b|\btender price",
        r"入札|落札|契約|プロポーザル",
    ),
    _detail(
        "papers",
        r"必要書類|必要な書類|持ち物|何を持って|何が必要で|提出書類|\bwhat documents (?:are|do)",
        r"書類|持参|印鑑|証明書|身分証|申請書|免許証|カード|写し",
    ),
)


_PRICE = re.compile(
    r"いくら|値段|料金|家賃|運賃|謝礼|自己負担|手数料|使用料|利用料|参加費|会費|\bfare|\bfee\b|\bprice\b", re.IGNORECASE
)
_PAID = re.compile(
    r"\bcosts? to (?:rent|ride|borrow|use|attend|enter|join)|\b(?:pay|charged?) (?:for|per|to)\b"
    r"|\bper (?:month|hour|ride|person)\b|\b(?:tenant|user|resident|passenger|parent)s? (?:will )?pay\b"
    r"|\bcosts? .{0,12}(?:per|an|a|each) (?:hour|day|ride|month|person)\b",
    re.IGNORECASE,
)
_OF_PROJECT = re.compile(
    r"事業|予算|費用|経費|コスト|かか|金額|総額|交付金|投じ|使っ|予定額|決算|cost|budget|spend|grant", re.IGNORECASE
)
#: Labels of what a project costs.
PROJECT_COST = re.compile(r"事業費|予算|交付金|決算|総額")


def asks_price(text: str) -> bool:
    """Whether a normalised question asks what somebody pays or is paid, not what a project costs."""
    return bool(_PRICE.search(text) and not _OF_PROJECT.search(text)) or _PAID.search(text) is not None


def details_asked(text: str) -> list[Detail]:
    """`text` is a normalised question."""
    return [d for d in DETAILS if d.asks.search(text)]


def is_stated(detail: Detail, units: Sequence[str], about: Sequence[str]) -> bool:
    """Whether one of the units states the detail, or, unless it must stand in the unit itself, what is about them."""
    texts = units if detail.near else (*units, *about)
    return any(detail.needs.search(view(text)) for text in texts)


#: Nouns that frame a question and need not stand in its answer.
_FRAME = re.compile(
    r"(?:定義|意味|名前|名称|部署|課|係|担当|所属|所管|部局|値|割合|率|数|額|時期|方針|理由|内容|概要|状況|現状|段階|区分|しくみ|仕組み|"
    r"方法|役割|予定|計画|原則|事項|上限|下限|合計|総額|違い|特徴|効果|課題|目的|対象|期間|場所|年度|予算|費用|目標|実績|基準|"
    r"事業|取組|施策|手順|条件|要件|結果|評価|進捗|推移|内訳|種類|項目|一覧|説明|情報|日|月|年|時|名|点|市|町|村|県|人|件|者)$"
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
