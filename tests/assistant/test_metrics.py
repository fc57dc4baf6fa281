"""GET /metrics: what is counted, that workers count together, and that no question is told."""

from __future__ import annotations

import sys
import urllib.request
from dataclasses import replace

from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from assistant.answer import Answer
from assistant.api.app import create_app
from assistant.bench import environment, post, served, wait_ready
from tests.assistant.support import full_answer


def read(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(text: str, name: str, **labels: str) -> float | None:
    return read(text).get((name, frozenset(labels.items())))


def test_requests_are_counted_and_timed_by_route_and_status(client):
    client.post("/chat", json={"question": "武雄市の人口は？"})
    client.post("/chat", json={"question": ""})
    client.get("/documents/takeo/pages/1")
    client.get("/no/such/路")
    client.request("BREW", "/chat")
    text = client.get("/metrics").text
    assert value(text, "keikaku_requests_total", method="POST", route="/chat", status="200") == 1
    assert value(text, "keikaku_requests_total", method="POST", route="/chat", status="422") == 1
    page = "/documents/{id}/pages/{number}"
    assert value(text, "keikaku_requests_total", method="GET", route=page, status="200") == 1
    assert value(text, "keikaku_requests_total", method="GET", route="other", status="404") == 1
    assert value(text, "keikaku_request_seconds_count", route=page) == 1
    assert value(text, "keikaku_requests_running") == 1
    assert "BREW" not in text and "路" not in text


def test_answers_are_counted_by_kind_and_claims_by_verdict(client, engine):
    client.post("/chat", json={"question": "武雄市の人口は？"})
    engine.reply = lambda request: replace(full_answer(request), abstained=True, kind="abstained")
    client.post("/chat", json={"question": "福岡市の人口は？"})
    client.post("/claims", json={"claims": ["甲である。", "乙である。"]})
    text = client.get("/metrics").text
    assert value(text, "keikaku_answers_total", kind="answer", reader="extractive") == 1
    assert value(text, "keikaku_answers_total", kind="abstained", reader="extractive") == 1
    assert value(text, "keikaku_verdicts_total", verdict="supported") == 2
    assert value(text, "keikaku_answer_seconds_count", stage="total") == 2


def test_the_index_and_its_jobs_are_told(sample_client, samples):
    text = sample_client.get("/metrics").text
    assert value(text, "keikaku_ready") == 1
    assert value(text, "keikaku_index_generation") == 1
    for name, count in samples.generation.catalogue.counts().items():
        assert value(text, f"keikaku_index_{name}") == count


def test_without_an_index_the_rest_is_told(settings):
    with TestClient(create_app(settings)) as client:
        text = client.get("/metrics").text
    assert value(text, "keikaku_ready") == 0
    assert value(text, "keikaku_index_generation") is None


def test_no_word_of_a_question_or_answer_is_told(client, engine):
    engine.reply = lambda request: Answer(answer="秘密の返事", kind="answer")
    client.post("/chat", json={"question": "秘密の質問"})
    client.get("/search", params={"q": "秘密の言葉"})
    assert "秘密" not in client.get("/metrics").text


def test_prometheus_gets_the_format_that_it_asks_for(client):
    plain = client.get("/metrics")
    openmetrics = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert plain.headers["content-type"].startswith("text/plain")
    assert openmetrics.headers["content-type"].startswith("application/openmetrics-text")
    assert openmetrics.text.endswith("# EOF\n")


def test_workers_count_together(sample_home):
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", "0", "--workers", "2"]
    with served(command, environment(sample_home)) as (url, _):
        wait_ready(url)
        for _ in range(12):
            assert post(url, {"question": "汐崎市の人口は？"})["kind"] == "answer"
        for _ in range(6):
            with urllib.request.urlopen(f"{url}/metrics", timeout=20) as reply:
                text = reply.read().decode()
            assert value(text, "keikaku_requests_total", method="POST", route="/chat", status="200") == 12
