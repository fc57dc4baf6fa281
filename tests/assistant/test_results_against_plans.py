"""Results held against what was planned, in one row or in two, and figures whose unit stands in the name of a row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.extractive.claims.targets import turns
from assistant.extractive.series import against_plan, series_asked
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

TABLE = (
    "松本市 見守りの計画\n\n"
    "1 見守りの成果\n\n"
    "指標\tR5予定\tR5実績\tR6予定\tR6実績\tR7予定\n"
    "見守りロボット利用時間(h)\t120\t85\t240\t63\t300\n"
    "電話当番の人数\t11\t12\t14\t17\t19\n"
    "印刷した紙の量(R3年度比)\t88%\t91%\t77%\t69%\t66%\n"
)


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(TABLE),), tmp_path_factory.mktemp("watch"))


@pytest.mark.parametrize(
    ("question", "planned", "actual"),
    [
        ("松本市の見守りロボット、令和6年度は何時間使われましたか。計画値も知りたいです", "240h", "63h"),
        ("松本市の電話当番の人数は、令和6年度は目標に比べてどうでしたか", "14", "17"),
        ("令和5年度の松本市の電話当番の人数は計画どおりでしたか。数値で教えてください", "11", "12"),
        ("松本市の電話当番の人数は令和6年度、目標に比べて実際にはいくつになりましたか", "14", "17"),
        ('How did Matsumoto City\'s "印刷した紙の量" turn out in FY2024 compared with the target?', "77%", "69%"),
    ],
)
def test_a_result_is_told_with_what_was_planned(watch: Opened, question: str, planned: str, actual: str) -> None:
    answer = watch.ask(question).answer
    assert [value for value in (planned, actual) if value not in answer] == []


@pytest.mark.parametrize(
    "question",
    [
        "松本市の電話当番の人数、令和6年度の目標値はいくつでしたか",
        'What was Matsumoto City\'s FY2024 target for "電話当番の人数"?',
    ],
)
def test_what_a_plan_calls_planned_is_told_where_the_target_is_asked_for(watch: Opened, question: str) -> None:
    first = watch.ask(question).answer.split("\n")[0]
    assert "14" in first
    assert "17" not in first


def test_what_was_planned_goes_by_one_name_or_the_other() -> None:
    assert series_asked("利用率は目標に比べてどうでしたか") == {"planned", "target", "actual"}
    assert series_asked("利用率の目標は") == {"planned", "target"}
    assert series_asked("利用率の基準値は") == {"baseline"}
    assert against_plan("What was the actual number, and what had been planned?")
    assert not against_plan("基準値と目標値も教えて")


def test_a_rate_of_achievement_tells_no_achievement() -> None:
    assert turns("道路と水路の達成率を比べてください") is None
    assert turns("目標を達成した") is False


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("松本市の電話当番の人数の令和6年度の目標値は14であった。", "supported"),
        ("松本市の電話当番の人数の令和6年度の目標値は17であった。", "contradicted"),
        ("松本市は令和6年度に電話当番の人数を14とする計画であった。", "supported"),
        ("松本市は令和6年度に電話当番の人数を17とする計画であった。", "contradicted"),
        ("松本市の電話当番の人数は令和6年度に17となった。", "supported"),
        ("松本市の電話当番の人数は令和6年度に14となった。", "contradicted"),
        ("松本市の電話当番の人数は令和6年度、目標の14に対して実績は17だった。", "supported"),
        ("松本市の電話当番の人数は令和6年度、目標の17に対して実績は14だった。", "contradicted"),
    ],
)
def test_a_claim_on_the_plan_is_not_held_against_the_result(watch: Opened, claim: str, verdict: str) -> None:
    assert watch.check(claim).verdict == verdict


TWO_ROWS = (
    "松本市 朝市の計画\n\n1 朝市の成果\n\n"
    "指標\t区分\tR5\tR6\tR7\n"
    "月に2回より多く来る人の割合\t予定\t28%\t33%\t40%\n"
    "月に2回より多く来る人の割合\t実績\t27%\t31%\t\n"
)


def test_rows_of_one_name_are_held_together_and_the_figures_of_names_are_no_values(tmp_path: Path) -> None:
    for market in opened((plan(TWO_ROWS),), tmp_path):
        said = "松本市の朝市では、月に2回より多く来る人の割合は令和6年度に{}%となった。"
        assert market.check(said.format(31)).verdict == "supported"
        assert market.check(said.format(33)).verdict == "contradicted"
