"""What a yes rests on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "松本市水辺整備計画\n\n令和8年4月\n\n第1章 計画の期間\n\n"
    "この計画は、令和8年度から令和10年度までの3か年を集中して取り組む期間とします。\n\n"
    "第2章 取組\n\n川辺の遊歩道と水位計を整えます。\n"
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("titled"))


def test_a_title_says_yes_to_nothing_but_that_there_is_such_a_plan(town: Opened) -> None:
    assert town.ask("松本市に水辺整備計画はありますか").answer.startswith("はい")
    told = town.ask("Does Matsumoto City's 水辺整備計画 cover a five-year period?", lang="en").answer
    assert not told.startswith("Yes")
