"""POST /documents, DELETE /documents/{id}, POST /documents/reindex: what changes the index, each as a job."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from anyio import to_thread
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from assistant.api.auth import Admin
from assistant.api.errors import describe, documented
from assistant.api.jobs import JobReply, UsesJobs, job_reply
from assistant.api.state import UsesService, visible_document
from assistant.jobs import Kind, Work
from assistant.upload_folder import Reindex, Removal, Staged, Upload, name_for, safe_name, uploaded_file
from ingest.errors import InputError

router = APIRouter(tags=["administration"])
_LINK = r"^https?://\S+$"
_FILES = {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1}


class Stated(BaseModel):
    """What the uploader says of all files of one upload; what is not said is found in the files."""

    visibility: Literal["public", "internal"] = Field("public", description="internal ones are not shown to readers")
    title: str | None = Field(None, min_length=1, max_length=300, description="of a single file")
    municipality: str | None = Field(None, min_length=1, max_length=100, examples=["汐崎市"])
    prefecture: str | None = Field(None, min_length=1, max_length=20)
    date: str | None = Field(None, min_length=1, max_length=30, description="of publication", examples=["2026-03"])
    source_url: str | None = Field(None, pattern=_LINK, max_length=2000, description="where it was published")


_FORM = Stated.model_json_schema()
_FORM = _FORM | {"properties": {"files": _FILES} | _FORM["properties"], "required": ["files"]}
_BODY: dict[str, Any] = {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}}


@router.post(
    "/documents",
    status_code=202,
    response_model=JobReply,
    responses=documented(400, 403, 409, 413, 415, 422, 507),
    openapi_extra=_BODY,
)
async def upload(request: Request, response: Response, jobs: UsesJobs, access: Admin) -> JobReply:
    """Adds documents, or newer versions of documents with the same file names.

    The kind of a file is told by its content. The reply is a job: follow it with `GET /jobs/{id}`; it goes on when
    you leave. A file that cannot be read is named in the job's report and not kept.
    """
    limit = jobs.settings.max_upload_files
    async with _form(request, limit) as form:
        files = [part for part in form.getlist("files") if isinstance(part, UploadFile) and part.filename]
        stated = _stated(form, len(files))
        if not files:
            raise InputError("no file was sent: send one or more as multipart/form-data in the field `files`.")
        if len(files) > limit:
            raise InputError(f"{len(files):,} files, {limit:,} are taken at once: send fewer.")
        id, folder = await to_thread.run_sync(jobs.prepare)
        try:
            staging = _Staging(folder)
            for file in files:
                await to_thread.run_sync(staging.add, file)
            if not staging.files:
                raise staging.errors[0]
        except BaseException:
            jobs.discard(id)
            raise
    request.state.target = ", ".join(file.name for file in staging.files)
    refused = tuple(str(error) for error in staging.errors)
    work = Upload(files=tuple(staging.files), stated=stated, refused=refused)
    return await to_thread.run_sync(_started, jobs, id, "upload", work, response)


@router.delete(
    "/documents/{id}",
    status_code=202,
    response_model=JobReply,
    responses=documented(404, 409, 422, 503),
)
def delete(id: str, response: Response, service: UsesService, jobs: UsesJobs, access: Admin) -> JobReply:
    """Takes a document that was uploaded out of the index, and deletes its file."""
    with service.use() as loaded:
        visible_document(loaded.catalogue, id, access.internal)
    uploaded_file(jobs.settings.home, id)
    return _started(jobs, jobs.prepare()[0], "delete", Removal(document=id), response)


@router.post("/documents/reindex", status_code=202, response_model=JobReply, responses=documented(409, 422))
def reindex(
    response: Response,
    jobs: UsesJobs,
    access: Admin,
    rebuild: Annotated[bool, Query(description="read and embed every file anew, changed or not")] = False,
) -> JobReply:
    """Reads what changed in the folders that the index was made from, and drops what is gone from them."""
    return _started(jobs, jobs.prepare()[0], "reindex", Reindex(rebuild=rebuild), response)


@asynccontextmanager
async def _form(request: Request, limit: int) -> AsyncIterator[FormData]:
    try:
        form = await request.form(max_files=limit + 1, max_fields=20, max_part_size=10_000)
    except HTTPException as error:
        raise InputError(f"the form cannot be read ({error.detail}): send multipart/form-data.") from None
    try:
        yield form
    finally:
        await form.close()


def _started(jobs: UsesJobs, id: str, kind: Kind, work: Work, response: Response) -> JobReply:
    job = jobs.start(id, kind, work)
    response.headers["Location"] = f"/jobs/{id}"
    return job_reply(job)


def _stated(form: FormData, files: int) -> dict[str, str]:
    """Raises InputError where a field cannot be used. An empty one is as good as none: forms send those."""
    sent = {name: value for name, value in form.items() if name in Stated.model_fields and value}
    try:
        stated = TypeAdapter(Stated).validate_python(sent)
    except ValidationError as error:
        raise InputError("; ".join(describe(dict(e)) for e in error.errors()) + ".") from None
    if stated.title and files > 1:
        raise InputError("title is that of a single file: send the files one by one, or leave it out.")
    return stated.model_dump(exclude_none=True)


@dataclass(slots=True)
class _Staging:
    """Copies the files of an upload into the job's folder; those of no known kind are refused."""

    folder: Path
    files: list[Staged] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)

    def add(self, file: UploadFile) -> None:
        place = self.folder / str(len(self.files) + len(self.errors))
        with place.open("wb") as out:
            shutil.copyfileobj(file.file, out)
        try:
            name = name_for(place, file.filename or "")
            if any(name == other.name for other in self.files):
                raise InputError(f"{name}: sent twice in one upload; rename one")
            if not place.stat().st_size:
                raise InputError(f"{safe_name(file.filename or '')}: the file is empty (0 bytes); send it again")
        except InputError as error:
            self.errors.append(error)
            place.unlink()
        else:
            self.files.append(Staged(file=place.name, name=name))
