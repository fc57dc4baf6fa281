"""Sheets wider than a page, printed on pages side by side: rows of the right pages keep the labels of the left ones."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.readers.rows import Grid
from tests.ingest.parsing import records
from tests.ingest.test_grids import grid, plan

LEVELS = (50.0, 70.0, 90.0, 110.0, 130.0)
LEFT, RIGHT, FAR = (50.0, 200.0, 300.0, 350.0), (50.0, 110.0, 170.0), (50.0, 120.0, 200.0, 250.0)
FIRST = ("指標 | 単位 | R5", "申請数 | 件 | 60", "利用者 | 人 | 900", "教室 | 回 | 4")
SECOND = ("R6 | R7", "131 | 240", "1,200 | 1,500", "6 | 8")


def half(
    rows: Sequence[str], edges: tuple[float, ...], levels: tuple[float, ...] = LEVELS, moved: float = 0.0
) -> list[Grid | str]:
    return [grid(*rows, edges=edges, levels=tuple(level + moved for level in levels))]


def facts(*pages: Sequence[Grid | str]) -> set[tuple[str | None, int | None, str, str | None, int]]:
    return {(r.measure, r.fiscal_year, r.value, r.unit, r.page) for r in records(plan(*pages), "cell")}


def test_values_on_the_right_page_are_of_the_rows_on_the_left_one() -> None:
    found = facts(half(FIRST, LEFT), half(SECOND, RIGHT))
    assert ("申請数", 2023, "60", "件", 1) in found
    assert ("申請数", 2024, "131", "件", 2) in found
    assert ("利用者", 2025, "1,500", "人", 2) in found
    assert len(found) == 9


def test_every_record_of_the_right_page_quotes_it() -> None:
    parsed = plan(half(FIRST, LEFT), half(SECOND, RIGHT))
    for record in records(parsed, "cell"):
        assert record.value in parsed.pages[record.page - 1].text[record.start : record.end]


def test_pages_that_go_down_first_pair_with_those_of_their_rows() -> None:
    more, beyond = ("相談 | 件 | 70", "見学 | 人 | 80", "研修 | 回 | 9"), ("71 | 72", "81 | 82", "10 | 11")
    found = facts(
        half(FIRST, LEFT), half(more, LEFT, LEVELS[:-1]), half(SECOND, RIGHT), half(beyond, RIGHT, LEVELS[:-1])
    )
    assert ("利用者", 2024, "1,200", "人", 3) in found
    assert ("研修", 2024, "10", "回", 4) in found


def test_pages_that_go_right_first_keep_their_heads_further_down() -> None:
    more, beyond = ("相談 | 件 | 70", "見学 | 人 | 80", "研修 | 回 | 9"), ("71 | 72", "81 | 82", "10 | 11")
    far = ("担当課 | 備考 | R8", "市民課 | | 1", "情報課 | | 2", "福祉課 | | 3")
    farther = ("総務課 | | 74", "会計課 | | 84", "人事課 | | 13")
    found = facts(
        half(FIRST, LEFT), half(SECOND, RIGHT), half(more, LEFT, LEVELS[:-1]), half(beyond, RIGHT, LEVELS[:-1])
    )
    assert ("研修", 2024, "10", "回", 4) in found
    heights = (50.0, 70.0, 100.0, 110.0, 150.0)
    found = facts(
        half(FIRST, LEFT, heights), half(SECOND, RIGHT, heights), half(far, FAR, heights),
        half(more, LEFT, heights[1:]), half(beyond, RIGHT, heights[1:]), half(farther, FAR, heights[1:]),
    )  # fmt: skip
    assert ("研修", 2024, "10", "回", 5) in found
    assert ("研修", 2026, "13", "回", 6) in found


@pytest.mark.parametrize(
    ("rows", "edges", "moved"),
    [(SECOND, RIGHT, 4.0), (SECOND, LEFT, 0.0), (("事業 | R6", "相談 | 1", "見学 | 2", "研修 | 3"), RIGHT, 0.0)],
    ids=["rows elsewhere", "the same columns", "labels of its own"],
)
def test_other_pages_borrow_no_labels(rows: Sequence[str], edges: tuple[float, ...], moved: float) -> None:
    found = facts(half(FIRST, LEFT), half(rows, edges, moved=moved))
    assert not {measure for measure, *_, page in found if page == 2} & {"申請数", "利用者", "教室"}


def test_what_is_not_proven_is_a_warning() -> None:
    words = ("担当課 | 備考", "市民課 | 継続", "情報課 | 拡充", "福祉課 | 継続")
    warnings = plan(half(FIRST, LEFT), half(words, RIGHT)).document.warnings
    assert "page 2 may go on with the table of page 1 to its right; its rows are read without their labels" in warnings
    heights = (50.0, 70.0, 100.0, 110.0, 150.0)
    assert not [
        w for w in plan(half(FIRST, LEFT, heights), half(words, RIGHT, heights)).document.warnings if "may" in w
    ]


def test_a_page_that_repeats_the_labels_needs_no_others() -> None:
    repeated = ("指標 | R6 | R7", "申請数 | 131 | 240", "利用者 | 1,200 | 1,500", "教室 | 6 | 8")
    parsed = plan(half(FIRST, LEFT), half(repeated, RIGHT + (300.0,)))
    assert not [w for w in parsed.document.warnings if "may go on" in w]
    assert ("申請数", "131") in {(r.measure, r.value) for r in records(parsed, "cell") if r.page == 2}


def test_each_row_of_the_right_page_is_a_passage_under_its_heads_and_labels() -> None:
    parsed = plan(half(FIRST, LEFT), half(SECOND, RIGHT))
    right = [p for p in parsed.passages if p.page == 2]
    assert [(p.text, p.headings[-1]) for p in right[-3:]] == [
        ("131\t240", "申請数 件"), ("1,200\t1,500", "利用者 人"), ("6\t8", "教室 回")
    ]  # fmt: skip
    assert all("R6" in p.headings[-2] for p in right[-3:])
    assert not [p for p in parsed.passages if p.page == 1 and "申請数 件" in p.headings]
    assert {p.measure for p in right} == {None}


def test_a_row_of_the_right_page_is_of_the_measure_that_its_left_part_names() -> None:
    heights = (50.0, 70.0, 100.0, 110.0, 150.0)
    words = "市民が窓口へ来ずに手続を終えられるよう、対象となる手続を順次広げ、結果を毎年度公表する。" * 2
    left = ("事業名 | 概要", f"電子申請の拡充 | {words}", f"窓口の改革 | {words}", f"図書の貸出 | {words}")
    right = ("R6 | R7", "131 | 240", "1,200 | 1,500", "6 | 8")
    parsed = plan(half(left, (50.0, 200.0, 500.0), heights), half(right, RIGHT, heights))
    for name, text in (("電子申請の拡充", "131"), ("窓口の改革", "1,200"), ("図書の貸出", "6\t8")):
        (row,) = [p for p in parsed.passages if p.page == 2 and text in p.text]
        assert row.measure == name and name in row.headings[-1]
