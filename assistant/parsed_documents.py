"""Parsed documents as bytes: on their way from the process that read them, and kept until an index holds them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

import msgspec

from ingest.model import ParsedDocument

if TYPE_CHECKING:
    from ingest.readers.pdf import PdfPart


def pack(parsed: ParsedDocument) -> bytes:
    return msgspec.msgpack.encode(parsed, enc_hook=_plain)


def unpack(packed: bytes) -> ParsedDocument:
    """Raises ValueError where the bytes are no parsed document; unlike pickle, they can do nothing else."""
    return msgspec.msgpack.decode(packed, type=ParsedDocument, dec_hook=_restored)


def pack_part(part: PdfPart) -> bytes:
    return msgspec.msgpack.encode(part)


def unpack_part(packed: bytes) -> PdfPart:
    """Raises ValueError where the bytes are no part of a file."""
    from ingest.readers.pdf import PdfPart

    return msgspec.msgpack.decode(packed, type=PdfPart)


def _plain(value: Any) -> str:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError(f"{type(value)} has no packed form")


def _restored(kind: type, value: Any) -> Path:
    if issubclass(kind, Path):
        return Path(value)
    raise NotImplementedError(f"{kind} has no packed form")


class ReadAhead:
    """What a run has read, in files under the home folder until a generation holds it: a run that was interrupted
    goes on where it ended. Whatever cannot be kept, or is damaged, is read from its document again.
    """

    def __init__(self, home: Path) -> None:
        self.folder = home / "parsed"

    def get(self, fingerprint: str) -> ParsedDocument | None:
        try:
            return unpack(self._file(fingerprint).read_bytes())
        except (OSError, ValueError):
            return None

    def put(self, fingerprint: str, parsed: ParsedDocument) -> None:
        file = self._file(fingerprint)
        partial = file.with_suffix(".partial")
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(pack(parsed))
            partial.replace(file)

    def clear(self) -> None:
        rmtree(self.folder, ignore_errors=True)

    def _file(self, fingerprint: str) -> Path:
        return self.folder / f"{fingerprint}.msgpack"
