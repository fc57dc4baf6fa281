"""From when to when plans run: of one, of two side by side, and which runs longer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

WINDOWS = (
    "松本市 窓口改善計画\n令和8年3月\n\n",
    "第1章 計画の基本\n\n1 背景\n\n前の計画（令和3年度～令和7年度）の期間が満了したことから、新たに定める。\n\n"
    "2 計画の期間\n\n令和8年度から令和10年度までの3年間とする。\n\n"
    "3 調査\n\n調査の期間は令和6年度から令和7年度までとした。\n",
)
SNOW = ("上田市 雪みちプラン\n（令和7～11年度）\n\n雪みちを地図で知らせる。除雪車の動きを調べる。\n",)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(*WINDOWS), plan(*SNOW, id="snow")), tmp_path_factory.mktemp("periods"))


@pytest.mark.parametrize(
    "question",
    [
        "松本市の計画と上田市のプランの期間を比べてください",
        "松本市と上田市の計画はいつまで？終わりの年度を教えて",
        "Compare the planning periods of Matsumoto City and Ueda City.",
    ],
)
def test_the_periods_of_two_plans_are_told(two: Opened, question: str) -> None:
    answer = two.ask(question, lang="en" if question.isascii() else "ja").answer
    assert "令和8年度から令和10年度" in answer
    assert "令和7~11年度" in answer.replace("～", "~")


def test_which_plan_runs_longer_opens_the_answer(two: Opened) -> None:
    answer = two.ask("計画の期間は松本市と上田市でどちらが長いですか").answer
    assert answer.startswith("上田市のほうが長い（5年間 − 3年間）")


def test_the_period_of_one_plan_is_its_own(two: Opened) -> None:
    answer = two.ask("松本市の計画の期間は何年度から何年度まで？").answer
    assert "令和10年度" in answer
    assert "令和3年度" not in answer


def test_another_plans_period_is_not_taken_for_it(two: Opened) -> None:
    asked = "松本市{}の期間は何年度から何年度まで？"
    assert "令和10年度" in two.ask(asked.format("窓口改善計画")).answer.split("\n")[0]
    assert "令和10年度" not in two.ask(asked.format("地域防災計画")).answer.split("\n")[0]
