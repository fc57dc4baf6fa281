"""The JSON of the API. `reply` and its neighbours turn the project's plain values into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.answer import Answer, Conflict, Kind, Mode, Request, Verdict
from ingest.model import Document, Municipality

MAX_QUESTION = 2000
#: Entries of a history that are read, the latest; more would only take time.
MAX_HISTORY = 20
Language = Literal["ja", "en"]
Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_QUESTION)]
Filter = Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=200)]], Field(max_length=200)]


class ErrorBody(BaseModel):
    code: str = Field(examples=["not_found"])
    message: str = Field(examples=["no document 'x': GET /documents lists those that are indexed."])


class ErrorReply(BaseModel):
    error: ErrorBody


class Turn(BaseModel):
    role: Literal["user", "assistant"]
    content: Annotated[str, StringConstraints(max_length=20_000)]


class ChatRequest(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"question": "LoGoフォームを導入しているのはどの市町ですか"},
                {"question": "Which cities adopted LoGo forms?", "lang": "en"},
                {"question": "では織部市は？", "history": [{"role": "user", "content": "汐崎市の人口は？"}]},
            ]
        }
    )

    question: Question = Field(description="the user's words; for a claim check, the claim")
    history: list[Turn] = Field(default_factory=list, max_length=100, description="earlier turns, oldest first")
    session_id: str | None = Field(None, max_length=100, description="a conversation that the server keeps")
    lang: Language = Field("ja", description="language of the answer; the question may be in either")
    municipalities: Filter = Field(default_factory=list, description="only these (names or codes)")
    documents: Filter = Field(default_factory=list, description="only these (ids)")
    include_context: bool = Field(False, strict=True, description="also return what a language model is shown")
    mode: Mode = Field(
        "plain",
        description="agent: the language model looks for the answer in several steps; needs one to be configured",
    )


class CitationBody(BaseModel):
    marker: int
    document: str
    title: str
    municipality: str | None
    page: int = Field(description="physical page, from 1")
    quote: str = Field(description="verbatim from the page")
    start: int = Field(description="offset of the quote in the page's text, in characters")
    end: int
    url: str = Field(description="opens the page with the quote highlighted")
    label: str | None = Field(None, description="the printed page number, where it is known")
    confidence: float | None = Field(
        None, description="0 to 1: of the recognition, where the page was read from its image; null for text"
    )


class EntityBody(BaseModel):
    name: str
    code: str | None
    status: str | None
    citations: list[int]


class CoverageBody(BaseModel):
    documents: int = Field(description="how many documents were examined")
    municipalities: int = Field(description="how many municipalities were examined")
    without: list[str] = Field(description="municipalities of which nothing was found")


class ConflictValue(BaseModel):
    value: str
    marker: int


class ConflictBody(BaseModel):
    subject: str
    values: list[ConflictValue]


class ContextBody(BaseModel):
    document: str
    page: int
    text: str


class ModelUseBody(BaseModel):
    model: str
    prompts: dict[str, str] = Field(description="the version of each prompt that was used")
    calls: int
    tokens_read: int
    tokens_written: int
    seconds: float
    gate_seconds: float
    statements: int = Field(description="how many the model wrote")
    proven: int = Field(description="how many passed the gate")
    withheld: int = Field(description="how many did not")
    asked_again: int = Field(description="how many were asked for once more")
    quoted: int = Field(0, description="how many of those that did not pass have the plan's own sentence instead")
    fallback: str | None = Field(
        None,
        description="why the answer was taken from the sources directly: slow, down, over_quota, refused, budget, "
        "unproven; null where the model wrote it",
    )


class ChatReply(BaseModel):
    answer: str = Field(description="Markdown; every statement ends with its markers [1][2]")
    kind: Kind
    citations: list[CitationBody]
    entities: list[EntityBody]
    coverage: CoverageBody | None
    verdict: Verdict | None
    abstained: bool
    conflicts: list[ConflictBody]
    context: list[ContextBody]
    reader: str
    timings: dict[str, float] = Field(description="seconds")
    model: ModelUseBody | None = Field(None, description="what a language model did, where one is configured")
    session_id: str | None = None


class ExcerptBody(BaseModel):
    document: str
    title: str
    municipality: str | None
    page: int
    text: str
    url: str = Field(description="opens the page with the passage highlighted")


class EvidenceEvent(BaseModel):
    passages: list[ExcerptBody] = Field(description="what the answer will be made from, best first")


class StatementEvent(BaseModel):
    text: str = Field(description="a line of the answer that has passed the gate, with its markers")
    citations: list[CitationBody] = Field(description="those that are new with this line")


class StepEvent(BaseModel):
    tool: str = Field(description="the tool that an agent calls on its way to the answer")
    arguments: dict[str, Any] = Field(description="what it is called with")


class WithheldEvent(BaseModel):
    reason: str = Field(description="why a statement did not pass the gate")


class ClaimsRequest(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"claims": ["汐崎市はLoGoフォームを導入している。"]}]})

    claims: list[Question] = Field(min_length=1)
    lang: Language = "ja"
    municipalities: Filter = Field(default_factory=list)
    documents: Filter = Field(default_factory=list)


class ClaimReply(ChatReply):
    claim: str


class ClaimsReply(BaseModel):
    replies: list[ClaimReply] = Field(description="one a claim, in the order of the claims")
    unchecked: list[str] = Field(
        default_factory=list, description="the claims after those, for which the time did not suffice: send them again"
    )


class HitBody(BaseModel):
    document: str
    title: str
    municipality: str | None = Field(description="name, where the passage belongs to one")
    page: int
    start: int
    end: int
    text: str
    headings: list[str]
    score: float = Field(description="higher is better; comparable within one reply only")
    rank: int
    url: str


class SearchReply(BaseModel):
    query: str
    hits: list[HitBody]


class MunicipalityBody(BaseModel):
    code: str
    prefecture: str
    name: str


class DocumentBody(BaseModel):
    id: str
    title: str
    municipality: MunicipalityBody | None = Field(description="null for a book that covers several")
    confidence: float = Field(description="of the municipality, 0 to 1")
    date: str | None
    years: tuple[int, int] | None = Field(description="fiscal years that the plan runs over")
    pages: int
    media_type: str
    visibility: str
    source_url: str | None
    warnings: list[str]


class DocumentsReply(BaseModel):
    documents: list[DocumentBody]


class Highlight(BaseModel):
    start: int
    end: int


class PageReply(BaseModel):
    document: str
    title: str
    municipality: str | None = Field(description="whose the page, or the marked quote on it, is")
    page: int
    label: str | None = Field(description="the printed page number")
    confidence: float | None = Field(
        None, description="0 to 1: of the recognition, where the page was read from its image; null for text"
    )
    pages: int
    text: str = Field(description="as extracted, unchanged")
    highlights: list[Highlight]
    image: str | None = Field(description="URL of the page as PNG, for PDF documents")


def request(
    body: ChatRequest | ClaimsRequest, question: str, history: list[tuple[str, str]], internal: bool
) -> Request:
    return Request(
        question=question,
        history=read_history(history),
        lang=body.lang,
        municipalities=tuple(body.municipalities),
        documents=tuple(body.documents),
        include_context=isinstance(body, ChatRequest) and body.include_context,
        internal=internal,
        mode=body.mode if isinstance(body, ChatRequest) else "plain",
    )


def read_history(history: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The latest turns, no question of them longer than one may be."""
    latest = history[-MAX_HISTORY:]
    return tuple((role, content[:MAX_QUESTION] if role == "user" else content) for role, content in latest)


def reply_fields(answer: Answer) -> dict[str, Any]:
    """The reply's fields after the contract, without `session_id`."""
    return asdict(answer) | {"conflicts": [_conflict(c) for c in answer.conflicts]}


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {"subject": conflict.subject, "values": [{"value": v, "marker": m} for v, m in conflict.values]}


def municipality_body(municipality: Municipality | None) -> MunicipalityBody | None:
    if municipality is None:
        return None
    return MunicipalityBody(code=municipality.code, prefecture=municipality.prefecture, name=municipality.name)


def document_body(document: Document, pages: int) -> DocumentBody:
    return DocumentBody(
        id=document.id,
        title=document.title,
        municipality=municipality_body(document.municipality),
        confidence=document.confidence,
        date=document.date,
        years=document.years,
        pages=pages,
        media_type=document.media_type,
        visibility=document.visibility,
        source_url=document.source_url,
        warnings=list(document.warnings),
    )
