"""Indicators by their rating, by the year of their target, and which of two reached it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

RATED = (
    "松本市みどりの計画\n\n第1章 これまでの成果\n\n"
    "指標\tR6 目標\tR6 実績\t評価\n"
    "市民花壇の数\t40\t44\tA\n苗木の配布数\t900\t610\tC\n公園の見回り回数\t120\t131\tA\n落ち葉の回収量\t30\t21\tC\n",
    "第2章 これからの事業\n\n"
    "事業名\t内容\t評価\n"
    "花壇の増設\t空き地を花壇にする\tC\n苗木の無料配布\t春に苗木を配る\tA\n公園の見回り\t毎月見て回る\tC\n木陰の道\t街路樹を植える\tB\n",
    "第3章 数値目標\n\n"
    "指標\t現状値 R6\t目標値 R10\n"
    "緑のカーテンの参加校\t8\t20\n緑化協定の地区\t3\t9\n街路樹の本数\t5200\t6100\n",
)


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(*RATED),), tmp_path_factory.mktemp("rated"))


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("松本市の計画で、評価が「C」となった指標をすべて挙げよ。", {"苗木の配布数", "落ち葉の回収量"}),
        ("松本市で評価がAだった指標はどれとどれ？", {"市民花壇の数", "公園の見回り回数"}),
        ("Which indicators of Matsumoto City were rated C? Name all.", {"苗木の配布数", "落ち葉の回収量"}),
        (
            "松本市の計画は令和10年度の数値目標をいくつ設定していますか。名前も",
            {"緑のカーテンの参加校", "緑化協定の地区", "街路樹の本数"},
        ),
        (
            "How many numerical targets does the plan of Matsumoto City set for FY2028 (R10), and what are they?",
            {"緑のカーテンの参加校", "緑化協定の地区", "街路樹の本数"},
        ),
    ],
)
def test_indicators_are_listed_by_their_rating_or_by_the_year_of_their_target(
    rated: Opened, question: str, members: set[str]
) -> None:
    assert {entity.name for entity in rated.ask(question).entities} == members


def test_a_target_of_one_indicator_is_no_list_of_them(rated: Opened) -> None:
    assert "6100" in rated.ask("松本市の街路樹の本数の令和10年度の目標値はいくつですか").answer


def test_which_of_two_reached_its_target_is_told_with_both_figures(rated: Opened) -> None:
    answer = rated.ask("松本市で、令和6年度の目標を達成できたのは「市民花壇の数」と「苗木の配布数」のどちらですか。")
    assert answer.answer.startswith("市民花壇の数")
    assert all(figure in answer.answer for figure in ("40", "44", "900", "610"))
