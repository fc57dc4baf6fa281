"""API keys with roles, kept as hashes: a key is shown once, when it is made."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from dataclasses import dataclass
from typing import Any, Literal, get_args

from assistant.errors import NotFound, StoreUnavailable
from assistant.store.database import Database, now
from ingest.errors import InputError

Role = Literal["reader", "staff", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
PREFIX = "kk_"
#: For how long keys are answered from memory, in seconds: a revoked key ends within this time in every worker.
FRESH = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key without its secret; `hint` is how it begins."""

    id: int
    name: str
    role: Role
    hint: str
    created: str
    revoked: str | None


class Keys:
    """Thread-safe. `find` and `configured` answer from memory, and go on doing so while the database cannot be read."""

    def __init__(self, database: Database, fresh: float = FRESH) -> None:
        self._database = database
        self._fresh = fresh
        self._known: dict[str, Key] | None = None
        self._read_at = 0.0
        self._lock = threading.Lock()

    def add(self, name: str, role: str) -> tuple[Key, str]:
        """A new key and its secret, 256 random bits that cannot be shown again. Raises InputError."""
        name = name.strip()
        if not name or len(name) > 100 or not name.isprintable():
            raise InputError("give the key a name of up to 100 characters, such as that of who will use it.")
        if role not in ROLES:
            raise InputError(f"there is no role {role!r}: there are {', '.join(ROLES)}.")
        secret = PREFIX + secrets.token_urlsafe(32)
        with self._database.write() as db:
            if db.execute("SELECT 1 FROM keys WHERE name = ? AND revoked IS NULL", [name]).fetchone():
                raise InputError(f"a key named {name!r} is in use: revoke it first, or choose another name.")
            row = db.execute(
                "INSERT INTO keys (name, role, hash, hint, created) VALUES (?, ?, ?, ?, ?) RETURNING *",
                [name, role, _hash(secret), secret[:7], now()],
            ).fetchone()
        self._known = None
        return _key(row), secret

    def revoke(self, name: str) -> Key:
        """Ends the key of this name. Raises NotFound."""
        with self._database.write() as db:
            row = db.execute(
                "UPDATE keys SET revoked = ? WHERE name = ? AND revoked IS NULL RETURNING *", [now(), name]
            ).fetchone()
        if row is None:
            raise NotFound(f"no key named {name!r} is in use: `keikaku keys list` shows them.")
        self._known = None
        return _key(row)

    def all(self) -> list[Key]:
        """Every key ever made, oldest first."""
        rows = self._database.read("SELECT * FROM keys ORDER BY id") if self._database.exists else []
        return [_key(row) for row in rows]

    def configured(self) -> bool:
        """Whether a key was ever made: revoking the last one must not open the door."""
        return bool(self._current())

    def find(self, secret: str) -> Key | None:
        """The key in use with this secret."""
        key = self._current().get(_hash(secret))
        return key if key and key.revoked is None else None

    def _current(self) -> dict[str, Key]:
        with self._lock:
            if self._known is None or time.monotonic() - self._read_at > self._fresh:
                try:
                    rows = self._database.read("SELECT * FROM keys") if self._database.exists else []
                    self._known = {row["hash"]: _key(row) for row in rows}
                except StoreUnavailable:
                    if self._known is None:
                        raise
                self._read_at = time.monotonic()
            return self._known


def _hash(secret: str) -> str:
    """Plain SHA-256: a secret of 256 random bits cannot be guessed, so that nothing slower is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _key(row: Any) -> Key:
    return Key(**{name: row[name] for name in ("id", "name", "role", "hint", "created", "revoked")})
