"""Answers as `text/event-stream`: `evidence`, an agent's `step`s, `statement` and `withheld` as the gate decides, at
last `final` or `error`."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from fastapi import Request
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import BaseModel

from assistant.answer import Citation, Excerpt
from assistant.api.errors import error_body
from assistant.api.schemas import EvidenceEvent, StatementEvent, StepEvent, WithheldEvent
from assistant.listening import Listener

MEDIA_TYPE = EventSourceResponse.media_type
#: Seconds of silence after which a comment tells proxies that the answer is still being made.
KEEP_ALIVE = 10.0
_LAST = ("final", "error")
#: Proxies such as nginx hold a stream back unless told not to.
_HEADERS = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}

#: Makes the reply, telling a listener on the way.
Respond = Callable[[Listener], Awaitable[BaseModel]]


def event_stream(request: Request, respond: Respond) -> EventSourceResponse:
    """Streams what `respond` tells its listener and then what it returns. When the client leaves, the listener raises
    `ClientLeft` and the task of `respond` is cancelled."""
    return EventSourceResponse(_events(request, respond), headers=_HEADERS)


class ClientLeft(Exception):
    """Nobody waits for the answer any more."""


class _Relay:
    """A listener in any thread, whose events come out of a queue in the loop that made it."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[tuple[str, BaseModel]] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._left = threading.Event()

    def leave(self) -> None:
        self._left.set()

    def left(self) -> bool:
        return self._left.is_set()

    def put(self, name: str, body: BaseModel) -> None:
        if self._left.is_set():
            raise ClientLeft
        self._loop.call_soon_threadsafe(self.queue.put_nowait, (name, body))

    def evidence(self, passages: Sequence[Excerpt]) -> None:
        self.put("evidence", EvidenceEvent(passages=_dicts(passages)))

    def statement(self, text: str, citations: Sequence[Citation]) -> None:
        self.put("statement", StatementEvent(text=text, citations=_dicts(citations)))

    def withheld(self, reason: str) -> None:
        self.put("withheld", WithheldEvent(reason=reason))

    def step(self, tool: str, arguments: Mapping[str, object]) -> None:
        self.put("step", StepEvent(tool=tool, arguments=dict(arguments)))


def _dicts(values: Sequence[Any]) -> list[Any]:
    return [asdict(value) for value in values]


async def _events(request: Request, respond: Respond) -> AsyncIterator[bytes]:
    relay = _Relay()
    task = asyncio.create_task(_run(request, respond, relay))
    try:
        while True:
            try:
                name, body = await asyncio.wait_for(relay.queue.get(), KEEP_ALIVE)
            except TimeoutError:
                yield format_sse_event(comment="keep-alive")
                continue
            yield format_sse_event(event=name, data_str=body.model_dump_json())
            if name in _LAST:
                return
    finally:
        relay.leave()
        task.cancel()


async def _run(request: Request, respond: Respond, relay: _Relay) -> None:
    try:
        relay.put("final", await respond(relay))
    except ClientLeft:
        return
    except Exception as error:
        relay.put("error", error_body(request, error))
