from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.service import Service
from assistant.settings import load_settings
from assistant.store import Store

SHOWN = ["/documents", "/search?q=a", "/documents/takeo/pages/1", "/docs", "/openapi.json", "/none", "/metrics", "/me"]
ADMINISTRATORS = [
    ("POST", "/documents"),
    ("POST", "/documents/reindex"),
    ("DELETE", "/documents/takeo"),
    ("GET", "/jobs"),
    ("GET", "/jobs/0123456789abcdef0123456789abcdef"),
]


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def me(client, headers=None):
    return client.get("/me", headers=headers).json()


def test_without_keys_everyone_at_this_machine_is_an_administrator(client):
    assert me(client) == {"role": "admin", "internal": True, "keys": False}


@pytest.mark.parametrize(
    "headers",
    [{"X-Forwarded-For": "203.0.113.7"}, {"Forwarded": "for=203.0.113.7"}, {"Host": "rebound.example.com"}],
    ids=["proxy", "proxy of RFC 7239", "another site's name"],
)
def test_without_keys_who_comes_from_elsewhere_is_a_reader(client, headers):
    assert me(client, headers)["role"] == "reader"


def test_without_keys_an_address_of_the_network_is_a_readers(settings, source):
    app = create_app(settings, Service(settings, source))
    with TestClient(app, client=("192.168.1.20", 50000)) as client:
        assert me(client)["role"] == "reader"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_without_keys_another_sites_page_changes_nothing(client, site):
    reply = client.post("/documents/reindex", headers={"Sec-Fetch-Site": site})
    assert (reply.status_code, reply.json()["error"]["code"]) == (403, "forbidden")


@pytest.mark.parametrize("path", SHOWN)
@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer wrong", "Basic {key}", "{key}", "Bearer \xff"])
def test_with_keys_nothing_is_told_without_one(client, keys, path, header):
    headers = {} if header is None else {"Authorization": header.format(key=keys["admin"]).encode("latin-1")}
    reply = client.get(path, headers=headers)
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"] == "Bearer"
    assert reply.json()["error"]["code"] == "unauthorised"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/"])
def test_health_and_the_empty_page_need_no_key(client, keys, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("role", ["reader", "staff", "admin"])
def test_a_key_has_its_role_in_either_header(client, keys, role):
    expected = {"role": role, "internal": role != "reader", "keys": True}
    assert me(client, bearer(keys[role])) == me(client, {"X-API-Key": keys[role]}) == expected


@pytest.mark.parametrize("role", ["reader", "staff"])
@pytest.mark.parametrize(("method", "path"), ADMINISTRATORS)
def test_what_changes_the_index_needs_an_administrator(client, keys, role, method, path):
    reply = client.request(method, path, headers=bearer(keys[role]))
    assert (reply.status_code, reply.json()["error"]["code"]) == (403, "forbidden")


def test_metrics_count_internal_documents_and_need_staff(client, keys):
    assert client.get("/metrics", headers=bearer(keys["reader"])).status_code == 403
    assert client.get("/metrics", headers=bearer(keys["staff"])).status_code == 200


def test_a_revoked_key_ends_and_the_last_one_does_not_open_the_door(client, keys, settings):
    store = Store(settings)
    for role in keys:
        store.keys.revoke(f"the {role}")
    store.close()
    assert client.get("/documents", headers=bearer(keys["admin"])).status_code == 401
    assert client.get("/documents").status_code == 401


def test_those_without_a_key_are_readers_where_that_is_allowed(tmp_path, source):
    settings = load_settings(home=tmp_path, allow_anonymous=True)
    store = Store(settings)
    store.keys.add("a", "admin")
    with TestClient(create_app(settings, Service(settings, source))) as client:
        assert me(client)["role"] == "reader"
        assert client.get("/documents", headers=bearer("kk_wrong")).status_code == 401
    store.close()


def test_what_administrators_do_is_on_record_and_how_it_ended(client, keys, settings):
    client.post("/documents/reindex?rebuild=perhaps", headers=bearer(keys["admin"]))
    client.delete("/documents/none", headers=bearer(keys["admin"]))
    client.delete("/documents/takeo", headers=bearer(keys["reader"]))
    store = Store(settings)
    found = [(e.actor, e.act, e.target, e.outcome) for e in store.audit.entries()]
    store.close()
    assert ("key the admin", "DELETE /documents/{id}", "/documents/none", "failed: NotFound") in found
    assert ("key the reader", "DELETE /documents/{id}", "/documents/takeo", "failed: Forbidden") in found
