"""What is done in a year, by a column that tells the years of each row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.test_grids import grid, plan

SCHEDULE = grid(
    "取組 | 担当課 | 実施年度",
    "水路の点検 | 建設課 | 令和8・9・10年度",
    "紙芝居の巡回 | 図書館 | 令和8、9年度",
    "薪割りの講座 | 農林課 | R9・10",
    "空地の花壇 | 建設課 | R8～R10",
    "屋根の塗替え | 建設課 | 令和8年度、令和10年度",
    "夜間の灯り | 農林課 | 令和10年度～",
)
RULES = grid("条例 | 制定年度", "景観の条例 | 令和9年度", "水道の条例 | 令和10年度", "温泉の条例 | 令和10年度")


@pytest.fixture(scope="module")
def schedule(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan([SCHEDULE, RULES]),), tmp_path_factory.mktemp("schedule"))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("武雄市が令和9年度に実施する取組は何ですか", "水路の点検 紙芝居の巡回 薪割りの講座 空地の花壇"),
        ("武雄市がR12に行う取組を挙げて", "夜間の灯り"),
        ("武雄市で令和10年度に始まる取組は何ですか", "夜間の灯り"),
        ("武雄市で建設課が令和10年度に実施する取組は何ですか", "水路の点検 空地の花壇 屋根の塗替え"),
        ("武雄市で令和9年度に終わる取組は何ですか", "紙芝居の巡回"),
    ],
)
def test_every_row_whose_years_hold_the_year_is_listed(schedule: Opened, question: str, names: str) -> None:
    assert [e.name for e in schedule.ask(question).entities] == names.split()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("武雄市の紙芝居の巡回は令和9年度に実施しますか", "はい"),
        ("武雄市の屋根の塗替えは令和9年度に実施しますか", "いいえ"),
        ("武雄市の夜間の灯りは令和11年度に実施しますか", "はい"),
    ],
)
def test_whether_a_row_is_done_in_a_year_is_told_by_its_years(schedule: Opened, question: str, said: str) -> None:
    answer = schedule.ask(question)
    assert answer.answer.startswith(said) and answer.citations


def test_the_year_of_another_deed_does_not_tell_what_is_done(schedule: Opened) -> None:
    assert not schedule.ask("武雄市が令和9年度に実施する条例は何ですか").answer.startswith("1件")
