"""Claims on all of something, on what is not so, and on when something begins, held against sentences."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "松本市 山里くらしの計画\n\n"
    "1 冬の備え\n\n"
    "共用の薪割り機は各集落に1台ずつ配備済みですが、奥沢集落は小屋の建て替えが終わらず未配備です。\n\n"
    "薪の引換券は、転入した世帯に1回に限り交付します。\n\n"
    "2 水と通信\n\n"
    "水質の検査は、分校と診療所を除く全ての井戸に広げます。\n\n"
    "防災無線は市内のほとんどの家で聞けますが、奥沢集落と滝の上集落の一部では、放送の音が届かない家が残っています。\n\n"
    "集会所の井戸の水をくみ上げるポンプの納入が遅れ、給水の開始が令和6年9月となったため、利用は予定を下回った。\n\n"
    "3 山道\n\n"
    "くま鈴の貸出しの状況は、工事が終わった山道の地図で毎朝お知らせします。\n\n"
)


@pytest.fixture(scope="module")
def hills(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("hills"))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("松本市の共用の薪割り機は、どの集落にも配備されている。", "contradicted"),
        ("松本市の奥沢集落には共用の薪割り機がまだ配備されていない。", "supported"),
        ("松本市に転入した世帯は、薪の引換券を毎年もらえる。", "contradicted"),
        ("松本市は、水質の検査を診療所の井戸にも広げる。", "contradicted"),
        ("松本市では、市内のどこでも防災無線の放送の音が届く。", "contradicted"),
        ("松本市の奥沢集落の一部では、防災無線の放送の音が届かない。", "supported"),
        ("松本市は、くま鈴の貸出しの状況を山道の地図で毎朝お知らせする。", "supported"),
        ("松本市の集会所の井戸は、ポンプの納入が遅れ、給水が令和7年度まで始まらなかった。", "contradicted"),
        ("松本市の集会所の井戸は、ポンプの納入が遅れ、給水が令和6年度に始まった。", "supported"),
    ],
)
def test_limits_and_exceptions_are_read(hills: Opened, claim: str, verdict: str) -> None:
    assert hills.check(claim).verdict == verdict
