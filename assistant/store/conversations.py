"""Conversations that the server keeps: shared by its workers, masked, each its owner's alone, for a limited time."""

from __future__ import annotations

import json
import logging
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from assistant.errors import NotFound, StoreUnavailable
from assistant.masking import masked
from assistant.store.database import Database, now, stamp

log = logging.getLogger(__name__)

Turn = tuple[str, str]
#: Marker, document, page, start, end, and a hash of the words that stood there.
Place = tuple[int, str, int, int, int, str]
#: Seconds between two looks for what is too old, and without an attempt after one that failed.
PRUNING, RESTING = 60.0, 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An entry of a conversation as it is stored; of what an answer cites, the places alone."""

    role: str
    content: str
    cited: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A conversation by its first question that is kept; times are UTC."""

    id: str
    title: str
    questions: int
    begun: str
    used: str


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
        return [(said.role, said.content) for said in self.read(conversation, owner)]

    def read(self, conversation: str, owner: str) -> list[Said]:
        """As `history`, with the places that answers cite."""
        found = self._database.exists and self._database.read(
            "SELECT 1 FROM conversations WHERE id = ? AND owner = ? AND used >= ?",
            [conversation, owner, self._oldest()],
        )
        if not found:
            raise NotFound("this conversation is not (or no longer) kept: leave session_id out to begin a new one.")
        rows = self._database.read(
            "SELECT role, content, cited FROM turns WHERE conversation = ? ORDER BY id DESC LIMIT ?",
            [conversation, self._entries],
        )
        return [
            Said(role=row["role"], content=row["content"], cited=tuple(map(tuple, json.loads(row["cited"] or "[]"))))
            for row in reversed(rows)
        ]

    def all(self, owner: str, among: Sequence[str] | None = None, limit: int = 100) -> list[Summary]:
        """An owner's conversations, the last used first; with `among`, those of these ids alone."""
        if not self._database.exists:
            return []
        chosen = "" if among is None else "AND id IN (SELECT value FROM json_each(?3))"
        rows = self._database.read(
            "SELECT id, begun, used,"
            " (SELECT content FROM turns WHERE conversation = c.id AND role = 'user' ORDER BY id LIMIT 1) AS title,"
            " (SELECT count(*) FROM turns WHERE conversation = c.id AND role = 'user') AS questions"
            f" FROM conversations AS c WHERE owner = ?1 AND used >= ?2 {chosen}"
            " ORDER BY used DESC, rowid DESC LIMIT ?4",
            [owner, self._oldest(), json.dumps(list(among or ())), limit],
        )
        return [Summary(**{name: row[name] for name in row.keys()}) for row in rows if row["title"]]  # noqa: SIM118

    def delete(self, owner: str, conversation: str | None = None) -> int:
        """One of an owner's conversations, or all of them, with what was said; returns how many there were."""
        if not self._database.exists:
            return 0
        with self._database.write() as db:
            return db.execute(
                "DELETE FROM conversations WHERE owner = ?1 AND (?2 IS NULL OR id = ?2)", [owner, conversation]
            ).rowcount

    def keep(
        self,
        conversation: str | None,
        owner: str,
        said: Sequence[Turn],
        question: str,
        answer: str,
        cited: Sequence[Place] = (),
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
                places = [None] * (len(turn) - 1) + [json.dumps(cited) if cited else None]
                db.executemany(
                    "INSERT INTO turns (conversation, role, content, cited) VALUES (?, ?, ?, ?)",
                    [
                        (conversation, role, masked(content), place)
                        for (role, content), place in list(zip(turn, places, strict=True))[-self._entries :]
                    ],
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
