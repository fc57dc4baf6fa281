"""OpenTelemetry spans of a question's stages: names, times and figures, never the question's or a document's words.

Where OpenTelemetry is not installed, or its SDK not configured, a span costs next to nothing and goes nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ingest.errors import MissingDependency

try:
    from opentelemetry import trace
except ModuleNotFoundError:  # pragma: no cover - no dependency of the core
    trace = None  # type: ignore[assignment]


def export_spans() -> None:
    """From now on spans go to the collector that OpenTelemetry's own variables (OTEL_…) name; once a process.

    Raises MissingDependency without the SDK or its exporter."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import SERVICE_NAME, OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ModuleNotFoundError as error:
        raise MissingDependency("OTEL_EXPORTER_OTLP_ENDPOINT asks for traces: pip install 'keikaku[otel]'") from error
    resource = Resource.create({SERVICE_NAME: "keikaku"}).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


@contextmanager
def span(name: str) -> Iterator[None]:
    """A span `keikaku.NAME` about what runs within. An exception leaves its type, not its text, which may quote."""
    if trace is None:
        yield
        return
    tracer = trace.get_tracer("keikaku")
    with tracer.start_as_current_span(
        f"keikaku.{name}", record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield
        except Exception as error:
            current.set_status(trace.StatusCode.ERROR, type(error).__name__)
            raise


def note(**figures: Any) -> None:
    """Attributes `keikaku.NAME` of the current span; those that are None are left out."""
    if trace is not None:
        current = trace.get_current_span()
        current.set_attributes({f"keikaku.{name}": value for name, value in figures.items() if value is not None})
