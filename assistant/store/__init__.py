"""What the assistant keeps between requests, in `assistant.sqlite` beside the index: keys and the audit log."""

from __future__ import annotations

from pathlib import Path

from assistant.store.audit import Audit
from assistant.store.database import Database
from assistant.store.keys import Keys

FILE = "assistant.sqlite"


class Store:
    """Opened on first use; asking a store that does not exist yet creates nothing."""

    def __init__(self, home: Path) -> None:
        self.database = Database(home / FILE)
        self.keys = Keys(self.database)
        self.audit = Audit(self.database)

    def close(self) -> None:
        self.database.close()
