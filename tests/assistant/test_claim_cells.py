"""Claims and yes-or-no questions on the cells of tables and the heads of sheets, with the value that decides them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

TABLE = (
    "松本市 見守りの計画\n\n"
    "1 見守りの成果\n\n"
    "指標\tR5予定\tR5実績\tR6予定\tR6実績\tR7予定\n"
    "電話当番の人数\t11人\t12人\t14人\t17人\t19人\n"
    "印刷した紙の量(R5年度比)\t88%\t91%\t77%\t69%\t66%\n"
)


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(TABLE),), tmp_path_factory.mktemp("cells"))


@pytest.mark.parametrize(
    ("claim", "verdict", "value"),
    [
        ("鳴神町のAIドリル・学びの見える化事業の事業費は4,950千円である。", "supported", "4,950千円"),
        ("鳴神町のAIドリル・学びの見える化事業の事業費は495万円である。", "supported", "4,950千円"),
        ("鳴神町のAIドリル・学びの見える化事業の事業費は4,950円である。", "contradicted", "4,950千円"),
        ("鳴神町のAIドリル・学びの見える化事業には700万円かかる。", "contradicted", "4,950千円"),
        ("葛野原市のAIドリル・学びの見える化事業の事業費は4,950千円である。", "not_found", ""),
        # A trial, or a part, is not the whole.
        ("藍沢市は電子回覧板の試行を令和9年度に本格導入する。", "contradicted", "令和9年度は△（一部実施）"),
        ("藍沢市は電子回覧板の試行を令和10年度に本格的に実施する。", "supported", "令和10年度は○（実施）"),
        # A bound that is set to what is planned is not held against the result.
        ("汐崎市の学習用端末を週4日以上授業で使う学級の割合の令和6年度の計画値は64%を超える。", "supported", "80%"),
        ("葛野原市の「住み続けたい」と答えた市民の割合は令和5年度時点で71.8%である。", "supported", "71.8%"),
    ],
)
def test_a_claim_is_told_what_the_cell_gives(samples: Opened, claim: str, verdict: str, value: str) -> None:
    told = samples.check(claim)
    assert told.verdict == verdict
    assert value in told.answer


def test_the_costs_of_several_sheets_are_set_side_by_side_and_added(samples: Opened) -> None:
    costs = [r for r in samples.generation.catalogue.records(kind="header") if r.attribute == "事業費"]
    own = sorted((r for r in costs if r.municipality == _code(samples, "鳴神町")), key=lambda r: r.number or 0.0)
    total = int(sum(r.number or 0 for r in own))
    for claim, verdict in (
        (f"鳴神町の事業の中で事業費が最も多いのは{own[-1].measure}である。", "supported"),
        (f"鳴神町の事業の中で事業費が最も多いのは{own[0].measure}である。", "contradicted"),
        (f"鳴神町の事業費の合計は{total:,}千円である。", "supported"),
        (f"鳴神町の事業費の合計は{total + 900:,}千円である。", "contradicted"),
    ):
        told = samples.ask(claim)
        assert told.verdict == verdict
        assert own[-1].value in told.answer


def _code(samples: Opened, name: str) -> str:
    return next(m.code for m in samples.generation.catalogue.municipalities() if m.name == name)


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("鳴神町のAIドリル・学びの見える化事業の事業費は3,960千円より多いですか？", "はい"),
        ("鳴神町のAIドリル・学びの見える化事業は643万円以上かかりますか？", "いいえ"),
    ],
)
def test_a_cost_settles_a_yes_or_no(samples: Opened, question: str, opening: str) -> None:
    answer = samples.ask(question).answer
    assert answer.startswith(opening)
    assert "4,950千円" in answer


@pytest.mark.parametrize(
    ("claim", "verdict", "value"),
    [
        ("松本市の電話当番の人数の令和6年度の実績は14人である。", "contradicted", "17人"),
        ("松本市の電話当番の人数の令和6年度の予定は17人である。", "contradicted", "14人"),
        # The same number of something else, and figures in an order that the row does not have.
        ("松本市の電話当番の人数の令和6年度の実績は17%である。", "contradicted", "17人"),
        ("松本市の電話当番の人数の実績は12人から17人になった。", "supported", "17人"),
        ("松本市の電話当番の人数の実績は17人から12人になった。", "contradicted", "12人"),
        # The year in a row's name is not the one that the claim speaks of.
        ("松本市の印刷した紙の量(R5年度比)の令和6年度の実績は69%である。", "supported", "69%"),
        ("松本市の印刷した紙の量(R5年度比)の令和6年度の実績は91%である。", "contradicted", "69%"),
    ],
)
def test_only_the_deciding_cells_are_told(watch: Opened, claim: str, verdict: str, value: str) -> None:
    told = watch.check(claim)
    assert told.verdict == verdict
    assert value in told.answer
    assert "19人" not in told.answer


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("松本市の電話当番の人数って、令和6年度はちゃんと目標いったん？", "はい"),
        ("松本市の電話当番の人数って、令和6年度は目標にいかんかったと？", "いいえ"),
        ("松本市の電話当番の人数は令和6年度の目標に届いていますか。松本市です。", "はい"),
    ],
)
def test_a_target_is_asked_for_in_any_tone(watch: Opened, question: str, opening: str) -> None:
    answer = watch.ask(question).answer
    assert answer.startswith(opening)
    assert "17人" in answer


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("藍沢市は窓口の平均待ち時間を21分から10分にする目標を掲げている。", "supported"),
        ("藍沢市は窓口の平均待ち時間を10分から21分にする目標を掲げている。", "contradicted"),
        ("藍沢市のオンラインでできる手続の数は現状112件で、目標は350件である。", "supported"),
        ("藍沢市のオンラインでできる手続の数は現状112件で、目標は450件である。", "contradicted"),
    ],
)
def test_a_claim_of_two_figures_is_held_against_both(samples: Opened, claim: str, verdict: str) -> None:
    assert samples.check(claim).verdict == verdict


OFFICES = (
    "松本市 見守りの計画\n\n第2章 取組\n\n"
    "1 見守りロボットの貸出し (長寿支援課) 【継続】\n\n一人で暮らす高齢者に見守りロボットを貸し出す。\n\n"
    "2 配食の補助 (健康増進課) 【新規】\n\n昼食を届ける事業者に費用を補助する。\n"
)


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(OFFICES),), tmp_path_factory.mktemp("offices"))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("松本市の「配食の補助」の担当は健康増進課である。", "supported"),
        ("松本市の「配食の補助」の担当は長寿支援課である。", "contradicted"),
        ("松本市の配食の補助は長寿支援課が所管している。", "contradicted"),
        ("松本市の配食の補助は、市内のすべての地区で費用を補助する。", "not_found"),
        # The plan names the thing, and says nothing of what is claimed of it.
        ("松本市の見守りロボットの貸出しは、英語と中国語に対応している。", "not_found"),
        ("松本市の見守りロボットの貸出しは令和15年度に廃止される。", "not_found"),
    ],
)
def test_a_name_proves_nothing_else_that_is_said_of_it(offices: Opened, claim: str, verdict: str) -> None:
    assert offices.check(claim).verdict == verdict


def test_the_verb_of_a_claim_says_where_a_figure_goes(samples: Opened) -> None:
    claim = "汐崎市のRPA等により減らした作業時間の実績は令和5年度から令和6年度にかけて増加した。"
    assert samples.check(claim).verdict == "supported"
    assert samples.check(claim.replace("増加", "減少")).verdict == "contradicted"


def test_what_is_done_is_asked_for_in_any_tone(samples: Opened) -> None:
    assert samples.ask("藍沢市の水道の開閉栓のオンライン受付って、令和9年度はもうやっとると？").answer.startswith(
        "はい"
    )
    assert samples.ask("公民館予約とスマートロックは令和8年度にはもう始まっていますか。藍沢市です。").answer.startswith(
        "いいえ"
    )


COURSE = (
    "松本市 川辺の計画\n\n凡例 ◇：検討 ○：実施\n\n1 川辺を使う\n\n"
    "取組\t令和7年度\t令和8年度\t令和9年度\n"
    "水位計の画像配信の導入\t◇\t◇\t○\n"
    "舟着場の使用手数料の電子納付の推進\t◇\t○\t○\n"
    "スタートアップの支援\t○\t○\t○\n"
)


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(COURSE),), tmp_path_factory.mktemp("river"))


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("水位計の画像配信は、松本市では令和8年度に使えるようになっとる？", "いいえ"),
        ("水位計の画像配信は、松本市では令和9年度にはやるの？", "はい"),
        ("松本市の舟着場の使用手数料の電子納付は令和8年度にはやっとると？", "はい"),
        ("松本市のスタートアップの支援って、令和9年度はもうやっとると？", "はい"),
    ],
)
def test_marks_settle_what_is_asked_by_a_short_name(river: Opened, question: str, opening: str) -> None:
    assert river.ask(question).answer.startswith(opening)


def test_what_is_denied_of_one_year_is_told_of_all(river: Opened) -> None:
    for told in (
        river.ask("水位計の画像配信は、松本市では令和8年度に始まったと？").answer,
        river.check("松本市は水位計の画像配信を令和8年度に本格導入する。").answer,
        river.ask("Will Matsumoto City carry out 水位計の画像配信 in FY2026?", lang="en").answer,
    ):
        assert told.startswith(("いいえ", "記載と異なります", "No"))
        assert "令和9年度は○（実施）" in told or "FY2027: ○" in told


def test_prose_that_tells_of_no_result_says_no_yes_to_one(samples: Opened) -> None:
    question = "Did Shiozaki City's forest field meet its FY2024 target for the KPI on forest surveys?"
    assert not samples.ask(question, lang="en").answer.startswith(("Yes", "No."))


def test_not_having_reached_a_target_is_to_have_missed_it(watch: Opened) -> None:
    assert watch.check("松本市の電話当番の人数は、令和6年度の目標に届いていない。").verdict == "contradicted"
