"""The details that questions ask for (a vendor, a fee, opening hours, a span of time, the name of a school): how each
is asked for, and what must stand in a text for it to be stated there."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIRM = (
    r"(?:会社|(?<![漁農林])業者|メーカー|ベンダー?|企業|開発元|販売元|製造元|"
    r"委託先|受託者|発注先|契約先|請負者|落札者)"
)
_FIRM_IN_ENGLISH = r"(?:manufacturer|maker|vendor|supplier|contractor|developer)"
_CALLED = r"(?:何(?:という|ていう|て(?!いう))|なん(?:という|ていう|て(?!いう)))(?:(?:名前|名称)の)?"
_NAMES_FIRM = (
    r"株式会社|㈱|\(株\)|有限会社|合同会社|[A-Zァ-ヴー]{3,}社|Inc\.|Ltd|(?<=[A-Za-zァ-ヴー])グループ|協会|福祉協議会|組合|法人|公社|NPO|大学|財団|機構|システムズ|"
    r"ソリューションズ?|製作所|[一-龥ァ-ヴー]{2,}(?:電機|電力)(?![をのがで量料費使消供])|銀行|テクノロジー|ソフトウェア|委託先|受託者|社協"
)
_NAMED_THING = r"[「『\"][^」』\"]*[A-Za-zァ-ヴー]{2,}[^」』\"]*[」』\"]|(?:製品|商品|機種)名?[は:：]|®|™|\(TM\)"


@dataclass(frozen=True, slots=True)
class Detail:
    """`asks` finds the detail in a question, `needs` what states it: in the unit itself where `near`, not in words of
    the question where it is `named`. What is `early` is looked for in all evidence before an answer is made of it;
    the others only in the quotes of an answer. What is its `own`, as many things have one, must stand in a unit on what
    is asked about."""

    name: str
    asks: re.Pattern[str]
    needs: re.Pattern[str]
    near: bool = False
    named: bool = False
    early: bool = True
    own: bool = False


def _detail(name: str, asks: str, needs: str, near: bool = False) -> Detail:
    return Detail(name, re.compile(asks, re.IGNORECASE), re.compile(needs), near)


def _first(name: str, asks: str, needs: str) -> Detail:
    """What must be done before something may be used."""
    return Detail(name, re.compile(asks, re.IGNORECASE), re.compile(needs), near=True, own=True)


def _span(asks: str, needs: str) -> Detail:
    return Detail(asks, re.compile(asks), re.compile(needs), early=False)


def _which(asks: str, name: str) -> Detail:
    """The name of one of a kind, such as a school; general words before the kind are no names."""
    told = r"(?:どこの|どの|具体的にどこの?|何という)"
    asked = rf"{told}(?:{asks})|(?:{asks})(?:はどこ|(?:の名前|の名称|名)(?:は|を|[?？。]|$))"
    needs = rf"(?<![一-龥])(?!{_NOT_NAMES})[一-龥ァ-ヴー]{{1,6}}(?:{name})"
    return Detail(asks, re.compile(asked), re.compile(needs), named=True, early=False)


def _which_in_english(kinds: str, name: str) -> Detail:
    """As `_which`, for English questions of which ones, or of their names."""
    asked = rf"\bwhich (?:[\w-]+ ){{0,2}}{kinds}\b|\bnames? of the (?:[\w-]+ ){{0,2}}{kinds}\b"
    needs = rf"(?<![一-龥])(?!{_NOT_NAMES})[一-龥ァ-ヴーA-Za-z]{{1,6}}(?:{name})"
    return Detail(kinds, re.compile(asked, re.IGNORECASE), re.compile(needs), named=True, early=False)


_NOT_NAMES = (
    r"対象|モデル|[市町村県]内|公共|[公市町村県]立|全|各|当該|一部|指定|主要|小中|"
    r"文化|観光|医療|教育|福祉|既存|新規|避難|先行|実証|重点|他|幼稚園|保育|認定"
)


#: What stands behind the name of a value that is asked for.
_ASKED_OF = (
    r"(?:は|って|を|が)?、?(?:年|月|1?時間|およそ|だいたい)?に?"
    r"(?:いくら|何円|なんぼ|どのくらい|どれくらい|教えて|知りたい|[?？。]*$)"
)
#: One of what is bought, or of what is collected.
_ONE = r"(?<!\d)(?:1|一|ひと)(?:台|基|個|口|ポイント|点|セット)"
#: Asks whether something must be done first, or can be left out.
_NEEDED = (
    r"(?:[はがもを]|って)?(?:、)?(?:必ず|事前に|先に|前もって)?(?:必要|要[るり]|いる(?![かがの]?[一-龥])|いり(?:ます|ません)|不要|いら[んな]|"
    r"(?:し|取ら|とら|入れ)(?:なきゃ|な(?:いと|くて|ければ|あ?か))|せ(?:な|んと|ねば|んば)|(?:なし|無し)(?:で|に))"
)
_NEED = r"\b(?:need|have|necessary|required|must i|must we)\b(?: to)? "
_BOOKING = r"(?:reservation|appointment|booking)"
_LATIN = r"(?<![A-Za-z])(?:{})(?![A-Za-z])"
DETAILS: tuple[Detail, ...] = (
    _detail(
        "vendor",
        rf"(?:どこの|どの|{_CALLED}|どんな){_FIRM}|{_FIRM}(?:名|の名前|の名称|の社名|はどこ|は何(?![人社者件団か])|は誰|を教え)|{_FIRM}\s*(?:は|って)?[?？。]*$|"
        rf"{_FIRM}名?(?:と|や|及び)(?!の)[^、。]{{1,12}}(?:は|を|って)?(?:いくら|教えて.*)?[?？。]*$|"
        r"どこの(?:製品|会社)|どこに(?:委託|発注|外注)|どこが(?:作った|開発し|受注|請け負|落札)|社名|"
        r"\b(?:which|what) (?:[\w-]+ ){0,2}(?:company|vendor|contractor|firm|supplier|manufacturer)|"
        r"\bnames? of (?:the |any )?(?:[\w-]+ ){0,2}"
        r"(?:compan(?:y|ies)|firms?|vendors?|contractors?|suppliers?|manufacturers?|developers?)|"
        r"\bwho (?:supplies|supplied|built|makes|made|developed|won)\b|"
        rf"\b{_FIRM_IN_ENGLISH}(?:'s name)? of\b",
        _NAMES_FIRM,
        near=True,
    ),
    _detail(
        "product",
        rf"(?:製品|商品|機種|ソフト|モデル|アプリ)(?:名|の(?:名前|名称))|(?:どんな|どういう)(?:名前|名称)の(?:製品|商品|機種|ソフト)|型番|品番|(?:{_CALLED}|どの|どんな|どこの)(?:製品|商品|機種|ソフト|メーカー|アプリ)|製品は|"
        r"\b(?:which|what) (?:(?!is\b|are\b|was\b|were\b)[\w-]+ ){0,2}(?:product|model|brand)s?\b|"
        r"\b(?:product|model|brand) name\b|\bname of the (?:product|software|model)|"
        r"\b(?:app|software|product)\b[^,?]* called\b",
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
        r"(?:問い?合わせ先|連絡先)(?!の?(?:電話|番号|メール|住所))",
        r"\d{2,4}-\d{2,4}|https?:|@|www\.|電話|[課室係局]",
    ),
    _detail(
        "web address",
        rf"メールアドレス|{_LATIN.format('URL')}|(?:どこの|どの|{_CALLED})(?:サイト|ホームページ|アドレス)|"
        r"\be-?mail address|\b(?:which|what) (?:[\w-]+ )?web ?site\b|\bweb ?site address\b|"
        r"\b(?:what|where) is the (?:[\w-]+ ){0,2}web ?site\b",
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
        r"|(?<!どっちが)(?<!どちらが)(?:お金|料金|費用|代金|[用録料診]料|代)(?:とか|など)?(?:は|が|って|も|を)?(?:、)?"
        r"(?:かか|掛か|とら|取ら|いる|いり|要る|要り|払)"
        r"(?![^。?？]*(?:どっち|どちら)|[るう]?(?:と|って)(?:答|回答|感じ|思|言|いう|いった))"
        r"|\bpay extra\b|\bhave to pay\b|\bfree of charge\b"
        r"|(?:乗る|使う|借りる|受ける|預ける|通う|入る|参加する|頼む|申し込む|取る|とる)"
        r"(?:と|のに|には|とき)(?:、)?(?:は)?いくら|"
        r"(?:[1一]|ひと)(?:席|回|台|枚|冊|泊|袋|本|食|時間|日|か月|ヶ月)(?:当たり|あたり|につき)?(?:は|、|で)?(?:いくら|何円)|"
        r"\bfares?\b|\bfees?\b|\bticket price",
        r"(?:手数|利用|使用|受講|入場|通行|保育|預り|保険|乗車)料|料金|運賃|家賃|参加費|会費|無償|無料|月額|\d\s?円",
    ),
    _detail(
        "pay",
        rf"(?:年収|年俸|月収|月給|給料|給与|賃金|時給|日給|ボーナス|(?<!診療)(?<!介護)報酬)(?:の?(?:年額|月額|日額|金額|額))?{_ASKED_OF}|"
        r"\b(?:salary|salaries|wages?|remuneration|stipend)\b|\bhow much (?:do|does|is|are) .{2,60}\b(?:paid|earn)\b",
        r"給与|給料|報酬|俸|年収|月収|賃金|[月時日]給|[月年日]額|手当|謝金|謝礼|人件費",
    ),
    _detail(
        "price of one",
        rf"{_ONE}(?:当たり|あたり|につき)?(?:の(?:値段|価格|単価|金額|費用))?(?:は|って|、|で)?(?:いくら|何円)",
        rf"当たり|あたり|につき|単価|{_ONE}.{{0,12}}\d[\d,]*\s?円",
        near=True,
    ),
    _detail(
        "hours",
        r"何時(?!間)|(?<![\d:])\d{1,2}時(?:すぎ|過ぎ|半|ごろ|頃|以降|前)?(?:でも|にも|まで|には?)(?=[^、。]{1,16}か?[?？。]?$)|受付時間|開館時間|営業時間|開庁時間|利用時間帯|運行時間|時間帯は|"
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
    _first(
        "booking",
        rf"(?:予約|アポ(?:イント)?){_NEEDED}|{_NEED}(?:book|reserve|make an? {_BOOKING})|"
        rf"\b{_BOOKING}s? (?:is |are )?(?:required|needed|necessary)|\bwithout (?:an? )?{_BOOKING}|"
        rf"\bdo (?:i|we|you) (?:need|require) an? {_BOOKING}",
        r"予約|アポイント|事前に?の?(?:申|連絡|受付)",
    ),
    _first(
        "application",
        rf"(?:申し?込み?|申請|届け?出|エントリー){_NEEDED}|{_NEED}(?:apply|sign up|file an application)\b|"
        r"\bwithout (?:applying|signing up|an application)",
        r"申し?込|申請|届け?出|エントリー|応募|手続",
    ),
    _first(
        "registration",
        rf"登録{_NEEDED}|{_NEED}(?:register|be registered)\b|\bwithout (?:registering|registration)",
        r"登録|会員",
    ),
    _detail(
        "seats",
        r"何席|席数|座席|定員|何人乗り|収容人数|何(?:人|名)まで(?:参加|入|乗|使|利用|申|受|泊|借)|\bseats?\b|"
        r"\bcapacity\b(?!.*\b(?:[km]w|solar|power|batter|generat|stor|server|facilit))",
        r"定員|席|人乗り|収容|\d\s?人(?:まで|以内|規模)",
    ),
    _detail(
        "age",
        r"何歳|何才|対象年齢|年齢制限|何年生|\bwhat age|\bhow old|"
        r"\b(?:minimum|maximum) age|\bage (?:limit|requirement)",
        r"\d\s?(?:歳|才)|歳代|年齢|学年|年生|児|高齢者|乳幼児|小学生|中学生",
    ),
    _detail(
        "person's name",
        r"氏名|担当者(?:の(?:お)?名前|名)|(?:長|(?<![業託負札])者|師|員)の(?:お)?名前",
        r"氏(?!名)|[部課局室所園校館係]長|委員長|会長|[市町村区]長|知事|名簿",
    ),
    _detail(
        "person",
        r"(?:誰|だれ|どなた)(?:が|は|です|なん|？|\?|$)|"
        r"\bname of the (?:mayor|person|head|chair|officer)|"
        rf"\bwho is\b(?! the (?:[\w-]+ ){{0,2}}{_FIRM_IN_ENGLISH})",
        r"[市町村区]長|知事|[部課局室所園校館係]長|本部長|会長|理事|[員者師士]|氏|さん|課|大学|企業|長が",
    ),
    _detail(
        "head",
        r"(?:いちばん|一番|1番)(?:上|えら|偉)|トップ(?:は|に|って|を務)|を率い|取り?仕切|"
        r"(?:本部|委員|部会|議|座|会|室)長(?:は|って|に)(?:誰|だれ|どなた|なる)|\bwho (?:heads|chairs|leads)\b",
        r"(?:本部|委員|部会|議|座|会|室|[市町村課部局])長|知事|代表|トップ|統括|責任者|リーダー|を長と",
    ),
    Detail(
        "department",
        re.compile(
            r"(?:何|どの|どこの)(?:課|部署|係)(?!題|長|数|員|[一-龥]?か)|(?:担当|所管|主管)(?:部署|課|部局)(?:は|って|を|の名)"
            r"|\b(?:which|what) (?:[\w-]+ ){0,2}(?:department|section|division|bureau)\b",
            re.IGNORECASE,
        ),
        re.compile(
            r"[一-龥ァ-ヴー](?<![各全両同他])(?<!担当)(?<!所管)(?<!主管)(?<!関係)(?<!該当)"
            r"(?:課(?![題税金])|室|局|(?<![一全外])部(?![分数門品屋員隊会活署])|係|署|庁|所|院|館|"
            r"センター|チーム|グループ|委員会|本部|担当)"
        ),
        named=True,
        early=False,
    ),
    _detail(
        "duration",
        r"何分|何秒|所要時間|待ち時間は(?:どれ|どの(?:くらい|ぐらい)|[?？。]|$)|\bhow many minutes",
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
        "measure",
        r"何(?:センチ|メートル|キロメートル|ミリ|cm|mm|km|度(?!目|も))|"
        r"(?:水深|深さ|高さ|長さ|幅|距離|気温|水温|温度)(?:は|が|って)?(?:何|いくら|どのくらい|どれくらい|[?？。]|$)|"
        r"\b(?:what|which) (?:[\w-]+ ){0,2}(?:depth|height|length|width|distance|temperature)\b|"
        r"\bhow (?:deep|high|wide|far (?:is|are|away|from))\b",
        r"\d\s?(?:cm|mm|km|m(?![a-z])|センチ|メートル|キロ|ミリ|℃|度(?![目数]))",
    ),
    _detail(
        "languages",
        r"何語|どの言語|どんな言語|どこの国の(?:言葉|ことば)|何の言語|\b(?:which|what) (?:[\w-]+ ){0,2}languages\b",
        r"(?:英|中国|韓国|朝鮮|ベトナム|タガログ|フィリピン|ポルトガル|スペイン|インドネシア|ネパール|タイ|ミャンマー|ロシア|フランス|ドイツ|イタリア|モンゴル|ウクライナ)語|繁体字|簡体字|ハングル",
    ),
    _detail(
        "reward",
        r"(?:何|なに)(?:が|か)(?:もらえ|貰え|当た|つい(?:て(?:き|く)|てくる))|(?:景品|特典|記念品|ご?褒美|お礼|賞品)(?:は|って|が)(?:何|なに|どんな|どう|[?？。]|$)|"
        r"\bwhat (?:do|does|will) .{1,40}\b(?:receive|get|win) (?:for|in return)\b|\bwhat (?:prize|reward|gift)s?\b",
        r"もら|進呈|贈|ポイント|景品|特典|商品券|クーポン|記念品|謝礼|報償|支給|配布|配る|プレゼント|還元|抽選|円分|交付|助成|補助|割引|賞",
    ),
    _detail(
        "contract",
        r"契約方法|入札(?:方式|方法|日|結果)|落札(?:額|価格|率)|契約(?:額|金額|期間)|随意契約|"
        r"\bbidd?ing\b|\btender price|\bcontract (?:amount|price|value|period)|"
        r"\bcontract\b.{2,60}\b(?:run|last|worth)\b",
        r"入札|落札|契約|プロポーザル",
    ),
    _detail(
        "papers",
        r"必要書類|必要な書類|持ち物|何を持って|何が必要で|提出書類|\bwhat documents (?:are|do)",
        r"書類|持参|印鑑|証明書|身分証|申請書|免許証|カード|写し",
    ),
    _span(r"[年月週](?:に|間)?、?(?:およそ|だいたい)?何日", r"\d\s?日|毎日|通年|平日"),
    _span(r"何日間", r"\d\s?日(?:間|以内|まで)|\d\s?泊|日.{0,4}(?:から|[~～-])|通年"),
    _span(
        r"何日(?:ぐらい|くらい|ほど|まで|前|以内)",
        r"\d\s?(?:日|分|時間|か月)(?:間|前|以内|まで|ほど|程度)|前日|当日|即日",
    ),
    _span(r"何[かヶカヵ箇]月", r"\d\s?[かヶカヵ箇]月|\d\s?年間?(?!度)|通年"),
    _span(r"何週間", r"\d\s?週"),
    _span(r"何年間", r"\d\s?(?:か|カ)?年(?!度|\d)|年度から|\(年\)|年数"),
    _span(
        r"何時間(?!帯)",
        r"\d\s?(?:時間|h(?![A-Za-z]))|時間数|\((?:時間|h)\)|(?:利用|使用|稼働|作業|勤務|労働|残業|削減|短縮|所要)時間",
    ),
    _span(r"何分間", r"\d\s?分|\(分\)|分数"),
    _span(r"何(?:歳|才)", r"\d\s?[歳才]|歳代|年生|児|学年|未就学"),
    _span(r"何点", r"\d\s?点(?!満点)|点数|\(点\)"),
    _span(r"^(?!.*(?:年度|[RrHh]\d)).*何月(?!度)", r"\d\s?月|通年|即日|年度"),
    _span(r"(?:年度|[RrHh]\d).*何月(?!度)", r"\d\s?月|通年|即日"),
    _which("体育館", r"体育館|小|中|校"),
    _which("学校", r"(?:小|中|高)(?!学|校)|(?:小|中|高等)学?校|学園"),
    _which("園", r"園|保育所"),
    _which("校", r"校|小|中"),
    _which("施設", r"館|センター|ホール|公園|広場|プール|校|場|施設"),
    _which("海", r"湾|沖|灘|浦|港|海岸"),
    *(
        _which(kind, kind)
        for kind in ("橋", "湾", "漁港", "駅", "病院", "公園", "地区", "町内会", "路線", "店舗", "会場")
    ),
    *(_which(kind, kind) for kind in ("交差点", "校区")),
    *(
        _which_in_english(kinds, name)
        for kinds, name in (
            (
                r"(?:(?:elementary|primary|junior high|middle|high) )?schools?",
                r"(?:小|中|高)(?!学|校)|(?:小|中|高等)学?校|学園",
            ),
            (r"(?:nursery schools|nurseries|kindergartens)", r"園|保育所"),
            (r"(?:hospitals?|clinics?)", r"病院|医院|診療所"),
            (r"(?:stations?)", r"駅"),
            (r"(?:parks?)", r"公園"),
            (r"(?:districts?|neighbou?rhoods?)", r"地区|校区|町内会"),
            (r"(?:shops?|stores?|brands?)", r"店|Pay|ペイ"),
        )
    ),
)
