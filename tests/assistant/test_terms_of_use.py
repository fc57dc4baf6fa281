"""Claims on what terms and for whom something is had, on the first of a list, and on targets that are not yet set."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "松本市 足と声の計画\n\n"
    "1 山のタクシー\n\n"
    "山のタクシーに乗れるのは、市内に住む70歳以上の人で、事前の登録が要る。\n"
    "山のタクシーの運営会議は年 2 回（4 月・10 月）開催し、進み具合を確かめる。\n\n"
    "2 声の呼び鈴\n\n"
    "声の呼び鈴の月額利用料は、令和7年4月から無償とする。\n\n"
    "3 市民の声\n\n"
    "自由意見は「便が少ない」（51件）、「停留所が遠い」（37件）、「運賃が高い」（22件）の順に多い。\n\n"
    "4 学びの広場\n\n"
    "学びの広場は、高齢者がカメラや通話の使い方を覚える講座を開く。見守り機は6基を据える。\n"
    "声だけの案内の試行の結果、庁内としての導入は行わない見込みであるが、別の手立てを探る。\n\n"
    "5 歩くアプリ\n\n"
    "指標\t基準値：令和5年度\t目標値：令和9年度\n"
    "歩くアプリの登録者数\t8,214人\t※今後県が示す値を踏まえて別途設定\n"
    "山のタクシーの登録者数\t640人\t900人\n"
)


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("voices"))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("松本市の山のタクシーは、事前の登録なしで乗れる。", "contradicted"),
        ("松本市の山のタクシーに乗るには事前の登録が要る。", "supported"),
        ("松本市の山のタクシーの運営会議は毎月開かれる。", "contradicted"),
        ("松本市の山のタクシーの運営会議は年2回開かれる。", "supported"),
        ("松本市の声の呼び鈴の月額利用料は、令和7年4月から300円になる。", "contradicted"),
        ("松本市の声の呼び鈴の月額利用料は、令和7年4月から無料になる。", "supported"),
        ("松本市の学びの広場は、小学生にカメラの使い方を教える講座だ。", "contradicted"),
        ("松本市の学びの広場は、お年寄りがカメラの使い方を覚える講座を開く。", "supported"),
        ("松本市の学びの広場は見守り機を6台据える。", "supported"),
        ("松本市の学びの広場は見守り機を9台据える。", "contradicted"),
        ("松本市は声だけの案内を庁内として導入する見込みである。", "contradicted"),
        ("松本市の自由意見で最も多かったのは「便が少ない」である。", "supported"),
        ("松本市の自由意見で一番多かったのは「運賃が高い」だった。", "contradicted"),
        ("松本市の歩くアプリの登録者数の令和9年度の目標は、まだ数字では決まっていない。", "supported"),
        ("松本市の山のタクシーの登録者数の令和9年度の目標は、まだ決まっていない。", "contradicted"),
    ],
)
def test_a_claim_is_held_against_the_terms_that_a_plan_gives(voices: Opened, claim: str, verdict: str) -> None:
    assert voices.check(claim).verdict == verdict
