"""Indicators by their rating, by the year of their target, and which of two reached it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.extractive.conditions import Reading
from assistant.extractive.plan_items import Family, Item
from assistant.extractive.selection import met
from assistant.units import Unit
from tests.assistant.understanding import ask
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
        ("松本市で評価がC以外の指標をすべて挙げて", {"市民花壇の数", "公園の見回り回数"}),
        ("松本市で評価がBまたはCの指標をすべて挙げて", {"苗木の配布数", "落ち葉の回収量"}),
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
    assert "6100" in rated.ask("松本市の街路樹の本数の令和10年度の目標値は何件か").answer


def test_which_of_two_reached_its_target_is_told_with_both_figures(rated: Opened) -> None:
    answer = rated.ask("松本市で、令和6年度の目標を達成できたのは「市民花壇の数」と「苗木の配布数」のどちらですか。")
    assert answer.answer.startswith("市民花壇の数")
    assert all(figure in answer.answer for figure in ("40", "44", "900", "610"))


TALLIED = (
    "松本市みどりの計画\n\n本計画は、戦略に定める6の緑化重点課題を解決するための施策をとりまとめたものです。\n\n"
    "表1 前期KPIの評価\n\n"
    "基本目標\tKPI数\tA 達成\tB おおむね達成\tC 未達\n"
    "1 花と苗\t9\t4\t3\t2\n2 公園\t8\t2\t2\t4\n3 街路樹\t7\t5\t1\t1\n計\t24\t11\t6\t7\n",
)


@pytest.fixture(scope="module")
def tallied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(*TALLIED),), tmp_path_factory.mktemp("tallied"))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("松本市の計画の緑化重点課題は何個ありますか", "6の"),
        ("松本市の前期のKPIのうち、Cの未達は全部で何件ですか", "7"),
    ],
)
def test_a_number_that_is_stated_or_added_up_is_told(tallied: Opened, question: str, said: str) -> None:
    assert said in tallied.ask(question).answer


def test_a_word_that_is_no_department_is_none_beside_one() -> None:
    organs = [("広報の刷新", "秘書課"), ("水温計の設置", "ICT")]
    naming = Unit(plan("松本市みどりの計画\n\n秘書課").passages[0], 0, 1, "松", "heading")
    items = [Item([("", name)], "202029", organs=[("担当", organ, naming)]) for name, organ in organs]
    reading = Reading(
        ask("松本市のICT計画で担当部署が秘書課の施策を全部"), Family(plan("松本市みどりの計画").document, items, False)
    )
    assert [item.names[0][1] for item, _ in met(items, reading.conditions())] == ["広報の刷新"]
