"""Tables of surveys: cells by age group and by what was answered, follow-ups that name another, ranks by shares."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

SURVEY = (
    "松本市 水辺の計画\n\n"
    "1 水辺のアンケート\n\n"
    "水辺の過ごし方を年齢ごとに聞きました。\n\n"
    "年齢\t合計\tお金がかかる\t釣りの場所が遠い\t橋の上がこわい\n"
    "20歳代\t210 100.0%\t61 29.0%\t84 40.0%\t12 5.7%\n"
    "30歳代\t240 100.0%\t96 40.0%\t72 30.0%\t31 12.9%\n"
    "40～49歳\t300 100.0%\t99 33.0%\t57 19.0%\t45 15.0%\n"
    "50歳代\t410 100.0%\t107 26.1%\t66 16.1%\t94 22.9%\n\n"
    "2 水辺の地区\n\n"
    "地区\t高齢化率\t川の見張り番\n"
    "上流\t41.7%\t14\n"
    "中流\t33.2%\t27\n"
    "下流\t37.5%\t22\n\n"
    "3 これからの水辺\n\n"
    "順位\tもっと増やしてほしいもの（3つまで）\t割合\n"
    "1\t木かげのベンチ\t51.2%\n"
    "2\t足を洗う水道\t44.8%\n"
    "3\t夜の明かり\t39.5%\n"
    "4\t貸し竿\t12.1%\n"
)


@pytest.fixture(scope="module")
def waters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(SURVEY),), tmp_path_factory.mktemp("waters"))


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("松本市の水辺のアンケートで「釣りの場所が遠い」と答えた30代の割合は？", "30.0%"),
        ("松本市の水辺のアンケートで「お金がかかる」と答えた20代は何％ですか", "29.0%"),
        ("松本市の「橋の上がこわい」は、40代だと何％？", "15.0%"),
        ("松本市の「川の見張り番」は、中流だといくつ？", "27"),
    ],
)
def test_a_cell_is_told_by_its_age_group_and_its_answer(waters: Opened, question: str, value: str) -> None:
    assert value in waters.ask(question).answer.split("\n")[0]


@pytest.mark.parametrize(
    ("then", "value", "before"),
    [
        ("では40代は？", "33.0%", "40.0%"),
        ("じゃあ「橋の上がこわい」は？", "12.9%", "40.0%"),
    ],
)
def test_a_follow_up_names_another_row_or_column(waters: Opened, then: str, value: str, before: str) -> None:
    history = (("user", "松本市の水辺のアンケートで「お金がかかる」と答えた30代は何％ですか"),)
    first = waters.ask(then, history=history).answer.split("\n")[0]
    assert value in first
    assert before not in first


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("松本市の水辺のアンケートで「お金がかかる」が多い年代、上から3つ教えて", ("30歳代", "40~49歳", "20歳代")),
        ("松本市で、お年寄りの割合が高い地区を上から2つ教えて", ("上流", "下流")),
    ],
)
def test_rows_are_ranked_by_the_share_in_the_column_that_is_meant(
    waters: Opened, question: str, names: tuple[str, ...]
) -> None:
    lines = waters.ask(question).answer.split("\n")
    assert [name in line for name, line in zip(names, lines, strict=True)] == [True] * len(names)


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("松本市の水辺のアンケートで、もっと増やしてほしいという声が多かったのは？上から3つ", 3),
        ("松本市の水辺のアンケートで、もっと増やしてほしいものの第1位は", 1),
    ],
)
def test_answers_are_ranked_by_what_they_answer_to(waters: Opened, question: str, shown: int) -> None:
    answer = waters.ask(question).answer
    in_order = ["木かげのベンチ", "足を洗う水道", "夜の明かり", "貸し竿"]
    assert [name for name in in_order if name in answer] == in_order[:shown]
