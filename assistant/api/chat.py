"""POST /chat and POST /claims."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.api import schemas
from assistant.api.errors import documented
from assistant.api.schemas import ChatReply, ChatRequest, ClaimReply, ClaimsReply, ClaimsRequest
from assistant.api.sessions import Turn
from assistant.api.state import UsesService, UsesSessions, visible_document
from assistant.service import Service
from ingest.errors import InputError

router = APIRouter(tags=["answers"])


@router.post("/chat", responses=documented(400, 404, 413, 422, 503))
def chat(body: ChatRequest, service: UsesService, sessions: UsesSessions) -> ChatReply:
    """Answer a question, or check a claim, with a verbatim citation for every statement.

    The reply names a `session_id`; send it with the next question instead of `history`.
    """
    if body.session_id and body.history:
        raise InputError("send history or session_id, not both.")
    _check_documents(service, body.documents)
    sent: list[Turn] = [(turn.role, turn.content) for turn in body.history]
    history = sessions.history(body.session_id) if body.session_id else sent
    answer = service.answer(schemas.request(body, body.question, history, service.settings.show_internal))
    session = body.session_id or sessions.begin(history)
    sessions.add(session, body.question, answer.answer)
    return ChatReply(**schemas.reply_fields(answer), session_id=session)


@router.post("/claims", responses=documented(400, 404, 413, 422, 503))
def claims(body: ClaimsRequest, service: UsesService) -> ClaimsReply:
    """Check each claim on its own: supported, contradicted or not found."""
    if len(body.claims) > service.settings.max_claims:
        raise InputError(f"{len(body.claims):,} claims, {service.settings.max_claims:,} are taken at once: send fewer.")
    _check_documents(service, body.documents)
    replies = []
    for claim in body.claims:
        answer = service.check(schemas.request(body, claim, [], service.settings.show_internal))
        replies.append(ClaimReply(**schemas.reply_fields(answer), claim=claim))
    return ClaimsReply(replies=replies)


def _check_documents(service: Service, documents: list[str]) -> None:
    if documents:
        with service.use() as loaded:
            for id in documents:
                visible_document(loaded.catalogue, id, service.settings.show_internal)
