"""The errors that Keikaku raises on purpose. Each message gives the cause and the remedy in one line."""


class KeikakuError(Exception):
    """Base of all expected errors; `str(error)` is fit to be shown to a user."""


class InputError(KeikakuError):
    """A file, folder, question or option that cannot be used as given."""


class UnsupportedFile(InputError):
    """No reader accepts the file."""


class UnreadableFile(InputError):
    """A reader accepted the file and failed: damaged, encrypted, empty or over a limit."""


class MissingDependency(KeikakuError):
    """An optional package is needed; the message has the line that installs it."""


class IndexMissing(KeikakuError):
    """No index generation exists under the given home."""


class IndexMismatch(KeikakuError):
    """A stored index does not fit the configured encoder or the software's format."""


class IndexBusy(KeikakuError):
    """Another process is writing the index."""


class IndexDamaged(KeikakuError):
    """A generation failed its verification."""
