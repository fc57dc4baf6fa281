"""One file to a `RawDocument`: the reader is chosen by content, the name only decides where content cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from ingest.errors import KeikakuError, UnreadableFile, UnsupportedFile
from ingest.model import RawDocument
from ingest.readers.base import FileFacts, Reader, check_archive
from ingest.readers.excel import CsvReader, ExcelReader
from ingest.readers.html import HtmlReader
from ingest.readers.libreoffice import LibreOfficeReader
from ingest.readers.pdf import PdfPart, PdfReader, page_count, put_together
from ingest.readers.powerpoint import PowerPointReader
from ingest.readers.text import TextReader
from ingest.readers.word import WordReader
from ingest.suffixes import SUPPORTED

Read = TypeVar("Read")

MAX_BYTES = 200_000_000
MAX_PAGE_CHARS = 20_000_000
MAX_PAGES = 20_000
_VISIBLE = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\ufffd]")
_BROKEN = re.compile("[\0\ud800-\udfff]")


@cache
def readers() -> tuple[Reader, ...]:
    """Every reader, those that know their format by its content first."""
    return (
        PdfReader(),
        WordReader(),
        ExcelReader(),
        PowerPointReader(),
        LibreOfficeReader(),
        HtmlReader(),
        CsvReader(),
        TextReader(),
    )


def read(
    path: Path,
    *,
    scans: bool = True,
    scan_seconds: float = 400.0,
    max_bytes: int = MAX_BYTES,
    max_page_chars: int = MAX_PAGE_CHARS,
    max_pages: int = MAX_PAGES,
    told: Callable[[int], None] = lambda done: None,
) -> RawDocument:
    """The file's pages; with `scans` also those that are images, where Tesseract is there and for `scan_seconds`.

    `told` is called with how many pages are read, by readers that know. Raises UnsupportedFile, UnreadableFile (cause
    and remedy) or MissingDependency.
    """
    facts = FileFacts.of(path)
    if facts.size == 0:
        raise UnreadableFile(f"{path.name}: the file is empty (0 bytes); copy or download it again")
    if facts.size > max_bytes:
        size, limit = facts.size / 1e6, max_bytes / 1e6
        raise UnreadableFile(f"{path.name}: {size:,.0f} MB, over the limit of {limit:,.0f} MB; split it")
    reader = choose(facts)
    if isinstance(reader, PdfReader):
        _check_count(path, page_count(path), max_pages)
        reader = PdfReader(scans=scans, scan_seconds=scan_seconds, told=told)
    if facts.is_zip:
        check_archive(path)
    return _finished(_guarded(reader.name, lambda: reader.read(path), path), reader, facts, max_page_chars, max_pages)


def pages_of_pdf(path: Path, max_bytes: int = MAX_BYTES) -> int | None:
    """How many pages a PDF file has that is not too large; None for other files and for those that cannot be opened."""
    try:
        facts = FileFacts.of(path)
        return page_count(path) if 0 < facts.size <= max_bytes and isinstance(choose(facts), PdfReader) else None
    except KeikakuError:
        return None


def read_part(path: Path, first: int, last: int, reader: PdfReader) -> PdfPart:
    """Some pages of a PDF file; `first` and `last` count from 0, `last` is not among them. Raises as `read`."""
    return _guarded(reader.name, lambda: reader.read_part(path, first, last), path)


def put_parts_together(path: Path, parts: Sequence[PdfPart]) -> RawDocument:
    """What `read` gives of the whole file. Raises as `read`."""
    return _finished(put_together(parts), PdfReader(), FileFacts.of(path), MAX_PAGE_CHARS, MAX_PAGES)


def _finished(
    document: RawDocument, reader: Reader, facts: FileFacts, max_page_chars: int, max_pages: int
) -> RawDocument:
    document = _storable(document)
    _check(document, facts.path, max_page_chars, max_pages)
    if facts.suffix not in reader.suffixes:
        misnamed = f"named {facts.suffix or 'without a suffix'} but holds {reader.name}; read as {reader.name}"
        document = replace(document, warnings=(misnamed, *document.warnings))
    return document


def choose(facts: FileFacts) -> Reader:
    """The reader of the file's content. Raises UnsupportedFile, or UnreadableFile where name and content disagree."""
    for reader in readers():
        if reader.accepts(facts):
            return reader
    name = facts.path.name
    known = ", ".join(sorted(SUPPORTED))
    if facts.suffix not in SUPPORTED:
        raise UnsupportedFile(
            f"{name}: no reader for {facts.suffix or 'files without a suffix'}; supported are {known}"
        )
    if not facts.is_binary:
        return next(reader for reader in readers() if reader.name == "text")
    raise UnreadableFile(f"{name}: the content is neither {facts.suffix} nor another supported format; save it again")


def _guarded(name: str, read: Callable[[], Read], path: Path) -> Read:
    """Reads, and gives a cause to what third-party parsers raise on damaged files."""
    try:
        return read()
    except KeikakuError:
        raise
    except MemoryError as error:
        raise UnreadableFile(f"{path.name}: too large to read in the memory there is; split the file") from error
    except RecursionError as error:
        raise UnreadableFile(
            f"{path.name}: its parts are nested too deeply to be read; save or export it anew"
        ) from error
    except Exception as error:
        cause = str(error) or type(error).__name__
        message = f"{path.name}: the {name} reader failed ({cause}); save or export the file again"
        raise UnreadableFile(message) from error


def _storable(document: RawDocument) -> RawDocument:
    """Halves of characters (lone surrogates, from damaged font maps), which no UTF-8 can hold, and zero bytes, where
    programs in C end a text, stand as U+FFFD."""
    marked = [page.number for page in document.pages if _BROKEN.search(page.text) or _BROKEN.search(page.label or "")]
    title = document.title and _BROKEN.sub("\ufffd", document.title)
    if not marked and title == document.title:
        return document
    pages = tuple(
        replace(page, text=_BROKEN.sub("\ufffd", page.text), label=page.label and _BROKEN.sub("\ufffd", page.label))
        for page in document.pages
    )
    warnings = tuple(f"page {number} has broken characters, which stand as U+FFFD" for number in marked)
    return replace(document, pages=pages, title=title, warnings=(*document.warnings, *warnings))


def _check_count(path: Path, pages: int, most: int) -> None:
    if pages > most:
        raise UnreadableFile(f"{path.name}: {pages:,} pages, over the limit of {most:,}; split it")


def _check(document: RawDocument, path: Path, max_page_chars: int, max_pages: int) -> None:
    if not document.pages:
        raise UnreadableFile(f"{path.name}: it has no pages; export it again")
    _check_count(path, len(document.pages), max_pages)
    for page in document.pages:
        if len(page.text) > max_page_chars:
            raise UnreadableFile(
                f"{path.name}: page {page.number} has {len(page.text):,} characters, over the limit of "
                f"{max_page_chars:,}; split the file into pages (in text, by form feeds)"
            )
    if not any(_VISIBLE.search(page.text) for page in document.pages):
        said = "; ".join(document.warnings) or "there is nothing to ask about in it"
        raise UnreadableFile(f"{path.name}: no text on any page; {said}")
