"""POST /chat as an event stream: evidence first, statements as they are proven, the whole reply at last."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient

from assistant.answer import Answer, Request
from assistant.api.app import create_app
from assistant.listening import Listener
from assistant.service import Service
from assistant.settings import Settings
from ingest.errors import InputError
from tests.assistant.support import EXCERPT, MemorySource, ScriptedEngine, citation, full_answer

ASKED = "霧ヶ浜町の妊婦健診に通う交通費は1回いくら補助されますか"
EVENTS = {"Accept": "text/event-stream"}


def parsed(body: str) -> list[tuple[str, dict[str, Any]]]:
    found = re.findall(r"^event: (\w+)\ndata: (.*)$", body, re.MULTILINE)
    return [(name, json.loads(data)) for name, data in found]


def streamed(client: TestClient, body: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    reply = client.post("/chat", json=body, headers=EVENTS)
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/event-stream")
    return parsed(reply.text)


def test_a_stream_shows_evidence_then_each_proven_line_then_the_reply(sample_client):
    events = streamed(sample_client, {"question": ASKED})
    names = [name for name, _ in events]
    assert names[0] == "evidence" and names[-1] == "final"
    assert set(names[1:-1]) == {"statement"}
    final = events[-1][1]
    lines = [data["text"] for name, data in events if name == "statement"]
    assert "\n".join(lines) == final["answer"]
    assert [c for name, data in events if name == "statement" for c in data["citations"]] == final["citations"]
    assert "1,500円" in final["answer"] and final["session_id"]


def test_every_passage_shown_opens_its_page_where_it_stands(sample_client):
    passages = streamed(sample_client, {"question": ASKED})[0][1]["passages"]
    assert 1 <= len(passages) <= 8
    assert all(p["title"] and p["municipality"] == "霧ヶ浜町" for p in passages)
    for p in passages:
        page = sample_client.get(p["url"]).json()
        (mark,) = page["highlights"]
        assert page["text"][mark["start"] : mark["end"]] == p["text"]


def test_the_reply_is_that_of_a_plain_request_and_its_session_continues(sample_client):
    body = {"question": "織部市の75歳以上で、どの機器も使っていない人の割合は？"}
    plain = sample_client.post("/chat", json=body).json()
    final = streamed(sample_client, body)[-1][1]
    varying = {"session_id", "timings"}
    assert {k: v for k, v in final.items() if k not in varying} == {k: v for k, v in plain.items() if k not in varying}
    assert sample_client.post("/chat", json={"question": "では60代は？", "session_id": final["session_id"]}).is_success


def test_an_answer_given_before_is_told_again(sample_client):
    body = {"question": "白妙市のセミセルフレジの事業、事業費いくら？"}
    first, second = streamed(sample_client, body), streamed(sample_client, body)
    assert [n for n, _ in second] == [n for n, _ in first]
    assert [d for n, d in second if n == "statement"] == [d for n, d in first if n == "statement"]
    assert {p["url"] for p in second[0][1]["passages"]} == {c["url"] for c in second[-1][1]["citations"]}


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("", "application/json"),
        ("text/event-stream, application/json;q=0.9", "text/event-stream"),
        ("application/json, text/event-stream;q=0.5", "application/json"),
    ],
)
def test_who_prefers_json_gets_json(client, accept, form):
    reply = client.post("/chat", json={"question": "人口は？"}, headers={"Accept": accept})
    assert reply.headers["content-type"].split(";")[0] == form


def test_what_cannot_be_asked_is_refused_before_the_stream_begins(client):
    reply = client.post("/chat", json={"question": "人口は", "documents": ["none"]}, headers=EVENTS)
    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (InputError("the question holds no words: ask."), "invalid", "holds no words"),
        (RuntimeError("secret detail"), "internal", "its log has the details"),
    ],
)
def test_an_error_on_the_way_ends_the_stream_with_its_body(client, engine, error, code, says):
    def broken(request: Request) -> Answer:
        raise error

    engine.reply = broken
    events = streamed(client, {"question": "人口は？"})
    assert [name for name, _ in events] == ["evidence", "error"]
    body = events[-1][1]["error"]
    assert says in body["message"] and "secret" not in body["message"]
    assert body["code"].startswith(code)


class PatientEngine(ScriptedEngine):
    """Goes on until nobody listens any more."""

    def __init__(self) -> None:
        super().__init__(full_answer)
        self.begun, self.ended = threading.Event(), threading.Event()

    def answer(self, request: Request, listen: Listener | None = None) -> Answer:
        assert listen is not None
        listen.evidence([EXCERPT])
        self.begun.set()
        end = time.monotonic() + 20
        while not listen.left():
            assert time.monotonic() < end
            time.sleep(0.01)
        self.ended.set()
        listen.statement("遅すぎる", [citation()])
        return full_answer(request)


@contextmanager
def running(app: Any) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


def test_when_the_client_leaves_the_work_ends(settings: Settings):
    engine = PatientEngine()
    with running(create_app(settings, Service(settings, MemorySource(engine)))) as url:
        with httpx.stream("POST", f"{url}/chat", json={"question": "人口は？"}, headers=EVENTS) as reply:
            lines = reply.iter_lines()
            assert next(lines) == "event: evidence"
            assert engine.begun.wait(10)
        assert engine.ended.wait(10)


def test_silence_is_broken_by_comments(settings: Settings, monkeypatch):
    monkeypatch.setattr("assistant.api.streaming.KEEP_ALIVE", 0.05)
    engine = PatientEngine()
    with (
        running(create_app(settings, Service(settings, MemorySource(engine)))) as url,
        httpx.stream("POST", f"{url}/chat", json={"question": "人口は？"}, headers=EVENTS, timeout=10) as reply,
    ):
        assert any(line == ": keep-alive" for line in reply.iter_lines())
