"""What depends on the server's part of the talk: over one that passes the page on from the real one, but plays
`POST /chat` itself, part by part, when the test says so; wants a key, where the test sets one; and takes feedback."""

from __future__ import annotations

import json
import queue
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import ask

PLACE = {
    "document": "yukishiro-transit",
    "title": "雪代村地域公共交通計画（概要版）",
    "municipality": "雪代村",
    "page": 1,
}
CITATION = PLACE | {
    "marker": 1,
    "quote": "２００円",
    "start": 0,
    "end": 4,
    "url": "/documents/yukishiro-transit/pages/1",
}
EVIDENCE = {"passages": [PLACE | {"text": "バス", "url": CITATION["url"]}] * 3}
STATEMENT = {"text": "おとなは200円です。[1]", "citations": [CITATION]}
FINAL = {
    "answer": "おとなは200円です。[1]\n子どもは100円です。[1]", "kind": "answer", "citations": [CITATION],
    "entities": [], "coverage": None, "verdict": None, "abstained": False, "context": [], "reader": "test-model",
    "conflicts": [{"subject": "運賃", "values": [{"value": "200円", "marker": 1}, {"value": "210円", "marker": 1}]}],
    "timings": {"total": 1.5}, "session_id": "s1",
}  # fmt: skip


class Stage:
    """What the scripted server sends: put bytes into `parts`, None ends the stream."""

    def __init__(self) -> None:
        self.parts: queue.Queue[bytes | None] = queue.Queue()
        self.asked: list[dict[str, Any]] = []
        self.rated: list[dict[str, Any]] = []
        self.left = threading.Event()
        self.key: str | None = None
        self.claims: list[tuple[int, str | None]] = []
        self.sessions = 0
        self.address = ""

    def send(self, event: str, data: Any, end: str = "\n") -> None:
        text = f"event: {event}{end}data: {json.dumps(data, ensure_ascii=False)}{end}{end}"
        self.parts.put(text.encode())


@pytest.fixture
def stage(site: str) -> Iterator[Stage]:
    stage = Stage()

    class Handler(BaseHTTPRequestHandler):
        def refused(self) -> bool:
            """Whether the request was answered with 401: what shows documents needs the key, the page itself none."""
            path = self.path.split("?")[0]
            sent = self.headers.get("Authorization")
            if stage.key is None or path == "/" or path.startswith("/static/") or sent == f"Bearer {stage.key}":
                return False
            self.answer(401, {"error": {"code": "unauthorised", "message": "a key is needed."}})
            return True

        def answer(self, status: int, body: Any, retry_after: str | None = None) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            if retry_after:
                self.send_header("Retry-After", retry_after)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def do_GET(self) -> None:
            if self.refused():
                return
            asked = urllib.request.Request(site + self.path[1:], headers={"Accept": self.headers["Accept"]})
            with urllib.request.urlopen(asked, timeout=20) as reply:
                self.send_response(reply.status)
                for name in ("Content-Type", "Content-Security-Policy"):
                    self.send_header(name, reply.headers[name])
                self.end_headers()
                body = reply.read()
                offers = body.replace(b'name="keikaku-offers" content="', b'name="keikaku-offers" content="feedback ')
                self.wfile.write(offers if self.path == "/" else body)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"] or 0)) or b"null")
            if self.refused():
                return
            if self.path == "/session":
                stage.sessions += 1
                self.answer(200, {})
                return
            if self.path == "/feedback":
                stage.rated.append(body)
                self.answer(201, {})
                return
            if self.path == "/claims":
                status, retry_after = stage.claims.pop(0)
                replies = [FINAL | {"claim": claim, "verdict": "supported"} for claim in body["claims"]]
                error = {"error": {"code": "too_many", "message": "wait."}}
                self.answer(status, {"replies": replies} if status == 200 else error, retry_after)
                return
            stage.asked.append(body)
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream; charset=utf-8")
            self.end_headers()
            try:
                while (part := stage.parts.get(timeout=30)) is not None:
                    self.wfile.write(part)
                    self.wfile.flush()
            except OSError:
                stage.left.set()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    stage.address = f"http://127.0.0.1:{server.server_port}/"
    yield stage
    stage.parts.put(None)
    server.shutdown()
    server.server_close()
    thread.join()


def begin(page: Any) -> Any:
    page.fill("#question", "バスの運賃は？")
    page.press("#question", "Enter")
    return page.locator("article.turn").last


def test_statements_are_shown_as_they_come_and_their_markers_work_at_once(stage, visit):
    page = visit(stage.address)
    turn = begin(page)
    turn.get_by_text("計画を調べています").wait_for()
    stage.send("evidence", EVIDENCE)
    turn.get_by_text("3か所を読んで").wait_for()
    stage.parts.put(b": keep-alive\n\n")
    stage.send("statement", STATEMENT)
    turn.locator(".statements .marker").wait_for()
    assert turn.get_attribute("aria-busy") == "true"
    assert turn.locator(".actions").count() == 0
    turn.locator(".marker").click()
    page.locator("#source .page-text").wait_for()
    stage.send("withheld", {"reason": "number"})
    turn.get_by_text("原文で裏づけられない文は表示していません。").wait_for()
    stage.send("final", FINAL)
    turn.locator(".actions").wait_for()
    assert turn.get_attribute("aria-busy") is None
    assert turn.locator(".statements p").all_inner_texts() == ["おとなは200円です。1", "子どもは100円です。1"]
    assert "言語モデル test-model" in turn.inner_text()


def test_sources_that_disagree_are_shown_with_both_values(stage, visit):
    turn = begin(visit(stage.address))
    stage.send("final", FINAL)
    box = turn.locator(".conflicts")
    box.wait_for()
    assert box.locator("dd").all_inner_texts() == ["200円1", "210円1"]
    assert box.locator("dd .marker").count() == 2
    assert "食い違っています" in box.inner_text()


def test_events_are_read_however_they_are_cut_and_ended(stage, visit):
    turn = begin(visit(stage.address))
    stage.send("statement", STATEMENT, end="\r\n")
    text = stage.parts.get()
    assert text is not None
    for i in range(0, len(text), 7):
        stage.parts.put(text[i : i + 7])
    turn.locator(".statements .marker").wait_for()
    stage.send("final", FINAL, end="\r\n")
    turn.locator(".actions").wait_for()


def test_stop_keeps_what_came_and_lets_the_question_be_asked_again(stage, visit):
    page = visit(stage.address)
    turn = begin(page)
    stage.send("statement", STATEMENT)
    turn.locator(".statements .marker").wait_for()
    page.get_by_role("button", name="止める").click()
    turn.get_by_text("ここで止めました。").wait_for()
    assert "200円" in turn.locator(".statements").inner_text()
    for _ in range(50):
        stage.parts.put(b": keep-alive\n\n")
        if stage.left.wait(0.05):
            break
    assert stage.left.is_set(), "the connection is closed when the user stops"
    turn.get_by_role("button", name="聞き直す").click()
    again = page.locator("article.turn").nth(1)
    stage.send("final", FINAL)
    again.locator(".actions").last.wait_for()
    assert [body["question"] for body in stage.asked] == ["バスの運賃は？"] * 2


def test_an_answer_goes_on_while_another_view_is_looked_at(stage, visit):
    page = visit(stage.address)
    begin(page)
    stage.send("statement", STATEMENT)
    page.locator(".statements .marker").wait_for()
    page.locator(".tabs a").nth(2).click()
    page.locator("table.documents").wait_for()
    stage.send("final", FINAL)
    page.locator(".tabs a").first.click()
    turn = page.locator("article.turn")
    turn.locator(".actions").wait_for()
    assert "子どもは100円です。" in turn.inner_text()


def test_a_long_list_of_claims_waits_where_the_server_asks_for_it(stage, visit):
    stage.claims = [(429, "1"), (200, None), (200, None)]
    page = visit(stage.address, "#/claims")
    page.fill("#claims", "\n".join(f"{n}は{n}である。" for n in range(12)))
    page.get_by_role("button", name="確かめる", exact=True).click()
    page.get_by_text("確かめました。").wait_for()
    assert page.locator("tbody tr").count() == 12


def test_a_new_conversation_ends_the_answer_in_the_making(stage, visit):
    page = visit(stage.address)
    first = begin(page)
    stage.send("final", FINAL)
    first.locator(".actions").wait_for()
    begin(page)
    page.get_by_role("button", name="新しい会話").click()
    page.locator(".example").first.wait_for()
    assert page.locator("article.turn").count() == 0
    assert page.get_by_role("button", name="質問する").is_visible()


def test_an_error_in_the_middle_says_what_to_do(stage, visit):
    turn = begin(visit(stage.address))
    stage.send("statement", STATEMENT)
    stage.send("error", {"error": {"code": "model_failed", "message": "the model does not answer: try again."}})
    assert turn.get_by_role("alert").inner_text() == "the model does not answer: try again."


def test_a_connection_that_breaks_is_told(stage, visit):
    turn = begin(visit(stage.address))
    stage.send("statement", STATEMENT)
    turn.locator(".statements .marker").wait_for()
    stage.parts.put(None)
    assert "接続が切れました" in turn.get_by_role("alert").inner_text()


def test_the_real_server_streams_its_answers(site, visit):
    page = visit(site)
    with page.expect_response("**/chat") as got:
        turn = ask(page, "汐崎市の人口は？")
    assert got.value.headers["content-type"].startswith("text/event-stream")
    assert "73,418" in turn.locator(".statements").inner_text()


def test_a_server_that_is_gone_is_told(stage, visit):
    page = visit(stage.address)
    page.context.set_offline(True)
    turn = begin(page)
    assert "サーバーに接続できません" in turn.get_by_role("alert").inner_text()
    page.context.set_offline(False)


def test_a_key_is_asked_for_kept_in_the_tab_and_sent_with_everything(stage, visit):
    stage.key = "right"
    page = visit(stage.address)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("APIキー").fill("wrong")
    dialog.get_by_role("button", name="送る").click()
    dialog.get_by_text("このキーは使えません。").wait_for()
    dialog.get_by_label("APIキー").fill("right")
    page.keyboard.press("Enter")
    page.locator(".example").first.wait_for()
    turn = begin(page)
    stage.send("final", FINAL)
    turn.locator(".marker").first.click()
    page.locator("#source .page-text").wait_for()
    page.evaluate("location.hash = '#/source/kaihoku-grants/5'")
    page.locator("#source .page-image img").wait_for()
    assert page.locator("#source a[target=_blank]").count() == 1
    assert stage.sessions == 1
    page.reload()
    page.locator("#source .page-image img").wait_for()
    assert page.get_by_role("dialog", name="APIキー").count() == 0
    assert page.evaluate("sessionStorage.getItem('keikaku.key')") == "right"
    assert "right" not in page.evaluate("JSON.stringify(localStorage)")


def test_a_key_that_is_not_given_leaves_a_word_of_what_is_missing(stage, visit):
    stage.key = "right"
    page = visit(stage.address, "#/documents")
    page.get_by_role("dialog").first.wait_for()
    while page.get_by_role("dialog").count():
        page.keyboard.press("Escape")
    assert page.locator("main [role=alert]").inner_text() == "a key is needed."


def test_thumbs_send_what_was_asked_and_answered_with_the_reason(stage, visit):
    page = visit(stage.address)
    turn = begin(page)
    stage.send("final", FINAL)
    up, down = (
        turn.get_by_role("button", name="役に立った", exact=True),
        turn.get_by_role("button", name="役に立たなかった"),
    )
    up.click()
    turn.get_by_text("ありがとうございました。").wait_for()
    assert up.get_attribute("aria-pressed") == "true"
    down.click()
    turn.get_by_label("引用が合っていない").check()
    turn.get_by_label("補足（任意）").fill("別のページ")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    turn.get_by_role("button", name="送る").click()
    turn.locator(".thumb[aria-pressed=true] .down").wait_for()
    first, second = stage.rated
    assert (first["rating"], first["question"], first["session_id"]) == ("up", "バスの運賃は？", "s1")
    assert (second["rating"], second["reason"], second["comment"]) == ("down", "citation", "別のページ")
    assert second["answer"] == FINAL["answer"]
