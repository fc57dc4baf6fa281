"""Addresses within the API, relative to its root."""

from __future__ import annotations

from urllib.parse import quote, urlencode


def page_url(document: str, number: int, mark: tuple[int, int] | None = None, form: str | None = None) -> str:
    """`/documents/…/pages/n`, with the quote's offsets and the form (json, html, png) where given."""
    query = dict(zip(("start", "end"), mark, strict=True)) if mark else {}
    parameters = urlencode(query | ({"format": form} if form else {}))
    return f"/documents/{quote(document, safe='')}/pages/{number}" + (f"?{parameters}" if parameters else "")
