"""From files to a new index generation: discover, read what changed, build. A file that fails costs one line."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.file_reading import read_files
from assistant.file_worker import Limits
from assistant.parsed_documents import ReadAhead
from assistant.settings import Settings
from ingest.errors import IndexDamaged, IndexMismatch, IndexMissing, InputError, KeikakuError
from ingest.model import Document, Municipality, ParsedDocument

if TYPE_CHECKING:
    from index.build import BuildReport, Unchanged
    from ingest.sources import Problem, SourceFile

Progress = Callable[[str, int, int], None]

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LONGEST_LINE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document that was read in this run, with counts of what was found in it."""

    document: Document
    pages: int
    passages: int
    records: int
    municipalities: int


@dataclass(slots=True, kw_only=True)
class Report:
    """What a run did. Each failure is one line with file, cause and remedy; notes need no action."""

    read: list[ReadDocument] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    build: BuildReport | None = None

    def add_problems(self, problems: Sequence[Problem]) -> None:
        skipped = [problem.path for problem in problems if problem.severity == "skipped"]
        for problem in problems:
            if problem.severity != "skipped":
                line = f"{problem.path}: {problem.message}"
                self.fail(line) if problem.severity == "error" else self.note(line)
        if skipped:
            kinds = ", ".join(sorted({path.suffix.lower() or path.name for path in skipped}))
            self.note(f"{len(skipped)} files of other kinds were skipped ({kinds})")

    def fail(self, line: str) -> None:
        self.failures.append(one_line(line))

    def note(self, line: str) -> None:
        self.notes.append(one_line(line))

    def summary(self) -> str:
        if self.build is None:
            return "nothing was indexed."
        b = self.build
        counts = ", ".join(f"{b.counts[name]:,} {name}" for name in ("documents", "pages", "passages", "records"))
        parts = (("added", b.added), ("updated", b.updated), ("unchanged", b.unchanged), ("removed", b.removed))
        changes = ", ".join(f"{len(ids)} {name}" for name, ids in parts)
        failed = f", {len(self.failures)} failed" if self.failures else ""
        return f"index generation {b.generation}: {counts} ({changes}{failed}) in {b.seconds:.1f} s"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A document that the current generation holds, as `index.build.Unchanged` may name it."""

    path: Path
    fingerprint: str


def has_index(settings: Settings) -> bool:
    from index.generation import current_number

    return current_number(settings.home) is not None


def ingest(
    paths: Sequence[Path], settings: Settings, progress: Progress, *, replace: bool = False, rebuild: bool = False
) -> Report:
    """Bring the index up to date with the files under `paths`; without paths, with those of the runs before.

    Only what changed is read. Documents whose files are gone from `paths` are dropped; documents from elsewhere stay,
    unless `replace`. With `rebuild` every file is read and embedded again. A file that cannot be read keeps the version
    indexed before. Raises InputError, and leaves the index alone, when nothing can be read; and what
    `index.build.build` raises.
    """
    from index.build import build
    from index.embedding.encoder import Encoder
    from ingest.sources import discover

    earlier = _Roots.load(settings.home)
    roots = _Roots.of(paths, settings.home, () if replace else earlier.paths) if paths else earlier
    everything = replace or rebuild or not paths
    if not roots.paths:
        raise InputError("no files given: keikaku ingest FOLDER")
    gone = [root for root in roots.paths if not root.exists() and root in earlier.paths] if everything else []
    discovery = discover([root for root in roots.paths if root not in gone] if everything else paths)
    run = _Run(discovery.files, {} if rebuild else _held(settings.home), settings, progress, afresh=rebuild)
    run.report.add_problems(discovery.problems)
    for root in gone:
        run.report.note(f"{root}: is gone, and so are its documents from the index")
    elsewhere = {} if everything else run.elsewhere(paths)
    encoder = Encoder(settings.embedding)
    run.report.build = build(settings.home, run.documents(elsewhere), encoder, progress, run.fingerprints)
    run.read_ahead.clear()
    roots.save()
    return run.report


class _Roots:
    """The files and folders that the index was made from, kept in `sources.json` beside it."""

    def __init__(self, file: Path, paths: Sequence[Path]) -> None:
        self._file = file
        self.paths = tuple(paths)

    @classmethod
    def of(cls, paths: Sequence[Path], home: Path, earlier: Sequence[Path]) -> _Roots:
        """`paths` and those of `earlier` that are not under one of them."""
        new = [path.resolve() for path in paths]
        kept = [path for path in earlier if not any(path.is_relative_to(root) for root in new)]
        return cls(home / "sources.json", (*kept, *new))

    @classmethod
    def load(cls, home: Path) -> _Roots:
        file = home / "sources.json"
        try:
            return cls(file, [Path(path) for path in json.loads(file.read_text("utf-8"))])
        except (OSError, ValueError, TypeError):
            return cls(file, ())

    def save(self) -> None:
        from index.files import write_atomically

        write_atomically(self._file, json.dumps([str(path) for path in self.paths], ensure_ascii=False))


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
        held: dict[str, _Held],
        settings: Settings,
        progress: Progress,
        *,
        afresh: bool,
    ) -> None:
        self.report = Report()
        self.read_ahead = ReadAhead(settings.home)
        self._afresh = afresh
        self._files = files
        self._held = held
        self._settings = settings
        self._progress = progress
        manifests = dict.fromkeys(source.manifest for source in files if source.manifest)
        self._stated = tuple(m for manifest in manifests for m in manifest.municipalities)
        self.fingerprints = {source.document_id: fingerprint(source, self._stated) for source in files}

    def elsewhere(self, paths: Sequence[Path]) -> dict[str, _Held]:
        """Held documents that `paths` do not cover; one whose file is gone gives way to a new file of its name."""
        roots = [path.resolve() for path in paths]
        new = {source.document_id for source in self._files}
        return {
            id: held
            for id, held in self._held.items()
            if not any(held.path.resolve().is_relative_to(root) for root in roots)
            and (id not in new or held.path.exists())
        }

    def documents(self, elsewhere: dict[str, _Held]) -> Iterator[ParsedDocument | Unchanged]:
        """Everything that the next generation holds. Raises InputError where no file could be read or taken over."""
        from index.build import Unchanged

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
        if not usable:
            raise InputError("; ".join(self.report.failures[:5]) + "; nothing was read, and the index is as it was.")
        yield from (Unchanged(id) for id in elsewhere)

    def _read(self, changed: Sequence[SourceFile]) -> Iterator[ParsedDocument | Unchanged]:
        from index.build import Unchanged

        for done, (source, outcome) in enumerate(self._outcomes(changed), 1):
            if isinstance(outcome, ParsedDocument):
                self.report.read.append(_counted(outcome))
                yield outcome
            else:
                kept = self._held.get(source.document_id)
                self.report.fail(f"{outcome}" + (" (the version indexed before stays)" if kept else ""))
                if kept:
                    yield Unchanged(source.document_id)
            self._progress("reading", done, len(changed))
        self.report.read.sort(key=lambda read: read.document.path)

    def _outcomes(self, changed: Sequence[SourceFile]) -> Iterator[tuple[SourceFile, ParsedDocument | KeikakuError]]:
        """First what a run that was interrupted had read, then the rest as it is read."""
        if self._afresh:
            self.read_ahead.clear()
        unread = []
        for source in changed:
            if kept := self.read_ahead.get(self.fingerprints[source.document_id]):
                yield source, kept
            else:
                unread.append(source)
        settings = self._settings
        limits = Limits(seconds=settings.ingest_seconds, memory_mb=settings.ingest_memory_mb)
        for source, outcome in read_files(unread, self._stated, settings.ingest_workers, limits):
            if isinstance(outcome, ParsedDocument):
                self.read_ahead.put(self.fingerprints[source.document_id], outcome)
            yield source, outcome

    def _refuse(self, source: SourceFile, cause: str) -> None:
        self.report.fail(f"{source.path}: {cause}")


def fingerprint(source: SourceFile, stated: Sequence[Municipality]) -> str:
    """Changes with everything that what is read from a file depends on."""
    from ingest.parse import PARSER_VERSION

    parts = (source.sha256, str(source.path), source.document_id, repr(source.entry), repr(stated), PARSER_VERSION)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def one_line(text: str) -> str:
    """Fit for a line of a report: control characters and what is no UTF-8 as escapes, and not without end."""
    escaped = _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
    return escaped if len(escaped) <= _LONGEST_LINE else f"{escaped[:_LONGEST_LINE]}…"


def _counted(parsed: ParsedDocument) -> ReadDocument:
    return ReadDocument(
        document=parsed.document,
        pages=len(parsed.pages),
        passages=len(parsed.passages),
        records=len(parsed.records),
        municipalities=len(parsed.municipalities),
    )
