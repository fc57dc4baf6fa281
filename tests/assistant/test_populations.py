"""A municipality's population, where a sheet's head and its own plan give it."""

from __future__ import annotations

from tests.conftest import Opened


def test_a_plan_that_gives_another_population_than_a_sheet_is_told_beside_it(samples: Opened) -> None:
    answer = samples.ask("雪代村の人口は？").answer
    assert "2,147人" in answer and "2,119人" in answer
