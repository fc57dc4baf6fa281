"""What administrators did: who, what, when, and how it ended."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from assistant.errors import StoreUnavailable
from assistant.store.database import Database, now

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    at: str
    actor: str
    act: str
    target: str
    outcome: str


class Audit:
    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, actor: str, act: str, target: str = "", outcome: str = "done") -> None:
        """Where it cannot be stored it goes to the log, so that the act is on record somewhere."""
        try:
            with self._database.write() as db:
                db.execute(
                    "INSERT INTO audit (at, actor, act, target, outcome) VALUES (?, ?, ?, ?, ?)",
                    [now(), actor, act, target[:500], outcome],
                )
        except StoreUnavailable as error:
            log.error("audit: %s: %s %s: %s (not stored: %s)", actor, act, target[:500], outcome, error)

    def entries(self, limit: int = 1000) -> list[Entry]:
        """The latest first."""
        if not self._database.exists:
            return []
        rows = self._database.read("SELECT * FROM audit ORDER BY id DESC LIMIT ?", [limit])
        return [Entry(**{name: row[name] for name in ("at", "actor", "act", "target", "outcome")}) for row in rows]
