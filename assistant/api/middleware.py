"""What holds for every request: the key, the limit on bodies, the headers that keep browsers safe."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.errors import expected
from assistant.errors import TooLarge

PAGE_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


class SecurityHeaders:
    """Headers of every response; a route that needs a wider Content-Security-Policy sets its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", PAGE_POLICY)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class BodyLimit:
    """Refuses a body over `limit` bytes, by its Content-Length at once, else as soon as that much has come.

    Starlette's own limit answers in plain text; this one in the API's error shape. Reads the body before the
    application does, but for the paths of `streamed`, which take up to so many bytes and read them as they come.
    """

    def __init__(self, app: ASGIApp, limit: int, streamed: Mapping[str, int] | None = None) -> None:
        self.app = app
        self.limit = limit
        self._streamed = streamed or {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        limit = self._streamed.get(scope["path"], self.limit)
        error = TooLarge(f"the body is larger than {limit:,} bytes: send less at once.")
        declared = Headers(scope=scope).get("content-length", "")
        refused = declared.isdecimal() and int(declared) > limit
        if scope["path"] in self._streamed and not refused:
            await self.app(scope, _counted(receive, limit, error), send)
            return
        body = None if refused else await self._read(receive)
        if body is None:
            await expected(error)(scope, receive, send)
            return
        pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return pending.pop() if pending else await receive()

        await self.app(scope, replay, send)

    async def _read(self, receive: Receive) -> bytes | None:
        """The whole body; None where it is over the limit."""
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return bytes(body)
            body += message.get("body", b"")
            if len(body) > self.limit:
                return None
            if not message.get("more_body", False):
                return bytes(body)


def _counted(receive: Receive, limit: int, error: TooLarge) -> Receive:
    """Raises `error` in the route that reads, once more than `limit` bytes have come."""
    come = 0

    async def counted() -> Message:
        nonlocal come
        message = await receive()
        come += len(message.get("body", b""))
        if come > limit:
            raise error
        return message

    return counted
