"""PDF, with pypdfium2: text page by page, pictures of pages, and the boxes of quotes for highlighting."""

from __future__ import annotations

import io
import re
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium

from ingest.errors import UnreadableFile
from ingest.model import Page, RawDocument
from ingest.readers.base import FileFacts
from ingest.readers.pdf_page import PageLayout, lay_out, quote_rectangles
from ingest.readers.ruling import Box

_LOCK = threading.RLock()
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LONE_NUMBER = re.compile(
    r"(?:[-‐–—−ー\s(]*|.*\b(?:p|page)[.\s]*)(\d{1,4}|[ivx]{1,6})(?:\s*/\s*\d{1,4})?[-‐–—−ー\s)]*", re.IGNORECASE
)
_MARGIN = 0.1
_PASSWORD = 4


class PdfReader:
    name = "PDF"
    suffixes = frozenset({".pdf"})

    def accepts(self, facts: FileFacts) -> bool:
        return facts.is_pdf

    def read(self, path: Path) -> RawDocument:
        """Tables with ruling lines come as lines of cells joined by tabs, empty cells kept; see `lay_out`."""
        pages: list[Page] = []
        warnings: list[str] = []
        with _opened(path) as document:
            for index in range(len(document)):
                page, warning = _page(document, index)
                pages.append(page)
                warnings.extend(warning)
            title = (document.get_metadata_value("Title") or "").strip("\x00 \n") or None
        return RawDocument(pages=tuple(pages), media_type="application/pdf", title=title, warnings=tuple(warnings))


def render_page(path: Path, number: int, scale: float = 2.0) -> bytes:
    """The page as PNG, `scale` pixels a point. Raises UnreadableFile, also where there is no such page."""
    with _opened(path) as document, _closing(_nth(document, path, number)) as page:
        image = page.render(scale=scale).to_pil()
    buffer = io.BytesIO()
    image.save(buffer, format="PNG")
    return buffer.getvalue()


def quote_boxes(path: Path, number: int, start: int, end: int) -> list[Box]:
    """Boxes of `page.text[start:end]`: left, top, right, bottom as fractions of the page that `render_page` shows."""
    with _opened(path) as document, _closing(_nth(document, path, number)) as page:
        return quote_rectangles(lay_out(page), start, end)


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


def _page(document: pdfium.PdfDocument, index: int) -> tuple[Page, list[str]]:
    number = index + 1
    try:
        with _closing(document[index]) as page:
            layout = lay_out(page)
    except pdfium.PdfiumError as error:
        return Page(number=number, text=""), [f"page {number} is damaged ({error})"]
    warnings = []
    if not layout.text.strip():
        warnings.append(f"page {number} has no text (scanned?)")
    elif (unmapped := len(_UNMAPPED.findall(layout.text))) > max(5, len(layout.text) // 20):
        warnings.append(
            f"page {number}: {unmapped} of {len(layout.text)} characters are not in its fonts' maps (run OCR)"
        )
    label = _label(document, index, layout)
    return Page(number=number, text=layout.text, label=label, tables=tuple(layout.tables)), warnings


def _label(document: pdfium.PdfDocument, index: int, layout: PageLayout) -> str | None:
    """The page label of the PDF if it says more than the count, else a lone number in the header or footer."""
    stated: str | None = document.get_page_label(index) or None
    if stated and stated != str(index + 1):
        return stated
    for line in reversed(layout.lines):
        outside = line.y1 > (1 - _MARGIN) * layout.height or line.y0 < _MARGIN * layout.height
        if outside and (match := _LONE_NUMBER.fullmatch(unicodedata.normalize("NFKC", line.text))):
            return match[1]
    return stated
