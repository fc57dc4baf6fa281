"""What agents built with LangChain use: the index as tools and as a retriever. What they give has passed the gate."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from typing import Any, Literal, Protocol

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.tools import BaseTool, StructuredTool, ToolException

from assistant import sweep_table
from assistant.answer import Answer, Request
from assistant.errors import NotFound
from assistant.service import Loaded
from ingest.errors import KeikakuError

#: Records and passages of one call at most: what a model reads is paid for.
MOST = 50


class PlanRetriever(BaseRetriever):
    """Passages for a question as LangChain documents, best first. `internal` shows documents marked so."""

    service: Any
    k: int = 8
    internal: bool = False
    within: Request = Request(question="")

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        with self.service.use() as loaded:
            found = loaded.engine.search(replace(self.within, question=query, internal=self.internal), self.k)
            names = {m.code: m.name for m in loaded.generation.catalogue.municipalities()}
            return [
                Document(
                    page_content=p.text,
                    id=p.id,
                    metadata={
                        "document": p.document,
                        "page": p.page,
                        "start": p.start,
                        "end": p.end,
                        "municipality": names.get(p.municipality or ""),
                        "measure": p.measure,
                    },
                )
                for p in found
            ]


class Asked(Protocol):
    """What the tools ask: a `Service`, or one generation of it."""

    def use(self) -> AbstractContextManager[Loaded]: ...
    def check(self, request: Request) -> Answer: ...


def plan_tools(service: Asked, internal: bool = False, within: Request = Request(question="")) -> list[BaseTool]:  # noqa: B008
    """`search`, `get_page`, `records`, `sweep` and `check_claim`. A question that cannot be answered is told to the
    model with its remedy, other errors are raised. Search, sweep and claims keep to the municipalities and documents of
    `within`."""
    base = replace(within, internal=internal, history=(), mode="plain")
    retriever = PlanRetriever(service=service, internal=internal, within=base)

    def search(query: str, k: int = 8) -> list[dict[str, Any]]:
        """The passages of the municipal plans that fit words or a question best, with document and page."""
        fitting = retriever.model_copy(update={"k": max(1, min(k, MOST))})
        return [{"text": d.page_content, **d.metadata} for d in fitting.invoke(query)]

    def get_page(document: str, page: int) -> dict[str, Any]:
        """The text of one page of a plan."""
        with service.use() as loaded:
            known = loaded.catalogue.document(document)
            found = loaded.catalogue.page(document, page)
            if known is None or found is None or (known.visibility == "internal" and not internal):
                raise NotFound(f"no page {page} of a document {document!r}: use search to find one.")
            return {"document": document, "page": page, "text": found.text}

    def records(municipality: str = "", measure: str = "", fiscal_year: int = 0) -> list[dict[str, Any]]:
        """Facts read from tables and sheet headers (indicators, costs, departments), by municipality code or name,
        measure and fiscal year."""
        with service.use() as loaded:
            catalogue = loaded.generation.catalogue
            codes = {m.name: m.code for m in catalogue.municipalities(public_only=not internal)}
            found = catalogue.records(
                municipality=codes.get(municipality, municipality) or None,
                measure=measure or None,
                fiscal_year=fiscal_year or None,
                public_only=not internal,
            )
            return [{k: v for k, v in asdict(r).items() if v is not None} for r in found[:MOST]]

    def sweep(question: str, lang: Literal["ja", "en"] = "ja") -> dict[str, Any]:
        """Examines every municipality: yes, planned, under study, not planned or no mention, with quote and page."""
        with service.use() as loaded:
            answer = loaded.engine.sweep(replace(base, question=question, lang=lang))
            return asdict(sweep_table.of_generation(loaded, question, answer, internal=internal))

    def check_claim(claim: str, lang: Literal["ja", "en"] = "ja") -> dict[str, Any]:
        """Checks a statement against the plans: supported, contradicted or not_found, with quotes."""
        return _told(service.check(replace(base, question=claim, lang=lang)))

    functions = (search, get_page, records, sweep, check_claim)
    return [_tool(function) for function in functions]


def _told(answer: Answer) -> dict[str, Any]:
    return {"verdict": answer.verdict, "answer": answer.answer, "citations": [asdict(c) for c in answer.citations]}


def _tool(function: Any) -> BaseTool:
    def guarded(**arguments: Any) -> Any:
        try:
            return function(**arguments)
        except KeikakuError as error:
            raise ToolException(str(error)) from error

    named = StructuredTool.from_function(function, handle_tool_error=True)
    return named.model_copy(update={"func": guarded})
