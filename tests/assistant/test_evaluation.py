"""The judging of replies, with verdicts worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation, Context, Entity
from assistant.evaluation import (
    Evidence,
    Gold,
    differences,
    evaluate,
    judge,
    load_gold,
    load_report,
    summarise,
    table,
)
from assistant.evaluation_numbers import accepted_numbers, fold, numbers_in
from assistant.retrieval import page_recall
from ingest.errors import InputError
from tests.assistant.support import ScriptedEngine, full_answer

PAGES = {("plan", 1): "人口 47,510人\n事業費\n45,100千円", ("plan", 2): "令和6年度に導入する。"}


def page_text(document: str, page: int) -> str | None:
    return PAGES.get((document, page))


def cite(quote: str, page: int = 1) -> Citation:
    return Citation(
        marker=1, document="plan", title="", municipality=None, page=page, quote=quote, start=0, end=1, url=""
    )


def gold(type: str = "number", **fields: object) -> Gold:
    return Gold(**{"id": "plan-1", "lang": "ja", "type": type, "question": "人口は？", **fields})


def answered(text: str, *citations: Citation, **fields: object) -> Answer:
    return Answer(**{"answer": text, "kind": "answer", "citations": citations, **fields})


ABSTAINED = answered("記載がありません。", kind="abstained", abstained=True)
RIGHT = answered("47,510人です[1]。", cite("人口 47,510人"))
NUMBER = gold(
    must_include=(("47510", "4万7510"),), evidence=(Evidence(document="plan", page=1, quote="人口 47,510人"),)
)
TAKU = gold("list", entities=("多久市",))


def test_a_right_answer_passes_every_check():
    v = judge(NUMBER, RIGHT, page_text)
    assert (v.answer, v.evidence, v.verbatim, v.grounded, v.context, v.why) == (True, True, True, True, None, ())


@pytest.mark.parametrize(
    ("item", "reply", "why"),
    [
        (NUMBER, answered("47,000人です[1]。", cite("人口 47,510人")), "lacks 47510|4万7510"),
        (replace(NUMBER, must_not_include=("です",)), RIGHT, "has です"),
        (NUMBER, ABSTAINED, "abstained"),
        (gold("unanswerable"), RIGHT, "did not abstain"),
        (NUMBER, answered("47,510人です[1]。" + "長" * 400, cite("人口 47,510人")), "410 characters, 400 are allowed"),
        (gold("claim", verdict="supported"), answered("違います。", verdict="contradicted"), "verdict contradicted"),
        (TAKU, answered("", entities=(Entity(name="鹿島市"),)), "missing ['多久市'], extra ['鹿島市']"),
        (TAKU, answered("", entities=(Entity(name="多久"), Entity(name=""))), "extra ['']"),
    ],
)
def test_a_wrong_answer_says_why(item, reply, why):
    v = judge(item, reply, page_text)
    assert not v.answer
    assert why in "; ".join(v.why)


def test_abstaining_is_right_exactly_where_nothing_is_stated():
    v = judge(gold("unanswerable", must_not_include=("記載",)), ABSTAINED, page_text)
    assert (v.answer, v.evidence, v.verbatim, v.grounded) == (True, None, None, None)


def test_a_claim_may_abstain_with_the_right_verdict():
    reply = answered("", abstained=True, verdict="not_found")
    assert judge(gold("claim", verdict="not_found"), reply, page_text).answer


@pytest.mark.parametrize(
    ("quote", "page", "stands"),
    [
        ("事業費45,100千円", 1, True),
        ("人口 47,511人", 1, False),
        ("", 1, False),
        ("人口", 2, False),
        ("人口", 9, False),
    ],
)
def test_quotes_stand_on_their_page_white_space_aside(quote, page, stands):
    assert judge(NUMBER, answered("47,510", cite(quote, page)), page_text).verbatim is stands


@pytest.mark.parametrize(
    ("words", "grounded"),
    [
        ("45,100千円", True),
        ("4,510万円", True),
        ("2024年度", True),
        ("2025年度", False),
        ("1件", True),
        ("92,610", True),
        ("47,511人", False),
    ],
    ids=["on the page", "in 万円", "western year", "another year", "the count", "the sum", "invented"],
)
def test_numbers_are_grounded_on_cited_pages_or_follow_from_them(words, grounded):
    reply = answered(
        words, cite("人口 47,510人"), cite("45,100千円"), cite("令和6年度", 2), entities=(Entity(name="甲"),)
    )
    assert judge(NUMBER, reply, page_text).grounded is grounded


def test_context_must_hold_every_gold_quote_in_its_document():
    shown = (Context(document="plan", page=1, text="人口\n47,510人"),)
    assert judge(NUMBER, replace(RIGHT, context=shown), page_text).context is True
    elsewhere = (Context(document="other", page=1, text="人口 47,510人"),)
    assert judge(NUMBER, replace(RIGHT, context=elsewhere), page_text).context is False


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("４７，５１０人", {"47510"}),
        ("R5.4.1", {"5", "4", "1"}),
        ("第3位と12番", set()),
        ("15.20%", {"15.2"}),
        ("①", {"1"}),
    ],
)
def test_numbers_are_read_in_one_form(text, found):
    assert numbers_in(text) == found


def test_what_follows_from_numbers():
    accepted = accepted_numbers("", ["H28"], ["10人と4人", "3人"], (7,))
    assert {"2016", "14", "6", "17", "13", "7"} <= accepted
    assert "15" not in accepted


def test_words_are_compared_without_width_case_and_marks():
    assert fold("ＬｏＧｏ・フォーム、 〇") == fold("logoフォーム○")


def test_summary_and_table_leave_out_what_does_not_apply():
    verdicts = [judge(NUMBER, RIGHT, page_text, 0.1), judge(gold("unanswerable"), ABSTAINED, page_text, 0.3)]
    summary = summarise(verdicts)
    assert summary == {
        "answer": 1.0,
        "evidence": 1.0,
        "verbatim": 1.0,
        "grounded": 1.0,
        "n": 2,
        "p50_s": 0.2,
        "p95_s": 0.1,
    }
    result = evaluate([NUMBER], lambda request: RIGHT, page_text)
    assert [line.split()[:2] for line in table(result).splitlines()[1:]] == [
        ["file:plan", "1"], ["lang:ja", "1"], ["number", "1"], ["ALL", "1"],
    ]  # fmt: skip


def test_two_runs_are_compared_question_by_question(tmp_path):
    old = evaluate([NUMBER, replace(NUMBER, id="plan-2")], lambda request: RIGHT, page_text)
    (tmp_path / "old.json").write_text(old.to_json(), "utf-8")
    new = evaluate([NUMBER, replace(NUMBER, id="plan-3")], lambda request: ABSTAINED, page_text)
    lines = differences(load_report(tmp_path / "old.json"), new)
    assert lines[0].startswith("plan-1: WORSE: answer True → False")
    assert lines[1:] == ["plan-3: new", "plan-2: no longer asked"]
    assert differences(load_report(tmp_path / "old.json"), old) == []


def test_gold_is_read_and_what_is_wrong_is_named_by_line(tmp_path):
    file = tmp_path / "gold.jsonl"
    item = {"id": "a-1", "lang": "ja", "type": "number", "question": "人口は？", "history": ["前"], "entities": None}
    item["evidence"] = [{"doc": "plan", "page": 1, "quote": "x"}]
    file.write_text(json.dumps(item) + "\n\n", "utf-8")
    (read,) = load_gold([file])
    assert read.request().history == (("user", "前"),)
    assert read.evidence == (Evidence(document="plan", page=1, quote="x"),)
    file.write_text('{"id": "a-1"}\n', "utf-8")
    with pytest.raises(InputError, match=r"gold.jsonl, line 1: .*lang"):
        load_gold([file])
    file.write_text("\n", "utf-8")
    with pytest.raises(InputError, match="no questions"):
        load_gold([file])


def test_recall_asks_for_a_gold_page_among_the_first_five():
    here = replace(NUMBER, evidence=(Evidence(document="takeo", page=1, quote="x"),))
    there = replace(NUMBER, id="b", evidence=(Evidence(document="takeo", page=2, quote="x"),))
    none = replace(NUMBER, id="c", evidence=())
    assert [(f.id, f.hit) for f in page_recall([here, there, none], ScriptedEngine(full_answer))] == [
        ("plan-1", True),
        ("b", False),
    ]
