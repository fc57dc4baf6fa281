"""PDF, with pypdfium2: text page by page, pictures of pages, and the boxes of quotes for highlighting."""

from __future__ import annotations

import io
import os
import re
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from ingest.errors import UnreadableFile
from ingest.model import Page, RawDocument
from ingest.readers import ocr
from ingest.readers.base import FileFacts
from ingest.readers.pdf_page import PageLayout, lay_out, lay_out_recognised, quote_rectangles
from ingest.readers.ruling import Box
from ingest.suffixes import PDF

if TYPE_CHECKING:
    from PIL.Image import Image

_LOCK = threading.RLock()
_LONE_NUMBER = re.compile(
    r"(?:[-‐–—−ー\s(]*|.*\b(?:p|page)[.\s]*)(\d{1,4}|[ivx]{1,6})(?:\s*/\s*\d{1,4})?[-‐–—−ー\s)]*", re.IGNORECASE
)
_MARGIN = 0.1
_FEW, _SHARE = 5, 0.3
_LISTED = 12
_MOST_AT_ONCE, _REMEMBERED = 4, 32
_PASSWORD = 4


@dataclass(frozen=True, slots=True)
class PdfReader:
    """`scans` says whether pages without text are recognised, where Tesseract is there, for `scan_seconds` in all.
    `told` is called with how many pages are read."""

    scans: bool = True
    scan_seconds: float = 400.0
    told: Callable[[int], None] = lambda done: None
    name: str = "PDF"
    suffixes: frozenset[str] = PDF

    def accepts(self, facts: FileFacts) -> bool:
        return facts.is_pdf

    def read(self, path: Path) -> RawDocument:
        """Tables come as lines of cells joined by tabs, empty cells kept; see `lay_out`."""
        return put_together([self.read_part(path)])

    def read_part(self, path: Path, first: int = 0, last: int | None = None) -> PdfPart:
        """The pages from index `first` to before `last`; what `put_together` makes a document of."""
        pages: list[Page] = []
        warnings: list[str] = []
        unread: list[int] = []
        with _opened(path) as document:
            for index in range(first, min(len(document), len(document) if last is None else last)):
                page, warning, unreadable = _page(document, index)
                pages.append(page)
                warnings.extend(warning)
                unread += [index] if unreadable else []
                self.told(len(pages) - len(unread))
            title = (document.get_metadata_value("Title") or "").strip("\x00 \n") or None
        found: dict[int, Page] = {}
        scanned: list[str] = []
        if unread and self.scans:
            read = len(pages) - len(unread)
            found, scanned = recognised(path, unread, self.scan_seconds, lambda done: self.told(read + done))
        return PdfPart(
            pages=tuple(found.get(page.number, page) for page in pages),
            title=title,
            warnings=tuple(warnings),
            scanned=tuple(scanned),
            unread=tuple(index + 1 for index in unread if index + 1 not in found),
            scans=self.scans,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfPart:
    """Some pages of a file in order; `unread` are those that show something but gave no text, `scanned` what the
    recognition of scans has to say."""

    pages: tuple[Page, ...]
    title: str | None
    warnings: tuple[str, ...]
    scanned: tuple[str, ...]
    unread: tuple[int, ...]
    scans: bool


def put_together(parts: Sequence[PdfPart]) -> RawDocument:
    """A file of all its parts, the same however it was parted."""
    pages = tuple(page for part in parts for page in part.pages)
    warnings = [warning for part in parts for warning in part.warnings]
    warnings += [warning for part in parts for warning in part.scanned]
    unread = [number for part in parts for number in part.unread]
    sure = [page.confidence for page in pages if page.confidence is not None]
    if sure:
        many = f"{len(sure)} page{'s' if len(sure) > 1 else ''}"
        warnings.append(f"{many} read from images by Tesseract, confidence {sum(sure) / len(sure):.0%}")
    if unread and not parts[0].scans:
        warnings.append("recognition of scans is turned off")
    warnings += _still_unread(unread)
    return RawDocument(pages=pages, media_type="application/pdf", title=parts[0].title, warnings=tuple(warnings))


def page_count(path: Path) -> int:
    """Raises UnreadableFile."""
    with _opened(path) as document:
        return len(document)


def _still_unread(numbers: Sequence[int]) -> list[str]:
    if not numbers:
        return []
    listed = ", ".join(map(str, numbers[:_LISTED])) + (" …" if len(numbers) > _LISTED else "")
    remedy = "" if ocr.is_available() else f"; to read scans: {ocr.INSTALL}"
    pages = f"{len(numbers)} pages have" if len(numbers) > 1 else "1 page has"
    return [f"{pages} no readable text and could not be read: {listed}{remedy}"]


def recognised(
    path: Path, indexes: Sequence[int], seconds: float, told: Callable[[int], None]
) -> tuple[dict[int, Page], list[str]]:
    """Pages read by Tesseract, by number, several at a time; and what is to be said of them.

    No page is begun after `seconds`.
    """
    if not ocr.is_available():
        return {}, []
    pages: dict[int, Page] = {}
    warnings: list[str] = []
    deadline = time.monotonic() + seconds
    crew = min(os.cpu_count() or 1, len(indexes), _MOST_AT_ONCE)
    with ThreadPoolExecutor(crew) as pool:
        for at in range(0, len(indexes), crew):
            part = indexes[at : at + crew]
            if time.monotonic() >= deadline:
                warnings.append(
                    f"recognition of scans stopped after {seconds:,.0f} s with {len(indexes) - at} pages to go; split "
                    "the file, or raise KEIKAKU_INGEST_SECONDS"
                )
                break
            with _opened(path) as document:
                images = [_scan(document, index) for index in part]
            futures = [pool.submit(ocr.recognise, image, scale) for image, scale in images]
            for index, future in zip(part, futures, strict=True):
                try:
                    found = future.result()
                except (TimeoutError, OSError) as error:
                    warnings.append(f"page {index + 1}: {error}")
                    continue
                if found is not None and found.confidence >= ocr.LEAST:
                    with _opened(path) as document, _closing(document[index]) as page:
                        layout = lay_out_recognised(page, found)
                    pages[index + 1] = _recognised_page(index, layout, found.confidence)
            told(at + len(part))
    return pages, warnings


def _scan(document: pdfium.PdfDocument, index: int) -> tuple[Image, float]:
    with _closing(document[index]) as page:
        scale = ocr.scale_for(*page.get_size())
        return page.render(scale=scale, grayscale=True).to_pil(), scale


def _recognised_page(index: int, layout: PageLayout, confidence: float) -> Page:
    return Page(
        number=index + 1,
        text=layout.text,
        label=_printed_number(layout),
        tables=tuple(layout.tables),
        confidence=round(confidence, 3),
    )


def render_page(path: Path, number: int, scale: float = 2.0) -> bytes:
    """The page as PNG, `scale` pixels a point. Raises UnreadableFile, also where there is no such page."""
    with _opened(path) as document, _closing(_nth(document, path, number)) as page:
        image = page.render(scale=scale).to_pil()
    buffer = io.BytesIO()
    image.save(buffer, format="PNG")
    return buffer.getvalue()


def quote_boxes(path: Path, number: int, start: int, end: int, recognised_text: str | None = None) -> list[Box]:
    """Boxes of `page.text[start:end]`: left, top, right, bottom as fractions of the page that `render_page` shows.

    Of a page that was read from its image, `recognised_text` is its text: it is recognised again, which takes seconds,
    and remembered. None where Tesseract is not here or reads it otherwise now.
    """
    if recognised_text is not None:
        layout = _recognised_layout(path, path.stat().st_mtime_ns, number)
        return quote_rectangles(layout, start, end) if layout and layout.text == recognised_text else []
    with _opened(path) as document, _closing(_nth(document, path, number)) as page:
        return quote_rectangles(lay_out(page), start, end)


@lru_cache(maxsize=_REMEMBERED)
def _recognised_layout(path: Path, changed: int, number: int) -> PageLayout | None:
    if not ocr.is_available():
        return None
    with _opened(path) as document:
        _nth(document, path, number).close()
        image, scale = _scan(document, number - 1)
    try:
        found = ocr.recognise(image, scale)
    except (TimeoutError, OSError):
        return None
    if found is None:
        return None
    with _opened(path) as document, _closing(_nth(document, path, number)) as page:
        return lay_out_recognised(page, found)


@contextmanager
def _opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    """An open document; PDFium is not safe over threads, so one at a time."""
    with _LOCK:
        try:
            document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            raise _explained(path, error) from error
        try:
            if len(document) == 0:
                raise UnreadableFile(f"{path.name}: a PDF without pages; export it again")
            yield document
        finally:
            document.close()


@contextmanager
def _closing(page: pdfium.PdfPage) -> Iterator[pdfium.PdfPage]:
    try:
        yield page
    finally:
        page.close()


def _explained(path: Path, error: pdfium.PdfiumError) -> UnreadableFile:
    code = getattr(error, "err_code", None)
    if code == _PASSWORD:
        return UnreadableFile(f"{path.name}: encrypted; save a copy without a password (qpdf --decrypt in.pdf out.pdf)")
    tail = b""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2048))
        tail = file.read()
    cause = "damaged PDF" if b"%%EOF" in tail else "PDF cut short, its end is missing"
    return UnreadableFile(f"{path.name}: {cause} ({error}); download it again or repair it (qpdf in.pdf out.pdf)")


def _nth(document: pdfium.PdfDocument, path: Path, number: int) -> pdfium.PdfPage:
    if not 1 <= number <= len(document):
        raise UnreadableFile(f"{path.name}: no page {number}; it has {len(document)}")
    return document[number - 1]


def _page(document: pdfium.PdfDocument, index: int) -> tuple[Page, list[str], bool]:
    """The page, warnings, and whether it shows something that could not be read as text."""
    number = index + 1
    try:
        with _closing(document[index]) as page:
            layout = lay_out(page)
            drawn = page.raw and pdfium.raw.FPDFPage_CountObjects(page.raw) > 0
    except pdfium.PdfiumError as error:
        return Page(number=number, text=""), [f"page {number} is damaged ({error})"], False
    label = _label(document, index, layout)
    if not layout.text.strip() and not layout.unmapped:
        return Page(number=number, text="", label=label), [], bool(drawn)
    glyphs = sum(not char.isspace() for char in layout.text)
    if layout.unmapped > max(_FEW, _SHARE * max(glyphs, layout.unmapped)):
        told = f"page {number}: its fonts give no characters for {layout.unmapped} of its glyphs; not read as text"
        return Page(number=number, text="", label=label), [told], True
    told_of = [f"page {number}: {layout.unmapped} glyphs have no character"] if layout.unmapped > _FEW else []
    return Page(number=number, text=layout.text, label=label, tables=tuple(layout.tables)), told_of, False


def _label(document: pdfium.PdfDocument, index: int, layout: PageLayout) -> str | None:
    """The page label of the PDF if it says more than the count, else a lone number in the header or footer."""
    stated: str | None = document.get_page_label(index) or None
    return stated if stated and stated != str(index + 1) else _printed_number(layout) or stated


def _printed_number(layout: PageLayout) -> str | None:
    for line in reversed(layout.lines):
        outside = line.y1 > (1 - _MARGIN) * layout.height or line.y0 < _MARGIN * layout.height
        if outside and (match := _LONE_NUMBER.fullmatch(unicodedata.normalize("NFKC", line.text))):
            return match[1]
    return None
