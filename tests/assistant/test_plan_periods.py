"""The years that a plan covers."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, Request
from tests.conftest import Opened


def ask(samples: Opened, question: str) -> Answer:
    return samples.engine.answer(Request(question=question, lang="en" if question.isascii() else "ja"))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("織部市の方針の期間はいつからいつまで", ("令和5年度から令和10年度まで", "6年間")),
        ("葛野原市の総合戦略って何年計画なの", ("令和7年度から令和11年度まで", "5年間")),
        ("雪代村の計画はいつまでですか？", ("令和8年度から令和12年度まで",)),
        ("汐崎市デジタル実行計画の計画期間は", ("令和4年度から令和9年度まで",)),
        ("What period does Oribe's policy cover?", ("FY2023 to FY2028", "6 years")),
    ],
)
def test_the_period_of_a_plan_is_told_with_its_length(samples: Opened, question: str, told: tuple[str, ...]) -> None:
    answer = ask(samples, question)
    assert all(part in answer.answer for part in told)
    assert len(answer.citations) == 1


def test_periods_are_set_side_by_side(samples: Opened) -> None:
    answer = ask(samples, "藍沢市のアクションプランと織部市のICT活用基本方針では、計画の期間が長いのはどちらですか")
    first, *rest = answer.answer.split("\n")
    assert first.startswith("織部市のほうが長い（6年間と3年間）")
    assert "令和8年度から令和10年度まで" in rest[0]
    assert "令和5年度から令和10年度まで" in rest[1]


@pytest.mark.parametrize(
    "question",
    [
        "葛野原市の総合計画の期間は",
        "織部市の方針の期間中に行う工事は",
        "海北市の窓口サービス改革方針の期間は何年間ですか",
        "葛野原市の次期計画はいつまでに策定しますか",
    ],
)
def test_no_plan_lends_its_period_to_another_question(samples: Opened, question: str) -> None:
    assert "計画期間は" not in ask(samples, question).answer
