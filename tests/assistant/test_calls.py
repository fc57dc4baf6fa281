"""Calls of a model whose client fails in its own words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.outputs import ChatGenerationChunk

from assistant.llm import replies
from assistant.llm.budget import Budget
from assistant.llm.calls import Calls
from assistant.llm.failures import ModelFailed
from assistant.settings import Settings, load_settings


class Patient(GenericFakeChatModel):
    """Runs out of time so often before it answers."""

    misses: int

    async def _astream(self, *args: Any, **more: Any) -> AsyncIterator[ChatGenerationChunk]:
        if self.misses:
            self.misses -= 1
            raise TimeoutError
        async for chunk in super()._astream(*args, **more):
            yield chunk


def settings(retries: int) -> Settings:
    return load_settings(llm="openai:scripted", llm_seconds=20, llm_retries=retries, _env_file=None)


def calls(misses: int, retries: int) -> Calls:
    model = Patient(messages=iter(["{}"]), misses=misses)
    return Calls(model, settings(retries), "text")


def test_a_client_that_ran_out_of_time_is_asked_again():
    asked = calls(misses=1, retries=1).text([("user", "問い")], replies.ANSWER, Budget.of(settings(1)))
    assert "".join(asked) == "{}"


def test_a_client_that_runs_out_of_time_each_time_was_slow():
    asked = calls(misses=2, retries=1).text([("user", "問い")], replies.ANSWER, Budget.of(settings(1)))
    with pytest.raises(ModelFailed, match="^slow: TimeoutError"):
        next(asked)
