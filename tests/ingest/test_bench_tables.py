from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from ingest import bench_rendered, bench_samples
from ingest.bench_tables import EACH, KINDS, accuracy, draw, sheets, tables_of
from ingest.readers.pdf import PdfReader

KNOWN = [["a", "b"], ["c", ""], ["d", "e"]]


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (KNOWN, (6, 6)),
        ([["a", "b"], ["c", "x"], ["d", "e"]], (5, 6)),
        ([["a", "b"], ["d", "e"]], (4, 6)),
        ([["a", "b"], ["c", ""], ["", ""], ["d", "e"]], (6, 8)),
        ([["a", "b", ""], ["c", "", ""], ["d", "e", ""]], (6, 9)),
        ([], (0, 6)),
    ],
    ids=["same", "one wrong", "a row lost", "a row added", "a column added", "nothing"],
)
def test_accuracy_counts_what_is_lost_and_what_is_added(read: list[list[str]], expected: tuple[int, int]) -> None:
    assert accuracy(KNOWN, read) == expected


def test_there_are_sixty_tables_at_least_of_every_kind() -> None:
    kinds = [table.kind for sheet in sheets() for table in sheet.tables]
    assert {kind: kinds.count(kind) for kind in KINDS} == dict.fromkeys(KINDS, EACH) and len(kinds) >= 60


@pytest.mark.parametrize("name", ["merged-02", "unruled-03", "over-a-page-break-01", "two-on-a-page-03"])
def test_a_drawn_table_comes_back_cell_by_cell(name: str, tmp_path: Path) -> None:
    sheet = next(sheet for sheet in sheets() if sheet.name == name)
    found = tables_of(PdfReader().read(draw(sheet, tmp_path)).pages)
    for table in sheet.tables:
        assert table.cells in found or any(
            accuracy(table.cells, other)[0] == sum(map(len, table.cells)) for other in found
        )


def test_no_character_of_any_drawn_table_is_lost_or_added(tmp_path: Path) -> None:
    for sheet in sheets(seed=17):
        path = draw(sheet, tmp_path)
        with pdfium.PdfDocument(path) as document:
            drawn = [squeezed(page.get_textpage().get_text_range()) for page in document]
        assert [squeezed(page.text) for page in PdfReader().read(path).pages] == drawn, sheet.name


def squeezed(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", text))


def test_tables_set_by_another_program_come_back_cell_by_cell(tmp_path: Path) -> None:
    drawn = [table for table in bench_rendered.tables() if table.kind in ("narrow gutters", "beside text, unruled")]
    path = bench_rendered.by_weasyprint(drawn, tmp_path) or bench_rendered.by_chromium(drawn, tmp_path)
    if path is None:
        pytest.skip("neither WeasyPrint nor Chromium is installed")
    assert all(share >= 0.9 for share in bench_rendered.measure(path, drawn).values())


def test_the_samples_templates_tell_the_cells_that_are_read() -> None:
    shares = bench_samples.measure()
    if not shares:
        pytest.skip("WeasyPrint, which samples/render.py imports, is not installed")
    assert len(shares) == 7 and min(shares.values()) >= 0.98
