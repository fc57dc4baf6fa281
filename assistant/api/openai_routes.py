"""`/v1/chat/completions` and `/v1/models`: Keikaku as a model behind any client of OpenAI's chat interface."""

from __future__ import annotations

import re
import time
from functools import partial

from anyio import to_thread
from fastapi import APIRouter
from fastapi import Request as HttpRequest
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse

from assistant.answer import Request
from assistant.api.auth import Reader
from assistant.api.errors import documented
from assistant.api.negotiation import EVENT
from assistant.api.openai_links import Linked, without_links
from assistant.api.openai_models import (
    MODEL,
    Choice,
    Completion,
    CompletionRequest,
    Message,
    Model,
    Models,
    ReplyMessage,
    beyond,
    new_id,
)
from assistant.api.openai_stream import CompletionEvents
from assistant.api.schemas import MAX_QUESTION, read_history
from assistant.api.state import UsesService, visible_document, within
from assistant.errors import NotFound
from ingest.errors import InputError

router = APIRouter(prefix="/v1", tags=["OpenAI-compatible"])
EVENTS = "text/event-stream"
LONGEST_TURN = 20_000
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ々一-龥]")


@router.post(
    "/chat/completions",
    response_model=Completion,
    responses=documented(400, 404, 413, 422, 503, 504) | {200: {"content": {EVENTS: {"schema": EVENT}}}},
)
async def complete(body: CompletionRequest, http: HttpRequest, service: UsesService, access: Reader) -> Response:
    """Answers the last message. The links in the text open the page with the quote; `annotations` and `citations` have
    them once more for programs. Earlier messages are the history of the question; system messages have no effect."""
    request = _request(body, access.internal)
    await to_thread.run_sync(_check, body, service, access.internal)
    base = service.settings.public_url or str(http.base_url)
    if body.stream:
        usage = bool(body.stream_options and body.stream_options.include_usage)
        events = CompletionEvents(http, partial(service.answer, request), Linked(base, request.lang), usage)
        await events.begin()
        return EventSourceResponse(events.events(), headers={"X-Accel-Buffering": "no"})
    answer = await within(service.settings.answer_seconds, partial(service.answer, request))
    text = Linked(base, request.lang)
    text.finish(answer)
    message = ReplyMessage(content=text.content, annotations=text.annotations)
    more = beyond(text.citations, answer)
    reply = Completion(id=new_id(), created=int(time.time()), choices=[Choice(message=message)], **more)
    return Response(reply.model_dump_json(), media_type="application/json")


@router.get("/models", responses=documented(503))
def models(service: UsesService, access: Reader) -> Models:
    """The one model that there is: this index."""
    return Models(data=[_model(service)])


@router.get("/models/{model}", responses=documented(404, 422, 503))
def model(model: str, service: UsesService, access: Reader) -> Model:
    _known(model)
    return _model(service)


def _model(service: UsesService) -> Model:
    with service.use() as loaded:
        return Model(created=int(loaded.generation.path.stat().st_mtime))


def _known(model: str) -> None:
    if model != MODEL:
        raise NotFound(f"no model {model[:100]!r}: there is {MODEL!r}.")


def _check(body: CompletionRequest, service: UsesService, internal: bool) -> None:
    with service.use() as loaded:
        for id in body.documents:
            visible_document(loaded.catalogue, id, internal)


def _request(body: CompletionRequest, internal: bool) -> Request:
    """Raises NotFound and InputError for what cannot be answered."""
    _known(body.model)
    *earlier, last = body.messages
    if last.role != "user":
        raise InputError("the last message must be the user's: that is what is answered.")
    if isinstance(last.content, list) and any(part.type != "text" for part in last.content):
        raise InputError("only text can be asked: leave out images, sound and files.")
    question = last.text().strip()
    if not question:
        raise InputError("the last message is empty: write what you want to know.")
    if len(question) > MAX_QUESTION:
        raise InputError(f"the question has {len(question):,} characters, {MAX_QUESTION:,} are taken: shorten it.")
    return Request(
        question=question,
        history=read_history([_turn(m) for m in earlier if m.role in ("user", "assistant") and m.text().strip()]),
        lang=body.lang or ("ja" if _JAPANESE.search(question) else "en"),
        municipalities=tuple(body.municipalities),
        documents=tuple(body.documents),
        internal=internal,
    )


def _turn(message: Message) -> tuple[str, str]:
    """Earlier answers come back with the links that they were given; without those they are what was said."""
    return message.role, without_links(message.text())[:LONGEST_TURN]
