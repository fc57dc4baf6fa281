"""Municipalities by how many projects the sheets of a grant give of each, and by what these cost together."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, Request
from tests.conftest import Opened


def asked(samples: Opened, question: str) -> Answer:
    return samples.engine.answer(Request(question=question, lang="en" if question.isascii() else "ja"))


def names(answer: Answer) -> set[str]:
    return {entity.name for entity in answer.entities}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("交付金の資料に事業が1件だけ載っている市町村はどこですか", {"霧ヶ浜町", "御影川町", "雪代村"}),
        ("Which towns have only one project?", {"霧ヶ浜町", "御影川町", "雪代村"}),
        ("事業を3件以上載せている市はどこ？", {"汐崎市"}),
        ("複数の事業がある町を全部挙げて", {"東汐崎町", "鳴神町"}),
        ("事業の数が一番多い市は？", {"汐崎市"}),
        ("Which city has the most projects?", {"汐崎市"}),
    ],
)
def test_municipalities_are_told_by_how_many_projects_they_have(
    samples: Opened, question: str, expected: set[str]
) -> None:
    assert names(asked(samples, question)) == expected


@pytest.mark.parametrize(
    ("question", "expected", "total"),
    [
        ("事業費の合計が一番大きい市はどこ？", "海北市", "37,620千円"),
        ("事業費を全部足すと一番少ない町は？", "雪代村", "3,960千円"),
        ("Adding up the costs of its projects, which city has the largest total?", "海北市", "37,620千円"),
        ("事業費を合算したとき2番目に多い市は？", "汐崎市", "31,680千円"),
    ],
)
def test_municipalities_are_ranked_by_what_their_projects_cost_together(
    samples: Opened, question: str, expected: str, total: str
) -> None:
    answer = asked(samples, question)
    assert names(answer) == {expected} and total in answer.answer


def test_every_project_that_is_counted_is_cited(samples: Opened) -> None:
    answer = asked(samples, "事業の数が一番多い市は？")
    assert len(answer.citations) == 3 and "3件" in answer.answer


@pytest.mark.parametrize("question", ["AIの事業を2件以上載せている町は？", "一番お金がかかる事業は何ですか"])
def test_a_question_for_some_of_the_projects_or_for_one_of_them_is_none_for_counts(
    samples: Opened, question: str
) -> None:
    assert not {"東汐崎町", "鳴神町"} <= names(asked(samples, question))


@pytest.mark.parametrize(
    "question",
    [
        "サクフォームを使う市町を、葛野原市のほかも含めて全部",
        "サクフォームを使うのはどの市町ですか。葛野原市以外も含めて教えて",
    ],
)
def test_a_municipality_named_for_example_narrows_nothing(samples: Opened, question: str) -> None:
    assert {"葛野原市", "東汐崎町"} <= names(asked(samples, question))
