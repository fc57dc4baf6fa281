"""What sentences tell with their times."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.understanding.kinds import asked
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

OFFICE = (
    "松本市 情報化計画\n\n"
    "1 情報化の組織\n\n"
    "新しい技術が広まり、組織の在り方を改めることが求められる。平成30年の調査では、情報係の仕事の4割が照会への回答であった。\n\n"
    "2 情報係から情報戦略課へ\n\n"
    "平成31年4月に総務課の中に情報係を置いた。令和3年10月には情報係に統計の仕事を移し、情報統計室とした。"
    "令和6年4月に、庁内の調整を担うため情報戦略課に改めた。\n\n"
    "3 情報戦略課の仕事\n\n"
    "情報戦略課は、情報係の頃から続く端末の管理を行う。\n\n"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(OFFICE),), tmp_path_factory.mktemp("office"))


@pytest.mark.parametrize(
    "question",
    [
        "松本市の情報係ができてから情報戦略課になるまでの組織の流れを時期つきで教えて",
        "松本市の情報係は、どのような経緯で情報戦略課になったのか、年を追って教えて",
    ],
)
def test_steps_told_in_sentences_are_told_in_their_order(office: Opened, question: str) -> None:
    answer = office.ask(question).answer
    told = [answer.find(part) for part in ("平成31年4月", "令和3年10月", "令和6年4月")]
    assert -1 not in told and told == sorted(told)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("係ができてから今の課になるまでの経緯を年月とともに", "timeline"),
        ("補助金をもらうまでの流れが知りたい", "how"),
        ("青葉市の農業分野が令和10年度に目指す姿は？", "fact"),
        ("将来像はいくつありますか", "count"),
    ],
)
def test_a_course_and_a_state_aimed_at_are_told_apart(text: str, kind: str) -> None:
    assert asked(text, english=False, named=1).kind == kind
