"""GET /municipalities and GET /examples over the samples, where one document is internal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.settings import load_settings

INTERNAL = "kaihokushi-draft"


@pytest.fixture
def reader(samples) -> Iterator[TestClient]:
    """One who may not see internal documents."""
    settings = load_settings(home=samples.generation.path.parents[1])
    with TestClient(create_app(settings), client=("192.168.1.20", 50000)) as client:
        yield client


def test_every_municipality_has_the_documents_that_cover_it(reader):
    found = {m["name"]: m for m in reader.get("/municipalities").json()["municipalities"]}
    assert len(found) == 13
    assert found["汐崎市"]["documents"] == ["kaihoku-grants", "shiozaki-progress"]
    assert found["汐崎市"]["prefecture"] == "海北県"
    assert [m["code"] for m in found.values()] == sorted(m["code"] for m in found.values())


def test_an_internal_document_covers_nobody(reader):
    assert INTERNAL not in reader.get("/municipalities").text


def test_examples_come_in_the_language_asked_for(reader):
    ja, en = (reader.get("/examples", params={"lang": lang}).json()["questions"] for lang in ("ja", "en"))
    assert all(q["question"].endswith(("？", "。")) for q in ja)
    assert all(q["question"].endswith(("?", ".")) for q in en)
    assert reader.get("/examples", params={"lang": "fr"}).status_code == 422
    assert reader.get("/examples").json()["questions"] == ja
