"""Earlier conversations: to see, to read on, and to delete.

A conversation is its key's, in the role that the key has. Without a key it is whose browser knows its id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.answer import Citation
from assistant.api.auth import Reader
from assistant.api.errors import documented
from assistant.api.pages import owner
from assistant.api.schemas import CitationBody
from assistant.api.state import UsesConversations, UsesService
from assistant.api.urls import page_url
from assistant.errors import NotFound
from assistant.service import Loaded
from assistant.store.conversations import Place
from ingest.errors import IndexMissing

router = APIRouter(tags=["conversations"])
Id = Annotated[str, StringConstraints(max_length=100)]


class SummaryBody(BaseModel):
    id: str
    title: str = Field(description="the first question that is kept")
    questions: int
    begun: str = Field(description="UTC")
    used: str


class ConversationsReply(BaseModel):
    conversations: list[SummaryBody] = Field(description="the last used first")


class SaidBody(BaseModel):
    role: str
    content: str
    citations: list[CitationBody] = Field(description="of an answer; without those whose words no longer stand there")


class ConversationReply(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"id": "0" * 32, "turns": [{"role": "user", "content": "汐崎市の人口は？", "citations": []}]}]
        }
    )

    id: str
    turns: list[SaidBody]


class DeletedReply(BaseModel):
    deleted: int


@router.get("/conversations", responses=documented(422, 503))
def conversations(
    kept: UsesConversations,
    access: Reader,
    id: Annotated[list[Id] | None, Query(max_length=100, description="only these")] = None,
) -> ConversationsReply:
    """The conversations of the key that is sent. Without a key, those whose ids are given: who asks without one is not
    told of what others asked."""
    among = id if access.key or id else []
    return ConversationsReply(conversations=[SummaryBody(**asdict(s)) for s in kept.all(access.owner, among)])


@router.get("/conversations/{id}", responses=documented(404, 422, 503))
def conversation(id: str, kept: UsesConversations, service: UsesService, access: Reader) -> ConversationReply:
    """What was said, with personal numbers and addresses masked. `id` is the `session_id` of its replies."""
    said = kept.read(id, access.owner)
    try:
        with service.use() as loaded:
            cited = [list(_citations(loaded, entry.cited, access.internal)) for entry in said]
    except IndexMissing:
        cited = [[] for _ in said]
    turns = [SaidBody(role=e.role, content=e.content, citations=c) for e, c in zip(said, cited, strict=True)]
    return ConversationReply(id=id, turns=turns)


@router.delete("/conversations/{id}", responses=documented(404, 422, 503))
def forget(id: str, kept: UsesConversations, access: Reader) -> DeletedReply:
    """Deletes a conversation at once."""
    if not (deleted := kept.delete(access.owner, id)):
        raise NotFound("this conversation is not (or no longer) kept.")
    return DeletedReply(deleted=deleted)


@router.delete("/conversations", responses=documented(503))
def forget_all(kept: UsesConversations, access: Reader) -> DeletedReply:
    """Deletes all conversations of the key that is sent. Without a key none: delete those that you know one by one."""
    return DeletedReply(deleted=kept.delete(access.owner) if access.key else 0)


def places(citations: Iterable[Citation]) -> list[Place]:
    """What is kept of citations: where they stand, and how to tell that the same words still do."""
    return [(c.marker, c.document, c.page, c.start, c.end, _digest(c.quote)) for c in citations]


def _citations(loaded: Loaded, cited: Iterable[Place], internal: bool) -> Iterable[CitationBody]:
    for marker, id, number, start, end, digest in cited:
        document = loaded.catalogue.document(id)
        page = loaded.catalogue.page(id, number)
        if document is None or page is None or (document.visibility == "internal" and not internal):
            continue
        quote = page.text[start:end]
        if _digest(quote) == digest:
            yield CitationBody(
                marker=marker,
                document=id,
                title=document.title,
                municipality=owner(loaded, document, number, [(start, end)]),
                page=number,
                quote=quote,
                start=start,
                end=end,
                url=page_url(id, number, (start, end)),
                label=page.label,
                confidence=page.confidence,
            )


def _digest(quote: str) -> str:
    return hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()[:32]
