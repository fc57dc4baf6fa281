"""A plan's title in a question says where to look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.understanding.titles import Titles
from ingest.municipalities import national
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

TITLE = "松本市水と緑の環境基本計画"
PLAN = (
    f"{TITLE}\n\n"
    "第1章 計画の策定\n\n"
    f"{TITLE}は、令和7年度から令和11年度までの5年間の計画とする。\n\n"
    "第2章 現状\n\n"
    "1 ごみ\n\n資源化率は32.4%です。集積所は418か所です。\n\n"
    "2 水路\n\n水路の清掃は令和4年10月に始めた。\n"
)


@pytest.fixture(scope="module")
def titled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("titled"))


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("松本市の「水と緑の環境基本計画」では、資源化率は何％とされているか", "32.4%"),
        ("松本市は「水と緑の環境基本計画」において、集積所を何か所としているか。", "418か所"),
        ("水と緑の環境基本計画によると、水路の清掃が始まったのはいつか", "令和4年10月"),
        ("松本市の水と緑の環境基本計画は何年間の計画ですか", "5年間"),
    ],
)
def test_a_title_that_a_question_names_is_not_looked_for(titled: Opened, question: str, value: str) -> None:
    answer = titled.ask(question)
    assert not answer.abstained
    assert value in answer.answer


def test_a_title_does_not_narrow_a_question_for_municipalities(titled: Opened) -> None:
    answer = titled.ask("「水と緑の環境基本計画」では、ごみの資源化率に触れている市町村はどこですか")
    assert answer.coverage is not None


def test_a_title_that_no_plan_or_only_a_question_about_the_plan_itself_has_stays() -> None:
    (owner,) = [m for m in national().by_name["松本市"]]
    titles = Titles(((TITLE, owner),))
    assert titles.without("水と緑の環境基本計画では何人か", source_only=True) == (" 何人か", owner)
    for text in ("水と緑の環境基本計画の目標は", "個別避難計画では何人か"):
        assert titles.without(text, source_only=True) == (text, None)
