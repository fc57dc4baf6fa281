"""What a sentence on a subsidy says in other words: its limit in one form, its rate and its limit each by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

_EACH = r"(?:月額?|年額?|日額?|1(?:人|件|世帯|団体|回|戸|校)(?:あたり|当たり|につき)?)"
_AMOUNT = rf"(?:{_EACH}(?:最大)?)?\d[\d,.]*(?:十|百|千|万|億)*円"
_PAYS = "(?:補助|助成|支給|交付|給付|支援)"
_IN_BRACKETS = re.compile(rf"[(（](?:補助)?上限額?(?:は|:|：)?({_AMOUNT})[)）](?P<rest>を{_PAYS})")
_BEHIND = re.compile(rf"を(?P<pays>{_PAYS}[^。、(（]{{0,8}})[(（](?:補助)?上限額?(?:は|:|：)?({_AMOUNT})[)）]")
_UP_TO = re.compile(rf"({_AMOUNT})まで(?=、?[^。、はがを]{{0,14}}{_PAYS})")
_TO_LIMIT = re.compile(r"(?<=円)を?(?:上限|限度)(?:額)?(?:として?|に)")
_RATE = re.compile(
    rf"(?P<whom>[^。(（「」]*[にはで]、?)?(?P<of>[^、。(（「」]{{1,20}})の"
    rf"(?P<rate>(?:\d+分の\d+|\d+/\d+|\d+(?:\.\d+)?%)(?:以内)?|全額|半額)を[^。]*{_PAYS}"
)
_LIMIT = re.compile(rf"({_AMOUNT})を上限に")


def one_limit(text: str) -> str:
    """The limit of what is paid in one form: 2分の1(上限50万円)を補助, 50万円まで補助, 50万円を限度として補助."""
    text = _IN_BRACKETS.sub(lambda m: f"を、{m[1]}を上限に{m['rest'][1:]}", text)
    text = _BEHIND.sub(lambda m: f"を、{m[2]}を上限に{m['pays']}", text)
    return _TO_LIMIT.sub("を上限に", _UP_TO.sub(r"\1を上限に", text))


def implied(quote: str) -> Iterator[str]:
    """The rate and the limit of the one subsidy that a sentence tells of, each as a sentence of its own."""
    for sentence in re.split(r"(?<=。)|\n", one_limit(quote)):
        rate, limits = _RATE.match(sentence), _LIMIT.findall(sentence)
        if len(re.findall(_PAYS, sentence)) != 1 or len(re.findall(r"\d分の\d|\d/\d|\d%|[全半]額", sentence)) > 1:
            continue
        if rate:
            yield f"{rate['whom'] or ''}補助率は{rate['rate']}です。"
            yield f"{rate['whom'] or ''}{rate['of']}の補助率は{rate['rate']}です。"
        if len(limits) == 1:
            whom = rate["whom"] or "" if rate else ""
            yield f"{whom}上限は{limits[0]}です。"
            yield f"{whom}補助の上限は{limits[0]}です。"
