"""A model's summary of a plan: its own prompt, evidence from all over the plan, each sentence through the gate."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from assistant.answer import Request
from assistant.bench_model_server import ModelServer, Reply, model_server, pieces_of, written
from assistant.llm.prompt_files import prompt
from assistant.llm.summarising import asked, spread
from tests.assistant.test_models import ask, engine_for, evidence_marker, settings_for

QUESTION = "霧ヶ浜町の安心のまちづくり実施計画の概要を教えてください"
WORKS = (
    "霧ヶ浜町では、漁港の堤防のかさ上げが令和8年度に始まり、令和11年度に終わる予定です。",
    "漁港の堤防のかさ上げ（延長820メートル、高さ1.2メートル）を令和8年度に始め、令和11年度に終えます",
)
FALSE = ("霧ヶ浜町では、漁港の堤防のかさ上げが令和11年度に始まります。", WORKS[1])


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with model_server(lambda body: Reply()) as server:
        yield server


def said_of(*pairs: tuple[str, str]):
    def script(body):
        found = [(text, [(evidence_marker(body, re.sub(r"\s", "", quote)), quote)]) for text, quote in pairs]
        return Reply(pieces=pieces_of(written(*found)))

    return script


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("汐崎市デジタル実行計画の概要を教えて", True),
        ("汐崎市の計画を要約してください", True),
        ("霧ヶ浜町の計画はどのような計画ですか", True),
        ("Summarise the plan of Kirigahama", True),
        ("Give me an overview of the DX plan of Shiozaki", True),
        ("事業概要集に載っている町はいくつですか", False),
        ("汐崎市の人口は？", False),
        ("What is the population of Shiozaki?", False),
    ],
)
def test_a_question_for_a_summary_is_told_from_one_for_a_fact(question, wanted):
    assert asked(question) is wanted


@pytest.mark.parametrize(
    ("lang", "question"), [("ja", QUESTION), ("en", "Summarise the 安心のまちづくり実施計画 of 霧ヶ浜町")]
)
def test_a_summary_has_its_own_prompt_and_evidence_from_all_over_the_plan(samples, server, lang, question):
    server.asked.clear()
    server.script = said_of(WORKS)
    answer = ask(samples, settings_for(server, llm_seconds=20), question, lang=lang)
    system, user = server.asked[0]["messages"]
    assert answer.model.prompts == {"summary": prompt("summary", lang).version}
    assert system["content"].startswith("あなたは自治体の計画文書を要約する" if lang == "ja" else "You summarise")
    pages = {int(n) for n in re.findall(r"p\. (\d+)", user["content"])}
    assert len(pages) >= 4 and max(pages) - min(pages) >= 4


def test_the_proven_sentences_of_a_summary_are_the_answer(samples, server):
    server.script = said_of(WORKS, FALSE)
    answer = ask(samples, settings_for(server, llm_seconds=20), QUESTION)
    assert answer.reader == "scripted"
    assert WORKS[0] in answer.answer and FALSE[0] not in answer.answer
    assert answer.model.withheld == 1 and "除きました" in answer.answer


def test_without_a_sentence_that_stands_the_sources_answer(samples, server):
    server.script = said_of(FALSE)
    answer = ask(samples, settings_for(server, llm_seconds=20), QUESTION)
    assert (answer.reader, answer.model.fallback) == ("extractive", "unproven")
    assert answer.answer.startswith(samples.ask(QUESTION).answer.split("\n")[0])


def test_a_summary_shows_no_internal_passage_to_those_who_may_not_see_it(samples, server):
    server.script = said_of(WORKS)
    engine = engine_for(samples, settings_for(server, llm_seconds=20))
    answer = engine.answer(Request(question=QUESTION, internal=False, include_context=True))
    documents = {c.document for c in answer.context}
    public = {d.id for d in samples.generation.catalogue.documents(public_only=True)}
    assert documents and documents <= public
    engine.close()


def test_what_is_shown_is_spread_over_the_parts_and_within_its_bound(samples):
    whole = samples.generation.catalogue.passages_of("kirigahama-anshin")
    shown = spread(whole, whole[-1:], 2000)
    assert sum(len(re.sub(r"\s+", "", p.text)) for p in shown) <= 2000
    assert whole[-1] in shown and [(p.page, p.start) for p in shown] == sorted((p.page, p.start) for p in shown)
    assert len({p.page for p in shown}) >= 3
