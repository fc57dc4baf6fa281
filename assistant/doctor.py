"""Whether this installation can do its work: each thing that is looked at, and what to do where it is not right."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from assistant.errors import StoreUnavailable
from assistant.settings import Settings, check_exposure
from assistant.store import FILE, Store
from ingest.errors import IndexMissing, InputError, KeikakuError

State = Literal["ok", "note", "wrong"]
#: Free bytes below which an index is likely not to fit a second time, which building a new generation needs.
LITTLE = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`wrong` keeps Keikaku from working, a `note` from doing something; `remedy` says what to do then."""

    name: str
    state: State
    found: str
    remedy: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Each finding as soon as it is there. Changes nothing but a file that it makes and deletes."""
    checks: list[Callable[[Settings], Finding]] = [
        _python, _packages, _home, _disk, _store, _exposure, _port, _model, _index, _ocr, _office, _mcp
    ]  # fmt: skip
    for check in checks:
        yield check(settings)


def _python(settings: Settings) -> Finding:
    return Finding(name="Python", state="ok", found=sys.version.split()[0])


def _packages(settings: Settings) -> Finding:
    missing = []
    try:
        needed = [line for line in requires("keikaku") or () if ";" not in line]
    except PackageNotFoundError:
        return Finding(
            name="packages",
            state="wrong",
            found="keikaku is not installed",
            remedy="pip install keikaku, or make install",
        )
    for line in needed:
        name = line.split("[")[0].split("<")[0].split(">")[0].split("=")[0].split("!")[0].split("~")[0].strip()
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding(
            name="packages",
            state="wrong",
            found=f"missing: {', '.join(missing)}",
            remedy=f"pip install {' '.join(missing)}",
        )
    return Finding(name="packages", state="ok", found=f"keikaku {version('keikaku')}, {len(needed)} packages")


def _home(settings: Settings) -> Finding:
    home = settings.home
    try:
        with tempfile.TemporaryFile(dir=_existing(home)) as file:
            file.write(b"x" * 4096)
            file.flush()
    except OSError as error:
        return Finding(
            name="write rights",
            state="wrong",
            found=f"{home}: {error.strerror}",
            remedy=f"let the user {_user()} write there, or set KEIKAKU_HOME to another folder",
        )
    return Finding(name="write rights", state="ok", found=str(home))


def _existing(path: Path) -> Path:
    return next(p for p in (path, *path.absolute().parents) if p.exists())


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else "of the server"


def _disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(_existing(settings.home)).free
    found = f"{free / 1e9:,.1f} GB free"
    if free < LITTLE:
        remedy = "free some space: a new generation of the index is built beside the old one"
        return Finding(name="disk", state="wrong" if free < LITTLE / 10 else "note", found=found, remedy=remedy)
    return Finding(name="disk", state="ok", found=found)


def _store(settings: Settings) -> Finding:
    path = settings.home / FILE
    if not path.exists():
        return Finding(name="database", state="ok", found="none yet; it is made when it is needed")
    store = Store(settings)
    try:
        whole = store.database.read("PRAGMA quick_check")[0][0]
        with store.database.write() as db:
            db.execute("DELETE FROM keys WHERE 0")
        keys = sum(key.revoked is None for key in store.keys.all())
    except (StoreUnavailable, sqlite3.Error) as error:
        return Finding(
            name="database",
            state="wrong",
            found=str(error),
            remedy="locked: end the program that holds it; full: free space; damaged: restore a backup",
        )
    finally:
        store.close()
    if whole != "ok":
        return Finding(name="database", state="wrong", found=f"{path}: {whole}", remedy="restore a backup")
    return Finding(name="database", state="ok", found=f"{path}, {keys} keys in use")


def _exposure(settings: Settings) -> Finding:
    store = Store(settings)
    try:
        keys = store.keys.configured()
        check_exposure(settings, keys)
    except InputError as error:
        return Finding(name="access", state="wrong", found=settings.host, remedy=str(error))
    except StoreUnavailable:
        keys = False
    finally:
        store.close()
    return Finding(name="access", state="ok", found=f"{settings.host}, {'with keys' if keys else 'without keys'}")


def _port(settings: Settings) -> Finding:
    where = f"{settings.host}:{settings.port}"
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.host, settings.port))
    except OSError as error:
        return Finding(
            name="port",
            state="note",
            found=f"{where}: {error.strerror}",
            remedy="fine where the server is running; else end what uses it, or set KEIKAKU_PORT",
        )
    return Finding(name="port", state="ok", found=f"{where} is free")


def _model(settings: Settings) -> Finding:
    from index.embedding.encoder import Encoder

    try:
        encoder = Encoder(settings.embedding)
        encoder.encode_queries(["計画"])
    except (KeikakuError, OSError, ValueError) as error:
        return Finding(
            name="embedding model",
            state="wrong",
            found=str(error).splitlines()[0],
            remedy="unset KEIKAKU_EMBEDDING for the one that is shipped, or name a folder that holds a model",
        )
    return Finding(name="embedding model", state="ok", found=encoder.name)


def _index(settings: Settings) -> Finding:
    from index.embedding.encoder import Encoder
    from index.generation import open_current

    try:
        generation = open_current(settings.home, Encoder(settings.embedding))
        generation.verify(deep=True)
        counts = generation.catalogue.counts()
        generation.close()
    except IndexMissing:
        return Finding(name="index", state="note", found="none yet", remedy="keikaku ingest FOLDER")
    except (KeikakuError, OSError, ValueError) as error:
        return Finding(
            name="index", state="wrong", found=str(error), remedy="keikaku ingest --rebuild, or restore a backup"
        )
    found = f"generation {generation.number}, {counts['documents']:,} documents, {counts['passages']:,} passages"
    return Finding(name="index", state="ok", found=found)


def _ocr(settings: Settings) -> Finding:
    from ingest.readers import ocr

    if ocr.is_available():
        return Finding(name="scanned pages", state="ok", found="Tesseract reads them")
    remedy = "apt-get install tesseract-ocr tesseract-ocr-jpn tesseract-ocr-jpn-vert; pip install 'keikaku[ocr]'"
    return Finding(name="scanned pages", state="note", found="are listed and not read", remedy=remedy)


def _office(settings: Settings) -> Finding:
    if shutil.which("soffice") or shutil.which("libreoffice"):
        return Finding(name="old Office files", state="ok", found="LibreOffice reads them")
    remedy = "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui"
    return Finding(name="old Office files", state="note", found=".doc, .xls and .ppt are not read", remedy=remedy)


def _mcp(settings: Settings) -> Finding:
    if find_spec("mcp"):
        return Finding(name="keikaku mcp", state="ok", found=f"mcp {version('mcp')}")
    return Finding(name="keikaku mcp", state="note", found="is not installed", remedy="pip install 'keikaku[mcp]'")
