"""The warm-up waits for answers, and for nobody when it is to end."""

from __future__ import annotations

import threading

from assistant.calm import Calm


def waiting(calm: Calm) -> threading.Thread:
    thread = threading.Thread(target=calm.wait, daemon=True)
    thread.start()
    thread.join(0.05)
    return thread


def test_whoever_waits_goes_on_when_the_last_answer_is_made() -> None:
    calm = Calm()
    with calm.broken():
        with calm.broken():
            pass
        thread = waiting(calm)
        assert thread.is_alive()
    thread.join(5)
    assert not thread.is_alive()


def test_an_answer_that_fails_leaves_it_calm() -> None:
    calm = Calm()
    try:
        with calm.broken():
            raise ValueError
    except ValueError:
        pass
    assert not waiting(calm).is_alive()


def test_nobody_waits_after_the_end() -> None:
    calm = Calm()
    with calm.broken():
        thread = waiting(calm)
        calm.end()
        thread.join(5)
        assert not thread.is_alive()
        with calm.broken():
            assert not waiting(calm).is_alive()
