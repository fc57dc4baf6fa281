"""How many rows a table has of what it lists, and what one row adds up to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.test_grids import grid, plan

LINES = grid("路線 | 便数 | 利用者数", "梅林線 | 12便 | 1,240人", "松風線 | 8便 | 920人", "竹園線 | 3便 | 410人")
PEOPLE = grid(
    "地区 | 14歳以下 | 64歳以下 | 65歳以上", "梅林 | 120人 | 900人 | 480人", "松風の里 | 80人 | 610人 | 395人"
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    pages = (["路線ごとの便数", LINES], ["地区別の人口", PEOPLE])
    yield from opened((plan(*pages),), tmp_path_factory.mktemp("totals"))


def test_the_rows_of_a_table_are_counted(tables: Opened) -> None:
    answer = tables.ask("武雄市の路線は全部で何路線ですか")
    assert answer.answer.startswith("3路線")
    assert [e.name for e in answer.entities] == ["梅林線", "松風線", "竹園線"]


def test_a_rows_figures_are_added_with_each_of_them_shown(tables: Opened) -> None:
    assert "1,085人（3件：80＋610＋395人）" in tables.ask("武雄市の松風の里の人口は全年齢の合計で何人ですか").answer


def test_figures_of_different_things_are_not_added(tables: Opened) -> None:
    assert "932" not in tables.ask("武雄市の松風線の合計は何人ですか").answer.replace(",", "")
