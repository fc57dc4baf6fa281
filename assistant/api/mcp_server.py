"""The tools search, ask, sweep, check_claim and get_page over the Model Context Protocol, on standard input and output
or streamable HTTP. What they give is what the routes of the same names give."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeVar

import uvicorn
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.types import ASGIApp

from assistant.api import schemas
from assistant.api.auth import Authenticate
from assistant.api.health import installed_version
from assistant.api.limits import Limits
from assistant.api.middleware import SecurityHeaders
from assistant.api.pages import page_reply
from assistant.api.patience import Patience
from assistant.api.schemas import (
    ChatReply,
    ChatRequest,
    ClaimsRequest,
    Filter,
    Language,
    PageReply,
    Question,
    SearchReply,
)
from assistant.api.search import Words, found
from assistant.api.state import visible_document
from assistant.api.sweep import SweepReply, SweepRequest, sweep_reply, swept
from assistant.service import Service
from assistant.settings import Settings
from assistant.store import Store
from ingest.errors import KeikakuError

INSTRUCTIONS = (
    "Keikaku holds the plans of Japanese municipalities and answers only from them, with verbatim quotes and pages."
    " Ask in Japanese or English. Use `ask` for a question, `sweep` for one about many municipalities (who has what,"
    " who has not), `check_claim` to verify a statement, `search` for passages, and `get_page` to read a page that a"
    " citation names. Give the citations (document, page, quote) along with what you take from an answer."
)
P = ParamSpec("P")
R = TypeVar("R")
Municipalities = Annotated[Filter, Field(description="only these municipalities (names or codes)")]
Documents = Annotated[Filter, Field(description="only these documents (ids)")]
Answering = Annotated[Language, Field(description="language of the answer")]
#: Whether the asker may see internal documents.
Internal = Callable[[Context], bool]


def create_mcp(service: Service, internal: Internal) -> MCPServer[Any]:
    server: MCPServer[Any] = MCPServer(
        "keikaku", title="Keikaku", version=installed_version(), instructions=INSTRUCTIONS, log_level="WARNING"
    )
    for function in _tools(service, internal):
        server.tool(annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))(function)
    return server


def _tools(service: Service, internal: Internal) -> list[Callable[..., Any]]:
    @_told
    def search(
        context: Context,
        query: Annotated[Words, Field(description="words or a question")],
        k: Annotated[int, Field(ge=1, le=50, description="most passages")] = 10,
        municipalities: Municipalities = [],  # noqa: B006
        documents: Documents = [],  # noqa: B006
    ) -> SearchReply:
        """The passages of the plans that fit words best, without an answer made of them."""
        with service.use() as loaded:
            return found(loaded, query, k, municipalities, documents, internal(context))

    @_told
    def ask(
        context: Context,
        question: Annotated[Question, Field(description="with its municipality and year where it has them")],
        lang: Answering = "ja",
        municipalities: Municipalities = [],  # noqa: B006
        documents: Documents = [],  # noqa: B006
    ) -> ChatReply:
        """Answers a question about the plans; every statement has markers [1] whose citations quote the page. Says so
        where the plans do not hold the answer (`abstained`)."""
        body = ChatRequest(question=question, lang=lang, municipalities=municipalities, documents=documents)
        sees = internal(context)
        _check_documents(service, documents, sees)
        return ChatReply(**schemas.reply_fields(service.answer(schemas.request(body, question, [], sees))))

    @_told
    def sweep(
        context: Context,
        question: Annotated[Question, Field(description="what each municipality is held against")],
        lang: Answering = "ja",
        municipalities: Municipalities = [],  # noqa: B006
        documents: Documents = [],  # noqa: B006
    ) -> SweepReply:
        """Examines every municipality and tells of each: yes, planned, under study, not planned or no mention, with
        its quote and page."""
        body = SweepRequest(question=question, lang=lang, municipalities=municipalities, documents=documents)
        return sweep_reply(swept(service, body, internal(context)))

    @_told
    def check_claim(
        context: Context,
        claim: Annotated[Question, Field(description="one statement about what the plans say")],
        lang: Answering = "ja",
        municipalities: Municipalities = [],  # noqa: B006
        documents: Documents = [],  # noqa: B006
    ) -> ChatReply:
        """Checks a statement against the plans: its `verdict` is supported, contradicted or not_found, with quotes."""
        body = ClaimsRequest(claims=[claim], lang=lang, municipalities=municipalities, documents=documents)
        sees = internal(context)
        _check_documents(service, documents, sees)
        return ChatReply(**schemas.reply_fields(service.check(schemas.request(body, claim, [], sees))))

    @_told
    def get_page(
        context: Context,
        document: Annotated[str, Field(description="its id")],
        page: Annotated[int, Field(ge=1, le=2**31, description="physical page, from 1")],
        quote: Annotated[str | None, Field(max_length=4000, description="words whose place is told")] = None,
    ) -> PageReply:
        """The text of one page as extracted, with the place of a quote."""
        with service.use() as loaded:
            return page_reply(loaded, document, page, internal(context), quote=quote)

    return [search, ask, sweep, check_claim, get_page]


def _told(function: Callable[P, R]) -> Callable[P, R]:
    """Expected errors are told to the model, cause and remedy; others are not."""

    @wraps(function)
    def tool(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except KeikakuError as error:
            raise ToolError(str(error)) from error

    return tool


def _check_documents(service: Service, documents: list[str], internal: bool) -> None:
    with service.use() as loaded:
        for id in documents:
            visible_document(loaded.catalogue, id, internal)


def serve_stdio(settings: Settings) -> None:
    """Until standard input ends. Who starts the program may read the files, so internal documents are shown."""
    service = Service(settings)
    service.refresh()
    create_mcp(service, lambda _: True).run("stdio")
    service.close()


def _sees_internal(context: Context) -> bool:
    """By the key of the request that the message came with."""
    request = context.request_context.request
    return request is not None and bool(request.state.access.internal)


def http_app(settings: Settings, service: Service, store: Store) -> ASGIApp:
    server = create_mcp(service, _sees_internal)
    app = server.streamable_http_app(
        stateless_http=True, host=settings.host, max_request_body_size=settings.max_body_bytes
    )
    app.add_middleware(Limits, settings=settings)
    app.add_middleware(Authenticate, store=store, host=settings.host, anonymous=settings.allow_anonymous)
    app.add_middleware(SecurityHeaders)
    return app


def serve_http(settings: Settings) -> None:
    service, store = Service(settings), Store(settings)
    service.refresh()
    config = uvicorn.Config(
        http_app(settings, service, store),
        host=settings.host,
        port=settings.port,
        log_level=settings.log_level,
        access_log=False,
        server_header=False,
        http=Patience,
        limit_concurrency=settings.max_connections,
        timeout_graceful_shutdown=10,
    )
    uvicorn.Server(config).run()
    service.close()
    store.close()
