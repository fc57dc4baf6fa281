"""One SQLite file that several processes share: write-ahead log, numbered migrations, one connection a process."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from assistant.errors import StoreUnavailable

#: How long a statement waits for another process's transaction, in seconds.
PATIENCE = 0.5


def now() -> str:
    """UTC to the second, in a form that sorts."""
    return stamp(datetime.now(UTC))


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def migrations() -> list[str]:
    """The numbered scripts in order; a database's `user_version` is how many of them it has seen."""
    folder = resources.files("assistant.store").joinpath("migrations")
    scripts = sorted((f.name, f.read_text("utf-8")) for f in folder.iterdir() if f.name.endswith(".sql"))
    return [script for _, script in scripts]


class Database:
    """Thread-safe. Opened, created and migrated on first use; nothing is created by asking whether it `exists`.

    Everything that SQLite refuses (locked, full, read-only, damaged) is raised as StoreUnavailable.
    """

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.path = path
        self._patience = patience
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()

    @property
    def exists(self) -> bool:
        return self.path.exists()

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def read(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with self._use() as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction, committed at the end of the block and undone where the block raises."""
        with self._use() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def copy_to(self, target: Path) -> None:
        """A consistent copy, made while others go on writing."""
        with self._use() as connection:
            copy = sqlite3.connect(target)
            try:
                connection.backup(copy)
            finally:
                copy.close()

    @contextmanager
    def _use(self) -> Iterator[sqlite3.Connection]:
        if not self._lock.acquire(timeout=self._patience):
            raise StoreUnavailable(f"{self.path} is busy: try again.")
        try:
            if self._connection is None:
                self._connection = self._open()
            yield self._connection
        except sqlite3.Error as error:
            raise StoreUnavailable(
                f"{self.path} cannot be used ({error}): `keikaku doctor` looks for the cause."
            ) from error
        except OSError as error:
            raise StoreUnavailable(
                f"{self.path} cannot be used ({error.strerror}): `keikaku doctor` looks for the cause."
            ) from error
        finally:
            self._lock.release()

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))  # conversations are nobody else's business
        connection = sqlite3.connect(
            self.path, timeout=self._patience, isolation_level=None, check_same_thread=False, cached_statements=64
        )
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        scripts = migrations()
        if _version(connection) == len(scripts):
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            seen = _version(connection)  # another process may have been faster
            if seen > len(scripts):
                raise StoreUnavailable(
                    f"{self.path} was written by a newer Keikaku (its version is {seen}, this one knows"
                    f" {len(scripts)}): install the newer one, or restore the backup made before the upgrade."
                )
            for script in scripts[seen:]:
                for statement in _statements(script):
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(scripts)}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """`executescript` would commit the transaction that makes a migration whole or nothing."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
