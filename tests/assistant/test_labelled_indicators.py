"""The indicators that sheets list under their labels."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.assistant.test_plan_items import names
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan


def _sheet(name: str, out: str, came: str) -> str:
    return (
        f"事業概要 【{name}】\n\n自治体名 佐賀県武雄市 人口 47,000人 事業費 1,200千円\n\n"
        f"事業概要\n\n{name}を始める。\n\n"
        f"主な\nKPI\n\n【アウトプット指標（活動指標）】\n{out}\n\n【アウトカム指標（成果指標）】\n{came}\n\n図のイメージ\n"
    )


SHEETS = "\f".join(
    [
        _sheet("朝市の予約事業", "①予約の件数\n②屋台の空き状況を見た人の\n数", "①来場者の満足度"),
        _sheet("里山の見回り事業", "①見回りの回数", "①荒れた山の面積\n②手入れに参加した人の数\n③"),
        _sheet("湯めぐり手形事業", "①手形の販売数", "①宿の稼働率"),
    ]
)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(SHEETS),), tmp_path_factory.mktemp("sheets"))


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("武雄市の「朝市の予約事業」の活動指標は何ですか", {"予約の件数", "屋台の空き状況を見た人の数"}),
        ("武雄市の里山の見回り事業のアウトカム指標を教えて", {"荒れた山の面積", "手入れに参加した人の数"}),
        ("武雄市の「湯めぐり手形事業」のKPIをすべて挙げて", {"手形の販売数", "宿の稼働率"}),
        ("What are the outcome indicators of Takeo City's 湯めぐり手形事業?", {"宿の稼働率"}),
    ],
)
def test_the_indicators_of_a_measure_are_those_under_its_label(sheets: Opened, question: str, wanted: set[str]) -> None:
    assert names(sheets.ask(question, lang="en" if question[0].isascii() else "ja")) == wanted


def test_how_many_there_are_is_their_number(sheets: Opened) -> None:
    assert sheets.ask("武雄市の「朝市の予約事業」の活動指標はいくつ").answer.startswith("2つ")


def test_items_of_a_row_are_told_too(samples: Opened) -> None:
    answer = samples.ask("海北市の電子回覧板モデル事業の成果指標は")
    assert len(names(answer)) == 2 and all("日数" in n or "作業時間" in n for n in names(answer))
