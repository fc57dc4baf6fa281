"""The JSON of the OpenAI-compatible routes, as far as clients of it send and read it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.answer import Answer, Citation, Verdict
from assistant.api.schemas import CitationBody, CoverageBody, Filter, Language

MODEL = "keikaku"


class TextPart(BaseModel):
    """A part of a message; those of other types than text are refused."""

    type: Annotated[str, StringConstraints(max_length=100)]
    text: Annotated[str, StringConstraints(max_length=200_000)] | None = None


class Message(BaseModel):
    model_config = ConfigDict(extra="ignore")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[str, StringConstraints(max_length=200_000)] | list[TextPart] | None = None

    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text or "" for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    include_usage: bool = Field(False, strict=True)


class CompletionRequest(BaseModel):
    """What else clients send (temperature, max_tokens, tools …) is taken and has no effect."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "examples": [
                {"model": MODEL, "messages": [{"role": "user", "content": "汐崎市の人口は？"}]},
                {"model": MODEL, "stream": True, "messages": [{"role": "user", "content": "汐崎市の人口は？"}]},
            ]
        },
    )

    model: Annotated[str, StringConstraints(max_length=200)] = MODEL
    messages: list[Message] = Field(
        min_length=1, max_length=500, description="the last is the question; those before it, its history"
    )
    stream: bool | None = Field(False, strict=True)
    stream_options: StreamOptions | None = None
    n: int | None = Field(None, ge=1, le=1, strict=True, description="one answer is given")
    lang: Language | None = Field(None, description="beyond OpenAI; else the question's own language")
    municipalities: Filter = Field(default_factory=list, description="beyond OpenAI: only these (names or codes)")
    documents: Filter = Field(default_factory=list, description="beyond OpenAI: only these (ids)")


class UrlCitation(BaseModel):
    start_index: int = Field(description="of the link in the content, in characters")
    end_index: int
    title: str
    url: str


class Annotation(BaseModel):
    type: Literal["url_citation"] = "url_citation"
    url_citation: UrlCitation


class ReplyMessage(BaseModel):
    role: Literal["assistant"] = "assistant"
    content: str = Field(description="Markdown; every statement ends with links to its proofs")
    refusal: None = None
    annotations: list[Annotation]


class Choice(BaseModel):
    index: Literal[0] = 0
    message: ReplyMessage
    logprobs: None = None
    finish_reason: Literal["stop"] = "stop"


class Usage(BaseModel):
    """Tokens are not counted: no client is charged by them."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0


class Completion(BaseModel):
    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: str = MODEL
    choices: list[Choice]
    usage: Usage = Usage()
    citations: list[CitationBody] = Field(description="beyond OpenAI: as in POST /chat, with absolute addresses")
    coverage: CoverageBody | None = Field(None, description="beyond OpenAI: what was examined")
    verdict: Verdict | None = Field(None, description="beyond OpenAI: of a claim")
    abstained: bool = Field(False, description="beyond OpenAI: the documents do not hold the answer")


class Model(BaseModel):
    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = Field(description="when the index generation that it answers from was made")
    owned_by: str = MODEL


class Models(BaseModel):
    object: Literal["list"] = "list"
    data: list[Model]


def chunk(id: str, created: int, delta: dict[str, Any], finish: str | None = None, **more: Any) -> dict[str, Any]:
    """One event of a streamed completion."""
    choices = [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]
    return {"id": id, "object": "chat.completion.chunk", "created": created, "model": MODEL, "choices": choices} | more


def beyond(citations: Sequence[Citation], answer: Answer) -> dict[str, Any]:
    """The fields that OpenAI's interface does not have."""
    return {
        "citations": [CitationBody.model_validate(asdict(c)) for c in citations],
        "coverage": CoverageBody.model_validate(asdict(answer.coverage)) if answer.coverage else None,
        "verdict": answer.verdict,
        "abstained": answer.abstained,
    }


def new_id() -> str:
    return f"chatcmpl-{uuid.uuid4().hex}"
