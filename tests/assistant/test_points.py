"""Conditions, reasons and the like that a sentence announces and a list tells."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "武雄市まちづくり計画\n\n## 第1章 朝市\n\n"
    "朝市を全ての地区へ広げるかどうかは、令和9年度に判断します。判断に当たっては、次の3点を満たすことを条件とします。\n\n"
    "・出店者が20組を超えていること\n・近くの商店の7割が賛成していること\n・雨の日の会場が決まっていること\n\n"
    "## 第2章 里山\n\n里山の手入れを市民に頼む理由は、以下の2点です。\n\n"
    "①人手が足りないこと\n②親しみを持ってもらうこと\n\n"
    "里山の広さは310ヘクタールです。\n"
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("town"))


@pytest.mark.parametrize(
    "question",
    [
        "武雄市の朝市を全ての地区へ広げるかどうかの判断基準は？",
        "武雄市が朝市を広げるかを判断するときの条件は何ですか",
        "武雄市は朝市を広げるかどうかをどのように判断する？",
    ],
)
def test_every_point_of_a_list_is_told(town: Opened, question: str) -> None:
    answer = town.ask(question).answer
    assert all(point in answer for point in ("20組", "7割", "雨の日"))


def test_numbered_points_are_told_too(town: Opened) -> None:
    answer = town.ask("武雄市が里山の手入れを市民に頼むのはなぜ？").answer
    assert "人手が足りない" in answer and "親しみ" in answer and "310" not in answer


def test_a_list_is_not_told_where_its_announcement_says_nothing_of_the_question(town: Opened) -> None:
    assert "人手" not in town.ask("武雄市の里山の広さはどのくらい？").answer
