"""GET /healthz says that the process lives, GET /readyz that it can answer."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter
from pydantic import BaseModel, Field

from assistant.api.errors import documented
from assistant.api.state import UsesService

router = APIRouter(tags=["health"])


class Health(BaseModel):
    status: str
    version: str


class Readiness(BaseModel):
    status: str
    generation: int
    documents: int = Field(description="that are public")


def installed_version() -> str:
    try:
        return version("keikaku")
    except PackageNotFoundError:
        return "unknown"


@router.get("/healthz")
async def healthz() -> Health:
    return Health(status="ok", version=installed_version())


@router.get("/readyz", responses=documented(503))
def readyz(service: UsesService) -> Readiness:
    with service.use() as loaded:
        count = len(loaded.catalogue.documents(public_only=True))
        return Readiness(status="ready", generation=loaded.number, documents=count)
