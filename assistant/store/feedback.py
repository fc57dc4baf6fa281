"""What users think of answers: a thumb, a reason, and what was asked and answered, masked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from assistant.masking import masked
from assistant.store.database import Database, now, stamp

Rating = Literal["up", "down"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    rating: Rating
    reason: str | None = None
    comment: str | None = None
    question: str | None = None
    answer: str | None = None
    conversation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Opinion):
    """An opinion with when (UTC) and by whom it was given."""

    at: str
    actor: str


class Feedback:
    """Kept for `days` days, as conversations are."""

    def __init__(self, database: Database, *, days: int) -> None:
        self._database = database
        self._days = days

    def add(self, actor: str, opinion: Opinion) -> None:
        """Raises StoreUnavailable."""
        texts = {name: masked(value) if value else None for name, value in asdict(opinion).items()}
        fields = {"at": now(), "actor": actor} | texts
        oldest = stamp(datetime.now(UTC) - timedelta(days=self._days))
        with self._database.write() as db:
            db.execute("DELETE FROM feedback WHERE at < ?", [oldest])
            db.execute(
                f"INSERT INTO feedback ({', '.join(fields)}) VALUES ({', '.join('?' * len(fields))})",
                list(fields.values()),
            )

    def all(self, limit: int = -1) -> list[Given]:
        """The latest first."""
        if not self._database.exists:
            return []
        rows = self._database.read("SELECT * FROM feedback ORDER BY id DESC LIMIT ?", [limit])
        return [Given(**{name: row[name] for name in row.keys() if name != "id"}) for row in rows]  # noqa: SIM118
