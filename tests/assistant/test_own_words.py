"""Where a model's statement is not proven, the plan's own sentence that it quoted may stand in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from assistant.bench_model_server import ModelServer, Reply, model_server, pieces_of, written
from assistant.llm.own_words import own_sentences
from assistant.llm.replies import Said
from assistant.units import Unit, units_of
from ingest.model import Passage
from tests.assistant.test_models import FALSE, QUOTE, TRUE, ask, evidence_marker, settings_for

#: The plan says 14 times, and that the town has no clinic for births.
CLINIC = "町内に産科がなく、最も近い病院まで車で50分かかるためです。"
TOLD = "霧ヶ浜町では、産科がないので、健診の交通費の補助を廃止します。"


def passage_of(text: str) -> Passage:
    return Passage(id="p", document="plan", page=1, start=40, end=40 + len(text), text=text)


def sentences(text: str, *quotes: str) -> list[str]:
    passage = passage_of(text)
    found = own_sentences(Said("…", tuple((1, q) for q in quotes)), [passage], lambda p: units_of(p, ()))
    spans = [text[u.start - 40 : u.end - 40] for u in found]
    assert all(" ".join(s.split()) == s for s in spans)
    return spans


@pytest.mark.parametrize(
    ("text", "quote", "whole"),
    [
        pytest.param(
            "台帳を電子にします。端末を12台配り、年度末に見直します。窓口は残します。",
            "端末を12台配り",
            ["端末を12台配り、年度末に見直します。"],
            id="the sentence that a piece was cut from",
        ),
        pytest.param(
            "台帳を電子にします。端末を12台配り、年度末に見直します。",
            "台帳を電子にします。端末を12台配り",
            ["台帳を電子にします。", "端末を12台配り、年度末に見直します。"],
            id="each sentence of a quote of two",
        ),
        pytest.param(
            "・港の灯台3基に水位の計測器を設置",
            "灯台3基に水位の計測器",
            ["・港の灯台3基に水位の計測器を設置"],
            id="an item that says what is done",
        ),
        pytest.param(
            "2-1\t港の見回り\t漁港の係が毎朝、堤防を見て回ります。\t水産課",
            "漁港の係が毎朝、堤防を見て回ります",
            ["漁港の係が毎朝、堤防を見て回ります。"],
            id="the sentence of a row's cell",
        ),
        pytest.param("2-1\t港の見回り\t継続\t水産課", "港の見回り\t継続\t水産課", [], id="cells of a row"),
        pytest.param("事業費：港の見回りの費用を含む120千円です。", "120千円です", [], id="a field of a form"),
        pytest.param("港の見回りの進め方", "港の見回りの進め方", [], id="a heading"),
        pytest.param(
            "港の見回りの費用を聞かれたら、無料であると答えること。", "無料であると答えること", [], id="an order"
        ),
        pytest.param("台帳を電子にします。端末を12台配ります。", "端末を20台", [], id="no quote of the passage"),
    ],
)
def test_the_own_sentence_of_a_quote_is_a_whole_one(text: str, quote: str, whole: Sequence[str]) -> None:
    assert sentences(text, quote) == whole


def test_a_quote_of_evidence_that_was_not_shown_gives_no_sentence() -> None:
    passage = passage_of("台帳を電子にします。")
    assert not list(own_sentences(Said("…", ((2, "台帳を電子"), (0, "台帳を電子"))), [passage], _none))


def _none(passage: Passage) -> Sequence[Unit]:
    return []


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with model_server(lambda body: Reply()) as server:
        yield server


def saying(*pairs: tuple[str, str]):
    def script(body):
        found = [(text, [(evidence_marker(body), quote)]) for text, quote in pairs]
        return Reply(pieces=pieces_of(written(*found)))

    return script


def test_the_plans_sentence_stands_for_a_statement_that_was_refused_twice(samples, server):
    server.script = saying((TRUE, QUOTE), (TOLD, CLINIC))
    answer = ask(samples, settings_for(server, llm_seconds=20))
    lines = answer.answer.split("\n")
    assert lines[0] == TRUE + "[1]"
    assert CLINIC.removesuffix("。") in lines[1] and "原文には「" in lines[1] and lines[1].endswith("[2]")
    assert lines[2:] == ["（根拠を確認できない記述は、計画の原文に替えました。）"]
    assert (answer.model.proven, answer.model.withheld, answer.model.quoted) == (1, 1, 1)
    second = answer.citations[1]
    assert second.quote.replace("\n", "") == CLINIC
    assert samples.page_text(second.document, second.page)[second.start : second.end] == second.quote


def test_a_sentence_that_is_cited_already_is_not_given_again(samples, server):
    server.script = saying((TRUE, QUOTE), (FALSE, QUOTE), (TOLD, CLINIC))
    answer = ask(samples, settings_for(server, llm_seconds=20))
    assert answer.answer.count("1,500円") == 1 and answer.answer.count("50分") == 1
    assert answer.answer.endswith("（根拠を確認できない記述は、計画の原文に替えるか、除きました。）")
    assert (answer.model.withheld, answer.model.quoted) == (2, 1)


def test_no_sentence_of_a_plan_stands_for_a_statement_about_another_municipality(samples, server):
    server.script = saying((TRUE, QUOTE), (TOLD.replace("霧ヶ浜町", "汐崎市"), CLINIC))
    answer = ask(samples, settings_for(server, llm_seconds=20))
    assert answer.answer.split("\n") == [TRUE + "[1]", "（根拠を確認できない記述は除きました。）"]
    assert (answer.model.withheld, answer.model.quoted) == (1, 0)


def test_where_nothing_of_a_model_stands_the_sources_answer_as_without_it(samples, server):
    server.script = saying((TOLD, CLINIC))
    answer = ask(samples, settings_for(server, llm_seconds=20))
    assert (answer.reader, answer.model.fallback, answer.model.quoted) == ("extractive", "unproven", 0)


def test_in_english_the_sentence_is_given_as_printed(samples, server):
    server.script = saying((TRUE, QUOTE), ("霧ヶ浜町 abolished the clinic.", CLINIC))
    answer = ask(samples, settings_for(server, llm_seconds=20), lang="en")
    assert "The source says" in answer.answer and f"「{CLINIC.removesuffix('。')}」" in answer.answer
    assert answer.answer.endswith("the plan's own sentences are given instead.")
