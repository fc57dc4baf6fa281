from __future__ import annotations

import pytest


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
