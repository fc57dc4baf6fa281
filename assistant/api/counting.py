"""Where requests are counted: in a worker's own memory, or in a file that the workers of one server share."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from limits.storage import MemoryStorage

FILE = "requests.sqlite"
#: How long a count waits for another worker's, in seconds.
PATIENCE = 0.05


def storage(folder: Path | None) -> MemoryStorage:
    """For the limiters of `limits`; without a folder, one process counts for itself."""
    return MemoryStorage() if folder is None else SharedStorage(folder / FILE)


class SharedStorage(MemoryStorage):
    """Sliding windows in SQLite, which needs no server beside this one. For the thread of one event loop.

    The counts are worth nothing after a crash, so that nothing waits for the disk. Where the file cannot be used, a
    request is counted in this process alone.
    """

    STORAGE_SCHEME: list[str] = []  # known to nobody by an address

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._cleared = 0

    def acquire_sliding_window_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        window = int(time.time() / expiry)
        try:
            db = self._open()
            db.execute("BEGIN IMMEDIATE")
            try:
                before, left, now, _ = self._counts(db, key, expiry)
                admitted = before * left / expiry + now + amount <= limit
                if admitted:
                    db.execute(
                        "INSERT INTO windows VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET count = count + ?3",
                        [key, window, amount],
                    )
                if window > self._cleared:
                    db.execute("DELETE FROM windows WHERE number < ?", [window - 1])
                    self._cleared = window
            finally:
                db.execute("COMMIT")
        except sqlite3.Error:
            return super().acquire_sliding_window_entry(key, limit, expiry, amount)
        return admitted

    def get_sliding_window(self, key: str, expiry: int) -> tuple[int, float, int, float]:
        try:
            return self._counts(self._open(), key, expiry)
        except sqlite3.Error:
            return super().get_sliding_window(key, expiry)

    def clear_sliding_window(self, key: str, expiry: int) -> None:
        super().clear_sliding_window(key, expiry)
        self._open().execute("DELETE FROM windows WHERE key = ?", [key])

    def _counts(self, db: sqlite3.Connection, key: str, expiry: int) -> tuple[int, float, int, float]:
        """The count of the window before this one and the seconds that it goes on to weigh, and those of this one."""
        now = time.time()
        window, gone = int(now / expiry), now % expiry
        rows = db.execute(
            "SELECT number, count FROM windows WHERE key = ? AND number >= ?", [key, window - 1]
        ).fetchall()
        counts = dict(rows)
        return counts.get(window - 1, 0), expiry - gone, counts.get(window, 0), 2 * expiry - gone

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS windows (key TEXT, number INTEGER, count INTEGER,"
                " PRIMARY KEY (key, number)) WITHOUT ROWID"
            )
            self._connection = connection
        return self._connection
