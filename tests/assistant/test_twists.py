"""Statements that change one word of a plan's sentence, and what is said around a claim."""

from __future__ import annotations

import pytest

from tests.conftest import Opened


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
