from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from fastapi.testclient import TestClient
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from assistant.api.app import create_app
from assistant.api.counting import FILE, SharedStorage
from assistant.service import Service
from assistant.settings import load_settings
from assistant.store import Store
from tests.assistant.test_auth import bearer

MIDDLE = 1_800_000_030.0  # of a minute


@pytest.fixture
def clock(monkeypatch):
    def at(moment: float) -> None:
        monkeypatch.setattr(time, "time", lambda: moment)

    at(MIDDLE)
    return at


def limiter(path) -> SlidingWindowCounterRateLimiter:
    return SlidingWindowCounterRateLimiter(SharedStorage(path))


def test_two_workers_count_together(tmp_path, clock):
    one, other = limiter(tmp_path / FILE), limiter(tmp_path / FILE)
    item = RateLimitItemPerMinute(3)
    assert [w.hit(item, "a") for w in (one, other, one, other, one)] == [True, True, True, False, False]
    assert one.hit(item, "b")
    assert other.get_window_stats(item, "a").remaining == 0


def test_the_minute_before_weighs_by_what_of_it_lies_within_the_last_minute(tmp_path, clock):
    """As in the library's own storages: 4 in the minute before, of which half a minute counts, leave 4 of 6."""
    one, item = limiter(tmp_path / FILE), RateLimitItemPerMinute(6)
    assert all(one.hit(item, "a") for _ in range(4))
    clock(MIDDLE + 60)
    assert [one.hit(item, "a") for _ in range(5)] == [True] * 4 + [False]
    clock(MIDDLE + 180)
    assert one.get_window_stats(item, "a").remaining == 6
    one.hit(item, "a")
    with sqlite3.connect(tmp_path / FILE) as db:
        assert db.execute("SELECT count(*) FROM windows").fetchone() == (1,)


def test_it_says_what_the_librarys_own_storage_says(tmp_path):
    item, storages = RateLimitItemPerMinute(20), (SharedStorage(tmp_path / FILE), MemoryStorage())
    shared, own = map(SlidingWindowCounterRateLimiter, storages)
    while time.time() % 60 > 55:
        time.sleep(0.5)
    for _ in range(22):
        assert shared.hit(item, "a") == own.hit(item, "a")
    ours, theirs = (w.get_window_stats(item, "a") for w in (shared, own))
    assert ours.remaining == theirs.remaining
    shared.clear(item, "a")
    assert shared.hit(item, "a")


def _hits(path) -> int:
    one, item = limiter(path), RateLimitItemPerMinute(500)
    return sum(one.hit(item, "a") for _ in range(400))


def test_processes_at_the_same_time_admit_no_more_than_the_limit(tmp_path):
    while time.time() % 60 > 45:
        time.sleep(0.5)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert sum(pool.map(_hits, [tmp_path / FILE] * 2)) == 500


def test_a_file_that_cannot_be_used_leaves_each_its_own_count(tmp_path, clock):
    one, other = limiter(tmp_path / "none" / FILE), limiter(tmp_path / "none" / FILE)
    item = RateLimitItemPerMinute(1)
    assert [w.hit(item, "a") for w in (one, other, one)] == [True, True, False]
    assert one.get_window_stats(item, "a").remaining == 0


def test_the_workers_of_a_server_refuse_together(tmp_path, source):
    settings = load_settings(home=tmp_path / "home", workers_folder=tmp_path, requests_per_minute=2)
    store = Store(settings)
    headers = bearer(store.keys.add("one", "reader")[1])
    store.close()
    statuses = []
    for _ in range(3):
        with TestClient(create_app(settings, Service(settings, source))) as worker:
            statuses.append(worker.get("/me", headers=headers).status_code)
    assert statuses == [200, 200, 429]
