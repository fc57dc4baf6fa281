"""GET /records: the facts that were read from tables, sheet headers and glossaries, filtered and page by page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field, StringConstraints

from assistant.api.auth import Reader
from assistant.api.errors import documented
from assistant.api.negotiation import csv_response, table_form
from assistant.api.search import municipality_codes
from assistant.api.state import UsesService, visible_document
from assistant.api.urls import page_url
from assistant.service import Loaded
from assistant.tabular import csv_text
from ingest.model import Record

router = APIRouter(tags=["documents"])
#: Rows of one reply: by default, and at most, where CSV without a limit has as many as there are.
PAGE, MOST = 100, 10_000

Kind = Literal["header", "measure", "department", "indicator", "cell", "status", "definition"]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class RecordBody(BaseModel):
    document: str
    title: str
    municipality: str | None
    page: int
    kind: str
    measure: str | None = Field(description="the project or row that the fact belongs to")
    attribute: str
    value: str = Field(description="as it stands")
    number: float | None = Field(description="the value's reading, where it has one")
    unit: str | None
    fiscal_year: int | None
    series: str | None = Field(description="planned, actual, baseline or target")
    status: str | None
    quote: str = Field(description="verbatim from the page: text[start:end]")
    start: int
    end: int
    url: str


class RecordsReply(BaseModel):
    total: int = Field(description="records that fit, on all pages together")
    limit: int
    offset: int
    records: list[RecordBody]


@dataclass(frozen=True)
class Wanted:
    """The filters as a dependency; those given are joined by "and", several values of one by "or"."""

    municipality: Annotated[list[Words] | None, Query(description="only these (names or codes)", max_length=200)] = None
    document: Annotated[list[Words] | None, Query(description="only these (ids)", max_length=200)] = None
    kind: Annotated[list[Kind] | None, Query(description="only these kinds", max_length=20)] = None
    measure: Annotated[Words | None, Query(description="the measure's name holds this")] = None
    attribute: Annotated[Words | None, Query(description="the attribute's name holds this", examples=["担当"])] = None
    fiscal_year: Annotated[
        list[Annotated[int, Field(ge=1800, le=2300)]] | None, Query(description="only these", max_length=100)
    ] = None
    text: Annotated[Words | None, Query(description="measure, attribute or value holds this")] = None

    def equal(self, loaded: Loaded, internal: bool) -> dict[str, Any]:
        """Raises NotFound where the index holds nothing of a document or municipality that was named."""
        for id in self.document or ():
            visible_document(loaded.catalogue, id, internal)
        codes = list(municipality_codes(loaded, self.municipality, internal)) if self.municipality else None
        named = {"municipality": codes, "document": self.document, "kind": self.kind, "fiscal_year": self.fiscal_year}
        return {name: values for name, values in named.items() if values}

    def holding(self) -> dict[str, str]:
        named = {"measure": self.measure, "attribute": self.attribute, "text": self.text}
        return {name: words for name, words in named.items() if words}


@router.get(
    "/records",
    response_model=RecordsReply,
    responses=documented(404, 406, 422, 503) | {200: {"content": {"text/csv": {}}}},
)
def records(
    service: UsesService,
    access: Reader,
    wanted: Annotated[Wanted, Depends()],
    limit: Annotated[int | None, Query(ge=1, le=MOST, description="most rows; JSON 100, CSV 10,000")] = None,
    offset: Annotated[int, Query(ge=0, le=2**31, description="rows to leave out first")] = 0,
    format: Annotated[Literal["json", "csv"] | None, Query(description="instead of the Accept header")] = None,
    accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
) -> Response:
    """Facts by municipality, document, kind, measure, attribute, fiscal year and words, in the documents' order."""
    form = table_form(format, accept)
    limit = limit or (MOST if form == "csv" else PAGE)
    internal = access.internal
    with service.use() as loaded:
        total, found = loaded.generation.catalogue.find_records(
            wanted.equal(loaded, internal), wanted.holding(), limit, offset, public_only=not internal
        )
        bodies = _Bodies(loaded, internal)
        shown = [bodies.of(record) for record in found]
    if form == "csv":
        text = csv_text(list(RecordBody.model_fields), (list(body.model_dump().values()) for body in shown))
        return csv_response(text, "records.csv", {"X-Total-Count": str(total)})
    reply = RecordsReply(total=total, limit=limit, offset=offset, records=shown)
    return Response(reply.model_dump_json(), media_type="application/json", headers={"Vary": "Accept"})


class _Bodies:
    """Records with their titles, names and quotes; each page is read once."""

    def __init__(self, loaded: Loaded, internal: bool) -> None:
        catalogue = loaded.generation.catalogue
        self._catalogue = catalogue
        self._titles = {d.id: d.title for d in catalogue.documents(public_only=not internal)}
        self._names = {m.code: m.name for m in catalogue.municipalities(public_only=not internal)}
        self._pages: dict[tuple[str, int], str] = {}

    def of(self, record: Record) -> RecordBody:
        r = record
        return RecordBody(
            document=r.document,
            title=self._titles[r.document],
            municipality=self._names.get(r.municipality) if r.municipality else None,
            page=r.page,
            kind=r.kind,
            measure=r.measure,
            attribute=r.attribute,
            value=r.value,
            number=r.number,
            unit=r.unit,
            fiscal_year=r.fiscal_year,
            series=r.series,
            status=r.status,
            quote=self._text(r.document, r.page)[r.start : r.end],
            start=r.start,
            end=r.end,
            url=page_url(r.document, r.page, (r.start, r.end)),
        )

    def _text(self, document: str, number: int) -> str:
        key = document, number
        if key not in self._pages:
            self._pages[key] = self._catalogue.page(document, number).text
        return self._pages[key]
