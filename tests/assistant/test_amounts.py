"""Shares and numbers of times in words."""

from __future__ import annotations

import pytest

from assistant.extractive.claims.amounts import amount_of, amounts, part_of
from assistant.extractive.claims.figures import reach
from ingest.values import find_figures


@pytest.mark.parametrize(
    ("text", "held", "not_held"),
    [
        ("計画をおよそ2割上回った", 0.22, 0.35),
        ("4割にも届いていない", 0.368, 0.43),
        ("6割強だった", 0.625, 0.58),
        ("3分の1余り", 0.36, 0.3),
        ("半分を超えた", 0.62, 0.45),
        ("3倍を超えた", 3.7, 2.8),
        ("1.5倍に引き上げた", 1.5, 1.8),
        ("more than doubled", 2.4, 1.7),
        ("rose by about a third", 0.34, 0.5),
    ],
)
def test_an_amount_in_words_holds_what_it_says(text: str, held: float, not_held: float) -> None:
    amount = amount_of(text)
    assert amount is not None
    assert amount.holds(held) and not amount.holds(not_held)


def test_two_amounts_are_none() -> None:
    assert amount_of("2割から3割に増えた") is None


@pytest.mark.parametrize(
    ("claim", "held", "not_held"),
    [
        ("月300円足らず上がった", 280, 320),
        ("約3万人が訪れた", 31_254, 36_000),
        ("500人余りが参加した", 540, 480),
        ("at most 100 人", 90, 180),
        ("nearly 40 人", 38, 41),
    ],
)
def test_a_figure_reaches_as_far_as_the_words_about_it_say(claim: str, held: float, not_held: float) -> None:
    low, high = reach(find_figures(claim)[0], claim)
    assert low <= held <= high and not low <= not_held <= high


@pytest.mark.parametrize(
    ("text", "before", "after", "so"),
    [
        ("半分以下に減らす", 21, 2, True),
        ("半分以下に減らす", 146, 110, False),
        ("3分の1に減らす", 90, 30, True),
        ("2割減らす", 100, 80, True),
        ("2倍以上に増やす", 30, 70, True),
        ("cut to one third", 90, 30, True),
    ],
)
def test_a_change_is_told_from_what_it_leaves(text: str, before: float, after: float, so: bool) -> None:
    amount = amount_of(text)
    assert amount is not None and amount.changed(before, after) is so


@pytest.mark.parametrize(
    ("claim", "part"),
    [
        ("契約した52件のうち半分以上は蓄電池のみの契約である。", "蓄電池のみの契約"),
        ("利用者の4分の3は女性だった。", "女性"),
        ("来場者の過半数を高校生が占める。", "高校生"),
        ("市外の人が半数以上を占める。", "市外の人"),
        ("more than half of the visitors are students", "students"),
        ("利用者は半分に減った。", ""),
        ("予算は2倍になった。", ""),
    ],
)
def test_of_what_a_share_is(claim: str, part: str) -> None:
    assert [part_of(a, claim) for a in amounts(claim)] == [part]
