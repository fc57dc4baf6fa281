"""How a plan came about, told by the dated lines under its heading."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "武雄市みどりの基本計画\n\n## 第1章 計画の考え方\n\n市内の緑を守ります。街路樹は2,400本あります。\n\n"
    "## 第2章 公園\n\n公園の芝生化は、住民の求めで始めました。\n\n"
    "## 資料 策定の経過\n\n令和5年6月1日\t第1回みどりの会議\nR5.8.1～8.31\t市民への聞き取り（回答310人）\n"
    "2023年11月20日\t第2回みどりの会議\n令和6年3月28日\t市長決裁\n\n"
    "## 用語の説明\n\n芝生化とは、土の広場に芝を植えることをいいます。\n"
)
STEPS = ("第1回みどりの会議", "聞き取り", "第2回みどりの会議", "市長決裁")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("town"))


@pytest.mark.parametrize(
    "question",
    [
        "武雄市のみどりの基本計画の策定の経過を教えてください",
        "武雄市のみどりの基本計画はどんな流れで決まった？日付も",
        "武雄市のみどりの計画はどのように策定されましたか",
        "武雄市みどりの基本計画がどういう経緯でできたのか知りたい",
        "How was Takeo City's green basic plan drawn up?",
    ],
)
def test_the_course_of_a_plan_is_told_in_its_order(town: Opened, question: str) -> None:
    lang = "en" if question.isascii() else "ja"
    lines = town.ask(question, lang=lang).answer.split("\n")
    assert len(lines) == len(STEPS)
    assert all(step in line for step, line in zip(STEPS, lines, strict=True))


@pytest.mark.parametrize(
    "question",
    [
        "武雄市の公園の芝生化はどんな経緯で始まった？",
        "武雄市のみどりの基本計画の第2回みどりの会議はいつ？",
        "武雄市の街路樹は何本",
        "武雄市の学校給食はどのように決まったか",
    ],
)
def test_the_course_of_anything_else_is_not_that_of_the_plan(town: Opened, question: str) -> None:
    assert "市長決裁" not in town.ask(question).answer
