"""The words by which claims and plans say how far a thing has come."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

State = Literal["done", "ongoing", "decided", "will", "studied", "refused", "ended", "failed", "planned", "unset"]

#: Behind a negation that ends a predicate; one before a noun (書かない窓口) only names.
_END = (
    r"(?=[。、)）]|$|です|が、|と(?:する|し|され|の)|"
    r"(?:こと|もの|方針|予定|見込み|見通し|意向|考え|という|とい[うっ])[^、。]{0,14}(?:[。、)）]|$))"
)
_NO_DENIALS = (
    r"(?<!少)(?<!しか)(?<!ばなら)(?<!得)(?<!れ目の)(?<!かもしれ)(?<!過ぎ)(?<!すぎ)(?<!限ら)(?<!かせ)(?<!どまら)"
)
NEGATIVE = rf"{_NO_DENIALS}(?:ない|なかった|ません(?:でした)?){_END}"
_SETTLED = r"(?=し|す|さ|と(?:な|し|す|され)|を決|の方針|。|、|$|\)|）|済)"
_PAST = r"(?:(?<!い)(?:し|っ|い|え|め|け|れ|き|ち|じ|ま|せ|げ|て|べ|ね|り)た|んだ)"


#: What goes on and is not yet there: 目指している, 検討している.
_BUT = "".join(
    f"(?<!{stem})"
    for stem in (
        *("目指し", "予定し", "計画し", "検討し", "想定し", "とし", "とされ", "求め", "進め", "位置付け", "定め"),
        *("掲げ", "掲げられ", "挙げ", "挙げられ", "示し", "示され", "書い", "書かれ", "記載し", "記載され", "明記し"),
    )
)


def _read(patterns: Mapping[State, str]) -> dict[State, re.Pattern[str]]:
    return {state: re.compile(pattern, re.IGNORECASE) for state, pattern in patterns.items()}


#: What a plan's sentence says.
TOLD = _read(
    {
        "unset": r"別途(?:設定|定め|検討)|(?:今後|これから|改めて|見極めてから)、?(?:設定|定め|決め)|未定|"
        r"未設定|調整中|精査中|(?:定め|決まっ|設定し|決め)て(?:い)?(?:ない|ません)",
        "failed": r"(?:でき(?:て(?:い)?)?|至(?:ら|って(?:い)?)|達(?:し|して(?:い)?)|進んで(?:い)?)"
        rf"(?:なかった|ません|ない{_END})|(?:でき|至ら|達せ)ず|"
        r"未(?:着手|実施|整備|導入|達成|完了|対応|配備|設置|公開|策定)(?!の)|不調|不成立",
        "refused": rf"見送|断念|取りやめ|取り止め|対象外|(?:採り|取り|受け)入れない|"
        rf"(?<=[がはも])な(?:く、|いため)|{NEGATIVE}",
        "ended": rf"(?:無く|(?<![一-龥で])なく)(?:す|し(?:て|た))|"
        rf"(?:廃止|中止|終了|休止|撤退|閉鎖|閉館|閉園|解散|撤去){_SETTLED}|打ち切|"
        r"終(?:え(?:る|た|、|て|ま)|わ(?:る|り|った|って))(?![一-龥ァ-ヶ])|"
        r"[をは](?:止め|やめ)(?:る|た|、|て|ま)",
        "studied": r"検討(?=し|す|を(?:進|行|重|始|続)|中|段階|。|$|\)|）|の?(?:上|うえ)、|に(?:入|着手)|、)|"
        r"研究(?=し|す|を(?:進|行))|協議(?:中|を進|により?定|によ(?:る|り)?決)|模索",
        "planned": r"予定(?=で|だ|し(?:て|ま)|と(?:し|な)|。|$|[()（）])|目指(?:す|し)|めざ(?:す|し)|計画し(?:て|ま)",
        "ongoing": r"継続(?=し|す|。|$)|続け(?:る|て|ま)|引き続き|(?:これまで|従来|従前)(?:どおり|通り)",
        "done": rf"{_PAST}(?:。|$|[)）])|済み?(?:$|。|[)）でのだ])|完了し|て(?:いる|います)(?:。|$)",
    }
)
#: What a claim says, by its last predicate; the first that fits holds.
CLAIMED = _read(
    {
        "refused": rf"{NEGATIVE}|見送|断念|取りやめ|対象外|\bnot\b|n't\b|\bno longer\b",
        "ended": rf"(?:無く|(?<![一-龥で])なく)す(?:る|。|$|予定|方針)|"
        rf"(?:廃止|中止|終了|休止|閉鎖|閉館|閉園){_SETTLED}|"
        r"(?:やめ|止め)(?:る|た|ま)|終わ(?:る|り|っ[たて])(?![一-龥ァ-ヶ])|打ち切|"
        r"\babolish|\bdiscontinu|\bstop(?:s|ped|ping)?\b|\bphas\w+ out\b|\bscrap|\bceas|\bterminat|\bended\b|\bcancel",
        "unset": r"未定|未設定|調整中|\bundecided\b",
        "decided": r"決定(?:済|し|事項|した|され)|決ま(?:っ|り)|定め(?:て|られて)い|確定|"
        r"\bdecided\b|\balready set\b|\bfinali[sz]ed\b",
        "studied": r"検討(?:し|す|を(?:進|行|始)|中|段階)|"
        r"\bunder (?:study|consideration|review)|\bconsidering\b",
        "ongoing": r"継続|続け|続い|引き続き|本格運用|まだ|[今いま現在]+も|"
        r"(?:運用|稼働|運営|提供)(?:を)?(?:し|され)て(?:い|お)|"
        r"残(?:す|し|る)|"
        r"\bstill\b|\bcontinu|\bkeeps?\b|\bremains?\b",
        "done": rf"(?:すでに|既に|もう)(?!少)|済み?(?:で|だ|の|。|$|か)|完了|{_PAST}(?:。|$|か|の|こと)|"
        r"(?:実施|導入|設置|開始|公開|整備|採用|配置|配備|開設)(?:を)?(?:し|され)て(?:い|お)る|"
        rf"{_BUT}て(?:い|お)(?:る|ます)(?:。|$|か)|"
        r"\balready\b|\b(?:has|have) (?:been )?\w+ed\b|"
        r"\b(?:finished|completed|introduced|launched|started|began|opened|installed|adopted)\b",
    }
)
#: What a sentence on the same thing must say to deny what a claim says.
DENIED_BY: Mapping[State, frozenset[State]] = {
    "done": frozenset(("refused", "failed", "studied", "planned", "unset")),
    "ongoing": frozenset(("ended", "refused", "failed", "studied")),
    "decided": frozenset(("studied", "refused", "unset", "failed")),
    "will": frozenset(("refused", "ended")),
    "studied": frozenset(("refused",)),
    "ended": frozenset(("ongoing",)),
}
#: States that count only where a sentence ends with them: 「検討した結果、導入した」 is no study.
FINAL: frozenset[State] = frozenset(("studied", "planned", "done"))
#: A term that is set for what a sentence's verb, not in the past, says: 来年度までに備えます.
BY = re.compile(r"までに(?![^。]*(?:て(?:い|お)(?:る|ます)|[ただ])(?:。|$))(?=[^。]*[るすうくつむぶい](?:。|$))")
WITHOUT = re.compile(r"なし(?:で|に|の)|不要|いら(?:ない|ず|ません)|\bwithout\b", re.IGNORECASE)
NEGATIVES: frozenset[State] = frozenset(("refused", "failed", "ended"))
