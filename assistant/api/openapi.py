"""The OpenAPI document with an example for every reply: those of `examples.json`, taken from the samples, and for a
route that has none there, one made after its schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

from fastapi import FastAPI

JSON = "application/json"
_DEPTH = 6
_ERRORS = {
    "400": ("bad_request", 'the body cannot be read: send JSON such as {"question": "…"} in UTF-8.'),
    "401": ("unauthorised", "a key is needed: send the header `Authorization: Bearer KEY`."),
    "403": ("forbidden", "this needs the role admin, and you have the role reader."),
    "404": ("not_found", "no document 'x': GET /documents lists those that are indexed."),
    "406": ("not_acceptable", "this can be had as JSON or CSV: ask with format= or the Accept header."),
    "409": ("index_busy", "20 jobs are waiting already: try again when some are done."),
    "413": ("too_large", "the body is larger than 1,048,576 bytes: send less at once."),
    "415": ("unsupported_file", "x.png: no reader for .png; supported are .csv, .docx, .html, .pdf, …"),
    "422": ("invalid_input", "question is empty. /docs shows what is taken."),
    "429": ("too_many_requests", "too many requests: try again in a while."),
    "503": ("index_missing", "no index in /var/lib/keikaku: run `keikaku ingest FOLDER` with the folder of the plans."),
    "504": ("timed_out", "no answer within 120 seconds: ask something narrower, or try again later."),
    "507": ("storage_failed", "the disk is full: free some space and try again; the index is as before."),
}


def add_examples(app: FastAPI) -> None:
    plain = app.openapi

    def with_examples() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = plain()
            taken = json.loads(resources.files("assistant.api").joinpath("examples.json").read_text("utf-8"))
            for name, status, reply in replies(document):
                if status.startswith("2"):
                    reply.setdefault("example", taken.get(name) or made(reply.get("schema", {}), document))
                elif status in _ERRORS:
                    code, message = _ERRORS[status]
                    reply.setdefault("example", {"error": {"code": code, "message": message}})
        return plain()

    app.openapi = with_examples  # type: ignore[method-assign]


def replies(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Operation ("get /documents"), status and media object of every JSON reply."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for status, reply in operation["responses"].items():
                if JSON in reply.get("content", {}):
                    yield f"{method} {path}", status, reply["content"][JSON]


def made(schema: dict[str, Any], document: dict[str, Any], depth: int = 0) -> Any:
    """A small value that fits a schema: its own example or default where it has one."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    for key in ("example", "default", "const"):
        if key in schema:
            return schema[key]
    if known := schema.get("examples") or schema.get("enum"):
        return known[0]
    if options := schema.get("anyOf") or schema.get("oneOf"):
        return made(options[0], document, depth)
    match schema.get("type"):
        case "object":
            return {n: made(s, document, depth + 1) for n, s in schema.get("properties", {}).items()}
        case "array":
            items = [made(schema.get("items", {}), document, depth + 1)] if depth < _DEPTH else []
            return items if "prefixItems" not in schema else [made(s, document) for s in schema["prefixItems"]]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return False
        case "null":
            return None
    return "text"
