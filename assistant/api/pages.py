"""GET /documents/{id}/pages/{n}: one page with a quote marked, as JSON, as HTML, or (PDF documents) as PNG."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Path, Query
from fastapi.responses import HTMLResponse, JSONResponse, Response

from assistant.api.auth import Reader
from assistant.api.errors import documented
from assistant.api.negotiation import preferred
from assistant.api.page_html import POLICY, page_html
from assistant.api.page_image import page_png
from assistant.api.schemas import Highlight, PageReply
from assistant.api.state import UsesService, visible_document
from assistant.api.urls import page_url
from assistant.errors import NotAcceptable, NotFound
from assistant.service import Catalogue, Loaded
from ingest.errors import InputError
from ingest.model import Document, Page

router = APIRouter(tags=["documents"])
PDF = "application/pdf"
FORMS = {"json": "application/json", "html": "text/html", "png": "image/png"}


@router.get(
    "/documents/{id}/pages/{number}",
    response_model=PageReply,
    responses=documented(404, 406, 422, 503) | {200: {"content": {"text/html": {}, "image/png": {}}}},
)
def page(
    service: UsesService,
    access: Reader,
    id: str,
    number: Annotated[int, Path(ge=1, le=2**31)],
    start: Annotated[int | None, Query(ge=0, description="offset of the quote in the page's text")] = None,
    end: Annotated[int | None, Query(ge=0, description="offset behind the quote")] = None,
    quote: Annotated[str | None, Query(max_length=4000, description="words to mark, instead of offsets")] = None,
    scale: Annotated[float, Query(ge=0.5, le=4, description="of the image; 1 is 72 dpi")] = 2.0,
    format: Annotated[Literal["json", "html", "png"] | None, Query(description="instead of the Accept header")] = None,
    accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
) -> Response:
    """The page's text as extracted, with the place of a quote given by `start` and `end` or by its words.

    A citation's `url` leads here: a browser gets a readable page, a program JSON, an image element the PDF's page.
    """
    with service.use() as loaded:
        document = visible_document(loaded.catalogue, id, access.internal)
        found = _page(loaded.catalogue, document, number)
        marks = _marks(found.text, start, end, quote)
        reply = _reply(loaded, document, found, marks)
    form = _form(format, accept, document)
    if form == "png":
        response = Response(page_png(document, found, marks, scale), media_type="image/png")
    elif form == "html":
        body = page_html(document, found, reply.pages, marks, has_image=document.media_type == PDF)
        response = HTMLResponse(body, headers={"Content-Security-Policy": POLICY})
    else:
        response = JSONResponse(reply.model_dump())
    response.headers["Vary"] = "Accept"
    return response


def page_reply(
    loaded: Loaded, id: str, number: int, internal: bool, mark: tuple[int, int] | None = None, quote: str | None = None
) -> PageReply:
    """A page for other interfaces. Raises NotFound and InputError."""
    document = visible_document(loaded.catalogue, id, internal)
    page = _page(loaded.catalogue, document, number)
    start, end = mark or (None, None)
    return _reply(loaded, document, page, _marks(page.text, start, end, quote))


def _page(catalogue: Catalogue, document: Document, number: int) -> Page:
    page = catalogue.page(document.id, number)
    if page is None:
        last = catalogue.page_count(document.id)
        raise NotFound(f"{document.id!r} has no page {number}: its pages are 1 to {last}.")
    return page


def _form(format: str | None, accept: str, document: Document) -> str:
    offers = [f for f in FORMS if f != "png" or document.media_type == PDF]
    if format is None:
        media = preferred(accept, [FORMS[f] for f in offers])
        format = next((f for f in offers if FORMS[f] == media), None)
    if format not in offers:
        shown = "JSON, HTML or PNG" if "png" in offers else "JSON or HTML (images exist of PDF documents only)"
        raise NotAcceptable(f"this page can be had as {shown}: ask with format= or the Accept header.")
    return format


def _marks(text: str, start: int | None, end: int | None, quote: str | None) -> list[tuple[int, int]]:
    if start is None and end is None:
        return locate(text, quote) if quote else []
    if start is None or end is None:
        raise InputError("start and end go together: send both, or quote.")
    if not start < end <= len(text):
        raise InputError(
            f"start and end must lie on the page, start before end: its text has {len(text):,} characters."
        )
    return [(start, end)]


def locate(text: str, quote: str) -> list[tuple[int, int]]:
    """Every place of `quote` in `text`, white space aside."""
    offsets = [i for i, char in enumerate(text) if not char.isspace()]
    squeezed, wanted = "".join(text[i] for i in offsets), "".join(quote.split())
    found: list[tuple[int, int]] = []
    at = squeezed.find(wanted) if wanted else -1
    while at >= 0:
        last = at + len(wanted) - 1
        found.append((offsets[at], offsets[last] + 1))
        at = squeezed.find(wanted, last + 1)
    return found


def owner(loaded: Loaded, document: Document, number: int, marks: list[tuple[int, int]]) -> str | None:
    """Whose the page is, or the marked words are; None where a page of a book belongs to several."""
    if document.municipality:
        return document.municipality.name
    passages = loaded.generation.catalogue.passages_of(document.id, number)
    marked = [p for p in passages if marks and p.start <= marks[0][0] < p.end]
    codes = {p.municipality for p in marked or passages if p.municipality}
    names = [m.name for m in loaded.generation.catalogue.municipalities() if m.code in codes]
    return names[0] if len(names) == 1 else None


def _reply(loaded: Loaded, document: Document, page: Page, marks: list[tuple[int, int]]) -> PageReply:
    image = page_url(document.id, page.number, marks[0] if marks else None, "png")
    return PageReply(
        document=document.id,
        title=document.title,
        municipality=owner(loaded, document, page.number, marks),
        page=page.number,
        label=page.label,
        confidence=page.confidence,
        pages=loaded.catalogue.page_count(document.id),
        text=page.text,
        highlights=[Highlight(start=s, end=e) for s, e in marks],
        image=image if document.media_type == PDF else None,
    )
