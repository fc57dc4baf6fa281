"""GET /metrics for Prometheus: requests, answers, verdicts, the index and its jobs; never a word of a question.

The processes of `keikaku serve --workers` count together, in the folder that the environment variable
PROMETHEUS_MULTIPROC_DIR names; one process counts for itself.
"""

from __future__ import annotations

import time
from collections import Counter as Tally
from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, values
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.answer import Answer
from assistant.api.auth import Staff
from assistant.api.health import installed_version
from assistant.jobs import Jobs
from assistant.service import Service
from ingest.errors import KeikakuError

router = APIRouter(tags=["health"])
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30)


class Metrics:
    """What one process counts; thread-safe."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        own = self.registry
        self.requests = Counter(
            "keikaku_requests", "Requests by method, route and status.", ["method", "route", "status"], registry=own
        )
        self.seconds = Histogram(
            "keikaku_request_seconds", "Time to the end of a reply.", ["route"], buckets=_SECONDS, registry=own
        )
        self.running = Gauge(
            "keikaku_requests_running", "Requests being answered.", multiprocess_mode="livesum", registry=own
        )
        self.answers = Counter(
            "keikaku_answers", "Answers by kind (abstained: the documents do not hold it).", ["kind", "reader"],
            registry=own,
        )  # fmt: skip
        self.verdicts = Counter("keikaku_verdicts", "Verdicts on claims.", ["verdict"], registry=own)
        self.stages = Histogram(
            "keikaku_answer_seconds", "Time that an answer takes, by stage.", ["stage"], buckets=_SECONDS, registry=own
        )

    def answered(self, answer: Answer) -> None:
        self.answers.labels("abstained" if answer.abstained else answer.kind, answer.reader).inc()
        if answer.verdict:
            self.verdicts.labels(answer.verdict).inc()
        for stage, seconds in answer.timings.items():
            self.stages.labels(stage).observe(seconds)


class Measure:
    """Counts and times every request, by the pattern of its route: addresses hold ids and words."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = time.perf_counter()
        self._metrics.running.inc()
        try:
            await self.app(scope, receive, noting)
        finally:
            self._metrics.running.dec()
            route = getattr(scope.get("route"), "path", "other")
            self._metrics.seconds.labels(route).observe(time.perf_counter() - began)
            self._metrics.requests.labels(_method(scope["method"]), route, str(status)).inc()


def _method(method: str) -> str:
    """Anybody may send any word for a method; each would be a series of its own."""
    return method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "other"


class _State(Collector):
    """What is read when it is asked for: the index, its jobs, the version."""

    def __init__(self, service: Service, jobs: Jobs) -> None:
        self._service = service
        self._jobs = jobs

    def collect(self) -> Iterator[Metric]:
        info = GaugeMetricFamily("keikaku_info", "The version that runs.", labels=["version"])
        info.add_metric([installed_version()], 1)
        yield info
        yield from self._index()
        jobs = GaugeMetricFamily("keikaku_jobs", "Jobs on the index that are remembered.", labels=["kind", "state"])
        for (kind, state), count in Tally((job.kind, job.state) for job in self._jobs.recent()).items():
            jobs.add_metric([kind, state], count)
        yield jobs

    def _index(self) -> Iterator[Metric]:
        ready = GaugeMetricFamily("keikaku_ready", "Whether an index is served.")
        try:
            with self._service.use() as loaded:
                number, counts = loaded.number, loaded.generation.catalogue.counts()
        except KeikakuError:
            ready.add_metric([], 0)
            yield ready
            return
        ready.add_metric([], 1)
        yield ready
        yield GaugeMetricFamily("keikaku_index_generation", "Number of the generation that is served.", value=number)
        for name, count in counts.items():
            yield GaugeMetricFamily(f"keikaku_index_{name}", f"How many {name} the index holds.", value=count)


@router.get("/metrics", responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}})
def metrics(request: Request, access: Staff) -> Response:
    """Figures in the exposition format that Prometheus asks for; they count internal documents too."""
    state = request.app.state
    counted: Metrics = state.metrics
    registry = CollectorRegistry()
    registry.register(_State(state.service, state.jobs))
    if values.ValueClass._multiprocess:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_Merged(counted.registry))
    encode, media = choose_encoder(request.headers.get("accept", ""))
    return Response(encode(registry), headers={"Content-Type": media})


class _Merged(Collector):
    """The metrics of a registry as one of another."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterator[Metric]:
        yield from self._registry.collect()
