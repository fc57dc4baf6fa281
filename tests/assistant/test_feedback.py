"""POST /feedback and kept conversations through the API, also where the database cannot be written."""

from __future__ import annotations

import sqlite3
import time

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.service import Service
from assistant.store import FILE, Store

OPINION = {
    "rating": "down",
    "reason": "wrong",
    "comment": "電話は0952-23-1234",
    "question": "人口は？",
    "answer": "5人",
}


def given(settings):
    store = Store(settings)
    try:
        return store.feedback.all()
    finally:
        store.close()


@pytest.fixture
def locked(settings):
    """The database, held by somebody who does not let go."""
    store = Store(settings)
    store.audit.record("test", "made")
    store.close()
    holder = sqlite3.connect(settings.home / FILE, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    yield
    holder.execute("ROLLBACK")
    holder.close()


def test_a_rating_is_stored_with_who_gave_it_and_masked(client, settings, keys):
    reply = client.post("/feedback", json=OPINION, headers={"X-API-Key": keys["reader"]})
    assert (reply.status_code, reply.json()) == (201, {"stored": True})
    (opinion,) = given(settings)
    assert (opinion.rating, opinion.reason, opinion.question) == ("down", "wrong", "人口は？")
    assert (opinion.actor, opinion.comment) == ("key the reader", "電話は［電話番号］")


@pytest.mark.parametrize("body", [{}, {"rating": "sideways"}, {"rating": "up", "comment": "a" * 2001}])
def test_what_is_no_rating_is_refused(client, settings, body):
    assert client.post("/feedback", json=body).status_code == 422
    assert given(settings) == []


def test_a_conversation_goes_on_after_a_restart(settings, source, engine):
    session = None
    for question in ("人口は？", "担当は？"):
        with TestClient(create_app(settings, Service(settings, source))) as client:
            session = client.post("/chat", json={"question": question, "session_id": session}).json()["session_id"]
    assert engine.asked[-1].history == (("user", "人口は？"), ("assistant", "47,510人です[1]。"))


def test_a_locked_database_loses_no_answer(client, locked):
    began = time.monotonic()
    for _ in range(5):
        reply = client.post("/chat", json={"question": "人口は？"})
        assert reply.status_code == 200 and reply.json()["answer"] and reply.json()["session_id"] is None
    assert time.monotonic() - began < 20
    refused = client.post("/feedback", json=OPINION)
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "store_unavailable")


def test_a_full_database_loses_no_answer(settings, source):
    store = Store(settings)
    store.audit.record("test", "made")
    store.close()
    app = create_app(settings, Service(settings, source))
    with TestClient(app) as client:
        database = app.state.store.database
        pages = database.read("PRAGMA page_count")[0][0]
        database.read(f"PRAGMA max_page_count = {pages}")
        long = {"question": "人口は？", "history": [{"role": "user", "content": "あ" * 20_000}]}
        reply = client.post("/chat", json=long)
        assert reply.status_code == 200 and reply.json()["answer"] and reply.json()["session_id"] is None
