"""By how much something changed between two years, with its sign and both figures."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

FIGURES = (
    "松本市 白書計画\n\n"
    "1 利用の推移\n\n"
    "項目\t令和5年度\t令和6年度\t令和7年度\n"
    "貸自転車の利用\t1,240回\t1,105回\t1,390回\n"
    "園芸教室の受講者\t310人\t295人\t280人\n\n"
    "2 施設\n\n"
    "施設の利用者数\n"
    "施設\t令和6年度\t令和7年度\t増減\n"
    "昆虫館\t8,120人\t7,460人\t▲660人\n"
    "水車小屋\t940人\t1,015人\t75人\n\n"
    "3 目標\n\n"
    "指標\tR5実績\tR9目標\n"
    "苗木の配布\t150本\t400本\n"
)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(FIGURES),), tmp_path_factory.mktemp("changes"))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("松本市の貸自転車の利用は令和5年度から令和6年度で何回減りましたか", "135回の減：1,105回 − 1,240回"),
        ("松本市の貸自転車の利用はR6からR7でどれだけ増えた？", "285回の増：1,390回 − 1,105回"),
        ("松本市の園芸教室の受講者はR5からR7で何人増えましたか", "30人の減：280人 − 310人"),
        ("松本市の昆虫館の利用者は前年度からどれだけ減りましたか", "660人の減：7,460人 − 8,120人"),
        ("松本市の水車小屋の利用者は令和7年度に何人増えましたか", "75人の増：1,015人 − 940人"),
        ("松本市の苗木の配布はR5からR9で何本増やしますか", "250本の増：400本 − 150本"),
    ],
)
def test_a_change_is_told_with_its_sign_whatever_the_question_takes_for_granted(
    figures: Opened, question: str, told: str
) -> None:
    answer = figures.ask(question)
    assert told in answer.answer and answer.citations and not answer.abstained


def test_a_row_without_the_year_asked_for_tells_no_change(figures: Opened) -> None:
    assert "の増" not in figures.ask("松本市の水車小屋の利用者はR3からR7でどれだけ増えましたか").answer
