"""Municipalities of which two things hold, one of two, or one and not the other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer
from assistant.understanding.combined import Apart, taken_apart
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLANS = (
    "松本市デジタル計画\n策定：長野県松本市\n\n1 電子入札の導入\n\n電子入札を導入します。\n\n2 チャットボットの導入\n\n"
    "チャットボットを導入します。\n",
    "上田市デジタル計画\n策定：長野県上田市\n\n1 電子入札の導入\n\n電子入札を導入します。\n\n2 除雪車の公開\n\n"
    "除雪車の位置を公開します。\n",
    "飯田市デジタル計画\n策定：長野県飯田市\n\n1 チャットボットの導入\n\nチャットボットを導入します。\n",
    "岡谷市デジタル計画\n策定：長野県岡谷市\n\n1 林道の点検\n\n林道をドローンで点検します。\n",
)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    made = (plan(text, id=f"plan{n}") for n, text in enumerate(PLANS))
    yield from opened(tuple(made), tmp_path_factory.mktemp("plans"))


def names(answer: Answer) -> set[str]:
    return {entity.name for entity in answer.entities}


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("電子入札とチャットボットの両方を導入している市はどこですか", {"松本市"}),
        ("チャットボットも電子入札も導入している市はいくつ？", {"松本市"}),
        ("電子入札を導入しているがチャットボットは導入していない市は？", {"上田市"}),
        ("電子入札かチャットボットを導入している市を全部教えて", {"松本市", "上田市", "飯田市"}),
        ("Which cities have introduced both 電子入札 and チャットボット?", {"松本市"}),
        ("Which cities have introduced チャットボット but not 電子入札?", {"飯田市"}),
    ],
)
def test_sets_of_two_things_are_swept_each_and_joined(plans: Opened, question: str, members: set[str]) -> None:
    assert names(plans.ask(question)) == members


def test_who_has_both_is_shown_to_have_each(plans: Opened) -> None:
    answer = plans.ask("電子入札とチャットボットの両方を導入している市はどこですか")
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert "電子入札" in quotes and "チャットボット" in quotes


@pytest.mark.parametrize(
    "text",
    [
        "学校と家庭の両方から見られる連絡帳を入れる市は?",
        "窓口で書かない手続を導入する市はどこか",
        "データ基盤の構築か活用に触れている市は何市ありますか",
        "AIを使っているが職員用ではない市町",
        "家族と一緒に使えるアプリがある市は",
    ],
)
def test_one_thing_is_not_taken_apart(text: str) -> None:
    assert taken_apart(text, english=False) is None


def test_the_second_thing_has_the_verb_of_the_first() -> None:
    assert taken_apart("RPAを導入しているがテレワークはまだしていない市町は?", english=False) == Apart(
        "without", "RPAを導入している市町は?", "テレワークを導入している市町は?"
    )
