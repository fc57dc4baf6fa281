"""What a question about municipalities sets aside, in the words of every day."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.extractive.membership import things
from assistant.understanding.topics import EXCLUSION, topic_of
from tests.assistant.understanding import ask
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("紙や電話やなくてアプリで欠席を届けられる", "アプリで欠席を届けられる"),
        ("電話でのうてアプリで呼べる乗合の車", "アプリで呼べる乗合の車"),
        ("用紙でなくデータで渡せる手続", "データで渡せる手続"),
    ],
)
def test_the_way_that_is_not_meant_is_no_topic(text: str, core: str) -> None:
    assert topic_of(text).core.strip() == core


@pytest.mark.parametrize("text", ["保育園・幼稚園はのけて", "県の事業は省いて", "支所はのけといて"])
def test_what_is_left_out_is_told_in_many_ways(text: str) -> None:
    assert EXCLUSION.sub("", text) == ""


def test_where_a_set_is_looked_for_is_not_the_thing_that_is_used() -> None:
    assert [t.text for t in things(ask("小中学校の話をしている市はどこ？"))] == ["小中学校"]
    assert not things(ask("小中学校の話で、欠席を届けられる市はどこ？"))


PLANS = (
    "# 松本市 デジタル計画\n\n## 学校\n\n小中学校の欠席を、保護者がアプリで学校へ連絡できるようにする。\n",
    "# 上田市 デジタル計画\n\n## 学校\n\n小中学校の図書館の本を、端末から探せるようにする。\n",
    "# 岡谷市 デジタル計画\n\n## 幼稚園の連絡の電子化\n\n欠席を、保護者がアプリで園へ連絡できるようにする。\n",
    "# 飯田市 デジタル計画\n\n## 学校\n\n小中学校の教職員が月に45時間を超えて働かないようにする。\n",
)


@pytest.fixture(scope="module")
def schools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    plans = tuple(plan(text, id=f"plan{n}") for n, text in enumerate(PLANS))
    yield from opened(plans, tmp_path_factory.mktemp("schools"))


def test_a_project_that_is_called_after_what_is_left_out_is_no_member(schools: Opened) -> None:
    answer = schools.ask("欠席の連絡を電話やなくてアプリでできるようにする市はどこ？幼稚園はのけて")
    assert [entity.name for entity in answer.entities] == ["松本市"]
