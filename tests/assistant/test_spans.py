"""Questions about several years together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "武雄市まちづくり計画\n\n## 第1章 進め方\n\n重点事業1 朝市の再生\n\n朝市の費用は年間でおよそ300万円です。\n\n"
    "費用の見込み\n4か年で2,750万円を見込みます。内訳は、屋台が900万円です。\n\n"
    "重点事業2 里山の手入れ\n\n里山の費用は年に120万円です。\n"
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("town"))


@pytest.mark.parametrize(
    "question",
    [
        "武雄市の朝市の再生の費用は4年間でいくら",
        "武雄市の朝市の再生には4カ年でいくらかかる？",
        "How much will Takeo City's morning market cost over four years?",
    ],
)
def test_a_sum_over_years_is_that_of_as_many_years(town: Opened, question: str) -> None:
    answer = town.ask(question, lang="en" if question.isascii() else "ja").answer
    assert "2,750万円" in answer.split("\n")[0]


def test_the_cost_of_a_year_is_that_of_one(town: Opened) -> None:
    assert "300万円" in town.ask("武雄市の朝市の費用は1年にいくら").answer.split("\n")[0]
