"""Statements that change one word of a plan's sentence, and what is said around a claim."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("雪代村では、停留所まで300メートル以上歩く世帯が132世帯あります。", "supported"),
        ("雪代村では、停留所まで300メートル以下歩く世帯が132世帯あります。", "contradicted"),
        ("藍沢市では、毎年9月に進み具合を確かめ、必要に応じて改めます。", "supported"),
        ("藍沢市では、毎月9月に進み具合を確かめ、必要に応じて改めます。", "contradicted"),
        ("霧ヶ浜町では、ブロック塀の撤去は、1件につき10万円を上限に費用の3分の2を補助しません。", "contradicted"),
        ("雪代村では、令和12年度までに3人の採用を目指しません。", "contradicted"),
        # Said to be written, which changes nothing.
        ("計画によると、雪代村では、停留所まで300メートル以上歩く世帯が132世帯あると書かれている。", "supported"),
    ],
)
def test_a_sentence_with_the_counterpart_of_a_word_denies_it(samples: Opened, claim: str, verdict: str) -> None:
    assert samples.check(claim).verdict == verdict


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("雪代村では、小学生以下は無料というのは本当ですか？", "はい"),
        ("葛野原市では、中学生以下は有料とするというのは本当ですか？", "いいえ"),
        ("藍沢市では、毎月9月に進み具合を確かめ、必要に応じて改めるって本当？", "いいえ"),
    ],
)
def test_whether_it_is_true_is_asked_of_what_stands_before(samples: Opened, question: str, opening: str) -> None:
    assert samples.ask(question).answer.startswith(opening)


def test_what_is_denied_with_a_full_stop_is_no_question(samples: Opened) -> None:
    told = samples.ask("霧ヶ浜町では、ブロック塀の撤去は、1件につき10万円を上限に費用の3分の2を補助しません。")
    assert told.verdict == "contradicted"


REEDS = (
    "松本市 葦原の計画\n\n1 葦原を守る\n\n"
    "刈り取った葦の活用に向けて、紙すきの工房と試作を重ねる。\n\n"
    "令和9年度までにすべての水路で葦を刈ることを目指します。残る3本の水路から始めます。\n"
)


@pytest.fixture(scope="module")
def reeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(REEDS),), tmp_path_factory.mktemp("reeds"))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("松本市は、刈り取った葦の利用に向けて、紙すきの工房と試作を重ねる。", "supported"),
        ("松本市は、令和9年度までにすべての水路で葦を刈ることを目指す。", "supported"),
        ("松本市は、すべての水路で葦を刈った。", "contradicted"),
    ],
)
def test_words_of_one_meaning_and_what_is_aimed_at_for_all_deny_nothing(
    reeds: Opened, claim: str, verdict: str
) -> None:
    assert reeds.check(claim).verdict == verdict


def test_a_row_asked_for_in_the_order_of_its_years_is_no_claim(samples: Opened) -> None:
    told = samples.ask("汐崎市の用紙購入枚数比(令和3年度=100%)の実績を年度順に。")
    assert told.verdict is None
    assert all(value in told.answer for value in ("97.2%", "91.0%", "83.4%"))
