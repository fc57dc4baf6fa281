"""An agent over the tools, for questions of several steps: under a bound of steps, tokens and time, stopped when nobody
waits. What it writes at the end is held to the gate by the reader."""

from __future__ import annotations

import asyncio
import logging
import queue
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ModelCallLimitMiddleware
from langchain.agents.middleware.types import ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.tools import BaseTool

from assistant.llm.budget import Budget, tokens_in
from assistant.llm.calls import LOOK, WRITTEN, Calls, shared_loop
from assistant.llm.failures import ModelFailed, may_pass, reason_of, status_of, wait_after

log = logging.getLogger(__name__)
#: By this a message is known to be the answer before it is complete.
_ANSWERS = '"statements"'
_END = object()
#: Tokens of the descriptions of the tools, which every step sends.
DESCRIBED = 900

Handler = Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]


@dataclass(frozen=True, slots=True)
class Step:
    """A call of a tool."""

    tool: str
    arguments: dict[str, Any]


@dataclass(slots=True)
class Agent:
    """One question's agent. `messages` are what was said so far, results of tools included."""

    calls: Calls
    tools: Sequence[BaseTool]
    system: str
    budget: Budget
    steps: int
    messages: list[BaseMessage] = field(default_factory=list)

    def say(self, text: str, told: Callable[[Step], None] = lambda step: None) -> Iterator[str]:
        """The pieces of what the agent writes in the end for a user's message, as they come; `told` hears of each tool
        that it calls before. Raises ModelFailed where it writes nothing."""
        self.calls.check_rest()
        heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
        running = asyncio.run_coroutine_threadsafe(self._run(HumanMessage(text), heard), shared_loop())
        written = False
        try:
            for one in self._heard(heard):
                if isinstance(one, Step):
                    told(one)
                else:
                    written = True
                    yield one
            running.result(1)
        except (ModelFailed, CancelledError) as error:
            failed = error if isinstance(error, ModelFailed) else ModelFailed("down")
            if failed.reason in ("slow", "down"):
                self.calls.failed()
            if failed.reason == "left" or not written:
                raise failed from None
            log.warning("the agent's answer was cut off: %s", failed.reason)
        finally:
            running.cancel()

    def _heard(self, heard: queue.SimpleQueue[Any]) -> Iterator[Any]:
        while True:
            if self.budget.left():
                raise ModelFailed("left")
            try:
                one = heard.get(timeout=LOOK)
            except queue.Empty:
                continue
            if one is _END:
                return
            yield one

    async def _run(self, message: HumanMessage, heard: queue.SimpleQueue[Any]) -> None:
        bounds = _Bounds(self.calls, self.budget, self.steps)
        limit = ModelCallLimitMiddleware(run_limit=self.steps, exit_behavior="end")
        agent = create_agent(self.calls.model, self.tools, system_prompt=self.system, middleware=[limit, bounds])
        said: Any = {"messages": [*self.messages, message]}
        hearing = _Hearing(heard, len(said["messages"]))
        try:
            async with asyncio.timeout(max(self.budget.seconds, 0.001)):
                config: Any = {"recursion_limit": 8 * self.steps}
                run: Any = agent.astream(said, config, stream_mode=["messages", "values"])
                async for mode, data in run:
                    if mode == "messages":
                        hearing.piece(data[0])
                    else:
                        hearing.state(data["messages"])
            hearing.end()
        except TimeoutError:
            raise ModelFailed("slow", f"no end in {self.calls.settings.llm_seconds:g} s") from None
        except ModelFailed:
            raise
        except Exception as error:
            raise ModelFailed("down", type(error).__name__) from error
        finally:
            heard.put(_END)
        self.calls.succeeded()
        self.messages = hearing.messages
        self.steps = max(1, self.steps - bounds.taken)


@dataclass(slots=True)
class _Hearing:
    """What is passed on of an agent's run: each call of a tool, and the answer's pieces from the moment that they are
    known to be an answer."""

    heard: queue.SimpleQueue[Any]
    known: int
    messages: list[BaseMessage] = field(default_factory=list)
    _id: str | None = None
    _text: str = ""
    _passed: int = 0

    def piece(self, message: BaseMessage) -> None:
        if not isinstance(message, AIMessageChunk):
            return
        if message.id != self._id:
            self._id, self._text, self._passed = message.id, "", 0
        self._text += message.text
        if _ANSWERS in self._text:
            self._pass_on()

    def state(self, messages: list[BaseMessage]) -> None:
        for message in messages[self.known :]:
            for call in message.tool_calls if isinstance(message, AIMessage) else ():
                self.heard.put(Step(call["name"], call["args"]))
        self.messages, self.known = messages, max(self.known, len(messages))

    def end(self) -> None:
        last = self.messages[-1]
        if last.id != self._id or not last.text.startswith(self._text):
            self._text, self._passed = "", 0
        self._text = last.text
        self._pass_on()

    def _pass_on(self) -> None:
        if len(self._text) > self._passed:
            self.heard.put(self._text[self._passed :])
            self._passed = len(self._text)


class _Bounds(AgentMiddleware[Any, Any, Any]):
    """Every call of the model under the question's budget; in the last step it must answer, for there are no tools."""

    def __init__(self, calls: Calls, budget: Budget, steps: int) -> None:
        super().__init__()
        self.calls, self.budget, self.steps = calls, budget, steps
        self.taken = 0

    async def awrap_model_call(self, request: ModelRequest[Any], handler: Handler) -> ModelResponse[Any]:
        size = DESCRIBED + tokens_in(request.system_prompt or "") + sum(map(_size, request.messages))
        room = min(int(self.calls.settings.llm_tokens * WRITTEN), self.budget.unused - size)
        if room < 100:
            raise ModelFailed("budget", "no tokens left for this question")
        self.taken += 1
        self.budget.calls += 1
        asked = _limited(request, room)
        if self.taken >= self.steps:
            asked = asked.override(tools=[])
        async with self.calls.turns:
            response = await self._tried(asked, handler)
        self._count(response, size)
        return response

    async def _tried(self, request: ModelRequest[Any], handler: Handler) -> ModelResponse[Any]:
        attempt = 0
        while True:
            try:
                return await handler(request)
            except Exception as error:
                status = status_of(error)
                if attempt >= self.calls.settings.llm_retries or not may_pass(status):
                    detail = f"{type(error).__name__} {status or ''}".strip()
                    raise ModelFailed(reason_of(status), detail) from None
                wait = wait_after(error, attempt)
            attempt += 1
            await asyncio.sleep(wait)

    def _count(self, response: ModelResponse[Any], size: int) -> None:
        for message in response.result:
            counted = message.usage_metadata if isinstance(message, AIMessage) else None
            self.budget.read += counted["input_tokens"] if counted else size
            self.budget.written += counted["output_tokens"] if counted else _size(message)


def _limited(request: ModelRequest[Any], room: int) -> ModelRequest[Any]:
    if type(request.model).__name__ == "ChatOllama":
        return request.override(model=request.model.model_copy(update={"num_predict": room}))
    return request.override(model_settings={**request.model_settings, "max_tokens": room})


def _size(message: BaseMessage) -> int:
    calls = message.tool_calls if isinstance(message, AIMessage) else ()
    return tokens_in(message.text) + sum(tokens_in(str(call["args"])) for call in calls)
