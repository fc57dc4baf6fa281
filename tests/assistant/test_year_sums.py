"""Sums over the years of a row, and the total row of a year."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.test_grids import grid
from tests.ingest.test_grids import plan as of_grids

PAGES = (
    [
        "第3章 事業費",
        "（単位：百万円）",
        grid(
            "主な事業 | R7 | R8 | R9 | R10",
            "朝市の屋台 | 12 | 15 | 15 | 8",
            "里山の手入れ | 30 | 28 | 26 | ",
            "計 | 42 | 43 | 41 | 8",
        ),
    ],
    [
        "第4章 指標",
        grid("指標 | R7 | R8 | R9", "朝市の来場者の割合 | 10% | 12% | 14%", "出店者の数（累計） | 20 | 35 | 50"),
    ],
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((of_grids(*PAGES),), tmp_path_factory.mktemp("town"))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("武雄市の朝市の屋台は4年間で合計いくら", "50百万円"),
        ("武雄市の朝市の屋台にR8からR10まで合わせていくらかける", "38百万円"),
        ("武雄市の里山の手入れの3年間の総額は", "84百万円"),
        ("武雄市の事業費の合計は令和8年度いくら", "43百万円"),
    ],
)
def test_the_first_line_tells_the_sum(town: Opened, question: str, told: str) -> None:
    assert told in town.ask(question).answer.split("\n")[0]


@pytest.mark.parametrize(
    "question",
    [
        "武雄市の朝市の屋台は6年間で合計いくら",
        "武雄市の出店者の数は3年間で合計いくつ",
        "武雄市の朝市の来場者の割合の3年間の合計は",
    ],
)
def test_nothing_is_added_that_is_no_sum(town: Opened, question: str) -> None:
    answer = town.ask(question).answer
    assert "＋" not in answer
