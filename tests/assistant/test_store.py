from __future__ import annotations

import sqlite3
import stat
import threading

import pytest

from assistant.errors import NotFound, StoreUnavailable
from assistant.store import FILE, Store
from assistant.store.database import Database, migrations
from ingest.errors import InputError


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def store(home):
    store = Store(home)
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
    one, other = Store(tmp_path), Store(tmp_path)
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
    store = Store(tmp_path)
    with pytest.raises(StoreUnavailable, match="newer"):
        store.keys.add("a", "reader")


def test_many_threads_and_two_processes_worth_of_connections_write_together(tmp_path):
    stores = [Store(tmp_path), Store(tmp_path)]
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
    store = Store(tmp_path)
    with pytest.raises(StoreUnavailable, match="doctor"):
        store.keys.configured()
