"""GET /documents: what is indexed."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.api.auth import Reader
from assistant.api.errors import documented
from assistant.api.schemas import DocumentBody, DocumentsReply, document_body
from assistant.api.state import UsesService, visible_document

router = APIRouter(tags=["documents"])


@router.get("/documents", responses=documented(503))
def documents(service: UsesService, access: Reader) -> DocumentsReply:
    """Every document that the asker may see, with the municipality it was given and how sure that is."""
    with service.use() as loaded:
        catalogue = loaded.catalogue
        found = catalogue.documents(public_only=not access.internal)
        return DocumentsReply(documents=[document_body(d, catalogue.page_count(d.id)) for d in found])


@router.get("/documents/{id}", responses=documented(404, 422, 503))
def document(id: str, service: UsesService, access: Reader) -> DocumentBody:
    with service.use() as loaded:
        found = visible_document(loaded.catalogue, id, access.internal)
        return document_body(found, loaded.catalogue.page_count(found.id))
