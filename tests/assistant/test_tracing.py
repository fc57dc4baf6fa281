"""Every question leaves spans of its stages where OpenTelemetry's SDK is set up, without any of its words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from assistant.bench_model_server import ModelServer, model_server
from assistant.tracing import span
from tests.assistant.test_models import ASKED, TRUE, ask, saying, settings_for

trace = pytest.importorskip("opentelemetry.trace")
sdk = pytest.importorskip("opentelemetry.sdk.trace", reason="OpenTelemetry's SDK is not installed")


@pytest.fixture(scope="module")
def exporter() -> Iterator[object]:
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    kept, provider = InMemorySpanExporter(), sdk.TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    trace.set_tracer_provider(provider)
    yield kept
    provider.shutdown()


@pytest.fixture
def spans(exporter):
    exporter.clear()
    return lambda: {s.name.removeprefix("keikaku."): s for s in exporter.get_finished_spans()}


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with model_server(saying(TRUE)) as server:
        yield server


def test_an_answer_from_the_sources_leaves_its_stages(samples, spans):
    answer = samples.ask(ASKED)
    found = spans()
    assert set(found) == {"question", "understand", "retrieve", "compose", "gate"}
    question = found["question"]
    assert all(s.parent.span_id == question.context.span_id for s in found.values() if s is not question)
    assert question.attributes == {
        "keikaku.kind": answer.kind,
        "keikaku.reader": "extractive",
        "keikaku.abstained": False,
        "keikaku.citations": len(answer.citations),
    }


def test_an_answer_of_the_model_tells_what_it_cost_and_what_the_gate_said(samples, spans, server):
    answer = ask(samples, settings_for(server, llm_seconds=20))
    found = spans()
    assert answer.reader == "scripted"
    assert found["gate"].parent.span_id == found["model"].context.span_id
    assert found["gate"].attributes == {"keikaku.passed": True}
    told = {name.removeprefix("keikaku."): value for name, value in found["model"].attributes.items()}
    use = answer.model
    assert told == {f: getattr(use, f) for f in told}
    assert set(told) == {"model", "calls", "tokens_read", "tokens_written", "proven", "withheld"}


def test_no_word_of_the_question_or_the_documents_is_in_a_span(samples, spans, server):
    ask(samples, settings_for(server, llm_seconds=20))
    with pytest.raises(ValueError), span("failing"):
        raise ValueError(ASKED)
    text = json.dumps([json.loads(s.to_json()) for s in spans().values()], ensure_ascii=False)
    assert "ValueError" in text
    assert not any(word in text for word in ("霧ヶ浜", "妊婦", "補助", "1,500", "sample"))


WORK = "from assistant.tracing import *; export_spans()\nwith span('question'): note(kind='answer')"


def test_spans_reach_the_collector_that_the_environment_names():
    pytest.importorskip("opentelemetry.exporter.otlp.proto.http", reason="the OTLP exporter is not installed")
    got: list[tuple[str, bytes]] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        endpoint = f"http://127.0.0.1:{server.server_address[1]}"
        environment = {**os.environ, "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint, "OTEL_EXPORTER_OTLP_COMPRESSION": "none"}
        subprocess.run([sys.executable, "-c", WORK], env=environment, check=True, timeout=60)
        server.shutdown()
    path, body = got[0]
    assert path == "/v1/traces"
    assert b"keikaku.question" in body and b"keikaku" in body
