from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.service import Service
from assistant.settings import load_settings
from ingest.model import Page
from tests.assistant.support import QUOTE, document
from tests.assistant.test_auth import bearer


def begin(client, question="人口は？", **more) -> str:
    return client.post("/chat", json={"question": question}, **more).json()["session_id"]


def listed(client, **more) -> list[str]:
    return [c["id"] for c in client.get("/conversations", **more).json()["conversations"]]


def test_a_key_sees_its_own_conversations_the_last_used_first(client, keys):
    own, other = {"headers": bearer(keys["reader"])}, {"headers": bearer(keys["staff"])}
    first, second = begin(client, **own), begin(client, "事業費は？", **own)
    begin(client, **other)
    assert listed(client, **own) == [second, first]
    client.post("/chat", json={"question": "では面積は？", "session_id": first}, **own)
    with client.app.state.store.database.write() as db:
        db.execute("UPDATE conversations SET used = '2999-01-01T00:00:00Z' WHERE id = ?", [first])
    shown = client.get("/conversations", **own).json()["conversations"][0]
    assert (shown["id"], shown["title"], shown["questions"]) == (first, "人口は？", 2)
    assert listed(client, params={"id": second}, **own) == [second]


def test_what_was_said_comes_back_with_its_citations(client, keys):
    own = {"headers": bearer(keys["reader"])}
    session = begin(client, **own)
    reply = client.get(f"/conversations/{session}", **own).json()
    asked, answered = reply["turns"]
    assert (reply["id"], asked["role"], asked["content"], asked["citations"]) == (session, "user", "人口は？", [])
    assert (answered["role"], answered["content"]) == ("assistant", "47,510人です[1]。")
    (cited,) = answered["citations"]
    assert (cited["marker"], cited["quote"], cited["municipality"], cited["label"]) == (1, QUOTE, "武雄市", "三")
    assert client.get(cited["url"], **own).json()["highlights"] == [{"start": cited["start"], "end": cited["end"]}]


def test_no_words_of_documents_are_stored_with_it(client):
    begin(client)
    rows = client.app.state.store.database.read("SELECT cited FROM turns WHERE role = 'assistant'")
    assert len(rows) == 1 and "takeo" in rows[0]["cited"] and QUOTE not in rows[0]["cited"]


@pytest.mark.parametrize("change", ["changed", "internal", "gone"])
def test_a_citation_that_no_longer_stands_or_may_be_read_is_left_out(client, keys, source, monkeypatch, change):
    own = {"headers": bearer(keys["reader"])}
    session = begin(client, **own)
    catalogue = source.generations[-1].catalogue
    if change == "changed":
        monkeypatch.setattr(catalogue, "page", lambda *_: Page(number=1, text="別の文" * 50))
    elif change == "internal":
        catalogue.known["takeo"] = document("takeo", visibility="internal")
    else:
        del catalogue.known["takeo"]
    answered = client.get(f"/conversations/{session}", **own).json()["turns"][1]
    assert answered["content"] and answered["citations"] == []


def test_what_is_shown_again_is_masked_as_it_is_stored(client):
    session = begin(client, "090-1234-5678の件は？")
    assert client.get(f"/conversations/{session}").json()["turns"][0]["content"] == "［電話番号］の件は？"
    shown = client.get("/conversations", params={"id": session}).json()["conversations"]
    assert shown[0]["title"] == "［電話番号］の件は？"


def test_without_a_key_only_conversations_are_told_of_whose_id_is_known(client):
    first, second = begin(client), begin(client)
    assert listed(client) == []
    assert listed(client, params={"id": [first, "x"]}) == [first]
    assert client.delete("/conversations").json() == {"deleted": 0}
    assert client.get(f"/conversations/{second}").status_code == 200


def test_one_is_deleted_with_what_was_said(client):
    kept, deleted = begin(client), begin(client)
    assert client.delete(f"/conversations/{deleted}").json() == {"deleted": 1}
    assert client.get(f"/conversations/{deleted}").status_code == 404
    assert client.delete(f"/conversations/{deleted}").status_code == 404
    rows = client.app.state.store.database.read("SELECT DISTINCT conversation FROM turns")
    assert [row["conversation"] for row in rows] == [kept]


def test_all_of_a_key_are_deleted_and_no_others(client, keys):
    own, other = {"headers": bearer(keys["reader"])}, {"headers": bearer(keys["admin"])}
    begin(client, **own), begin(client, **own)
    left = begin(client, **other)
    assert client.delete(f"/conversations/{left}", **own).status_code == 404
    assert client.delete("/conversations", **own).json() == {"deleted": 2}
    assert listed(client, **own) == [] and listed(client, **other) == [left]


def test_what_is_too_old_is_not_shown(client):
    session = begin(client)
    with client.app.state.store.database.write() as db:
        db.execute("UPDATE conversations SET used = '2020-01-01T00:00:00Z'")
    assert listed(client, params={"id": session}) == []
    assert client.get(f"/conversations/{session}").status_code == 404


def test_a_server_that_keeps_none_has_none(tmp_path, source):
    settings = load_settings(home=tmp_path / "home", retention_days=0)
    with TestClient(create_app(settings, Service(settings, source))) as client:
        assert begin(client) is None
        assert listed(client) == [] and client.delete("/conversations").json() == {"deleted": 0}
        assert client.delete("/conversations/x").status_code == 404
