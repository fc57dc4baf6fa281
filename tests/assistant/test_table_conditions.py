"""Rows of tables chosen by marks, ratings and figures of their columns, and put in order by them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.extractive.thresholds import conditions_in
from assistant.understanding.kinds import asked
from tests.assistant.test_plan_items import names
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

ROADMAP = (
    "第5章 工程表\n\n凡例 △：検討 ○：試行 ◎：本格実施\n\n"
    "番号\t取組\tR7\tR8\tR9\t概算事業費（千円）\n"
    "1\t巡回バスの予約受付\t△\t○\t◎\t9,400\n2\t水門の遠隔操作\t△\t△\t○\t36,000\n"
    "3\t図書の自動貸出し\t○\t◎\t◎\t12,500\n4\t会議録の自動作成\t◎\t◎\t◎\t2,100\n5\t農地の地図の公開\t○\t○\t○\t41,300\n"
    "合計\t\t\t\t\t101,300\n"
)
REVIEW = (
    "第6章 前期の検証\n\n評価は、◎：上回った、○：達成、▲：遅れている を表す。\n\n"
    "番号\t事業\t令和6年度評価\t令和6年度方向性\t検証\n"
    "1\t屋根の雪下ろし支援\tA\t拡充\t◎\n2\t空き店舗の改装\tB\t維持\t▲\n3\t朝市の再開\tA\t維持\t○\n"
    "4\t里山の下草刈り\tC\t縮小\t▲\n5\t通学路の街灯\tA\t拡充\t○\n6\t古民家の測量\tB\t拡充\t▲\n"
)
DISTRICTS = (
    "第2章 地区の概要\n\n地区\t人口\tふれあい・にこにこサロン数\t協力員\n"
    "東浜\t3,400\t9\t21\n西浜\t8,900\t14\t33\n中尾\t4,600\t11\t28\n上野原\t5,800\t12\t30\n岬\t1,100\t5\t8\n"
)
STEPS = "第4章 施策\n\n" + "".join(
    f"施策{n} {name}\n\n{name}に取り組みます。\n\n工程\tR7\tR8\tR9\n{rows}\n"
    for n, (name, rows) in enumerate(
        [
            ("支払いの電子化", "端末の置き換え\t○\t→\t→\n無人の精算機\t△\t○\t★\n"),
            ("出前の相談", "相談員の育成\t○\t→\t→\n山間部への巡回\t○\t★\t→\n"),
            ("川の水位の公開", "水位計の設置\t△\t○\t→\n画像の公開\t△\t△\t○\n"),
        ],
        1,
    )
)
COURSES = (
    "第8章 講座の一覧\n\n番号\t事業名\t担当課\n1\t朝の体操\t教育推進課\n2\t星空の観察\t教育推進課\n"
    "3\t料理の教室\t福祉課\n4\t川の清掃\t環境課\n"
)
QUESTION = "第6章 商店街\n\n冬季の出歩きにともなう買い物の心配ごとを、住民意向調査の複数回答でたずねました。\n"
SURVEY = (
    "第7章 安全の確保\n\n区分\t合計\t店が遠い\t荷物が重い\t品が少ない\t店が混む\n"
    "20歳代\t120 100.0%\t40 33.3%\t66 55.0%\t30 25.0%\t12 10.0%\n"
    "60歳代\t200 100.0%\t140 70.0%\t96 48.0%\t50 25.0%\t112 56.0%\n"
    "80歳以上\t90 100.0%\t60 66.7%\t72 80.0%\t9 10.0%\t18 20.0%\n"
)


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(QUESTION, SURVEY),), tmp_path_factory.mktemp("survey"))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(ROADMAP, REVIEW, DISTRICTS, COURSES),), tmp_path_factory.mktemp("tables"))


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(STEPS),), tmp_path_factory.mktemp("steps"))


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("工程表で令和8年度が○の取組は全部でどれ", {"巡回バスの予約受付", "農地の地図の公開"}),
        ("令和9年度に○が付いている取組をすべて挙げて", {"水門の遠隔操作", "農地の地図の公開"}),
        ("令和6年度評価がＡで方向性が「拡充」の事業名を全部", {"屋根の雪下ろし支援", "通学路の街灯"}),
        ("前期の検証で▲(遅れている)の事業を全部", {"空き店舗の改装", "里山の下草刈り", "古民家の測量"}),
        ("担当課が教育推進課の事業名 全部", {"朝の体操", "星空の観察"}),
        ("概算事業費が30,000千円を超える取組をすべて教えて", {"水門の遠隔操作", "農地の地図の公開"}),
    ],
)
def test_rows_are_chosen_by_marks_ratings_and_figures(town: Opened, question: str, members: set[str]) -> None:
    assert names(town.ask(question)) == members


@pytest.mark.parametrize(
    ("text", "limit", "unit"),
    [("more than 30 million yen", 30_000_000, "円"), ("延長が3kmを超える", 3, "km"), ("over 40 percent", 40, "%")],
)
def test_bounds_of_columns_are_read_as_those_of_municipalities(text: str, limit: float, unit: str) -> None:
    (condition,) = conditions_in(text)
    assert (condition.limit, condition.sense, condition.unit) == (limit, "over", unit)


def test_a_count_by_a_mark_is_a_number_of_rows(town: Opened) -> None:
    answer = town.ask("前期の検証 6事業のうち▲(遅れている)は何個")
    assert answer.answer.startswith("3件")


def test_the_first_few_are_taken_in_the_order_of_the_column_named(town: Opened) -> None:
    answer = town.ask("5地区 サロンの数が多い順に上位３地区")
    assert [entity.name for entity in answer.entities] == ["西浜", "上野原", "中尾"]


def test_the_last_is_told_with_its_figure_where_both_are_asked(town: Opened) -> None:
    answer = town.ask("地区のうちサロン数が一番少ないのは？いくつ？")
    assert [entity.name for entity in answer.entities] == ["岬"]
    assert "5" in answer.answer


def test_a_mark_without_a_year_is_looked_for_in_all_years_and_tables(steps: Opened) -> None:
    assert names(steps.ask("工程表で★が付いている工程をすべて挙げて")) == {"無人の精算機", "山間部への巡回"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("工程表で○が付いてる工程は全部でどれ", "list"),
        ("空き家の多い順に上位4地区", "rank"),
        ("予約制でもよいの多い順に上位2つ", "rank"),
        ("朝市の方針 判定が◎の指標 何件", "count"),
    ],
)
def test_telegraphic_questions_about_tables_are_no_statements(text: str, kind: str) -> None:
    assert asked(text, False, 0).kind == kind


def test_the_columns_of_a_row_of_a_survey_are_put_in_order(survey: Opened) -> None:
    answer = survey.ask(
        "住民意向調査で、冬季の出歩きにともなう買い物の心配ごととして60歳代が多く挙げた上位2項目を割合とともに示してください"
    )
    assert [entity.name for entity in answer.entities] == ["店が遠い", "店が混む"]
    assert "70.0%" in answer.answer
