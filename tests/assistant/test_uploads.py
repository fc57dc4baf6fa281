"""POST /documents, DELETE /documents/{id}, POST /documents/reindex and GET /jobs: the index changes by jobs that
survive whoever asked for them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.errors import NotFound
from assistant.jobs import Job, Jobs, _Files, when_free
from assistant.settings import Settings, load_settings
from assistant.upload_folder import LONGEST_NAME, Staged, Upload, name_for, safe_name
from index.lock import write_lock
from ingest.errors import IndexBusy, UnsupportedFile
from ingest.manifest import load_manifest
from ingest.sources import discover

SAMPLES = Path(__file__).parents[2] / "samples"
PLAN = "潮見台市デジタル計画\n\n潮見台市は令和8年度にサクフォームを導入する。担当は情報政策課とする。\n"
SECONDS = 60


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home", ingest_workers=1, max_upload_files=3, max_upload_bytes=2_000_000)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def send(client: TestClient, *files: tuple[str, bytes], **fields: str) -> Any:
    return client.post("/documents", files=[("files", file) for file in files], data=fields)


def finished(client: TestClient, reply: Any) -> dict[str, Any]:
    assert reply.status_code == 202, reply.text
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        job: dict[str, Any] = client.get(reply.headers["location"]).json()
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.1)
    raise AssertionError(f"not over after {SECONDS} s: {job}")


def ids(client: TestClient) -> list[str]:
    return [d["id"] for d in client.get("/documents").json().get("documents", [])]


def test_a_document_is_uploaded_replaced_and_removed(client, settings):
    stated = {"municipality": "潮見台市", "prefecture": "海北県", "title": "潮見台の計画", "date": "2026-03"}
    job = finished(client, send(client, ("計画.txt", PLAN.encode()), **stated))
    assert (job["state"], job["kind"], job["error"]) == ("done", "upload", None)
    assert [(d["id"], d["title"]) for d in job["report"]["documents"]] == [("計画", "潮見台の計画")]
    assert job["report"]["failures"] == []
    assert "サクフォーム" in client.get("/documents/計画/pages/1").json()["text"]

    newer = PLAN.replace("サクフォーム", "サク申請").encode()
    assert finished(client, send(client, ("計画.txt", newer)))["report"]["documents"][0]["id"] == "計画"
    assert "サク申請" in client.get("/documents/計画/pages/1").json()["text"]

    finished(client, send(client, ("二.txt", "二つ目の計画。高齢者の見守りを行う。".encode())))
    job = finished(client, client.delete("/documents/計画"))
    assert job["report"]["removed"] == ["計画"]
    assert ids(client) == ["二"]
    assert not (settings.home / "uploads" / "計画.txt").exists()
    assert [e.file for e in load_manifest(settings.home / "uploads").entries] == ["二.txt"]


def test_the_only_document_can_be_removed_and_another_take_its_place(client):
    finished(client, send(client, ("a.txt", PLAN.encode())))
    assert finished(client, client.delete("/documents/a"))["state"] == "done"
    assert ids(client) == []
    assert finished(client, send(client, ("b.txt", PLAN.encode())))["state"] == "done"
    assert ids(client) == ["b"]


def test_a_file_that_cannot_be_read_is_named_and_costs_no_other(client, settings):
    finished(client, send(client, ("良い.txt", PLAN.encode())))
    damaged = (SAMPLES / "aizawa-action.pdf").read_bytes()[:3000]
    files = (
        ("壊れ.pdf", damaged),
        ("良い.txt", (PLAN + "追記。").encode()),
        ("絵.png", b"\x89PNG\r\n\x1a\n" + bytes(99)),
    )
    report = finished(client, send(client, *files))["report"]
    assert [d["id"] for d in report["documents"]] == ["良い"]
    assert len(report["failures"]) == 2
    assert any(line.startswith("壊れ.pdf: ") for line in report["failures"])
    assert any(line.startswith("絵.png: ") for line in report["failures"])
    assert str(settings.home) not in json.dumps(report)
    assert not (settings.home / "uploads" / "壊れ.pdf").exists()


def test_a_damaged_newer_version_leaves_the_older_one_where_it_was(client, settings):
    pdf = (SAMPLES / "yukishiro-transit.txt").read_bytes()
    finished(client, send(client, ("雪代.txt", pdf), visibility="public"))
    text = client.get("/documents/雪代/pages/1").json()["text"]
    job = finished(client, send(client, ("雪代.txt", b"\x00\x01\x02" * 500), ("別.txt", PLAN.encode())))
    assert any("雪代.txt" in line for line in job["report"]["failures"])
    assert (settings.home / "uploads" / "雪代.txt").read_bytes() == pdf
    assert client.get("/documents/雪代/pages/1").json()["text"] == text


def test_when_nothing_can_be_read_the_job_fails_and_nothing_is_kept(client, settings):
    job = finished(client, send(client, ("空.pdf", b"%PDF-1.7\nnothing")))
    assert job["state"] == "failed"
    assert "空.pdf" in job["error"]["message"]
    assert [p.name for p in (settings.home / "uploads").iterdir()] == ["documents.toml"]
    assert list((settings.home / "jobs").glob("*/")) == []


def test_an_internal_document_is_marked_before_it_is_read(client, settings):
    finished(client, send(client, ("内.txt", PLAN.encode()), visibility="internal"))
    (entry,) = load_manifest(settings.home / "uploads").entries
    assert (entry.file, entry.visibility) == ("内.txt", "internal")


@pytest.mark.parametrize(
    ("files", "fields", "status", "says"),
    [
        ([], {}, 422, "no file was sent"),
        ([("x.png", b"\x89PNG\r\n\x1a\n")], {}, 415, "x.png"),
        ([("x.pdf", b"MZ\x90" + bytes(99))], {}, 422, "neither .pdf nor another supported format"),
        ([("x.txt", b"")], {}, 422, "x.txt: the file is empty"),
        ([(f"{i}.txt", b"a") for i in range(4)], {}, 422, "3 are taken at once"),
        ([("x.txt", b"a" * 2_000_001)], {}, 413, "larger than 2,000,000 bytes"),
        ([("x.txt", b"a")], {"visibility": "secret"}, 422, "visibility must be 'public' or 'internal'"),
        ([("x.txt", b"a"), ("y.txt", b"b")], {"title": "題"}, 422, "title is that of a single file"),
        ([("x.txt", b"a")], {"source_url": "javascript:alert(1)"}, 422, "source_url"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_once_and_leaves_nothing(client, settings, files, fields, status, says):
    reply = send(client, *files, **fields)
    assert reply.status_code == status
    assert says in reply.json()["error"]["message"]
    assert client.get("/jobs").json() == {"jobs": []}
    assert list((settings.home / "jobs").glob("*")) == []


def test_an_upload_without_a_declared_length_is_counted_as_it_comes(client):
    def body() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="x.txt"\r\n\r\n'
        for _ in range(40):
            yield b"a" * 65_536

    reply = client.post("/documents", content=body(), headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (413, "too_large")


def test_a_broken_form_is_the_senders_error(client):
    reply = client.post("/documents", content=b"--x", headers={"Content-Type": "multipart/form-data"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (422, "invalid_input")


def test_progress_comes_as_events_and_ends_with_the_report(client):
    reply = send(client, ("計画.txt", PLAN.encode()))
    with client.stream("GET", reply.headers["location"], headers={"Accept": "text/event-stream"}) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        blocks = "".join(stream.iter_text()).strip().split("\n\n")
    events = [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]
    assert [e["event"] for e in events][-1] == "done" and {e["event"] for e in events[:-1]} == {"progress"}
    assert json.loads(events[0]["data"]).keys() == {"phase", "done", "total"}
    assert [d["id"] for d in json.loads(events[-1]["data"])["report"]["documents"]] == ["計画"]


def test_reindex_reads_what_changed_in_the_folders_of_before(client, settings):
    finished(client, send(client, ("計画.txt", PLAN.encode())))
    (settings.home / "uploads" / "計画.txt").write_text(PLAN + "避難所の電子化も進める。", "utf-8")
    job = finished(client, client.post("/documents/reindex"))
    assert [d["id"] for d in job["report"]["documents"]] == ["計画"]
    assert finished(client, client.post("/documents/reindex"))["report"]["documents"] == []
    rebuilt = finished(client, client.post("/documents/reindex?rebuild=true"))["report"]
    assert [d["id"] for d in rebuilt["documents"]] == ["計画"]


def test_jobs_run_one_after_another_and_are_listed_latest_first(client):
    replies = [send(client, (f"{name}.txt", (PLAN + name).encode())) for name in "甲乙丙"]
    jobs = [finished(client, reply) for reply in replies]
    assert sorted(ids(client)) == ["丙", "乙", "甲"]
    runs = sorted((job["started"], job["finished"]) for job in jobs)
    assert all(before[1] <= after[0] for before, after in zip(runs, runs[1:], strict=False))
    assert {job["id"] for job in client.get("/jobs").json()["jobs"]} == {job["id"] for job in jobs}


def test_a_document_from_a_folder_is_not_deleted(client, settings, tmp_path):
    from assistant.ingestion import ingest

    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "他.txt").write_text(PLAN, "utf-8")
    ingest([tmp_path / "plans"], settings, lambda *_: None)
    reply = client.delete("/documents/他")
    assert (reply.status_code, reply.json()["error"]["code"]) == (422, "invalid_input")
    assert "was not uploaded" in reply.json()["error"]["message"]
    assert client.delete("/documents/無い").status_code == 404
    assert (tmp_path / "plans" / "他.txt").exists()


def test_a_job_waits_while_another_process_writes_the_index(client, settings):
    with write_lock(settings.home):
        reply = send(client, ("計画.txt", PLAN.encode()))
        end = time.monotonic() + SECONDS
        while client.get(reply.headers["location"]).json()["phase"] != "waiting" and time.monotonic() < end:
            time.sleep(0.1)
        assert client.get(reply.headers["location"]).json()["phase"] == "waiting"
    assert finished(client, reply)["state"] == "done"


def test_waiting_for_the_index_has_an_end(monkeypatch):
    def busy() -> dict[str, Any]:
        raise IndexBusy("busy")

    monkeypatch.setattr("assistant.jobs.PATIENCE", -1)
    with pytest.raises(IndexBusy):
        when_free(busy, lambda *_: None)


def test_a_server_that_stops_ends_its_jobs_and_says_so(settings):
    with TestClient(create_app(settings)) as client:
        with write_lock(settings.home):
            reply = send(client, ("計画.txt", PLAN.encode()))
            client.__exit__(None, None, None)
        job = Jobs(settings).get(reply.json()["id"])
    assert (job.state, job.error and job.error["code"]) == ("failed", "interrupted")
    assert not (settings.home / "uploads" / "計画.txt").exists()


def test_a_job_whose_server_died_is_told_as_failed(settings):
    files = _Files(settings.home / "jobs")
    files.root.mkdir(parents=True)
    files.write(Job(id="0" * 32, kind="upload", state="running", created="2026-01-01T00:00:00.000+00:00"))
    assert Jobs(settings).get("0" * 32).state == "failed"
    files.write(Job(id="1" * 32, kind="upload", state="running", created="2026-01-01T00:00:00.000+00:00"))
    with files.lock("1" * 32):
        assert Jobs(settings).get("1" * 32).state == "running"


@pytest.mark.parametrize("id", ["0" * 32, "../../CURRENT", "x", "0" * 33])
def test_an_unknown_job_is_not_found(settings, id):
    with pytest.raises(NotFound):
        Jobs(settings).get(id)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("計画.pdf", "計画.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\plans\\計画.pdf", "計画.pdf"),
        ("..", "document"),
        (".hidden.txt", "hidden.txt"),
        ("a\x00b\n\u202ec.txt", "a b c.txt"),
        ('a<b>:"|?*.txt', "a b.txt"),
        ("con.txt", "_con.txt"),
        ("か\u3099.txt", "が.txt"),
        ("", "document"),
        (" 計画 . txt", "計画. txt"),
    ],
)
def test_names_are_made_safe_and_stay_readable(sent, kept):
    assert safe_name(sent) == kept


def test_a_long_name_is_cut_between_characters():
    name = safe_name("計" * 500 + ".pdf")
    assert name.endswith(".pdf") and name[:-4] == "計" * len(name[:-4])
    assert len(name.encode()) <= LONGEST_NAME


@pytest.mark.parametrize(
    ("file", "sent", "kept"),
    [
        ("aizawa-action.pdf", "計画.txt", "計画.pdf"),
        ("aizawa-action.pdf", "計画", "計画.pdf"),
        ("aizawa-action.pdf", "計画.PDF", "計画.PDF"),
        ("yukishiro-transit.txt", "計画.md", "計画.md"),
        ("source/aizawa-action.html", "計画.pdf", "計画.html"),
    ],
)
def test_a_file_is_what_it_contains(file, sent, kept):
    assert name_for(SAMPLES / file, sent) == kept


def test_a_file_of_no_known_kind_is_unsupported(tmp_path):
    (tmp_path / "0").write_bytes(b"MZ\x90" + bytes(100))
    with pytest.raises(UnsupportedFile, match="x.exe"):
        name_for(tmp_path / "0", "x.exe")


def test_an_upload_that_breaks_off_puts_everything_back(settings, tmp_path, monkeypatch):
    target = settings.home / "uploads"
    target.mkdir(parents=True)
    (target / "計画.txt").write_text("古い版", "utf-8")
    (tmp_path / "0").write_text(PLAN, "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("assistant.upload_folder.ingest", full)
    with pytest.raises(OSError, match="No space"):
        Upload(files=(Staged(file="0", name="計画.txt"),)).run(settings, tmp_path, lambda *_: None)
    assert (target / "計画.txt").read_text("utf-8") == "古い版"
    assert load_manifest(target).entries == ()
    assert [f.path.name for f in discover([target]).files] == ["計画.txt"]
