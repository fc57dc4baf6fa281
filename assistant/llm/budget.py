"""What one question may still cost, in tokens and in time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from assistant.settings import Settings


def tokens_in(text: str) -> int:
    """An upper estimate: a token for each Japanese character, one for three others."""
    wide = sum(c > "\u2e80" for c in text)
    return wide + (len(text) - wide) // 3 + 1


@dataclass(slots=True)
class Budget:
    """What one question may still cost. `left` says that nobody waits any more."""

    tokens: int
    end: float
    left: Callable[[], bool] = lambda: False
    read: int = 0
    written: int = 0
    calls: int = 0

    @staticmethod
    def of(settings: Settings, left: Callable[[], bool] = lambda: False, since: float | None = None) -> Budget:
        """`since` is when the question came (`time.monotonic`): what was done before the model counts too."""
        began = time.monotonic() if since is None else since
        return Budget(settings.llm_tokens, began + settings.llm_seconds, left)

    @property
    def seconds(self) -> float:
        return self.end - time.monotonic()

    @property
    def unused(self) -> int:
        return self.tokens - self.read - self.written
