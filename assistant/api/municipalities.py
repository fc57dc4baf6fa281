"""GET /municipalities: whom the documents cover. GET /examples: questions to begin with, made from what is indexed."""

from __future__ import annotations

import threading
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from assistant.api.auth import Reader
from assistant.api.errors import documented
from assistant.api.schemas import Language
from assistant.api.state import UsesService
from assistant.examples import Example, examples
from assistant.service import Loaded

router = APIRouter(tags=["documents"])
_making = threading.Lock()


class CoveredMunicipality(BaseModel):
    code: str
    prefecture: str
    name: str
    documents: list[str] = Field(description="ids of the documents that cover it")


class MunicipalitiesReply(BaseModel):
    municipalities: list[CoveredMunicipality]


class ExampleBody(BaseModel):
    question: str
    kind: str = Field(description="set, value, measure, definition, claim or compare")


class ExamplesReply(BaseModel):
    questions: list[ExampleBody]


@router.get("/municipalities", responses=documented(503))
def municipalities(service: UsesService, access: Reader) -> MunicipalitiesReply:
    """Every municipality that some document is of, also within books that cover several, by code."""
    with service.use() as loaded:
        public_only = not access.internal
        catalogue = loaded.generation.catalogue
        covering: dict[str, list[str]] = {}
        for document, codes in catalogue.municipalities_of_documents(public_only).items():
            for code in codes:
                covering.setdefault(code, []).append(document)
        return MunicipalitiesReply(
            municipalities=[
                CoveredMunicipality(
                    code=m.code, prefecture=m.prefecture, name=m.name, documents=covering.get(m.code, [])
                )
                for m in catalogue.municipalities(public_only)
            ]
        )


@router.get("/examples", responses=documented(422, 503))
def example_questions(
    request: Request,
    service: UsesService,
    access: Reader,
    lang: Annotated[Language, Query(description="language of the questions")] = "ja",
) -> ExamplesReply:
    """Questions that this index answers, each tried before it is given. Made once a generation."""
    with service.use() as loaded:
        found = _kept(request, loaded, lang, access.internal)
    return ExamplesReply(questions=[ExampleBody(question=e.question, kind=e.kind) for e in found])


def _kept(request: Request, loaded: Loaded, lang: Language, internal: bool) -> list[Example]:
    key = (loaded.number, lang, internal)
    kept: dict[tuple[int, str, bool], list[Example]] = request.app.state.examples
    with _making:
        if key not in kept:
            for old in [k for k in kept if k[0] != loaded.number]:
                del kept[old]
            kept[key] = examples(loaded.generation.catalogue, loaded.engine.answer, lang, internal)
        return kept[key]
