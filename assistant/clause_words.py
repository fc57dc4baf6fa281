"""The words by which sentences are cut into clauses (`clauses`) and compared (`paraphrase`)."""

from __future__ import annotations

import re

#: Function words of several morphemes, each by the one that stands for it.
MARKS = {
    word: mark
    for words, mark in (
        ("については について に関しては に関して", "について"),
        ("に関する に係る における にかかる に対する としての のための", "の"),
        ("においては では", "では"), ("において にて", "で"), ("に対しては に対して に対し", "に対し"),
        ("によって により によれば", "により"), ("による", "による"), ("としては として", "として"),
        ("のために のため", "のため"),
        ("ために ため ための", "ため"), ("ことで ことにより ことによって ことによる", "ことで"), ("ことから ので",
        "から"),
        ("ように よう ような", "ように"), ("に向けて に向け に向けた", "に向け"), ("に伴い に伴う に伴って", "に伴い"),
        ("に応じて に応じた に応じ", "に応じ"), ("を通じて を通じた を通して", "を通じ"),
        ("に基づき に基づいて に基づく", "に基づき"),
        ("とともに と共に ほか 一方 一方で 一方、", "ほか"), ("及び 並びに および ならびに や", "や"),
        ("又は または 若しくは あるいは", "又は"),
        ("ならば なら であれば 場合 場合は 場合には 場合に", "なら"), ("にとって にとっては", "にとって"),
        ("までに までの まで", "まで"),
        ("~ 〜 ～", "から"), ("より", "から"), ("からの", "から"), ("との", "の"), ("への", "へ"),
    )
    for word in words.split()
}  # fmt: skip
#: What says nothing of its own: 等, この, quotation marks, conjunctions at the head of a sentence.
SILENT = re.compile(
    r"(?<=[一-龥ァ-ヴーa-zA-Z])(?:等|など)(?=[をにのがはでやと、。]|$)|[「」『』\"“”]"
    r"|(?:^|(?<=[。、]))(?:また|さらに|更に|なお|あわせて|併せて|そして|加えて|合わせて|具体的には|これに対し|一方|主に"
    r"|これにより|このため|このほか)、?|(?:この|その)(?=[一-龥ァ-ヴー\d])"
)
MODAL = re.compile(r"予定|見込み|見込|方針|計画|必要|可能性|可能|おそれ|恐れ|はず|つもり|義務|考え|こと|もの")
#: Verbs of one meaning; `+` marks those whose subject is the others' object (終わる, 終える).
_VERBS = (
    "始める 開始 +始まる", "終える 終了 +終わる 完了", "増やす 増加 +増える", "減らす 削減 減少 +減る",
    "広げる 拡大 拡充 +広がる",
    "縮める 短縮 +縮まる", "高める 向上 +高まる", "設ける 設置 置く", "行う 実施", "作る 作成 創出 造る 構築",
    "使う 利用 用いる 使用",
    "決める 決定 +決まる", "定める 策定", "加える 追加 +加わる", "掛かる 要する", "生ずる 起きる 発生 生じる",
    "変える 変更 +変わる",
    "進める 推進 +進む", "集める 収集 +集まる", "勤める 務める", "備える 整備 整える", "図る 目指す", "答える 回答",
    "取り組む 取組 取り組み",
)  # fmt: skip
_NOUNS = ("凡そ 約", "全て 全部 全", "毎年 年", "箇所 か所 ヶ所", "期間 間", "市民 住民", "子供 子ども", "半額 半分")
_CANON = {
    w.lstrip("+"): (row.split()[0], w.startswith("+")) for row in (*_VERBS, *_NOUNS) for w in row.split()
}  # fmt: skip
#: Verbs, each with its whole meaning, whose nouns (増加する) take their thing as subject and as object.
BOTH = frozenset(["始める", "終える", "増やす", "減らす", "広げる", "縮める", "高める"])


def canonical(lemma: str) -> tuple[str, bool]:
    """The word that stands for all of its meaning, and whether its subject is that word's object."""
    return _CANON.get(lemma, (lemma, False))


#: What stands behind a statement: that the plan says so.
REPORTED = re.compile(
    r"」?(?:と(?:し(?:て(?:いる|います|おり))?|のこと(?:です|である)?"
    r"|(?:明記|記載|記述)(?:されて(?:いる|います)|がある|があります)|(?:記載|明記)して(?:いる|います)))$|こととして(?:いる|います)$"
)
#: Sentences turned to the form that plans write: これは…ためである, …のは…である.
TURNED = (
    (re.compile(r"^(.+?)[(（](.+ため)[)）]$"), r"\2、\1"),
    (re.compile(r"^([^、]+(?:する|した|している|いる|う|く|る))のは、(.+?)(?:です|である)$"), r"\2を\1"),
)
#: Particles that give a phrase the same part.
EQUAL = frozenset(
    frozenset(pair.split())
    for pair in (
        "は が", "が の", "を の", "は の", "に へ", "には に", "では で", "では は", "には は", "について を",
        "について の", "により で",
        "により による", "も は", "も が", "に対し に", "として と", "ことで により", "し end", "は とは",
        "に向け ため", "について は",
        "ため のため", "から より", "の 並", "は 並", "を 並", "が 並",
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
#: How a sentence goes on from the one before it.
OPENING_WORDS = re.compile(
    r"^[\s・-]*(?:また|さらに|なお|そして|加えて|一方|これに対し|具体的には|このほか|あわせて)、?"
)
#: What makes a clause that goes on a condition of the next.
ONLY_IF = re.compile(r"場合|限り|なら|ただし|たら|れば|とき|ないで")
#: Signs of tables, legends and bullets: what holds them is no sentence.
JUNK = re.compile(r"[◇◆△▲○〇●◎□■→⇒|:：;；]")
