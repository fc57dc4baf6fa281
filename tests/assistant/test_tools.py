"""The index as LangChain tools and as a retriever."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.llm.tools import PlanRetriever, plan_tools
from assistant.service import Service
from assistant.settings import load_settings

ASKED = "霧ヶ浜町の妊婦健診に通う交通費は1回いくら補助されますか"


@pytest.fixture(scope="module")
def service(sample_home) -> Iterator[Service]:
    service = Service(load_settings(home=sample_home))
    yield service
    service.close()


@pytest.fixture
def tools(service: Service) -> dict[str, Any]:
    return {tool.name: tool for tool in plan_tools(service)}


def test_the_retriever_gives_the_passages_of_the_search_with_their_places(service):
    documents = PlanRetriever(service=service, k=3).invoke(ASKED)
    assert 1 <= len(documents) <= 3
    assert "1,500円" in documents[0].page_content
    meta = documents[0].metadata
    assert meta["municipality"] == "霧ヶ浜町"
    with service.use() as loaded:
        page = loaded.catalogue.page(meta["document"], meta["page"])
        assert page is not None and page.text[meta["start"] : meta["end"]] == documents[0].page_content


def test_every_tool_says_what_it_does_and_takes(tools):
    assert list(tools) == ["search", "get_page", "records", "sweep", "check_claim"]
    assert all(tool.description and tool.args for tool in tools.values())


def test_what_the_tools_give_is_json(tools):
    found = tools["search"].invoke({"query": ASKED, "k": 1})
    page = tools["get_page"].invoke({"document": found[0]["document"], "page": found[0]["page"]})
    assert found[0]["text"] in page["text"]
    table = tools["sweep"].invoke({"question": "スマートロックを設置しているのはどの市町ですか"})
    assert {"汐崎市"} <= {row["name"] for row in table["rows"] if row["standing"] != "no_mention"}
    records = tools["records"].invoke({"municipality": "汐崎市"})
    assert 0 < len(records) <= 50
    claim = tools["check_claim"].invoke({"claim": "霧ヶ浜町は妊婦健診に通う交通費として1回につき1,500円を補助する。"})
    assert claim["verdict"] == "supported" and claim["citations"]
    json.dumps([found, page, table, records, claim], ensure_ascii=False)


def test_what_cannot_be_found_is_told_to_the_model(tools):
    assert "use search to find one" in tools["get_page"].invoke({"document": "nowhere", "page": 1})
    assert "holds no words" in tools["check_claim"].invoke({"claim": "？！"})


def test_internal_documents_are_not_for_everyone(service):
    with service.use() as loaded:
        secret = next(d for d in loaded.catalogue.documents() if d.visibility == "internal")
    asked = {"document": secret.id, "page": 1}
    public, staff = ({t.name: t for t in plan_tools(service, internal)} for internal in (False, True))
    assert "no page 1" in public["get_page"].invoke(asked)
    assert staff["get_page"].invoke(asked)["text"]
