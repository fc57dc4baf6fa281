"""Prompts as files of the package `prompts`: `NAME.LANGUAGE.md`, with the variables that each declares at its head.

    variables: question, evidence
    --- system
    …
    --- user
    … {{question}} …

A value is put in once and never read again, so that nothing in it can name a variable.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

FOLDER = resources.files("prompts")
_VARIABLE = re.compile(r"\{\{(\w+)\}\}")
_PART = re.compile(r"^--- (system|user)\n", re.MULTILINE)


class PromptError(Exception):
    """A prompt's file and what is asked of it do not fit."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """`version` changes with every change of the file."""

    name: str
    language: str
    version: str
    variables: frozenset[str]
    parts: tuple[tuple[str, str], ...]

    def render(self, values: Mapping[str, str]) -> list[tuple[str, str]]:
        """(role, text) pairs. Raises PromptError naming what is missing or not declared."""
        where = f"prompt {self.name}.{self.language}"
        if missing := sorted(self.variables - values.keys()):
            raise PromptError(f"{where} needs {', '.join(missing)}.")
        if strange := sorted(values.keys() - self.variables):
            raise PromptError(f"{where} declares no {', '.join(strange)}.")
        return [(role, _VARIABLE.sub(lambda m: values[m[1]], text)) for role, text in self.parts]


def parse(text: str, name: str, language: str) -> Prompt:
    """Raises PromptError where the head and the text disagree."""
    head, *rest = _PART.split(text)
    declared = re.fullmatch(r"variables:([\w, ]*)\n+", head)
    if declared is None or not rest:
        raise PromptError(
            f"prompt {name}.{language} needs a line 'variables: …' and a part '--- system' or '--- user'."
        )
    variables = frozenset(v.strip() for v in declared[1].split(",") if v.strip())
    used = frozenset(_VARIABLE.findall(text))
    if used != variables:
        odd = ", ".join(sorted(used ^ variables))
        raise PromptError(f"prompt {name}.{language} declares and uses different variables: {odd}.")
    parts = tuple((role, body.strip()) for role, body in zip(rest[::2], rest[1::2], strict=True))
    version = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Prompt(name, language, version, variables, parts)


@cache
def prompt(name: str, language: str) -> Prompt:
    """Raises PromptError for a file that does not exist or does not hold together."""
    path = FOLDER.joinpath(f"{name}.{language}.md")
    if not path.is_file():
        raise PromptError(f"no prompt {name} in the language {language}: there are {', '.join(names())}.")
    return parse(path.read_text("utf-8"), name, language)


def names() -> list[str]:
    return sorted({path.name.split(".")[0] for path in FOLDER.iterdir() if path.name.endswith((".ja.md", ".en.md"))})
