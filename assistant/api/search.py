"""GET /search: the passages that fit words best, without an answer made of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints

from assistant.api.auth import Reader
from assistant.api.errors import documented
from assistant.api.schemas import MAX_QUESTION, HitBody, SearchReply
from assistant.api.state import UsesService, visible_document
from assistant.api.urls import page_url
from assistant.errors import NotFound
from assistant.service import Loaded
from index.filters import Filter
from index.retrieval import Hit

router = APIRouter(tags=["documents"])
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_QUESTION)]


@router.get("/search", responses=documented(404, 422, 503))
def search(
    service: UsesService,
    access: Reader,
    q: Annotated[Words, Query(description="words or a question", examples=["LoGoフォーム"])],
    k: Annotated[int, Query(ge=1, le=100, description="most passages")] = 10,
    municipality: Annotated[list[str] | None, Query(description="only these (names or codes)", max_length=200)] = None,
    document: Annotated[list[str] | None, Query(description="only these (ids)", max_length=200)] = None,
) -> SearchReply:
    """Passages, best first, each with its place on its page."""
    with service.use() as loaded:
        return found(loaded, q, k, municipality, document, access.internal)


def found(
    loaded: Loaded, q: str, k: int, municipality: list[str] | None, document: list[str] | None, internal: bool
) -> SearchReply:
    for id in document or ():
        visible_document(loaded.catalogue, id, internal)
    where = Filter(
        documents=tuple(document) if document else None,
        municipalities=municipality_codes(loaded, municipality, internal) if municipality else None,
        public_only=not internal,
    )
    hits = loaded.generation.retriever().search(q, k, where)
    titles = {d.id: d.title for d in loaded.catalogue.documents(public_only=not internal)}
    names = {m.code: m.name for m in loaded.generation.catalogue.municipalities(public_only=not internal)}
    return SearchReply(query=q, hits=[_hit(hit, titles, names) for hit in hits])


def municipality_codes(loaded: Loaded, wanted: list[str], internal: bool) -> tuple[str, ...]:
    """Raises NotFound where the index holds nothing of a municipality that was named."""
    known: dict[str, str] = {}
    for m in loaded.generation.catalogue.municipalities(public_only=not internal):
        known |= {m.code: m.code, m.name: m.code, m.full_name: m.code}
    if unknown := [name for name in wanted if name not in known]:
        raise NotFound(f"no document is of {', '.join(unknown)}: GET /documents lists what is indexed.")
    return tuple(known[name] for name in wanted)


def _hit(hit: Hit, titles: dict[str, str], names: dict[str, str]) -> HitBody:
    p = hit.passage
    return HitBody(
        document=p.document,
        title=titles[p.document],
        municipality=names.get(p.municipality) if p.municipality else None,
        page=p.page,
        start=p.start,
        end=p.end,
        text=p.text,
        headings=list(p.headings),
        score=hit.score,
        rank=hit.rank,
        url=page_url(p.document, p.page, (p.start, p.end)),
    )
