"""Sets of municipalities for a thing that nobody has, though the words of its name stand apart in their plans."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLANS = (
    "松本市まちづくり計画\n策定：長野県松本市\n\n1 動物の保護\n\n飼い主のいない動物を保護する団体を支えます。\n\n"
    "2 保育園の改修\n\n古い保育園の園舎を直します。\n",
    "上田市まちづくり計画\n策定：長野県上田市\n\n1 学生の就職支援\n\n学生に市内の会社を紹介します。\n\n"
    "2 除雪車の位置の公開\n\n除雪車がどこにいるかを地図で公開します。\n",
    "飯田市まちづくり計画\n策定：長野県飯田市\n\n1 夜間の相談\n\n夜間も相談を受けます。\n\n2 中学校の改築\n\n"
    "中学校の校舎を建て替えます。\n",
)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    made = (plan(text, id=f"plan{n}") for n, text in enumerate(PLANS))
    yield from opened(tuple(made), tmp_path_factory.mktemp("plans"))


@pytest.mark.parametrize(
    "question",
    [
        "動物園がある市はどこですか",
        "動物園に取り組む市を全部教えて",
        "夜間中学をやっている市はいくつ？",
    ],
)
def test_a_noun_whose_parts_stand_apart_is_nobodys(plans: Opened, question: str) -> None:
    assert not plans.ask(question).entities


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("保育園の改修に取り組む市はどこですか", {"松本市"}),
        ("学生就職支援を行っている市はどこ？", {"上田市"}),
        ("除雪車の位置公開がある市は", {"上田市"}),
    ],
)
def test_parts_near_each_other_are_the_thing(plans: Opened, question: str, members: set[str]) -> None:
    assert {entity.name for entity in plans.ask(question).entities} == members


STAYS = (
    "松本市移住計画\n策定：長野県松本市\n\n1 移住体験住宅の整備\n\n三か月まで滞在できる住宅を貸します。\n",
    "上田市雪の計画\n策定：長野県上田市\n\n1 除雪の支援\n\n除雪の費用を補助します。\n",
)


@pytest.mark.parametrize(
    "question", ["Which municipalities plan trial stays?", "引っ越す前に住んでみる住宅がある市はどこ？"]
)
def test_a_thing_is_found_by_the_other_words_of_the_field(tmp_path: Path, question: str) -> None:
    made = (plan(text, id=f"plan{n}") for n, text in enumerate(STAYS))
    for found in opened(tuple(made), tmp_path):
        assert {entity.name for entity in found.ask(question).entities} == {"松本市"}


def test_the_number_of_municipalities_is_of_those_that_are_listed(plans: Opened) -> None:
    listed, counted = (plans.ask(f"保育園に関する取組がある自治体{asks}") for asks in ("を教えて", "の数は？"))
    assert counted.entities and [e.name for e in listed.entities] == [e.name for e in counted.entities]
