"""`/v1/chat/completions` and `/v1/models`: Keikaku as a model behind any client of OpenAI's chat interface."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from anyio import to_thread
from fastapi import APIRouter
from fastapi import Request as HttpRequest
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse, format_sse_event

from assistant.answer import Answer, Citation, Request
from assistant.api.auth import Reader
from assistant.api.errors import documented
from assistant.api.negotiation import EVENT
from assistant.api.openai_models import (
    MODEL,
    Annotation,
    Choice,
    Completion,
    CompletionRequest,
    Message,
    Model,
    Models,
    ReplyMessage,
    UrlCitation,
    Usage,
    chunk,
)
from assistant.api.schemas import MAX_QUESTION, CitationBody, CoverageBody, read_history
from assistant.api.state import UsesService, visible_document
from assistant.errors import NotFound
from ingest.errors import InputError

router = APIRouter(prefix="/v1", tags=["OpenAI-compatible"])
EVENTS = "text/event-stream"
LONGEST_TURN = 20_000
_MARKER = re.compile(r"\[(\d+)\](?!\()")
_LINK = re.compile(r"\s?\[\[\d+\]\]\([^)\s]*\)")
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ々一-龥]")


@router.post(
    "/chat/completions",
    response_model=Completion,
    responses=documented(400, 404, 413, 422, 503) | {200: {"content": {EVENTS: {"schema": EVENT}}}},
)
async def complete(body: CompletionRequest, http: HttpRequest, service: UsesService, access: Reader) -> Response:
    """Answers the last message. The links in the text open the page with the quote; `annotations` and `citations` have
    them once more for programs. Earlier messages are the history of the question; system messages have no effect."""
    request = _request(body, access.internal)
    await to_thread.run_sync(_check, body, service, access.internal)
    answer = await to_thread.run_sync(service.answer, request, abandon_on_cancel=True)
    base = service.settings.public_url or str(http.base_url)
    text = Linked(answer, base, request.lang)
    if body.stream:
        usage = bool(body.stream_options and body.stream_options.include_usage)
        return EventSourceResponse(_events(text, answer, usage), headers={"X-Accel-Buffering": "no"})
    message = ReplyMessage(content=text.content, annotations=text.annotations)
    reply = Completion(id=_id(), created=int(time.time()), choices=[Choice(message=message)], **_beyond(text, answer))
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
    return message.role, _LINK.sub("", message.text())[:LONGEST_TURN]


class Linked:
    """An answer's text with a link for every marker, and where the links stand."""

    def __init__(self, answer: Answer, base: str, lang: str) -> None:
        self.citations = [replace(c, url=base.rstrip("/") + c.url) for c in answer.citations]
        self.annotations: list[Annotation] = []
        self._known = {c.marker: c for c in self.citations}
        self._parts: list[str] = []
        self._length = 0
        self._add_marked(answer.answer)
        self._add_others(answer.answer, lang)
        self.content = "".join(self._parts)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _add_marked(self, text: str) -> None:
        at = 0
        for found in _MARKER.finditer(text):
            citation = self._known.get(int(found[1]))
            if citation:
                self._add(text[at : found.start()])
                self._add_link(citation)
                at = found.end()
        self._add(text[at:])

    def _add_others(self, text: str, lang: str) -> None:
        """Citations without a marker: the nearest passages to a question that could not be answered."""
        marked = {int(found[1]) for found in _MARKER.finditer(text)}
        if others := [c for c in self.citations if c.marker not in marked]:
            self._add("\n\nSee also: " if lang == "en" else "\n\n参考：")
            for i, citation in enumerate(others):
                self._add(("; " if lang == "en" else "、") if i else "")
                self._add_link(citation)
                self._add(f" {citation.title} p. {citation.page}")

    def _add_link(self, citation: Citation) -> None:
        start = self._length
        self._add(f"[[{citation.marker}]]({citation.url})")
        place = UrlCitation(start_index=start, end_index=self._length, title=citation.title, url=citation.url)
        self.annotations.append(Annotation(url_citation=place))


def _beyond(text: Linked, answer: Answer) -> dict[str, Any]:
    """The fields that OpenAI's interface does not have."""
    return {
        "citations": [CitationBody.model_validate(asdict(c)) for c in text.citations],
        "coverage": CoverageBody.model_validate(asdict(answer.coverage)) if answer.coverage else None,
        "verdict": answer.verdict,
        "abstained": answer.abstained,
    }


async def _events(text: Linked, answer: Answer, usage: bool) -> AsyncIterator[bytes]:
    event = partial(chunk, _id(), int(time.time()))
    yield _event(event({"role": "assistant", "content": ""}))
    for line in text.content.splitlines(keepends=True):
        yield _event(event({"content": line}))
    beyond = {name: _plain(value) for name, value in _beyond(text, answer).items()}
    annotations = _plain(text.annotations)
    yield _event(event({"annotations": annotations} if annotations else {}, "stop", **beyond))
    if usage:
        yield _event(event({}) | {"choices": [], "usage": Usage().model_dump()})
    yield format_sse_event(data_str="[DONE]")


def _plain(value: Any) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value.model_dump() if hasattr(value, "model_dump") else value


def _event(data: dict[str, Any]) -> bytes:
    return format_sse_event(data_str=json.dumps(data, ensure_ascii=False))


def _id() -> str:
    return f"chatcmpl-{uuid.uuid4().hex}"
