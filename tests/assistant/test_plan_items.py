"""Lists of measures and of rows chosen by department, section, status, figures and words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer
from assistant.extractive.figure_conditions import bound_of
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "第4章 施策の展開\n\n基本目標1 支え合う地域づくり\n\n"
    "① 見守り訪問の充実\n\n民生委員が月に一度、一人暮らしの家を訪ねます。\n\n【担当】福祉課、社会福祉協議会\n\n"
    "② 集いの場の支援\n\n身近な集会所での体操に、ドローンで撮った地域の映像を使います。\n\n【担当】長寿課\n\n"
    "③ 移動販売の支援\n\n買い物に困る地区へ移動販売車を走らせます。\n\n【担当】商工課（委託先：社会福祉協議会）\n\n"
    "基本目標2 災害に強いまちづくり\n\n"
    "④ 避難計画の作成\n\n一人ひとりの避難の計画を作ります。\n\n【担当】防災課、福祉課\n\n"
    "⑤ 備蓄の見直し\n\nドローンで孤立した地区へ物資を運びます。\n\n【担当】防災課\n\n"
    "第5章 指標\n\n"
    "指標\tR5実績\tR6目標\tR6実績\t評価\n"
    "見守り訪問の回数\t800\t900\t950\tＡ\n"
    "集いの場の数\t20\t25\t22\tＣ\n"
    "避難計画の作成数\t60\t90\t88\tＢ\n"
    "備蓄の食数\t4,000\t5,000\t3,900\tＣ\n"
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("items"))


def names(answer: Answer) -> set[str]:
    return {entity.name for entity in answer.entities}


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("社会福祉協議会が担当する事業をすべて挙げて", {"見守り訪問の充実", "移動販売の支援"}),
        ("防災課が担当の取組を全部教えて", {"避難計画の作成", "備蓄の見直し"}),
        ("評価がCの指標をすべて挙げて", {"集いの場の数", "備蓄の食数"}),
        ("評価がC以外の指標をすべて挙げて", {"見守り訪問の回数", "避難計画の作成数"}),
        ("ドローンに触れている事業をすべて挙げて", {"集いの場の支援", "備蓄の見直し"}),
    ],
)
def test_items_are_chosen_by_what_the_question_asks_of_them(town: Opened, question: str, members: set[str]) -> None:
    answer = town.ask(question)
    assert names(answer) == members
    assert all(entity.citations for entity in answer.entities)


@pytest.mark.parametrize(
    ("text", "value", "sense"),
    [
        ("目標値が80%以上の指標", 80, "from"),
        ("事業費が100万円未満の事業", 1_000_000, "under"),
        ("50件を超えるもの", 50, "over"),
        ("20人以下の地区", 20, "upto"),
    ],
)
def test_a_bound_has_a_value_and_a_sense(text: str, value: float, sense: str) -> None:
    bound = bound_of(text)
    assert bound is not None
    assert (bound.value, bound.sense) == (value, sense)
