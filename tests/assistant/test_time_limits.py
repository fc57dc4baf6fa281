"""A reply that would take too long ends; a list of claims gives what was checked until then."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.service import Service
from assistant.settings import load_settings

CLAIMS = ["人口は1人である。", "人口は2人である。", "人口は3人である。"]


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """Set at the end, so that no thread waits on."""
    event = threading.Event()
    yield event
    event.set()


@pytest.fixture
def client(tmp_path, source) -> Iterator[TestClient]:
    settings = load_settings(home=tmp_path / "home", answer_seconds=0.5)
    with TestClient(create_app(settings, Service(settings, source))) as client:
        yield client


@pytest.mark.parametrize(
    ("path", "body"), [("/chat", {"question": "人口は？"}), ("/sweep", {"question": "導入している市町は？"})]
)
def test_an_answer_that_takes_too_long_is_told_of(client, engine, never, path, body):
    engine.reply = lambda request: never.wait(30)
    reply = client.post(path, json=body)
    assert (reply.status_code, reply.json()["error"]["code"]) == (504, "timed_out")


def stalling_at(claim, never, check):
    def checked(request, listen=None):
        if request.question == claim:
            never.wait(30)
        return check(request, listen)

    return checked


def test_claims_that_the_time_does_not_suffice_for_are_named(client, engine, never):
    engine.check = stalling_at(CLAIMS[1], never, engine.check)
    reply = client.post("/claims", json={"claims": CLAIMS})
    assert reply.status_code == 200
    assert [r["claim"] for r in reply.json()["replies"]] == CLAIMS[:1]
    assert reply.json()["unchecked"] == CLAIMS[1:]


def test_no_further_claim_is_begun_when_the_time_is_over(client, engine, never):
    engine.check = stalling_at(CLAIMS[0], never, engine.check)
    reply = client.post("/claims", json={"claims": CLAIMS})
    assert (reply.status_code, reply.json()["error"]["code"]) == (504, "timed_out")
    before = {thread for thread in threading.enumerate() if thread.name.startswith("AnyIO")}
    never.set()
    for thread in before:
        thread.join(1)
    assert [request.question for request in engine.checked] == CLAIMS[:1]


def test_in_time_nothing_is_unchecked(client):
    assert client.post("/claims", json={"claims": CLAIMS}).json()["unchecked"] == []
