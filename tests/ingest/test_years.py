"""Era years, western years and fiscal years are one thing, and counts are none of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise import fold, view
from ingest.years import OPEN, era_year, find_years, without_years, year_range, years_covered


def years(text: str) -> list[int]:
    return [m.year for m in find_years(fold(text))]


@pytest.mark.parametrize(
    "text",
    ["令和6年度", "令和６年度", "R6", "Ｒ６", "R6年度", "r 6", "FY2024", "FY 24", "2024年度", "fiscal year 2024"],
)
def test_every_way_of_writing_a_fiscal_year_is_the_same_year(text: str) -> None:
    assert [(m.year, m.fiscal) for m in find_years(fold(text))] == [(2024, True)]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和元年度", 2019),
        ("R元", 2019),
        ("平成31年度", 2019),
        ("H30", 2018),
        ("昭和56年", 1981),
        ("Reiwa 7", 2025),
        ("Heisei 12", 2000),
        ("1998年", 1998),
    ],
)
def test_eras_are_counted_from_their_first_year(text: str, year: int) -> None:
    assert years(text) == [year]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("令和6年10月1日", (2024, 10, 1)),
        ("令和６年１０月１日", (2024, 10, 1)),
        ("R6.10.1", (2024, 10, 1)),
        ("R4. 3. 24", (2022, 3, 24)),
        ("2025年3月", (2025, 3, None)),
        ("2024/12/16", (2024, 12, 16)),
        ("令和8年4月", (2026, 4, None)),
        ("令和5年\n10月1日", (2023, 10, 1)),
    ],
)
def test_a_month_and_a_day_belong_to_their_year(text: str, date: tuple[int, int, int | None]) -> None:
    assert [(m.year, m.month, m.day) for m in find_years(fold(text))] == [date]


@pytest.mark.parametrize(
    "text",
    [
        "2,020人",
        "2020人",
        "2024件",
        "2024円",
        "1,998千円",
        "12024",
        "2024.5",
        "20245",
        "3年間",
        "RPA",
        "H2O",
        "R100",
        "WebR6X",
        "令和50年",
        "平成40年",
        "R0",
        "8%",
        "第6次",
    ],
)
def test_counts_and_names_are_no_years(text: str) -> None:
    assert years(text) == []


def test_a_range_gives_its_two_ends_in_order() -> None:
    assert years("令和7年度～令和9年度") == [2025, 2027]
    assert years("R3 R4 R5 R6 R7") == [2021, 2022, 2023, 2024, 2025]
    assert years("第2期（令和2年度から令和6年度まで）") == [2020, 2024]


def test_a_mention_spans_just_what_was_read() -> None:
    text = fold("市は令和6年10月1日に、2,020人へFY2025から配る")
    assert [text[m.start : m.end] for m in find_years(text)] == ["令和6年10月1日", "fy2025"]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("計画期間は令和7年度～令和9年度とする", (2025, 2027)),
        ("令和8年度から令和12年度までの5年間", (2026, 2030)),
        ("計画期間（R4-R9）", (2022, 2027)),
        ("第9期（令和6～8年度）", (2024, 2026)),
        ("令和5年度に始めた。令和6年度に終えた。", None),
        ("令和9年度から令和7年度", None),
        ("", None),
    ],
)
def test_the_plan_runs_over_the_range_that_is_stated(text: str, span: tuple[int, int] | None) -> None:
    assert year_range(text) == span


def test_of_several_ranges_the_one_stated_most_often_counts() -> None:
    period = "計画期間：2026（令和8）年度～2035（令和17）年度。R7-R8の実績。R7-R8の予算。R7-R8。"
    assert year_range(view(period)) == (2026, 2035)
    assert year_range("令和2年度から令和6年度まで。令和7年度～令和9年度。令和7年度～令和9年度。") == (2025, 2027)


@given(st.integers(1989, 2057))
def test_an_era_year_reads_back_as_the_year_it_was_written_for(year: int) -> None:
    assert years(f"{era_year(year)}年度") == [year]


@given(st.integers(2010, 2040), st.integers(1, 12), st.integers(1, 31))
def test_a_western_date_reads_back(year: int, month: int, day: int) -> None:
    (found,) = find_years(f"{year}年{month}月{day}日")
    assert (found.year, found.month, found.day) == (year, month, day)


@given(st.text(alphabet="令和平成RH年度月日末時点0123456789元.,/～から 人件円", max_size=30))
def test_mentions_are_in_order_and_do_not_overlap(text: str) -> None:
    found = find_years(text)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all(0 <= m.start < m.end <= len(text) for m in found)


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("令和8・9・10年度", {2026, 2027, 2028}),
        ("令和8、9年度", {2026, 2027}),
        ("R8～R10", {2026, 2027, 2028}),
        ("令和8～10年度", {2026, 2027, 2028}),
        ("R9・10", {2027, 2028}),
        ("令和8年度、令和10年度", {2026, 2028}),
        ("令和9年度～", {2027, OPEN}),
        ("R6、10人", set()),
        ("令和8年4月", set()),
        ("令和8・9年度に実施", set()),
    ],
)
def test_every_year_of_several_that_share_an_era_is_named(text: str, covered: set[int]) -> None:
    assert years_covered(fold(text)) == covered


def test_numbers_behind_a_year_that_count_something_are_no_years() -> None:
    assert years("R6、10人が参加") == years("R6-2") == years("R6・7地区") == [2024]
    assert years("令和5年3月・4月") == [2023]


def test_a_text_without_its_years_has_none_of_their_points() -> None:
    assert without_years("令和8・9年度") == ""
    assert without_years("R8・R9 予定") == " 予定"
