"""Figures with their units, comparable across the ways of writing them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise import view
from ingest.values import find_figures, first_figure


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("38,500千円", 38500.0, "千円"),
        ("８，２５０，０００円", 8250000.0, "円"),
        ("47,510人", 47510.0, "人"),
        ("１5.2%", 15.2, "%"),
        ("16.8％", 16.8, "%"),
        ("▲176人", -176.0, "人"),
        ("△2,300", -2300.0, None),
        ("18 か所", 18.0, "か所"),
        ("5団体", 5.0, "団体"),
        ("2時間以内", 2.0, "時間"),
        ("24か月間", 24.0, "か月"),
        ("5ヶ国語", 5.0, "ヶ国語"),
        ("3地点", 3.0, "地点"),
        ("120個", 120.0, "個"),
        ("3個別施策", 3.0, None),
        ("2問い合わせ", 2.0, None),
    ],
)
def test_a_figure_is_read_with_its_unit(text: str, number: float, unit: str | None) -> None:
    figure = first_figure(view(text))
    assert figure is not None and (figure.number, figure.unit) == (number, unit)


@pytest.mark.parametrize("text", ["", "調整中", "RPA", "半減", "―"])
def test_a_text_without_a_number_has_no_figure(text: str) -> None:
    assert first_figure(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("45,100千円", "4,510万円"),
        ("1億円", "100百万円"),
        ("8,250,000円", "8,250千円"),
        ("8割", "80%"),
        ("2万人", "20千人"),
        ("1億8,640万円", "186,400千円"),
        ("1 億 8,640 万円", "186,400千円"),
        ("▲1億8,640万円", "▲186,400千円"),
        ("1億2千万円", "120百万円"),
        ("12万3,400円", "123,400円"),
        ("1億8,640万5千円", "186,405千円"),
        ("2兆3,000億円", "23,000億円"),
        ("3万2千人", "32,000人"),
    ],
)
def test_one_amount_in_two_units_has_one_base(one: str, other: str) -> None:
    a, b = first_figure(one), first_figure(other)
    assert a is not None and b is not None
    assert (a.base, a.base_unit) == (b.base, b.base_unit)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("事業費1億8,640万円（うち市費9,320万円）", [("1億8,640万円", 18640.0, "万円"), ("9,320万円", 9320.0, "万円")]),
        ("1億2千万円", [("1億2千万円", 12000.0, "万円")]),
        ("人口は12万3,400人", [("12万3,400人", 123400.0, "人")]),
        ("1億8,640万が要る", [("1億8,640万", 186400000.0, None)]),
        ("3億円 2億円", [("3億円", 3.0, "億円"), ("2億円", 2.0, "億円")]),
        ("2万人3千人", [("2万人", 2.0, "万人"), ("3千人", 3.0, "千人")]),
        ("5万8億円", [("5", 5.0, None), ("8億円", 8.0, "億円")]),
        ("1億 3月", [("1", 1.0, None), ("3", 3.0, None)]),
    ],
)
def test_a_number_in_several_terms_is_one_figure_and_neighbours_are_not(
    text: str, figures: list[tuple[str, float, str | None]]
) -> None:
    assert [(f.text, f.number, f.unit) for f in find_figures(text)] == figures


def test_figures_come_in_order_with_the_span_that_they_stand_on() -> None:
    text = "転入は平均41分から23分へ、RPA2は除き、1,200人"
    assert [text[f.start : f.end] for f in find_figures(text)] == ["41分", "23分", "1,200人"]


@given(st.integers(0, 10**9))
def test_thousands_separators_change_nothing(n: int) -> None:
    plain, separated = first_figure(f"{n}円"), first_figure(f"{n:,}円")
    assert plain is not None and separated is not None
    assert plain.number == separated.number == n
