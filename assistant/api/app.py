"""The application: routes, middleware and error handlers, built from settings."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware import Middleware

from assistant.api import (
    chat,
    documents,
    health,
    jobs,
    metrics,
    municipalities,
    openai_routes,
    pages,
    records,
    search,
    sweep,
    uploads,
)
from assistant.api.docs import add_docs
from assistant.api.errors import add_handlers
from assistant.api.metrics import Measure, Metrics
from assistant.api.middleware import BodyLimit, RequireKey, SecurityHeaders
from assistant.api.openapi import add_examples
from assistant.api.sessions import Sessions
from assistant.api.web import add_web
from assistant.jobs import Jobs
from assistant.service import Service
from assistant.settings import Settings, load_settings
from ingest.errors import KeikakuError

log = logging.getLogger(__name__)
MODULES = (
    chat,
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
    health,
)


def create_app(settings: Settings, service: Service | None = None) -> FastAPI:
    """`service` stands in for the one over `settings.home`. The application closes it when it stops."""
    service = service or Service(settings)
    counted = Metrics()
    service.observe(counted.answered)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.threads
        try:
            await anyio.to_thread.run_sync(service.refresh)
        except KeikakuError as error:
            log.warning("not ready: %s", error)
        yield
        await anyio.to_thread.run_sync(app.state.jobs.close)
        service.close()

    app = FastAPI(
        title="Keikaku",
        summary="Answers over municipal plans, with citations that open the exact page and quote.",
        version=health.installed_version(),
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        middleware=_middleware(settings, counted),
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.service = service
    app.state.metrics = counted
    app.state.jobs = Jobs(settings)
    app.state.examples = {}
    app.state.sessions = Sessions(settings.max_sessions, settings.max_session_turns)
    for module in MODULES:
        app.include_router(module.router)
    add_docs(app)
    add_web(app)
    add_handlers(app)
    add_examples(app)
    return app


def configured() -> FastAPI:
    """Over the environment's settings, as `uvicorn --factory assistant.api.app:configured` needs it."""
    return create_app(load_settings())


def _middleware(settings: Settings, counted: Metrics) -> list[Middleware]:
    stack = [Middleware(Measure, metrics=counted), Middleware(SecurityHeaders)]
    if settings.api_key is not None:
        stack.append(Middleware(RequireKey, key=settings.api_key.get_secret_value()))
    return [
        *stack,
        Middleware(BodyLimit, limit=settings.max_body_bytes, streamed={"/documents": settings.max_upload_bytes}),
    ]
