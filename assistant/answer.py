"""What the assistant gives back: plain values, rendered to JSON at the HTTP edge only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["answer", "list", "claim", "abstained"]
Verdict = Literal["supported", "contradicted", "not_found"]
Mode = Literal["plain", "agent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Proof for a statement: `page text[start:end] == quote`, always. Built from passages and spans, never from a
    page number that somebody wrote.

    `label` is the printed page number, `confidence` (0 to 1) that of the recognition of a page read from its image.
    """

    marker: int
    document: str
    title: str
    municipality: str | None
    page: int
    quote: str
    start: int
    end: int
    url: str
    label: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A member of a set that was asked for; `code` is None for a measure and for a municipality in no list."""

    name: str
    code: str | None = None
    status: str | None = None
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a sweep examined, and the municipalities (names) of which it found nothing."""

    documents: int
    municipalities: int
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Sources that disagree: what was asked, and each value with its marker."""

    subject: str
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A passage that a language model is shown for this question."""

    document: str
    page: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A passage shown while the answer is still being made; `url` opens its page with the passage marked."""

    document: str
    title: str
    municipality: str | None
    page: int
    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUse:
    """What a language model did for an answer. `prompts` gives the version of each prompt used, `statements` how many
    it wrote, `quoted` how many of those withheld have the plan's own sentence in their place, `fallback` why the
    extractive reader answered instead (None where it did not)."""

    model: str
    prompts: dict[str, str]
    calls: int
    tokens_read: int
    tokens_written: int
    seconds: float
    gate_seconds: float
    statements: int
    proven: int
    withheld: int
    asked_again: int
    quoted: int = 0
    fallback: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that has passed the gate. `answer` is Markdown whose statements end with their markers: [1][2]."""

    answer: str
    kind: Kind
    citations: tuple[Citation, ...] = ()
    entities: tuple[Entity, ...] = ()
    coverage: Coverage | None = None
    verdict: Verdict | None = None
    abstained: bool = False
    conflicts: tuple[Conflict, ...] = ()
    context: tuple[Context, ...] = ()
    reader: str = "extractive"
    timings: dict[str, float] = field(default_factory=dict)
    model: ModelUse | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question with what surrounds it; `history` holds (role, content) pairs, oldest first. In the mode `agent` a
    language model looks for the answer itself, in several steps."""

    question: str
    history: tuple[tuple[str, str], ...] = ()
    lang: Literal["ja", "en"] = "ja"
    municipalities: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    include_context: bool = False
    internal: bool = False
    mode: Mode = "plain"
