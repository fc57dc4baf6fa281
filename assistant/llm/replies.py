"""What models write, read with patience: JSON in fences or cut off, markers of any width, plain sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ingest.normalise import fold

LONGEST = 600
_SQUARE = re.compile(
    r"[\[［【〔]\s*(?:根拠|evidence|出典)?\s*([0-9０-９]{1,3})\s*(?:†[^\]】]*)?[\]］】〕]", re.IGNORECASE
)
_QUOTED = re.compile(r"[「『\"“]([^」』\"”]{4,300})[」』\"”]")
_BULLET = re.compile(r"^\s*(?:[-*・•]|\d{1,2}[.)．]\s)\s*")
_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as a model wrote it: `quotes` are (marker, words), the words empty where it gave none."""

    text: str
    quotes: tuple[tuple[int, str], ...]


ANSWER: dict[str, Any] = {
    "title": "answer",
    "description": "The statements that answer the question, each with its quotes.",
    "type": "object",
    "additionalProperties": False,
    "required": ["statements"],
    "properties": {
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["text", "quotes"],
                "properties": {
                    "text": {"type": "string"},
                    "quotes": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": False,
                            "required": ["marker", "quote"],
                            "properties": {"marker": {"type": "integer"}, "quote": {"type": "string"}},
                        },
                    },
                },
            },
        }
    },
}
CLAIM: dict[str, Any] = {
    **ANSWER,
    "title": "claim",
    "description": "Whether the evidence supports the claim, and what it says.",
    "required": ["verdict", "statements"],
    "properties": {
        "verdict": {"type": "string", "enum": ["supported", "contradicted", "not_found"]},
        **ANSWER["properties"],
    },
}
QUESTION: dict[str, Any] = {
    "title": "question",
    "description": "The question on its own.",
    "type": "object",
    "additionalProperties": False,
    "required": ["question"],
    "properties": {"question": {"type": "string"}},
}
JUDGEMENTS: dict[str, Any] = {
    "title": "judgements",
    "description": "One judgement for every municipality.",
    "type": "object",
    "additionalProperties": False,
    "required": ["judgements"],
    "properties": {
        "judgements": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["municipality", "standing", "marker", "quote"],
                "properties": {
                    "municipality": {"type": "string"},
                    "standing": {
                        "type": "string",
                        "enum": ["yes", "planned", "under_study", "not_planned", "no_mention"],
                    },
                    "marker": {"type": "integer"},
                    "quote": {"type": "string"},
                },
            },
        }
    },
}


def objects(pieces: Iterable[str], key: str) -> Iterator[dict[str, Any]]:
    """The innermost complete objects that hold `key`, as soon as each is complete; whatever stands around them (fences,
    words, an object that is never closed) does not matter."""
    opened: list[int] = []
    text, at, quoted, escaped = "", 0, False, False
    for piece in pieces:
        text += piece
        while at < len(text):
            char = text[at]
            at += 1
            if quoted:
                quoted, escaped = (char != '"' or escaped), (char == "\\" and not escaped)
            elif char == '"' and opened:
                quoted = True
            elif char == "{":
                opened.append(at - 1)
            elif char == "}" and opened:
                found = _object(text[opened.pop() : at])
                if found is not None and key in found:
                    yield found


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text, strict=False)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def statements(pieces: Iterable[str], most: int = 20) -> Iterator[Said]:
    """Statements as they are completed; of a text without any JSON its lines, where they carry markers."""
    heard: list[str] = []
    count = 0
    for found in objects(_kept(pieces, heard), "text"):
        if said := _said(found):
            yield said
            count += 1
            if count >= most:
                return
    if count == 0:
        yield from list(_plain("".join(heard)))[:most]


def _kept(pieces: Iterable[str], heard: list[str]) -> Iterator[str]:
    for piece in pieces:
        heard.append(piece)
        yield piece


def _said(found: dict[str, Any]) -> Said | None:
    text = found.get("text")
    if not isinstance(text, str) or not text.strip():
        return None
    quotes = found.get("quotes", found.get("citations", found.get("sources", ())))
    pairs = list(_quotes(quotes if isinstance(quotes, list) else [quotes]))
    pairs = pairs or [(marker, "") for marker in markers_in(text)]
    return Said(unmarked(text), tuple(dict.fromkeys(pairs)))


def _quotes(values: Iterable[Any]) -> Iterator[tuple[int, str]]:
    for value in values:
        if isinstance(value, dict):
            marker = value.get("marker", value.get("id", value.get("source")))
            words = value.get("quote", value.get("text", ""))
            digits = re.search(r"\d+", fold(str(marker)))
            if digits and isinstance(words, str):
                yield int(digits[0]), words
        elif isinstance(value, int):
            yield value, ""
        elif isinstance(value, str):
            marks = markers_in(value) or ([int(fold(value))] if fold(value).isdecimal() else [])
            for marker in marks:
                yield marker, ""


def markers_in(text: str) -> list[int]:
    return [int(fold(m)) for m in _SQUARE.findall(text)]


def unmarked(text: str) -> str:
    """One line without markers: those of the answer are the gate's."""
    return re.sub(r"\s+", " ", _SQUARE.sub("", text)).strip()


def _plain(text: str) -> Iterator[Said]:
    text = _THINKING.sub("", text)
    if "{" in text and '"' in text:
        return
    for line in re.split(r"\n+|(?<=[\]］】〕])\s*(?=[^\s\[［【〔。、])", text):
        marks = markers_in(line)
        body = unmarked(_BULLET.sub("", line))
        if marks and body:
            words = [m for m in _QUOTED.findall(body) if len(m) > 12]
            yield Said(body, tuple((m, w) for m in dict.fromkeys(marks) for w in (words or [""])))
