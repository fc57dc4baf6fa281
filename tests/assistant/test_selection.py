"""Lists by condition: department, status, words, and what stands in a column of a table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

LIST = (
    "長野県 交付金事業一覧\n\n"
    "No.\t団体名\t事業名\t型\t事業費（千円）\t担当課\n"
    "1\t松本市\t書かない窓口の導入\tTYPE1\t12,300\t市民課\n"
    "2\t松本市\tデータ連携基盤の整備\tTYPE2\t64,500\tデジタル課\n"
    "3\t上田市\t除雪車の位置の公開\tTYPE1\t8,000\t土木課\n"
    "4\t飯田市\tデータ分析の講座\tTYPE2\t53,200\tデジタル課\n"
    "5\t岡谷市\tオンライン申請の拡大\tTYPE1\t3,200\tデジタル課\n"
)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(LIST),), tmp_path_factory.mktemp("listed"))


def names(answer: Answer) -> set[str]:
    return {entity.name for entity in answer.entities}


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("型がTYPE2の事業をすべて挙げて", {"データ連携基盤の整備", "データ分析の講座"}),
        ("TYPE2の事業がある市はどこ？", {"松本市", "飯田市"}),
        ("Which municipalities have a TYPE2 project?", {"松本市", "飯田市"}),
        (
            "担当課がデジタル課の事業を全部教えて",
            {"データ連携基盤の整備", "データ分析の講座", "オンライン申請の拡大"},
        ),
        ("事業費が5千万円を超える事業は何件ですか", {"データ連携基盤の整備", "データ分析の講座"}),
    ],
)
def test_rows_are_chosen_by_the_value_in_a_column(listed: Opened, question: str, members: set[str]) -> None:
    assert names(listed.ask(question)) == members


def test_a_figure_from_a_row_is_shown_with_the_unit_of_its_column(listed: Opened) -> None:
    assert "64,500千円" in listed.ask("事業費が最も高い事業は？").answer


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("霧ヶ浜町で冷暖房がある避難所を全部", {"霧ヶ浜小学校体育館", "浜公民館", "町民センター", "保健センター"}),
    ],
)
def test_a_mark_says_that_a_thing_is_there(samples: Opened, question: str, members: set[str]) -> None:
    assert names(samples.ask(question)) == members
