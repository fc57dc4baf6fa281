"""From the paths that a user gives to the files that are documents, each with its id and what its manifest says."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.errors import InputError
from ingest.manifest import MANIFEST_NAME, Manifest, ManifestEntry, load_manifest
from ingest.suffixes import SUPPORTED

Severity = Literal["skipped", "warning", "error"]
_EMPTY = hashlib.sha256().hexdigest()
_IGNORED_FOLDERS = frozenset({"__pycache__", "node_modules", "__MACOSX"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A document's file. `manifest` is that of the nearest folder that states anything of it, or the nearest."""

    path: Path
    document_id: str
    sha256: str
    entry: ManifestEntry | None = None
    manifest: Manifest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A path that is not read ("skipped": no document; "error": it should be one), or a "warning" about one that is."""

    path: Path
    message: str
    severity: Severity = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    path: Path
    sha256: str
    entry: ManifestEntry | None
    manifest: Manifest | None


def discover(paths: Sequence[Path]) -> Discovery:
    """The documents among the files and folders given, folders in depth, in the order of their paths.

    Raises InputError where a path does not exist, a manifest is wrong, or nothing readable is found.
    """
    problems: list[Problem] = []
    manifests: dict[Path, Manifest | None] = {}
    found: list[_Found] = []
    for path, root in _candidates(paths, problems):
        if meant := _as_cp932(path):
            message = f"its name is not UTF-8 (perhaps {meant}, from a ZIP made on Windows); rename it"
            problems.append(Problem(path=path, message=message, severity="error"))
            continue
        manifest, entry = _stated(path, root, manifests)
        if path not in paths and any(m and m.ignores(path) for m in manifests.values()):
            continue
        if path.suffix.lower() not in SUPPORTED:
            explicit = path in paths
            problems.append(Problem(path=path, message=_unsupported(path), severity="error" if explicit else "skipped"))
            continue
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            message = f"cannot be read ({error.strerror or error}); check the file's owner and mode"
            problems.append(Problem(path=path, message=message, severity="error"))
            continue
        found.append(_Found(path, digest, entry, manifest))
    for own in filter(None, manifests.values()):
        problems.extend(Problem(path=own.path, message=warning) for warning in own.warnings)
    files = _identified(_once(found, problems))
    if not files:
        raise InputError(_nothing(paths, problems))
    return Discovery(files=tuple(files), problems=tuple(problems))


def _candidates(paths: Sequence[Path], problems: list[Problem]) -> list[tuple[Path, Path]]:
    """Files with the folder under which manifests are looked for; each real file once."""
    seen: set[Path] = set()
    out: list[tuple[Path, Path]] = []
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: no such file or folder; check the path")
        walked = ((file, path) for file in _walk(path, problems)) if path.is_dir() else [(path, path.parent)]
        for file, root in walked:
            real = file.resolve()
            if real not in seen:
                seen.add(real)
                out.append((file, root))
    return sorted(out)


def _as_cp932(path: Path) -> str | None:
    """The name, by the likeliest guess, of a file whose name is no UTF-8; None for every other."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return os.fsencode(path.name).decode("cp932", errors="replace")
    return None


def _walk(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Files in depth; hidden ones, lock files, manifests and READMEs are passed over. Links may not lead in circles."""
    visited: set[tuple[int, int]] = set()

    def refused(error: OSError) -> None:
        at = Path(error.filename or folder)
        problems.append(Problem(path=at, message=f"folder cannot be read ({error.strerror})", severity="error"))

    for at, folders, names in os.walk(folder, followlinks=True, onerror=refused):
        status = os.stat(at)
        if (status.st_dev, status.st_ino) in visited:
            folders.clear()
            continue
        visited.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _IGNORED_FOLDERS)
        problems.extend(_misnamed(Path(at) / name) for name in folders if Path(name).suffix.lower() == ".pdf")
        for name in sorted(names):
            path = Path(at, name)
            if name.startswith((".", "~$")) or name == MANIFEST_NAME or path.stem.lower() == "readme":
                continue
            if path.is_file():
                yield path
            elif not path.is_symlink():
                problems.append(Problem(path=path, message="no file but a pipe or a device; not read"))
            else:
                problems.append(Problem(path=path, message="a link to a file that does not exist", severity="error"))


def _misnamed(path: Path) -> Problem:
    return Problem(path=path, message="a folder that is named as a file; what is in it is read")


def _stated(path: Path, root: Path, known: dict[Path, Manifest | None]) -> tuple[Manifest | None, ManifestEntry | None]:
    nearest: Manifest | None = None
    for folder in path.parents:
        if folder not in known:
            known[folder] = load_manifest(folder) if (folder / MANIFEST_NAME).is_file() else None
        manifest = known[folder]
        if manifest and (entry := manifest.entry(path)):
            return manifest, entry
        nearest = nearest or manifest
        if folder == root:
            break
    return nearest, None


def _once(found: Sequence[_Found], problems: list[Problem]) -> list[_Found]:
    """Each content once; of several names the one that a manifest states, an internal one first. Empty files are no
    content: each has its own error."""

    def rank(item: _Found) -> tuple[bool, bool, Path]:
        return item.entry is None, item.entry is None or item.entry.visibility != "internal", item.path

    kept: dict[str, _Found] = {}
    for item in sorted(found, key=rank):
        first = kept.setdefault(f"{item.path}" if item.sha256 == _EMPTY else item.sha256, item)
        if first is not item:
            message = f"the same content as {first.path}; read once, under that name"
            problems.append(Problem(path=item.path, message=message))
    return sorted(kept.values(), key=lambda item: item.path)


def _identified(found: Sequence[_Found]) -> list[SourceFile]:
    taken: set[str] = set()
    out: list[SourceFile] = []
    for item in found:
        document_id = next(name for name in _names(item.path) if name not in taken)
        taken.add(document_id)
        out.append(
            SourceFile(
                path=item.path, document_id=document_id, sha256=item.sha256, entry=item.entry, manifest=item.manifest
            )
        )
    return out


def _names(path: Path) -> Iterator[str]:
    """Ids that a file may have, the plainest first; each on one line, whatever the file is called."""
    name = _plain(path.name)
    yield _plain(path.stem)
    yield name
    folder = _plain(path.absolute().parent.name)
    yield f"{folder}-{name}"
    number = 2
    while True:
        yield f"{folder}-{name}-{number}"
        number += 1


def _plain(name: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", "_", unicodedata.normalize("NFC", name))


def _unsupported(path: Path) -> str:
    return f"{path.suffix or 'a file without a suffix'} is not a supported format ({_supported()})"


def _supported() -> str:
    return ", ".join(sorted(SUPPORTED))


def _nothing(paths: Sequence[Path], problems: Sequence[Problem]) -> str:
    where = ", ".join(map(str, paths)) or "no path given"
    failed = [f"{p.path.name}: {p.message}" for p in problems if p.severity == "error"][:3]
    skipped = sum(p.severity == "skipped" for p in problems)
    seen = "; ".join([*failed, *([f"{skipped} files of other kinds were skipped"] if skipped else [])])
    return f"{where}: no documents found; supported are {_supported()}" + (f" ({seen})" if seen else "")
