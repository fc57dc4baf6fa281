"""The server goes over to a new generation without a restart, and never lets go of one in use."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.answer import Request
from assistant.service import Service
from ingest.errors import IndexDamaged, IndexMissing


@pytest.fixture
def service(settings, source):
    return Service(settings, source)


def test_a_new_generation_is_taken_up_and_the_old_one_closed(service, source):
    with service.use() as first:
        assert first.number == 1
    source.number = 2
    with service.use() as second:
        assert second.number == 2
    assert [g.closed for g in source.generations] == [True, False]
    assert source.loads == 2


def test_a_generation_in_use_is_closed_only_when_its_last_user_is_done(service, source):
    with service.use():
        source.number = 2
        with service.use() as second:
            assert second.number == 2
        assert not source.generations[0].closed
    assert source.generations[0].closed


def test_the_engine_is_stopped_before_its_generation_is_closed(service, source, engine, monkeypatch):
    with service.use() as loaded:
        order: list[str] = []
        monkeypatch.setattr(engine, "close", lambda: order.append("engine"))
        monkeypatch.setattr(loaded.generation, "close", lambda: order.append("generation"))
    service.close()
    assert order == ["engine", "generation"]


def test_warming_up_takes_no_longer_than_it_may(service, engine, monkeypatch):
    waited: list[float] = []
    service.warm(1.5)
    monkeypatch.setattr(engine, "warm", waited.append, raising=False)
    service.warm(1.5)
    assert waited == [1.5]


def test_a_generation_whose_engine_cannot_be_stopped_is_left_to_it(service, source):
    class Reading:
        """May still read in the background."""

    with service.use() as loaded:
        object.__setattr__(loaded, "engine", Reading())
    service.close()
    assert not source.generations[0].closed


def test_a_generation_that_cannot_be_opened_leaves_the_old_one_serving_and_is_tried_once(service, source, caplog):
    with service.use():
        pass
    source.number, source.broken = 2, IndexDamaged("manifest hash differs")
    for _ in range(3):
        with service.use() as loaded:
            assert loaded.number == 1
    assert source.loads == 2
    assert "manifest hash differs" in caplog.text
    source.number, source.broken = 3, None
    with service.use() as loaded:
        assert loaded.number == 3


def test_the_first_generation_must_open(service, source):
    source.broken = IndexDamaged("x")
    with pytest.raises(IndexDamaged), service.use():
        pass


def test_an_index_that_comes_later_is_found(service, source):
    source.number, source.broken = None, IndexMissing("none yet")
    with pytest.raises(IndexMissing), service.use():
        pass
    source.number, source.broken = 1, None
    with service.use() as loaded:
        assert loaded.number == 1


def test_a_pointer_that_vanishes_does_not_take_the_index_away(service, source):
    with service.use():
        pass
    source.number = None
    with service.use() as loaded:
        assert loaded.number == 1


def test_under_load_each_generation_is_loaded_once_and_nobody_gets_a_closed_one(service, source):
    stop = threading.Event()
    closed: list[int] = []

    def work() -> int:
        count = 0
        while not stop.is_set():
            with service.use() as loaded:
                if loaded.generation.closed:
                    closed.append(loaded.number)
                loaded.engine.answer(Request(question="x"))
            count += 1
        return count

    with ThreadPoolExecutor(8) as pool:
        workers = [pool.submit(work) for _ in range(8)]
        for number in range(2, 20):
            source.number = number
            service.refresh()
        stop.set()
        assert all(w.result() > 0 for w in workers)
    service.refresh()
    assert closed == []
    assert source.loads == len(source.generations) <= 19
    assert [g.closed for g in source.generations] == [True] * (len(source.generations) - 1) + [False]
