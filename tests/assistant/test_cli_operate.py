"""keikaku keys, audit, feedback, backup, restore and doctor."""

from __future__ import annotations

import json
import shutil
import socket
import stat
import sys

import pytest

from assistant import cli
from assistant.answer import Request
from assistant.backup import backup, restore
from assistant.doctor import examine
from assistant.service import Service
from assistant.settings import Settings
from assistant.store import FILE, Store
from ingest.errors import IndexBusy, IndexDamaged, InputError


@pytest.fixture
def keikaku(monkeypatch, capsys, tmp_path):
    """Runs a command over a home of the test's own: exit code, output, error output."""
    monkeypatch.setenv("KEIKAKU_HOME", str(tmp_path / "home"))

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["keikaku", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capsys.readouterr()
        return ended.value.code or 0, out, err

    return run


@pytest.fixture
def used(sample_home, tmp_path):
    """Settings of a home with the samples indexed, a key, a conversation and an upload."""
    settings = Settings(home=tmp_path / "home", embedding=None, _env_file=None)
    shutil.copytree(sample_home, settings.home)
    (settings.home / "uploads").mkdir()
    (settings.home / "uploads" / "plan.txt").write_text("計画")
    store = Store(settings)
    secret = store.keys.add("a", "staff")[1]
    session = store.conversations.keep(None, "staff key a", [], "人口は？", "5人")
    store.close()
    return settings, secret, session


def test_a_key_is_printed_once_and_listed_without_its_secret(keikaku):
    code, secret, said = keikaku("keys", "add", "窓口", "--role", "staff")
    assert code == 0 and secret.startswith("kk_") and len(secret.split()) == 1 and "cannot be shown again" in said
    code, listed, _ = keikaku("keys", "list")
    assert code == 0 and "窓口\tstaff" in listed and secret.strip() not in listed
    assert keikaku("keys", "revoke", "窓口")[0] == 0
    assert "revoked" in keikaku("keys", "list")[1]
    assert [json.loads(line)["role"] for line in keikaku("keys", "list", "--json")[1].splitlines()] == ["staff"]
    acts = [line.split("\t")[2] for line in keikaku("audit")[1].splitlines()]
    assert acts == ["revoke key", "add key"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["keys", "add", "a", "--role", "root"], 2, "reader, staff, admin"),
        (["keys", "revoke", "nobody"], 7, "keikaku keys list"),
        (["backup", "b.tar.gz"], 2, "nothing in"),
        (["restore", "none.tar.gz"], 2, "none.tar.gz"),
    ],
)
def test_what_cannot_be_done_is_one_line(keikaku, arguments, code, says):
    ended, out, err = keikaku(*arguments)
    assert (ended, out) == (code, "") and says in err and len(err.splitlines()) == 1


def test_a_backup_restores_to_a_home_that_answers_the_same(used, tmp_path):
    settings, secret, session = used
    file = tmp_path / "backup.tar.gz"
    kept = backup(settings, file)
    assert (kept.store, kept.uploads, kept.bytes) == (True, 1, file.stat().st_size)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    other = Settings(home=tmp_path / "other", embedding=None, _env_file=None)
    assert restore(other, file).generation == kept.generation
    store = Store(other)
    assert store.keys.find(secret).name == "a"
    assert store.conversations.history(session, "staff key a") == [("user", "人口は？"), ("assistant", "5人")]
    store.close()
    assert (other.home / "uploads" / "plan.txt").read_text() == "計画"
    said = []
    for each in (settings, other):
        service = Service(each)
        said.append(service.answer(Request(question="汐崎市の人口は？")).answer)
        service.close()
    assert said[0] == said[1] and "73,418" in said[0]
    assert not [p.name for home in (settings.home, other.home) for p in home.iterdir() if p.name.startswith(".")]


def test_a_backup_overwrites_nothing_and_waits_for_the_writer(used, tmp_path):
    from index.lock import write_lock

    file = tmp_path / "backup.tar.gz"
    file.write_text("precious")
    with pytest.raises(InputError, match="exists"):
        backup(used[0], file)
    assert file.read_text() == "precious"
    with write_lock(used[0].home), pytest.raises(IndexBusy):
        backup(used[0], tmp_path / "other.tar.gz")
    assert not (tmp_path / "other.tar.gz").exists()


def test_nothing_is_restored_over_what_is_there_nor_from_half_a_backup(used, tmp_path):
    settings = used[0]
    file, half, other = tmp_path / "backup.tar.gz", tmp_path / "half.tar.gz", Settings(home=tmp_path / "other")
    backup(settings, file)
    with pytest.raises(InputError, match="move the folder away"):
        restore(settings, file)
    half.write_bytes(file.read_bytes()[:-2000])
    with pytest.raises(InputError, match="no whole backup"):
        restore(other, half)
    assert not (other.home / "CURRENT").exists() and not (other.home / FILE).exists()


def test_a_damaged_index_is_not_kept_as_a_backup(used, tmp_path):
    settings = used[0]
    victim = next((settings.home / "generations").rglob("catalogue.sqlite"))
    victim.write_bytes(victim.read_bytes()[:-1])
    with pytest.raises(IndexDamaged):
        backup(settings, tmp_path / "backup.tar.gz")
    assert not (tmp_path / "backup.tar.gz").exists()


def found(settings):
    return {finding.name: finding for finding in examine(settings)}


def test_the_doctor_finds_nothing_wrong_with_what_works(used):
    settings = used[0].model_copy(update={"port": 0})
    findings = found(settings)
    assert {f.name: f.found for f in findings.values() if f.state == "wrong"} == {}
    assert "1 keys in use" in findings["database"].found and "generation" in findings["index"].found
    assert all(f.remedy for f in findings.values() if f.state != "ok")


def test_the_doctor_says_what_to_do(used, tmp_path):
    settings = used[0]
    (settings.home / FILE).write_bytes(b"no database" * 1000)
    for side in settings.home.glob(f"{FILE}-*"):
        side.unlink()
    victim = next((settings.home / "generations").rglob("catalogue.sqlite"))
    victim.write_bytes(b"x")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        findings = found(settings.model_copy(update={"port": taken.getsockname()[1], "embedding": "/no/model"}))
    states = {name: findings[name].state for name in ("database", "index", "port", "embedding model")}
    assert states == {"database": "wrong", "index": "wrong", "port": "note", "embedding model": "wrong"}
    assert all(findings[name].remedy for name in states)


def test_the_doctor_sees_a_server_that_everybody_could_reach(tmp_path):
    finding = found(Settings(home=tmp_path / "home", host="0.0.0.0", port=0))["access"]
    assert finding.state == "wrong" and "keikaku keys add" in finding.remedy


def test_the_command_tells_by_its_exit_code(keikaku, monkeypatch):
    monkeypatch.setenv("KEIKAKU_PORT", "0")
    code, out, _ = keikaku("doctor")
    assert code == 0 and "keikaku ingest FOLDER" in out
    monkeypatch.setenv("KEIKAKU_HOST", "0.0.0.0")
    code, out, _ = keikaku("doctor", "--json")
    assert code == 1 and any(json.loads(line)["state"] == "wrong" for line in out.splitlines())
