"""Links to pages of documents, followed in a browser, which sends no key by itself.

`POST /session` gives the browser a cookie instead. It opens pages and nothing else, by GET, so that another site can
have nothing done with it. Who follows a link without one is led to the web page, which asks for a key and shows the
place.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode

from fastapi.responses import RedirectResponse
from starlette.requests import HTTPConnection

from assistant.api.negotiation import preferred

COOKIE = "keikaku_pages"
#: How long a browser may go on opening pages, in seconds; it forgets the cookie with its last window anyway.
LASTS = 12 * 3600
_PAGE = re.compile(r"/documents/([^/]+)/pages/(\d+)")
_PLACE = ("start", "end", "quote")


def is_page(connection: HTTPConnection) -> bool:
    """Whether a page is to be read, in whatever form."""
    scope = connection.scope
    return scope.get("method") in ("GET", "HEAD") and _PAGE.fullmatch(scope["path"]) is not None


def is_visit(connection: HTTPConnection) -> bool:
    """Whether a browser opens a page for a person: programs ask for JSON, or do not say."""
    liked = preferred(connection.headers.get("accept", ""), ("application/json", "text/html"))
    return (
        is_page(connection)
        and liked == "text/html"
        and "format=" not in connection.scope["query_string"].decode("latin-1")
    )


def to_web_page(connection: HTTPConnection) -> RedirectResponse:
    """To the same place in the web page. Says nothing of whether there is such a document."""
    found = _PAGE.fullmatch(connection.scope["path"])
    assert found
    asked = dict(parse_qsl(connection.scope["query_string"].decode("latin-1")))
    place = urlencode({name: asked[name] for name in _PLACE if name in asked})
    address = f"../../../#/source/{quote(found[1], safe='')}/{found[2]}"
    return RedirectResponse(address + (f"?{place}" if place else ""), 303)
