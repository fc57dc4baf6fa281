from __future__ import annotations

import pytest

from assistant.api.sessions import Sessions
from assistant.errors import NotFound


def test_the_least_recently_used_conversation_goes_first():
    sessions = Sessions(limit=2, turns=5)
    first, second = sessions.begin([]), sessions.begin([])
    sessions.history(first)
    third = sessions.begin([])
    assert sessions.history(first) == sessions.history(third) == []
    with pytest.raises(NotFound):
        sessions.history(second)


def test_only_the_last_turns_are_kept():
    sessions = Sessions(limit=1, turns=2)
    session = sessions.begin([("user", "0"), ("assistant", "0!")])
    for n in ("1", "2"):
        sessions.add(session, n, n + "!")
    assert sessions.history(session) == [("user", "1"), ("assistant", "1!"), ("user", "2"), ("assistant", "2!")]


def test_an_answer_to_a_conversation_that_is_gone_is_dropped():
    sessions = Sessions(limit=1, turns=2)
    gone = sessions.begin([])
    sessions.begin([])
    sessions.add(gone, "q", "a")
    with pytest.raises(NotFound):
        sessions.history(gone)
