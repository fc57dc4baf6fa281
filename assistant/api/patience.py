"""How long the server waits for a client: for the head of a request, for more of its body, and until it reads on."""

from __future__ import annotations

from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: Seconds for the whole head of a request, and of silence while its body comes or its reply is not taken.
HEAD, SILENCE = 10.0, 30.0


class Patience(HttpToolsProtocol):
    """uvicorn's protocol, which by itself waits for ever: a connection that keeps the server waiting is ended."""

    head, silence = HEAD, SILENCE
    _coming: TimerHandle | None = None
    _going: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect(self.head)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._expect(self.head)

    def on_headers_complete(self) -> None:
        self._expect(self.silence)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._expect(self.silence)
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._coming = _cancelled(self._coming)
        super().on_message_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._going = self.loop.call_later(self.silence, self.transport.abort)

    def resume_writing(self) -> None:
        self._going = _cancelled(self._going)
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._coming, self._going = _cancelled(self._coming), _cancelled(self._going)
        super().connection_lost(exc)

    def _expect(self, seconds: float) -> None:
        _cancelled(self._coming)
        self._coming = self.loop.call_later(seconds, self.transport.abort)


def _cancelled(timer: TimerHandle | None) -> Any:
    if timer:
        timer.cancel()
