"""POST /sweep: a question about a set as a table, as JSON or CSV."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from assistant import sweep_table
from assistant.answer import Request
from assistant.api.auth import Reader
from assistant.api.errors import documented
from assistant.api.negotiation import csv_response, table_form
from assistant.api.schemas import CoverageBody, Filter, Language, ModelUseBody, Question
from assistant.api.state import UsesService, visible_document, within
from assistant.service import Service

router = APIRouter(tags=["answers"])


class SweepRequest(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"question": "LoGoフォームを導入しているのはどの市町ですか"}]}
    )

    question: Question = Field(description="what each municipality, or each measure of the one named, is held against")
    lang: Language = Field("ja", description="language of the words for a standing; the question may be in either")
    municipalities: Filter = Field(default_factory=list, description="only these (names or codes)")
    documents: Filter = Field(default_factory=list, description="only these (ids)")


class SweepRow(BaseModel):
    name: str
    code: str | None = Field(description="of a municipality, where the national list has it")
    standing: sweep_table.Standing
    status: str | None = Field(description="the standing in words")
    document: str | None
    title: str | None
    page: int | None
    quote: str | None = Field(description="verbatim from the page")
    url: str | None = Field(description="opens the page with the quote highlighted")


class SweepReply(BaseModel):
    question: str
    about: sweep_table.About
    rows: list[SweepRow] = Field(description="those found first, then those without a mention")
    coverage: CoverageBody | None
    answer: str
    model: ModelUseBody | None = Field(None, description="what a language model did, where one is configured")


@router.post(
    "/sweep",
    response_model=SweepReply,
    responses=documented(400, 404, 406, 413, 422, 503, 504) | {200: {"content": {"text/csv": {}}}},
)
async def sweep(
    body: SweepRequest,
    service: UsesService,
    access: Reader,
    format: Annotated[Literal["json", "csv"] | None, Query(description="instead of the Accept header")] = None,
    accept: Annotated[str, Header(include_in_schema=False)] = "*/*",
) -> Response:
    """Examines every municipality in scope, or every measure of the one named, and tells of each whether it has what
    is asked: yes, planned, under study, not planned, or no mention, with the quote and its page."""
    form = table_form(format, accept)
    table = await within(service.settings.answer_seconds, partial(swept, service, body, access.internal))
    if form == "csv":
        return csv_response(table.csv(), "sweep.csv")
    reply = sweep_reply(table)
    return Response(reply.model_dump_json(), media_type="application/json", headers={"Vary": "Accept"})


def swept(service: Service, body: SweepRequest, internal: bool) -> sweep_table.Table:
    request = Request(
        question=body.question,
        lang=body.lang,
        municipalities=tuple(body.municipalities),
        documents=tuple(body.documents),
        internal=internal,
    )
    with service.use() as loaded:
        for id in body.documents:
            visible_document(loaded.catalogue, id, internal)
        answer = loaded.engine.sweep(request)
        return sweep_table.of_generation(loaded, body.question, answer, internal=internal)


def sweep_reply(table: sweep_table.Table) -> SweepReply:
    return SweepReply.model_validate(asdict(table))
