"""Lists of measures and of rows chosen by department, section, status, figures and words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer
from assistant.extractive.thresholds import conditions_in
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "第1章 計画の趣旨\n\nこの計画は、町の福祉の進め方を定めます。\n\n"
    "第2章 町の現状\n\n人口は十年で一割減りました。\n\n第3章 基本理念\n\n誰もが安心して暮らせる町をつくります。\n\n"
    "第4章 施策の展開\n\n基本目標1 支え合う地域づくり\n\n"
    "① 見守り訪問の充実\n\n民生委員が月に一度、一人暮らしの家を訪ねます。\n\n【担当】福祉課、社会福祉協議会\n\n"
    "② 集いの場の支援\n\n身近な集会所での体操に、ドローンで撮った地域の映像を使います。\n\n【担当】長寿課\n\n"
    "③ 移動販売の支援\n\n買い物に困る地区へ移動販売車を走らせます。\n\n【担当】商工課（委託先：社会福祉協議会）\n\n"
    "基本目標2 災害に強いまちづくり\n\n"
    "④ 避難計画の作成\n\n一人ひとりの避難の計画を作ります。\n\n【担当】防災課、福祉課\n\n"
    "⑤ 備蓄の見直し\n\nドローンで孤立した地区へ物資を運びます。\n\n【担当】防災課\n\n"
    "第5章 指標\n\n"
    "指標\tR5実績\tR6目標\tR6実績\t評価\n"
    "見守り訪問の回数\t800\t900\t950\tＡ\n"
    "集いの場の数\t20\t25\t22\tＣ\n"
    "避難計画の作成数\t60\t90\t88\tＢ\n"
    "備蓄の食数\t4,000\t5,000\t3,900\tＣ\n"
)


STAGES = "第3章 取組\n\n" + "".join(
    f"施策1-{n} {name}\n\n【担当】{organ}\n\n内容\n\n{name}を進めます。\n\n"
    f"工程\tR7\tR8\tR9\n進め方\t{stages}\n周知\t-\t広報紙\t広報紙\n\n"
    for n, (name, organ, stages) in enumerate(
        [
            ("見守り機器の貸出し", "福祉課", "検討\t試行\t導入"),
            ("図書の電子貸出し", "図書館", "導入\t運用\t運用"),
            ("除雪車の位置の公開", "土木課", "検討\t検討\t試行"),
            ("広報紙の配信", "広報課", "運用\t運用\t拡充"),
            ("農地の測量", "農政課", "試行\t導入\t運用"),
        ],
        1,
    )
)
SECTIONS = (
    "実施計画\n\n番号\t事業名\t区分\t担当課\n"
    "1-1\t放課後の居場所づくり\t新規\t子ども課\n1-2\t給食費の補助\t継続\t学校課\n1-3\t保育所の改修\t新規\t子ども課\n"
    "2-1\t申請書の作成支援\t新規\t市民課\n2-2\t庁舎の省エネ\t継続\t財政課\n2-3\t会議の文字起こし\t新規\t総務課\n"
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("items"))


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(STAGES),), tmp_path_factory.mktemp("stages"))


@pytest.fixture(scope="module")
def sections(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(SECTIONS),), tmp_path_factory.mktemp("sections"))


def names(answer: Answer) -> set[str]:
    return {entity.name for entity in answer.entities}


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("社会福祉協議会が担当する事業をすべて挙げて", {"見守り訪問の充実", "移動販売の支援"}),
        ("防災課が担当の取組を全部教えて", {"避難計画の作成", "備蓄の見直し"}),
        ("評価がCの指標をすべて挙げて", {"集いの場の数", "備蓄の食数"}),
        ("評価がC以外の指標をすべて挙げて", {"見守り訪問の回数", "避難計画の作成数"}),
        ("ドローンに触れている事業をすべて挙げて", {"集いの場の支援", "備蓄の見直し"}),
    ],
)
def test_items_are_chosen_by_what_the_question_asks_of_them(town: Opened, question: str, members: set[str]) -> None:
    answer = town.ask(question)
    assert names(answer) == members
    assert all(entity.citations for entity in answer.entities)


@pytest.mark.parametrize(
    ("text", "value", "sense"),
    [
        ("目標値が80%以上の指標", 80, "from"),
        ("事業費が100万円未満の事業", 1_000_000, "under"),
        ("50件を超えるもの", 50, "over"),
        ("20人以下の地区", 20, "upto"),
    ],
)
def test_a_bound_has_a_value_and_a_sense(text: str, value: float, sense: str) -> None:
    (bound,) = conditions_in(text)
    assert (bound.limit, bound.sense) == (value, sense)


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("令和9年度の工程が「運用」の施策をすべて挙げて", {"図書の電子貸出し", "農地の測量"}),
        ("令和8年度の工程が「運用」の施策をすべて挙げて", {"図書の電子貸出し", "広報紙の配信"}),
    ],
)
def test_measures_are_chosen_by_the_word_under_a_year_of_their_own_table(
    stages: Opened, question: str, members: set[str]
) -> None:
    assert names(stages.ask(question)) == members


def test_items_belong_to_the_section_that_their_numbers_go_on_from(sections: Opened) -> None:
    answer = sections.ask("政策2「行政の効率化」の事業のうち区分が「新規」のものをすべて示せ")
    assert names(answer) == {"申請書の作成支援", "会議の文字起こし"}


TWO_TABLES = (
    "長野県松本市 実施計画\n\n番号\t事業名\t担当課\t内容\n1\t橋の点検\t土木課\t毎年点検する\n"
    "2\t講座の開催\t公民館\t月に一度開く\n"
    "3\t公園の改修\t土木課\t遊具を替える\n",
    "予算の一覧\n\n事業名\t担当課\t予算額(千円)\n"
    "橋の点検\t土木課\t9,000\n講座の開催\t公民館\t300\n道路の舗装\t土木課\t48,000\n",
)


@pytest.fixture(scope="module")
def two_tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(*TWO_TABLES),), tmp_path_factory.mktemp("two"))


@pytest.mark.parametrize("asks", ["を全部教えて", "はいくつありますか"])
def test_measures_of_several_tables_are_listed_once_each(two_tables: Opened, asks: str) -> None:
    answer = two_tables.ask(f"松本市の計画で、土木課が担当する事業{asks}")
    assert sorted(entity.name for entity in answer.entities) == sorted(["橋の点検", "公園の改修", "道路の舗装"])


def test_what_is_quoted_compares_no_figures(tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = "".join(
        f"手間を減らす\t{name}\t{before}\t{after}\n"
        for name, before, after in (("紙の量", 90, 80), ("会議の数", 10, 12), ("書類の数", 50, 55))
    )
    head = "長野県松本市 指標\n\n課題\t指標\tR5実績\tR6実績\n"
    text = f"{head}{rows}人を育てる\t講座の数\t4\t3\n人を育てる\t講師の数\t7\t9\n"
    for found in opened((plan(text),), tmp_path_factory.mktemp("quoted")):
        for asks in ("をすべて挙げて", "はいくつありますか"):
            answer = found.ask(f"松本市の計画で、課題が「手間を減らす」の指標{asks}")
            assert names(answer) == {"紙の量", "会議の数", "書類の数"}


OVER_PAGES = (
    "長野県松本市 年次計画\n\n番号\t取組\tR7\tR8\t事業費（千円）\n"
    "1\t橋の点検\t検討\t実施\t12,000\n2\t講座の開催\t実施\t継続\t900\n"
    "3\t森の手入れ\t検討\t検討\t4,800\n",
    "4\t公園の改修\t検討\t実施\t31,000\n5\t道路の舗装\t実施\t継続\t48,000\n",
)


@pytest.mark.parametrize("asks", ["を全部教えて", "はいくつありますか"])
def test_rows_that_go_on_without_heads_have_those_of_the_page_before(
    tmp_path_factory: pytest.TempPathFactory, asks: str
) -> None:
    for found in opened((plan(*OVER_PAGES),), tmp_path_factory.mktemp("pages")):
        answer = found.ask(f"松本市の計画で、事業費が1,000万円以上の取組{asks}")
        assert names(answer) == {"橋の点検", "公園の改修", "道路の舗装"}
