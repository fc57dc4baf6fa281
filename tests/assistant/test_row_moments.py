"""A row's figures now, in the end, and in a year as planned and as it came about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.understanding.moments import moments, without_moments
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

TABLE = (
    "松本市 里山の計画\n\n"
    "1 里山の成果\n\n"
    "指標\t基準値(R4)\tR5目標\tR5実績\tR6目標\tR6実績\tR9目標\n"
    "里山案内人の登録者数\t41人\t52人\t48人\t63人\t71人\t95人\n"
    "炭焼き窯の破損数\t29基\t22基\t24基\t18基\t19基\t3基\n\n"
    "2 里山の拠点\n\n"
    "指標\t現状(R5)\t中間(R7)\t目標(R10)\n"
    "薪ステーションの数\t6か所\t11か所\t17か所\n"
)


@pytest.fixture(scope="module")
def hills(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(TABLE),), tmp_path_factory.mktemp("hills"))


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("松本市の薪ステーションの数、今はいくつ？最後はいくつまで増やす？", ("6か所", "17か所")),
        ("松本市の炭焼き窯の破損数、今はなんぼで、最後はなんぼにするつもり？", ("19基", "3基")),
        ("松本市の里山案内人の登録者数、今は何人おって、令和9年度は何人まで増やす？", ("71人", "95人")),
        ("松本市の里山案内人の登録者数、計画の最後の年にはいくつにする予定？", ("95人",)),
        ("松本市　炭焼き窯の破損数　令和5年度の計画と実績", ("22基", "24基")),
        ("松本市の里山案内人の登録者数は、令和6年度の目標に届きましたか。", ("はい", "63人", "71人")),
        ("松本市の炭焼き窯の破損数、R6は予定いくつで実績いくつ", ("18基", "19基")),
    ],
)
def test_a_row_is_told_at_every_time_asked_for(hills: Opened, question: str, values: tuple[str, ...]) -> None:
    answer = hills.ask(question).answer
    assert [value for value in values if value not in answer] == []


def test_the_last_year_is_told_behind_the_result_of_another(hills: Opened) -> None:
    history = (("user", "松本市の里山案内人の登録者数のR6実績は？"),)
    answer = hills.ask("じゃあ最終年度はどこまで増やす目標？", history=history).answer
    assert "95人" in answer
    assert "63人" not in answer


def test_what_only_asks_for_a_time_tells_nothing_of_what_it_is_of() -> None:
    assert moments("薪の消費量、今はいくつで、最後はいくつにする?", english=False) == {"now", "end"}
    assert moments("委員会が最後に開かれたのはいつ?", english=False) == frozenset()
    assert moments("What is it now, and what is the final target?", english=True) == {"now", "end"}
    assert without_moments("薪の消費量、今はいくつ?最後はいくつまで減らす?").strip() == "薪の消費量、 ? ?"
