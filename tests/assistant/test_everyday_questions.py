"""Questions as they are asked every day, of prose that tells figures and times."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "武雄市まちづくり計画\n\n## 第1章 人の動き\n\n"
    "1 人口の動き\n\n本市の人口は令和6年9月末で47,310人\n（住民基本台帳）です。この5年間で\n1,822人減りました。\n\n"
    "アンケートで「市の人口が減るのが心配だ」と答えた方は\n71.3％でした。\n\n"
    "## 第2章 朝市\n\n朝市の塾を年3期、各15人の定員で開きます。"
    "新しい広場\n（2.7ヘクタール）の造成を令和8年度に始めます。\n\n"
    "朝市の開催時間を延ばすには、年に180万円の人件費が要ります。\n\n"
    "毎年10月の第2土曜日に朝市の大会を行います。大会の参加者の目標は、令和9年度に900人です。\n"
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("town"))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("武雄市の人口はこの5年で何人減った", "1,822人"),
        ("アンケートで人口の減少が心配と答えた武雄市民の割合は", "71.3%"),
        ("武雄市の新しい広場の広さは", "2.7ヘクタール"),
        ("武雄市の朝市の開催時間を延ばすと年にいくらかかる", "180万円"),
        ("武雄市の人口は", "47,310人"),
        ("武雄市の朝市の大会は毎年いつ", "10月の第2土曜日"),
        ("武雄市の朝市の大会は毎年何月に開かれますか", "10月"),
    ],
)
def test_the_first_line_answers(town: Opened, question: str, said: str) -> None:
    assert said in town.ask(question).answer.split("\n")[0]


def test_a_follow_up_may_be_the_name_of_what_it_asks(town: Opened) -> None:
    answer = town.ask("定員は？", history=(("user", "武雄市の朝市の塾は年何回？"),))
    assert "15人" in answer.answer and not answer.abstained


def test_what_it_is_now_and_its_target_are_told_by_the_best_row(samples: Opened) -> None:
    answer = samples.ask("葛野原市の男性の育休取得率は今いくつで目標は").answer
    assert "24.3%" in answer and "60.0%" in answer


@pytest.mark.parametrize(
    "question", ["藍沢市の電子回覧板の試行はどんな取組か教えて", "藍沢市は電子回覧板をどう活用するつもりか教えて"]
)
def test_what_one_thing_is_or_how_it_is_used_is_no_list(samples: Opened, question: str) -> None:
    answer = samples.ask(question)
    assert answer.kind == "answer"
    assert "自治会" in answer.answer
