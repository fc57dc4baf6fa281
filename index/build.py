"""Builds the next generation: written aside, checked, then switched to. Documents that did not change are copied."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from index.assembly import Assembly, Previous, Progress
from index.catalogue_writer import CatalogueWriter
from index.embedding.encoder import TextEncoder
from index.files import sync_folder, sync_tree
from index.generation import FORMAT_VERSION, current_number, generations, prune, switch
from index.lock import write_lock
from ingest.errors import InputError, KeikakuError
from ingest.model import ParsedDocument

__all__ = ["BuildReport", "Progress", "Unchanged", "build", "fingerprints"]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Stands for a document that the current generation holds as it should be (see `fingerprints`)."""

    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """`changed` is False when the current generation already held all of it; the id tuples are sorted."""

    generation: int
    changed: bool
    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    counts: Mapping[str, int]
    seconds: float


def fingerprints(home: Path) -> dict[str, str]:
    """The fingerprint of each document in the current generation; of those, `Unchanged` may be handed to `build`.

    Empty when there is no index, or none that can be taken over (damaged, or of another version of Keikaku).
    """
    with Previous.find(home) as previous:
        return dict(previous.fingerprints)


def build(
    home: Path,
    parsed: Iterable[ParsedDocument | Unchanged],
    encoder: TextEncoder,
    progress: Progress | None = None,
    fingerprints: Mapping[str, str] | None = None,
) -> BuildReport:
    """Builds and switches to a generation that holds exactly the documents in `parsed`.

    `fingerprints` gives what to store for each parsed document, and is looked up after it was parsed; without an entry
    it is the file's SHA-256. `progress` is called with a stage ("documents", "lexical", "dense", "verify"), a count
    done and a total, 0 where it is not known. Raises IndexBusy while another process builds, InputError for ids that
    are used twice, and KeikakuError when the disk is full or fails; the current generation then stays as it was.
    """
    try:
        with write_lock(home):
            generations(home).mkdir(parents=True, exist_ok=True)
            prune(home)
            with Previous.find(home) as previous:
                assembly = Assembly(home, encoder, previous, progress or (lambda stage, done, total: None))
                report = _run(assembly, parsed, {} if fingerprints is None else fingerprints)
            prune(home)
            return report
    except (OSError, sqlite3.Error) as error:
        raise KeikakuError(
            f"the index in {home} could not be written ({error}); free some space or choose another folder with "
            "KEIKAKU_HOME; the index as it was before is still in use"
        ) from error


def _run(
    assembly: Assembly, parsed: Iterable[ParsedDocument | Unchanged], fingerprints: Mapping[str, str]
) -> BuildReport:
    started = time.monotonic()
    home, number, path, previous = assembly.home, assembly.number, assembly.path, assembly.previous
    try:
        ahead, rest = _until_changed(parsed)
        new, kept = set[str](), {item.document for item in ahead}
        changed = not (previous.serves(assembly.encoder) and rest is None and kept == previous.fingerprints.keys())
        if changed:
            path.mkdir()
            new, kept = _write_catalogue(assembly, chain(ahead, rest or ()), fingerprints)
            manifest = assembly.finish(kept)
            sync_tree(path)
            sync_folder(path.parent)
            switch(home, number)
    finally:
        if current_number(home) != number:
            shutil.rmtree(path, ignore_errors=True)
    before = previous.fingerprints.keys()
    return BuildReport(
        generation=number if changed else previous.number,
        changed=changed,
        added=tuple(sorted(new - before)),
        updated=tuple(sorted(new & before)),
        unchanged=tuple(sorted(kept)),
        removed=tuple(sorted(before - new - kept)),
        counts=manifest["counts"] if changed else previous.counts,
        seconds=time.monotonic() - started,
    )


def _until_changed(
    parsed: Iterable[ParsedDocument | Unchanged],
) -> tuple[list[Unchanged], Iterator[ParsedDocument | Unchanged] | None]:
    """The items up to the first that was parsed, and the others from that on; None where there is none."""
    ahead: list[Unchanged] = []
    items = _guarded(parsed)
    for item in items:
        if not isinstance(item, Unchanged):
            return ahead, chain([item], items)
        ahead.append(item)
    return ahead, None


def _write_catalogue(
    assembly: Assembly, parsed: Iterable[ParsedDocument | Unchanged], fingerprints: Mapping[str, str]
) -> tuple[set[str], set[str]]:
    """The ids of the documents that were written from `parsed`, and of those that were copied."""
    new: set[str] = set()
    kept: set[str] = set()
    with CatalogueWriter(assembly.path / "catalogue.sqlite", {"format": str(FORMAT_VERSION)}) as writer:
        for done, item in enumerate(parsed, start=1):
            if isinstance(item, Unchanged):
                if item.document not in assembly.previous.fingerprints:
                    raise InputError(f"{item.document} is not in the index as it is now; parse it again")
                kept.add(item.document)
            else:
                document = item.document
                writer.add(item, fingerprints.get(document.id, document.sha256))
                new.add(document.id)
            assembly.progress("documents", done, 0)
        if twice := new & kept:
            raise InputError(f"{min(twice)} is both parsed and unchanged: two files share one id; rename one")
        if kept and assembly.previous.path:
            writer.copy(assembly.previous.path / "catalogue.sqlite", sorted(kept))
    return new, kept


def _guarded(parsed: Iterable[ParsedDocument | Unchanged]) -> Iterator[ParsedDocument | Unchanged]:
    """Tells a document that cannot be read from an index that cannot be written."""
    try:
        yield from parsed
    except OSError as error:
        raise KeikakuError(
            f"a document could not be read ({error}); the index as it was before is still in use"
        ) from error
