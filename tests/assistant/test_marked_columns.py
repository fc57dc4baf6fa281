"""Tables that mark what a place has: which have it, which have not, and whether one has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.assistant.test_plan_items import names
from tests.conftest import Opened, opened
from tests.ingest.test_grids import grid
from tests.ingest.test_grids import plan as of_grids

TABLE = grid(
    "地区 | 集会所 | 定員 | 暖炉 | 厨房",
    "浜 | 磯辺会館 | 120 | ○ | ○",
    " | 松原集会所 | 60 |  | ○",
    " | 灯台の家 | 35 |  | ",
    "里 | 杉の子会館 | 90 | ○ | ",
    " | 水車小屋 | 40 |  | ○",
    "計 |  | 345 | 2 | 3",
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((of_grids((TABLE,)),), tmp_path_factory.mktemp("town"))


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("武雄市で暖炉が使える集会所はどこ", {"磯辺会館", "杉の子会館"}),
        ("武雄市で厨房のある集会所はどこですか", {"磯辺会館", "松原集会所", "水車小屋"}),
        ("武雄市の暖炉のない集会所は？", {"松原集会所", "灯台の家", "水車小屋"}),
        ("武雄市の浜地区の集会所を全部", {"磯辺会館", "松原集会所", "灯台の家"}),
    ],
)
def test_rows_are_told_by_their_marks_and_groups(town: Opened, question: str, wanted: set[str]) -> None:
    assert names(town.ask(question)) == wanted


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("武雄市の松原集会所に暖炉はありますか", "いいえ"),
        ("武雄市の灯台の家では厨房が使えますか", "いいえ"),
        ("武雄市の杉の子会館には暖炉がある？", "はい"),
    ],
)
def test_whether_one_has_it_is_told_by_its_cell(town: Opened, question: str, opening: str) -> None:
    answer = town.ask(question)
    assert answer.answer.startswith(opening) and "集会所" not in answer.answer.split("：")[-1]


@pytest.mark.parametrize("question", ["武雄市の灯台の家にいつ暖炉がつきますか", "武雄市の図書館に暖炉はありますか"])
def test_an_empty_cell_answers_nothing_else(town: Opened, question: str) -> None:
    assert not town.ask(question).answer.startswith("いいえ")


COUNTS = grid("分野 | KPIの数 | 達成", "窓口 | 2 | 0", "防災 | 3 | 1", "計 | 5 | 1")
PILLARS = grid(
    "柱 | 指標 | 現状",
    "柱1 | 朝市の来場者の数 | 310",
    " | 屋台の数 | 12",
    "柱2 | 里山の広さ | 40",
    " | 薪を配った世帯 | 90",
    "柱3 | 林道の長さ | 8",
)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((of_grids((COUNTS,), (PILLARS,)),), tmp_path_factory.mktemp("figures"))


def test_how_many_there_are_is_told_by_a_column_that_counts_them(figures: Opened) -> None:
    answer = figures.ask("武雄市の防災分野のKPIはいくつ")
    assert "KPIの数＝3" in answer.answer


def test_the_numbered_part_that_is_named_holds_its_own_rows_alone(figures: Opened) -> None:
    assert names(figures.ask("武雄市の柱2の指標を全部")) == {"里山の広さ", "薪を配った世帯"}
    assert names(figures.ask("武雄市の柱1の指標はいくつある")) == {"朝市の来場者の数", "屋台の数"}


SHELTERS = grid(
    "集会所 | 定員 | 非常用発電機 | 浴室",
    "磯辺会館 | 120 | 有 | 有",
    "松原集会所 | 60 | 無 | 有",
    "灯台の家 | 35 | 無 | 無",
    "杉の子会館 | 90 | 有 | 無",
)


@pytest.fixture(scope="module")
def shelters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((of_grids((SHELTERS,)),), tmp_path_factory.mktemp("shelters"))


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("武雄市で発電機のある集会所を全部", {"磯辺会館", "杉の子会館"}),
        ("武雄市の集会所で発電機がないのはどこ", {"松原集会所", "灯台の家"}),
        ("武雄市で発電機がないのはどの集会所？", {"松原集会所", "灯台の家"}),
        ("武雄市の集会所のうち浴室のない所は何か所ですか", {"灯台の家", "杉の子会館"}),
    ],
)
def test_words_of_having_choose_rows_as_marks_do(shelters: Opened, question: str, wanted: set[str]) -> None:
    assert names(shelters.ask(question)) == wanted


RATED = grid(
    "施策 | 担当課 | 進捗",
    "朝市の再生 | 商工課 | A",
    "里山の手入れ | 農林課 | C",
    "薪の配布 | 農林課 | C",
    "林道の補修 | 建設課 | B",
)


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((of_grids((RATED,)),), tmp_path_factory.mktemp("rated"))


def test_an_english_question_chooses_rows_by_their_grade(rated: Opened) -> None:
    answer = rated.ask("Which measures of Takeo City have progress rating C?", lang="en")
    assert names(answer) == {"里山の手入れ", "薪の配布"}
