"""Single facts asked as people talk: follow-ups, the speech of the regions, and prices."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.extractive.ranks import attribute_of
from assistant.understanding.details import asks_price
from tests.assistant.understanding import ask
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "松本市の暮らしの計画\n\n策定：長野県松本市\n\n第1章 取組\n\n"
    "自治体名\t人口(人)\t事業名\t事業費(千円)\t事業概要\n"
    "松本市\t240,100\t温泉スマホ入浴券\t8,460\t日帰り入浴の券をスマホで売る。\n\n"
    "第2章 相談\n\n出張相談車は、地区を回って暮らしの相談を受ける。\n\n"
    "第3章 健康\n\n健康教室は、予約なしで誰でも通える。\n\n"
    "第4章 子育て\n\n出生数\t人\t24\t25\t26\n\n出産祝金（第1子5万円、第2子7万円、第3子以降20万円）を贈る。\n"
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("talk"))


def test_a_figure_beside_the_first_sign_of_the_next_cell_keeps_its_unit(town: Opened) -> None:
    assert "8,460千円" in town.ask("松本市の温泉スマホ入浴券の事業費はなんぼ？").answer


def test_what_one_costs_is_no_cost_of_a_project() -> None:
    assert asks_price("スマホで買える入浴券、1枚なんぼ?")
    assert not asks_price("入浴券の事業費はなんぼ?")


def test_a_follow_up_asks_for_what_it_names_itself() -> None:
    assert attribute_of(ask("そこの人口は？", "武雄市のスマート窓口って事業費いくらでしたっけ")) == "人口"


@pytest.mark.parametrize("question", ["武雄市の目標に出てくる「再訪率」てなに", "武雄市の「再訪率」ってなんね"])
def test_what_a_word_is_may_be_asked_in_short(question: str) -> None:
    assert ask(question).kind == "definition"


@pytest.mark.parametrize("word", ["どがん", "どぎゃん", "どげん"])
def test_how_is_asked_in_the_speech_of_the_regions(word: str) -> None:
    plainly = ask("武雄市の運転日誌の書き方がどう変わる予定ですか")
    spoken = ask(f"武雄市の運転日誌の書き方が{word}変わる予定ですか")
    assert (spoken.kind, spoken.terms) == (plainly.kind, plainly.terms)


@pytest.mark.parametrize(
    "question",
    [
        "松本市の出張相談車で相談するのに、前もって予約しなきゃだめ？",
        "松本市の出張相談車の相談は予約が必要ですか",
        "松本市の出張相談車は申し込みがいる？",
        "Do I need to make a reservation for 出張相談車 in 松本市?",
    ],
)
def test_what_must_be_done_first_is_not_told_by_what_a_thing_is(town: Opened, question: str) -> None:
    assert town.ask(question).abstained


def test_that_nothing_must_be_done_first_is_told(town: Opened) -> None:
    assert "予約なし" in town.ask("松本市の健康教室は予約が必要ですか").answer


@pytest.mark.parametrize("which", ["３人目の赤ちゃん産んだら", "3人目やったら"])
def test_what_is_paid_for_a_child_is_told_by_its_place(town: Opened, which: str) -> None:
    assert "20万円" in town.ask(f"松本で{which}、お祝い金なんぼもらえる？").answer


@pytest.mark.parametrize("question", ["そこの人口は？", "人口は？", "ちなみに人口は何人ですか"])
def test_a_population_behind_a_measure_is_that_of_its_municipality(samples: Opened, question: str) -> None:
    before = ("user", "汐崎市の公共施設スマートロック導入事業って事業費いくらでしたっけ")
    answer = samples.ask(question, history=(before,))
    assert not answer.abstained and "人口" in answer.answer.split("\n")[0]
