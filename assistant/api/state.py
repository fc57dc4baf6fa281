"""What routes share, as dependencies; those without `async` would each be run in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

from anyio import fail_after, to_thread
from fastapi import Depends, Request

from assistant.errors import NotFound, TimedOut
from assistant.service import Catalogue, Service
from assistant.store.conversations import Conversations
from ingest.model import Document


async def _service(request: Request) -> Service:
    return request.app.state.service  # type: ignore[no-any-return]


async def _conversations(request: Request) -> Conversations:
    return request.app.state.store.conversations  # type: ignore[no-any-return]


T = TypeVar("T")


async def within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives, done in a thread. Raises TimedOut where it takes longer, and leaves it to end by itself."""
    try:
        with fail_after(seconds):
            return await to_thread.run_sync(work, abandon_on_cancel=True)
    except TimeoutError:
        raise TimedOut(f"no answer within {seconds:g} seconds: ask something narrower, or try again later.") from None


UsesService = Annotated[Service, Depends(_service)]
UsesConversations = Annotated[Conversations, Depends(_conversations)]


def visible_document(catalogue: Catalogue, id: str, internal: bool) -> Document:
    """Raises NotFound, and in the same words for a document that the asker may not know of."""
    document = catalogue.document(id)
    if document is None or (document.visibility == "internal" and not internal):
        raise NotFound(f"no document {id!r}: GET /documents lists those that are indexed.")
    return document
