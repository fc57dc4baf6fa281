"""The thing whose use a set question asks weighs more than the words around it."""

from __future__ import annotations

import pytest

from assistant.answer import Request
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

SHEETS = tuple(
    plan(f"{name}デジタル計画\n\n1 {title}\n\n{text}\n", id=id)
    for id, name, title, text in (
        ("kasumi", "松本市", "洞窟の記録", "洞窟の遺跡を、レーザーとドローンで計測します。"),
        ("hibari", "上田市", "橋の点検", "橋120か所を、ドローンで点検します。"),
        ("tonbo", "飯田市", "下水道管の調査", "下水道管の点検と調査を、自走式のカメラで行い、便利にします。"),
    )
)


@pytest.fixture(scope="module")
def caves(tmp_path_factory: pytest.TempPathFactory):
    yield from opened(SHEETS, tmp_path_factory.mktemp("caves"))


@pytest.mark.parametrize(
    "question",
    [
        "ドローンを使った調査や点検をしている市町村はどこですか",
        "ドローンを使って便利にするって書いてあるまちはどこ",
        "Which municipalities use drones to inspect or survey things?",
    ],
)
def test_who_uses_a_thing_is_told_by_the_thing(caves: Opened, question: str) -> None:
    answer = caves.engine.answer(Request(question=question, lang="en" if question.isascii() else "ja"))
    assert {entity.name for entity in answer.entities} == {"松本市", "上田市"}


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("LINEやアプリで予約できる市はどこですか", {"松本市", "上田市"}),
        ("LINEで予約できる市はどこですか", {"松本市"}),
    ],
)
def test_one_of_several_things_will_do(tmp_path_factory, question: str, names: set[str]) -> None:
    told = ("松本市", "体育館の予約を、LINEで受け付けます。"), ("上田市", "体育館の予約を、アプリで受け付けます。")
    plans = tuple(plan(f"{name}デジタル計画\n\n1 施設の予約\n\n{text}\n", id=name) for name, text in told)
    for samples in opened(plans, tmp_path_factory.mktemp("either")):
        answer = samples.engine.answer(Request(question=question))
        assert {entity.name for entity in answer.entities} == names
