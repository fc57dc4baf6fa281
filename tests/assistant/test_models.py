"""A language model over the wire: its proven statements are the answer, its failures are answered for."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.answer import Answer, Request
from assistant.api.app import create_app
from assistant.bench_model_server import ModelServer, Reply, model_server, pieces_of, written
from assistant.draft import Draft, Statement
from assistant.engine import Engine
from assistant.llm import replies
from assistant.llm.budget import Budget
from assistant.llm.calls import Calls
from assistant.llm.failures import ModelFailed
from assistant.llm.provider import chat_model, structure_of
from assistant.llm.reader import ModelReader
from assistant.service import Service
from assistant.settings import Settings, load_settings
from ingest.errors import InputError, MissingDependency
from ingest.normalise import view
from tests.assistant.test_streaming import EVENTS, parsed, running
from tests.conftest import Opened

ASKED = "霧ヶ浜町の妊婦健診に通う交通費は1回いくら補助されますか"
TRUE = "霧ヶ浜町は妊婦健診に通う交通費として、1回につき1,500円を補助します。"
FALSE = "霧ヶ浜町は妊婦健診に通う交通費として、1回につき9,900円を補助します。"
QUOTE = "妊婦健診に通う交通費として、1回につき1,500円"
LIMIT = 1.5
#: That an answer comes at all; how soon, `make bench` measures, for a busy machine must not fail a test.
PATIENCE = 20.0


def evidence_marker(body: dict[str, Any], words: str = "1,500円") -> int:
    """The number of the evidence that holds the words, as the model reads it."""
    text = body["messages"][-1]["content"]
    blocks = re.findall(r"\[\w+ (?:根拠|evidence) (\d+): [^\n]*\]\n(.*?)\n\[/", text, re.DOTALL)
    squashed = {int(n): re.sub(r"\s", "", block) for n, block in blocks}
    return next(n for n, block in squashed.items() if words in block)


def saying(*texts: str, **more: Any) -> Any:
    def script(body: dict[str, Any]) -> Reply:
        marker = evidence_marker(body)
        return Reply(pieces=pieces_of(written(*((t, [(marker, QUOTE)]) for t in texts))), **more)

    return script


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with model_server(saying(TRUE)) as server:
        yield server


@pytest.fixture
def scripted(server: ModelServer) -> ModelServer:
    server.script = saying(TRUE)
    server.asked.clear()
    server.left.clear()
    return server


def settings_for(server: ModelServer, provider: str = "openai", **more: Any) -> Settings:
    url = server.url + ("/v1" if provider == "openai" else "")
    fixed = {"llm": f"{provider}:scripted", "llm_base_url": url, "llm_seconds": PATIENCE, "llm_connect_seconds": 0.5}
    return load_settings(**{**fixed, "llm_retries": 1, **more})


def engine_for(samples: Opened, settings: Settings) -> Engine:
    return Engine(samples.generation, ModelReader.of(settings))


def ask(samples: Opened, settings: Settings, question: str = ASKED, **more: Any) -> Answer:
    engine = engine_for(samples, settings)
    try:
        return engine.answer(Request(question=question, **more))
    finally:
        engine.close()


@pytest.mark.parametrize("provider", ["openai", "ollama"])
@pytest.mark.parametrize("structure", ["json", "text"])
def test_a_proven_statement_of_the_model_is_the_answer(samples, scripted, provider, structure):
    answer = ask(samples, settings_for(scripted, provider, llm_structure=structure))
    assert answer.answer == TRUE + "[1]"
    (citation,) = answer.citations
    assert QUOTE in re.sub(r"\s", "", citation.quote)
    assert samples.page_text(citation.document, citation.page)[citation.start : citation.end] == citation.quote
    assert (answer.reader, answer.model.fallback, answer.model.proven) == ("scripted", None, 1)
    assert (answer.model.tokens_read, answer.model.tokens_written) == (1000, 50)
    assert re.fullmatch(r"[0-9a-f]{12}", answer.model.prompts["answer"])


def test_a_model_that_calls_tools_is_given_one(samples, scripted):
    scripted.script = saying(TRUE, tool=True)
    answer = ask(samples, settings_for(scripted, llm_structure="tool"))
    assert answer.answer == TRUE + "[1]"
    assert scripted.asked[0]["tool_choice"]["function"]["name"] == "answer"


def test_the_schema_goes_with_the_question_and_a_server_without_one_is_asked_in_words(samples, scripted):
    def script(body: dict[str, Any]) -> Reply:
        return Reply(status=400) if "response_format" in body else saying(TRUE)(body)

    scripted.script = script
    settings = settings_for(scripted)
    engine = engine_for(samples, settings)
    for _ in range(2):
        assert engine.answer(Request(question=ASKED)).answer == TRUE + "[1]"
    engine.close()
    assert ["response_format" in body for body in scripted.asked] == [True, False, False]


def test_an_unproven_statement_is_asked_for_again_and_then_withheld(samples, scripted):
    scripted.script = saying(TRUE, FALSE)
    answer = ask(samples, settings_for(scripted, llm_seconds=20))
    assert answer.answer.split("\n") == [TRUE + "[1]", "（根拠を確認できない記述は除きました。）"]
    assert len(scripted.asked) == 2
    again = scripted.asked[1]["messages"][-1]["content"]
    assert FALSE in again and "9900" in again
    assert (answer.model.asked_again, answer.model.withheld) == (1, 1)


def test_a_statement_that_is_corrected_when_asked_again_stands(samples, scripted):
    def script(body: dict[str, Any]) -> Reply:
        return saying(TRUE if FALSE in body["messages"][-1]["content"] else FALSE)(body)

    scripted.script = script
    answer = ask(samples, settings_for(scripted, llm_seconds=20))
    assert answer.answer == TRUE + "[1]"
    assert answer.model.withheld == 0


def endless(piece: str, pause: float = 0.0) -> Iterator[str]:
    while True:
        yield piece
        time.sleep(pause)


BROKEN = {
    "nothing": Reply(),
    "empty object": Reply(pieces=["{}"]),
    "no statements": Reply(pieces=['{"statements": []}']),
    "a refusal": Reply(pieces=["申し訳ありませんが、その質問にはお答えできません。"]),
    "nonsense": Reply(pieces=pieces_of("ｱｱｱ]]}{[[\"\\u12 あああ 「」" * 30)),
    "cut off": Reply(pieces=['{"statements":[{"text":"霧ヶ浜町は'], ended=False),
    "wrong encoding": Reply(raw="data: {\"choices\":[{\"delta\":{\"content\":\"補助\"}}]}\n\n".encode("shift_jis")),
    "no event stream": Reply(raw=b"<html><body>502 Bad Gateway</body></html>"),
    "not json": Reply(raw=b"data: {broken\n\n"),
    "server error": Reply(status=500),
    "over quota": Reply(status=429, headers={"Retry-After": "0.05"}),
    "wrong key": Reply(status=401),
    "no such model": Reply(status=404),
    "silence": Reply(wait=4),
    "slow drip": Reply(pieces=endless(" ", 0.05)),
    "endless words": Reply(pieces=endless("あ" * 50, 0.001)),
    "endless statements": Reply(pieces=endless(written((FALSE, [(1, "無い")])), 0.01)),
}  # fmt: skip
REASONS = {"server error": "down", "over quota": "over_quota", "wrong key": "refused", "silence": "slow"}


@pytest.mark.parametrize("name", BROKEN)
def test_whatever_a_model_does_the_sources_answer(samples, scripted, name):
    plain = samples.ask(ASKED)
    scripted.script = lambda body: BROKEN[name]
    began = time.perf_counter()
    told_at_once = {"llm_retries": 0} if REASONS.get(name, "slow") != "slow" else {"llm_seconds": LIMIT}
    answer = ask(samples, settings_for(scripted, **told_at_once))
    assert time.perf_counter() - began < PATIENCE
    assert answer.answer.startswith(plain.answer)
    assert "言語モデルが" in answer.answer
    assert answer.citations == plain.citations
    assert answer.reader == "extractive"
    assert answer.model.fallback == REASONS.get(name, answer.model.fallback)
    assert answer.model.fallback is not None


def test_a_server_that_is_not_there_is_told_and_the_sources_answer(samples, scripted):
    settings = settings_for(scripted, llm_base_url="http://127.0.0.1:9/v1", llm_seconds=10, llm_retries=0)
    began = time.perf_counter()
    answer = ask(samples, settings)
    assert time.perf_counter() - began < PATIENCE
    assert answer.model.fallback == "down"


def test_a_model_that_keeps_failing_is_left_alone_for_a_while(samples, scripted):
    scripted.script = lambda body: Reply(status=500)
    engine = engine_for(samples, settings_for(scripted, llm_retries=0))
    for _ in range(5):
        assert engine.answer(Request(question=ASKED)).model.fallback == "down"
    engine.close()
    assert len(scripted.asked) == 3


def test_a_failure_that_passes_is_tried_again(samples, scripted):
    def script(body: dict[str, Any]) -> Reply:
        return Reply(status=503) if len(scripted.asked) == 1 else saying(TRUE)(body)

    scripted.script = script
    assert ask(samples, settings_for(scripted, llm_seconds=5)).answer == TRUE + "[1]"


def test_what_came_before_the_connection_broke_stands(samples, scripted):
    def script(body: dict[str, Any]) -> Reply:
        text = written((TRUE, [(evidence_marker(body), QUOTE)]), ("切れた文", []))
        return Reply(pieces=pieces_of(text[:-30]), ended=False)

    scripted.script = script
    answer = ask(samples, settings_for(scripted))
    assert answer.answer.startswith(TRUE + "[1]")
    assert answer.reader == "scripted"


def test_what_was_done_before_the_model_counts_for_its_time(scripted):
    settings = settings_for(scripted)
    budget = Budget.of(settings, since=time.monotonic() - PATIENCE / 2)
    assert 0 < budget.seconds <= PATIENCE / 2
    late = Budget.of(settings, since=time.monotonic() - PATIENCE)
    calls = Calls(chat_model(settings), settings, structure_of(settings))
    for _ in range(4):
        with pytest.raises(ModelFailed, match="^slow"):
            next(calls.text([("user", ASKED)], replies.ANSWER, late))
    assert (scripted.asked, late.calls) == ([], 0)
    scripted.script = lambda body: Reply(pieces=["{}"])
    assert next(calls.text([("user", ASKED)], replies.ANSWER, Budget.of(settings))) == "{}"


def test_what_ended_stands_though_its_thread_is_late(scripted, monkeypatch):
    settings = settings_for(scripted)
    scripted.script = lambda body: Reply(pieces=["{}"])
    calls = Calls(chat_model(settings), settings, structure_of(settings))

    result = Future.result

    def late(self: Future[None], timeout: float | None = None) -> None:
        if timeout is not None:
            raise TimeoutError
        return result(self)

    monkeypatch.setattr(Future, "result", late)
    assert "".join(calls.text([("user", ASKED)], replies.ANSWER, Budget.of(settings))) == "{}"


def test_a_question_over_its_token_budget_is_answered_from_the_sources(samples, scripted):
    answer = ask(samples, settings_for(scripted, llm_tokens=500))
    assert answer.model.fallback == "budget"
    assert scripted.asked == []


def test_evidence_and_question_stand_between_marks_that_change_with_every_question(samples, scripted):
    settings = settings_for(scripted)
    for _ in range(2):
        ask(samples, settings)
    system, user = (m["content"] for m in scripted.asked[0]["messages"])
    fence = re.search(r"\[([0-9a-f]{12}) 根拠 1", user)[1]
    assert fence in system
    assert f"[{fence} 質問]\n{ASKED}\n[/{fence} 質問]" in user
    assert fence not in scripted.asked[1]["messages"][-1]["content"]


def test_a_follow_up_is_put_into_one_question_first(samples, scripted):
    def script(body: dict[str, Any]) -> Reply:
        if "書き直し" in body["messages"][0]["content"]:
            return Reply(pieces=[json.dumps({"question": ASKED}, ensure_ascii=False)])
        return saying(TRUE)(body)

    scripted.script = script
    history = (("user", "霧ヶ浜町の妊婦健診の支援は？"), ("assistant", "交通費の補助があります。"))
    answer = ask(samples, settings_for(scripted), "交通費は1回いくら補助されますか", history=history)
    assert answer.answer == TRUE + "[1]"
    assert ASKED in scripted.asked[1]["messages"][-1]["content"]
    assert set(answer.model.prompts) == {"answer", "condense"}


def test_what_the_plans_do_not_hold_is_not_the_models(samples, scripted):
    settings = settings_for(scripted)
    assert ask(samples, settings, "札幌市の人口は？").model is None
    assert scripted.asked == []


UNFOUND = "楠ノ木町はドローンで薬を離島に届ける事業を行う。"


@pytest.mark.parametrize("verdict", ["supported", "contradicted"])
def test_a_model_cannot_make_a_claim_true_or_false_that_no_quote_proves(samples, scripted, verdict):
    def script(body: dict[str, Any]) -> Reply:
        text = body["messages"][-1]["content"]
        quote = re.search(r"根拠 1: [^\n]*\]\n(.{20})", text)[1]
        said = json.loads(written((UNFOUND, [(1, quote)])))
        return Reply(pieces=[json.dumps({"verdict": verdict} | said, ensure_ascii=False)])

    scripted.script = script
    assert samples.check(UNFOUND).verdict == "not_found"
    engine = engine_for(samples, settings_for(scripted))
    answer = engine.check(Request(question=UNFOUND))
    engine.close()
    assert (answer.verdict, answer.reader, len(scripted.asked)) == ("not_found", "extractive", len(scripted.asked))
    assert set(answer.model.prompts) == {"claim"}


def test_a_claim_that_was_not_found_is_supported_by_quotes_that_prove_it(samples, scripted):
    passage = next(p for p in samples.generation.catalogue.all_passages() if "1,500円、14回まで" in view(p.text))
    gate = samples.engine._gate()
    reader = ModelReader.of(settings_for(scripted))
    draft = Draft(kind="claim", statements=(Statement("記載が見つかりません。"),), verdict="not_found", abstained=True)
    for claim, verdict in ((TRUE, "supported"), (FALSE, "not_found")):
        scripted.script = lambda body, claim=claim: Reply(pieces=[written((claim, [(1, QUOTE)]))])
        units = samples.engine._finder.units
        answer = reader.answer(Request(question=claim), claim, draft, (passage,), gate, units, None)
        assert answer.verdict == verdict
        assert bool(answer.citations) == (verdict == "supported")


@pytest.fixture
def model_url(sample_home: Path, scripted: ModelServer) -> Iterator[str]:
    settings = settings_for(scripted, home=sample_home, llm_seconds=20)
    with running(create_app(settings, Service(settings))) as url:
        yield url


def test_a_streamed_statement_comes_before_the_model_is_done(model_url, scripted):
    go = threading.Event()

    def script(body: dict[str, Any]) -> Reply:
        def pieces() -> Iterator[str]:
            text = written((TRUE, [(evidence_marker(body), QUOTE)]))
            yield text[:-2] + ","
            assert go.wait(10)
            yield '{"text": "' + FALSE + '", "quotes": []}]}'

        return Reply(pieces=pieces())

    scripted.script = script
    seen = []
    with httpx.stream("POST", f"{model_url}/chat", json={"question": ASKED}, headers=EVENTS, timeout=20) as reply:
        for line in reply.iter_lines():
            if line.startswith("event: "):
                seen.append(line[7:])
            if seen == ["evidence", "statement"]:
                go.set()
    assert seen == ["evidence", "statement", "withheld", "final"]


def test_when_the_client_leaves_the_model_call_ends(model_url, scripted):
    scripted.script = lambda body: Reply(pieces=endless(" ", 0.02))
    with httpx.stream("POST", f"{model_url}/chat", json={"question": ASKED}, headers=EVENTS, timeout=20) as reply:
        lines = reply.iter_lines()
        assert next(lines) == "event: evidence"
        end = time.monotonic() + 10
        while not scripted.asked and time.monotonic() < end:
            time.sleep(0.01)
    assert scripted.left.wait(3)


def test_fifty_streams_at_once(model_url, scripted):
    results: list[Any] = []

    def one() -> None:
        reply = httpx.post(f"{model_url}/chat", json={"question": ASKED}, headers=EVENTS, timeout=60)
        results.append(parsed(reply.text)[-1])

    threads = [threading.Thread(target=one) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert [(name, body["answer"]) for name, body in results] == [("final", TRUE + "[1]")] * 50


@pytest.mark.parametrize(
    ("llm", "error", "says"),
    [
        ("mistralai:x", MissingDependency, "pip install langchain-mistralai"),
        ("nosuch:x", InputError, "KEIKAKU_LLM=nosuch:x cannot be used"),
    ],
)
def test_a_provider_that_cannot_be_used_is_named_with_the_remedy(llm, error, says):
    with pytest.raises(error, match=re.escape(says)):
        chat_model(load_settings(llm=llm))


def test_a_model_without_its_provider_is_refused():
    with pytest.raises(InputError, match="KEIKAKU_LLM"):
        load_settings(llm="gpt")


def test_a_key_is_sent_and_never_shown(scripted):
    settings = settings_for(scripted, llm_api_key="sk-very-secret")
    calls = Calls(chat_model(settings), settings, structure_of(settings))
    assert "very-secret" not in repr(settings) + repr(calls)


def test_the_key_reaches_the_server(samples, scripted):
    ask(samples, settings_for(scripted, llm_api_key="sk-very-secret"))
    assert scripted.asked[0]["authorization"] == "Bearer sk-very-secret"
