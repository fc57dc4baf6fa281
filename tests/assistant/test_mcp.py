"""The tools over the Model Context Protocol, through its official client, on both transports."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import anyio
import pytest

mcp = pytest.importorskip("mcp", reason="pip install 'keikaku[mcp]'")

from assistant.bench import ROOT, served  # noqa: E402

TOOLS = ["ask", "check_claim", "get_page", "search", "sweep"]
Use = Callable[[Callable[[Any], Awaitable[Any]]], Any]


@pytest.fixture(scope="module")
def http_server(sample_home) -> Iterator[str]:
    environment = {"KEIKAKU_HOME": str(sample_home), "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    with served([sys.executable, "-m", "assistant.cli", "mcp", "--http", "--port", "0"], environment) as (url, _):
        yield f"{url}/mcp"


@pytest.fixture(params=["stdio", "http"])
def use(request, sample_home) -> Use:
    """Runs a coroutine function with a client that is connected."""
    if request.param == "http":
        server: Any = request.getfixturevalue("http_server")
    else:
        server = mcp.StdioServerParameters(
            command=sys.executable,
            args=["-m", "assistant.cli", "mcp"],
            env={"KEIKAKU_HOME": str(sample_home), "PYTHONPATH": str(ROOT)},
            cwd=str(ROOT),
        )

    def run(work: Callable[[Any], Awaitable[Any]]) -> Any:
        async def connected() -> Any:
            with anyio.fail_after(60):
                async with mcp.Client(server) as client:
                    return await work(client)

        return anyio.run(connected)

    return run


def test_every_tool_describes_itself_and_its_parameters(use):
    tools = sorted(use(lambda client: client.list_tools()).tools, key=lambda tool: tool.name)
    assert [tool.name for tool in tools] == TOOLS
    for tool in tools:
        assert tool.description and tool.annotations.read_only_hint and tool.output_schema
        assert "context" not in tool.input_schema["properties"]
        assert all(field.get("description") for field in tool.input_schema["properties"].values())


def test_an_answer_leads_to_its_page(use):
    async def work(client: Any) -> None:
        reply = await client.call_tool("ask", {"question": "白妙市のセミセルフレジの事業、事業費いくら？"})
        answer = reply.structured_content
        assert "18,700千円" in answer["answer"] and not reply.is_error
        cited = answer["citations"][0]
        place = {"document": cited["document"], "page": cited["page"], "quote": cited["quote"]}
        page = (await client.call_tool("get_page", place)).structured_content
        assert {"start": cited["start"], "end": cited["end"]} in page["highlights"]

    use(work)


def test_a_sweep_a_claim_and_a_search(use):
    async def work(client: Any) -> None:
        table = (
            await client.call_tool("sweep", {"question": "サクフォームを使うのはどの市町ですか"})
        ).structured_content
        assert "葛野原市" in [row["name"] for row in table["rows"] if row["standing"] != "no_mention"]
        claim = {"claim": "白妙市のセミセルフレジの事業費は18,700千円である。"}
        assert (await client.call_tool("check_claim", claim)).structured_content["verdict"] == "supported"
        wanted = {"query": "サクフォーム", "k": 3, "municipalities": ["葛野原市"]}
        hits = (await client.call_tool("search", wanted)).structured_content["hits"]
        assert 1 <= len(hits) <= 3 and {hit["municipality"] for hit in hits} == {"葛野原市"}

    use(work)


WRONG = [
    ("get_page", {"document": "none", "page": 1}, "no document 'none'"),
    ("get_page", {"document": "oribe-policy", "page": 99}, "has no page 99"),
    ("ask", {"question": "？！"}, "holds no words"),
    ("ask", {"question": "人口は", "documents": ["none"]}, "no document 'none'"),
    ("search", {"query": "人口", "municipalities": ["福岡市"]}, "no document is of 福岡市"),
    ("ask", {"question": ""}, "question"),
    ("ask", {}, "question"),
]


def test_errors_tell_cause_and_remedy(use):
    async def work(client: Any) -> None:
        for tool, sent, says in WRONG:
            reply = await client.call_tool(tool, sent)
            assert reply.is_error, (tool, sent)
            assert says in reply.content[0].text

    use(work)


def test_without_an_index_it_ends_with_one_line(tmp_path):
    environment = {"KEIKAKU_HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "assistant.cli", "mcp"]
    ended = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
    )
    assert (ended.returncode, ended.stdout) == (3, "")
    assert re.fullmatch(r"keikaku: no index in .*keikaku ingest.*\n", ended.stderr)
