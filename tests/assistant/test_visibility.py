"""A reader never learns of an internal document. Every route is asked about one, and must reply as a server does that
has never seen it; and staff must learn of it, so that the questions are known to ask for it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import anyio
import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from starlette.routing import Route

from assistant.answer import Request
from assistant.api.app import create_app
from assistant.settings import Settings
from assistant.store import Store
from index.build import build
from index.embedding.encoder import Encoder
from tests.conftest import parse_folder

TEXT = """緋桐市 ヒギリ窓口改革計画

人口 98,765人
担当部署 緋桐市 極秘推進課

ヒギリポータルを導入する。LoGoフォームを導入済みである。サクフォームを使う。
ヒギリポータルの事業費は12,321千円である。

用語集
ヒギリポータル 緋桐市の住民が使う手続きの入口をいう。
"""
MANIFEST = """
[[municipality]]
code = "999903"
prefecture = "海北県"
name = "緋桐市"
kana = "ひぎりし"
romaji = "Higiri"

[[document]]
file = "higiri-draft.txt"
title = "緋桐市ヒギリ窓口改革計画（案）"
municipality = "緋桐市"
visibility = "internal"
"""
ID = "higiri-draft"
SECRET = re.compile("緋桐|ヒギリ|98,?765|12,?321|極秘推進課|higiri|999903|kaihokushi-draft|素案", re.IGNORECASE)
QUESTIONS = [
    "ヒギリポータルとは何ですか？",
    "緋桐市の人口は？",
    "LoGoフォームを導入しているのはどの市町ですか",
    "サクフォームを使う自治体は？",
    "人口が最も多い自治体は？",
]
#: Asks for a department that only the internal document knows.
DEPARTMENT = "極秘推進課はどこの自治体の部署ですか"
#: What is another each time, or says where the server keeps its index.
VARYING = {"timings", "session_id", "id", "created", "begun", "used", "score", "generation"}


def json_of(**fields: Any) -> dict[str, Any]:
    return {"json": fields}


ASKED = [json_of(question=q) for q in QUESTIONS]
NARROWED = [json_of(question="人口は？", municipalities=["緋桐市"]), json_of(question="人口は？", documents=[ID])]
LISTED = [
    {"params": p} for p in ({}, {"municipality": "緋桐市"}, {"document": ID}, {"text": "ヒギリ"}, {"format": "csv"})
]
PAGE = {"path": f"/documents/{ID}/pages/1"}
SSE = {"headers": {"Accept": "text/event-stream"}}
MESSAGES = [{"messages": [{"role": "user", "content": q}], "model": "keikaku"} for q in QUESTIONS]
OPINION = json_of(rating="up", question=QUESTIONS[0], session_id="緋桐")

#: Requests that would show the internal document if a route were to; new routes belong here.
PROBES: dict[str, list[dict[str, Any]]] = {
    "POST /chat": [*ASKED, *NARROWED, *({**a, **SSE} for a in ASKED), json_of(question="?", session_id="x")],
    "POST /claims": [json_of(claims=["緋桐市の人口は98,765人である。", "ヒギリポータルは緋桐市にある。"]),
                     json_of(claims=["人口は1人である。"], documents=[ID])],
    "POST /sweep": [*ASKED, *NARROWED, {**ASKED[2], "params": {"format": "csv"}}],
    "GET /search": [{"params": {"q": q}} for q in QUESTIONS]
    + [{"params": {"q": "人口", "document": ID}}, {"params": {"q": "人口", "municipality": "緋桐市"}}],
    "GET /records": LISTED,
    "GET /documents": [{}],
    "GET /documents/{id}": [{"path": f"/documents/{ID}"}],
    "GET /documents/{id}/pages/{number}": [PAGE, *({**PAGE, "params": {"format": f}} for f in ("html", "png")),
                                           {**PAGE, "params": {"quote": "ヒギリ"}}],
    "GET /municipalities": [{}],
    "GET /examples": [{}, {"params": {"lang": "en"}}],
    "POST /documents": [{"files": {"files": ("a.txt", b"a")}}],
    "DELETE /documents/{id}": [{"path": f"/documents/{ID}"}],
    "POST /documents/reindex": [{}],
    "GET /jobs": [{}],
    "GET /jobs/{id}": [{"path": "/jobs/0123456789abcdef0123456789abcdef"}],
    "POST /v1/chat/completions": [json_of(**m, stream=s) for m in MESSAGES for s in (False, True)]
    + [json_of(**MESSAGES[1], documents=[ID])],
    "GET /v1/models": [{}],
    "GET /v1/models/{model}": [{"path": "/v1/models/keikaku"}],
    "GET /metrics": [{}],
    "POST /feedback": [OPINION],
    "GET /me": [{}],
    "GET /conversations": [{}, {"params": {"id": "0" * 32}}],
    "GET /conversations/{id}": [{"path": f"/conversations/{'0' * 32}"}],
    "DELETE /conversations/{id}": [{"path": f"/conversations/{'0' * 32}"}],
    "DELETE /conversations": [{}],
    "POST /session": [{}],
    "DELETE /session": [{}],
    "GET /healthz": [{}],
    "GET /readyz": [{}],
    "GET /openapi.json": [{}],
    "HEAD /openapi.json": [{}],
    "GET /docs": [{}],
    "GET /": [{}],
    "HEAD /": [{}],
    "GET /static/{version}/{path:path}": [{"path": "/static/x/js/api.js"}],
    "HEAD /static/{version}/{path:path}": [{"path": "/static/x/js/api.js"}],
}  # fmt: skip
#: Ranks by how rare words are in the whole index: what it gives is public, in what order may differ.
RANKED = "GET /search"
#: Where staff must be told of it.
SHOWING = {
    "POST /chat", "POST /claims", "POST /sweep", "GET /search", "GET /records", "GET /documents", "GET /documents/{id}",
    "GET /documents/{id}/pages/{number}", "GET /municipalities", "POST /v1/chat/completions",
}  # fmt: skip


@dataclass
class Server:
    client: TestClient
    keys: dict[str, str]

    def reply(self, role: str, route: str, probe: dict[str, Any]) -> tuple[int, str]:
        """Status and text without what varies, and without the request's own words."""
        method, path = route.split(" ")
        headers = {"Authorization": f"Bearer {self.keys[role]}", **probe.get("headers", {})}
        rest = {k: v for k, v in probe.items() if k not in ("path", "headers")}
        got = self.client.request(method, probe.get("path", path), headers=headers, **rest)
        text = (
            got.text if got.headers.get("content-type", "").startswith(("text", "application")) else repr(got.content)
        )
        return got.status_code, steady(text)


def steady(text: str) -> str:
    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                k: without(v)
                for k, v in value.items()
                if k not in VARYING or not isinstance(v, str | int | float | dict)
            }
        return [without(v) for v in value] if isinstance(value, list) else value

    lines = []
    for line in text.splitlines():
        start, found, rest = line.partition("data: ") if line.startswith("data: ") else ("", "", line)
        try:
            lines.append(start + found + json.dumps(without(json.loads(rest)), ensure_ascii=False, sort_keys=True))
        except ValueError:
            lines.append(line)
    return "\n".join(lines)


@pytest.fixture(scope="module")
def servers(sample_plans, tmp_path_factory) -> Iterator[tuple[Server, Server]]:
    """One with internal documents, and one that has never seen them."""
    folder = tmp_path_factory.mktemp("internal")
    (folder / f"{ID}.txt").write_text(TEXT, "utf-8")
    (folder / "documents.toml").write_text(MANIFEST, "utf-8")
    internal = parse_folder(folder)
    assert [p.document.visibility for p in internal] == ["internal"]
    public = tuple(p for p in sample_plans if p.document.visibility == "public")
    assert len(public) < len(sample_plans)
    made, clients = [], []
    for name, plans in (("with", (*sample_plans, *internal)), ("without", public)):
        settings = Settings(home=tmp_path_factory.mktemp(name), embedding=None, _env_file=None)
        build(settings.home, plans, Encoder(None))
        store = Store(settings)
        keys = {role: store.keys.add(role, role)[1] for role in ("reader", "staff", "admin")}
        store.close()
        client = TestClient(create_app(settings), raise_server_exceptions=False)
        clients.append(client.__enter__())
        made.append(Server(client, keys))
    yield made[0], made[1]
    for client in clients:
        client.__exit__(None, None, None)


def routes(client: TestClient) -> set[str]:
    found = (context.route for context in iter_route_contexts(client.app.routes))  # type: ignore[attr-defined]
    return {f"{method} {r.path}" for r in found if isinstance(r, Route) for method in r.methods or ()}


def test_every_route_is_asked(servers):
    assert routes(servers[0].client) == set(PROBES)


@pytest.mark.parametrize("route", PROBES)
def test_a_reader_is_told_what_a_server_without_it_would_tell(servers, route):
    private, public = servers
    for probe in PROBES[route]:
        shown, expected = private.reply("reader", route, probe), public.reply("reader", route, probe)
        if route != RANKED:
            assert shown == expected, probe
        assert shown[0] == expected[0]
        told = shown[1].replace(probe.get("params", {}).get("q", "\0"), "")
        assert SECRET.search(told) is None or shown == expected


@pytest.mark.parametrize("route", PROBES)
@pytest.mark.parametrize("role", ["reader", "staff"])
def test_a_cookie_opens_pages_as_its_key_does_and_nothing_else(servers, route, role):
    server = servers[0]
    method, path = route.split(" ")
    browser = TestClient(server.client.app, raise_server_exceptions=False)
    assert browser.post("/session", headers={"Authorization": f"Bearer {server.keys[role]}"}).status_code == 204
    for probe in PROBES[route]:
        rest = {k: v for k, v in probe.items() if k != "path"}
        got = browser.request(method, probe.get("path", path), **rest)
        if route == "GET /documents/{id}/pages/{number}":
            assert (got.status_code, steady(got.text)) == server.reply(role, route, probe)
            assert role == "staff" or (got.status_code == 404 and not SECRET.search(got.text.replace(ID, "")))
        elif path not in ("/", "/healthz", "/readyz", "/static/{version}/{path:path}"):
            assert got.status_code == 401


@pytest.mark.parametrize("route", sorted(SHOWING))
def test_staff_are_told_of_it(servers, route):
    private, public = servers
    differing = [p for p in PROBES[route] if private.reply("staff", route, p) != public.reply("staff", route, p)]
    assert any(SECRET.search(private.reply("staff", route, p)[1]) for p in differing)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_engine_itself_keeps_to_what_is_public(servers, question):
    said = []
    for server in servers:
        with server.client.app.state.service.use() as loaded:  # type: ignore[attr-defined]
            engine = loaded.engine
            request = Request(question=question)
            found = {p.document for p in engine.search(request, 10)}
            assert found <= {d.id for d in loaded.catalogue.documents(public_only=True)}
            answers = [ask(request) for ask in (engine.answer, engine.check, engine.sweep)]
            said.append([(a.answer, a.citations, a.entities, a.coverage, a.verdict) for a in answers])
    assert said[0] == said[1]


def test_a_conversation_of_staff_is_not_read_on_by_a_reader(servers):
    server = servers[0]
    staff = {"Authorization": f"Bearer {server.keys['staff']}"}
    session = server.client.post("/chat", json={"question": "緋桐市の人口は？"}, headers=staff).json()["session_id"]
    assert session
    status, text = server.reply("reader", "POST /chat", json_of(question="担当は？", session_id=session))
    assert status == 404 and not SECRET.search(text)
    assert SECRET.search(server.client.get(f"/conversations/{session}", headers=staff).text)
    for route, probe in (
        ("GET /conversations", {}),
        ("GET /conversations", {"params": {"id": session}}),
        ("GET /conversations/{id}", {"path": f"/conversations/{session}"}),
        ("DELETE /conversations/{id}", {"path": f"/conversations/{session}"}),
        ("DELETE /conversations", {}),
    ):
        assert not SECRET.search(server.reply("reader", route, probe)[1])
    assert server.client.get(f"/conversations/{session}", headers=staff).status_code == 200


@pytest.mark.parametrize(("tool", "arguments"), [
    *(("ask", {"question": q}) for q in QUESTIONS),
    *(("sweep", {"question": q}) for q in QUESTIONS[2:4]),
    *(("search", {"query": q}) for q in QUESTIONS[:2]),
    ("check_claim", {"claim": "緋桐市の人口は98,765人である。"}),
    ("get_page", {"document": ID, "page": 1}),
])  # fmt: skip
def test_the_tools_of_mcp_tell_a_reader_no_more(servers, tool, arguments):
    mcp = pytest.importorskip("mcp", reason="pip install 'keikaku[mcp]'")
    from assistant.api.mcp_server import create_mcp

    async def called(server: Server, internal: bool) -> str:
        service = server.client.app.state.service  # type: ignore[attr-defined]
        async with mcp.Client(create_mcp(service, lambda _: internal)) as client:
            result = await client.call_tool(tool, arguments)
            return steady(json.dumps(result.structured_content)) if result.structured_content else str(result.content)

    told, expected = (anyio.run(called, server, False) for server in servers)
    if tool != "search":
        assert told == expected
    assert not SECRET.search(told.replace(arguments.get("query", "\0"), "")) or told == expected


def test_nothing_of_a_department_that_only_an_internal_document_knows_is_told(servers):
    said = servers[0].client.post("/chat", json={"question": DEPARTMENT}).text
    assert not SECRET.search(said.replace(DEPARTMENT, ""))


def test_it_is_answered_as_where_the_document_is_not(servers):
    said = []
    for server in servers:
        with server.client.app.state.service.use() as loaded:
            answer = loaded.engine.answer(Request(question=DEPARTMENT))
            said.append((answer.answer, answer.citations))
    assert said[0] == said[1]
