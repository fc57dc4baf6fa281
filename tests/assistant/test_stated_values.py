"""Claims on a value that a sentence of the plan gives otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "武雄市まちづくり計画\n\n## 第1章 移動\n\n"
    "予約に応じて走る「あさいち便」を令和8年4月に始めます。運賃は1回300円、中学生以下は無料とします。\n\n"
    "## 第2章 広場\n\n駅前の広場のかさ上げを令和8年度に始めます。事業費は14億6千万円で、県が半分を負担します。\n\n"
    "湯けむり館の定員は40人です。\n"
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("town"))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("武雄市のあさいち便の運賃は1回500円である。", "contradicted"),
        ("武雄市の駅前の広場のかさ上げの事業費は16億4千万円である。", "contradicted"),
        ("武雄市の湯けむり館の定員は60人である。", "contradicted"),
        ("武雄市の湯けむり館の定員は40人である。", "supported"),
        ("武雄市の湯けむり館の運賃は500円である。", "not_found"),
    ],
)
def test_a_value_is_held_against_the_sentence_that_gives_it(town: Opened, claim: str, verdict: str) -> None:
    assert town.check(claim).verdict == verdict
