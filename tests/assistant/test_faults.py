"""Real servers: killed, with an index exchanged under load, with a full disk, waiting for slow clients."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx2 as httpx
import pytest

from assistant.bench import environment, served, wait_ready
from assistant.settings import Settings
from assistant.store import FILE, Store
from index.build import build
from index.embedding.encoder import Encoder

SERVE = [sys.executable, "-m", "assistant.cli", "serve", "--port", "0"]
QUESTIONS = ["汐崎市の人口は？", "サクフォームを使う自治体は？", "白妙市のセミセルフレジの事業、事業費いくら？"]


@pytest.fixture
def home(sample_home, tmp_path) -> Path:
    return Path(shutil.copytree(sample_home, tmp_path / "home"))


@contextmanager
def asking(url: str, clients: int, path: str = "/chat") -> Iterator[list[int | str]]:
    """Questions without a pause until the block ends: the statuses, or names of errors."""
    outcomes: list[int | str] = []
    stop = threading.Event()

    def ask(n: int) -> None:
        with httpx.Client(base_url=url, timeout=30) as client:
            for i in range(100_000):
                if stop.is_set():
                    return
                try:
                    reply = client.post(path, json={"question": QUESTIONS[(n + i) % len(QUESTIONS)]})
                    outcomes.append(reply.status_code)
                except httpx.HTTPError as error:
                    outcomes.append(type(error).__name__)
                    time.sleep(0.05)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield outcomes
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "in vain"
        time.sleep(0.05)


def test_an_index_is_exchanged_under_load_without_a_failed_request(home, sample_plans):
    with served([*SERVE, "--workers", "2"], environment(home)) as (url, _):
        wait_ready(url)
        before = httpx.get(f"{url}/readyz").json()["generation"]
        with asking(url, 4) as outcomes:
            for plans in (sample_plans[:-1], sample_plans):
                build(home, plans, Encoder(None))
                time.sleep(1)
            until(lambda: httpx.get(f"{url}/readyz").json()["generation"] == before + 2)
        assert set(outcomes) == {200} and len(outcomes) > 20, Counter(outcomes)


def test_a_server_that_is_killed_while_it_streams_leaves_everything_whole(home):
    settings = Settings(home=home, embedding=None, _env_file=None)
    with served(SERVE, environment(home)) as (url, process):
        wait_ready(url)
        session = httpx.post(f"{url}/chat", json={"question": QUESTIONS[0]}).json()["session_id"]
        headers = {"Accept": "text/event-stream"}
        with asking(url, 2) as outcomes:
            until(lambda: len(outcomes) > 5)
            with (
                httpx.Client(timeout=30) as client,
                client.stream("POST", f"{url}/chat", json={"question": QUESTIONS[1]}, headers=headers) as stream,
            ):
                lines = stream.iter_lines()
                assert next(lines) == "event: evidence"
                process.send_signal(signal.SIGKILL)
                process.wait(10)
    with closing(sqlite3.connect(home / FILE)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    with served(SERVE, environment(home)) as (url, _):
        wait_ready(url)
        reply = httpx.post(f"{url}/chat", json={"question": "担当は？", "session_id": session})
        assert reply.status_code == 200 and reply.json()["session_id"] == session
    store = Store(settings)
    assert len(store.conversations.history(session, "admin without key")) == 4
    store.close()


def test_the_workers_share_conversations_and_keys(home):
    with served([*SERVE, "--workers", "2"], environment(home)) as (url, _):
        wait_ready(url)
        session = httpx.post(f"{url}/chat", json={"question": QUESTIONS[0]}).json()["session_id"]
        for _ in range(16):  # each over a connection of its own, which any worker may take
            reply = httpx.post(f"{url}/chat", json={"question": "担当は？", "session_id": session})
            assert reply.status_code == 200 and reply.json()["session_id"] == session
        store = Store(Settings(home=home))
        key = store.keys.add("a", "reader")[1]
        until(lambda: all(httpx.get(f"{url}/me").status_code == 401 for _ in range(8)))
        assert {httpx.get(f"{url}/me", headers={"X-API-Key": key}).status_code for _ in range(8)} == {200}
        store.close()


def test_a_full_disk_loses_no_answer(home, tmp_path):
    """No file may grow over 300 kB, which a write-ahead log soon would."""
    store = Store(Settings(home=home))
    store.audit.record("test", "made")
    store.close()
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)); "
    command = [sys.executable, "-c", limited + "from assistant.cli import main; main()", *SERVE[3:]]
    said = [{"role": "user", "content": "あ" * 15_000}]
    with served(command, environment(home)) as (url, _), httpx.Client(base_url=url, timeout=30) as client:
        wait_ready(url)
        replies = [client.post("/chat", json={"question": QUESTIONS[0], "history": said}) for _ in range(15)]
        assert {reply.status_code for reply in replies} == {200}
        assert all("73,418" in reply.json()["answer"] for reply in replies)
        assert replies[0].json()["session_id"] and replies[-1].json()["session_id"] is None
        assert client.get("/readyz").status_code == 200
    with closing(sqlite3.connect(home / FILE)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_thousand_slow_clients_keep_nobody_from_an_answer(home):
    resource = pytest.importorskip("resource", reason="needs the limits of Unix")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 4096:
        pytest.skip("this system allows too few open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 4096), hard))
    with served(SERVE, environment(home)) as (url, _), ExitStack() as stack:
        wait_ready(url)
        parts = urlsplit(url)
        for n in range(1000):
            slow = stack.enter_context(socket.create_connection((parts.hostname, parts.port), timeout=10))
            body = json.dumps({"question": QUESTIONS[0]})
            head = (
                f"POST /chat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            )
            slow.sendall((head if n % 2 else f"{head}\r\n{body[:5]}").encode())
        began = time.monotonic()
        replies = [httpx.post(f"{url}/chat", json={"question": q}, timeout=10) for q in QUESTIONS * 5]
        assert {reply.status_code for reply in replies} == {200}
        assert time.monotonic() - began < 10
