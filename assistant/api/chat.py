"""POST /chat and POST /claims."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from fastapi import Request as HttpRequest

from assistant.answer import Request
from assistant.api import schemas
from assistant.api.auth import Access, Reader
from assistant.api.conversations import places
from assistant.api.errors import documented
from assistant.api.negotiation import preferred
from assistant.api.schemas import ChatReply, ChatRequest, ClaimReply, ClaimsReply, ClaimsRequest
from assistant.api.state import UsesConversations, UsesService, visible_document, within
from assistant.api.streaming import MEDIA_TYPE, event_stream
from assistant.errors import TimedOut
from assistant.listening import Listener
from assistant.service import Service
from assistant.store.conversations import Conversations, Turn
from ingest.errors import InputError

router = APIRouter(tags=["answers"])
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            MEDIA_TYPE: {
                "schema": {"type": "string"},
                "example": 'event: evidence\ndata: {"passages": […]}\n\nevent: statement\ndata: {"text": "…[1]", '
                '"citations": […]}\n\nevent: final\ndata: {"answer": "…", …}\n\n',
            }
        }
    }
}


@router.post("/chat", response_model=ChatReply, responses=documented(400, 404, 413, 422, 503, 504) | _STREAM)
async def chat(
    body: ChatRequest, http: HttpRequest, service: UsesService, kept: UsesConversations, access: Reader
) -> Any:
    """Answer a question, or check a claim, with a verbatim citation for every statement.

    The reply names a `session_id`; send it with the next question instead of `history`. With `Accept:
    text/event-stream` it comes as events: `evidence` (what the answer will be made from), a `step` for each tool that
    an agent calls, a `statement` for each line as soon as it is proven, `withheld` where one was not, and `final` with
    the whole reply, or `error`.
    """
    look_up = partial(_history, body, service, kept, access)
    history = await to_thread.run_sync(look_up) if body.session_id or body.documents else look_up()
    request = schemas.request(body, body.question, history, access.internal)
    reply = partial(_reply, body, request, service, kept, access)
    if preferred(http.headers.get("accept", ""), ("application/json", MEDIA_TYPE)) == MEDIA_TYPE:
        return event_stream(http, reply)
    return await reply()


@router.post("/claims", responses=documented(400, 404, 413, 422, 503, 504))
async def claims(body: ClaimsRequest, service: UsesService, access: Reader) -> ClaimsReply:
    """Check each claim on its own: supported, contradicted or not found.

    What the time that an answer may take does not suffice for is named in `unchecked`; 504 where not one was checked.
    """
    if len(body.claims) > service.settings.max_claims:
        raise InputError(f"{len(body.claims):,} claims, {service.settings.max_claims:,} are taken at once: send fewer.")
    checked: list[ClaimReply] = []
    end = time.monotonic() + service.settings.answer_seconds

    def check_all() -> None:
        _check_documents(service, body.documents, access.internal)
        for claim in body.claims:
            if time.monotonic() >= end:
                return
            answer = service.check(schemas.request(body, claim, [], access.internal))
            checked.append(ClaimReply(**schemas.reply_fields(answer), claim=claim))

    try:
        await within(service.settings.answer_seconds, check_all)
    except TimedOut:
        if not checked:
            raise
    replies = list(checked)
    return ClaimsReply(replies=replies, unchecked=body.claims[len(replies) :])


def _history(body: ChatRequest, service: Service, kept: Conversations, access: Access) -> list[Turn]:
    """The turns before this one. Raises InputError or NotFound on a request that cannot be answered."""
    if body.session_id and body.history:
        raise InputError("send history or session_id, not both.")
    _check_documents(service, body.documents, access.internal)
    if body.session_id:
        return kept.history(body.session_id, access.owner)
    return [(turn.role, turn.content) for turn in body.history]


async def _reply(
    body: ChatRequest,
    request: Request,
    service: Service,
    kept: Conversations,
    access: Access,
    listen: Listener | None = None,
) -> ChatReply:
    def answered() -> ChatReply:
        answer = service.answer(request, listen)
        session = kept.keep(
            body.session_id, access.owner, request.history, body.question, answer.answer, places(answer.citations)
        )
        return ChatReply(**schemas.reply_fields(answer), session_id=session)

    return await within(service.settings.answer_seconds, answered)


def _check_documents(service: Service, documents: list[str], internal: bool) -> None:
    if documents:
        with service.use() as loaded:
            for id in documents:
                visible_document(loaded.catalogue, id, internal)
