"""How far a measure is, and what is done of it in a year, is told from its marks, whatever word asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

STAGES = (
    "武雄市デジタル計画\n\n第4章 工程表\n\n凡例 □：検討 ○：実施 →：継続\n\n取組\tR7\tR8\tR9\n"
    "住所録の統合\t□\t○\t→\n会議室の予約\t○\t→\t→\n申請書の自動作成\t□\t□\t○\n"
)
OUTLINE = (
    "武雄市事業概要\n\n事業名\t水門の遠隔操作\n概要\t水門を離れた場所から動かします。\n"
    "効果\t見回りの手間を減らします。\n"
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(STAGES, id="stages"), plan(OUTLINE, id="outline")), tmp_path_factory.mktemp("city"))


@pytest.mark.parametrize(
    "asked",
    [
        "令和8年度の状況は",
        "令和8年度の予定は？",
        "工程は？",
        "スケジュールを教えて",
        "進み具合は？",
    ],
)
def test_marks_tell_how_far_a_measure_is(city: Opened, asked: str) -> None:
    assert "実施" in city.ask(f"武雄市の「住所録の統合」の{asked}").answer


@pytest.mark.parametrize("asked", ["は令和8年度に何をする？", "は令和8年度はどうなっていますか"])
def test_marks_tell_what_is_done_in_a_year(city: Opened, asked: str) -> None:
    assert "令和8年度 ○（実施）" in city.ask(f"武雄市の「住所録の統合」{asked}").answer


def test_a_measure_without_times_has_no_schedule(city: Opened) -> None:
    assert city.ask("武雄市の水門の遠隔操作の工程は？").abstained
