"""What glossaries say of a word: by its short name, who coined it, and nothing of words that they lack."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "松本市の暮らしの計画\n\n策定：長野県松本市\n\n第1章 取組\n\n"
    "橋の点検を進め、市民の学びを支える教育の場を広げます。\n\n"
    "用語集\n\n用語\t説明\n"
    "水辺再生\t略称は「MS」。川岸に草木を戻す考え方。1998年に水野教授が唱えたとされる。\n"
    "見守り票\t暮らしの困りごとを書き留めて渡す紙のこと。\n"
    "里の駅\t山里の品を売り、話をする場所のこと。\n"
)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("words"))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("松本市の計画で「MS」とは何ですか", "草木を戻す"),
        ("松本市の用語集によると「MS」って言葉は誰がいつ言い出したの？", "水野教授"),
        ("松本市の用語集の見守り票の意味は", "書き留めて"),
    ],
)
def test_a_word_is_told_by_its_entry(words: Opened, question: str, told: str) -> None:
    assert told in words.ask(question).answer


@pytest.mark.parametrize(
    "question",
    [
        "松本市の用語集で「量子暗号」とは何ですか",
        "松本市の計画でいうゼロトラストとはどういう意味ですか",
        "What does 量子暗号 mean in the plan of 松本市?",
    ],
)
def test_a_word_that_no_entry_explains_is_not_told_by_another(words: Opened, question: str) -> None:
    assert words.ask(question).abstained
