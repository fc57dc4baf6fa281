"""Claims that say what a sentence of a plan says but for one word, for which the sentence has its counterpart: 「平日に
開く」 where the plan says 「休日に開く」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.evidence import Evidence
from assistant.units import Unit
from ingest.normalise import squash

#: How much of a claim a sentence must hold in its own words.
SAME = 0.6
#: How many characters beside the word must be the same on both sides, or on one.
BOTH, ONE = 2, 5
#: Words of which each excludes the others of its row in the same place.
_ROWS = (
    "増加 減少 | 増やし 減らし | 増え 減っ | 向上 低下 | 上昇 低下 | 拡大 縮小 | 拡充 縮小 | "
    "強化 緩和 縮小 | 促進 抑制 | 軽減 増大 | 短縮 延長 | 削減 増加 | 推進 抑制 | 導入 廃止 | "
    "開始 終了 | 設置 撤去 | 新設 廃止 | 開設 閉鎖 | 充実 縮小 | 改善 悪化 | 上回 下回 | "
    "以上 以下 未満 | 超える 満たない | 最大 最小 | 最高 最低 | 高い 低い | 多い 少ない | "
    "早い 遅い | 広い 狭い | 長い 短い | 前に 後に | 前から 後から | 以前 以降 | 午前 午後 | "
    "平日 休日 土日 祝日 | 毎日 毎週 毎月 毎年 隔年 | 年1回 月1回 週1回 | 年度当初 年度末 | "
    "上旬 中旬 下旬 | 上半期 下半期 | 前期 後期 | 翌年度 前年度 | 最初 最後 | 有料 無料 | "
    "有償 無償 | 任意 必須 | 必要 不要 | 可能 不可能 | 可能 不可 | 全て 一部 | すべて 一部 | "
    "全部 一部 | 全校 一部の学校 | 全庁 一部の課 | 単独 共同 | 直営 委託 | 賃借 購入 | "
    "対面 オンライン 電話 | 紙 電子 | 公開 非公開 | 有り 無し | 賛成 反対 | 義務 任意 | "
    "国内 国外 海外 | 市内 市外 | 町内 町外 | 村内 村外 | 県内 県外 | 区内 区外 | 庁内 庁外 | "
    "個人 法人 | 小学校 中学校 高校 | 未就学児 小学生 中学生 高校生 | 男性 女性 | 本庁 支所 | "
    "都市部 農村部 | 原則 例外 | できる できない | できます できません | できた できなかった | "
    "ます ません | ました ませんでした | している していない | する しない | した しなかった | "
    "すること しないこと | 図る 図らない | 行う 行わない | 進める 進めない | 目指す 目指さない | "
    "高める 低める | 含む 含まない 除く | 含め 除い | ある ない | である ではない | 春 夏 秋 冬 | "
    "月曜 火曜 水曜 木曜 金曜 土曜 日曜 | 東 西 南 北 | 北部 南部 東部 西部 | 県 国"
)
_GROUPS = tuple(tuple(map(squash, row.split())) for row in _ROWS.split("|"))
#: Words that stand within too many others to be looked for but between the very same words.
_SHORT = frozenset(
    ("県", "国", "春", "夏", "秋", "冬", "東", "西", "南", "北", "紙", "電子", "ある", "ない", "可能", "必要")
    + ("する", "した", "ます", "原則")
)
_EDGE = "\n"


def twisted(text: str, near: Sequence[Evidence]) -> Unit | None:
    """The unit that has the counterpart of one of a statement's words in its place; None where one has the word."""
    claim = _EDGE + squash(text).rstrip("。") + _EDGE
    told = [(e.unit, _EDGE + squash(e.unit.text).replace("。", _EDGE) + _EDGE) for e in near if e.own_words >= SAME]
    for at, word, others in _words(claim):
        if any(_in_place(claim, at, word, word, own) for _, own in told):
            continue
        for unit, own in told:
            if any(_in_place(claim, at, word, other, own) for other in others):
                return unit
    return None


def _words(claim: str) -> Iterator[tuple[int, str, list[str]]]:
    """The words of a claim that have counterparts, with their places."""
    for group in _GROUPS:
        for word in group:
            for found in re.finditer(re.escape(word), claim):
                longer = [w for w in group if word in w and w != word]
                if not any(claim.startswith(w, found.start() - w.find(word)) for w in longer):
                    yield found.start(), word, [w for w in group if w != word]


def _in_place(claim: str, at: int, word: str, other: str, told: str) -> bool:
    """Whether a text has a word between the characters between which the claim has its own."""
    left, right = claim[:at], claim[at + len(word) :]
    for found in re.finditer(re.escape(other), told):
        before, behind = _same_end(left, told[: found.start()]), _same_start(right, told[found.end() :])
        if min(before, behind) >= BOTH or word not in _SHORT and max(before, behind) >= ONE:
            return True
        if max(before, behind) >= ONE and min(before, behind) >= 1:
            return True
    return False


def _same_end(one: str, other: str) -> int:
    return _same_start(one[::-1], other[::-1])


def _same_start(one: str, other: str) -> int:
    """How many characters two texts begin with alike; the end of a sentence counts as enough."""
    for n, (a, b) in enumerate(zip(one[:ONE], other[:ONE], strict=False)):
        if a != b:
            return n
        if a == _EDGE:
            return ONE
    return min(len(one), len(other), ONE)
