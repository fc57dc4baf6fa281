"""Files that survive a crash: hashes, fsync, and switching by an atomic rename."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync_tree(folder: Path) -> None:
    """Forces a folder's files, folders and names down to the disk."""
    for root, _, names in os.walk(folder):
        for name in names:
            _sync_file(Path(root, name))
        sync_folder(Path(root))


def sync_folder(folder: Path) -> None:
    """Forces the names in a folder down to the disk; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def write_atomically(path: Path, text: str) -> None:
    """Readers see the old content or the new, and so does the machine after a power cut."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)
