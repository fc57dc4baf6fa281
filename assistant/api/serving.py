"""How the application is served: by one process, or by several that share the port and count together."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn

from assistant.api.patience import Patience
from assistant.settings import Settings, hand_down, wants_traces
from assistant.tracing import export_spans

#: Seconds that answers and streams have to end when the server is told to stop.
GRACE = 15
#: Seconds in which a worker must answer its parent, from its birth on: a busy machine takes longer than uvicorn's five,
#: and workers that are ended as they come would never serve.
BIRTH = 60


def serve(settings: Settings, workers: int = 1) -> None:
    """Until it is told to stop."""
    _allow_files(settings.max_connections + 1000)
    options: dict[str, Any] = {
        "host": settings.host,
        "port": settings.port,
        "log_level": settings.log_level,
        "access_log": False,
        "server_header": False,
        "http": Patience,
        "limit_concurrency": settings.max_connections,
        "timeout_graceful_shutdown": GRACE,
        "timeout_worker_healthcheck": BIRTH,
    }
    with suppress(KeyboardInterrupt):
        if workers == 1:
            from assistant.api.app import create_app

            if wants_traces():
                export_spans()
            uvicorn.run(create_app(settings), **options)
            return
        with tempfile.TemporaryDirectory(prefix="keikaku-workers-") as folder:
            hand_down(settings, Path(folder))
            uvicorn.run("assistant.api.app:configured", factory=True, workers=workers, **options)


def _allow_files(wanted: int) -> None:
    """As many open files as connections need, where the system allows it: by default it is often 1,024."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows, which has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
