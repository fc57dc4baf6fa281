"""GET / and /static/: the web page. Its files are read once, sent compressed, and stand under an address that names
their content, so that a browser keeps them for good and asks anew only after an upgrade."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from typing import cast

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.routing import Match

from assistant.errors import NotFound

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)
FOR_GOOD = "public, max-age=31536000, immutable"
_MEDIA = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
#: What the page shows only where the server offers it, by the name that the page has for it.
_OPTIONAL = {
    "feedback": ("/feedback", "POST"),
    "me": ("/me", "GET"),
    "upload": ("/documents", "POST"),
    "remove": ("/documents/{id}", "DELETE"),
    "reindex": ("/documents/reindex", "POST"),
}


@dataclass(frozen=True)
class File:
    body: bytes
    media_type: str

    @cached_property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    @cached_property
    def compressed(self) -> bytes:
        return gzip.compress(self.body, 9, mtime=0)

    def response(self, request: Request, headers: dict[str, str]) -> Response:
        """304 where the client has it already; compressed where the client takes that."""
        headers |= {"ETag": self.etag, "Vary": "Accept-Encoding"}
        if self.etag in request.headers.get("if-none-match", ""):
            return Response(None, 304, headers)
        zipped = "gzip" in request.headers.get("accept-encoding", "")
        headers |= {"Content-Encoding": "gzip"} if zipped else {}
        return Response(self.compressed if zipped else self.body, 200, headers, self.media_type)


class Site:
    """The files of `assistant/web/` by their path in it; `version` is a hash of them all."""

    def __init__(self) -> None:
        self.files = dict(_read(resources.files("assistant").joinpath("web"), ""))
        digest = hashlib.sha256()
        for name, file in sorted(self.files.items()):
            digest.update(name.encode() + b"\0" + file.body)
        self.version = digest.hexdigest()[:16]

    def index(self, offers: list[str]) -> File:
        """The page itself, with the addresses of its files and what the server offers."""
        text = self.files["index.html"].body.decode()
        text = text.replace("{{static}}", f"static/{self.version}").replace("{{offers}}", " ".join(offers))
        return File(text.encode(), _MEDIA["html"])


def _read(folder: Traversable, prefix: str) -> list[tuple[str, File]]:
    found: list[tuple[str, File]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _read(entry, f"{prefix}{entry.name}/")
        elif (media := _MEDIA.get(entry.name.rsplit(".", 1)[-1])) is not None:
            found.append((prefix + entry.name, File(entry.read_bytes(), media)))
    return found


def offers(app: FastAPI) -> list[str]:
    return [name for name, (path, method) in _OPTIONAL.items() if _has(app, path, method)]


def _has(app: FastAPI, path: str, method: str) -> bool:
    """By the routes: the OpenAPI document, made first, would keep the first visitor waiting."""
    scope = {"type": "http", "path": path, "method": method, "root_path": "", "headers": []}
    return any(route.matches(scope)[0] is Match.FULL for route in app.routes)


def add_web(app: FastAPI) -> None:
    """The routes of the page. Everything that shows a document is fetched by the page with the asker's key; these
    files hold none and are open to all."""
    site = Site()

    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    async def index(request: Request) -> Response:
        page = cast(File | None, getattr(app.state, "page", None))
        if page is None:
            page = app.state.page = site.index(offers(app))
        return page.response(request, {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"})

    @app.api_route("/static/{version}/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def static(request: Request, version: str, path: str) -> Response:
        file = site.files.get(path)
        if file is None or path == "index.html":
            raise NotFound("the page has no such file: open / anew.")
        kept = FOR_GOOD if version == site.version else "no-cache"
        return file.response(request, {"Cache-Control": kept})
