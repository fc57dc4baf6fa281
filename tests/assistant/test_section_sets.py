"""What a plan lists under a label of the measure that a question names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.assistant.test_plan_items import names
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan
from tests.ingest.test_grids import grid
from tests.ingest.test_grids import plan as of_grids

PAGE = (
    "武雄市まちづくり計画\n\n## 第4章 施策の展開\n\n"
    "### 施策4-1 朝市の再生\n\n#### 〈目的〉\n\n人の集まる場を取り戻します。\n\n"
    "#### 〈取組内容〉\n\n##### ①屋台の貸出し\n\n市が用意した屋台を貸します。\n\n"
    "##### ②出店者の募集\n\n広報で募ります。\n\n"
    "##### ③駐車場の確保\n\n空き地を借ります。\n\n"
    "### 施策4-2 里山の手入れ\n\n#### 〈目的〉\n\n荒れた山を減らします。\n\n"
    "#### 〈主な取組〉\n\n- 下草を刈る講習を開く\n- 薪を配る\n- 林道の草を払う\n\n担当は農林課と商工課です。\n"
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PAGE),), tmp_path_factory.mktemp("town"))


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("武雄市「朝市の再生」の取組内容は何個？名称も", {"屋台の貸出し", "出店者の募集", "駐車場の確保"}),
        ("武雄市の施策4-1 朝市の再生の取組をすべて挙げて", {"屋台の貸出し", "出店者の募集", "駐車場の確保"}),
        ("武雄市 朝市の再生でやる取組内容全部", {"屋台の貸出し", "出店者の募集", "駐車場の確保"}),
        ("武雄市の里山の手入れでは、何をやりますか。全部", {"下草を刈る講習を開く", "薪を配る", "林道の草を払う"}),
        ("武雄市「里山の手入れ」の主な取組は？全部", {"下草を刈る講習を開く", "薪を配る", "林道の草を払う"}),
    ],
)
def test_the_items_of_a_measure_are_those_under_its_label(town: Opened, question: str, items: set[str]) -> None:
    answer = town.ask(question)
    assert names(answer) == items
    assert answer.answer.startswith(f"{len(items)}件")


FORMS = tuple(
    grid(f"施策名 | {name}", f"主担当課 | {organ}", f"取組内容 | {done}")
    for name, organ, done in (
        ("湯めぐりの復活", "観光課", "①共通の手形を作ります。 ②足湯の場所・時間を地図で示します。"),
        ("湯けむり祭りの継続", "商工課", "・灯籠を並べます。 ・宿と組んで屋台を出します。 ・花火を上げます。"),
        ("陶器市の宣伝", "商工課", "①窯元を動画で紹介します。 ②駅に皿を飾ります。"),
    )
)


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((of_grids(FORMS),), tmp_path_factory.mktemp("forms"))


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("武雄市 湯めぐりの復活の取組内容全部", {"共通の手形を作ります", "足湯の場所・時間を地図で示します"}),
        (
            "武雄市の「湯けむり祭りの継続」の取組内容をすべて挙げてください。",
            {"灯籠を並べます", "宿と組んで屋台を出します", "花火を上げます"},
        ),
    ],
)
def test_the_items_of_a_form_are_those_in_the_cell_of_its_label(forms: Opened, question: str, items: set[str]) -> None:
    assert names(forms.ask(question)) == items
