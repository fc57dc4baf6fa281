"""Every error has one shape over HTTP and one line on the command line, from one table."""

from __future__ import annotations

import errno

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.errors import OUTCOMES, outcome, storage_failure
from assistant.service import Service
from assistant.settings import load_settings
from ingest import errors as ingest_errors
from ingest.errors import IndexMissing, InputError, KeikakuError, UnreadableFile


def test_every_error_class_has_an_outcome_of_its_own_or_of_a_base_that_is_no_bug():
    classes = [c for c in vars(ingest_errors).values() if isinstance(c, type) and issubclass(c, KeikakuError)]
    assert all(outcome(c("x")).status != 500 for c in classes if c is not KeikakuError)
    assert len({o.code for o in OUTCOMES.values()}) == len(OUTCOMES)


def test_a_class_that_is_not_listed_takes_the_outcome_of_its_nearest_base():
    class Narrower(UnreadableFile):
        pass

    assert outcome(Narrower("x")) is OUTCOMES[UnreadableFile]
    assert outcome(ValueError("x")).code == "internal_error"


@pytest.mark.parametrize(
    ("method", "path", "status", "code", "says"),
    [
        ("GET", "/nowhere", 404, "not_found", "/docs"),
        ("GET", "/chat", 405, "method_not_allowed", "takes POST"),
        ("GET", "/documents/none", 404, "not_found", "GET /documents"),
        ("GET", "/documents/secret", 404, "not_found", "no document 'secret'"),
        ("GET", "/documents/takeo/pages/9", 404, "not_found", "its pages are 1 to 2"),
        ("GET", "/documents/takeo/pages/0", 422, "invalid_input", "number"),
        ("GET", "/documents/takeo/pages/x", 422, "invalid_input", "number"),
        ("GET", "/search", 422, "invalid_input", "q is missing"),
        ("GET", "/search?q=a&k=1000", 422, "invalid_input", "k"),
    ],
)
def test_one_shape_for_every_status(reader, method, path, status, code, says):
    reply = reader.request(method, path)
    assert reply.status_code == status
    assert reply.json()["error"]["code"] == code
    assert says in reply.json()["error"]["message"]


def test_405_names_the_methods_that_are_taken(client):
    assert client.get("/chat").headers["allow"] == "POST"


def test_an_unexpected_error_tells_nothing_of_the_inside(client, engine, caplog):
    def fail(request):
        raise RuntimeError("password=hunter2")

    engine.reply = fail
    reply = client.post("/chat", json={"question": "人口は"})
    assert reply.status_code == 500
    assert reply.json()["error"]["code"] == "internal_error"
    assert "hunter2" not in reply.text
    assert "人口は" not in caplog.text


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (IndexMissing("run keikaku ingest"), 503, "index_missing"),
        (InputError("say it otherwise"), 422, "invalid_input"),
        (OSError(errno.ENOSPC, "no space"), 507, "storage_failed"),
    ],
)
def test_expected_errors_of_the_engine_keep_their_message(client, engine, error, status, code):
    def fail(request):
        raise error

    engine.reply = fail
    reply = client.post("/chat", json={"question": "人口は"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (status, code)


def test_without_an_index_the_server_lives_and_names_the_command(tmp_path):
    settings = load_settings(home=tmp_path / "none")
    with TestClient(create_app(settings, Service(settings))) as client:
        assert client.get("/healthz").json()["status"] == "ok"
        for reply in (
            client.get("/readyz"),
            client.post("/chat", json={"question": "人口は"}),
            client.get("/documents"),
        ):
            assert reply.status_code == 503
            assert "keikaku ingest" in reply.json()["error"]["message"]


def test_other_errors_of_the_system_are_not_taken_for_a_full_disk():
    assert storage_failure(OSError(errno.ENOENT, "no such file")) is None
    assert "disk is full" in str(storage_failure(OSError(errno.ENOSPC, "no space")))
