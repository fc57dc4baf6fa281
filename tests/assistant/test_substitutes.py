"""Claims that change one thing of what a plan says are not supported, and say the same in other words still are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

COUNTERS = (
    "松本市 窓口改善計画\n\n"
    "1 窓口の申込み\n\n"
    "申込みは窓口か電話で受け付け、結果は郵送で知らせる。受付から交付までの期間を3日短縮した。\n\n"
    "2 在宅勤務\n\n"
    "在宅勤務の端末は、最大180台が同時に接続できる。英語と手話の案内を付ける。\n\n"
    "誰も取り残さないことを、すべての取組の前提とする。相談には保健師3人、社会福祉士1人が当たる。\n\n"
    "3 基幹業務の標準化\n\n"
    "国が定める20業務を標準に合ったシステムへ移す。戸籍の附票など3業務は、令和9年度末までに移行する。\n\n"
    "4 育児相談の充実\n\n"
    "担当：子育てサポート課\n\n"
    "相談の日を週2日に増やす。\n"
)


@pytest.fixture(scope="module")
def counters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(COUNTERS),), tmp_path_factory.mktemp("counters"))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("松本市の申込みは、窓口か電話で受け付け、結果は郵送で知らせる。", "supported"),
        ("松本市の申込みは、窓口かファクスで受け付け、結果は郵送で知らせる。", "contradicted"),
        ("松本市では、フランス語と手話の案内を付ける。", "contradicted"),
        ("松本市では、受付から交付までの期間を3日短縮した。", "supported"),
        ("松本市では、受付から交付までの期間を5日短縮した。", "contradicted"),
        ("松本市の在宅勤務の端末は、最大100台が同時に接続できる。", "contradicted"),
        ("松本市は、誰も取り残さないことを、すべての取組の前提としない。", "contradicted"),
        ("松本市では、相談に保健師3人、社会福祉士2人が当たる。", "contradicted"),
        ("松本市の育児相談の充実は、子育てサポート課が担当している。", "supported"),
        ("松本市の育児相談の充実は、市民課が担当している。", "contradicted"),
        ("松本市の基幹20業務のうち戸籍の附票は、令和9年度末までに移行する。", "supported"),
    ],
)
def test_one_thing_in_another_s_place_denies_a_claim(counters: Opened, claim: str, verdict: str) -> None:
    assert counters.check(claim).verdict == verdict


def test_at_most_is_no_superlative(counters: Opened) -> None:
    claim = "In Matsumoto City, at most 100 terminals can be connected for telework at the same time."
    assert counters.check(claim).verdict != "supported"
