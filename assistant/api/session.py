"""POST and DELETE /session: lets a browser open pages of documents without sending the key."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from assistant.api.auth import Reader, sent_key
from assistant.api.visits import COOKIE, LASTS
from assistant.store import Store

router = APIRouter(tags=["access"])


@router.post("/session", status_code=204)
def begin(request: Request, response: Response, access: Reader) -> None:
    """Sets a cookie with which this browser may open `/documents/{id}/pages/{n}` for twelve hours, as the key that is
    sent with this request may; for nothing else. It ends with the key. Without keys none is needed, and none is set."""
    store: Store = request.app.state.store
    secret = sent_key(request.headers)
    if secret and (ticket := store.keys.ticket(secret, LASTS)):
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, ticket, httponly=True, samesite="strict", secure=secure)


@router.delete("/session", status_code=204)
def end(request: Request, response: Response, access: Reader) -> None:
    """Takes the cookie back."""
    response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=request.url.scheme == "https")
