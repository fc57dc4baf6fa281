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


ENTRIES = (
    "# みなもと町 子ども計画\n\n第3章　目標ごとの取組\n\n"
    "目標1　育ちを支える\n\n"
    "・1-①　就学前健診：5歳児の全員を対象に集団で行います。【新規】担当：福祉課\n"
    "・1-②　森の遊び場：里山の自然体験を年12回行います。【拡充】担当：教育委員会\n"
    "・1-③　絵本の贈り物：4か月児健診の際に絵本を贈ります。【継続】担当：図書館\n\n"
    "目標2　家庭を支える\n\n"
    "・2-①　医療費の助成：18歳まで無料とします。【継続】担当：福祉課\n"
    "・2-②　制服の交換会：着られなくなった制服を回します。【検討】担当：社会福祉協議会\n"
    "・2-③　父親の育休応援：14日以上の育休に奨励金を出します。【新規】担当：産業課\n\n"
    "第4章　前計画の評価\n\n"
    "分野\t指標\t基準（R2）\t実績（R6）\t判定\n"
    "自然\t間伐の面積\t48ha\t39ha\t×\n"
    "\t観察会の参加者\t120人\t88人\t×\n"
    "生活\tごみの量\t731g\t690g\t○\n"
    "\t下水道の接続率\t91.2%\t93.0%\t○\n"
    "\t公園の数\t12か所\t12か所\t△\n"
)


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(ENTRIES),), tmp_path_factory.mktemp("entries"))


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("第3章で【新規】と付いた取組をすべて挙げてください", {"就学前健診", "父親の育休応援"}),
        ("【検討】になっている取組は？全部", {"制服の交換会"}),
        ("「継続」の取組をすべて教えて", {"絵本の贈り物", "医療費の助成"}),
        ("福祉課が担当している取組を全部", {"就学前健診", "医療費の助成"}),
        ("社会福祉協議会が担当になってる取組をすべて", {"制服の交換会"}),
    ],
)
def test_entries_that_say_all_in_one_line_are_measures(entries: Opened, question: str, members: set[str]) -> None:
    assert names(entries.ask(question)) == members


def test_a_cell_merged_over_several_rows_is_not_the_name_of_one(entries: Opened) -> None:
    assert names(entries.ask("判定が「×」のものを全部示してください")) == {"間伐の面積", "観察会の参加者"}
