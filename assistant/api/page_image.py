"""A PDF page as PNG with the quote's boxes drawn over it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

from assistant.errors import NotFound
from ingest.model import Document, Page

MARK = (255, 227, 128)


def page_png(document: Document, page: Page, marks: Sequence[tuple[int, int]], scale: float) -> bytes:
    """Raises NotFound where the file is no longer the one that was indexed, UnreadableFile where it breaks."""
    from ingest.readers.pdf import quote_boxes, render_page

    _check_unchanged(document)
    png = render_page(document.path, page.number, scale)
    scanned = page.text if page.confidence is not None else None
    boxes = [box for start, end in marks for box in quote_boxes(document.path, page.number, start, end, scanned)]
    return _draw(png, boxes) if boxes else png


def _draw(png: bytes, boxes: Sequence[tuple[float, float, float, float]]) -> bytes:
    """`boxes` are (left, top, right, bottom) as fractions of the page; the colour is multiplied in, as by a marker."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    layer = Image.new("RGB", image.size, "white")
    pen, (width, height) = ImageDraw.Draw(layer), image.size
    for x0, y0, x1, y1 in boxes:
        pen.rectangle((x0 * width - 1, y0 * height - 1, x1 * width + 1, y1 * height + 1), fill=MARK)
    out = io.BytesIO()
    ImageChops.multiply(image, layer).save(out, "PNG")
    return out.getvalue()


def _check_unchanged(document: Document) -> None:
    try:
        stat = document.path.stat()
        same = _sha256(document.path, stat.st_mtime_ns, stat.st_size) == document.sha256
    except OSError:
        same = False
    if not same:
        raise NotFound(f"the file of {document.id!r} was moved or changed since: run `keikaku ingest` again.")


@lru_cache(maxsize=1024)
def _sha256(path: Path, modified: int, size: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
