"""How much one asker may have: requests a minute, and at the same time; and how much the server takes on at once."""

from __future__ import annotations

import math
import time
from collections import Counter

from limits import RateLimitItemPerMinute
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.auth import OPEN_FOLDER, OPEN_PATHS, Access
from assistant.api.counting import storage
from assistant.api.errors import expected
from assistant.errors import Busy, TooMany
from assistant.settings import Settings


class Limits:
    """After `Authenticate`, whose access tells the askers apart: by key, without one by address. The page's files and
    health are free. The administrator at this machine, where there are no keys, has no limit of requests.

    The workers of a server count requests a minute together, and those at the same time each for itself.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._per_minute = settings.requests_per_minute
        self._item = RateLimitItemPerMinute(max(self._per_minute, 1))
        self._limiter = SlidingWindowCounterRateLimiter(storage(settings.workers_folder))
        self._most, self._most_each = settings.max_concurrent, settings.max_concurrent_each
        self._running: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http" or path in OPEN_PATHS or path.startswith(OPEN_FOLDER):
            await self.app(scope, receive, send)
            return
        access: Access = scope["state"]["access"]
        free = access.key is None and access.role == "admin"
        asker = f"key {access.key}" if access.key else f"address {(scope.get('client') or [''])[0]}"
        if refused := self._refused(asker, free):
            await expected(refused)(scope, receive, send)
            return
        self._running[asker] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._running[asker] -= 1
            if not self._running[asker]:
                del self._running[asker]

    def _refused(self, asker: str, free: bool) -> TooMany | None:
        if self._running.total() >= self._most:
            return Busy("the server is busy: try again in a moment.", 2)
        if free:
            return None
        if self._running[asker] >= self._most_each:
            return TooMany(f"more than {self._most_each:,} requests at the same time: wait for some to end.", 1)
        if self._per_minute and not self._limiter.hit(self._item, asker):
            wait = max(1, math.ceil(self._limiter.get_window_stats(self._item, asker).reset_time - time.time()))
            return TooMany(f"more than {self._per_minute:,} requests a minute: try again in {wait} seconds.", wait)
        return None
