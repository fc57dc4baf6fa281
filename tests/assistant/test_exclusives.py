"""One thing alone is denied by a plan that names others beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

DESKS = (
    "松本市 窓口の計画\n\n"
    "1 夜間窓口の開設\n\n"
    "夜間窓口では、転入届、印鑑の登録及び旅券の受取りを扱う。予約は電話又は市のアプリで受け付ける。\n\n"
    "2 出張窓口の巡回\n\n出張窓口は公民館のみを巡回する。出張窓口は住民だけでなく通勤者も使える。\n\n"
    "3 手数料の見直し\n\n"
    "手数料の支払には硬貨や回数券を使える。利用者のうち半分は「カード」、残りは「硬貨」「回数券」で支払っている。\n"
)


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(DESKS),), tmp_path_factory.mktemp("desks"))


@pytest.mark.parametrize(
    "claim",
    [
        "松本市の夜間窓口で扱うのは転入届だけである。",
        "松本市の夜間窓口の予約は電話でしか受け付けない。",
        "松本市の出張窓口を使えるのは住民のみである。",
        "松本市の手数料の支払に使えるのは硬貨のみである。",
    ],
)
def test_one_thing_alone_is_denied_where_others_stand_beside_it(desks: Opened, claim: str) -> None:
    assert desks.check(claim).verdict == "contradicted"


@pytest.mark.parametrize(
    "claim", ["松本市の出張窓口は公民館のみを巡回する。", "松本市の夜間窓口の予約は電話又は市のアプリで受け付ける。"]
)
def test_what_the_plan_says_itself_is_supported(desks: Opened, claim: str) -> None:
    assert desks.check(claim).verdict == "supported"


def test_a_part_that_has_one_thing_alone_is_not_denied_by_the_rest(desks: Opened) -> None:
    assert desks.check("松本市で手数料を支払う人の2割は硬貨のみで支払っている。").verdict != "contradicted"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("松本市の夜間窓口の予約は電話だけですか", "アプリ"),
        ("松本市の出張窓口を使えるのは住民だけか", "通勤者"),
    ],
)
def test_whether_one_thing_alone_will_do_is_told_by_the_plan(desks: Opened, question: str, said: str) -> None:
    answer = desks.ask(question).answer
    assert answer.startswith("いいえ")
    assert said in answer.split("\n")[0]
