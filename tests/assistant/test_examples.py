"""Example questions: made from what is indexed, and each answered with proof."""

from __future__ import annotations

import pytest

from assistant.examples import GIVEN, OF_A_KIND, examples

LANGUAGES = ("ja", "en")


def made(opened, lang, internal=False):
    return examples(opened.generation.catalogue, opened.engine.answer, lang, internal)


@pytest.fixture(params=["samples", pytest.param("corpus", marks=pytest.mark.corpus)])
def opened(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_example_is_answered_with_citations(opened, lang):
    found = made(opened, lang)
    assert 4 <= len(found) <= GIVEN
    for example in found:
        answer = opened.ask(example.question, lang=lang)
        assert not answer.abstained and answer.citations, example
        assert (answer.kind == "list") == (example.kind == "set"), example
        assert (answer.verdict == "supported") == (example.kind == "claim"), example


@pytest.mark.parametrize("lang", LANGUAGES)
def test_examples_are_of_several_kinds_and_name_only_what_is_indexed(opened, lang):
    found = made(opened, lang)
    kinds = [example.kind for example in found]
    assert len(set(kinds)) >= 4
    assert len({example.question for example in found}) == len(found)
    assert kinds.count("set") <= OF_A_KIND
    assert found == made(opened, lang)


def test_english_examples_name_municipalities_in_roman_letters(samples):
    said = " ".join(example.question for example in made(samples, "en"))
    assert any(kind in said for kind in ("City", "Town", "Village"))
    assert not any(m.name in said for m in samples.generation.catalogue.municipalities())


def test_an_index_without_anything_to_ask_about_has_no_examples(samples):
    class Empty:
        def documents(self, public_only=False):
            return []

        municipalities = documents

    assert examples(Empty(), samples.engine.answer, "ja", False) == []
