from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from ingest.errors import UnreadableFile
from ingest.readers import ocr
from ingest.readers.pdf import quote_boxes
from ingest.reading import read
from tests.ingest.drawing import Draw, table_at, text_at

Make = Callable[..., Path]
needs_tesseract = pytest.mark.skipif(
    not ocr.is_available(), reason="Tesseract with Japanese is not installed: apt-get install tesseract-ocr-jpn"
)
BODY = "本市の計画期間は令和七年度からです"


def images(path: Path, dpi: int = 200) -> list[Image.Image]:
    with pdfium.PdfDocument(path) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]


def scanned(path: Path, pages: Sequence[Image.Image], dpi: int = 200) -> Path:
    first, *rest = pages
    first.save(path, save_all=True, append_images=rest, resolution=dpi)
    return path


def large(draw: Draw, size: float = 14) -> Draw:
    def drawn(canvas) -> None:  # type: ignore[no-untyped-def]
        canvas.setFont("HeiseiKakuGo-W5", size)
        draw(canvas)

    return drawn


@needs_tesseract
def test_a_scanned_page_is_read_and_says_how_surely(make_pdf: Make, tmp_path: Path) -> None:
    path = scanned(tmp_path / "scan.pdf", images(make_pdf(large(text_at(60, 700, BODY, leading=24)))))
    document = read(path)
    (page,) = document.pages
    assert "計画期間は令和" in page.text.replace(" ", "")
    assert page.confidence is not None and 0.5 < page.confidence <= 1
    assert len(document.warnings) == 1 and "read from images by Tesseract" in document.warnings[0]


@needs_tesseract
def test_a_scanned_table_keeps_its_cells(make_pdf: Make, tmp_path: Path) -> None:
    rows = [["指標", "令和6年度", "令和7年度"], ["申請件数", "1200", "3400"], ["利用者数", "", "560"]]
    path = scanned(tmp_path / "scan.pdf", images(make_pdf(large(table_at(60, 700, [150, 120, 120], rows, 40)))))
    (page,) = read(path).pages
    lines = [[cell.replace(" ", "") for cell in line.split("\t")] for line in page.text.split("\n")]
    assert lines[1:] == [["申請件数", "1200", "3400"], ["利用者数", "", "560"]]
    assert page.tables and page.tables[0].cells[-1].row == 2


@needs_tesseract
def test_a_scanned_page_among_pages_of_text_is_read_in_its_place(make_pdf: Make, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    images(make_pdf(large(text_at(60, 700, BODY))))[0].save(picture)
    mixed = make_pdf(
        text_at(60, 700, "一枚目の文"),
        lambda canvas: canvas.drawImage(str(picture), 0, 0, 595, 842),
        text_at(60, 700, "三枚目の文"),
        name="mixed.pdf",
    )
    first, second, third = read(mixed).pages
    assert (first.text, third.text) == ("一枚目の文", "三枚目の文")
    assert (first.confidence, third.confidence) == (None, None)
    assert "計画期間" in second.text.replace(" ", "") and second.confidence is not None


def test_without_recognition_the_scanned_pages_are_listed(make_pdf: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_pdf(text_at(60, 700, "本文"), lambda canvas: canvas.rect(50, 50, 200, 200))
    monkeypatch.setattr(ocr, "languages", frozenset)
    document = read(path)
    assert [page.text for page in document.pages] == ["本文", ""]
    (warning,) = document.warnings
    assert warning.startswith("1 page has no readable text and could not be read: 2; to read scans: pip install")


def test_recognition_can_be_turned_off(make_pdf: Make) -> None:
    path = make_pdf(text_at(60, 700, "本文"), lambda canvas: canvas.rect(50, 50, 200, 200))
    document = read(path, scans=False)
    assert document.pages[1].text == "" and document.pages[1].confidence is None
    assert document.warnings[0] == "recognition of scans is turned off"


def test_a_file_of_scans_alone_names_the_remedy(make_pdf: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "languages", frozenset)
    with pytest.raises(UnreadableFile, match=r"no text on any page; 1 page has .* apt-get install tesseract-ocr"):
        read(make_pdf(lambda canvas: canvas.rect(50, 50, 100, 100)))


def test_an_empty_page_is_no_scan(make_pdf: Make) -> None:
    document = read(make_pdf(text_at(60, 700, "本文"), lambda canvas: None))
    assert [page.text for page in document.pages] == ["本文", ""] and document.warnings == ()


@needs_tesseract
def test_recognition_ends_in_time_and_the_pages_of_text_stay(make_pdf: Make, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    images(make_pdf(large(text_at(60, 700, BODY))))[0].save(picture)
    mixed = make_pdf(
        text_at(60, 700, "本文"), lambda canvas: canvas.drawImage(str(picture), 0, 0, 595, 842), name="mixed.pdf"
    )
    document = read(mixed, scan_seconds=0)
    assert [page.text for page in document.pages] == ["本文", ""]
    assert document.warnings[0].startswith("recognition of scans stopped after 0 s with 1 pages to go")
    assert document.warnings[1] == "1 page has no readable text and could not be read: 2"


@needs_tesseract
def test_recognition_that_takes_too_long_costs_the_page_only(
    make_pdf: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: object) -> None:
        raise TimeoutError("recognition took longer than 90 s")

    picture = tmp_path / "page.png"
    images(make_pdf(large(text_at(60, 700, BODY))))[0].save(picture)
    mixed = make_pdf(
        text_at(60, 700, "本文"), lambda canvas: canvas.drawImage(str(picture), 0, 0, 595, 842), name="mixed.pdf"
    )
    monkeypatch.setattr(ocr, "recognise", slow)
    document = read(mixed)
    assert [page.text for page in document.pages] == ["本文", ""]
    assert document.warnings[0] == "page 2: recognition took longer than 90 s"


@needs_tesseract
def test_a_quote_of_a_scanned_page_has_its_boxes(make_pdf: Make, tmp_path: Path) -> None:
    path = scanned(tmp_path / "scan.pdf", images(make_pdf(large(text_at(60, 700, BODY, leading=24)))))
    (page,) = read(path).pages
    start = page.text.index("期間")
    (box,) = quote_boxes(path, 1, start, start + 2, page.text)
    with pdfium.PdfDocument(path) as document:
        width, height = document[0].get_size()
    left, top, right, bottom = box[0] * width, box[1] * height, box[2] * width, box[3] * height
    assert left == pytest.approx(60 + 14 * BODY.index("期間"), abs=10) and right - left == pytest.approx(28, abs=10)
    assert top < height - 700 < bottom + 3
    assert quote_boxes(path, 1, start, start + 2, page.text + "x") == []
