"""The OpenAPI document: an example for every request and reply, each of which fits its schema."""

from __future__ import annotations

import json
from importlib import resources

import pytest
from jsonschema import Draft202012Validator

from assistant.api.openapi import JSON, made, replies


@pytest.fixture(scope="module")
def document(sample_client):
    return sample_client.get("/openapi.json").json()


def problems(schema, value, document) -> list[str]:
    whole = schema | {"components": document["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(value)]


def test_every_reply_has_an_example_that_fits_its_schema(document):
    found = list(replies(document))
    assert len(found) > 50
    for name, status, reply in found:
        assert problems(reply["schema"], reply["example"], document) == [], f"{name} {status}"


def test_every_json_body_has_an_example_that_fits_its_schema(document):
    bodies = [
        (f"{method} {path}", operation["requestBody"]["content"][JSON])
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if JSON in operation.get("requestBody", {}).get("content", {})
    ]
    assert len(bodies) >= 4
    for name, body in bodies:
        schema = document["components"]["schemas"][body["schema"]["$ref"].rsplit("/", 1)[1]]
        for example in schema.get("examples") or [made(schema, document)]:
            assert problems(schema, example, document) == [], name


def test_no_example_is_of_a_route_that_is_gone(document):
    examples = json.loads(resources.files("assistant.api").joinpath("examples.json").read_text("utf-8"))
    assert set(examples) <= {name for name, _, _ in replies(document)}


def test_every_operation_says_what_it_does(document):
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation.get("summary") and operation.get("tags"), f"{method} {path}"
