"""An empty field of a table is told as such: what stands beside it is no answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.test_grids import grid, plan

LINES = grid(
    "路線 | 運行本数 | 利用者数 | 収支率",
    "梅林線 | 12便 | 1,240人 | 31%",
    "松風線 | 8便 | | 22%",
    "竹園線 | | 860人 | 18%",
)
SERVICES = grid(
    "サービス | R6 | R7 | R8",
    "訪問入浴（回） | 310 | 320 | 330",
    "夜間対応の訪問入浴（回） | | | 25",
    "配食（回） | 900 | 910 | 920",
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan([LINES], [SERVICES]),), tmp_path_factory.mktemp("empty"))


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("武雄市の松風線の利用者数は？", "松風線"),
        ("武雄市の竹園線の運行本数は何便ですか", "竹園線"),
        ("武雄市の夜間対応の訪問入浴は令和7年度で何回ですか", "夜間対応の訪問入浴"),
    ],
)
def test_an_empty_field_takes_nothing_from_the_rows_around_it(tables: Opened, question: str, row: str) -> None:
    answer = tables.ask(question)
    assert answer.abstained and f"「{row}」" in answer.answer and "空欄" in answer.answer


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("武雄市の松風線の収支率は？", "22%"),
        ("武雄市の竹園線の利用者数は？", "860人"),
        ("武雄市の夜間対応の訪問入浴は令和8年度で何回ですか", "25"),
        ("武雄市の訪問入浴は令和7年度で何回ですか", "320"),
    ],
)
def test_a_field_that_is_filled_is_told(tables: Opened, question: str, value: str) -> None:
    assert value in tables.ask(question).answer.split("[1]")[0]
