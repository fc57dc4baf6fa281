"""Small real files, made anew for each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.ingest.drawing import Draw

FONT = "HeiseiKakuGo-W5"


@pytest.fixture
def make_pdf(tmp_path: Path) -> Callable[..., Path]:
    """Writes a PDF of A4 pages, each drawn by a function; y counts from the bottom, in points."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))

    def make(*pages: Draw, name: str = "plan.pdf", **options: object) -> Path:
        path = tmp_path / name
        canvas = Canvas(str(path), pagesize=(595, 842), **options)
        for draw in pages:
            canvas.setFont(FONT, 10)
            draw(canvas)
            canvas.showPage()
        canvas.save()
        return path

    return make
