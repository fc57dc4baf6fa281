"""`home/uploads`: documents that came over HTTP, with a manifest that says of each what the uploader stated."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import NotFound
from assistant.ingestion import Progress, ingest
from assistant.ingestion_report import Report
from assistant.settings import Settings
from index.build import Unchanged, build, fingerprints
from index.catalogue import Catalogue
from index.embedding.encoder import Encoder
from index.files import sha256, write_atomically
from index.generation import read_manifest
from ingest.errors import InputError
from ingest.manifest import MANIFEST_NAME, ManifestEntry, load_manifest
from ingest.readers.base import FileFacts
from ingest.reading import choose

LONGEST_NAME = 180
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
#: The suffix of a file whose own does not fit its content, by the name of its reader.
_CANONICAL = {"PDF": ".pdf", "Word": ".docx", "Excel": ".xlsx", "PowerPoint": ".pptx", "HTML": ".html"}


def uploads(home: Path) -> Path:
    return home / "uploads"


def safe_name(name: str) -> str:
    """A file's name as it may be stored: no folders, control characters, hidden or reserved names, not too long.

    Japanese stays as it is.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    clean = " ".join(_UNSAFE.sub(" ", last).split()).strip(". ")
    stem, dot, suffix = clean.rpartition(".")
    stem, suffix = (stem.strip(". "), f".{suffix}") if dot else (clean, "")
    room = LONGEST_NAME - len(suffix.encode())
    stem = stem.encode()[: max(room, 1)].decode(errors="ignore").strip(". ") or "document"
    suffix = suffix if room > 0 else ""
    return f"_{stem}{suffix}" if _RESERVED.match(stem) else f"{stem}{suffix}"


def name_for(file: Path, name: str) -> str:
    """`name`, made safe, with the suffix that the content of `file` asks for.

    Raises UnsupportedFile or UnreadableFile for content that no reader takes.
    """
    name = safe_name(name)
    facts = FileFacts.of(file)
    suffix = Path(name).suffix.lower()
    reader = choose(FileFacts(path=file.with_name(name), suffix=suffix, head=facts.head, size=facts.size))
    if suffix in reader.suffixes:
        return name
    return Path(name).stem + _CANONICAL.get(reader.name, sorted(reader.suffixes)[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A file in the job's folder, waiting to be stored under `name`."""

    file: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Stores files and indexes them. One that cannot be read is not kept; a version stored before it stays.

    `stated` are fields of `ManifestEntry` that hold for all of them; `refused` are lines for the report.
    """

    files: tuple[Staged, ...]
    stated: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[str, ...] = ()

    def run(self, settings: Settings, folder: Path, progress: Progress) -> dict[str, Any]:
        target = uploads(settings.home)
        target.mkdir(parents=True, exist_ok=True)
        before = load_manifest(target).entries
        moved = [_Moved(folder / f.file, target / f.name, folder / f"{f.file}.before") for f in self.files]
        names = [f.name for f in self.files]
        new = [ManifestEntry(file=name, **self.stated) for name in names]  # type: ignore[arg-type]
        try:
            _write_manifest(target, [*(e for e in before if e.file not in names), *new])
            for move in moved:
                move.forth()
            report = ingest([target], settings, progress)
        except BaseException:
            for move in moved:
                move.back()
            _write_manifest(target, before)
            raise
        held = _held(settings.home)
        lost = [move for move in moved if held.get(move.target.resolve()) != sha256(move.target)]
        for move in lost:
            move.back()
        gone = {move.target.name for move in lost}
        _write_manifest(target, [*(e for e in before if e.file in gone or e.file not in names), *_of(new, gone)])
        return report_body(report, settings.home, self.refused)


def _of(entries: Sequence[ManifestEntry], gone: set[str]) -> Iterator[ManifestEntry]:
    return (entry for entry in entries if entry.file not in gone)


@dataclass(slots=True)
class _Moved:
    """A staged file on its way to its place, and back."""

    source: Path
    target: Path
    before: Path

    def forth(self) -> None:
        if self.target.exists():
            os.replace(self.target, self.before)
        os.replace(self.source, self.target)

    def back(self) -> None:
        if self.target.exists() and not self.source.exists():
            os.replace(self.target, self.source)
        if self.before.exists():
            os.replace(self.before, self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reindex:
    """Looks at all folders and files of before; with `rebuild` everything is read and embedded anew."""

    rebuild: bool = False

    def run(self, settings: Settings, folder: Path, progress: Progress) -> dict[str, Any]:
        return report_body(ingest([], settings, progress, rebuild=self.rebuild), settings.home)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """Takes a document out of the index, and its file out of the upload folder."""

    document: str

    def run(self, settings: Settings, folder: Path, progress: Progress) -> dict[str, Any]:
        file = uploaded_file(settings.home, self.document)
        target = uploads(settings.home)
        before = load_manifest(target).entries
        away = folder / "removed"
        os.replace(file, away)
        try:
            _write_manifest(target, [entry for entry in before if entry.file != file.name])
            kept = [Unchanged(id) for id in fingerprints(settings.home) if id != self.document]
            report = Report(build=build(settings.home, kept, Encoder(settings.embedding), progress))
        except BaseException:
            os.replace(away, file)
            _write_manifest(target, before)
            raise
        return report_body(report, settings.home)


def uploaded_file(home: Path, document: str) -> Path:
    """Raises NotFound, and InputError for a document that did not come by upload."""
    with _catalogue(home) as catalogue:
        found = catalogue.document(document)
    if found is None:
        raise NotFound(f"no document {document!r}: GET /documents lists those that are indexed.")
    if found.path.resolve().parent != uploads(home).resolve():
        raise InputError(f"{document!r} was not uploaded: take its file out of its folder, then index again.")
    return found.path


def report_body(report: Report, home: Path, refused: Sequence[str] = ()) -> dict[str, Any]:
    """The report of an ingest run as JSON; what lies in the upload folder is named without its path."""
    inside = f"{uploads(home).resolve()}{os.sep}"
    documents = [
        {
            "id": read.document.id,
            "title": read.document.title,
            "municipality": read.document.municipality.name if read.document.municipality else None,
            "confidence": read.document.confidence,
            "pages": read.pages,
            "passages": read.passages,
            "records": read.records,
            "warnings": list(read.document.warnings),
        }
        for read in report.read
    ]
    return {
        "summary": report.summary(),
        "generation": report.build.generation if report.build else None,
        "documents": documents,
        "removed": list(report.build.removed) if report.build else [],
        "failures": [*refused, *(line.replace(inside, "") for line in report.failures)],
        "notes": [line.replace(inside, "") for line in report.notes],
    }


def _held(home: Path) -> dict[Path, str]:
    """The SHA-256 of each indexed document, by its file."""
    with _catalogue(home) as catalogue:
        return {document.path.resolve(): document.sha256 for document in catalogue.documents()}


def _catalogue(home: Path) -> closing[Catalogue]:
    path, _ = read_manifest(home)
    return closing(Catalogue(path / "catalogue.sqlite"))


def _write_manifest(folder: Path, entries: Sequence[ManifestEntry]) -> None:
    """Only the entries: in this folder nobody states municipalities by hand."""
    lines = ["# Kept by Keikaku: what was stated of each document when it was uploaded.", ""]
    for entry in entries:
        stated = {key: value for key, value in asdict(entry).items() if value is not None}
        lines += ["[[document]]", *(f"{key} = {_toml(value)}" for key, value in stated.items()), ""]
    write_atomically(folder / MANIFEST_NAME, "\n".join(lines))


def _toml(value: object) -> str:
    """A basic string is written as in JSON, an array of numbers too."""
    if isinstance(value, str) and "\x7f" in value:
        raise InputError("a control character (U+007F) cannot be stored: leave it out.")
    return json.dumps(value, ensure_ascii=False)
