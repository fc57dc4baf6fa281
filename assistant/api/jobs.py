"""GET /jobs and GET /jobs/{id}: how far work on the index is, as JSON or as events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated, Any, Literal

from anyio import to_thread
from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import Response
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import BaseModel, Field

from assistant.api.auth import Admin
from assistant.api.errors import documented
from assistant.api.negotiation import EVENT, preferred
from assistant.errors import NotAcceptable
from assistant.jobs import Job, Jobs

router = APIRouter(tags=["administration"])
EVENTS = "text/event-stream"
#: Seconds between two looks at a job, and of silence after which a comment keeps the connection open.
LOOK, KEEP_ALIVE = 0.25, 10.0


async def _jobs(request: Request) -> Jobs:
    return request.app.state.jobs  # type: ignore[no-any-return]


UsesJobs = Annotated[Jobs, Depends(_jobs)]


class JobDocument(BaseModel):
    id: str
    title: str
    municipality: str | None
    confidence: float
    pages: int
    passages: int
    records: int
    warnings: list[str]


class JobReport(BaseModel):
    summary: str
    generation: int | None = Field(description="of the index, after the job")
    documents: list[JobDocument] = Field(description="that were read")
    removed: list[str] = Field(description="ids of documents that are no longer in the index")
    failures: list[str] = Field(description="one line a file that could not be read: cause and remedy")
    notes: list[str]


class JobError(BaseModel):
    code: str
    message: str


class JobReply(BaseModel):
    id: str
    kind: Literal["upload", "delete", "reindex"]
    state: Literal["queued", "running", "done", "failed"]
    phase: str | None = Field(description="what is being done: waiting, reading, documents, lexical, dense, verify")
    done: int
    total: int = Field(description="0 where it is not known; of pages while reading, an estimate until all are opened")
    created: str = Field(description="UTC, ISO 8601")
    started: str | None
    finished: str | None
    report: JobReport | None = Field(description="when the state is done")
    error: JobError | None = Field(description="when the state is failed")


class JobsReply(BaseModel):
    jobs: list[JobReply] = Field(description="the latest first")


def job_reply(job: Job) -> JobReply:
    return JobReply.model_validate(asdict(job))


@router.get("/jobs")
def jobs(jobs: UsesJobs, access: Admin) -> JobsReply:
    """The last jobs."""
    return JobsReply(jobs=[job_reply(job) for job in jobs.recent()])


@router.get(
    "/jobs/{id}",
    response_model=JobReply,
    responses=documented(404, 406, 422) | {200: {"content": {EVENTS: {"schema": EVENT}}}},
)
async def job(
    id: str, jobs: UsesJobs, access: Admin, accept: Annotated[str, Header(include_in_schema=False)] = "*/*"
) -> Response:
    """One job. With `Accept: text/event-stream` its progress until it ends: `progress`, then `done` or `error`."""
    found = await to_thread.run_sync(jobs.get, id)
    media = preferred(accept, ["application/json", EVENTS])
    if media is None:
        raise NotAcceptable("a job can be had as JSON or as text/event-stream: ask with the Accept header.")
    if media == EVENTS:
        return EventSourceResponse(_events(jobs, found), headers={"X-Accel-Buffering": "no", "Vary": "Accept"})
    reply = job_reply(found).model_dump_json()
    return Response(reply, media_type="application/json", headers={"Vary": "Accept"})


async def _events(jobs: Jobs, job: Job) -> AsyncIterator[bytes]:
    told, silent = None, 0.0
    while True:
        progress = {"phase": job.phase or job.state, "done": job.done, "total": job.total}
        if progress != told:
            yield _event("progress", progress)
            told, silent = progress, 0.0
        if job.state == "done":
            yield _event("done", {"report": job.report})
            return
        if job.state == "failed":
            yield _event("error", {"error": job.error})
            return
        if silent >= KEEP_ALIVE:
            yield format_sse_event(comment="keep-alive")
            silent = 0.0
        await asyncio.sleep(LOOK)
        silent += LOOK
        job = await to_thread.run_sync(jobs.get, job.id)


def _event(name: str, data: dict[str, Any]) -> bytes:
    return format_sse_event(event=name, data_str=json.dumps(data, ensure_ascii=False))
