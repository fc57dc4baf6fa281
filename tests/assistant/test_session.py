from __future__ import annotations

import pytest

from assistant.api.visits import COOKIE
from assistant.store import Store
from assistant.store.keys import Keys
from tests.assistant.test_auth import bearer

PAGE = "/documents/takeo/pages/1"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def signed_in(client, key: str) -> str:
    reply = client.post("/session", headers=bearer(key))
    assert reply.status_code == 204
    return reply.headers["set-cookie"]


def visit(client, path=PAGE, **options):
    return client.get(path, headers=BROWSER, follow_redirects=False, **options)


def test_who_is_signed_in_opens_a_page_by_its_link(client, keys):
    signed_in(client, keys["reader"])
    reply = visit(client, f"{PAGE}?start=0&end=3")
    assert reply.status_code == 200 and "<mark" in reply.text
    assert client.get(PAGE).json()["document"] == "takeo"


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client, keys):
    said = signed_in(client, keys["reader"]).lower()
    assert "httponly" in said and "samesite=strict" in said and "secure" not in said and "max-age" not in said
    assert keys["reader"].lower() not in said


def test_over_tls_the_cookie_stays_there(client, keys):
    reply = client.post("https://testserver/session", headers=bearer(keys["reader"]))
    assert "secure" in reply.headers["set-cookie"].lower()


def test_the_cookie_alone_gets_no_cookie_and_changes_nothing(client, keys):
    signed_in(client, keys["admin"])
    for method, path in (("POST", "/session"), ("DELETE", "/documents/takeo"), ("POST", PAGE), ("GET", "/documents")):
        assert client.request(method, path).status_code == 401


def test_a_reader_is_not_shown_internal_pages_by_it(client, keys):
    signed_in(client, keys["reader"])
    assert visit(client, "/documents/secret/pages/1").status_code == 404
    signed_in(client, keys["staff"])
    assert visit(client, "/documents/secret/pages/1").status_code == 200


def test_a_wrong_key_beside_a_good_cookie_is_refused(client, keys):
    signed_in(client, keys["reader"])
    assert client.get(PAGE, headers=bearer("kk_wrong")).status_code == 401


def test_it_ends_when_it_is_taken_back_and_with_its_key(client, keys, settings):
    signed_in(client, keys["reader"])
    assert client.delete("/session", headers=bearer(keys["reader"])).status_code == 204
    assert client.get(PAGE).status_code == 401
    signed_in(client, keys["reader"])
    store = Store(settings)
    store.keys.revoke("the reader")
    store.close()
    client.app.state.store.keys._read_at = 0.0
    assert client.get(PAGE).status_code == 401


def test_a_ticket_stands_for_its_key_until_it_is_over(settings, monkeypatch):
    store = Store(settings)
    keys: Keys = store.keys
    key, secret = keys.add("one", "reader")
    ticket = keys.ticket(secret, 60)
    assert keys.of_ticket(ticket) == key and keys.ticket("kk_wrong", 60) is None
    id, until, signature = ticket.split(".")
    others = [
        f"{id}.{int(until) + 1}.{signature}", f"{int(id) + 1}.{until}.{signature}", f"{id}.{until}.{'0' * 64}",
        "", None, f"{ticket} ", "1.2", keys.ticket(secret, -1),
    ]  # fmt: skip
    assert [keys.of_ticket(other) for other in others] == [None] * len(others)
    store.close()


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (f"{PAGE}?start=3&end=9&format", "#/source/takeo/1?start=3&end=9"),
        ("/documents/none/pages/7", "#/source/none/7"),
        ("/documents/a%20b%0d%0ax/pages/1?quote=%E4%BA%BA%0d&x=1", "#/source/a%20b%0D%0Ax/1?quote=%E4%BA%BA%0D"),
    ],
)
def test_who_is_not_signed_in_is_led_to_the_page_that_asks_for_a_key(client, keys, path, place):
    reply = visit(client, path)
    assert (reply.status_code, reply.headers["location"]) == (303, f"../../../{place}")


@pytest.mark.parametrize("cookie", ["1.9999999999." + "0" * 64, "x", ""])
def test_a_forged_cookie_opens_nothing(client, keys, cookie):
    client.cookies.set(COOKIE, cookie)
    assert client.get(PAGE).status_code == 401
    assert visit(client).status_code == 303


def test_programs_are_told_that_a_key_is_needed(client, keys):
    for headers in ({}, {"Accept": "application/json"}, {"Accept": "image/png"}):
        assert client.get(PAGE, headers=headers, follow_redirects=False).status_code == 401
    assert visit(client, f"{PAGE}?format=json").status_code == 401
    assert visit(client, "/documents/takeo").status_code == 401


def test_without_keys_no_cookie_is_set(client):
    reply = client.post("/session")
    assert (reply.status_code, reply.headers.get("set-cookie")) == (204, None)
