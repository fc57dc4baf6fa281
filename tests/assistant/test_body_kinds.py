from __future__ import annotations

import pytest

from assistant.understanding.body_kinds import kinds_asked
from assistant.understanding.kinds import asked


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("市町のうち町で、費用がいちばん大きい事業はどれ？", "町"),
        ("村では、費用が最も高い事業はどこ？", "村"),
        ("町に限ると、費用が最大の事業は？", "町"),
        ("市ではなく町で費用が最も高いのはどこ", "町"),
        ("市を除くと費用が一番高い自治体は？", "町村"),
        ("一覧のうち町村の事業で、費用が最も高いのはどこ？", "町村"),
        ("費用が一番高い団体（県を含む）は？", "市町村区県都府道"),
        ("町村を除いた市だけの順位で1位は？", "市区"),
        ("市が実施する事業のうち費用が最も高いのは？", "市区"),
        ("町ごとの費用の合計", "町村"),
        ("Among the projects run by towns (町, not cities), which town has the most expensive one?", "町"),
        ("Excluding cities, which municipality has the largest project?", "町村"),
        ("Of the cities (市) only, which municipality has the cheapest project?", "市区"),
        ("Which cities and towns have chatbots?", "市町村区"),
        ("県が行う事業（市町の事業を除く）を費用の大きい順に", "県都府道"),
        ("いの町以外の市町村で費用が最も高いのは", "市町村区"),
        ("この町で一番高い事業は", "市町村区県都府道"),
        ("市民向けの事業で一番高いのは", "市町村区県都府道"),
        ("町役場の事業で一番高いのは", "市町村区県都府道"),
    ],
)
def test_the_kinds_that_a_question_over_several_asks_for(text: str, kinds: str) -> None:
    assert kinds_asked(text) == kinds


def test_an_english_request_behind_its_scope_is_no_statement() -> None:
    assert asked("Among the cities only, list projects over 40 million yen.", True, 0).kind != "claim"
