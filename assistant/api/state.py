"""What routes share, as dependencies."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from assistant.api.sessions import Sessions
from assistant.errors import NotFound
from assistant.service import Catalogue, Service
from ingest.model import Document


def _service(request: Request) -> Service:
    return request.app.state.service  # type: ignore[no-any-return]


def _sessions(request: Request) -> Sessions:
    return request.app.state.sessions  # type: ignore[no-any-return]


UsesService = Annotated[Service, Depends(_service)]
UsesSessions = Annotated[Sessions, Depends(_sessions)]


def visible_document(catalogue: Catalogue, id: str, internal: bool) -> Document:
    """Raises NotFound, and in the same words for a document that the asker may not know of."""
    document = catalogue.document(id)
    if document is None or (document.visibility == "internal" and not internal):
        raise NotFound(f"no document {id!r}: GET /documents lists those that are indexed.")
    return document
