"""Torn tables: names go to values only where nothing else fits as well, and years only where columns are sure."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.model import Page, ParsedDocument, Passage, Record
from ingest.records.run_together import run_together

HEADER = "KPI R3 R4 R5 R6 R7 算出式・根拠 評価"
PAIRED = " ".join((*(f"R{n} R{n}実績" for n in range(3, 8)), "R4 R5 R6 R7"))
TITLE = "山吹町みらい計画\n（令和5年度実績）"


def pair(planned: str, actual: str) -> str:
    return "\n\n".join(part for part in ("予\n定", planned, "実\n績", actual) if part)


def row(start: int, text: str, page: int = 2, measure: str = "移動図書館") -> Passage:
    return Passage(
        id=f"plan:{page}:{start}",
        document="plan",
        page=page,
        start=start,
        end=start + len(text),
        text=text,
        kind="row",
        measure=measure,
        municipality="010000",
    )


def detached(*blocks: str, title: str = TITLE) -> list[Record]:
    text = "\n\n".join(blocks)
    pages = [Page(number=1, text=title), Page(number=2, text=text)]
    passage = Passage(id="plan:2:0", document="plan", page=2, start=0, end=len(text), text=text, municipality="010000")
    records = list(run_together(pages, [passage]))
    assert all(record.value in text[record.start : record.end] for record in records)
    return records


def lines(*rows: str, header: str = PAIRED, title: str = TITLE) -> list[Record]:
    text = "\n\n".join((header, *rows))
    pages = [Page(number=1, text=title), Page(number=2, text=text)]
    records = list(run_together(pages, [row(text.index(r), r) for r in rows]))
    assert all(record.value in text[record.start : record.end] for record in records)
    return records


def table(records: Sequence[Record]) -> dict[tuple[str | None, str], str]:
    return {(r.measure, r.attribute): r.value for r in records}


def by_name(records: Sequence[Record]) -> dict[str | None, list[str]]:
    """The values of each indicator, in order."""
    return {name: [r.value for r in records if r.measure == name] for name in dict.fromkeys(r.measure for r in records)}


def test_a_full_row_is_certain_and_its_span_is_the_line_of_values() -> None:
    records = detached(HEADER, pair("10 12 14 16 18", "9 11 15"), "貸出し\nの件数", "棚卸しに基づき設定した。")
    first = records[0]
    assert (first.document, first.page, first.kind, first.municipality) == ("plan", 2, "cell", "010000")
    assert (first.measure, first.attribute, first.value, first.number) == ("貸出しの件数", "R3予定", "10", 10.0)
    assert (first.fiscal_year, first.series, first.status) == (2021, "planned", None)
    actual = [(r.attribute, r.fiscal_year, r.series, r.status) for r in records if r.series == "actual"]
    assert actual == [(f"R{n}実績", 2018 + n, "actual", "inferred") for n in (3, 4, 5)]
    assert {records[0].start, records[4].start} == {records[0].start}


def test_a_short_plan_ends_in_the_last_year_and_its_actual_values_in_the_report_s() -> None:
    records = detached(HEADER, pair("20% 25% 30% 35%", "18.5% 27%"), "窓口の\n満足度")
    assert [(r.attribute, r.value, r.unit) for r in records] == [
        ("R4予定", "20%", "%"),
        ("R5予定", "25%", "%"),
        ("R6予定", "30%", "%"),
        ("R7予定", "35%", "%"),
        ("R4実績", "18.5%", "%"),
        ("R5実績", "27%", "%"),
    ]
    assert {r.status for r in records} == {"inferred"}


def test_rows_that_disagree_on_their_first_year_get_no_year() -> None:
    records = detached(HEADER, pair("20 25 30 35", "18"), "窓口の\n件数")
    assert {(r.attribute, r.fiscal_year, r.status) for r in records} == {("予定", None, None), ("実績", None, None)}
    assert [r.number for r in records] == [20, 25, 30, 35, 18]


def test_kept_empty_cells_make_a_row_certain() -> None:
    records = detached(HEADER, pair("5 6 7 8 9", "5 6 8 \u3000 \u3000"), "会議の\n回数")
    assert [(r.attribute, r.status) for r in records if r.series == "actual"] == [
        ("R3実績", None),
        ("R4実績", None),
        ("R5実績", None),
    ]


def test_without_a_report_year_only_full_rows_get_years() -> None:
    records = detached(HEADER, pair("20 25 30 35", "18 27"), "窓口の\n件数", title="山吹町みらい計画")
    assert {r.fiscal_year for r in records} == {None}


def test_the_longest_row_beside_a_full_plan_gives_the_report_year() -> None:
    names = ("窓口の\n件数", "会議の\n回数")
    rows = (pair("1 2 3 4 5", "1 2 4"), pair("6 7 8", "6"))
    records = detached(HEADER, *rows, *names, title="山吹町みらい計画")
    assert table(records)["会議の回数", "R5実績"] == "6"
    stated_otherwise = detached(HEADER, *rows, *names, title="山吹町みらい計画\n（令和6年度実績）")
    assert {r.fiscal_year for r in stated_otherwise if r.series == "actual"} == {None}


GROUPS = (
    (HEADER, pair("1 2 3 4 5", "1 2 3"), pair("10% 20% 30% 40% 50%", "9% 18% 28%")),
    (HEADER, pair("100 200 300 400 500", "90 210 333")),
)


def test_groups_in_another_order_than_their_headers_keep_their_values() -> None:
    records = detached(
        *GROUPS[0],
        *GROUPS[1],
        "2\nまちの足を守る\n取組",
        "乗合バス\nの利用者\n数",
        "毎年の調査による。",
        "1\n本に親しむ機会の\n充実",
        "移動図書\n館の台数",
        "学校への\n配本率",
    )
    assert {name: values[0] for name, values in by_name(records).items()} == {
        "移動図書館の台数": "1",
        "学校への配本率": "10%",
        "乗合バスの利用者数": "100",
    }


def test_a_name_in_the_wrong_group_is_placed_by_its_kind() -> None:
    records = detached(
        *GROUPS[0], *GROUPS[1], "2", "乗合バス\nの利用者\n数", "学校への\n配本率", "1", "移動図書\n館の台数"
    )
    assert by_name(records)["学校への配本率"][0] == "10%"


def test_names_that_fit_two_rows_equally_well_get_neither() -> None:
    first = (HEADER, pair("1% 2% 3% 4% 5%", "1% 2% 3%"))
    second = (HEADER, pair("10% 20% 30% 40% 50%", "9% 18% 28%"), pair("7 8 9 10 11", "7 8 9"))
    names = ("2", "会議の\n回数", "参加の\n割合", "学校へ\nの配本\n率", "1")
    assert list(by_name(detached(*first, *second, *names))) == ["会議の回数"]


def test_without_group_numbers_two_headers_are_told_apart_only_by_kind() -> None:
    alike = (HEADER, pair("1 2 3 4 5", "1 2 3"), HEADER, pair("6 7 8 9 10", "6 7 8"))
    assert detached(*alike, "窓口の\n件数", "会議の\n回数") == []
    unlike = (HEADER, pair("1 2 3 4 5", "1 2 3"), HEADER, pair("6% 7% 8% 9% 10%", "6% 7% 8%"))
    assert by_name(detached(*unlike, "窓口の\n満足度", "会議の\n回数"))["窓口の満足度"][0] == "6%"


def test_a_missing_name_leaves_its_group_out() -> None:
    names = ("1", "移動図書\n館の台数", "2", "乗合バス\nの利用者\n数")
    assert list(by_name(detached(*GROUPS[0], *GROUPS[1], *names))) == ["乗合バスの利用者数"]


def test_a_page_with_a_missing_name_is_read_only_where_all_of_it_fits() -> None:
    names = ("1", "移動図書\n館の台数", "2", "学校への\n配本率")
    assert detached(*GROUPS[0], *GROUPS[1], *names) == []


def test_names_before_the_first_group_number_belong_to_no_group() -> None:
    alike = (HEADER, pair("1 2 3 4 5", "1 2 3"), HEADER, pair("6 7 8 9 10", "6 7 8"))
    assert detached(*alike, "窓口の\n件数", "1", "会議の\n回数", "2") == []
    assert list(by_name(detached(*alike, "1", "窓口の\n件数", "2", "会議の\n回数"))) == ["窓口の件数", "会議の回数"]


def test_a_name_may_begin_in_the_line_of_its_group() -> None:
    records = detached(HEADER, pair("1 2 3 4 5", "1 2 3"), "1\n本に親しむ機会の\n充実 移動図書", "館の台数")
    assert set(by_name(records)) == {"移動図書館の台数"}


def test_a_group_s_number_behind_an_empty_row_is_not_its_value() -> None:
    for number in ("1\n本に親しむ機会の\n充実", "1\n\n本に親しむ機会の\n充実", "6\n本に親しむ機会の\n充実"):
        records = detached(HEADER, pair("16 18", ""), number, "移動図書\n館の台数")
        assert [(r.attribute, r.value) for r in records] == [("R6予定", "16"), ("R7予定", "18")]


def test_a_row_may_stand_in_the_line_of_its_label() -> None:
    records = detached(HEADER, "計画 1 2 3 4 5", "実績値 1 2 4", "会議の\n回数")
    assert table(records)["会議の回数", "R3計画"] == "1"
    assert table(records)["会議の回数", "R5実績"] == "4"


FULL = "概要を定める。\n\n貸出し\nの件数\n\n10 9 20 21 30 29 40 50 ○ ⇒ ⇒ ⇒"


def test_a_line_of_values_gets_the_columns_that_can_be_filled() -> None:
    records = lines(FULL)
    assert {r.measure for r in records} == {"移動図書館 貸出しの件数"}
    assert [(r.attribute, r.value, r.series) for r in records] == [
        ("R3", "10", "planned"),
        ("R3実績", "9", "actual"),
        ("R4", "20", "planned"),
        ("R4実績", "21", "actual"),
        ("R5", "30", "planned"),
        ("R5実績", "29", "actual"),
        ("R6", "40", "planned"),
        ("R7", "50", "planned"),
    ]
    assert {r.status for r in records} == {"inferred"}
    assert records[0].start == len(PAIRED) + 2 + FULL.index("貸出し")


def test_a_line_with_a_value_in_every_column_is_certain() -> None:
    records = lines("会議の\n回数 1 2 3 4 5 6 7 8 9 10 ⇒")
    assert [r.status for r in records] == [None] * 10
    assert (records[-1].attribute, records[-1].fiscal_year, records[-1].value) == ("R7実績", 2025, "10")


@pytest.mark.parametrize(
    ("values", "first"),
    [("30 29 40 50", "R5"), ("40 50", "R6"), ("20 - 30 29 40 50", "R4"), ("40 \u3000 50 \u3000", "R6")],
)
def test_a_short_line_fills_to_the_end(values: str, first: str) -> None:
    records = lines(FULL, f"会議の\n回数\n\n{values} … ○ ⇒")
    assert next(r.attribute for r in records if "会議" in (r.measure or "")) == first


@pytest.mark.parametrize("values", ["29 40 50", "21 30 29 40 50", "30 \u3000 29 40 50", "1 2 3 4 5 6 7 8 9"])
def test_a_line_that_cannot_begin_with_a_planned_value_gets_no_years(values: str) -> None:
    records = [r for r in lines(*[FULL.replace("10 9", f"1{n} 9") for n in range(4)], f"会議の\n回数\n\n{values} ○ ⇒")]
    strange = [r for r in records if r.measure == "移動図書館 会議の回数"]
    assert {(r.fiscal_year, r.attribute, r.series, r.status) for r in strange} == {(None, "", None, None)}
    assert [r.value for r in strange] == values.replace("\u3000", "").split()
    assert all(r.fiscal_year for r in records if r not in strange)


def test_where_many_lines_do_not_fit_no_short_line_gets_years() -> None:
    records = lines(FULL, "会議の\n回数\n\n29 40 50 ○ ⇒")
    assert {r.fiscal_year for r in records} == {None}


def test_lines_without_a_report_year_get_none() -> None:
    assert {r.fiscal_year for r in lines(FULL, title="山吹町みらい計画")} == {None}


def test_a_header_of_bare_years_binds_only_lines_of_its_length() -> None:
    header = "R4 R5 R6"
    records = lines("会議の\n回数\n\n7 8 9", "窓口の\n件数\n\n7 8", header=header)
    assert [(r.measure, r.attribute, r.series, r.status) for r in records] == [
        ("移動図書館 会議の回数", f"R{n}", None, None) for n in (4, 5, 6)
    ]


def test_a_header_behind_a_line_does_not_bind_it() -> None:
    text = "会議の\n回数\n\n7 8 9\n\n"
    page = Page(number=2, text=text + "R4 R5 R6")
    assert list(run_together([page], [row(0, text)])) == []


@pytest.mark.parametrize(
    "text",
    [
        "台帳を作成し、毎年更新します。 1 2 3 4 5 6 7 8",
        "会議の\n回数\n\n実施済 実施済 実施済",
        "会議の\n回数\n\n5\n\n1 2 3 4 5 6 7 8",
        "会議の\n回数\n\n… … ○ ⇒",
        "○\n\n1 2 3 4 5 6 7 8",
    ],
)
def test_a_line_whose_name_or_cells_are_unclear_yields_nothing(text: str) -> None:
    assert lines(text) == []


def test_two_different_headers_on_a_page_yield_nothing() -> None:
    assert lines(FULL, "R5 R5実績 R6 R6実績") == []


def test_text_without_such_tables_yields_nothing(sample_plans: tuple[ParsedDocument, ...]) -> None:
    assert [r for plan in sample_plans for r in run_together(plan.pages, plan.passages)] == []


@pytest.mark.corpus
def test_real_plans_yield_values_that_stand_in_their_spans(real_plans: tuple[ParsedDocument, ...]) -> None:
    for plan in real_plans:
        texts = {page.number: page.text for page in plan.pages}
        records = list(run_together(plan.pages, plan.passages))
        assert bool(records) == (plan.document.id == "sasebo")
        keys = [(r.page, r.start, r.measure, r.attribute) for r in records if r.fiscal_year]
        assert len(keys) == len(set(keys))
        assert all(r.number is None or r.value[:3] in texts[r.page][r.start : r.end] for r in records)
