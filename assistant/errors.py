"""What an error becomes outside: one table from the classes of errors to HTTP statuses, codes and exit codes."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from ingest import errors
from ingest.errors import KeikakuError


class NotFound(KeikakuError):
    """A document, page or conversation that does not exist, or that the asker may not know of."""


class NotAcceptable(KeikakuError):
    """A page cannot be shown in the form that was asked for."""


class Unauthorised(KeikakuError):
    """The request carries no valid key."""


class Forbidden(KeikakuError):
    """The key is valid, and its role does not allow this."""


class TooLarge(KeikakuError):
    """A request body over the limit."""


class TooMany(KeikakuError):
    """More requests than the asker may send in this time; `wait` is the seconds after which the next is taken."""

    def __init__(self, message: str, wait: int) -> None:
        super().__init__(message)
        self.wait = wait


class Busy(TooMany):
    """More requests than the server works on at once."""


class TimedOut(KeikakuError):
    """An answer took longer than it may."""


class StoreUnavailable(KeikakuError):
    """The database of keys, conversations and feedback is locked, full or damaged."""


class StorageFailed(KeikakuError):
    """The disk is full, or a file or folder cannot be written."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an error is shown: `status` over HTTP, `code` in its body, `exit` on the command line."""

    status: int
    code: str
    exit: int


UNEXPECTED = Outcome(500, "internal_error", 70)
FILES_FAILED = 1
#: With `--exit-code`: the documents do not hold the answer (or a claim), or contradict a claim.
ABSTAINED, CONTRADICTED = 10, 11

# A class that is not listed takes the outcome of its nearest listed base.
OUTCOMES: dict[type[KeikakuError], Outcome] = {
    KeikakuError: Outcome(500, "error", 8),
    errors.InputError: Outcome(422, "invalid_input", 2),
    errors.UnsupportedFile: Outcome(415, "unsupported_file", 2),
    errors.UnreadableFile: Outcome(422, "unreadable_file", 2),
    errors.IndexMissing: Outcome(503, "index_missing", 3),
    errors.IndexMismatch: Outcome(503, "index_mismatch", 4),
    errors.IndexDamaged: Outcome(503, "index_damaged", 4),
    errors.IndexBusy: Outcome(409, "index_busy", 5),
    errors.MissingDependency: Outcome(501, "missing_dependency", 6),
    NotFound: Outcome(404, "not_found", 7),
    NotAcceptable: Outcome(406, "not_acceptable", 2),
    Unauthorised: Outcome(401, "unauthorised", 2),
    Forbidden: Outcome(403, "forbidden", 2),
    TooLarge: Outcome(413, "too_large", 2),
    TooMany: Outcome(429, "too_many_requests", 5),
    Busy: Outcome(503, "busy", 5),
    TimedOut: Outcome(504, "timed_out", 5),
    StoreUnavailable: Outcome(503, "store_unavailable", 74),
    StorageFailed: Outcome(507, "storage_failed", 74),
}


def outcome(error: BaseException) -> Outcome:
    return next((OUTCOMES[c] for c in type(error).__mro__ if c in OUTCOMES), UNEXPECTED)


def storage_failure(error: OSError) -> StorageFailed | None:
    """The expected error behind an OSError of the disk or its permissions; None where it is of another kind."""
    where = f" ({error.filename})" if error.filename else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return StorageFailed(f"the disk is full{where}: free some space and try again; the index is as before.")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return StorageFailed(f"no permission{where}: grant it, or choose another folder with KEIKAKU_HOME.")
    return None
