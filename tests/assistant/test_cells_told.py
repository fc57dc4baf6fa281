"""Cells of one row told in one sentence."""

import pytest

from assistant.cells_told import told
from assistant.units import Unit
from ingest.model import Passage, Record

TEXT = "相談の件数\t90件\t120件\t200件"
PASSAGE = Passage(id="p", document="d", page=1, start=0, end=len(TEXT), text=TEXT, kind="row", municipality="1")


def _record(attribute: str, value: str, year: int | None, series: str | None, measure: str = "相談の件数") -> Record:
    return Record(
        document="d", page=1, start=0, end=len(TEXT), kind="cell", attribute=attribute, value=value, measure=measure,
        municipality="1", number=float(value.rstrip("件%")) if value[0].isdigit() else None, unit=value[-1],
        fiscal_year=year, series=series, status=None,
    )  # fmt: skip


ROW = Unit(
    passage=PASSAGE, start=0, end=len(TEXT), text=TEXT, kind="row",
    records=(
        _record("現状値(R5)", "90件", 2023, "baseline"),
        _record("中間目標値(R7)", "120件", 2025, "target"),
        _record("目標値(R9)", "200件", 2027, "target"),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("楠木市の相談の件数の目標値（令和9年度）は200件です", True),
        ("楠木市では、相談の件数の現状値は90件、目標値（R9）は200件です", True),
        ("楠木市では、相談の件数は現状値（R5）が90件で、中間目標値（R7）は120件、目標値（R9）は200件です", True),
        ("楠木市では、相談の件数の現状値は200件、目標値（R9）は90件です", False),
        ("楠木市では、相談の件数の現状値は90件、目標値（R7）は200件です", False),
        ("楠木市では、相談の件数の現状値は90件、200件です", False),
        ("楠木市では、苦情の件数の現状値は90件、目標値（R9）は200件です", False),
        ("楠木市では、現状値は90件、目標値（R9）は200件です", False),
        ("楠木市では、相談の件数の現状値は90件、目標値（R9）は200件で、達成する見込みです", False),
    ],
)
def test_cells_of_one_row(said: str, holds: bool) -> None:
    assert told(said, [ROW], ["楠木市"]) is holds


def _answer(choice: str, value: str) -> Record:
    return _record("北部", value, None, None, f"問5 避難の方法(1つ) {choice}")


def test_a_row_under_its_group_is_named_with_both() -> None:
    text = "問5 避難の方法（1つ）\t徒歩\t71.2%\n\t自動車\t22.5%"
    passage = Passage(id="q", document="d", page=1, start=0, end=len(text), text=text, kind="row", municipality="1")
    unit = Unit(
        passage=passage, start=0, end=len(text), text=text, kind="row",
        records=(_answer("徒歩", "71.2%"), _answer("自動車", "22.5%")),
    )  # fmt: skip
    assert told("楠木市の問5「避難の方法（1つ）」で自動車と答えた割合は、北部で22.5%です", [unit], ["楠木市"])
    assert not told("楠木市の問5「避難の方法（1つ）」で徒歩と答えた割合は、北部で22.5%です", [unit], ["楠木市"])
    assert not told("楠木市で自動車と答えた割合は、北部で22.5%です", [unit], ["楠木市"])
