"""Whose something is: one municipality's and not another's, only one's, all of theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

LIST = (
    "長野県 交付金事業一覧\n\n"
    "団体名\t事業名\t事業の内容\n"
    "松本市\tふくろう便の運行\t移動図書館「ふくろう便」を山あいの集落へ走らせる。\n"
    "上田市\t雪だるまマップの公開\t除雪の済んだ道を地図で知らせる。\n"
    "飯田市\t林檎の糖度の測定\t選果場で林檎の糖度を光で測る。\n"
    "塩尻市\tRPAの利用\tRPAの利用は、試した業務が少なく、本計画では取り組みません。\n"
    "須坂市\tRPAの利用\tRPAで税の入力を自動にする。\n"
)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(LIST),), tmp_path_factory.mktemp("whose"))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("移動図書館「ふくろう便」を走らせるのは上田市で、松本市ではない。", "contradicted"),
        ("移動図書館「ふくろう便」を走らせるのは松本市で、上田市ではない。", "supported"),
        ("除雪の済んだ道を地図で知らせるのは飯田市だけで、上田市にはない。", "contradicted"),
        ("RPAの利用には、須坂市と塩尻市の両方が取り組む。", "contradicted"),
    ],
)
def test_claims_on_whose_something_is(listed: Opened, claim: str, verdict: str) -> None:
    assert listed.check(claim).verdict == verdict


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("林檎の糖度を光で測るのは上田市ですか。", "いいえ。飯田市です。"),
        ("Is it Ueda City that measures the sugar content of apples (林檎の糖度)?", "No, it is Iida City"),
    ],
)
def test_who_it_is_instead_is_told(listed: Opened, question: str, opening: str) -> None:
    lang = "en" if question.startswith("Is it") else "ja"
    assert listed.ask(question, lang=lang).answer.startswith(opening)


@pytest.mark.parametrize(
    "question", ["海底ケーブルの敷設に取り組むのは上田市ですか。", "林檎の糖度は上田市のいくつ上ですか。"]
)
def test_what_nobody_has_is_nobodys(listed: Opened, question: str) -> None:
    assert listed.ask(question).abstained


def test_a_name_that_a_products_begins_with_is_read_whole(tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = "松本市\t地域通貨\t「松本pay」を店で使えるようにする。\n上田市\t公園\t公園の遊具を直す。\n"
    text = f"長野県 交付金事業一覧\n\n団体名\t事業名\t事業の内容\n{rows}"
    for index in opened((plan(text),), tmp_path_factory.mktemp("whole")):
        claim = "「松本pay」を店で使えるようにするのは上田市の事業であり、松本市の事業ではない。"
        assert index.check(claim).verdict == "contradicted"
