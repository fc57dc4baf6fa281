"""POST /chat and POST /claims."""

from __future__ import annotations

from functools import partial
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from fastapi import Request as HttpRequest

from assistant.answer import Request
from assistant.api import schemas
from assistant.api.auth import Reader
from assistant.api.errors import documented
from assistant.api.negotiation import preferred
from assistant.api.schemas import ChatReply, ChatRequest, ClaimReply, ClaimsReply, ClaimsRequest
from assistant.api.sessions import Sessions, Turn
from assistant.api.state import UsesService, UsesSessions, visible_document
from assistant.api.streaming import MEDIA_TYPE, event_stream
from assistant.listening import Listener
from assistant.service import Service
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


@router.post("/chat", response_model=ChatReply, responses=documented(400, 404, 413, 422, 503) | _STREAM)
async def chat(
    body: ChatRequest, http: HttpRequest, service: UsesService, sessions: UsesSessions, access: Reader
) -> Any:
    """Answer a question, or check a claim, with a verbatim citation for every statement.

    The reply names a `session_id`; send it with the next question instead of `history`. With `Accept:
    text/event-stream` it comes as events: `evidence` (what the answer will be made from), a `statement` for each line
    as soon as it is proven, `withheld` where one was not, and `final` with the whole reply, or `error`.
    """
    history = await to_thread.run_sync(partial(_history, body, service, sessions, access.internal))
    request = schemas.request(body, body.question, history, access.internal)
    reply = partial(_reply, body, request, service, sessions)
    if preferred(http.headers.get("accept", ""), ("application/json", MEDIA_TYPE)) == MEDIA_TYPE:
        return event_stream(http, reply)
    return await reply()


@router.post("/claims", responses=documented(400, 404, 413, 422, 503))
def claims(body: ClaimsRequest, service: UsesService, access: Reader) -> ClaimsReply:
    """Check each claim on its own: supported, contradicted or not found."""
    if len(body.claims) > service.settings.max_claims:
        raise InputError(f"{len(body.claims):,} claims, {service.settings.max_claims:,} are taken at once: send fewer.")
    _check_documents(service, body.documents, access.internal)
    replies = []
    for claim in body.claims:
        answer = service.check(schemas.request(body, claim, [], access.internal))
        replies.append(ClaimReply(**schemas.reply_fields(answer), claim=claim))
    return ClaimsReply(replies=replies)


def _history(body: ChatRequest, service: Service, sessions: Sessions, internal: bool) -> list[Turn]:
    """The turns before this one. Raises InputError or NotFound on a request that cannot be answered."""
    if body.session_id and body.history:
        raise InputError("send history or session_id, not both.")
    _check_documents(service, body.documents, internal)
    return (
        sessions.history(body.session_id) if body.session_id else [(turn.role, turn.content) for turn in body.history]
    )


async def _reply(
    body: ChatRequest, request: Request, service: Service, sessions: Sessions, listen: Listener | None = None
) -> ChatReply:
    def answered() -> ChatReply:
        answer = service.answer(request, listen)
        session = body.session_id or sessions.begin(list(request.history))
        sessions.add(session, body.question, answer.answer)
        return ChatReply(**schemas.reply_fields(answer), session_id=session)

    return await to_thread.run_sync(answered, abandon_on_cancel=True)


def _check_documents(service: Service, documents: list[str], internal: bool) -> None:
    if documents:
        with service.use() as loaded:
            for id in documents:
                visible_document(loaded.catalogue, id, internal)
