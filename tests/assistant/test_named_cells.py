"""Cells in words, asked for by the names of their row and column."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan
from tests.ingest.test_grids import grid
from tests.ingest.test_grids import plan as of_grids

COUNCIL = (
    "松本市 デジタル推進計画\n\n"
    "第1章 推進体制\n\n"
    "市長を本部長とする推進本部を置き、本部の会議を年4回開きます。\n\n"
    "作業班\t主な検討事項\t班長\n"
    "窓口班\t遠隔相談、証明書\t市民部次長\n"
    "水路班\t水位計、水門\t建設部次長\n"
    "学び班\t校務、図書館\t教育部次長\n\n"
    "第2章 取組\n\n"
    "番号\t取組名\t主管課\t方向\t備考\n"
    "2-1\t水位計の設置\t河川課\t拡大\t国の補助を使う\n"
    "2-2\t貸出自転車（駅前）\t交通課\t維持\t冬は休む\n\n"
    "取組名\tR7\tR8\tR9\n"
    "貸出自転車（駅前）\t準備\t南口で試行\t全市\n"
)


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(COUNCIL),), tmp_path_factory.mktemp("council"))


@pytest.mark.parametrize(
    ("question", "cell", "other"),
    [
        ("松本市の推進本部の下の作業班 水路班の班長は誰（役職）", "建設部次長", "市民部次長"),
        ("「窓口班」の班長を教えてください", "市民部次長", "建設部次長"),
        ("松本市の貸出自転車の担当はどこ？", "交通課", "河川課"),
        ("松本市 水位計の設置 方向", "拡大", "維持"),
        ("松本市の貸出自転車（駅前）の備考は？", "冬は休む", "国の補助"),
        ("松本市の「水位計の設置」の番号を教えて", "2-1", "2-2"),
        ("松本市の貸出自転車の令和8年度の内容は", "南口で試行", "全市"),
    ],
)
def test_a_cell_in_words_is_told_by_its_row_and_column(council: Opened, question: str, cell: str, other: str) -> None:
    answer = council.ask(question)
    assert answer.kind == "answer"
    assert cell in answer.answer
    assert other not in answer.answer


def test_a_column_that_a_question_only_mentions_is_not_all_it_asks(council: Opened) -> None:
    assert "交通課" not in council.ask("松本市の貸出自転車の主管課が扱う台数は何台ですか").answer


def test_a_number_asked_of_a_year_is_no_cell_in_words_and_what_came_about_no_plan(tmp_path: Path) -> None:
    steps = grid("取組 | R8 | R9", "水路の点検 | 本格的に行う | 効果を見る", "花壇の整備 | 準備 | 試行")
    counts = grid(
        "取組 | | R7 | R8",
        "水路の点検 | 予定 | 12回 | 15回",
        " | 実績 | 11回 | ",
        "花壇の整備 | 予定 | 3回 | 4回",
        " | 実績 | 2回 | ",
        spans={(1, 0): (2, 1), (3, 0): (2, 1)},
    )
    with closing(opened((of_grids([steps], [counts]),), tmp_path)) as made:
        town = next(made)
        assert "15回" in town.ask("武雄市の水路の点検の令和8年度の予定は何回ですか").answer
        assert "11回" in town.ask("武雄市の水路の点検はR7に実際何回だった？").answer.split("[1]")[0]
        assert "効果を見る" in town.ask("武雄市の水路の点検の令和9年度の予定は何ですか").answer
