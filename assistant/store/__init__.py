"""What the assistant keeps between requests, in `assistant.sqlite` beside the index: keys, conversations, feedback and
the audit log."""

from __future__ import annotations

from assistant.settings import Settings
from assistant.store.audit import Audit
from assistant.store.conversations import Conversations
from assistant.store.database import Database
from assistant.store.feedback import Feedback
from assistant.store.keys import Keys

FILE = "assistant.sqlite"


class Store:
    """Opened on first use; asking a store that does not exist yet creates nothing."""

    def __init__(self, settings: Settings) -> None:
        self.database = Database(settings.home / FILE)
        self.keys = Keys(self.database)
        self.audit = Audit(self.database)
        self.conversations = Conversations(
            self.database,
            limit=settings.max_sessions,
            turns=settings.max_session_turns,
            days=settings.retention_days,
        )
        self.feedback = Feedback(self.database, days=settings.retention_days)

    def close(self) -> None:
        self.database.close()
