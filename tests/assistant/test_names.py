"""Whom a question is about: municipalities by every way of writing them."""

from __future__ import annotations

import pytest

from assistant.answer import Request
from assistant.understanding.names import stranger_in
from assistant.understanding.reading import Understanding
from ingest.model import Municipality
from ingest.municipalities import national
from tests.assistant.understanding import COVERED, READER, ask, names


@pytest.mark.parametrize(
    "question",
    [
        "武雄市の人口は",
        "佐賀県武雄市の人口は",
        "武雄の人口は",
        "たけおしの人口は",
        "武雄市　人口",
        "What is the population of Takeo?",
        "What is the population of Takeo City?",
        "What is the population of Takeo-shi?",
        "What is the population of Takeo in fiscal year 2024?",
        "What is the population of 武雄市?",
        "Takeoの人口は",
        "Takeo市の人口は",
    ],
)
def test_a_municipality_is_known_by_every_way_of_writing_it(question: str) -> None:
    assert names(ask(question)) == ["武雄市"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("佐賀県の人口は", ["佐賀県"]),
        ("佐賀市の人口は", ["佐賀市"]),
        ("佐賀県佐賀市の人口は", ["佐賀市"]),
        ("佐賀県と佐賀市の人口は", ["佐賀県", "佐賀市"]),
        ("武雄市と多久市を比べて", ["武雄市", "多久市"]),
        ("窓口の手続、武雄と多久だとどっちが長い？", ["武雄市", "多久市"]),
        ("ごみの量は武雄より多久のほうが少ない？", ["武雄市", "多久市"]),
        ("みやき町の窓口は", ["みやき町"]),
        ("How many people live in Saga City?", ["佐賀市"]),
        ("How many people live in Saga Prefecture?", ["佐賀県"]),
    ],
)
def test_a_prefecture_is_not_its_city_and_both_may_be_named(question: str, expected: list[str]) -> None:
    assert names(ask(question)) == expected


@pytest.mark.parametrize(
    ("question", "uncovered"),
    [
        ("福岡市の人口は", ["福岡市"]),
        ("津市の人口は", ["津市"]),
        ("北海道北見市の電子申請は", ["北見市"]),
        ("What is the population of Fukuoka City?", ["福岡市"]),
    ],
)
def test_a_real_municipality_without_documents_is_known_to_be_uncovered(question: str, uncovered: list[str]) -> None:
    understood = ask(question)
    assert understood.municipalities == ()
    assert [m.name for m in understood.uncovered] == uncovered


def test_tsu_is_not_asked_about_in_a_question_about_karatsu() -> None:
    assert names(ask("唐津市の人口は")) == ["唐津市"]
    assert ask("唐津市の人口は").uncovered == ()


@pytest.mark.parametrize(
    "question", ["LoGoフォームとLINEを使う市は", "Web会議とZoomを使う市は", "Microsoft Teamsを使う市は"]
)
def test_a_product_in_latin_letters_is_no_municipality(question: str) -> None:
    assert (ask(question).municipalities, ask(question).uncovered) == ((), ())


def test_covered_and_uncovered_are_told_apart_in_one_question() -> None:
    understood = ask("武雄市と福岡市の人口を比べて")
    assert (names(understood), [m.name for m in understood.uncovered]) == (["武雄市"], ["福岡市"])


@pytest.mark.parametrize("m", COVERED, ids=lambda m: m.romaji)
def test_names_of_those_asked_about_are_no_terms(m: Municipality) -> None:
    terms = {t.text for t in ask(f"{m.name}の電子申請の利用率は").terms.terms}
    assert not terms & {m.name, m.name[:-1]}
    assert any("申請" in t for t in terms)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("桐ヶ浜市の防災無線はいくらか", "桐ヶ浜市"),
        ("では川向町役場の担当は", "川向町"),
        ("各市の予算はいくらか", ""),
        ("海北県内市町の取組は何か", ""),
        ("城下町の整備はいつか", ""),
        ("関係市町村の役割は何か", ""),
        ("予算は市の何%か", ""),
    ],
)
def test_a_name_that_no_list_knows_is_told_by_its_form(text: str, name: str) -> None:
    assert stranger_in(text) == name


def test_a_name_in_hiragana_is_not_read_out_of_other_words() -> None:
    covered = [m for name in ("いの町", "南国市") if (m := national().resolve(name))]
    reading = Understanding(READER, national(), covered)
    assert names(reading.understand(Request(question="南国市の路線のうち利用者が最も多いのはどれ"))) == ["南国市"]
    assert names(reading.understand(Request(question="いのの図書館は何時まで"))) == ["いの町"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("In the survey of four Saga municipalities, what share of Takeo City's respondents agreed?", ["武雄市"]),
        ("What share of the residents of Saga agreed?", ["佐賀市"]),
    ],
)
def test_the_municipalities_of_a_prefecture_are_not_the_city_of_its_name(text: str, named: list[str]) -> None:
    assert names(ask(text, lang="en")) == named


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("うちは佐賀の会社。県の補助は最高でいくら", ["佐賀県"]),
        ("うちは佐賀の会社。補助は最高でいくら", ["佐賀市"]),
        ("佐賀市では県の補助を使いますか", ["佐賀市"]),
        ("佐賀の市役所は県の補助を使いますか", ["佐賀市"]),
    ],
)
def test_a_name_of_both_beside_the_word_for_a_prefecture_is_the_prefecture(question: str, expected: list[str]) -> None:
    assert names(ask(question)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What is the population of Takeo City (Saga Prefecture)?",
        "What is the population of Takeo in Saga Prefecture?",
        "What is the population of Takeo, Saga Prefecture?",
        "武雄市（佐賀県）の人口は",
        "佐賀県の武雄市の人口は",
    ],
)
def test_a_prefecture_that_tells_where_a_municipality_is_is_not_asked_about(question: str) -> None:
    assert names(ask(question)) == ["武雄市"]


def test_a_prefecture_beside_a_municipality_is_asked_about_too() -> None:
    assert set(names(ask("佐賀県と武雄市の人口は"))) == {"佐賀県", "武雄市"}
