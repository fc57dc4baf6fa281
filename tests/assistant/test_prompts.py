"""Prompts are files whose variables are declared; a missing one is named."""

from __future__ import annotations

import pytest

from assistant.llm.prompt_files import PromptError, names, parse, prompt

GOOD = "variables: a, b\n--- system\nS {{a}}\n--- user\nU {{b}}\n"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", names())
def test_every_prompt_renders_with_what_it_declares(name, language):
    found = prompt(name, language)
    rendered = found.render({v: f"<{v}>" for v in found.variables})
    text = "\n".join(part for _, part in rendered)
    assert [role for role, _ in rendered] == ["system", "user"]
    assert all(f"<{v}>" in text for v in found.variables)
    assert "{{" not in text
    assert found.variables == prompt(name, "ja").variables


def test_the_tasks_of_a_model_have_their_prompts():
    assert names() == ["agent", "answer", "claim", "condense", "judge", "summary"]


def test_every_prompt_fences_its_data():
    assert all("fence" in prompt(name, "ja").variables for name in names())


def test_a_missing_variable_is_named():
    with pytest.raises(PromptError, match=r"prompt answer\.ja needs evidence, feedback"):
        prompt("answer", "ja").render({"question": "?", "fence": "f"})


def test_a_variable_too_many_is_named():
    with pytest.raises(PromptError, match=r"prompt x\.ja declares no c"):
        parse(GOOD, "x", "ja").render({"a": "1", "b": "2", "c": "3"})


def test_a_value_cannot_name_a_variable():
    assert parse(GOOD, "x", "ja").render({"a": "{{b}}", "b": "2"}) == [("system", "S {{b}}"), ("user", "U 2")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("--- system\nS", "needs a line 'variables"),
        ("variables: a\n", "a part"),
        ("variables: a\n--- user\n{{b}}", "different variables: a, b"),
        ("variables: a, b\n--- user\n{{b}}", "different variables: a"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused(text, says):
    with pytest.raises(PromptError, match=says):
        parse(text, "x", "ja")


def test_an_unknown_prompt_is_named_with_those_that_there_are():
    with pytest.raises(PromptError, match="no prompt poem in the language ja: there are agent, answer"):
        prompt("poem", "ja")


def test_the_version_changes_with_the_text():
    assert parse(GOOD, "x", "ja").version != parse(GOOD + "!", "x", "ja").version
