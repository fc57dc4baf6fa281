"""Who heads a body and which section keeps its office, asked one at a time and at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "松本市の暮らしの計画\n\n策定：長野県松本市\n\n第4章 進め方\n\n4-1 松本市暮らし推進本部\n\n"
    "計画を全庁で進めるため、副市長を本部長とする推進本部を置きます。\n\n"
    "暮らし推進本部では、事業の進み具合を確かめ、企画政策課が暮らし推進本部の事務局を担当します。\n\n"
    "4-2 評価\n\n市民と学識者でつくる評価部会を年に3回開きます。\n\n"
)


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("bodies"))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("松本市の暮らし推進本部の一番上に立つのは誰？事務局はどこの課がやってるの？", ["副市長", "企画政策課"]),
        ("松本市の暮らし推進本部の事務局はどこの課？", ["企画政策課"]),
        ("松本市の暮らし推進本部のトップは誰？", ["副市長"]),
    ],
)
def test_each_part_is_told(bodies: Opened, question: str, told: list[str]) -> None:
    answer = bodies.ask(question).answer
    assert all(word in answer for word in told)
    assert "担当は" not in answer


def test_the_head_is_told_first(bodies: Opened) -> None:
    assert "副市長" in bodies.ask("松本市の暮らし推進本部のトップは誰？").answer.split("\n")[0]


def test_what_is_asked_first_is_told_first(samples: Opened) -> None:
    first, second, *_ = samples.ask("雪代村の乗合タクシーの運賃はいくら？予約は何時まで？").answer.split("\n")
    assert "300円" in first
    assert "17時" in second
