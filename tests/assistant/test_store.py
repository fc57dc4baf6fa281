from __future__ import annotations

import sqlite3
import stat
import threading

import pytest

from assistant.errors import NotFound, StoreUnavailable
from assistant.settings import Settings
from assistant.store import FILE, Store
from assistant.store.database import Database, migrations
from assistant.store.feedback import Opinion
from ingest.errors import InputError


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def store(home):
    store = Store(Settings(home=home))
    yield store
    store.close()


def test_asking_creates_nothing(store, home):
    assert not store.keys.configured() and store.keys.find("kk_x") is None and store.keys.all() == []
    assert store.audit.entries() == []
    assert not home.exists()


def test_a_key_is_found_by_its_secret_which_is_stored_nowhere(store, home):
    key, secret = store.keys.add("窓口", "staff")
    assert store.keys.find(secret) == key and key.role == "staff"
    assert store.keys.find(secret + "x") is None and store.keys.find("") is None
    store.close()
    assert all(secret.encode() not in file.read_bytes() for file in home.iterdir())
    assert stat.S_IMODE((home / FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize(("name", "role"), [("", "reader"), ("a" * 101, "reader"), ("a\nb", "reader"), ("a", "root")])
def test_a_key_needs_a_name_and_a_known_role(store, name, role):
    with pytest.raises(InputError):
        store.keys.add(name, role)


def test_a_name_is_used_once_at_a_time(store):
    store.keys.add("a", "reader")
    with pytest.raises(InputError, match="in use"):
        store.keys.add("a", "admin")
    store.keys.revoke("a")
    assert store.keys.add("a", "admin")[0].role == "admin"
    assert [(k.role, k.revoked is None) for k in store.keys.all()] == [("reader", False), ("admin", True)]
    with pytest.raises(NotFound):
        store.keys.revoke("b")


def test_keys_of_another_process_are_seen_at_once_when_made_and_soon_when_revoked(tmp_path):
    one, other = Store(Settings(home=tmp_path)), Store(Settings(home=tmp_path))
    one.keys._fresh = other.keys._fresh = 0.0
    _, secret = one.keys.add("a", "reader")
    assert other.keys.find(secret)
    one.keys.revoke("a")
    assert other.keys.find(secret) is None and other.keys.configured()
    one.close()
    other.close()


def test_a_locked_database_is_told_of_and_what_is_known_of_keys_stays(store, home):
    _, secret = store.keys.add("a", "reader")
    store.keys._fresh = 0.0
    assert store.keys.find(secret)
    other = sqlite3.connect(home / FILE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreUnavailable, match="locked"):
        store.keys.add("b", "reader")
    assert store.keys.find(secret)
    store.audit.record("key a", "POST /documents")
    other.execute("ROLLBACK")
    other.close()
    store.audit.record("key a", "POST /documents", "plan.pdf")
    assert [e.target for e in store.audit.entries()] == ["plan.pdf"]


def test_what_fails_inside_a_transaction_leaves_nothing(store):
    store.keys.add("a", "reader")
    with pytest.raises(StoreUnavailable), store.database.write() as db:
        db.execute("UPDATE keys SET role = 'admin'")
        db.execute("INSERT INTO nothing VALUES (1)")
    assert [k.role for k in store.keys.all()] == ["reader"]


def test_a_database_of_every_earlier_version_is_brought_up_to_date(tmp_path):
    for seen in range(len(migrations())):
        path = tmp_path / f"{seen}.sqlite"
        old = sqlite3.connect(path)
        for script in migrations()[:seen]:
            old.executescript(script)
        old.execute(f"PRAGMA user_version = {seen}")
        old.commit()
        old.close()
        database = Database(path)
        assert database.read("PRAGMA user_version")[0][0] == len(migrations())
        database.close()


def test_a_newer_database_is_left_alone(tmp_path):
    newer = sqlite3.connect(tmp_path / FILE)
    newer.execute("PRAGMA user_version = 999")
    newer.close()
    store = Store(Settings(home=tmp_path))
    with pytest.raises(StoreUnavailable, match="newer"):
        store.keys.add("a", "reader")


def test_many_threads_and_two_processes_worth_of_connections_write_together(tmp_path):
    stores = [Store(Settings(home=tmp_path)), Store(Settings(home=tmp_path))]
    stores[0].keys.add("first", "reader")

    def work(store, n):
        for i in range(20):
            store.audit.record(f"thread {n}", f"act {i}")

    threads = [threading.Thread(target=work, args=(stores[n % 2], n)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(stores[0].audit.entries()) == 120
    for store in stores:
        store.close()


def test_a_damaged_file_is_told_of(tmp_path):
    (tmp_path / FILE).write_bytes(b"this is no database" * 100)
    store = Store(Settings(home=tmp_path))
    with pytest.raises(StoreUnavailable, match="doctor"):
        store.keys.configured()


OWNER = "admin without key"


def conversations(tmp_path, **settings):
    return Store(Settings(home=tmp_path, **settings)).conversations


def test_a_conversation_goes_on_in_another_worker(tmp_path):
    one, other = conversations(tmp_path), conversations(tmp_path)
    session = one.keep(None, OWNER, [("user", "0")], "1", "1!")
    assert other.keep(session, OWNER, [], "2", "2!") == session
    said = ["0", "1", "1!", "2", "2!"]
    assert [text for _, text in one.history(session, OWNER)] == said


def test_a_conversation_is_its_owners_alone(tmp_path):
    kept = conversations(tmp_path)
    session = kept.keep(None, "staff key a", [], "1", "1!")
    with pytest.raises(NotFound):
        kept.history(session, "reader key b")
    assert kept.keep(session, "reader key b", [], "2", "2!") is None
    assert len(kept.history(session, "staff key a")) == 2


def test_only_the_last_turns_are_kept(tmp_path):
    kept = conversations(tmp_path, max_session_turns=2)
    session = kept.keep(None, OWNER, [("user", "0"), ("assistant", "0!")], "1", "1!")
    for n in ("2", "3"):
        kept.keep(session, OWNER, [], n, n + "!")
    assert [text for _, text in kept.history(session, OWNER)] == ["2", "2!", "3", "3!"]
    assert kept._database.read("SELECT COUNT(*) AS n FROM turns")[0]["n"] == 4


def test_the_least_recently_used_conversation_goes_first(tmp_path):
    kept = conversations(tmp_path, max_sessions=2)
    sessions = [kept.keep(None, OWNER, [], str(n), "!") for n in range(3)]
    kept.forget()
    with pytest.raises(NotFound):
        kept.history(sessions[0], OWNER)
    assert kept.history(sessions[1], OWNER) and kept.history(sessions[2], OWNER)


def test_what_is_older_than_it_may_be_is_gone_with_its_turns(tmp_path):
    kept = conversations(tmp_path, retention_days=7)
    session = kept.keep(None, OWNER, [], "1", "1!")
    with kept._database.write() as db:
        db.execute("UPDATE conversations SET used = '2020-01-01T00:00:00Z'")
    with pytest.raises(NotFound):
        kept.history(session, OWNER)
    assert kept.forget() == 1
    assert kept._database.read("SELECT * FROM turns") == []


def test_a_retention_of_no_days_keeps_no_conversation(tmp_path):
    assert conversations(tmp_path / "none", retention_days=0).keep(None, OWNER, [], "1", "1!") is None
    assert not (tmp_path / "none").exists()


def test_what_is_stored_is_masked(tmp_path):
    store = Store(Settings(home=tmp_path))
    session = store.conversations.keep(None, OWNER, [], "090-1234-5678の件", "1234 5678 9018です")
    assert store.conversations.history(session, OWNER) == [
        ("user", "［電話番号］の件"),
        ("assistant", "［個人番号］です"),
    ]
    store.feedback.add("key a", Opinion(rating="down", comment="taro@example.lg.jpへ", question="人口は？"))
    (given,) = store.feedback.all()
    assert (given.comment, given.question, given.answer) == ("［メールアドレス］へ", "人口は？", None)
