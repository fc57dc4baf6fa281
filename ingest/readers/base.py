"""What a reader is, and the cheap facts about a file that it is chosen by."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ingest.errors import MissingDependency, UnreadableFile
from ingest.model import RawDocument

HEAD_BYTES = 4096
_BINARY = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"MZ\x90",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"II*\0",
    b"MM\0*",
)
_DECLARATIONS = (b"<!doctype html", b"<html", b"<head", b"<?xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What is known of a file without reading it: `suffix` in lower case with its dot, `head` its first 4 kB."""

    path: Path
    suffix: str
    head: bytes
    size: int

    @classmethod
    def of(cls, path: Path) -> FileFacts:
        """Raises UnreadableFile where the path is a folder, is missing or may not be opened."""
        if path.is_dir():
            raise UnreadableFile(f"{path}: is a folder, not a file; give the folder itself to read what is in it")
        try:
            with path.open("rb") as file:
                head = file.read(HEAD_BYTES)
            return cls(path=path, suffix=path.suffix.lower(), head=head, size=path.stat().st_size)
        except FileNotFoundError as error:
            raise UnreadableFile(f"{path}: no such file; check the path") from error
        except PermissionError as error:
            raise UnreadableFile(f"{path}: no permission to read it; check the file's owner and mode") from error
        except OSError as error:
            raise UnreadableFile(f"{path}: cannot be opened ({error.strerror or error}); copy it anew") from error

    @property
    def is_pdf(self) -> bool:
        return b"%PDF-" in self.head[:1024]

    @property
    def is_zip(self) -> bool:
        return self.head.startswith(b"PK\x03\x04")

    @property
    def is_old_office(self) -> bool:
        """An OLE container: .doc, .xls, .ppt, or a newer Office file with a password."""
        return self.head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

    @property
    def is_html(self) -> bool:
        head = self.head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
        return head.startswith(_DECLARATIONS) and (b"<html" in head or b"<head" in head or b"doctype html" in head)

    @property
    def is_binary(self) -> bool:
        """Known by its first bytes to be no text; other bytes are judged when they are decoded."""
        return self.is_pdf or self.is_zip or self.is_old_office or self.head.startswith(_BINARY)

    def has_member(self, name: str) -> bool:
        """Whether the file is a zip archive that holds `name`."""
        if not self.is_zip:
            return False
        try:
            with zipfile.ZipFile(self.path) as archive:
                return name in archive.namelist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return False


class Reader(Protocol):
    """Reads one format. `suffixes` are the names that its files usually carry, in lower case."""

    @property
    def name(self) -> str: ...

    @property
    def suffixes(self) -> frozenset[str]: ...

    def accepts(self, facts: FileFacts) -> bool:
        """Whether the content is this reader's, told from the facts alone. Never raises."""
        ...

    def read(self, path: Path) -> RawDocument:
        """Pages in order. Raises UnreadableFile (damaged, encrypted) or MissingDependency."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    """What an Office file may unpack to; a zip bomb is refused before a byte of it is unpacked."""

    members: int = 20_000
    unpacked: int = 1_000_000_000
    ratio: int = 200


def check_archive(path: Path, limits: ArchiveLimits | None = None) -> None:
    """Raises UnreadableFile where a zip archive is damaged or would unpack beyond the limits.

    The sizes are those that the archive states; `zipfile` unpacks no more than these.
    """
    limits = limits or ArchiveLimits()
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile(f"{path.name}: damaged archive ({error}); save it anew or copy it again") from error
    unpacked = sum(member.file_size for member in members)
    packed = max(1, path.stat().st_size)
    too_dense = unpacked > 50_000_000 and unpacked / packed > limits.ratio
    if len(members) > limits.members or unpacked > limits.unpacked or too_dense:
        raise UnreadableFile(
            f"{path.name}: {len(members):,} parts that unpack to {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB "
            f"(at most {limits.unpacked / 1e6:,.0f} MB and {limits.ratio} to 1); split the file or remove its pictures"
        )


def missing(package: str, what: str, error: ImportError) -> MissingDependency:
    """The error for a package that is not installed, with the line that installs it."""
    return MissingDependency(f"{what} need the package {package}: pip install {package} ({error})")
