"""A sweep judged by a model: what its verdicts may change, and what it costs."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from assistant.answer import Answer, Request
from assistant.bench_model_server import ModelServer, Reply, model_server
from assistant.service import Service
from assistant.sweep_table import table
from tests.assistant.test_models import ask, engine_for, settings_for

ASKED = "サクフォームを使うのはどの市町ですか"
BLOCK = re.compile(r"\[(\w+) 根拠 (\d+): ([^,\n]*)[^\n]*\]\n(.*?)\n\[/", re.DOTALL)

#: Of a municipality's name and its blocks of evidence (marker, text): the standing, the marker and the quote.
Verdict = Callable[[str, list[tuple[int, str]]], tuple[str, int, str] | None]


def judging(verdict: Verdict) -> Callable[[dict[str, Any]], Reply]:
    def script(body: dict[str, Any]) -> Reply:
        blocks: dict[str, list[tuple[int, str]]] = {}
        for _, marker, name, text in BLOCK.findall(body["messages"][-1]["content"]):
            blocks.setdefault(name, []).append((int(marker), text))
        found = [(name, verdict(name, shown)) for name, shown in blocks.items()]
        judgements = [{"municipality": name, "standing": v[0], "marker": v[1], "quote": v[2]} for name, v in found if v]
        return Reply(pieces=[json.dumps({"judgements": judgements}, ensure_ascii=False)])

    return script


def by_words(name: str, shown: list[tuple[int, str]]) -> tuple[str, int, str]:
    """What a good model says."""
    for marker, text in shown:
        if line := next((line for line in re.split(r"[\n\t]", text) if "サクフォーム" in line), None):
            return "under_study" if "検討" in line else "planned", marker, line
    return "no_mention", 0, ""


def nothing(name: str, shown: list[tuple[int, str]]) -> tuple[str, int, str]:
    return "no_mention", 0, ""


def everything(name: str, shown: list[tuple[int, str]]) -> tuple[str, int, str]:
    return "yes", shown[0][0], shown[0][1].split("\n")[0]


def invented(name: str, shown: list[tuple[int, str]]) -> tuple[str, int, str]:
    return "yes", shown[0][0], f"{name}はサクフォームを導入した。"


def of_others(name: str, shown: list[tuple[int, str]]) -> tuple[str, int, str]:
    """The first evidence of the batch, whosever it is."""
    return "yes", 1, "サクフォーム"


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with model_server(judging(by_words)) as server:
        yield server


def swept(samples: Any, server: ModelServer, script: Any, question: str = ASKED, **more: Any) -> Answer:
    server.script = script
    server.asked.clear()
    engine = engine_for(samples, settings_for(server, llm_seconds=20, **more))
    try:
        return engine.sweep(Request(question=question))
    finally:
        engine.close()


def standings(answer: Answer, samples: Any) -> dict[str, str]:
    rows = table(ASKED, answer, samples.generation.catalogue.municipalities()).rows
    return {row.name: row.standing for row in rows}


def test_proven_verdicts_are_the_table_and_their_cost_is_told(samples, server):
    answer = swept(samples, server, judging(by_words))
    plain = samples.engine.sweep(Request(question=ASKED))
    assert {e.name for e in plain.entities} <= {e.name for e in answer.entities}
    assert set(standings(answer, samples)) == set(standings(plain, samples))
    use = answer.model
    assert (answer.reader, use.fallback, use.calls) == ("scripted", None, len(server.asked))
    assert use.calls >= 2 and use.tokens_read > 0 and use.proven >= 2 and set(use.prompts) == {"judge"}
    for c in answer.citations:
        assert samples.page_text(c.document, c.page)[c.start : c.end] == c.quote


def test_what_was_found_by_exact_words_does_not_vanish(samples, server):
    plain = samples.engine.sweep(Request(question="「サクフォーム」を使うのはどの市町ですか"))
    answer = swept(samples, server, judging(nothing), "「サクフォーム」を使うのはどの市町ですか")
    assert plain.entities
    assert [e.name for e in answer.entities] == [e.name for e in plain.entities]


LOOSE = "AIを使った窓口を導入している自治体"
#: Of which the sweep finds some by their own words, and a reader more.
WIDE = "窓口にシステムを導入している自治体"


def test_what_was_found_by_likeness_alone_is_the_models_to_refuse(samples, server):
    plain = {e.name for e in samples.engine.sweep(Request(question=LOOSE)).entities}
    answer = swept(samples, server, judging(nothing), LOOSE)
    assert {e.name for e in answer.entities} < plain
    assert plain - {e.name for e in answer.entities} <= set(answer.coverage.without)


def test_a_municipality_is_added_by_an_own_quote_that_says_what_was_asked(samples, server):
    def nearest(name: str, shown: list[tuple[int, str]]) -> tuple[str, int, str]:
        lines = re.split(r"[\n。]", shown[0][1])
        return "planned", shown[0][0], max(lines, key=lambda line: len(set(line) & set(WIDE)))

    plain = {e.name for e in samples.engine.sweep(Request(question=WIDE)).entities}
    answer = swept(samples, server, judging(nearest), WIDE)
    added = [e for e in answer.entities if e.name not in plain]
    owners = {c.marker: c.municipality for c in answer.citations}
    assert added and all(owners[e.citations[0]] == e.name for e in added)
    assert not {e.name for e in added} & set(answer.coverage.without)


@pytest.mark.parametrize("verdict", [everything, invented, of_others])
def test_nobody_is_added_without_an_own_quote_that_says_it(samples, server, verdict):
    answer = swept(samples, server, judging(verdict))
    plain = {e.name for e in samples.engine.sweep(Request(question=ASKED)).entities}
    citations = {c.marker: c for c in answer.citations}
    assert answer.model.withheld > 0
    for e in answer.entities:
        proof = citations[e.citations[0]]
        assert proof.municipality == e.name
        assert e.name in plain or "サクフォーム" in re.sub(r"\s", "", proof.quote)


def test_a_standing_that_its_quote_denies_is_refused(samples, server):
    def opposite(name: str, shown: list[tuple[int, str]]) -> tuple[str, int, str]:
        standing, marker, quote = by_words(name, shown)
        return ("no_mention" if standing == "no_mention" else "not_planned"), marker, quote

    answer = swept(samples, server, judging(opposite))
    assert "not_planned" not in standings(answer, samples).values()
    assert answer.model.withheld > 0


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (lambda body: Reply(status=500), "down"),
        (lambda body: Reply(pieces=["申し訳ありません。"]), "unproven"),
        (judging(lambda name, shown: None), "unproven"),
    ],
)
def test_a_model_that_fails_leaves_the_deterministic_sweep(samples, server, script, reason):
    plain = samples.engine.sweep(Request(question=ASKED))
    answer = swept(samples, server, script, llm_retries=0)
    assert (answer.reader, answer.model.fallback) == ("extractive", reason)
    assert (answer.entities, answer.coverage, answer.citations) == (plain.entities, plain.coverage, plain.citations)
    assert "言語モデルが" in answer.answer


def test_a_sweep_over_the_token_budget_is_not_begun(samples, server):
    answer = swept(samples, server, judging(by_words), llm_tokens=500)
    assert (answer.model.fallback, answer.model.calls, server.asked) == ("budget", 0, [])


def chatted(samples: Any, server: ModelServer, script: Any, question: str, **more: Any) -> Answer:
    server.script = script
    server.asked.clear()
    return ask(samples, settings_for(server, **{"llm_seconds": 20, **more}), question)


def test_a_set_asked_for_in_the_chat_is_judged(samples, server):
    plain = samples.ask(LOOSE)
    answer = chatted(samples, server, judging(nothing), LOOSE)
    assert plain.kind == "list"
    assert {e.name for e in answer.entities} < {e.name for e in plain.entities}
    assert answer.model.fallback is None and answer.model.calls == len(server.asked) >= 1
    assert set(answer.model.prompts) == {"judge"}
    assert answer.timings["model"] > 0


def test_what_the_chat_found_by_exact_words_does_not_vanish(samples, server):
    quoted = "「サクフォーム」を使うのはどの市町ですか"
    plain = samples.ask(quoted)
    answer = chatted(samples, server, judging(nothing), quoted)
    assert plain.entities and answer.entities == plain.entities
    assert answer.reader == "scripted"


def test_who_only_studies_or_declined_it_is_no_member_for_a_models_word(samples, server):
    question = "サクフォームを使うのはどの市町ですか。検討中は除いてください"
    answer = chatted(samples, server, judging(by_words), question)
    assert answer.model.proven >= 1
    assert answer.entities and not {"検討中", "実施しない"} & {e.status for e in answer.entities}


@pytest.mark.parametrize(("wait", "reason"), [(0.0, "down"), (30.0, "slow")])
def test_a_model_that_fails_leaves_the_chats_own_sweep_in_time(samples, server, wait, reason):
    plain = samples.ask(ASKED)
    began = time.perf_counter()
    limit = {"llm_seconds": 1.0} if wait else {}
    answer = chatted(samples, server, lambda body: Reply(status=500, wait=wait), ASKED, llm_retries=0, **limit)
    assert time.perf_counter() - began < 20
    assert (answer.reader, answer.model.fallback, answer.entities) == ("extractive", reason, plain.entities)
    assert answer.answer.startswith(plain.answer) and "言語モデルが" in answer.answer


def test_the_route_tells_the_cost(sample_home, server):
    from fastapi.testclient import TestClient

    from assistant.api.app import create_app

    server.script = judging(by_words)
    settings = settings_for(server, home=sample_home, llm_seconds=20)
    with TestClient(create_app(settings, Service(settings)), client=("127.0.0.1", 5000)) as client:
        reply = client.post("/sweep", json={"question": ASKED}).json()
    assert reply["model"]["calls"] >= 1 and reply["model"]["fallback"] is None
