"""Lists of the rows of a table whose first cells are merged over several of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

GROUPED = (
    "# みなもと町 くらしの計画\n\n第2章　体系\n\n"
    "政策\t施策\t担当課\t評価\n"
    "健康と福祉\t通いの場を増やす\t福祉課\tＡ\n"
    "\t見守りの輪を広げる\t福祉課\tＢ\n"
    "\t健診を受けやすくする\t健康課\tＡ\n"
    "産業と交流\t朝市を立て直す\t商工課\tＣ\n"
    "\t空き店舗を生かす\t商工課\tＢ\n"
    "安全と環境\t避難路を照らす\t防災課\tＢ\n\n"
    "第3章　推進\n\n毎年度末に点検します。\n"
)


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(GROUPED),), tmp_path_factory.mktemp("grouped"))


@pytest.mark.parametrize(
    ("question", "members"),
    [
        (
            "みなもと町の計画で、政策が「健康と福祉」となっている施策を全部",
            {"通いの場を増やす", "見守りの輪を広げる", "健診を受けやすくする"},
        ),
        ("みなもと町の計画で政策が「産業と交流」の施策はぜんぶで何件？", {"朝市を立て直す", "空き店舗を生かす"}),
        (
            "みなもと町の計画の施策で、政策が「健康と福祉」以外のものを全部",
            {"朝市を立て直す", "空き店舗を生かす", "避難路を照らす"},
        ),
        (
            'Which items in the plan of みなもと町 have "商工課" in the column 担当課? List all.',
            {"朝市を立て直す", "空き店舗を生かす"},
        ),
    ],
)
def test_rows_under_a_merged_cell_have_its_value(grouped: Opened, question: str, members: set[str]) -> None:
    assert {entity.name for entity in grouped.ask(question).entities} == members


def test_the_row_with_the_merged_cell_proves_its_value(grouped: Opened) -> None:
    answer = grouped.ask("みなもと町の計画で、政策が「産業と交流」となっている施策を全部")
    told = {entity.name: entity.citations for entity in answer.entities}
    quotes = {c.marker: c.quote for c in answer.citations}
    assert any("産業と交流" in quotes[marker] for marker in told["空き店舗を生かす"])
