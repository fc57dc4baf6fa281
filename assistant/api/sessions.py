"""Conversations that the server keeps, in memory and bounded: gone after a restart, the least recently used first."""

from __future__ import annotations

import threading
import uuid
from collections import OrderedDict, deque

from assistant.errors import NotFound

Turn = tuple[str, str]


class Sessions:
    """Thread-safe. A turn is two entries: ("user", question) and ("assistant", answer)."""

    def __init__(self, limit: int, turns: int) -> None:
        self._limit = limit
        self._entries = turns * 2
        self._kept: OrderedDict[str, deque[Turn]] = OrderedDict()
        self._lock = threading.Lock()

    def history(self, session: str) -> list[Turn]:
        """What was said so far, oldest first. Raises NotFound."""
        with self._lock:
            if session not in self._kept:
                raise NotFound("this conversation is not (or no longer) kept: leave session_id out to begin a new one.")
            self._kept.move_to_end(session)
            return list(self._kept[session])

    def begin(self, history: list[Turn]) -> str:
        """A new conversation that continues `history`; returns its id."""
        session = uuid.uuid4().hex
        with self._lock:
            self._kept[session] = deque(history, maxlen=self._entries)
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return session

    def add(self, session: str, question: str, answer: str) -> None:
        with self._lock:
            if session in self._kept:
                self._kept[session].extend((("user", question), ("assistant", answer)))
