"""Limits of requests, and clients that keep the server waiting."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx2 as httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.patience import Patience
from assistant.service import Service
from assistant.settings import load_settings
from assistant.store import Store

ELSEWHERE = ("192.168.1.20", 50000)


class Hasty(Patience):
    head, silence = 0.5, 0.5


@contextmanager
def running(app, **options) -> Iterator[tuple[str, int]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", **options))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listener.getsockname()
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def test_who_asks_too_often_is_told_when_to_come_back(tmp_path, source):
    settings = load_settings(home=tmp_path / "home", requests_per_minute=3)
    with TestClient(create_app(settings, Service(settings, source)), client=ELSEWHERE) as client:
        assert [client.get("/documents").status_code for _ in range(4)] == [200, 200, 200, 429]
        refused = client.get("/documents")
        assert refused.json()["error"]["code"] == "too_many_requests"
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert client.get("/healthz").status_code == client.get("/").status_code == 200


def test_each_key_has_its_own_allowance(tmp_path, source):
    settings = load_settings(home=tmp_path / "home", requests_per_minute=2)
    store = Store(settings)
    keys = [store.keys.add(name, "reader")[1] for name in "ab"]
    store.close()
    with TestClient(create_app(settings, Service(settings, source))) as client:
        for key in keys:
            headers = {"X-API-Key": key}
            assert [client.get("/me", headers=headers).status_code for _ in range(3)] == [200, 200, 429]


def test_the_administrator_at_this_machine_has_no_limit_of_requests(tmp_path, source):
    settings = load_settings(home=tmp_path / "home", requests_per_minute=1)
    with TestClient(create_app(settings, Service(settings, source))) as client:
        assert {client.get("/me").status_code for _ in range(5)} == {200}


@pytest.mark.parametrize(("setting", "status"), [("max_concurrent", 503), ("max_concurrent_each", 429)])
def test_more_at_the_same_time_than_the_server_takes_is_refused_and_the_rest_answered(
    tmp_path, source, engine, setting, status
):
    def slow(request):
        time.sleep(0.5)
        return answer(request)

    answer, engine.reply = engine.reply, slow
    settings = load_settings(home=tmp_path / "home", **{setting: 2})
    with TestClient(create_app(settings, Service(settings, source)), client=ELSEWHERE) as client:
        replies = []
        body = {"question": "人口は？"}
        threads = [threading.Thread(target=lambda: replies.append(client.post("/chat", json=body))) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    assert sorted(r.status_code for r in replies) == [200, 200, status, status, status]
    assert all("retry-after" in r.headers for r in replies if r.status_code == status)


@pytest.mark.parametrize("sent", [b"", b"POST /chat HTTP/1.1\r\nHost: x\r\n", b"POST /chat HTTP/1.1\r\nHost: x\r\n"
                                  b"Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"],
                         ids=["nothing", "half a head", "half a body"])  # fmt: skip
def test_a_client_that_sends_no_more_is_let_go(settings, source, sent):
    app = create_app(settings, Service(settings, source))
    with running(app, http=Hasty) as address, socket.create_connection(address, timeout=10) as slow:
        slow.sendall(sent)
        began = time.monotonic()
        with suppress(ConnectionResetError):
            assert slow.recv(1000) == b""
        assert time.monotonic() - began < 20


def test_a_client_that_trickles_its_head_is_let_go(settings, source):
    app = create_app(settings, Service(settings, source))
    with running(app, http=Hasty) as address, socket.create_connection(address) as slow, pytest.raises(OSError):
        for _ in range(100):
            slow.sendall(b"X")
            time.sleep(0.05)


def test_a_client_that_does_not_read_is_let_go(settings):
    ended = threading.Event()

    async def endless(scope, receive, send):
        if scope["type"] == "lifespan":
            return
        try:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            for _ in range(100_000):
                await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})
                await asyncio.sleep(0)
        finally:
            ended.set()

    server = running(endless, http=Hasty, lifespan="off")
    with server as address, socket.create_connection(address, timeout=10) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        with pytest.raises(OSError):
            while True:
                slow.sendall(b"")
                time.sleep(0.2)
                if ended.is_set() or slow.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                    raise ConnectionResetError


def test_others_are_answered_while_many_slow_clients_wait(settings, source):
    """As many as a test may open; none of them gets further than half a head."""
    with running(create_app(settings, Service(settings, source)), http=Patience) as (host, port):
        slow = [socket.create_connection((host, port), timeout=10) for _ in range(300)]
        for connection in slow:
            connection.sendall(b"POST /chat HTTP/1.1\r\n")
        began = time.monotonic()
        with httpx.Client(base_url=f"http://{host}:{port}") as client:
            for _ in range(20):
                assert client.post("/chat", json={"question": "人口は？"}).status_code == 200
        assert time.monotonic() - began < 20
        for connection in slow:
            connection.close()


def test_other_sites_may_ask_only_where_that_is_set(tmp_path, source):
    portal = {"Origin": "https://portal.example.jp"}
    asks = portal | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    for origins, allowed in (("", None), ("https://a.example https://portal.example.jp", portal["Origin"])):
        settings = load_settings(home=tmp_path / f"home{bool(origins)}", cors_origins=origins)
        store = Store(settings)
        key = store.keys.add("a", "reader")[1]
        store.close()
        with TestClient(create_app(settings, Service(settings, source))) as client:
            assert client.options("/chat", headers=asks).headers.get("access-control-allow-origin") == allowed
            reply = client.get("/documents", headers=portal | {"X-API-Key": key})
            assert reply.headers.get("access-control-allow-origin") == allowed
            assert client.get("/documents", headers=portal).status_code == 401


def test_a_stream_ends_before_the_server_does(settings, source):
    """Told to stop while it answers, the server answers to the end."""
    begun = threading.Event()

    async def streaming(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for i in range(5):
            await send({"type": "http.response.body", "body": f"{i};".encode(), "more_body": True})
            begun.set()
            await asyncio.sleep(0.2)
        await send({"type": "http.response.body", "body": b"end"})

    got = []
    with running(streaming, http=Patience, lifespan="off", timeout_graceful_shutdown=15) as (host, port):
        thread = threading.Thread(target=lambda: got.append(httpx.get(f"http://{host}:{port}/").text))
        thread.start()
        assert begun.wait(10)
    thread.join(10)
    assert got == ["0;1;2;3;4;end"]
