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
    "松本市\t240,100\t湯の里スマホ入浴券\t8,460\t日帰り入浴の券をスマホで売る。\n\n"
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("talk"))


def test_a_figure_beside_the_first_sign_of_the_next_cell_keeps_its_unit(town: Opened) -> None:
    assert "8,460千円" in town.ask("松本市の湯の里スマホ入浴券の事業費はなんぼ？").answer


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
