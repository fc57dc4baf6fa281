"""Who asks, and what they may: the key of a request becomes its `Access`, on `request.state.access` of every route.

A key is sent as `Authorization: Bearer KEY` or `X-API-Key: KEY`. For pages of documents alone a browser's cookie does
instead (see `assistant.api.visits`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.errors import expected
from assistant.api.visits import COOKIE, is_page, is_visit, to_web_page
from assistant.errors import Forbidden, Unauthorised
from assistant.store import Store
from assistant.store.keys import ROLES, Role
from ingest.errors import KeikakuError

#: Need no key: health, and the web page without its data (it asks for a key itself).
OPEN_PATHS = frozenset({"/", "/healthz", "/readyz"})
OPEN_FOLDER = "/static/"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What the asker may do. `key` names the key that was sent, None where none was needed."""

    role: Role
    key: str | None = None

    @property
    def internal(self) -> bool:
        """Whether documents that the manifest marks internal exist for the asker."""
        return self.role != "reader"

    def allows(self, role: Role) -> bool:
        return ROLES.index(self.role) >= ROLES.index(role)

    @property
    def owner(self) -> str:
        """Whose conversations are the asker's: those of the same key in the same role."""
        return f"{self.role} {self.actor}"

    @property
    def actor(self) -> str:
        return f"key {self.key}" if self.key else "without key"


class Authenticate:
    """Puts the `Access` of every request in place, and refuses a request that needs a key and carries no valid one.

    Without any key in the store everyone on this machine is an administrator, and everyone else a reader. With keys,
    those who send none are refused, or, with `anonymous`, readers.
    """

    def __init__(self, app: ASGIApp, store: Store, host: str, anonymous: bool) -> None:
        self.app = app
        self._store = store
        self._host = host
        self._anonymous = anonymous

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            connection = HTTPConnection(scope)
            try:
                access = self._access(connection)
            except KeikakuError as error:
                unsigned = isinstance(error, Unauthorised) and sent_key(connection.headers) is None
                reply = to_web_page(connection) if unsigned and is_visit(connection) else expected(error)
                await reply(scope, receive, send)
                return
            scope.setdefault("state", {})["access"] = access
        await self.app(scope, receive, send)

    def _access(self, connection: HTTPConnection) -> Access:
        if not self._store.keys.configured():
            _refuse_cross_site(connection)
            return Access(role="admin" if self._is_local(connection) else "reader")
        secret = sent_key(connection.headers)
        if secret is not None and (key := self._store.keys.find(secret)):
            return Access(role=key.role, key=key.name)
        if secret is None and is_page(connection):
            key = self._store.keys.of_ticket(connection.cookies.get(COOKIE))
            if key:
                return Access(role=key.role, key=key.name)
        path = connection.scope["path"]
        if path in OPEN_PATHS or path.startswith(OPEN_FOLDER) or (self._anonymous and secret is None):
            return Access(role="reader")
        if secret is not None:
            raise Unauthorised("this key is not (or no longer) valid: ask your administrator for another.")
        raise Unauthorised("a key is needed: send the header `Authorization: Bearer KEY`.")

    def _is_local(self, connection: HTTPConnection) -> bool:
        """Whether the asker sits at this machine: not behind a proxy on it, and not led here by the DNS of a site that
        a browser on it has open (such a site names itself as the host)."""
        client, name = connection.client, _host_name(connection.headers)
        if any(header in connection.headers for header in _FORWARDED):
            return False
        return not (client and _is_remote(client.host)) and ("." not in name or _is_ip(name) or name == self._host)


def _refuse_cross_site(connection: HTTPConnection) -> None:
    """Where no key is needed, what changes something must not be asked for by another site's page in a browser of
    this machine."""
    asked_by = connection.headers.get("sec-fetch-site", "none")
    unsafe = connection.scope.get("method", "GET") not in SAFE_METHODS
    if unsafe and asked_by not in ("same-origin", "none"):
        raise Forbidden("another site's page asked for this: make a key with `keikaku keys add`, and send it.")


def sent_key(headers: Headers) -> str | None:
    """None where no key was sent; "", which fits none, where one came in another form than `Bearer KEY`."""
    if sent := headers.get("authorization"):
        scheme, _, token = sent.partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""
    return headers.get("x-api-key") or None


def _host_name(headers: Headers) -> str:
    host = headers.get("host", "")
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]


def _is_ip(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _is_remote(host: str) -> bool:
    return _is_ip(host) and not ip_address(host).is_loopback


def requires(role: Role) -> Callable[..., Any]:
    """The dependency of a route that needs at least this role; gives the request's `Access`.

    What administrators change goes to the audit log, with how it ended; a route may put what it changes on
    `request.state.target`.
    """

    def allowed(request: Request) -> Access:
        access: Access = request.state.access
        if not access.allows(role):
            raise Forbidden(f"this needs the role {role}, and you have the role {access.role}.")
        return access

    async def plain(request: Request) -> Access:
        return allowed(request)

    async def audited(request: Request) -> AsyncIterator[Access]:
        outcome = "done"
        try:
            yield allowed(request)
        except Exception as error:
            outcome = f"failed: {type(error).__name__}"
            raise
        finally:
            if request.method not in SAFE_METHODS:
                actor, act = request.state.access.actor, f"{request.method} {request.scope['route'].path}"
                target = getattr(request.state, "target", request.url.path)
                await to_thread.run_sync(request.app.state.store.audit.record, actor, act, target, outcome)

    return audited if role == "admin" else plain


Reader = Annotated[Access, Depends(requires("reader"))]
Staff = Annotated[Access, Depends(requires("staff"))]
Admin = Annotated[Access, Depends(requires("admin"))]

router = APIRouter(tags=["access"])


class Me(BaseModel):
    role: Role
    internal: bool = Field(description="whether documents marked internal are shown")
    keys: bool = Field(description="whether this server uses keys")


@router.get("/me")
def me(request: Request, access: Reader) -> Me:
    """What the key that is sent allows."""
    return Me(role=access.role, internal=access.internal, keys=request.app.state.store.keys.configured())
