"""One shape for every error, `{"error": {"code", "message"}}`, with a message that says what to do about it."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from assistant.api.schemas import ErrorBody, ErrorReply
from assistant.errors import UNEXPECTED, TooMany, outcome, storage_failure
from ingest.errors import KeikakuError

log = logging.getLogger(__name__)

_OF_STATUS = {
    400: ("bad_request", 'the body cannot be read: send JSON such as {"question": "…"} in UTF-8.'),
    404: ("not_found", "there is nothing at this address: /docs lists what there is."),
    405: ("method_not_allowed", "this address does not take {method}; it takes {allow}."),
}


def error_response(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)


def expected(error: KeikakuError) -> JSONResponse:
    found = outcome(error)
    headers = {"WWW-Authenticate": "Bearer"} if found.status == 401 else {}
    if isinstance(error, TooMany):
        headers["Retry-After"] = str(error.wait)
    return error_response(found.status, found.code, str(error), headers)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route, for its OpenAPI description."""
    return {status: {"model": ErrorReply} for status in statuses}


def add_handlers(app: FastAPI) -> None:
    app.add_exception_handler(KeikakuError, _keikaku)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(Exception, _unexpected)


async def _keikaku(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, KeikakuError)
    return expected(error)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    code, message = _OF_STATUS.get(error.status_code, ("http_error", str(error.detail)))
    if error.status_code == 405:
        headers = {"Allow": ", ".join(_methods(request))}
    allow = headers.get("Allow", "another method")
    return error_response(
        error.status_code, code, message.replace("{method}", request.method).replace("{allow}", allow), headers
    )


def _methods(request: Request) -> list[str]:
    """All that the address takes; the framework names those of the first route that fits. An address written out in a
    route (`/documents/reindex`) is that route's and not one of `/documents/{id}`."""
    routes = (found.route for found in iter_route_contexts(request.app.routes))
    fitting = [r for r in routes if isinstance(r, Route) and r.matches(request.scope)[0] != Match.NONE]
    own = [route for route in fitting if "{" not in route.path] or fitting
    return sorted({method for route in own for method in route.methods or ()})


async def _validation(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(e["type"] == "json_invalid" for e in found):
        return error_response(400, *_OF_STATUS[400])
    return error_response(
        422, "invalid_input", "; ".join(describe(e) for e in found[:5]) + ". /docs shows what is taken."
    )


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, OSError) and (known := storage_failure(error)):
        return expected(known)
    return error_response(UNEXPECTED.status, UNEXPECTED.code, _referred(request))


def _referred(request: Request) -> str:
    """Notes in the log where an unexpected error arose; the message that points there."""
    reference = uuid.uuid4().hex[:8]
    log.error("unexpected error %s at %s %s", reference, request.method, request.url.path)
    return f"something went wrong in the server (reference {reference}): its log has the details."


def error_body(request: Request, error: Exception) -> ErrorReply:
    """What an error is in the middle of a stream, whose status has already been sent. Logs what was not expected."""
    known = storage_failure(error) if isinstance(error, OSError) else error
    if isinstance(known, KeikakuError):
        return ErrorReply(error=ErrorBody(code=outcome(known).code, message=str(known)))
    message = _referred(request)
    log.error("%s", message, exc_info=error)
    return ErrorReply(error=ErrorBody(code=UNEXPECTED.code, message=message))


def describe(error: dict[str, Any]) -> str:
    """One of pydantic's errors as a sentence that names the field and never repeats its value."""
    field = _field(error["loc"])
    context = error.get("ctx", {})
    match error["type"]:
        case "missing" if field == "body":
            return "the body is missing: send JSON with Content-Type: application/json"
        case "missing":
            return f"{field} is missing"
        case "string_too_short" | "too_short":
            return f"{field} is empty"
        case "string_too_long":
            return f"{field} has {len(error['input']):,} characters, {context['max_length']:,} are taken: shorten it"
        case "too_long":
            return f"{field} has {context['actual_length']:,} entries, {context['max_length']:,} are taken: send fewer"
        case "model_attributes_type" | "dict_type":
            return f"{field} must be a JSON object, sent with Content-Type: application/json"
        case "literal_error":
            return f"{field} must be {context['expected']}"
    return f"{field}: {error['msg'][0].lower()}{error['msg'][1:]}"


def _field(loc: Sequence[int | str]) -> str:
    """('body', 'history', 0, 'role') -> 'history[0].role'"""
    parts = [p for p in loc if p not in ("body", "query", "path")] or ["body"]
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in parts).lstrip(".")
