"""Facts read from sheets, tables, legends and glossaries, each with the span that proves it and nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from ingest.model import ParsedDocument, Record
from ingest.normalise import squash, view
from tests.ingest.parsing import plan, records

CITY = "武雄市は次のとおり定める。\n\n"


def cells(parsed: ParsedDocument, measure: str) -> dict[str, str]:
    """A row's cells by their column."""
    return {r.attribute: r.value for r in records(parsed, "cell") if r.measure == measure}


def by_year(found: Sequence[Record]) -> dict[int | None, tuple[str, str | None]]:
    return {r.fiscal_year: (r.value, r.status) for r in found}


def test_every_record_lies_in_a_passage_that_proves_it(every_plan: Sequence[ParsedDocument]) -> None:
    """The value stands in the span, and the span in a passage of the municipality that the record is of.

    A measure may be named by a running head, or on the page before, and not in the passages of its record's page.
    """
    for parsed in every_plan:
        texts = {page.number: page.text for page in parsed.pages}
        for r in parsed.records:
            span = texts[r.page][r.start : r.end]
            own = [p for p in parsed.passages if (p.page, p.measure) == (r.page, r.measure)]
            unnamed = r.kind == "measure" and not any(squash(r.value) in squash(p.text) for p in own)
            cut_short = r.kind == "definition" and squash(span) != ""
            assert squash(r.value) in squash(span) or unnamed or cut_short, r
            owners = {p.municipality for p in parsed.passages if p.page == r.page and p.start <= r.start < p.end}
            assert owners == {r.municipality}, r


def test_a_number_of_a_record_stands_in_its_value(every_plan: Sequence[ParsedDocument]) -> None:
    for parsed in every_plan:
        for r in parsed.records:
            if r.number is not None:
                value = view(r.value).replace(",", "")
                stands = f"{abs(r.number):.10g}" in value or f"{abs(r.number):.1f}" in value
                assert stands or abs(r.number) in in_several_terms(value), r


def in_several_terms(value: str) -> set[float]:
    """What numbers such as 6万8千 and 3億2780万 come to, in ones and in the unit of their last term."""
    powers = {"千": 10**3, "万": 10**4, "億": 10**8}
    found: set[float] = set()
    for number in re.findall(r"(?:\d+(?:[億万]|千(?!万))|\d+千万){2,}", value):
        terms = re.findall(r"(\d+)(千?)([億万]?)", number)
        ones = sum(int(n) * (powers["千"] if k else 1) * powers.get(p, 1) for n, k, p in terms)
        last = powers.get(terms[-1][2]) or powers["千"]
        found |= {ones, ones / last}
    return found


def test_a_sheets_header_gives_its_figures_with_their_units() -> None:
    parsed = plan(
        "事業概要【公共施設の予約】\n\n自治体名 佐賀県武雄市 人口 47,510人 "
        "総事業費：45,100千円 実施期間 令和6年度～令和8年度\n\n本文"
    )
    found = {r.attribute: r for r in records(parsed, "header")}
    assert (found["人口"].number, found["人口"].unit) == (47510.0, "人")
    assert (found["総事業費"].value, found["総事業費"].number, found["総事業費"].unit) == (
        "45,100千円",
        45100.0,
        "千円",
    )
    assert found["実施期間"].value == "令和6年度~令和8年度"
    assert {(r.measure, r.municipality) for r in found.values()} == {("公共施設の予約", "412066")}


def test_an_empty_header_field_is_no_figure(sample_plans: Sequence[ParsedDocument]) -> None:
    (grants,) = [p for p in sample_plans if p.document.id == "kaihoku-grants"]
    assert {r.attribute: r.value for r in records(grants, "header") if r.page == 15} == {"人口": "8,932人"}
    assert {r.attribute: (r.number, r.unit) for r in records(grants, "header") if r.page == 18} == {
        "人口": (15090.0, "人"),
        "事業費": (8250000.0, "円"),
    }


def test_indicators_have_their_baseline_and_target_years() -> None:
    parsed = plan(
        CITY + "指標 基準値（令和5年度） 目標値（令和9年度）\n"
        "電子申請の利用率 10.1% 50.0%\n申請できる手続の数 100件（R4） 200件"
    )
    told = [(r.attribute, r.value, r.series, r.fiscal_year, r.number) for r in records(parsed, "indicator")]
    assert told == [
        ("電子申請の利用率", "10.1%", "baseline", 2023, 10.1),
        ("電子申請の利用率", "50.0%", "target", 2027, 50.0),
        ("申請できる手続の数", "100件(R4)", "baseline", 2022, 100.0),
        ("申請できる手続の数", "200件", "target", 2027, 200.0),
    ]


def test_an_indicators_name_may_run_over_lines() -> None:
    parsed = plan(CITY + "指標 現状値（R5） 目標値（R9）\nオンラインで申請でき\nる手続の割合 12.5% 80.0%")
    assert {r.attribute for r in records(parsed, "indicator")} == {"オンラインで申請できる手続の割合"}


def test_a_target_left_blank_is_not_made_up_from_what_follows(sample_plans: Sequence[ParsedDocument]) -> None:
    (transit,) = [p for p in sample_plans if p.document.id == "yukishiro-transit"]
    targets = [r for r in records(transit, "cell") if r.attribute.startswith("目標") and r.number is not None]
    assert {r.measure for r in targets} == {
        "村営バスと乗合タクシーの利用者数",
        "村民一人当たりの年間の利用回数",
        "公共交通への村の支出",
    }
    parsed = plan(CITY + "指標 現状値（R5） 目標値（R9）\n運転手の数 4人\n\n7 進め方\n会議が点検する。")
    assert records(parsed, "indicator") == []


LEGEND = "凡例 ◇：検討 △：一部実施 ○：実施 ●：拡充"


@pytest.mark.parametrize("legend_first", [True, False])
def test_a_status_is_read_by_its_year_and_by_the_legend_of_its_page(legend_first: bool) -> None:
    rows = (
        "事業名 R7 R8 R9\n\n1 電子申請の拡充\n申請を自宅から行えるようにする。\n△ 〇 ●\n\n"
        "2 窓口の改革\n書かない窓口を置く。\n◇ ◇ ○"
    )
    parsed = plan(CITY + (f"{LEGEND}\n\n{rows}" if legend_first else f"{rows}\n\n{LEGEND}"))
    status = records(parsed, "status")
    assert by_year([r for r in status if r.measure == "電子申請の拡充"]) == {
        2025: ("△", "一部実施"),
        2026: ("○", "実施"),
        2027: ("●", "拡充"),
    }
    assert [r.status for r in status if r.measure == "窓口の改革"] == ["検討", "検討", "実施"]


def test_with_fewer_marks_than_years_no_mark_has_a_year() -> None:
    """Empty cells have vanished: which of the three years the mark is of cannot be known."""
    parsed = plan(
        CITY + f"事業名 R7 R8 R9\n\n1 電子申請の拡充\n自宅から申請する。\n○\n\n2 窓口の改革\n置く。\n△ ●\n\n{LEGEND}"
    )
    assert [(r.measure, r.value, r.fiscal_year, r.status) for r in records(parsed, "status")] == [
        ("電子申請の拡充", "○", None, "実施"),
        ("窓口の改革", "△", None, "一部実施"),
        ("窓口の改革", "●", None, "拡充"),
    ]


def test_a_legend_is_read_for_its_own_page_only() -> None:
    rows = "事業名 R7 R8\n\n1 電子申請の拡充\n自宅から申請する。\n△ ○\n\n"
    parsed = plan(CITY + rows + "凡例 △：一部実施 ○：実施", rows + "凡例 △：遅れている ○：達成")
    assert [(r.page, r.status) for r in records(parsed, "status")] == [
        (1, "一部実施"),
        (1, "実施"),
        (2, "遅れている"),
        (2, "達成"),
    ]


def test_a_page_without_a_legend_is_read_through_what_the_others_agree_on() -> None:
    table = "工程\tR7\tR8\tR9\n電子申請\t△\t○\t◎\n"
    agreeing = plan(CITY + "凡例 △：一部実施 ○：実施 ◎：拡充", table, "凡例 △：遅れている ○：実施")
    assert by_year([r for r in records(agreeing, "status") if r.page == 2]) == {
        2025: ("△", None),
        2026: ("○", "実施"),
        2027: ("◎", "拡充"),
    }


def test_a_legend_in_one_line_needs_no_colons() -> None:
    parsed = plan(CITY + "◇調査・検討　△設計・試行　○実施　●完了\n\n工程\tR7\tR8\n電子申請\t◇\t●\n")
    assert by_year(records(parsed, "status")) == {2025: ("◇", "調査"), 2026: ("●", "完了")}


TORN = (
    "プロジェクト一覧 ○ ⇒ …\n\n構築 運用 検討\n\n名称 R5 R5実績 R6 R6実績 R5 R6 R7\n\n"
    "1 電子申請の拡充\n自宅から申請する。\n件数 3 4 5 6 … ○ ⇒\n\n2 窓口の改革\n置く。\n… … …\n"
)


def test_a_legend_may_give_its_words_in_the_line_below_its_marks() -> None:
    status = records(plan(CITY + TORN), "status")
    assert {(r.value, r.status) for r in status} == {("○", "構築"), ("⇒", "運用"), ("…", "検討")}


def test_years_that_are_named_anew_behind_those_of_figures_are_those_of_the_marks() -> None:
    status = records(plan(CITY + TORN), "status")
    assert by_year([r for r in status if r.measure == "窓口の改革"]) == {
        year: ("…", "検討") for year in (2023, 2024, 2025)
    }
    figures = plan(CITY + TORN.replace("R5 R5実績 R6 R6実績 R5 R6 R7", "R5実績 R6 R7"))
    assert {r.fiscal_year for r in records(figures, "status")} == {None}


def test_marks_in_a_table_with_its_cells_kept_have_year_and_meaning(sample_plans: Sequence[ParsedDocument]) -> None:
    (action,) = [p for p in sample_plans if p.document.id == "aizawa-action"]
    status = records(action, "status")
    assert by_year([r for r in status if r.measure == "テレワーク"]) == {
        2026: ("○", "実施"),
        2027: ("◇", "検討"),
        2028: ("◇", "検討"),
    }
    assert by_year([r for r in status if r.measure == "乗合タクシーのAI配車"]) == {2026: ("○", "実施")}
    assert [r for r in status if r.page == 9] == []


def test_a_cell_is_named_by_its_row_and_its_column() -> None:
    parsed = plan(
        CITY + "指標\t基準値（令和6年度）\t目標値（令和9年度）\t担当課\n"
        "待ち時間\t21分\t10分\t市民課\n手続の数\t112件\t350件\t広報課"
    )
    assert cells(parsed, "待ち時間") == {"基準値(令和6年度)": "21分", "目標値(令和9年度)": "10分", "担当課": "市民課"}
    target = next(r for r in records(parsed, "cell") if r.value == "350件")
    assert (target.measure, target.series, target.fiscal_year, target.number, target.unit) == (
        "手続の数",
        "target",
        2027,
        350.0,
        "件",
    )


def test_an_empty_cell_gives_no_record_and_shifts_no_other() -> None:
    parsed = plan(CITY + "主な事業\tR7\tR8\tR9\n創業の支援\t18\t\t20\nスマート農業\t\t12\t")
    assert {r.fiscal_year: r.number for r in records(parsed, "cell") if r.measure == "創業の支援"} == {
        2025: 18.0,
        2027: 20.0,
    }
    assert {r.fiscal_year: r.number for r in records(parsed, "cell") if r.measure == "スマート農業"} == {2026: 12.0}


def test_a_row_with_vanished_cells_has_no_columns() -> None:
    parsed = plan(CITY + "主な事業\tR7\tR8\tR9\tR10\n創業の支援\t18\t20")
    found = [r for r in records(parsed, "cell") if r.measure == "創業の支援"]
    assert [(r.value, r.attribute, r.fiscal_year) for r in found] == [("18", "", None), ("20", "", None)]


def test_a_groups_label_belongs_to_its_first_row_and_to_those_under_it() -> None:
    parsed = plan(
        CITY + "柱\t指標\t策定時（令和4年度）\t目標（令和9年度）\n"
        "柱１\t手続の数\t38\t260\n\t友だちの数\t6,200\t30,000\n柱２\t箇所の数\t0\t120"
    )
    assert cells(parsed, "柱1 友だちの数") == {"策定時(令和4年度)": "6,200", "目標(令和9年度)": "30,000"}
    assert cells(parsed, "柱2 箇所の数") == {"策定時(令和4年度)": "0", "目標(令和9年度)": "120"}


def test_a_groups_label_that_adds_a_cell_moves_its_row_under_the_right_columns() -> None:
    parsed = plan(CITY + "項目\t全体\t中央\t北部\n性別\t男性\t574人\t83人\t57人\n女性\t691人\t85人\t42人")
    assert cells(parsed, "性別 男性") == {"全体": "574人", "中央": "83人", "北部": "57人"}
    assert cells(parsed, "女性") == {"全体": "691人", "中央": "85人", "北部": "42人"}


def test_a_second_header_line_completes_the_first() -> None:
    parsed = plan(CITY + "項目\t中央\t中央\t北部\t北部\n\t人数\t割合\t人数\t割合\n使う\t512人\t36.9%\t318人\t30.2%")
    assert cells(parsed, "使う") == {
        "中央 人数": "512人",
        "中央 割合": "36.9%",
        "北部 人数": "318人",
        "北部 割合": "30.2%",
    }


def test_planned_and_actual_rows_of_one_indicator_are_told_apart() -> None:
    parsed = plan(CITY + "KPI\t区分\tR5\tR6\tR7\n手続の数\t予定\t60\t120\t240\n\t実績\t60\t131\t")
    found = [r for r in records(parsed, "cell") if r.measure == "手続の数"]
    assert {(r.series, r.fiscal_year): r.number for r in found} == {
        ("planned", 2023): 60.0,
        ("planned", 2024): 120.0,
        ("planned", 2025): 240.0,
        ("actual", 2023): 60.0,
        ("actual", 2024): 131.0,
    }


def test_a_column_of_units_is_no_part_of_the_names() -> None:
    table = "指標\t単位\t基準値（R6）\t目標値（R12）\n塩分の摂取量\tg\t11.2\t9.0\n一時預かり\t延べ人\t212\t340\n"
    found = [(r.measure, r.value, r.unit, r.series) for r in records(plan(CITY + table), "cell")]
    assert found == [
        ("塩分の摂取量", "11.2", "g", "baseline"),
        ("塩分の摂取量", "9.0", "g", "target"),
        ("一時預かり", "212", "延べ人", "baseline"),
        ("一時預かり", "340", "延べ人", "target"),
    ]


def test_the_header_of_one_table_is_not_that_of_the_next() -> None:
    parsed = plan(CITY + "指標\t令和6年度\n待ち時間\t21分\n\n別の表である。\n\n1,234\t5,678\n使う\t31人")
    assert [(r.attribute, r.fiscal_year) for r in records(parsed, "cell") if r.value == "31人"] == [("", None)]


def test_a_class_of_ages_is_part_of_the_rows_label() -> None:
    parsed = plan(CITY + "\t\t合計\tスマートフォン\n年齢別\t18～39歳\t268人\t265人\n\t75歳以上\t237人\t116人")
    assert cells(parsed, "年齢別 75歳以上") == {"合計": "237人", "スマートフォン": "116人"}


@pytest.mark.parametrize(
    ("text", "term", "meaning"),
    [
        ("「関係人口」とは、地域と多様に関わる人々のことをいう。", "関係人口", "地域と多様に関わる人々のことをいう。"),
        (
            "RPA（自動化）とは、決まった作業を行わせる仕組みである。",
            "RPA(自動化)",
            "決まった作業を行わせる仕組みである。",
        ),
        ("※BPR：仕事の手順を組み直すことをいう。", "BPR", "仕事の手順を組み直すことをいう。"),
    ],
)
def test_a_defining_sentence_is_a_definition(text: str, term: str, meaning: str) -> None:
    assert [(r.attribute, r.value) for r in records(plan(CITY + text), "definition")] == [(term, meaning)]


def test_a_glossary_gives_each_term_with_its_paragraph(sample_plans: Sequence[ParsedDocument]) -> None:
    (policy,) = [p for p in sample_plans if p.document.id == "oribe-policy"]
    glossary = {r.attribute: r.value for r in records(policy, "definition") if r.page in (10, 11)}
    assert glossary["LGWAN"] == "全国の地方公共団体を結ぶ、行政専用の閉じた通信網。"
    assert glossary["書かない窓口"].startswith("職員が用件を聞き取り") and glossary["書かない窓口"].endswith("窓口。")
    assert {"BPR", "EBPM", "RPA", "GIS", "オープンデータ", "デジタルデバイド", "プッシュ型"} <= glossary.keys()


def test_a_glossary_table_gives_each_term_with_its_cell() -> None:
    parsed = plan(
        CITY + "用語\t解説\nRPA\t決まった作業を人に代わって行う仕組み。\nEBPM\tデータに基づいて施策を立てること。"
    )
    assert {r.attribute: r.value for r in records(parsed, "definition")} == {
        "RPA": "決まった作業を人に代わって行う仕組み。",
        "EBPM": "データに基づいて施策を立てること。",
    }


def test_prose_in_narrow_columns_is_no_glossary(sample_plans: Sequence[ParsedDocument]) -> None:
    (policy,) = [p for p in sample_plans if p.document.id == "oribe-policy"]
    assert [r.attribute for r in records(policy, "definition") if r.page in (3, 8)] == []


ROW = "1 電子申請の拡充{0}\n市民が自宅のスマートフォンから手続を申請できるようにする。\n{1}"


@pytest.mark.parametrize(
    ("row", "departments"),
    [
        (ROW.format("", "担当課：情報政策課"), ["情報政策課"]),
        (ROW.format("", "所管：情報政策課、市民課"), ["情報政策課", "市民課"]),
        (ROW.format("", "○ ○ ● 情報政策課"), ["情報政策課"]),
        (ROW.format("（情報政策課）", ""), ["情報政策課"]),
    ],
)
def test_departments_are_read_behind_a_label_a_mark_or_in_brackets(row: str, departments: list[str]) -> None:
    found = records(plan(CITY + row), "department")
    assert [r.value for r in found] == departments
    assert all((r.measure or "").startswith("電子申請の拡充") for r in found)


def test_each_measure_is_recorded_once_under_the_heading_it_stands_in() -> None:
    parsed = plan(
        CITY + "第3章 事業\n\n1 電子申請の拡充\n自宅から申請する。\n\n2 窓口の改革\n書かない窓口を置く。",
        "再び電子申請の拡充をいう。",
    )
    found = [(r.value, r.attribute) for r in records(parsed, "measure") if r.value != "第3章 事業"]
    assert found == [("電子申請の拡充", "第3章 事業"), ("窓口の改革", "第3章 事業")]
