"""The application: routes, middleware and error handlers, built from settings."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from assistant.api import (
    auth,
    chat,
    conversations,
    documents,
    feedback,
    health,
    jobs,
    metrics,
    municipalities,
    openai_routes,
    pages,
    records,
    search,
    session,
    sweep,
    uploads,
)
from assistant.api.auth import Authenticate
from assistant.api.docs import add_docs
from assistant.api.errors import add_handlers, documented
from assistant.api.limits import Limits
from assistant.api.metrics import Measure, Metrics
from assistant.api.middleware import BodyLimit, SecurityHeaders
from assistant.api.openapi import add_examples
from assistant.api.web import add_web
from assistant.jobs import Jobs
from assistant.service import Service
from assistant.settings import Settings, load_settings, wants_traces
from assistant.store import Store
from assistant.tracing import export_spans
from ingest.errors import KeikakuError

log = logging.getLogger(__name__)
MODULES = (
    chat,
    conversations,
    feedback,
    sweep,
    search,
    records,
    documents,
    municipalities,
    pages,
    uploads,
    jobs,
    openai_routes,
    metrics,
    auth,
    session,
    health,
)


#: The first questions wait for at most so long, before the server says that it is ready.
WARM_SECONDS = 1.5


def create_app(settings: Settings, service: Service | None = None) -> FastAPI:
    """`service` stands in for the one over `settings.home`. The application closes it when it stops."""
    service = service or Service(settings)
    store = Store(settings)
    counted = Metrics()
    service.observe(counted.answered)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.threads
        try:
            await anyio.to_thread.run_sync(service.refresh)
            await anyio.to_thread.run_sync(service.warm, WARM_SECONDS)
        except KeikakuError as error:
            log.warning("not ready: %s", error)
        yield
        await anyio.to_thread.run_sync(app.state.jobs.close)
        service.close()
        store.close()

    app = FastAPI(
        title="Keikaku",
        summary="Answers over municipal plans, with citations that open the exact page and quote.",
        version=health.installed_version(),
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        middleware=_middleware(settings, store, counted),
        responses=documented(401, 403, 429, 503),
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.service = service
    app.state.store = store
    app.state.metrics = counted
    app.state.jobs = Jobs(settings)
    app.state.examples = {}
    for module in MODULES:
        app.include_router(module.router)
    add_docs(app)
    add_web(app)
    add_handlers(app)
    add_examples(app)
    return app


def configured() -> FastAPI:
    """Over the environment's settings, as `uvicorn --factory assistant.api.app:configured` needs it."""
    if wants_traces():
        export_spans()
    return create_app(load_settings())


def _middleware(settings: Settings, store: Store, counted: Metrics) -> list[Middleware]:
    return [
        Middleware(Measure, metrics=counted),
        Middleware(SecurityHeaders),
        *_cors(settings),
        Middleware(Authenticate, store=store, host=settings.host, anonymous=settings.allow_anonymous),
        Middleware(BodyLimit, limit=settings.max_body_bytes, streamed={"/documents": settings.max_upload_bytes}),
        Middleware(Limits, settings=settings),  # behind BodyLimit: half a request takes nobody's place
    ]


def _cors(settings: Settings) -> list[Middleware]:
    """Before the keys are looked at: a browser asks whether it may send one without sending one."""
    if not (origins := settings.cors_origins.split()):
        return []
    headers = ["Authorization", "X-API-Key", "Content-Type"]
    return [Middleware(CORSMiddleware, allow_origins=origins, allow_methods=["*"], allow_headers=headers)]
