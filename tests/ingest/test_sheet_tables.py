"""Where the tables of a sheet end: rows written as lines, their cells parted by bars."""

from __future__ import annotations

import pytest

from ingest.readers.sheet_tables import sheet


def rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").split("\n")]


def tables(text: str) -> list[list[list[str]]]:
    return [grid.rows for grid in sheet(rows(text))[1]]


@pytest.mark.parametrize(
    "drawn",
    [
        "地区|人口|世帯||年度|職員数\n東部|1,200|400||R5|310\n西部|900|300||R6|305\n南部|700|250||R7|300",
        "地区|世帯||事業|千円\n東部|400||窓口|100\n西部|300||\n南部|200||\n北部|100||",
        "地区|世帯||地区|人口\n東部|400||東部|1,000\n西部|300||西部|900",
        "地区|世帯|||費目|千円\n東部|400|||委託|100\n西部|300|||工事|90",
        "||||費目|千円\n地区|世帯|||委託|100\n東部|400|||工事|90",
    ],
    ids=["years as labels", "another height", "labels that stand in both", "two columns between", "another first row"],
)
def test_tables_side_by_side_are_two(drawn: str) -> None:
    heads = [text for text in ["地区", "世帯", "人口", "年度", "事業", "費目", "千円", "職員数"] if text in drawn]
    left, right = tables(drawn)
    assert left[0][0] == "地区" and left[1][0] == "東部"
    assert right[0][0] in ("年度", "事業", "費目", "地区")
    assert {*left[0], *right[0]} == set(heads)


def test_each_keeps_its_title_and_its_notes() -> None:
    text, _ = sheet(
        rows("表1 世帯|||表2 予算|\n地区|世帯||費目|千円\n東部|400||委託|100\n西部|300||工事|90\n※推計||||")
    )
    assert (
        text == "表1 世帯\n\n地区\t世帯\n東部\t400\n西部\t300\n\n※推計\n\n表2 予算\n\n費目\t千円\n委託\t100\n工事\t90"
    )


@pytest.mark.parametrize(
    "drawn",
    [
        "施策|R5|R6||担当課|備考\n窓口|1|2||市民課|\n申請|3|4||情報課|予定\n防災|5|6||情報課|",
        "施策|R5|R6||備考\n窓口|1|2||\n申請|3|4||予定\n防災|5|6||",
        "施策|R5||事業費|決算\n窓口|1||20|10\n申請|3||30|20",
    ],
    ids=["departments", "remarks", "figures without labels"],
)
def test_a_column_left_empty_inside_a_table_parts_nothing(drawn: str) -> None:
    (grid,) = tables(drawn)
    assert grid[1][0] == "窓口" and len(grid[0]) == len([text for text in rows(drawn)[0] if text])


def test_a_merged_cell_over_the_empty_column_holds_the_table_together() -> None:
    drawn = rows("地区|世帯||年度|人口\n東部|400||R5|1,000\n西部|300||R6|900")
    assert len(sheet(drawn)[1]) == 2
    (grid,) = sheet(drawn, {(1, 1): (1, 3)})[1]
    assert grid.rows[0] == ["地区", "世帯", "年度", "人口"]


def test_rows_behind_an_empty_one_stay_under_their_heads() -> None:
    (grid,) = tables("指標|R5|R6\n窓口|1|2\n||\n申請|3|4\n||\n【福祉】||\n防災|5|6")
    assert grid[-3:] == [["申請", "3", "4"], ["【福祉】", "", ""], ["防災", "5", "6"]]


@pytest.mark.parametrize(
    "drawn",
    ["指標|R5|R6\n窓口|1|2\n||\n費目|予算|決算\n人件費|1|2", "指標|R5|R6\n窓口|1|2\n※注||\n||\n合計|3|4",
     "指標|担当\n窓口|市民課\n|\n申請|情報課", "指標|R5\n窓口|1\n||\n申請|3|4"],
    ids=["heads of its own", "notes between", "words", "more columns"],
)  # fmt: skip
def test_what_does_not_go_on_with_the_table_above_is_one_of_its_own(drawn: str) -> None:
    assert len(tables(drawn)) == 2


def test_heads_with_a_title_above_begin_a_table_without_an_empty_row() -> None:
    text, grids = sheet(rows("表1||\n指標|R5|R6\n窓口|1|2\n防災|3|4\n表2||\n費目|予算|決算\n人件費|100|99"))
    assert [grid.rows[0] for grid in grids] == [["指標", "R5", "R6"], ["費目", "予算", "決算"]]
    assert "防災\t3\t4\n\n表2\n\n費目" in text


def test_a_label_over_a_group_of_rows_begins_no_table() -> None:
    (grid,) = tables("指標|R5|R6\n窓口|1|2\n防災|3|4\n【福祉】||\n見守り|未定|未定\n保育|5|6")
    assert len(grid) == 6
    (grid,) = tables("施策|担当|状況\n窓口|市民課|実施\n【福祉】||\n保育|福祉課|検討\n見守り|福祉課|実施")
    assert len(grid) == 5
