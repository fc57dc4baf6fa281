"""Claims as they are passed on in talk, those that call a row by its name, and amounts of another kind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.understanding.spoken import as_written
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "松本市 川の見守り計画\n\n"
    "1 川の水位の見守り\n\n"
    "水位計を橋に取り付け、夜も水位を知らせる。\n\n"
    "令和5年度は、市内で過去にない浸水被害(約8億円)が出たが、水位計があったため避難が早まった。\n\n"
    "2 成果\n\n"
    "指標\tR5実績\tR6予定\tR6実績\tR7予定\n"
    "見守りを頼む水門数\t11\t14\t13\t19\n"
    "水門の故障率\t4.0%\t3.5%以下\t3.1%\t3.0%以下\n"
    "川の説明会 参加者数\t211人\t240人\t263人\t280人\n"
)


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("talk"))


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("窓口を増やすんだって。", "窓口を増やす。"),
        ("電車に補助するらしいよ。", "電車に補助する。"),
        ("件数は12件やったらしい。", "件数は12件だった。"),
        ("目標は12件らしい。", "目標は12件である。"),
        ("まだ始まっとらんらしい。", "まだ始まっていない。"),
        ("電話では申し込めんらしい。", "電話では申し込めない。"),
        ("補助はせんと聞いた。", "補助はしない。"),
        ("別に決めることになっとる。", "別に決める。"),
        ("50%にするつもりなんだって。", "50%にする。"),
        ("紙を受けとることができる。", "紙を受けとることができる。"),
        ("もう使えるんやて？", "もう使えるんやて？"),
    ],
)
def test_what_is_passed_on_is_read_as_a_plan_would_write_it(said: str, written: str) -> None:
    assert as_written(said) == written


@pytest.mark.parametrize("end", ["んだって。", "らしいよ。", "げな。", "と聞いた。", "んやて。"])
def test_hearsay_is_a_claim_and_denies_nothing(river: Opened, end: str) -> None:
    assert river.ask(f"松本市は水位計を橋に取り付け、夜も水位を知らせる{end}").verdict == "supported"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("松本市は、見守りを頼む水門を令和7年度までに19にする目標を掲げている。", "supported"),
        ("松本市は、見守りを頼む水門を令和7年度までに33にする目標を掲げている。", "contradicted"),
        ("松本市の見守りを頼む水門数は、令和6年度の実績で13だった。", "supported"),
        ("松本市の見守りを頼む水門数は、令和6年度の実績で27だった。", "contradicted"),
        ("松本市の見守りを頼む水門数は、令和5年度に8を上回っていた。", "supported"),
        ("松本市の見守りを頼む水門数は、令和5年度には8に届いていなかった。", "contradicted"),
        # A bound is a value itself.
        ("松本市の水門の故障率の令和7年度の目標は5.0%以下である。", "contradicted"),
        ("松本市の水門の故障率の令和7年度の目標は3.0%以下である。", "supported"),
    ],
)
def test_a_row_is_found_by_the_name_that_a_claim_calls_it(river: Opened, claim: str, verdict: str) -> None:
    assert river.check(claim).verdict == verdict


def test_an_amount_of_another_kind_speaks_neither_for_a_claim_nor_against_it(river: Opened) -> None:
    for claim in ("松本市の水位計は、1台70万円もかけて橋に付けたそうだ。", "松本市の水位計には8億円かかった。"):
        assert river.check(claim).verdict == "not_found"
    assert river.check("松本市では令和5年度に浸水被害が約8億円出た。").verdict == "supported"
    assert river.check("松本市では令和5年度に浸水被害が約3億円出た。").verdict == "contradicted"


def test_the_cost_of_one_is_not_held_against_that_of_all(samples: Opened) -> None:
    claim = "鳴神町のAIドリル・学びの見える化事業には、端末1台あたり70万円かかる。"
    assert samples.check(claim).verdict == "not_found"
    assert samples.check(claim.replace("端末1台あたり", "")).verdict == "contradicted"


def test_who_does_something_is_who_is_in_charge(samples: Opened) -> None:
    records = [r for r in samples.generation.catalogue.records(kind="department") if r.document == "aizawa-action"]
    own = next(r for r in records if r.measure == "基幹業務システムの標準化")
    claim = "藍沢市で基幹業務システムの標準化をやっているのは{}だ。"
    assert samples.ask(claim.format(own.value)).verdict == "supported"
    assert samples.ask(claim.format("都市計画課")).verdict == "contradicted"
    assert samples.check("藍沢市の基幹業務システムの標準化は担当職員9人の体制で進めている。").verdict == "not_found"
