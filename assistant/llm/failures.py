"""What goes wrong with a model's server: which failures may pass, and how long to wait before the next attempt."""

from __future__ import annotations

import random

BACKOFF, LONGEST_WAIT = 0.25, 8.0


class ModelFailed(Exception):
    """The model gave nothing that can be used. `reason` is one of slow, down, over_quota, refused, budget, left."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason


def status_of(error: BaseException) -> int | None:
    """The HTTP status behind a client's exception, whichever client it is."""
    seen: BaseException | None = error
    while seen is not None:
        response = getattr(seen, "response", None)
        for value in (getattr(seen, "status_code", None), getattr(response, "status_code", None)):
            if isinstance(value, int) and value > 0:
                return value
        if isinstance(response, dict):
            status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
            if isinstance(status, int):
                return status
        seen = seen.__cause__
    return None


def reason_of(status: int | None) -> str:
    if status == 429:
        return "over_quota"
    return "refused" if status is not None and 400 <= status < 500 else "down"


def may_pass(status: int | None) -> bool:
    return status is None or status in (408, 409, 425, 429) or status >= 500


def wait_after(error: BaseException, attempt: int) -> float:
    """Seconds before the next attempt: what the server asks for, else doubled each time with a random part."""
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        asked = float(headers.get("retry-after", ""))
    except (TypeError, ValueError, AttributeError):
        asked = BACKOFF * 2**attempt * (1 + random.random())
    return min(max(asked, 0.0), LONGEST_WAIT)
