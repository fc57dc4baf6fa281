"""What can be heard of an answer while it is made: the evidence at once, then each statement that passes the gate."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from assistant.answer import Answer, Citation, Excerpt

_SHARED = ("document", "title", "municipality", "page", "url")
_MARKER = re.compile(r"\[(\d+)\]")


class Listener(Protocol):
    """Called in the thread that makes the answer, in order. What a method raises ends the work."""

    def evidence(self, passages: Sequence[Excerpt]) -> None:
        """The passages from which the answer will be made, best first; once, possibly none."""

    def statement(self, text: str, citations: Sequence[Citation]) -> None:
        """A line of the answer with its markers, and those citations that are new with it."""

    def withheld(self, reason: str) -> None:
        """A statement did not pass the gate; `reason` does not repeat it."""

    def step(self, tool: str, arguments: Mapping[str, object]) -> None:
        """An agent calls a tool on its way to the answer."""

    def left(self) -> bool:
        """Whether nobody waits any more: long work looks and ends."""


def retell(answer: Answer, listen: Listener) -> None:
    """Tells of an answer that was there already as if it had just been made."""
    listen.evidence([Excerpt(**{f: getattr(c, f) for f in _SHARED}, text=c.quote) for c in answer.citations])
    known = 0
    for line in answer.answer.split("\n"):
        last = max((int(m) for m in _MARKER.findall(line)), default=known)
        listen.statement(line, [c for c in answer.citations if known < c.marker <= last])
        known = max(known, last)
