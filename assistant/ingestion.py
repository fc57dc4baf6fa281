"""From files to a new index generation: discover, read what changed, build. A file that fails costs one line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.file_reading import PageCount, read_files
from assistant.file_worker import Limits
from assistant.ingestion_report import Report, counted
from assistant.parsed_documents import ReadAhead
from assistant.roots import Roots
from assistant.settings import Settings
from ingest.errors import IndexDamaged, IndexMismatch, IndexMissing, InputError, KeikakuError
from ingest.model import Municipality, ParsedDocument

if TYPE_CHECKING:
    from index.build import Unchanged
    from ingest.sources import SourceFile

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A document that the current generation holds, as `index.build.Unchanged` may name it."""

    path: Path
    fingerprint: str


def has_index(settings: Settings) -> bool:
    from index.generation import current_number

    return current_number(settings.home) is not None


def ingest(
    paths: Sequence[Path],
    settings: Settings,
    progress: Progress,
    *,
    replace: bool = False,
    rebuild: bool = False,
    failed: dict[str, KeikakuError] | None = None,
) -> Report:
    """Bring the index up to date with the files under `paths`; without paths, with those of the runs before.

    Only what changed is read. Documents whose files are gone from `paths` are dropped; documents from elsewhere stay,
    unless `replace`. With `rebuild` every file is read and embedded again. A file that cannot be read keeps the version
    indexed before, and enters `failed`; one that is in it is not tried again until it changes. Raises InputError, and
    leaves the index alone, when nothing can be read; and what `index.build.build` raises.
    """
    from index.build import build
    from index.embedding.encoder import Encoder
    from ingest.sources import discover

    paths = [path.resolve() for path in paths]
    earlier = Roots.load(settings.home)
    roots = earlier.having(paths, alone=replace) if paths else earlier
    everything = replace or rebuild or not paths
    if not roots.paths:
        raise InputError("no files given: keikaku ingest FOLDER")
    gone = [root for root in roots.paths if not root.exists() and root in earlier.paths] if everything else []
    discovery = discover([root for root in roots.paths if root not in gone] if everything else paths)
    files = [s for s in discovery.files if not roots.removed or s.path.resolve() not in roots.removed]
    run = _Run(files, settings, progress, afresh=rebuild, failed={} if failed is None else failed)
    run.report.add_problems(discovery.problems)
    for root in gone:
        run.report.note(f"{root}: is gone, and so are its documents from the index")
    if passed_over := len(discovery.files) - len(files):
        run.report.note(f"{passed_over} removed documents were passed over (keikaku ingest FILE takes one back)")
    documents = run.documents(None if replace else roots.paths if everything else paths)
    run.report.build = build(settings.home, documents, Encoder(settings.embedding), progress, run.fingerprints)
    run.read_ahead.clear()
    roots.save(settings.home)
    return run.report


def remove(names: Sequence[str], settings: Settings, progress: Progress) -> Report:
    """Take documents, named by id or by file, out of the index; later runs pass their files over.

    Raises InputError, and removes nothing, where one is not in the index; and what `index.build.build` raises.
    """
    from index.build import Unchanged, build
    from index.embedding.encoder import Encoder
    from index.generation import read_manifest

    read_manifest(settings.home)
    files: list[Path] = []

    def remaining() -> Iterator[Unchanged]:
        held = _held(settings.home)
        by_file = {str(document.path.resolve()): id for id, document in held.items()}
        ids = [name if name in held else by_file.get(str(Path(name).resolve()), "") for name in names]
        if unknown := [name for name, id in zip(names, ids, strict=True) if not id]:
            raise InputError(f"not in the index: {', '.join(unknown)}; `keikaku status` lists what is")
        files.extend(held[id].path for id in ids)
        yield from (Unchanged(id) for id in held if id not in ids)

    report = Report(build=build(settings.home, remaining(), Encoder(settings.embedding), progress))
    Roots.load(settings.home).without(files).save(settings.home)
    return report


def _held(home: Path) -> dict[str, _Held]:
    """What the current generation holds and the next may take over, by document id."""
    from index.build import fingerprints
    from index.catalogue import Catalogue
    from index.generation import read_manifest

    try:
        usable = fingerprints(home)
        path, _ = read_manifest(home)
        catalogue = Catalogue(path / "catalogue.sqlite")
    except (IndexMissing, IndexDamaged, IndexMismatch):
        return {}
    try:
        return {d.id: _Held(path=d.path, fingerprint=usable[d.id]) for d in catalogue.documents() if d.id in usable}
    finally:
        catalogue.close()


class _Run:
    """One run over discovered files; `documents` feeds the build and fills `report` as it goes."""

    def __init__(
        self,
        files: Sequence[SourceFile],
        settings: Settings,
        progress: Progress,
        *,
        afresh: bool,
        failed: dict[str, KeikakuError],
    ) -> None:
        self.report = Report()
        self.read_ahead = ReadAhead(settings.home)
        self._afresh = afresh
        self._failed = failed
        self._files = files
        self._held: dict[str, _Held] = {}
        self._settings = settings
        self._progress = progress
        self._stated = stated_municipalities(files)
        self.fingerprints = {
            source.document_id: fingerprint(source, self._stated, scans=settings.ingest_scans) for source in files
        }

    def documents(self, covered: Sequence[Path] | None) -> Iterator[ParsedDocument | Unchanged]:
        """Everything that the next generation holds: the files, and what the index holds from outside of `covered`.

        What it holds is looked up only here, under the builder's lock. Raises InputError where nothing could be read.
        """
        from index.build import Unchanged

        self._held = {} if self._afresh else _held(self._settings.home)
        elsewhere = {} if covered is None else self._elsewhere(covered)
        changed, usable = [], 0
        for source in self._files:
            id = source.document_id
            if id in elsewhere:
                self._refuse(
                    source, f"the index holds another document of this name ({elsewhere[id].path}); rename the file"
                )
                continue
            if id in self._held and self._held[id].fingerprint == self.fingerprints[id]:
                usable += 1
                yield Unchanged(id)
            else:
                changed.append(source)
        for document in self._read(changed):
            usable += 1
            yield document
        if self._files and not usable:
            raise InputError("; ".join(self.report.failures[:5]) + "; nothing was read, and the index is as it was.")
        yield from (Unchanged(id) for id in elsewhere)

    def _elsewhere(self, covered: Sequence[Path]) -> dict[str, _Held]:
        """Held documents that `covered` does not; one whose file is gone gives way to a new file of its name."""
        new = {source.document_id: source.path for source in self._files}
        return {
            id: held
            for id, held in self._held.items()
            if new.get(id) != held.path  # also where that is a link to a file outside
            and not any(held.path.resolve().is_relative_to(root) for root in covered)
            and (id not in new or held.path.exists())
        }

    def _read(self, changed: Sequence[SourceFile]) -> Iterator[ParsedDocument | Unchanged]:
        from index.build import Unchanged

        for source, outcome in self._outcomes(changed):
            if isinstance(outcome, ParsedDocument):
                self.report.read.append(counted(outcome))
                yield outcome
            else:
                kept = self._held.get(source.document_id)
                self.report.fail(f"{outcome}" + (" (the version indexed before stays)" if kept else ""))
                if kept:
                    yield Unchanged(source.document_id)
        self.report.read.sort(key=lambda read: read.document.path)

    def _outcomes(self, changed: Sequence[SourceFile]) -> Iterator[tuple[SourceFile, ParsedDocument | KeikakuError]]:
        """First what is known from a run before, or from one that was interrupted; then the rest as it is read."""
        if self._afresh:
            self.read_ahead.clear()
        unread = []
        for source in changed:
            fingerprint = self.fingerprints[source.document_id]
            if known := self._failed.get(fingerprint) or self.read_ahead.get(fingerprint):
                yield source, known
            else:
                unread.append(source)
        settings = self._settings
        limits = Limits(
            seconds=settings.ingest_seconds, memory_mb=settings.ingest_memory_mb, scans=settings.ingest_scans
        )

        def told(pages: PageCount) -> None:
            self._progress("reading", pages.done, pages.total)

        for source, outcome in read_files(
            unread, self._stated, settings.ingest_workers, limits, told=told, scratch=self.read_ahead.folder
        ):
            fingerprint = self.fingerprints[source.document_id]
            if isinstance(outcome, ParsedDocument):
                self.read_ahead.put(fingerprint, outcome)
            else:
                self._failed[fingerprint] = outcome
            yield source, outcome

    def _refuse(self, source: SourceFile, cause: str) -> None:
        self.report.fail(f"{source.path}: {cause}")


def stated_municipalities(files: Sequence[SourceFile]) -> tuple[Municipality, ...]:
    """Those that the manifests of any of the files add to the national list."""
    manifests = dict.fromkeys(source.manifest for source in files if source.manifest)
    return tuple(m for manifest in manifests for m in manifest.municipalities)


def fingerprint(source: SourceFile, stated: Sequence[Municipality], *, scans: bool) -> str:
    """Changes with everything that what is read from a file depends on; `scans` whether images of pages are read."""
    from ingest.readers import ocr
    from ingest.version import PARSER_VERSION

    parts = [source.sha256, str(source.path), source.document_id, repr(source.entry), repr(stated), str(PARSER_VERSION)]
    if source.path.suffix.lower() == ".pdf" and scans:
        parts += sorted(ocr.languages())
    return hashlib.sha256(repr(parts).encode()).hexdigest()
