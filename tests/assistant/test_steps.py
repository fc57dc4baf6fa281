"""The numbered steps of a measure: what its roadmap, which may only give their numbers, says they are in each year."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.assistant.test_plan_items import names
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PAGES = (
    "# 武雄市まちづくり計画\n\n# 第1章 暮らし\n\n## (1) 朝市の再生\n\n### 〈目的〉\n\n"
    "買い物客が減った朝市に、人の集まる場を取り戻します。\n\n"
    "### 〈取組内容〉\n\n#### ①屋台の貸出し\n\n市が用意した屋台を貸します。\n\n"
    "#### ②客への案内\n\n①で貸した屋台について、地図に載せて配ります。\n\n"
    "### 〈ロードマップ〉\n\n取組内容\t令和8年度\t令和9年度\t令和10年度\n"
    "①\t寸法の調査 木材の手配\t組立て\t貸出し 満足度の調査\n"
    "②\t\t掲載店の募集\t地図の配布\n\t\t多言語化\t\n\n【朝市のイメージ】\n",
    "## (2) 里山の手入れ\n\n### 〈目的〉\n\n荒れた山を減らします。\n\n"
    "### 〈取組内容〉\n\n#### ①講習会の開催\n\n下草を刈る講習を開きます。\n\n"
    "#### ②薪の配布\n\n切った枝を薪にして配ります。\n\n"
    "### 〈ロードマップ〉\n\n取組内容\t令和8年度\t令和9年度\t令和10年度\n"
    "①\t講師の選定\t講習\t講習\n②\t置き場の整備\t配布\t配布\n\n【薪の配布のイメージ】\n",
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(*PAGES),), tmp_path_factory.mktemp("steps"))


@pytest.mark.parametrize(
    ("question", "told", "not_told"),
    [
        (
            "武雄市 屋台の貸出し R8・R9・R10それぞれ何をする？",
            ("寸法の調査 木材の手配", "組立て", "貸出し 満足度の調査"),
            "講師",
        ),
        ("武雄市の薪の配布は令和8年度に何をする予定？", ("置き場の整備",), "講師の選定"),
        (
            "武雄市の「朝市の再生」の客への案内は、令和8年度から令和10年度まで年度ごとに何をする予定ですか。",
            ("掲載店の募集", "地図の配布", "多言語化"),
            "木材",
        ),
    ],
)
def test_a_step_is_told_by_its_name_from_the_first_year_on(
    town: Opened, question: str, told: tuple[str, ...], not_told: str
) -> None:
    answer = town.ask(question).answer
    assert all(part in answer for part in told)
    assert not_told not in answer
    assert "False" not in answer


def test_a_row_of_a_numbered_step_has_its_name_and_the_cell_of_its_first_year(town: Opened) -> None:
    records = [r for r in town.generation.catalogue.records() if r.kind == "cell" and r.fiscal_year == 2026]
    assert {(r.measure, r.value) for r in records} >= {
        ("① 屋台の貸出し", "寸法の調査 木材の手配"),
        ("② 薪の配布", "置き場の整備"),
    }


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("武雄市 朝市の再生でやる取組内容全部", {"屋台の貸出し", "客への案内"}),
        ("武雄市の「里山の手入れ」の取組内容をすべて挙げてください。", {"講習会の開催", "薪の配布"}),
    ],
)
def test_the_steps_are_listed_without_captions_and_texts_that_begin_with_a_number(
    town: Opened, question: str, items: set[str]
) -> None:
    assert names(town.ask(question)) == items
