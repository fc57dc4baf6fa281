"""One file with everything that cannot be made anew: keys, conversations, feedback and audit log, the generation that
is served, what was uploaded, and which folders the index is made from."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings
from assistant.store import FILE, Store
from index.generation import check_files, current_number, generations, read_manifest
from index.lock import write_lock
from ingest.errors import InputError, KeikakuError

_ALONE = ("CURRENT", "sources.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a backup holds; `generation` is None where nothing was indexed yet."""

    generation: int | None
    store: bool
    uploads: int
    bytes: int


def backup(settings: Settings, target: Path) -> Kept:
    """Writes a .tar.gz that only its owner may read, whole or not at all, while servers go on.

    Raises IndexBusy while the index is being written, and InputError where the file exists.
    """
    home = settings.home
    if target.exists():
        raise InputError(f"{target} exists: choose another name, or delete it first.")
    if not home.is_dir() or (current_number(home) is None and not (home / FILE).exists()):
        raise InputError(f"there is nothing in {home} to keep: is KEIKAKU_HOME right?")
    with write_lock(home), tempfile.TemporaryDirectory(prefix=".backup-", dir=home) as folder:
        made = Path(folder) / "backup.tar.gz"
        with tarfile.open(made, "w:gz", compresslevel=3) as archive:
            number, stored, uploads = _add_all(archive, settings, Path(folder))
        made.chmod(0o600)
        partly = target.with_name(f".{target.name}.part")
        try:
            shutil.copy2(made, partly)  # to another disk, most often
            os.replace(partly, target)
        finally:
            partly.unlink(missing_ok=True)
    return Kept(generation=number, store=stored, uploads=uploads, bytes=target.stat().st_size)


def _add_all(archive: tarfile.TarFile, settings: Settings, folder: Path) -> tuple[int | None, bool, int]:
    home, number = settings.home, current_number(settings.home)
    if number is not None:
        path, manifest = read_manifest(home)
        check_files(path, manifest, deep=True)
        archive.add(path, f"generations/{number}")
    for name in _ALONE:
        if (home / name).exists():
            archive.add(home / name, name)
    stored = (home / FILE).exists()
    if stored:
        store = Store(settings)
        try:
            store.database.copy_to(folder / FILE)
        finally:
            store.close()
        archive.add(folder / FILE, FILE)
    if (home / "uploads").is_dir():
        archive.add(home / "uploads", "uploads")
    return number, stored, _uploads(home)


def _uploads(home: Path) -> int:
    return sum(path.is_file() for path in (home / "uploads").rglob("*"))


def restore(settings: Settings, source: Path) -> Kept:
    """Puts a backup into a home that holds none of it yet, whole or not at all.

    Raises InputError where the home is in use or the file is no backup, and IndexDamaged where it was damaged.
    """
    home = settings.home
    if not source.is_file():
        raise InputError(f"there is no file {source}: name one that `keikaku backup` wrote.")
    if in_the_way := [name for name in (*_ALONE, FILE, "uploads") if (home / name).exists()]:
        raise InputError(f"{home} holds {', '.join(in_the_way)}: stop the server and move the folder away first.")
    with write_lock(home), tempfile.TemporaryDirectory(prefix=".restore-", dir=home) as folder:
        staged = Path(folder)
        try:
            with tarfile.open(source, "r:gz") as archive:
                archive.extractall(staged, filter="data")
        except (tarfile.TarError, EOFError, ValueError) as error:
            raise InputError(f"{source} is no whole backup ({error}): take another.") from None
        if not (staged / "CURRENT").exists() and not (staged / FILE).exists():
            raise InputError(f"{source} is no backup of Keikaku.")
        number = current_number(staged)
        if number is not None:
            path, manifest = read_manifest(staged)
            check_files(path, manifest, deep=True)
        _check_store(staged)
        for name in (
            "generations",
            "uploads",
            "sources.json",
            FILE,
            "CURRENT",
        ):  # CURRENT last: it makes the index exist
            if (staged / name).exists():
                if name == "generations" and generations(home).exists():
                    shutil.rmtree(generations(home))
                os.replace(staged / name, home / name)
    stored = (home / FILE).exists()
    return Kept(generation=number, store=stored, uploads=_uploads(home), bytes=source.stat().st_size)


def _check_store(folder: Path) -> None:
    if not (folder / FILE).exists():
        return
    store = Store(Settings(home=folder))
    try:
        if (found := store.database.read("PRAGMA integrity_check")[0][0]) != "ok":
            raise KeikakuError(f"{FILE} in the backup is damaged ({found}): take another backup.")
    finally:
        store.close()
