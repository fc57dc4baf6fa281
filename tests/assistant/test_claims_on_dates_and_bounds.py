"""Claims on figures and starts that a plan gives for another year, with another bound, or on no day at all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "松本市 山あいの暮らし計画\n\n"
    "1 沢の見張り\n\n"
    "沢に置く濁りセンサーは令和5年度に4基を導入し、試験を令和6年度に行う。\n"
    "令和7年度から令和9年度までの3年間で残り9基の濁りセンサーを導入する。\n\n"
    "2 声の呼び鈴\n\n"
    "声の呼び鈴は、一人暮らしの75歳以上の希望者に無償で貸し出す。\n\n"
    "3 学び\n\n"
    "山の学び舎は令和8年1月開始、冬は休む。\n"
    "里の分校と本校は、一貫した教育を令和9年度から行う。\n\n"
    "4 雪の道\n\n"
    "令和9年度までに、借り上げの車両を含む全 52 台の除雪車へ位置を知らせる端末を付ける。\n\n"
    "5 紙の廃止\n\n"
    "使い終わった土のうの集め方を定め、訓練を行う。土のうは35か所の倉庫に備える。\n"
    "児童生徒の泳ぐ力の向上を図る。\n"
    "紙の回覧板を順次廃止し、端末で知らせる方式に改める。\n"
)


@pytest.fixture(scope="module")
def hills(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("hills"))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        # A figure of another year, whichever sentence is nearer.
        ("松本市は令和5年度に濁りセンサーを4基導入した。", "supported"),
        ("松本市は令和5年度に濁りセンサーを9基導入した。", "contradicted"),
        # Another bound.
        ("松本市の声の呼び鈴は、一人暮らしの75歳以上の希望者に貸し出す。", "supported"),
        ("松本市の声の呼び鈴は、一人暮らしの65歳以上の希望者に貸し出す。", "contradicted"),
        # A start behind its name, and one with another verb.
        ("松本市の山の学び舎は令和8年1月に始まった。", "supported"),
        ("松本市の山の学び舎は令和7年12月に始まった。", "contradicted"),
        ("松本市の里の分校と本校は、令和9年度から一貫した教育をやる。", "supported"),
        # All, so many of them.
        ("松本市は、除雪車52台すべてに位置を知らせる端末を付ける。", "supported"),
        # A day that no plan names.
        ("松本市の声の呼び鈴の貸し出しは、5月3日に始まった。", "not_found"),
        # A number with a counter of its own, and what is over without a predicate.
        ("松本市は土のうを35万袋備えている。", "not_found"),
        ("松本市は、使い終わった土のうの集め方を定め、訓練もやる。", "supported"),
        ("松本市は、子どもたちの泳ぐ力の向上を図る。", "supported"),
        # To do away with is to end.
        ("松本市は紙の回覧板を順次無くす。", "supported"),
        ("Matsumoto City has decided to stop lending voice bells to people living alone.", "not_found"),
    ],
)
def test_a_claim_is_held_against_what_is_said_of_its_own_time(hills: Opened, claim: str, verdict: str) -> None:
    assert hills.check(claim).verdict == verdict
