"""Figures that a plan gives at two places, and municipalities in English answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.romanised import in_english
from ingest.municipalities import national
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

MEASURES = (
    "松本市 行政改革計画\n\n1 施策\n\n指標\t基準値（R6）\t目標値（R11）\n電子決裁率の平均値\t52.6％\t95％\n"
    "移動図書館の利用者数\t386人\t1,200人\n"
)
LIST = (
    "資料編\n\nKPI一覧\n\n指標\t基準値（R6）\t目標値（R11）\n1-1 電子決裁率の平均値\t52.6％\t95％\n"
    "1-2 移動図書館の利用者数\t368人\t1,200人\n"
)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(MEASURES, LIST),), tmp_path_factory.mktemp("twice"))


def test_a_figure_is_cited_at_both_of_its_places(twice: Opened) -> None:
    answer = twice.ask("松本市の電子決裁率の平均値の目標値はいくつですか")
    assert "95" in answer.answer
    assert {c.page for c in answer.citations} == {1, 2}
    assert not answer.conflicts


def test_two_places_that_differ_are_both_told(twice: Opened) -> None:
    answer = twice.ask("松本市の移動図書館の利用者数の基準値は何人ですか")
    assert "386" in answer.answer
    assert "368" in answer.answer
    assert len(answer.conflicts) == 1


def test_english_answers_name_municipalities_in_english(twice: Opened) -> None:
    answer = twice.ask("What is the target for the electronic approval rate (電子決裁率) of Matsumoto City?", lang="en")
    assert answer.answer.startswith("Matsumoto City (松本市)")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("唐津市「窓口」: 15台", "Karatsu City (唐津市)「窓口」: 15台"),
        ("2 found: 唐津市, 佐賀県.", "2 found: Karatsu City (唐津市), Saga Prefecture (佐賀県)."),
        ("- いの町\n- いの町", "- Ino Town (いの町)\n- Ino Town"),
        ("「案内」: 唐津市公式LINEで知らせる", "「案内」: 唐津市公式LINEで知らせる"),
        ("雪原市: 3", "雪原市: 3"),
    ],
)
def test_names_that_composers_set_are_put_into_english(text: str, said: str) -> None:
    assert in_english(text, national().by_name, set()) == said
