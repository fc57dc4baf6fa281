"""What is indexed, and what has changed on disk since."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.ingestion import fingerprint, stated_municipalities
from assistant.roots import Roots
from assistant.settings import Settings
from index.catalogue import Catalogue, Tally
from index.generation import read_manifest
from ingest.errors import InputError
from ingest.model import Document
from ingest.sources import discover


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What the next `keikaku ingest` would find: files by path, documents by id."""

    new: tuple[Path, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The generation that is served. `bytes` is its size on disk; `removed` are files that runs pass over."""

    generation: int
    created: datetime
    encoder: str
    bytes: int
    counts: Mapping[str, int]
    documents: tuple[tuple[Document, Tally], ...]
    roots: tuple[Path, ...]
    removed: tuple[Path, ...]
    changes: Changes

    @property
    def age(self) -> str:
        return _age((datetime.now(UTC) - self.created).total_seconds())


def status(settings: Settings) -> Status:
    """Raises IndexMissing, IndexMismatch or IndexDamaged where there is no index that can be used."""
    path, manifest = read_manifest(settings.home)
    with closing(Catalogue(path / "catalogue.sqlite")) as catalogue:
        documents, tallies = catalogue.documents(), catalogue.tallies()
        fingerprints = catalogue.fingerprints()
    roots = Roots.load(settings.home)
    return Status(
        generation=int(path.name),
        created=datetime.fromisoformat(manifest["created"]),
        encoder=manifest["encoder"]["name"],
        bytes=sum(file["size"] for file in manifest["files"].values()),
        counts=manifest["counts"],
        documents=tuple((document, tallies[document.id]) for document in documents),
        roots=roots.paths,
        removed=tuple(sorted(roots.removed)),
        changes=_changes(roots, documents, fingerprints, settings.ingest_scans),
    )


def _changes(roots: Roots, documents: list[Document], fingerprints: Mapping[str, str], scans: bool) -> Changes:
    held = {document.path.resolve(): document.id for document in documents}
    gone = tuple(id for path, id in held.items() if not path.exists())
    try:
        found = discover([root for root in roots.paths if root.exists()]).files
    except InputError:  # nothing is left under the roots, or a manifest is wrong: the next run says which
        return Changes(gone=gone)
    stated = stated_municipalities(found)
    files = [(source, source.path.resolve()) for source in found if source.path.resolve() not in roots.removed]
    return Changes(
        new=tuple(source.path for source, path in files if path not in held),
        changed=tuple(
            held[path]
            for source, path in files
            if path in held and fingerprints[held[path]] != fingerprint(source, stated, scans=scans)
        ),
        gone=gone,
    )


def _age(seconds: float) -> str:
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{int(seconds // length)} {unit}"
    return f"{max(0, int(seconds))} seconds"
