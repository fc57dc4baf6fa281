"""Claims that count a part of a whole, and on ends that a plan names as nouns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "松本市 森と水路の計画\n\n"
    "1 用水路\n\n"
    "用水路の水門412門のうち、さびの進んだ57門を令和7年度に取り替えた。\n\n"
    "第2期の方針に挙げた26の作業のうち、済んだものは15、途中のものは8、手つかずは3でした。\n\n"
    "2 届出\n\n"
    "伐採の届出に添える書類を見直し(地図の添付の廃止または廃止予定。)を行い、様式を1枚にまとめた。\n\n"
    "薪の配達券は、引換所の閉鎖を検討している。\n\n"
)


@pytest.fixture(scope="module")
def woods(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("woods"))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("松本市では、412門の用水路の水門のうち57門を取り替えた。", "supported"),
        ("松本市の用水路の水門は412門あり、そのうち57門を取り替えた。", "supported"),
        ("松本市の用水路の水門412門中、57門を取り替えた。", "supported"),
        ("松本市では、412門ある用水路の水門のうち、75門を取り替えた。", "contradicted"),
        ("松本市では、用水路の水門421門のうち57門を取り替えた。", "contradicted"),
        ("松本市では、第2期の方針に挙げた26の作業のうち15が済んだ。", "supported"),
        ("松本市では、第2期の方針に挙げた26の作業のうち8が済んだ。", "contradicted"),
        ("In Matsumoto City, 57 of the 412 sluice gates of the canals were replaced.", "supported"),
        ("In Matsumoto City, 75 of the 412 sluice gates of the canals were replaced.", "contradicted"),
    ],
)
def test_a_part_and_its_whole_are_held_against_both_counts(woods: Opened, claim: str, verdict: str) -> None:
    assert woods.check(claim).verdict == verdict


def test_an_end_that_is_named_is_no_denial_of_it(woods: Opened) -> None:
    assert woods.check("松本市は、伐採の届出に添える地図を廃止したか、廃止する予定である。").verdict != "contradicted"
    assert woods.check("松本市は、薪の配達券の引換所を閉鎖した。").verdict != "supported"
