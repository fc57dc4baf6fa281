"""Questions of two parts."""

from __future__ import annotations

import pytest

from assistant.understanding.parts import parts


@pytest.mark.parametrize(
    ("text", "english", "found"),
    [
        ("予算はいくらで、いつ始まりますか", False, ("予算はいくらで", "いつ始まりますか")),
        ("対象は何施設で、利用者は何人ですか", False, ("対象は何施設で", "利用者は何人ですか")),
        ("座長は誰ですか?事務局はどこの課?", False, ("座長は誰ですか", "事務局はどこの課?")),
        ("予算はいくらです。また、定員は何人ですか", False, ("予算はいくらです", "定員は何人ですか")),
        (
            "How many cameras are there, and when do they start?",
            True,
            ("How many cameras are there", "when do they start?"),
        ),
    ],
)
def test_two_questions_are_told_apart(text: str, english: bool, found: tuple[str, str]) -> None:
    assert parts(text, english) == found


@pytest.mark.parametrize(
    "text",
    [
        "窓口は何時から何時まで開いていますか",
        "予算はいくらですか",
        "何か、決まったことはありますか",
        "部会はいくつあって、それぞれ何ですか",
        "会場は何か所?どこどこ?",
        "いちばん少ないのはどこ?いくつ?",
    ],
)
def test_one_question_stays_one(text: str) -> None:
    assert parts(text, english=False) is None
