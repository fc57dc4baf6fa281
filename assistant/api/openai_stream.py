"""A completion as events while the answer is made: each statement as soon as it is proven."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from fastapi import Request as HttpRequest
from fastapi.sse import format_sse_event
from pydantic import BaseModel

from assistant.answer import Answer, Citation, Excerpt
from assistant.api.errors import error_body
from assistant.api.openai_links import Linked
from assistant.api.openai_models import Usage, beyond, chunk, new_id
from assistant.api.state import within
from assistant.api.streaming import KEEP_ALIVE, ClientLeft
from assistant.listening import Listener

#: What the thread that makes the answer tells: a statement, that there is nothing to say yet, the end.
_Told = tuple[str, tuple[Citation, ...]] | None | Answer | Exception


class CompletionEvents:
    """A `Listener` in the thread that makes the answer, and the events in the loop that sends them."""

    def __init__(self, http: HttpRequest, make: Callable[[Listener], Answer], text: Linked, usage: bool) -> None:
        self._http = http
        self._make = make
        self._text = text
        self._usage = usage
        self._queue: asyncio.Queue[_Told] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._left = threading.Event()

    def evidence(self, passages: Sequence[Excerpt]) -> None:
        self._put(None)

    def statement(self, text: str, citations: Sequence[Citation]) -> None:
        self._put((text, tuple(citations)))

    def withheld(self, reason: str) -> None:
        self._put(None)

    def step(self, tool: str, arguments: Mapping[str, object]) -> None:
        self._put(None)

    def left(self) -> bool:
        return self._left.is_set()

    def _put(self, told: _Told) -> None:
        if self._left.is_set():
            raise ClientLeft
        self._loop.call_soon_threadsafe(self._queue.put_nowait, told)

    async def begin(self) -> None:
        """Raises what keeps the answer from beginning, while the reply can still say so by its status."""
        self._task = asyncio.create_task(self._run())
        self._first = await self._queue.get()
        if isinstance(self._first, Exception):
            raise self._first

    async def _run(self) -> None:
        try:
            seconds = self._http.app.state.service.settings.answer_seconds
            self._queue.put_nowait(await within(seconds, partial(self._make, self)))
        except Exception as error:
            self._queue.put_nowait(error)

    async def events(self) -> AsyncIterator[bytes]:
        event = partial(chunk, new_id(), int(time.time()))
        try:
            yield _sent(event({"role": "assistant", "content": ""}))
            told = self._first
            while not isinstance(told, Answer):
                if isinstance(told, Exception):
                    yield _sent(error_body(self._http, told).model_dump())
                    return
                if told:
                    yield _sent(event({"content": self._text.statement(*told)}))
                try:
                    told = await asyncio.wait_for(self._queue.get(), KEEP_ALIVE)
                except TimeoutError:
                    told = None
                    yield format_sse_event(comment="keep-alive")
            for data in self._last(event, told):
                yield _sent(data)
            yield format_sse_event(data_str="[DONE]")
        finally:
            self._left.set()
            self._task.cancel()

    def _last(self, event: Callable[..., dict[str, Any]], answer: Answer) -> list[dict[str, Any]]:
        rest = self._text.finish(answer)
        annotations = _plain(self._text.annotations)
        more = {name: _plain(value) for name, value in beyond(self._text.citations, answer).items()}
        out = [event({"content": rest})] if rest else []
        out.append(event({"annotations": annotations} if annotations else {}, "stop", **more))
        if self._usage:
            out.append(event({}) | {"choices": [], "usage": Usage().model_dump()})
        return out


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.model_dump() if isinstance(value, BaseModel) else value


def _sent(data: dict[str, Any]) -> bytes:
    return format_sse_event(data_str=json.dumps(data, ensure_ascii=False))
