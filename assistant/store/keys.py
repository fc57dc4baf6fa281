"""API keys with roles, kept as hashes: a key is shown once, when it is made."""

from __future__ import annotations

import hashlib
import hmac
import re
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
_TICKET = re.compile(r"(\d{1,18})\.(\d{1,12})\.[0-9a-f]{64}", re.ASCII)


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

    def ticket(self, secret: str, seconds: int) -> str | None:
        """Stands for the key for so long, and no longer than the key itself; None where no key has this secret."""
        key = self.find(secret)
        return None if key is None else _signed(key, int(time.time()) + seconds, _hash(secret))

    def of_ticket(self, ticket: str | None) -> Key | None:
        """The key in use that a ticket stands for."""
        found = _TICKET.fullmatch(ticket or "")
        if found is None or int(found[2]) < time.time():
            return None
        for hashed, key in self._current().items():
            if key.id == int(found[1]) and key.revoked is None:
                return key if hmac.compare_digest(_signed(key, int(found[2]), hashed), found[0]) else None
        return None

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


def _signed(key: Key, until: int, hashed: str) -> str:
    """With the key's hash, which the server alone knows."""
    said = f"{key.id}.{until}"
    return f"{said}.{hmac.new(hashed.encode(), said.encode(), 'sha256').hexdigest()}"


def _hash(secret: str) -> str:
    """Plain SHA-256: a secret of 256 random bits cannot be guessed, so that nothing slower is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _key(row: Any) -> Key:
    return Key(**{name: row[name] for name in ("id", "name", "role", "hint", "created", "revoked")})
