"""Sets of municipalities for things that no plan has."""

from __future__ import annotations

import pytest

from tests.conftest import Opened


@pytest.mark.parametrize(
    "question",
    [
        "除雪車に端末を積んでいる市はどこ？",
        "風力発電に取り組んでいる市町を全部教えて",
        "無人コンビニを導入する市はどこですか",
        "オンライン診療に関する交付金の事業をしている市町を全部教えて",
        "Which cities use podcasts?",
        "病気見舞いに取り組んでいる市はどこ",
        "メタバースを使っている市町はいくつありますか",
    ],
)
def test_nobody_has_what_no_plan_tells_of(samples: Opened, question: str) -> None:
    answer = samples.ask(question, lang="en" if question.isascii() else "ja")
    assert answer.abstained and not answer.entities
    assert answer.coverage is not None and answer.coverage.municipalities


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("サクフォームを使っている自治体を全部あげて。半角表記も含む", "葛野原市"),
        ("電子回覧板に取り組んでいる市はどこ", "藍沢市"),
        ("ドローンを使っている自治体は？", "織部市"),
    ],
)
def test_what_a_plan_tells_of_is_still_found(samples: Opened, question: str, name: str) -> None:
    assert name in {e.name for e in samples.ask(question).entities}
