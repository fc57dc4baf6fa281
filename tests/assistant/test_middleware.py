from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from assistant.api import create_app
from assistant.service import Service
from assistant.settings import load_settings

KEY = "a-key-of-enough-characters"


@pytest.fixture
def keyed(tmp_path, source):
    settings = load_settings(home=tmp_path, api_key=KEY)
    with TestClient(create_app(settings, Service(settings, source))) as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/documents", "/search?q=a", "/documents/takeo/pages/1", "/docs", "/openapi.json", "/none"]
)
@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer wrong", f"Basic {KEY}", KEY, "Bearer \xff"])
def test_without_the_key_nothing_is_told(keyed, path, header):
    headers = {} if header is None else {"Authorization": header.encode("latin-1")}
    reply = keyed.get(path, headers=headers)
    assert reply.status_code == 401
    assert reply.headers["www-authenticate"] == "Bearer"
    assert reply.json()["error"]["code"] == "unauthorised"


def test_with_the_key_everything_is_as_without_one(keyed):
    assert keyed.get("/documents", headers={"Authorization": f"Bearer {KEY}"}).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_needs_no_key(keyed, path):
    assert keyed.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/docs", "/none", "/documents/takeo/pages/1?format=html"])
def test_every_response_carries_the_headers(client, path):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors" in headers["content-security-policy"]


def test_the_documentation_asks_nothing_of_other_hosts(client):
    page = client.get("/docs").text
    assert "http://" not in page and "https://" not in page
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon.png"):
        assert asset in page
        assert client.get(f"/docs/assets/{asset}").status_code == 200


def test_every_route_documents_the_one_error_shape(client):
    paths = client.get("/openapi.json").json()["paths"]
    for path, methods in paths.items():
        for method, operation in methods.items():
            for status, reply in operation["responses"].items():
                if not status.startswith("2"):
                    schema = reply["content"]["application/json"]["schema"]
                    assert schema == {"$ref": "#/components/schemas/ErrorReply"}, f"{method} {path} {status}"
