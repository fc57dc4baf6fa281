"""A model server that does what a script says, over the wire: OpenAI's protocol and Ollama's, streaming or not.

For tests and `make bench`, where no model is at hand; it listens on loopback only.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the server does with one request. `pieces` are sent as they are drawn; `raw` goes out in place of an event;
    without `ended` the connection is closed in the middle. `calls` are tools to call, by name with their arguments."""

    pieces: Iterable[str] = ()
    status: int = 200
    wait: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    ended: bool = True
    tool: bool = False
    calls: tuple[tuple[str, dict[str, Any]], ...] = ()


#: Given the request's body, the reply.
Script = Callable[[dict[str, Any]], Reply]


@dataclass(slots=True)
class ModelServer:
    url: str
    script: Script
    asked: list[dict[str, Any]] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)


@contextmanager
def model_server(script: Script) -> Iterator[ModelServer]:
    """A running server; `script` may be exchanged while it runs, `left` is set when a client hangs up early."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.model = ModelServer(f"http://127.0.0.1:{server.server_address[1]}", script)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server.model
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 200
    model: ModelServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the script."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.0"

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        model = self.server.model
        model.asked.append(body | {"authorization": self.headers.get("Authorization")})
        reply = model.script(body)
        time.sleep(reply.wait)
        try:
            self._send(body, reply)
        except OSError:
            model.left.set()

    def _send(self, body: dict[str, Any], reply: Reply) -> None:
        self.send_response(reply.status)
        if reply.status != 200:
            data = json.dumps({"error": {"message": "scripted", "type": "scripted"}}).encode()
            for name, value in (
                {"Content-Type": "application/json", "Content-Length": str(len(data))} | reply.headers
            ).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)
            return
        ollama = self.path.endswith("/api/chat")
        if not ollama and not body.get("stream"):
            self._whole(reply)
            return
        self.send_header("Content-Type", "application/x-ndjson" if ollama else "text/event-stream; charset=utf-8")
        self.end_headers()
        if reply.raw is not None:
            self.wfile.write(reply.raw)
            self.wfile.flush()
        (self._ollama if ollama else self._openai)(reply, bool(body.get("tools")) and reply.tool)

    def _openai(self, reply: Reply, tool: bool) -> None:
        for i, piece in enumerate(reply.pieces):
            delta: dict[str, Any] = {"content": piece}
            if tool:
                call: dict[str, Any] = {"index": 0, "function": {"arguments": piece}}
                if i == 0:
                    call |= {"id": "call_1", "type": "function"}
                    call["function"]["name"] = "answer"
                delta = {"tool_calls": [call]}
            self._event({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
        for i, (name, arguments) in enumerate(reply.calls):
            function = {"name": name, "arguments": json.dumps(arguments)}
            called = [{"index": i, "id": f"call_{i}", "type": "function", "function": function}]
            self._event({"choices": [{"index": 0, "delta": {"tool_calls": called}, "finish_reason": None}]})
        if reply.ended:
            reason = "tool_calls" if reply.calls else "stop"
            self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
            usage = {"prompt_tokens": 1000, "completion_tokens": 50, "total_tokens": 1050}
            self._event({"choices": [], "usage": usage})
            self.wfile.write(b"data: [DONE]\n\n")

    def _whole(self, reply: Reply) -> None:
        message: dict[str, Any] = {"role": "assistant", "content": "".join(reply.pieces)}
        if reply.calls:
            message["tool_calls"] = [
                {"id": f"call_{i}", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
                for i, (name, arguments) in enumerate(reply.calls)
            ]
        reason = "tool_calls" if reply.calls else "stop"
        usage = {"prompt_tokens": 1000, "completion_tokens": 50, "total_tokens": 1050}
        chosen = {"index": 0, "message": message, "finish_reason": reason}
        body = {"id": "c1", "object": "chat.completion", "created": 1, "model": "scripted", "choices": [chosen]}
        data = json.dumps(body | {"usage": usage}, ensure_ascii=False).encode()
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _event(self, body: dict[str, Any]) -> None:
        chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "scripted"} | body
        self.wfile.write(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())
        self.wfile.flush()

    def _ollama(self, reply: Reply, tool: bool) -> None:
        base = {"model": "scripted", "created_at": "2026-01-01T00:00:00Z"}
        for piece in reply.pieces:
            self._line(base | {"message": {"role": "assistant", "content": piece}, "done": False})
        if reply.ended:
            counts = {"prompt_eval_count": 1000, "eval_count": 50, "done_reason": "stop"}
            self._line(base | {"message": {"role": "assistant", "content": ""}, "done": True} | counts)

    def _line(self, body: dict[str, Any]) -> None:
        with suppress(BlockingIOError):
            self.wfile.write(json.dumps(body, ensure_ascii=False).encode() + b"\n")
            self.wfile.flush()


def written(*statements: tuple[str, Iterable[tuple[int, str]]]) -> str:
    """The JSON that a model is asked for: statements, each with its (marker, quote) pairs."""
    return json.dumps(
        {
            "statements": [
                {"text": text, "quotes": [{"marker": m, "quote": q} for m, q in quotes]} for text, quotes in statements
            ]
        },
        ensure_ascii=False,
    )


def pieces_of(text: str, size: int = 7) -> list[str]:
    return [text[i : i + size] for i in range(0, len(text), size)]
