"""Which of the forms on offer a request's Accept header prefers (RFC 9110, section 12.5.1), and tables in theirs."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from assistant.errors import NotAcceptable
from assistant.tabular import BOM

#: How the OpenAPI document describes an event of `text/event-stream`.
EVENT = {
    "type": "object",
    "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
    "required": ["data"],
}


def preferred(accept: str, offers: Sequence[str]) -> str | None:
    """The media type of `offers` that is liked best, the earlier of equals; None where none is taken."""
    ranges = [_range(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    best, best_quality = None, 0.0
    for offer in offers:
        quality = _quality(offer, ranges)
        if quality > best_quality:
            best, best_quality = offer, quality
    return best


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (p.strip().lower() for p in part.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return media, min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return media, 0.0
    return media, 1.0


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """By the most specific range that matches: `text/html` before `text/*` before `*/*`."""
    kind = offer.split("/")[0]
    for pattern in (offer, f"{kind}/*", "*/*"):
        found = [quality for media, quality in ranges if media == pattern]
        if found:
            return max(found)
    return 0.0


def table_form(format: str | None, accept: str) -> str:
    """json or csv, as asked for in the address or else by the Accept header. Raises NotAcceptable."""
    if format:
        return format
    media = preferred(accept, ["application/json", "text/csv"])
    if media is None:
        raise NotAcceptable("this can be had as JSON or CSV: ask with format= or the Accept header.")
    return "csv" if media == "text/csv" else "json"


def csv_response(text: str, name: str, headers: dict[str, str] | None = None) -> Response:
    """A download that Excel opens with its Japanese intact."""
    return Response(
        (BOM + text).encode(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Vary": "Accept"} | (headers or {}),
    )
