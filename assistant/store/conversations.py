"""Conversations that the server keeps: shared by its workers, masked, each its owner's alone, for a limited time."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from assistant.errors import NotFound, StoreUnavailable
from assistant.masking import masked
from assistant.store.database import Database, now, stamp

log = logging.getLogger(__name__)

Turn = tuple[str, str]
#: Seconds between two looks for what is too old, and without an attempt after one that failed.
PRUNING, RESTING = 60.0, 5.0


class Conversations:
    """Thread-safe. A turn is two entries: ("user", question) and ("assistant", answer).

    Of each the last `turns` are kept, of all the last `limit` that were used, for `days` days after that; 0 keeps none.
    """

    def __init__(self, database: Database, *, limit: int, turns: int, days: int) -> None:
        self._database = database
        self._limit = limit
        self._entries = turns * 2
        self._days = days
        self._pruned = self._failed = -PRUNING
        self._lock = threading.Lock()

    def history(self, conversation: str, owner: str) -> list[Turn]:
        """What was said so far, oldest first. Raises NotFound, also for what is another's."""
        found = self._database.exists and self._database.read(
            "SELECT 1 FROM conversations WHERE id = ? AND owner = ? AND used >= ?",
            [conversation, owner, self._oldest()],
        )
        if not found:
            raise NotFound("this conversation is not (or no longer) kept: leave session_id out to begin a new one.")
        rows = self._database.read(
            "SELECT role, content FROM turns WHERE conversation = ? ORDER BY id DESC LIMIT ?",
            [conversation, self._entries],
        )
        return [(row["role"], row["content"]) for row in reversed(rows)]

    def keep(
        self, conversation: str | None, owner: str, said: Sequence[Turn], question: str, answer: str
    ) -> str | None:
        """Adds a turn; without a `conversation`, to a new one that continues `said`. Returns its id, or None where it
        cannot be stored: the answer is worth more than its record."""
        if not self._days or time.monotonic() - self._failed < RESTING:
            return None
        turn = [("user", question), ("assistant", answer)]
        try:
            with self._database.write() as db:
                if conversation is None:
                    conversation, turn = uuid.uuid4().hex, [*said, *turn]
                    db.execute("INSERT INTO conversations VALUES (?, ?, ?, ?)", [conversation, owner, now(), now()])
                elif not db.execute(
                    "UPDATE conversations SET used = ? WHERE id = ? AND owner = ?", [now(), conversation, owner]
                ).rowcount:
                    return None
                db.executemany(
                    "INSERT INTO turns (conversation, role, content) VALUES (?, ?, ?)",
                    [(conversation, role, masked(content)) for role, content in turn[-self._entries :]],
                )
                db.execute(
                    "DELETE FROM turns WHERE conversation = ?1 AND id <= (SELECT id FROM turns WHERE conversation = ?1"
                    " ORDER BY id DESC LIMIT 1 OFFSET ?2)",
                    [conversation, self._entries],
                )
            self._prune()
        except StoreUnavailable as error:
            self._failed = time.monotonic()
            log.warning("a conversation is not kept: %s", error)
            return None
        return conversation

    def forget(self) -> int:
        """Deletes what is older than it may be, or over the limit; returns how many conversations went."""
        with self._database.write() as db:
            old = db.execute("DELETE FROM conversations WHERE used < ?", [self._oldest()]).rowcount
            return old + int(
                db.execute(
                    "DELETE FROM conversations WHERE id IN"
                    " (SELECT id FROM conversations ORDER BY used DESC, rowid DESC LIMIT -1 OFFSET ?)",
                    [self._limit],
                ).rowcount
            )

    def _prune(self) -> None:
        with self._lock:
            due = time.monotonic() - self._pruned >= PRUNING
            if due:
                self._pruned = time.monotonic()
        if due:
            self.forget()

    def _oldest(self) -> str:
        return stamp(datetime.now(UTC) - timedelta(days=self._days))
