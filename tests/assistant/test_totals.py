"""How many a plan has in all, measures that have a sheet each, and ranks over columns with heads in parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.understanding.kinds import asked
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan
from tests.ingest.test_grids import grid
from tests.ingest.test_grids import plan as of_grids

GOALS = (
    "第3章 目標\n\n武雄市は、全6施策を進めます。\n\n前計画では9つの基本目標を掲げていました。\n\n"
    "基本目標1 水を守る\n\n川の水を調べます。\n\n"
    "施策1-1 水質の調査\n\n毎月調べます。\n\n施策1-2 用水の点検\n\n毎年点検します。\n\n"
    "基本目標2 森を守る\n\n森を手入れします。\n\n"
    "施策2-1 間伐の支援\n\n費用を補助します。\n\n施策2-2 苗木の配布\n\n春に配ります。\n\n"
    "基本目標3 空を守る\n\n排気を減らします。\n\n施策3-1 公用車の電動化\n\n5台を替えます。\n\n"
    "第4章 評価\n\n前年度の30項目のうち、Ａが12件、Ｂが11件、Ｃが7件でした。\n"
)
SURVEY = (
    "第2章 調査\n\n武雄市は、令和6年に調査を行いました。\n\n"
    "地区\t満足・やや満足 今回（R6）\t満足・やや満足 前回（R元）\t集会所数\n"
    "朝日地区\t61.0%\t70.2%\t8\n若木地区\t58.4%\t55.0%\t3\n武内地区\t66.7%\t52.1%\t5\n"
)


@pytest.fixture(scope="module")
def goals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(GOALS),), tmp_path_factory.mktemp("goals"))


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(SURVEY),), tmp_path_factory.mktemp("survey"))


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    made = [
        [
            grid(f"取組名 | {name}", f"担当課 | {organ}", f"取組内容 | {name}を進める。"),
            grid(f"効果額（令和6年度） | {saved}", f"進捗 | {mark}"),
        ]
        for name, organ, saved, mark in [
            ("窓口の予約", "市民課", "1,200千円", "A"),
            ("書類の電子化", "総務課", "9,800千円", "B"),
            ("照明の更新", "財政課", "12,400千円", "B"),
            ("広告の掲載", "広報課", "30,100千円", "C"),
        ]
    ]
    yield from opened((of_grids(*made),), tmp_path_factory.mktemp("sheets"))


def test_numbered_goals_are_counted_and_named(goals: Opened) -> None:
    answer = goals.ask("武雄市の計画の基本目標はいくつありますか。名前も")
    assert [entity.name for entity in answer.entities] == ["水を守る", "森を守る", "空を守る"]


def test_where_the_number_stated_and_the_count_differ_both_are_said(goals: Opened) -> None:
    answer = goals.ask("武雄市の計画の施策は全部でいくつ？")
    assert "6の施策" in answer.answer and "5件" in answer.answer


def test_only_some_of_them_are_no_total(goals: Opened) -> None:
    assert "6の施策" not in goals.ask("武雄市の計画の森に関する施策はいくつ？").answer


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("武雄市で集会所の数が一番少ない地区はどこ？いくつ？", "若木地区（3"),
        ("武雄市の調査で満足・やや満足の割合が最も高い地区はどこですか。", "武内地区（66.7%"),
        ("武雄市の調査で令和元年に満足・やや満足の割合が最も高かった地区は？", "朝日地区（70.2%"),
    ],
)
def test_a_rank_reads_the_column_that_is_named(survey: Opened, question: str, first: str) -> None:
    assert first in survey.ask(question).answer


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("武雄市の取組のうち、令和6年度の効果額が1,000万円を超えたものはどれですか。", {"照明の更新", "広告の掲載"}),
        ("武雄市の取組で進捗がBのものを全部", {"書類の電子化", "照明の更新"}),
    ],
)
def test_measures_with_a_sheet_each_are_chosen_by_what_stands_in_it(
    sheets: Opened, question: str, members: set[str]
) -> None:
    assert {entity.name for entity in sheets.ask(question).entities} == members


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("サロンの数が一番少ない地区はどこ？いくつ？", "rank"),
        ("効果額が100万円を超えたものはどれですか", "list"),
    ],
)
def test_what_is_first_is_ranked_and_what_is_bounded_is_listed(text: str, kind: str) -> None:
    assert asked(text, False, 1).kind == kind


LISTED = (
    "事業一覧\n\n策定：長野県松本市\n\n番号\t事業名\t担当課\t区分\t財源\t事業費（千円）\n"
    "1\t森の手入れ\t農林課\t新規\t県補助金\t9,000\n2\t橋の点検\t土木課\t継続\t国庫補助金\t52,000\n"
    "3\t公園の改修\t土木課\t拡充\t国庫補助金\t31,000\n4\t講座の開催\t公民館\t継続\t一般財源\t300\n"
)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("松本市の計画で、事業費が3,000万円以上の事業は何事業ありますか", {"橋の点検", "公園の改修"}),
        ("松本市の計画で、財源に国庫補助金を使う事業は何事業ありますか", {"橋の点検", "公園の改修"}),
        ("松本市の計画で、区分が継続の事業は何件？", {"橋の点検", "講座の開催"}),
        ("松本市の計画に事業は全部で何事業ありますか", {"森の手入れ", "橋の点検", "公園の改修", "講座の開催"}),
    ],
)
def test_only_those_that_meet_a_condition_are_counted(tmp_path: Path, question: str, names: set[str]) -> None:
    for found in opened((plan(LISTED),), tmp_path):
        answer = found.ask(question)
        assert {entity.name for entity in answer.entities} == names
        assert answer.answer.startswith((f"{len(names)}件", f"{len(names)}事業"))


OUTLINE = (
    "武雄市まちの計画の体系\n\n策定：佐賀県武雄市\n\n基本目標1 水を守る\n\n基本施策1-1 川の保全\n\n"
    "個別施策① 水質の調査\n\n"
    "個別施策② 堤の点検\n\n基本施策1-2 用水の管理\n\n個別施策① 水路の清掃\n\n基本目標2 森を守る\n\n"
    "基本施策2-1 木の手入れ\n\n個別施策① 間伐の支援\n"
)


@pytest.mark.parametrize("asks", ["を全部教えて", "はいくつありますか", "は何件ありますか"])
def test_what_an_outline_calls_so_is_listed_and_counted_alike(tmp_path: Path, asks: str) -> None:
    for found in opened((plan(OUTLINE),), tmp_path):
        answer = found.ask(f"武雄市の計画に載っている個別施策{asks}")
        assert [e.name for e in answer.entities] == ["水質の調査", "堤の点検", "水路の清掃", "間伐の支援"]
