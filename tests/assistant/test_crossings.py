"""Cells named by row and column, what lies between two times, and two rows side by side."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

SURVEY = (
    "松本市 地域交通計画\n\n"
    "第2章 現状と課題\n\n"
    "1 免許を返納した人\n\n"
    "免許を返納した人は令和5年の合計で1,204人です。\n\n"
    "\t60歳代\t70歳代\t80歳以上\t計\n"
    "令和3年\t112\t488\t455\t1,055\n"
    "令和4年\t118\t502\t468\t1,088\n"
    "令和5年\t127\t551\t526\t1,204\n\n"
    "2 市民アンケートの結果\n\n"
    "問4 外出で困っていること\n\n"
    "項目\t今回（令和5年）\t前回（平成30年）\n"
    "バスの本数が少ない\t41.8％\t35.9％\n"
    "停留所までの坂道\t26.5％\t28.4％\n"
    "夜間の送迎\t17.0％\t12.1％\n\n"
    "3 指標\n\n"
    "指標\t現状値（R4）\t目標値（R10）\n"
    "乗合タクシーの予約件数\t1,310\t2,400\n"
)


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(SURVEY),), tmp_path_factory.mktemp("survey"))


@pytest.mark.parametrize(
    ("question", "value", "others"),
    [
        ("松本市で令和4年に免許を返納した80歳以上の人は何人？", "468", ("455", "526")),
        ("令和3年に免許を返納した70歳代の人数は", "488", ("502", "551")),
        ("「夜間の送迎」に困っている人の割合は、前回は何％でしたか", "12.1%", ("35.9",)),
    ],
)
def test_a_cell_is_found_by_its_row_and_its_column(
    survey: Opened, question: str, value: str, others: tuple[str, ...]
) -> None:
    first = survey.ask(question).answer.split("\n")[0]
    assert value in first
    assert not [other for other in others if other in first]


def test_a_change_gives_both_times_and_what_lies_between_them(survey: Opened) -> None:
    answer = survey.ask("松本市で「バスの本数が少ない」と答えた人は、前回と比べてどう変わりましたか").answer
    assert [v for v in ("41.8%", "35.9%", "5.9ポイント") if v not in answer] == []


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (
            "松本市のアンケートで「停留所までの坂道」と「夜間の送迎」では、前回からの伸びが大きいのはどちらですか",
            ("28.4%", "12.1%", "1.9ポイント", "4.9ポイント"),
        ),
        ("松本市の令和5年の返納者について、60歳代と80歳以上の人数を比較して", ("127", "526")),
    ],
)
def test_two_rows_or_columns_named_side_by_side_are_both_told(
    survey: Opened, question: str, values: tuple[str, ...]
) -> None:
    answer = survey.ask(question).answer
    assert [v for v in values if v not in answer] == []


def test_a_bare_figure_is_told_with_what_its_row_counts(survey: Opened) -> None:
    assert "2,400件" in survey.ask("乗合タクシーの予約件数の令和10年度の目標は何件ですか").answer
