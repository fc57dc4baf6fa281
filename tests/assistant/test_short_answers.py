"""Terms and marks explained, reasons told shortly, means rather than figures, plan and result of two rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.understanding.kinds import asked
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

REFORM = (
    "松本市 行財政改革プラン\n\n"
    "1 スケジュール欄の記号\n\n"
    "記号\t意味\n"
    "◎\t完了又は定着\n"
    "○\t実施\n"
    "△\t検討・準備\n\n"
    "2 用語の定義\n\n"
    "「山あい農家」とは、標高600メートルを超える畑で年に30日を超えて働く農業者をいう。\n\n"
    "3 取組\n\n"
    "3-1 直売所の再編\n\n"
    "直売所の数\t14\t12\t9\n\n"
    "直売所の再編は、組合の役員と町会の代表が半年ごとに集まって話し合い、隣り合う店から順に一つにまとめる。\n\n"
    "直売所の再編は、出荷者の同意が集まらなかったため、令和6年度は協議を中断した。\n\n"
    "4 実績\n\n"
    "取組\t区分\tR5\tR6\tR7\n"
    "空き家バンクの登録\t予定\t30\t45\t60\n"
    "空き家バンクの登録\t実績\t28\t51\t\n"
)


@pytest.fixture(scope="module")
def reform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(REFORM),), tmp_path_factory.mktemp("reform"))


def test_a_mark_in_a_table_of_two_columns_is_explained(reform: Opened) -> None:
    assert "検討・準備" in reform.ask("松本市の行革プランの△ってどういう意味？").answer


@pytest.mark.parametrize(
    "question",
    [
        "松本市の行財政改革プランにおける山あい農家の意味を説明してください。",
        "松本市のプランで「山あい農家」とはどのような農業者を指すか。",
    ],
)
def test_a_term_is_defined_though_the_plan_is_named_with_it(reform: Opened, question: str) -> None:
    answer = reform.ask(question).answer
    assert "標高600メートル" in answer
    assert len(answer) < 200


def test_a_reason_is_told_by_the_sentence_that_gives_it(reform: Opened) -> None:
    assert "同意が集まらなかった" in reform.ask("松本市の直売所の再編が中断したのはなぜ？").answer.split("\n")[0]


def test_means_are_told_by_sentences_before_figures(reform: Opened) -> None:
    assert "話し合い" in reform.ask("松本市は直売所の再編をどのように進めるのか").answer.split("\n")[0]


@pytest.mark.parametrize(
    "text",
    [
        "策定から改訂までの経過を、年月日とともに示してください。",
        "松本市 3歳児 R8の量の見込みと確保の内容",
        "松本市の直売所の再編の理由",
    ],
)
def test_a_request_or_bare_nouns_are_no_claim(text: str) -> None:
    assert asked(text, english=False, named=1).kind != "claim"


def test_a_statement_stays_a_claim() -> None:
    assert asked("松本市は令和6年度に直売所の再編を中断した。", english=False, named=1).kind == "claim"


def test_plan_and_result_are_told_from_two_rows(reform: Opened) -> None:
    answer = reform.ask("松本市の空き家バンクの登録について、令和6年度の予定と実績は何件か").answer
    assert "45" in answer
    assert "51" in answer


def test_a_population_of_a_year_is_not_that_of_the_sheets_head(samples: Opened) -> None:
    answer = samples.ask("葛野原市の2060年の人口の目標は何人ですか").answer
    assert "2060年" in answer.split("\n")[0]
    assert "2万4千人" in answer


REUSE = (
    "松本市 環境計画\n\n"
    "1 ごみを減らす\n\n"
    "1-1 リユース市の開催\n\n"
    "まだ使える家具を選び、年2回のリユース市で販売します。【担当：生活環境課】\n\n"
    "1-2 食品ロスの削減\n\n"
    "フードドライブの受付を公民館に広げます。【担当：福祉課】\n"
)


def test_an_office_in_brackets_answers_who_is_in_charge(tmp_path: Path) -> None:
    for reuse in opened((plan(REUSE),), tmp_path):
        assert "生活環境課" in reuse.ask("松本市の「リユース市の開催」を担当しているのはどの課ですか").answer
