"""The words by which sentences are cut into clauses (`clauses`) and compared (`paraphrase`)."""

from __future__ import annotations

import re
from importlib import resources

#: Function words of several morphemes, each by the one that stands for it.
MARKS = {
    word: mark
    for words, mark in (
        ("については について に関しては に関して", "について"),
        ("に関する に係る における にかかる に対する としての のための", "の"),
        ("においては では に当たっては にあたっては", "では"),
        ("において にて の際に の際には の際は に際して に際し に当たって に当たり にあたって にあたり", "で"),
        ("につき", "につき"),
        ("に対しては に対して に対し", "に対し"),
        ("によって により によれば をもとに を基に", "により"),
        ("による", "による"),
        ("といった", "の"),
        ("としては として", "として"),
        ("のために のため", "のため"),
        ("ために ため ための", "ため"), ("ことで ことにより ことによって ことによる", "ことで"), ("ことから ので",
        "から"),
        ("ように よう ような", "ように"), ("に向けて に向け に向けた", "に向け"), ("に伴い に伴う に伴って", "に伴い"),
        ("に応じて に応じた に応じ", "に応じ"), ("のうち", "うち"), ("を通じて を通じた を通して", "を通じ"),
        ("に基づき に基づいて に基づく に基づいた を踏まえ を踏まえて を踏まえた", "に基づき"),
        ("とともに と共に ほか 一方 一方で 一方、", "ほか"), ("だけでなく だけではなく のみならず", "ほか"),
        ("及び 並びに および ならびに や", "や"),
        ("又は または 若しくは あるいは", "又は"),
        ("ならば なら であれば 場合 場合は 場合には 場合に", "なら"), ("にとって にとっては", "にとって"),
        ("までに までの まで", "まで"),
        ("~ 〜 ～", "から"), ("より", "から"), ("との", "の"), ("からの", "からの"), ("への", "への"),
    )
    for word in words.split()
}  # fmt: skip
#: What says nothing of its own: 等, この, quotation marks, conjunctions at the head of a sentence.
SILENT = re.compile(
    r"(?<=[一-龥ァ-ヴーa-zA-Z」』])(?:等|など)(?=[をにのがはでやと、。(（]|$)|(?<=[きけりみしちい])(?:など|等)(?=[をにのがはで])"
    r"|(?:^|(?<=[。、]))(?:また|さらに|更に|なお|あわせて|併せて|そして|加えて|合わせて|具体的には|これに対し|一方|主に"
    r"|これにより|このため|このほか)、?|(?:この|その)(?=[一-龥ァ-ヴー\d])"
)
MODAL = re.compile(r"予定|見込み|見込|方針|計画|必要|可能性|可能|おそれ|恐れ|はず|つもり|義務|考え|こと|もの")
#: Words of one meaning: what stands for them, and whether their subject is its object.
_CANON = {
    word.lstrip("+"): (line.split()[0], word.startswith("+"))
    for line in resources.files("assistant").joinpath("one_meaning.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
}
#: What stands for several words.
MEANINGS = frozenset(meant for meant, _ in _CANON.values())
#: Verbs, each with its whole meaning, whose nouns (増加する) take their thing as subject and as object.
BOTH = frozenset(["始める", "終える", "増やす", "減らす", "広げる", "縮める", "高める", "上げる", "移す", "続ける"])


def canonical(lemma: str) -> tuple[str, bool]:
    """The word that stands for all of its meaning, and whether its subject is that word's object."""
    return _CANON.get(lemma, (lemma, False))


def _entailed() -> dict[str, set[str]]:
    """For a word of a quote the words that a statement may have for it; words of one meaning share an entry."""
    out: dict[str, set[str]] = {}
    for line in resources.files("assistant").joinpath("entailed_words.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            shown, _, weaker = line.partition(":")
            out.setdefault(canonical(shown)[0], set()).update(canonical(word)[0] for word in weaker.split())
    return out


_ENTAILED = _entailed()


def tells(shown: str, said: str) -> bool:
    """Whether a word of a quote is, or means as much as, one of a statement; both in the form of `canonical`."""
    return said == shown or said in _ENTAILED.get(shown, ())


#: Words that belong to the figure behind them.
OF_FIGURES = frozenset(
    [
        "各",
        "計",
        "延べ",
        "平均",
        "毎年",
        "年間",
        "月",
        "月間",
        "月額",
        "年額",
        "日額",
        "総額",
        "週",
        "上限",
        "最低",
        "現在",
        "期間",
    ]
)
#: Verbs that say of the action before them that it is meant or brought about, each with what it adds to it.
AIMS = {"図る": "図る", "目指す": "目指す", "実現": "実現"}
#: What a plan says of what it is going to do, as of all that it holds.
INTENDED = frozenset(("予定", "計画", "方針", "考え"))
#: Verbs whose passive says how things are (限られる, 限られている).
LASTING = frozenset(("限る", "求める", "挙げる", "見込む", "期待", "想定"))
#: Verbs whose thing stays as they leave it: 廃止した, 廃止されている.
RESULTING = frozenset(
    ("見送る", "決める", "定める", "設ける", "備える", "廃止", "変える", "移す", "終える", "止める", "導入")
)
#: Actions that 進める, too, says only that they are done (検討を進める).
UNDER_WAY = frozenset(("検討", "準備", "調整", "協議", "研究"))
#: Actions that are effects of others, by their last word.
EFFECTS = BOTH | {"化", "軽減", "充実", "強化", "改善", "促進", "進める", "活性", "確保", "解消", "普及", "防ぐ"}
#: Actions that may be had on the action listed before them (受付や審査の支援).
OF_ACTIONS = EFFECTS | UNDER_WAY | {"支える", "助ける", "見直す", "任せる", "求める", "知らせる", "頼む"}
#: What is found out by what the clause before does (実験を行い、効果を検証する: 実験で効果を検証する).
FOUND_OUT = frozenset(("検証", "確かめる", "調べる", "分析", "把握", "測る", "評価"))
#: Verbs that say of a clause what the one before it leads to.
LEADING_TO = frozenset(("繋げる", "結び付ける", "結び付く"))
#: The end of what an effect is had on; on other things an action of EFFECTS is a further deed (窓口を減らす).
QUALITIES = re.compile(
    r"(?:性|力|度|率|質|負う|負担|手間|時間|費用|効率|水準|不安|安全|安心|混雑|満足|健康|格差|リスク|ロス|機会|意欲|関心|理解"
    r"|利便|被害|事故|不足|サービス|交流|人口)$"
)
#: Words before an action that say how it is done, not to what (自動検出).
MANNERS = frozenset(
    ("自動", "電子", "一元", "一括", "遠隔", "無償", "無料", "有償", "個別", "事前", "随時", "直接", "早期", "迅速",
     "円滑", "効率", "定期", "オン", "ライン")
)  # fmt: skip
#: What makes another thing of the word behind it (副本部長).
OTHER_THAN = frozenset(["副", "非", "未", "不", "無", "反", "準", "次", "旧", "元", "前", "仮", "脱"])
#: The end of what names people.
PERSONS = re.compile(r"(?:人|者|員|民|童|徒|帯|客|方|親子|家族|高齢者|子ども|事業者)$")
#: The end of what names those who act.
ACTORS = re.compile(
    rf"{PERSONS.pattern}|(?:国|県|市|町|村|課|局|省|庁|団体|企業|会社|大学|学校|協会|組合|機構|民間|専門家)$"
)
#: Verbs whose causative (向上させる, 知らせる) is what the word behind each says.
CAUSED = {word: word for word in (*BOTH, *(EFFECTS - {"化"}), "化", "連携", "発展", "定着")} | {"知る": "知らせる"}
#: What a plan says of itself; that it is doing so already says no more.
STANCES = frozenset(("検討", "図る", "見送る", "進める", "取り組む", "支える", "掛かる", "含む"))
#: What stands behind a statement: that the plan says so.
REPORTED = re.compile(
    r"」?(?:(?<!目標)(?<!目的)(?<!対象)(?<!上限)と(?:し(?:て(?:いる|います|おり))?|のこと(?:です|である)?"
    r"|(?:明記|記載|記述)(?:されて(?:いる|います)|がある|があります)|(?:記載|明記)して(?:いる|います)))$|こととして(?:いる|います)$"
)
#: What says no more of a thing that is widened than that it is.
FURTHER = re.compile(
    r"(?:さらに|更に|より一層|一層)(?=[^、。]{0,12}(?:広げ|広が|拡大|拡充|増や|増加|高め|高ま|向上|強化|充実))"
)
#: Sentences turned to the form that plans write: これは…ためである, …のは…である.
TURNED = (
    (re.compile(r"^(.+?)[(（](.+ため)[)）]$"), r"\2、\1"),
    (re.compile(r"(?<=[るうくすつむぶぐ])(?:目標|ねらい)(?:です|である)$"), "ことを目指す"),
    (re.compile(r"(?<=[るうくすつむぶぐ]こと)を(?:目標|目的)と(?:する|します|して(?:いる|います))$"), "を目指す"),
    (re.compile(r"^([^、]+(?:する|した|している|いる|う|く|る))のは、(.+?)(?:です|である)$"), r"\2を\1"),
)
#: Particles that give a phrase the same part.
EQUAL = frozenset(
    frozenset(pair.split())
    for pair in (
        "は が", "が の", "には では", "を の", "は の", "に へ", "には に", "では で", "では は", "には は",
        "について を",
        "について の", "により で",
        "により による", "も は", "も が", "に対し に", "として と", "ことで により", "し end", "は とは",
        "に向け ため", "について は", "ことで で", "により による", "ように ため",
        "ことで による", "にとって に",
        "ため のため", "から より", "の 並", "は 並", "を 並", "が 並", "から ため",
    )
)  # fmt: skip
#: Verbs that join two nouns as の does.
LINKING = frozenset(("掛かる", "係る", "有る", "為る", "関わる"))
#: Nouns whose clause is what is thought of rather than what is so (…する仕組みを整える).
PROJECT = re.compile(r"計画|案|構想|方針|体制|仕組|方法|手法|こと|検討|候補|可能|ため|場合")
#: Sentences that only announce others.
ANNOUNCES = re.compile(
    r"(?:[^、。]{0,20}[のはでに])*、?(?:主な)?(?:取組|取り組み|施策|事業|内容|概要|ポイント|点|計画)は?、?(?:主に)?(?:次|以下)の(?:とおり|通り)(?:です|である|になります)?[:：]?"
)
#: What joins statements into one sentence, each of which stands for itself; the outer joints first.
JOINED = (
    re.compile(
        r"(?<=[るたういくすむ])一方で?、?|(?:^|(?<=[。、\s]))[①-⑳](?!\s?(?:人|件|か所|校|回|台|名|団体|施設|館|社|地区|種|%))"
    ),
    re.compile(r"(?<=[るたういくすむ])(?:ほか|とともに|と同時に)、?"),
)
#: How a sentence gives the one before it as its cause, and what joins cause and effect in one.
CAUSED_BY = re.compile(
    r"^[\s、・-]*(?:これ(?:に(?:より|よって|よる|伴い)|を受けて?)|このこと(?:により|によって|で|から)|(?:その|この)(?:ため|結果)(?=、)"
    r"|したがって|よって、|それ(?:により|によって|ゆえ)|ゆえに|だから)、?"
)
CAUSES = re.compile(
    r"ため|により|によって|ことで|から|ので|結果|もって|伴い|伴って|受け|つなが|よって|目的|図[るりっ]|向上|実現|可能|軽減|短縮|効率|改善|解消"
)
#: How a sentence goes on from the one before it.
OPENING_WORDS = re.compile(
    r"^[\s・-]*(?:また|さらに|なお|そして|加えて|一方|これに対し|具体的には|このほか|あわせて)、?"
)
#: What makes more of a sentence than it says, wherever it stands.
ALONE = re.compile(r"だけ|のみ|しか(?=[^し])|必ず|一律|唯一|初めて")
#: What makes a clause that goes on a condition of the next.
ONLY_IF = re.compile(r"場合|限り|なら|ただし|たら|れば|とき|ないで")
#: Ends that make a trial of what is done.
ON_TRIAL = re.compile(r"実証|試行|試験|検討|検証")
#: Signs of tables, legends and bullets: what holds them is no sentence.
JUNK = re.compile(r"[◇◆△▲○〇●◎□■→⇒|:：;；]")
