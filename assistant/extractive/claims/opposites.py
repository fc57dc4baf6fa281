"""Words of which a plan that says the one denies the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.units import Unit
from ingest.normalise import squash
from ingest.values import find_figures

_PAIRS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = tuple(
    (tuple(map(squash, a)), tuple(map(squash, b)))
    for a, b in (
        (
            ("全員", "すべての", "全ての", "全校", "全庁", "全課", "全域", "全世帯"),
            ("一部", "抽出", "モデル校", "特定の"),
        ),
        (("クラウド",), ("オンプレミス", "オンプレ", "庁内サーバ", "自庁サーバ")),
        (("有料", "有償", "お金がかか", "お金はかか", "費用がかか", "料金がかか"), ("無料", "無償")),
        (
            ("増加", "増や", "増え", "上昇", "上が", "上げ"),
            ("減少", "減ら", "減り", "低下", "削減", "下が", "下げ"),
        ),
        (("単独で", "単独導入", "独自に"), ("共同で", "共同利用", "共同導入", "共同調達")),
        (("直営", "内製", "自前"), ("委託", "外注", "外部発注")),
        (("必須", "義務"), ("任意", "希望者")),
        (("購入", "買い取り", "買取"), ("リース", "賃借", "レンタル")),
        (("平日",), ("土日", "休日")),
        (("全額",), ("半額", "2分の1", "3分の1", "3分の2", "一部")),
        (
            ("予定どおり", "予定通り", "計画どおり", "順調", "遅れなく"),
            ("遅れ", "遅延", "延期", "先送り", "後ろ倒し", "後倒し"),
        ),
        (("毎年",), ("隔年", "2年に1度", "2年ごと")),
        (("達成", "上回"), ("未達", "達成できな", "届かな", "下回")),
        (("同じ", "同一", "共通の"), ("異な", "別の", "別々", "とは別")),
        (("前倒し",), ("後ろ倒し", "後倒し", "先送り", "延期", "遅れ")),
    )
)


def denied_by(said: Iterable[str], units: Sequence[Unit]) -> Unit | None:
    """The first unit with the opposite of a word that was said, where none of them has the word itself."""
    words = [squash(text) for text in said]
    texts = [squash(unit.text) for unit in units]
    for one, other in (*_PAIRS, *((b, a) for a, b in _PAIRS)):
        if not _any(one, words, unless=other):
            continue
        if any(_any(one, [text], unless=other) for text in texts):
            continue
        unit = next((u for u, text in zip(units, texts, strict=True) if _any(other, [text])), None)
        if unit is not None:
            return unit
    return None


def _any(words: Sequence[str], texts: Sequence[str], unless: Sequence[str] = ()) -> bool:
    """Whether a word stands in a text, apart from within one of `unless` (達成 in 未達成)."""
    for text in texts:
        for aside in unless:
            text = text.replace(aside, " ")
        if any(word in text for word in words):
            return True
    return False


_UP = re.compile(
    r"増や(?:す|し)|増加(?:し|す|さ)|増え|引き?上げ|上方|拡大(?:し|す)|\braise|\bincreas|\brose\b|\bgrew\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"減ら(?:す|し)|減少(?:し|す)|減り|減っ|引き?下げ|下方|縮小(?:し|す)|\blower|\breduc|\bdecreas|\bcuts?\b|\bfell\b",
    re.IGNORECASE,
)


def turned(claim: str, units: Sequence[Unit]) -> Unit | None:
    """The unit whose figures go the other way (16台から24台に) than the claim says; None when one goes its way."""
    up, down = bool(_UP.search(claim)), bool(_DOWN.search(claim))
    if up == down:
        return None
    for unit in units:
        figures = find_figures(unit.text)
        for before, after in zip(figures, figures[1:], strict=False):
            between = unit.text[before.end : after.start]
            if before.base_unit and before.base_unit == after.base_unit and between in ("から", "より"):
                return unit if (after.base > before.base) != up and after.base != before.base else None
    return None


_WHOLE = re.compile(
    r"すべて|全て|全(?:館|校|園|課|域|員|戸|世帯|地区|施設|部|町|市)|いずれも|ど(?:の|この)[^、。]{1,12}も|"
    r"\ball\b|\bevery\b|\beach\b",
    re.IGNORECASE,
)
#: What also says all of something, in a claim.
_ANY = re.compile(
    r"(?:誰|だれ|いつ|どこ|何[回度人枚台]|いくら|いくつ)(?:で|に|へ)?も(?!ら)|毎[年月日週回]|(?:に|を)かかわら[ずな]|を問わ[ずな]|自由に|無条件",
)
_OF = re.compile(r"(\d+)[^\d。、]{1,12}のうち、?[^\d。]{0,12}?(\d+)")
_AIMED = re.compile(r"までに|目指|目標")
_REST = re.compile(
    r"残る|残り(?:の)?|に限(?:り|る|ら|って)|\d[^\s\d]{0,3}(?:だけ|のみ|しか)|を除[きくい]|"
    r"(?:です|ます|[たる])が、[^。、]{1,24}は、?[^。]{0,24}(?:未(?:配備|設置|整備|導入|実施|着手|対応)|ない|ません|対象外|"
    r"一部(?:参加|のみ|だけ))"
)


def only_part(claim: str, units: Sequence[Unit]) -> Unit | None:
    """The unit that counts only some (8館のうち5館) of what a claim says of all; None where one says it of all."""
    if not (_WHOLE.search(claim) or _ANY.search(claim)) or _REST.search(claim):
        return None
    aims = _AIMED.search(claim) is not None
    whole = [u for u in units if _WHOLE.search(u.text)]
    if any(aims if _AIMED.search(u.text) else not _REST.search(u.text) for u in whole):
        return None
    for unit in units:
        parts = [(int(m[1]), int(m[2])) for m in _OF.finditer(unit.text)]
        if any(part < whole for whole, part in parts) or _REST.search(unit.text):
            return unit
    return None


#: Says in a plan that something is so of all.
_OF_ALL = re.compile(r"すべて|全て|全\s?[一-龥\d]|いずれも|各|どこでも|誰でも|だれでも|いつでも|100\s?%|皆")


def all_unsaid(claim: str, units: Sequence[Unit]) -> bool:
    """Whether a claim says of all of something what no unit says of all: some of it may be meant."""
    return _WHOLE.search(claim) is not None and not any(_OF_ALL.search(u.text) for u in units)
