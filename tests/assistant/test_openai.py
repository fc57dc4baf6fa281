"""The OpenAI-compatible routes, through OpenAI's own client and LangChain's, against a server process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.request import urlopen

import openai
import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI

from assistant.answer import Answer
from assistant.api.openai_links import Linked
from tests.assistant.support import citation

ASKED = "白妙市のセミセルフレジの事業、事業費いくら？"
LINK = re.compile(r"\[\[(\d+)\]\]\((http://127\.0\.0\.1:\d+/documents/[^)\s]+)\)")


@pytest.fixture(scope="module")
def client(sample_server) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{sample_server}/v1", api_key="none", max_retries=0, timeout=60) as client:
        yield client


def ask(client: openai.OpenAI, *contents: str, **more):
    roles = ["user", "assistant"] * len(contents)
    messages = [{"role": role, "content": content} for role, content in zip(roles, contents, strict=False)]
    return client.chat.completions.create(model="keikaku", messages=messages, **more)


def test_a_completion_answers_with_links_that_open_the_page_at_the_quote(client):
    completion = ask(client, ASKED)
    message = completion.choices[0].message
    assert (completion.choices[0].finish_reason, message.role) == ("stop", "assistant")
    assert "18,700千円" in message.content
    links = LINK.findall(message.content)
    assert links
    for marker, url in links:
        (cited,) = [c for c in completion.citations if c["marker"] == int(marker)]
        assert cited["url"] == url
        with urlopen(url, timeout=20) as reply:
            assert cited["quote"].split()[0] in reply.read().decode()


def test_annotations_stand_where_the_links_are(client):
    message = ask(client, ASKED).choices[0].message
    assert len(message.annotations) == len(LINK.findall(message.content))
    for annotation in message.annotations:
        place = annotation.url_citation
        assert LINK.fullmatch(message.content[place.start_index : place.end_index])[2] == place.url
        assert place.title == "デジタル地域実装補助金 事業概要集"


def test_a_stream_says_the_same_and_ends_with_the_citations(client):
    whole = ask(client, ASKED)
    chunks = list(ask(client, ASKED, stream=True, stream_options={"include_usage": True}))
    content = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    last = [c for c in chunks if c.choices][-1]
    assert content == whole.choices[0].message.content
    assert [c.choices[0].finish_reason for c in chunks if c.choices] == [None] * (len(chunks) - 2) + ["stop"]
    assert last.citations == whole.citations
    assert chunks[-1].usage is not None and chunks[0].choices[0].delta.role == "assistant"
    assert len({c.id for c in chunks}) == 1


def test_without_usage_asked_for_every_event_has_a_choice(client):
    assert all(chunk.choices for chunk in ask(client, ASKED, stream=True))


def test_earlier_messages_are_the_history(client):
    first = ask(client, "汐崎市の人口は？").choices[0].message.content
    followed = ask(client, "汐崎市の人口は？", first, "では白妙市は？").choices[0].message.content
    alone = ask(client, "白妙市の人口は？").choices[0].message.content
    assert "51,007" in followed and "51,007" in alone


def test_an_english_question_is_answered_in_english(client):
    assert re.search(r"[A-Za-z]{4}", ask(client, "What is the population of Oribe City?").choices[0].message.content)
    assert ask(client, "福岡市の人口は？", extra_body={"lang": "en"}).choices[0].message.content.isascii() is False


def test_what_no_document_holds_is_said_to_be_so(client):
    completion = ask(client, "福岡市の人口は？")
    assert completion.abstained is True
    assert "福岡市" in completion.choices[0].message.content


def test_filters_and_unknown_options_may_be_sent(client):
    completion = ask(
        client, "人口は？", temperature=0.2, max_tokens=50, tools=[], extra_body={"municipalities": ["織部市"]}
    )
    assert {c["municipality"] for c in completion.citations} <= {"織部市"}


def test_parts_of_text_are_joined(client):
    parts = [{"type": "text", "text": "汐崎市の"}, {"type": "text", "text": "人口は？"}]
    completion = client.chat.completions.create(model="keikaku", messages=[{"role": "user", "content": parts}])
    assert "73,418" in completion.choices[0].message.content


def test_there_is_one_model(client):
    assert [m.id for m in client.models.list()] == ["keikaku"]
    assert client.models.retrieve("keikaku").owned_by == "keikaku"


@pytest.mark.parametrize(
    ("messages", "more", "error", "says"),
    [
        ([{"role": "user", "content": "x"}], {"model": "gpt"}, openai.NotFoundError, "there is 'keikaku'"),
        ([{"role": "user", "content": " "}], {}, openai.UnprocessableEntityError, "message is empty"),
        ([{"role": "assistant", "content": "x"}], {}, openai.UnprocessableEntityError, "must be the user's"),
        ([{"role": "user", "content": "あ" * 2001}], {}, openai.UnprocessableEntityError, "2,001 characters"),
        ([], {}, openai.UnprocessableEntityError, "messages is empty"),
        ([{"role": "user", "content": "x"}], {"n": 2}, openai.UnprocessableEntityError, "n:"),
        (
            [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:"}}]}],
            {},
            openai.UnprocessableEntityError,
            "only text can be asked",
        ),
        (
            [{"role": "user", "content": "x"}],
            {"extra_body": {"documents": ["none"]}},
            openai.NotFoundError,
            "no document 'none'",
        ),
    ],
)
def test_what_cannot_be_answered_is_the_error_that_the_client_knows(client, messages, more, error, says):
    with pytest.raises(error, match=re.escape(says)):
        client.chat.completions.create(**{"model": "keikaku", "messages": messages} | more)


def test_langchain_invokes_and_streams(sample_server):
    model = ChatOpenAI(model="keikaku", base_url=f"{sample_server}/v1", api_key="none", max_retries=0)
    turns = [
        SystemMessage("Answer briefly."),
        HumanMessage("汐崎市の人口は？"),
        AIMessage("73,418人です。"),
        HumanMessage("では白妙市は？"),
    ]
    reply = model.invoke(turns)
    assert "51,007" in reply.content and LINK.search(reply.content)
    assert "".join(chunk.content for chunk in model.stream(turns)) == reply.content


def linked(answer: Answer, base: str) -> Linked:
    text = Linked(base, "ja")
    text.finish(answer)
    return text


def test_a_citation_without_a_marker_is_linked_below():
    text = linked(Answer(answer="ありません。", kind="abstained", citations=(citation(),)), "http://h/")
    assert text.content == f"ありません。\n\n参考：[[1]](http://h{citation().url}) 計画 p. 1"
    assert [a.url_citation.url for a in text.annotations] == [f"http://h{citation().url}"]


def test_brackets_that_are_no_markers_stay_as_they_are():
    answer = Answer(answer="[9] と [1](x) と [1]。", kind="answer", citations=(citation(),))
    assert linked(answer, "http://h").content == f"[9] と [1](x) と [[1]](http://h{citation().url})。"


def test_told_statement_by_statement_the_text_is_the_same():
    answer = Answer(answer="甲[1]\n乙[1][2]\n（注）", kind="answer", citations=(citation(1), citation(2)))
    told = Linked("http://h", "ja")
    parts = [told.statement("甲[1]", [citation(1)]), told.statement("乙[1][2]", [citation(2)]), told.finish(answer)]
    assert "".join(parts) == told.content == linked(answer, "http://h").content
    assert told.annotations == linked(answer, "http://h").annotations
    assert told.citations == linked(answer, "http://h").citations


def test_a_stream_that_cannot_begin_has_the_status_that_says_so(client):
    with pytest.raises(openai.UnprocessableEntityError, match="holds no words"):
        ask(client, "！？", stream=True)
