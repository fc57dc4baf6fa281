"""POST /chat and POST /claims keep the contract."""

from __future__ import annotations

import pytest

FIELDS = {
    "answer", "kind", "citations", "entities", "coverage", "verdict", "abstained", "conflicts", "context",
    "session_id", "reader", "timings", "model",
}  # fmt: skip


def test_a_reply_has_every_field_of_the_contract(client):
    reply = client.post("/chat", json={"question": "武雄市の人口は？"}).json()
    assert set(reply) == FIELDS
    assert reply["citations"][0].keys() >= {
        "marker",
        "document",
        "title",
        "municipality",
        "page",
        "quote",
        "start",
        "end",
    }
    assert reply["entities"] == [{"name": "武雄市", "code": "412066", "status": "導入済み", "citations": [1]}]
    assert reply["coverage"] == {"documents": 5, "municipalities": 20, "without": ["鳥栖市"]}
    values = [{"value": "47,510人", "marker": 1}, {"value": "47,000人", "marker": 2}]
    assert reply["conflicts"] == [{"subject": "人口", "values": values}]


def test_the_url_of_a_citation_opens_its_page_with_the_quote(client):
    c = client.post("/chat", json={"question": "武雄市の人口は？"}).json()["citations"][0]
    page = client.get(c["url"]).json()
    assert page["highlights"] == [{"start": c["start"], "end": c["end"]}]
    assert page["text"][c["start"] : c["end"]] == c["quote"]


def test_what_was_asked_reaches_the_engine_as_it_was_sent(reader, engine):
    body = {
        "question": "  How many people?  ",
        "lang": "en",
        "history": [{"role": "user", "content": "武雄市について"}, {"role": "assistant", "content": "はい"}],
        "municipalities": ["武雄市"],
        "documents": ["takeo"],
        "include_context": True,
    }
    assert reader.post("/chat", json=body).status_code == 200
    asked = engine.asked[-1]
    assert (asked.question, asked.lang, asked.include_context, asked.internal) == (
        "How many people?",
        "en",
        True,
        False,
    )
    assert asked.history == (("user", "武雄市について"), ("assistant", "はい"))
    assert (asked.municipalities, asked.documents) == (("武雄市",), ("takeo",))


def test_a_session_continues_with_what_was_said(client, engine):
    session = client.post("/chat", json={"question": "武雄市の人口は？"}).json()["session_id"]
    reply = client.post("/chat", json={"question": "では鹿島市は？", "session_id": session}).json()
    assert reply["session_id"] == session
    assert engine.asked[-1].history == (("user", "武雄市の人口は？"), ("assistant", "47,510人です[1]。"))


def test_a_session_continues_the_history_that_began_it(client, engine):
    history = [{"role": "user", "content": "武雄市について"}]
    session = client.post("/chat", json={"question": "人口は？", "history": history}).json()["session_id"]
    client.post("/chat", json={"question": "事業費は？", "session_id": session})
    assert [words for _, words in engine.asked[-1].history][:2] == ["武雄市について", "人口は？"]


def test_of_a_long_history_the_latest_is_read_and_no_question_beyond_its_length(client, engine):
    history = [{"role": role, "content": f"{i}" + "あ" * 5000} for i in range(30) for role in ("user", "assistant")]
    assert client.post("/chat", json={"question": "人口は？", "history": history}).status_code == 200
    read = engine.asked[-1].history
    assert (len(read), read[-1][1]) == (20, "29" + "あ" * 5000)
    assert read[-2] == ("user", "29" + "あ" * 1998)


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"question": ""}, 422, "question is empty"),
        ({"question": " 　\n"}, 422, "question is empty"),
        ({}, 422, "question is missing"),
        ({"question": "あ" * 2001}, 422, "question has 2,001 characters, 2,000 are taken: shorten it"),
        ({"question": "あ" * 100_000}, 422, "100,000 characters"),
        ({"question": "x" * 2_000_000}, 413, "larger than 1,048,576 bytes"),
        ({"question": 5}, 422, "question"),
        ({"question": "人口は", "lang": "fr"}, 422, "lang must be 'ja' or 'en'"),
        ({"question": "人口は", "history": [{"role": "bot", "content": "x"}]}, 422, "history[0].role"),
        ({"question": "人口は", "session_id": "none"}, 404, "leave session_id out"),
        ({"question": "人口は", "session_id": "a", "history": [{"role": "user", "content": "b"}]}, 422, "not both"),
        ({"question": "人口は", "documents": ["none"]}, 404, "no document 'none'"),
        ({"question": "人口は", "documents": ["secret"]}, 404, "no document 'secret'"),
        (["人口は"], 422, "must be a JSON object"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_shape_with_a_remedy(reader, body, status, says):
    reply = reader.post("/chat", json=body)
    assert reply.status_code == status
    assert set(reply.json()) == {"error"}
    assert says in reply.json()["error"]["message"]
    assert reply.json()["error"]["code"]


@pytest.mark.parametrize(
    "body",
    [b"{bad", b"\xff\xfe\x00", b"[" * 100_000, b'{"question": "\\ud800"}', b"", b'{"question": "a\\u0000b'],
    ids=["no json", "no utf-8", "deeply nested", "lone surrogate", "empty", "cut off"],
)
def test_a_broken_body_is_a_client_error(client, body):
    reply = client.post("/chat", content=body, headers={"Content-Type": "application/json"})
    assert reply.status_code in (400, 422)
    assert set(reply.json()["error"]) == {"code", "message"}


@pytest.mark.parametrize(
    "question", ["？！。、…", "😀😀", "<b>太字</b>", "a\u0000b", "あ" * 2000, "'; DROP TABLE pages;--"]
)
def test_odd_questions_are_questions(client, engine, question):
    assert client.post("/chat", json={"question": question}).status_code == 200
    assert engine.asked[-1].question == question


def test_a_body_without_a_declared_length_is_limited_too(client):
    reply = client.post("/chat", content=(b" " * 65_536 for _ in range(40)))
    assert reply.status_code == 413
    assert reply.json()["error"]["code"] == "too_large"


def test_each_claim_has_its_reply_in_order(client, engine):
    replies = client.post("/claims", json={"claims": ["甲である。", "乙である。"], "lang": "en"}).json()["replies"]
    assert [(r["claim"], r["verdict"]) for r in replies] == [("甲である。", "supported"), ("乙である。", "supported")]
    assert [r.lang for r in engine.checked] == ["en", "en"]


@pytest.mark.parametrize(
    ("claims", "says"),
    [([], "claims is empty"), (["x"] * 201, "201 claims, 200 are taken"), (["あ" * 2001], "claims[0] has 2,001")],
)
def test_too_few_too_many_and_too_long_claims_are_refused(client, claims, says):
    reply = client.post("/claims", json={"claims": claims})
    assert reply.status_code == 422
    assert says in reply.json()["error"]["message"]
