"""Of what kind an amount of money is (a cost, a price, a grant, an income, a loss), and whether it is of one thing or
of all: two amounts of different kinds say nothing of each other."""

from __future__ import annotations

import re

from ingest.values import Figure

#: The words that say a kind in front of an amount, and behind it.
_BEFORE = {
    "cost": re.compile(r"費用|経費|[業備設築入用理持修発]費|予算|工事費|総額|委託料|費やし|\bcosts?\b|\bbudget"),
    "price": re.compile(
        r"料金|運賃|使用料|利用料|手数料|入場料|参加費|保険料|会費|家賃|自己負担|値段|代金|価格|\bfares?\b|\bfees?\b|\bprices?\b"
    ),
    "grant": re.compile(r"補助|助成|交付|支給|給付|奨励|手当|支援金|祝い?金|見舞金|\bsubsid|\bgrants?\b|\ballowance"),
    "income": re.compile(
        r"収入|売上|売り上げ|税収|歳入|寄附|寄付|消費額|出荷額|産出額|所得|賃金"
        r"|\brevenue|\bsales\b|\bincome"
    ),
    "loss": re.compile(r"被害|損害|損失|滞納|未納|赤字|\bdamage|\bloss(?:es)?\b"),
}
_BEHIND = {
    "cost": re.compile(r"^(?:も|を|が|ほど|程度|余り)*(?:か[けか]|費や|投じ|投入|計上|見込)"),
    "price": re.compile(
        r"^(?:も|を|が|ほど|程度)*(?:で(?:乗|使|利用|借|受け|買|入|参加|泊)|払|支払|取[らる]|かか|徴収)"
    ),
    "grant": re.compile(r"^(?:まで|も|を|が|ほど|程度)*(?:補助|助成|交付|支給|給付|もらえ|受け取|出[るすし])"),
}
#: How far in front of an amount its kind may be said, and how far behind it.
_NEAR, _AFTER = 24, 14
_EACH = re.compile(
    r"(?:(?:1|一)(?:台|人|回|件|枚|戸|世帯|か所|箇所|カ所|校|基|本|個|冊|泊|時間|日|月|年)(?:あたり|当たり|当り|につき|の?ごと)?"
    r"|あたり|当たり|当り|につき|単価|[月年日]額)(?:で|に|は|を|が)?、?(?:約|およそ|最大)?$"
    r"|\b(?:per|each|every) (?:\w+ ){0,2}$",
    re.IGNORECASE,
)
_EACH_BEHIND = re.compile(r"^[/／]|^ (?:per|each|a) (?!year|month|day)", re.IGNORECASE)


def is_each(text: str, figure: Figure) -> bool:
    """Whether an amount is that of one of the things (1台500万円, 1回あたり200円)."""
    before = text[max(0, figure.start - _NEAR) : figure.start]
    return bool(_EACH.search(before) or _EACH_BEHIND.match(text[figure.end :]))


def may_be_same(claim: str, figure: Figure, text: str, other: Figure) -> bool:
    """Whether an amount of a text may be what a claim's amount is of; always where neither says of what kind it is."""
    if figure.base_unit != "円":
        return True
    if is_each(claim, figure) and not is_each(text, other):
        return False
    said, told = _kinds(claim, figure), _kinds(text, other)
    return not said or not told or bool(said & told)


def _kinds(text: str, figure: Figure) -> frozenset[str]:
    """The kinds that an amount may be of: as is said behind it, else by the nearest word in front of it."""
    behind = text[figure.end : figure.end + _AFTER]
    said = {kind for kind, pattern in _BEHIND.items() if pattern.match(behind)}
    if said:
        return frozenset(said)
    before = re.split(r"[。\n]", text[max(0, figure.start - _NEAR) : figure.start])[-1]
    found = [(m.end(), kind) for kind, pattern in _BEFORE.items() for m in pattern.finditer(before)]
    return frozenset({max(found)[1]} if found else ())
