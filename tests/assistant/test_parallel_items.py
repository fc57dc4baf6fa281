"""What a sentence gives of things side by side stays with each of them, in whatever form a statement says it."""

from __future__ import annotations

from itertools import permutations

import pytest

from assistant.entailment import unproven
from assistant.proof import Proof
from ingest.normalise import view

OWNER = "海北県汐崎市 汐崎市 shiosaki"
COUNTED = (("窓口の予約", "電子の申請", "公開の講座"), ("12件", "34件", "56件"))
ANSWERED = (("「はい」", "「いいえ」", "「分からない」"), ("41.3%", "26.8%", "31.9%"))
PLACED = (("北部", "中部", "南部"), ("6か所", "2か所", "9か所"))
DONE = (("総務課", "福祉課", "土木課"), ("受付の管理", "器具の点検", "道路の補修"))

#: A quote on three things, and the forms of a statement on one of them.
QUOTES = {
    "{0}が{3}、{1}が{4}、{2}が{5}でした。": (ANSWERED, ("{a}は{b}です。", "{a}と答えた人は{b}でした。")),
    "{0}が{3}と最も多く、次いで{1}が{4}、{2}が{5}の順である。": (ANSWERED, ("{a}は{b}です。",)),
    "{0}（{3}）、{1}（{4}）、{2}（{5}）です。": (COUNTED, ("{a}は{b}です。", "{b}は{a}です。")),
    "{0}：{3}、{1}：{4}、{2}：{5}": (COUNTED, ("{a}は{b}です。", "{b}は{a}です。")),
    "避難所は{0}に{3}、{1}に{4}、{2}に{5}ある。": (PLACED, ("{a}には避難所が{b}あります。",)),
    "{0}は{3}、{1}は{4}、{2}は{5}を行う。": (DONE, ("{a}は{b}を行います。", "{b}は{a}が行います。")),
    "{0}で{3}、{1}で{4}、{2}で{5}を行う。": (DONE, ("{a}で{b}を行います。",)),
    "{0}に{3}、{1}に{4}、{2}に{5}を委ねる。": (DONE, ("{a}に{b}を委ねます。",)),
}  # fmt: skip


def problem(text: str, quote: str) -> str | None:
    return unproven(f"汐崎市では、{text}", [Proof(quote, view(quote), "", OWNER)], ())


@pytest.mark.parametrize("frame", QUOTES)
def test_nothing_is_said_of_another_of_them(frame: str) -> None:
    (names, values), forms = QUOTES[frame]
    quote = frame.format(*names, *values)
    for i, j in permutations(range(3), 2):
        for form in forms:
            assert problem(form.format(a=names[i], b=values[j]), quote) is not None


@pytest.mark.parametrize("frame", QUOTES)
def test_two_of_them_do_not_change_places(frame: str) -> None:
    (names, values), forms = QUOTES[frame]
    quote = frame.format(*names, *values)
    for i, j in permutations(range(3), 2):
        first, second = (forms[0].format(a=names[x], b=values[y]).rstrip("。") for x, y in ((i, j), (j, i)))
        assert problem(f"{first}。{second}。", quote) is not None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("「はい」は41.3%です。", "「はい」が41.3%、「いいえ」が26.8%、「分からない」が31.9%でした。"),
        ("「分からない」と答えた人は31.9%でした。",
         "「はい」が41.3%、「いいえ」が26.8%、「分からない」が31.9%でした。"),
        ("土木課は道路の補修を行います。", "総務課は受付の管理、福祉課は器具の点検、土木課は道路の補修を行う。"),
        ("総務課は受付の管理を行います。総務課は道路の補修を行います。",
         "総務課は受付の管理、土木課は道路の補修を行う。総務課は道路の補修を行う。"),
    ],
)  # fmt: skip
def test_each_of_them_may_be_told_by_itself(text: str, quote: str) -> None:
    assert problem(text, quote) is None
