"""Calls to a chat model under limits of time, attempts, concurrency and tokens, stopped when nobody waits."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage, SystemMessage

from assistant.llm.budget import Budget, tokens_in
from assistant.llm.failures import ModelFailed, may_pass, reason_of, status_of, wait_after
from assistant.llm.provider import Structure
from assistant.settings import Settings

log = logging.getLogger(__name__)
#: Seconds between looks at whether somebody still waits.
LOOK = 0.02
#: After so many failures in a row the model is left alone for a while, and questions are answered without the wait.
FAILURES, REST = 3, 15.0
#: Tokens for what a model writes; a share of the question's budget.
WRITTEN = 0.25
_END = object()


@cache
def shared_loop() -> asyncio.AbstractEventLoop:
    """The one loop of this process that models are called in: their HTTP clients are bound to it."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="model-calls", daemon=True).start()
    return loop


@dataclass(slots=True)
class Calls:
    """Thread-safe: `text` is called from the threads that answer; the calls run in one loop."""

    model: BaseChatModel
    settings: Settings
    structure: Structure
    turns: asyncio.Semaphore = field(init=False)
    _failures: int = 0
    _rests_until: float = 0.0

    def __post_init__(self) -> None:
        self.turns = asyncio.Semaphore(self.settings.llm_concurrency)

    def text(self, prompt: Sequence[tuple[str, str]], schema: dict[str, Any], budget: Budget) -> Iterator[str]:
        """The pieces of what the model writes, as they come. What comes before a failure stands; a failure without
        any text raises ModelFailed."""
        self.check_rest()
        if budget.seconds <= 0:
            raise ModelFailed("slow", "no time left for this question")
        messages: list[BaseMessage] = [SystemMessage(t) if role == "system" else HumanMessage(t) for role, t in prompt]
        size = sum(tokens_in(t) for _, t in prompt)
        room = min(int(self.settings.llm_tokens * WRITTEN), budget.unused - size)
        if room < 100:
            raise ModelFailed("budget", "no tokens left for this question")
        budget.calls += 1
        pieces: queue.SimpleQueue[Any] = queue.SimpleQueue()
        usage = _Usage(size)
        running = asyncio.run_coroutine_threadsafe(
            self._run(messages, schema, pieces, budget, room, usage), shared_loop()
        )
        try:
            yield from self._pieces(pieces, running, budget, usage)
        finally:
            running.cancel()
            budget.read += usage.read
            budget.written += usage.written

    def _pieces(self, pieces: queue.SimpleQueue[Any], running: Any, budget: Budget, usage: _Usage) -> Iterator[str]:
        any_text = False
        while True:
            if budget.left():
                raise ModelFailed("left")
            try:
                piece = pieces.get(timeout=LOOK)
            except queue.Empty:
                if budget.seconds <= 0 and not any_text:
                    self.failed()
                    raise ModelFailed("slow", f"no answer in {self.settings.llm_seconds:g} s") from None
                if budget.seconds <= 0:
                    return
                continue
            if piece is _END:
                break
            any_text = True
            usage.wrote(piece)
            yield piece
        try:
            running.result(1)
            self.succeeded()
        except TimeoutError:  # the end was heard: only its thread is late, on a busy machine
            if not any_text:
                raise ModelFailed("slow", "the call did not end") from None
        except (ModelFailed, CancelledError) as error:
            failed = error if isinstance(error, ModelFailed) else ModelFailed("down")
            if not any_text:
                self.failed()
                raise failed from None
            log.warning("the model's answer was cut off: %s", failed.reason)

    def check_rest(self) -> None:
        """Raises ModelFailed while the model is left alone."""
        if time.monotonic() < self._rests_until:
            raise ModelFailed("down", "failed repeatedly a moment ago")

    def succeeded(self) -> None:
        self._failures = 0

    def failed(self) -> None:
        self._failures += 1
        if self._failures >= FAILURES:
            self._rests_until = time.monotonic() + REST
            self._failures = 0

    async def _run(
        self,
        messages: list[BaseMessage],
        schema: dict[str, Any],
        pieces: queue.SimpleQueue[Any],
        budget: Budget,
        room: int,
        usage: _Usage,
    ) -> None:
        try:
            async with asyncio.timeout(max(budget.seconds, 0.001)), self.turns:
                await self._attempts(messages, schema, pieces, room, usage)
        except TimeoutError:
            raise ModelFailed("slow", f"no end in {self.settings.llm_seconds:g} s") from None
        finally:
            pieces.put(_END)

    async def _attempts(
        self,
        messages: list[BaseMessage],
        schema: dict[str, Any],
        pieces: queue.SimpleQueue[Any],
        room: int,
        usage: _Usage,
    ) -> None:
        attempt = 0
        while True:
            structure = self.structure
            try:
                await self._stream(messages, schema, structure, pieces, room, usage)
                return
            except ModelFailed:
                raise
            except Exception as error:
                status = status_of(error)
                reason = "slow" if isinstance(error, TimeoutError) else reason_of(status)
                failed = ModelFailed(reason, f"{type(error).__name__} {status or ''}".strip())
                if structure != "text" and status in (400, 404, 415, 422, 501) and not usage.began:
                    # A server without JSON schemas or tools is asked in words, from now on.
                    self.structure = "text"
                    continue
                wait = wait_after(error, attempt)
            if usage.began or attempt >= self.settings.llm_retries or not may_pass(status):
                raise failed from None
            attempt += 1
            await asyncio.sleep(wait)

    async def _stream(
        self,
        messages: list[BaseMessage],
        schema: dict[str, Any],
        structure: Structure,
        pieces: queue.SimpleQueue[Any],
        room: int,
        usage: _Usage,
    ) -> None:
        bound = _bound(self.model, schema, structure, room)
        limit, written = room * 4, 0
        stream = bound.astream(messages)
        try:
            async for chunk in stream:
                usage.note(chunk)
                for piece in _texts(chunk):
                    usage.began = True
                    written += len(piece)
                    pieces.put(piece)
                if written > limit:
                    return
        finally:
            await stream.aclose()


@dataclass(slots=True)
class _Usage:
    """Tokens as the provider counts them, else as estimated."""

    read: int
    written: int = 0
    began: bool = False
    _counted: bool = False

    def wrote(self, piece: str) -> None:
        if not self._counted:
            self.written += tokens_in(piece)

    def note(self, chunk: Any) -> None:
        counted = getattr(chunk, "usage_metadata", None)
        if counted and counted.get("total_tokens"):
            if not self._counted:
                self.read = self.written = 0
            self._counted = True
            self.read += counted.get("input_tokens", 0)
            self.written += counted.get("output_tokens", 0)


def _texts(chunk: Any) -> Iterator[str]:
    """The text of a chunk and the arguments of the tool that it calls."""
    if isinstance(chunk.content, str):
        if chunk.content:
            yield chunk.content
    else:
        for block in chunk.content:
            text = block.get("text") if isinstance(block, dict) and block.get("type") == "text" else block
            if isinstance(text, str) and text:
                yield text
    if isinstance(chunk, AIMessageChunk):
        for call in chunk.tool_call_chunks:
            if call["args"]:
                yield call["args"]


def _bound(model: BaseChatModel, schema: dict[str, Any], structure: Structure, room: int) -> Any:
    ollama = type(model).__name__ == "ChatOllama"
    limits: dict[str, Any] = {} if ollama else {"max_tokens": room}
    if ollama:
        model = model.model_copy(update={"num_predict": room})
    if structure == "tool":
        return model.bind_tools([schema], tool_choice=schema["title"]).bind(**limits)
    if structure == "json" and ollama:
        return model.bind(format=schema, **limits)
    if structure == "json":
        form = {"name": schema["title"], "schema": schema, "strict": True}
        # In the extra body: as an argument, LangChain would have OpenAI's client parse what comes.
        extra = {
            **(getattr(model, "extra_body", None) or {}),
            "response_format": {"type": "json_schema", "json_schema": form},
        }
        return model.bind(extra_body=extra, **limits)
    return model.bind(**limits) if limits else model
