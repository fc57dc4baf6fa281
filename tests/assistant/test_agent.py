"""An agent over the tools, over the wire: several steps, bounds, the gate, and what answers when it fails."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from assistant.answer import Answer, Request
from assistant.api.app import create_app
from assistant.bench_model_server import ModelServer, Reply, model_server, written
from assistant.cli import app
from assistant.llm.failures import ModelFailed
from assistant.service import Service
from ingest.errors import InputError
from tests.assistant.test_models import ASKED, FALSE, QUOTE, TRUE, ask, engine_for, saying, settings_for
from tests.assistant.test_streaming import EVENTS, parsed, running

RESULT = re.compile(r"\[([0-9a-f]{12}) (\w+)\]\n(.*)\n\[/\1 \2\]", re.DOTALL)
TOOLS = ["search", "get_page", "records", "sweep", "check_claim"]


def results(body: dict[str, Any]) -> list[tuple[str, Any]]:
    """What the tools gave so far, by the tool's name."""
    found = [RESULT.fullmatch(m["content"]) for m in body["messages"] if m["role"] == "tool"]
    return [(m[2], m[3]) for m in found if m]


def marker_of(results: list[tuple[str, Any]], words: str) -> int:
    """The number of the evidence that holds the words."""
    rows = [row for _, text in results for row in json.loads(text) if "text" in row]
    return next(r["evidence"][0] for r in rows if words in re.sub(r"\s", "", r["text"]))


def calling(name: str, **arguments: Any) -> Reply:
    return Reply(calls=((name, arguments),))


def in_two_steps(statement: str = TRUE) -> Any:
    """Looks into the town's records, then searches, then answers from what the search gave."""

    def script(body: dict[str, Any]) -> Reply:
        found = results(body)
        if not found:
            return calling("records", municipality="霧ヶ浜町")
        if len(found) == 1:
            return calling("search", query="霧ヶ浜町 妊婦健診 交通費", k=4)
        return Reply(pieces=[written((statement, [(marker_of(found, "1,500円"), QUOTE)]))])

    return script


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with model_server(in_two_steps()) as server:
        yield server


def asked(samples: Any, server: ModelServer, script: Any, question: str = ASKED, **more: Any) -> Answer:
    server.script = script
    server.asked.clear()
    kept = {k: more.pop(k) for k in ("lang", "documents", "municipalities", "history") if k in more}
    return ask(samples, settings_for(server, **{"llm_seconds": 20, **more}), question, mode="agent", **kept)


def test_what_an_agent_finds_in_several_steps_is_proven_by_what_its_tools_gave(samples, server):
    answer = asked(samples, server, in_two_steps())
    assert answer.answer == TRUE + "[1]"
    (citation,) = answer.citations
    assert samples.page_text(citation.document, citation.page)[citation.start : citation.end] == citation.quote
    use = answer.model
    assert (answer.reader, use.fallback, use.calls, use.proven, set(use.prompts)) == ("scripted", None, 3, 1, {"agent"})
    assert (use.tokens_read, use.tokens_written) == (3000, 150)
    assert [t["function"]["name"] for t in server.asked[0]["tools"]] == TOOLS


def test_an_agent_may_not_cite_what_no_tool_returned(samples, server):
    plain = samples.ask(ASKED)
    answer = asked(
        samples, server, lambda body: Reply(pieces=[written((TRUE, [(1, QUOTE)]))]) if body.get("tools") else Reply()
    )
    assert answer.answer.startswith(plain.answer)
    assert (answer.reader, answer.model.fallback) == ("extractive", "unproven")


def test_an_unproven_statement_of_an_agent_is_asked_for_again(samples, server):
    def script(body: dict[str, Any]) -> Reply:
        refused = any(FALSE in str(m["content"]) for m in body["messages"] if m["role"] == "user")
        return in_two_steps(TRUE if refused else FALSE)(body)

    answer = asked(samples, server, script)
    assert answer.answer == TRUE + "[1]"
    assert (answer.model.asked_again, answer.model.withheld, answer.model.calls) == (1, 0, 4)


def test_an_agent_that_makes_everything_up_leaves_the_plain_path(samples, server):
    def script(body: dict[str, Any]) -> Reply:
        return in_two_steps(FALSE)(body) if body.get("tools") or results(body) else saying(TRUE)(body)

    answer = asked(samples, server, script)
    assert answer.answer.startswith(TRUE)
    assert (answer.reader, answer.model.fallback) == ("scripted", None)
    assert set(answer.model.prompts) == {"agent", "answer"} and answer.model.withheld == 1


def test_an_agent_that_never_ends_has_no_tools_in_its_last_step(samples, server):
    answer = asked(
        samples, server, lambda body: calling("search", query="交通費", k=2), llm_steps=3, llm_tokens=100_000
    )
    agents = [body for body in server.asked if "search" in str(body["messages"][0]["content"])]
    assert [bool(body.get("tools")) for body in agents] == [True, True, False]
    assert answer.model.fallback == "unproven"
    assert answer.answer.startswith(samples.ask(ASKED).answer)


def test_an_agent_over_its_tokens_is_stopped(samples, server):
    answer = asked(samples, server, lambda body: calling("search", query="交通費", k=50), llm_steps=50, llm_tokens=9000)
    steps = [body for body in server.asked if "search" in str(body["messages"][0]["content"])]
    assert 1 <= len(steps) <= 5
    assert answer.model.tokens_read + answer.model.tokens_written <= 9000
    assert answer.answer.startswith(samples.ask(ASKED).answer)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(status=500), "down"),
        (Reply(status=401), "refused"),
        (Reply(status=429, headers={"Retry-After": "0.05"}), "over_quota"),
        (Reply(pieces=["ｱｱｱ]]}{[["]), "unproven"),
        (calling("no_such_tool", x=1), "unproven"),
        (calling("get_page", document="nowhere", page=-1), "unproven"),
    ],
)
def test_whatever_an_agent_does_the_sources_answer(samples, server, reply, reason):
    answer = asked(samples, server, lambda body: reply, llm_retries=0, llm_steps=3)
    assert answer.answer.startswith(samples.ask(ASKED).answer)
    assert (answer.reader, answer.model.fallback) == ("extractive", reason)
    assert "言語モデルが" in answer.answer


def test_a_slow_agent_is_cut_off_at_the_limit(samples, server):
    began = time.perf_counter()
    answer = asked(samples, server, lambda body: Reply(wait=30), llm_seconds=1, llm_retries=0)
    assert answer.model.fallback == "slow"
    assert time.perf_counter() - began < 20


def test_the_filters_of_a_question_hold_for_what_an_agent_may_cite(samples, server):
    other = next(d.id for d in samples.generation.catalogue.documents() if not _holds(samples, d.id))
    answer = asked(samples, server, in_two_steps(), documents=(other,))
    assert TRUE not in answer.answer


def _holds(samples: Any, document: str) -> bool:
    return any("1,500円" in p.text for p in samples.generation.catalogue.passages_of(document))


def test_claims_and_what_no_plan_covers_are_not_for_an_agent(samples, server):
    assert asked(samples, server, in_two_steps(), "札幌市の人口は？").abstained
    assert server.asked == []


def test_without_a_model_an_agent_is_refused_with_the_remedy(samples):
    with pytest.raises(InputError, match="set KEIKAKU_LLM"):
        samples.ask(ASKED, mode="agent")


def test_the_route_and_its_stream_take_the_mode(sample_home, server):
    server.script = in_two_steps()
    settings = settings_for(server, home=sample_home, llm_seconds=20)
    body = {"question": ASKED, "mode": "agent"}
    with running(create_app(settings, Service(settings))) as url:
        reply = httpx.post(f"{url}/chat", json=body, timeout=30).json()
        events = parsed(httpx.post(f"{url}/chat", json=body, headers=EVENTS, timeout=30).text)
    assert (reply["answer"], set(reply["model"]["prompts"])) == (TRUE + "[1]", {"agent"})
    assert [name for name, _ in events] == ["evidence", "step", "step", "statement", "final"]
    assert [(step["tool"], step["arguments"]) for name, step in events if name == "step"] == [
        ("records", {"municipality": "霧ヶ浜町"}),
        ("search", {"query": "霧ヶ浜町 妊婦健診 交通費", "k": 4}),
    ]


class Heard:
    """Notes what it is told, and leaves at the first event of a kind."""

    def __init__(self, leaves_at: str = "") -> None:
        self.events: list[tuple[str, str]] = []
        self.leaves_at = leaves_at

    def evidence(self, passages: Any) -> None:
        self.events.append(("evidence", ""))

    def statement(self, text: str, citations: Any) -> None:
        self.events.append(("statement", text))

    def withheld(self, reason: str) -> None:
        self.events.append(("withheld", reason))

    def step(self, tool: str, arguments: Any) -> None:
        self.events.append(("step", tool))

    def left(self) -> bool:
        return self.leaves_at in [name for name, _ in self.events]


def heard(samples: Any, server: ModelServer, script: Any, listen: Heard) -> Answer:
    server.script = script
    server.left.clear()
    engine = engine_for(samples, settings_for(server, llm_seconds=20, llm_tokens=100_000))
    return engine.answer(Request(question=ASKED, mode="agent"), listen)


def test_a_statement_of_an_agent_is_heard_before_it_has_written_the_next(samples, server):
    """The model holds the rest of its answer back until the first statement was heard."""
    listen = Heard()

    def slowly(marker: int) -> Iterator[str]:
        first, second = written((TRUE, [(marker, QUOTE)])), written((FALSE, [(marker, QUOTE)]))
        yield first[:-2] + ","
        until = time.monotonic() + 15
        while ("statement", TRUE + "[1]") not in listen.events and time.monotonic() < until:
            time.sleep(0.02)
        listen.events.append(("the rest", ""))
        yield second.removeprefix('{"statements": [')

    def script(body: dict[str, Any]) -> Reply:
        found = results(body)
        if len(found) < 1:
            return calling("search", query="霧ヶ浜町 妊婦健診 交通費", k=4)
        return Reply(pieces=slowly(marker_of(found, "1,500円")))

    answer = heard(samples, server, script, listen)
    names = [name for name, _ in listen.events]
    assert names[:4] == ["evidence", "step", "statement", "the rest"]
    assert TRUE in answer.answer and FALSE not in answer.answer


def test_an_agent_stops_when_nobody_listens_any_more(samples, server):
    listen = Heard(leaves_at="the answer begins")

    def endless() -> Iterator[str]:
        while True:
            yield " "
            listen.events.append(("the answer begins", ""))
            time.sleep(0.02)

    def script(body: dict[str, Any]) -> Reply:
        return Reply(pieces=endless()) if results(body) else calling("search", query="交通費", k=2)

    began = time.perf_counter()
    with pytest.raises(ModelFailed, match="left"):
        heard(samples, server, script, listen)
    assert server.left.wait(10)
    assert time.perf_counter() - began < 15


def test_the_command_line_asks_an_agent(sample_home, server, monkeypatch):
    server.script = in_two_steps()
    set_to = {
        "HOME": str(sample_home),
        "LLM": "openai:scripted",
        "LLM_BASE_URL": f"{server.url}/v1",
        "LLM_SECONDS": "20",
    }
    for name, value in set_to.items():
        monkeypatch.setenv(f"KEIKAKU_{name}", value)
    result = CliRunner().invoke(app, ["ask", ASKED, "--agent", "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["answer"] == TRUE + "[1]"
