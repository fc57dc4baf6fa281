"""How the application is served: by one process, or by several that share the port and count together."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn

from assistant.api.patience import Patience
from assistant.settings import Settings, hand_down

#: Seconds that answers and streams have to end when the server is told to stop.
GRACE = 15


def serve(settings: Settings, workers: int = 1) -> None:
    """Until it is told to stop."""
    options: dict[str, Any] = {
        "host": settings.host,
        "port": settings.port,
        "log_level": settings.log_level,
        "access_log": False,
        "server_header": False,
        "http": Patience,
        "limit_concurrency": settings.max_connections,
        "timeout_graceful_shutdown": GRACE,
    }
    with suppress(KeyboardInterrupt):
        if workers == 1:
            from assistant.api.app import create_app

            uvicorn.run(create_app(settings), **options)
            return
        with tempfile.TemporaryDirectory(prefix="keikaku-metrics-") as folder:
            hand_down(settings, Path(folder))
            uvicorn.run("assistant.api.app:configured", factory=True, workers=workers, **options)
