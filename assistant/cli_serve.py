"""The commands that serve: over HTTP, and over the Model Context Protocol."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import typer

from assistant.cli_operate import has_keys
from ingest.errors import MissingDependency


def register(app: typer.Typer) -> None:
    for command in (serve, mcp):
        app.command()(command)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to serve at (KEIKAKU_HOST, 127.0.0.1).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve at (KEIKAKU_PORT, 8000); 0 takes a free one.")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer; each holds the index.")] = 1,
) -> None:
    """Serve the HTTP interface; /docs describes it. Picks up a new index by itself."""
    from assistant.settings import check_exposure, load_settings

    settings = load_settings(host=host, port=port)
    check_exposure(settings, has_keys(settings))

    from assistant.api.serving import serve

    serve(settings, workers)


def mcp(
    http: Annotated[bool, typer.Option(help="Serve over streamable HTTP at /mcp instead of standard input.")] = False,
    host: Annotated[str | None, typer.Option(help="Address for --http (KEIKAKU_HOST, 127.0.0.1).")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port for --http; 0 takes a free one.")] = 8001,
) -> None:
    """Serve the tools search, ask, sweep, check_claim and get_page over the Model Context Protocol."""
    from assistant.settings import check_exposure, load_settings

    settings = load_settings(host=host, port=port)
    try:
        from assistant.api.mcp_server import serve_http, serve_stdio
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] == "mcp":
            raise MissingDependency("the package mcp is needed: pip install 'keikaku[mcp]'") from error
        raise
    if http:
        check_exposure(settings, has_keys(settings))
        with suppress(KeyboardInterrupt):
            serve_http(settings)
    else:
        serve_stdio(settings)
