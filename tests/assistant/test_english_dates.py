"""Dates and small numbers of English sentences are told in the figures that the gate reads."""

from __future__ import annotations

import pytest

from assistant.english_dates import dated
from ingest.years import find_years


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("From October 2025, fees are free.", "From 2025年10月, fees are free."),
        ("on October 1, 2023, or", "on 2023年10月1日, or"),
        ("on 1 October 2023.", "on 2023年10月1日."),
        ("in fiscal 2026 and FY2029", "in 2026年度 and 2029年度"),
        ("in fiscal year 2026", "in 2026年度"),
        ("to fall by 2040.", "to fall by 2040年."),
        ("Of the nine shelters, four have", "Of the 9 shelters, 4 have"),
        ("for 2,000 people", "for 2,000 people"),
        ("for 2000 residents", "for 2,000 residents"),
        ("the years 2025-2029", "the years 2025年-2029年"),
        ("a two-way street", "a two-way street"),
        ("It may start.", "It may start."),
    ],
)
def test_what_is_dated(text: str, said: str) -> None:
    assert dated(text) == said


def test_a_month_is_kept_with_its_year() -> None:
    (year,) = find_years(dated("in April 2026"))
    assert (year.year, year.month) == (2026, 4)
