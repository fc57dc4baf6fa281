"""The projects of one municipality in a book of sheets: all of them, the cheapest, how many bodies have one."""

from __future__ import annotations

import pytest

from tests.assistant.test_plan_items import names
from tests.conftest import Opened


@pytest.mark.parametrize(
    "question",
    ["海北市の交付金の事業名を全部教えて", "海北市の交付金の事業を全部教えて", "海北市の交付金事業の名前を全部"],
)
def test_all_projects_of_a_municipality_are_listed(samples: Opened, question: str) -> None:
    counted = samples.ask("海北市の交付金事業は何件ありますか").answer
    listed = samples.ask(question)
    assert len(names(listed)) > 1
    assert f"{len(names(listed))}件" in counted


def test_the_project_that_costs_least_is_told(samples: Opened) -> None:
    least = samples.ask("海北市の交付金事業で事業費が一番低いのは？").answer.split("\n")[0]
    assert samples.ask("海北市の交付金事業のうち一番お金がかからないのはどれ").answer.split("\n")[0] == least


def test_how_many_cities_have_one_is_told_with_its_proof(samples: Opened) -> None:
    answer = samples.ask("海北県内で交付金事業をしている市はいくつ？").answer
    assert "市が該当します" in answer


def test_what_a_project_is_about_is_no_set(samples: Opened) -> None:
    answer = samples.ask("電子回覧板モデル事業の概要を教えて")
    assert answer.kind == "answer" and answer.citations[0].document == "kaihoku-grants"
