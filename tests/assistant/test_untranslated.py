"""English words that no dictionary has: by the loanwords of the plans, else never left out in silence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.analysis import shared_analyser
from index.lexicon import default_lexicon
from index.loanwords import Loanwords
from tests.assistant.understanding import ask
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "武雄市まちづくり計画\n\n## 第1章 集いの場\n\n"
    "ピロティの数は、令和6年度の3か所から令和10年度には9か所にします。\n\n"
    "サロンの数は、令和6年度の14か所から令和10年度には20か所にします。\n\n"
    "## 第2章 にぎわい\n\n市の広報紙を使って、催しを知らせます。\n\n朝市の出店者は12組です。\n"
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("town"))


@pytest.mark.parametrize(
    ("english", "japanese"),
    [("salons", ("サロン",)), ("workshop", ("ワークショップ",)), ("shuttle", ("シャトル",)), ("podcast", ())],
)
def test_loanwords_are_known_by_the_words_they_come_from(english: str, japanese: tuple[str, ...]) -> None:
    texts = ["サロンとワークショップを開く。", "シャトルバスを走らせる。"]
    assert Loanwords(texts, shared_analyser().origins).japanese(english) == japanese


def test_a_participle_names_no_more_than_its_verb_and_a_municipality_is_called_by_its_body() -> None:
    text = "Takeo City plans to get vans fitted with quux."
    assert default_lexicon().untranslated(text, {"takeo": "武雄市"}) == ["quux"]


def test_untranslated_words_name_something() -> None:
    text = "Which cities simply offer quux in 2025, and will Takeo City do so mostly?"
    assert default_lexicon().untranslated(text, {"takeo": "武雄市"}) == ["quux"]


def test_a_word_that_only_the_plan_has_finds_its_loanword(town: Opened) -> None:
    answer = town.ask("How many pilotis will Takeo City have?", lang="en")
    assert "9か所" in answer.answer.split("\n")[0]


@pytest.mark.parametrize(
    "question",
    ["Which cities use quuxes?", "How many quux stalls are there in Takeo City?", "Does Takeo City use quuxes?"],
)
def test_what_no_plan_knows_is_not_left_out_of_the_question(town: Opened, question: str) -> None:
    assert town.ask(question, lang="en").abstained


def test_japanese_in_latin_letters_asks_for_no_word_of_its_own() -> None:
    terms = {t.text for t in ask("How many morning markets (asaichi, quux) does Takeo City hold?").terms.terms}
    assert "quux" in terms and "asaichi" not in terms
