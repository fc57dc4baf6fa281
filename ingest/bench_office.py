"""Tables of Word and Excel files that LibreOffice prints: what comes back of the files' cells from the PDF pages."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ingest.bench_content import Drawn, budget, drop, grouped, indicators, schedule, two_heads

PROGRAMS = ("soffice", "libreoffice")
#: Kinds by name: Word's table style, or Excel's kind of lines; and whether these rule every cell.
WORD = {
    "Word, grid": ("Table Grid", True),
    "Word, no lines": ("Normal Table", False),
    "Word, head line": ("Light Shading", False),
}
EXCEL = {
    "Excel, thin lines": ("thin", True),
    "Excel, hair lines": ("hair", True),
    "Excel, no lines": ("", False),
    "Excel, no lines, upright pages": ("", False),
}
RULED = {name: ruled for name, (_, ruled) in (WORD | EXCEL).items()}
EACH = 4
_SECONDS = 300
_WIDEST = 40


def tables(seed: int = 11) -> Iterator[Drawn]:
    """`EACH` of every kind; the same for the same seed."""
    for kind, ruled in RULED.items():
        for i in range(EACH):
            chance = random.Random(f"{seed}{kind}{i}")
            table = (indicators, budget, schedule)[i % 3](chance, chance.randint(5, 10))
            if ruled and i == EACH - 1:
                table = (grouped, two_heads)["Excel" in kind](chance)
            elif i % 2:
                drop(table, chance, 0.25)
            table.kind = kind
            yield table


def by_libreoffice(drawn: Sequence[Drawn], folder: Path) -> Path | None:
    """A PDF of them all; None where LibreOffice is not installed."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        return None
    import pypdfium2 as pdfium

    files = [folder / "office.docx", folder / "office.xlsx"]
    _word([table for table in drawn if table.kind in WORD], files[0])
    _excel([table for table in drawn if table.kind in EXCEL], files[1])
    profile = f"-env:UserInstallation={(folder / 'office-profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    merged = pdfium.PdfDocument.new()
    for file in files:  # one at a time: both would be written to office.pdf
        subprocess.run([*command[:-2], str(file)], check=True, capture_output=True, timeout=_SECONDS)
        with pdfium.PdfDocument(folder / "office.pdf") as part:
            merged.import_pages(part)
    merged.save(folder / "libreoffice.pdf")
    return folder / "libreoffice.pdf"


def _word(drawn: list[Drawn], path: Path) -> None:
    import docx
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    document: Any = docx.Document()
    document.styles["Normal"].font.size = Pt(9)
    for drawing in drawn:
        document.add_paragraph("本市では、次の表のとおり取組を進める。数値は毎年度の終わりに確かめ、結果を公表する。")
        table = document.add_table(len(drawing.cells), len(drawing.cells[0]), style=WORD[drawing.kind][0])
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for r, row in enumerate(drawing.cells):
            for c, text in enumerate(row):
                own = table.cell(r, c)
                own.text, own.width = text, Pt(drawing.widths[c] * 0.86)
                if c in drawing.right and r:
                    own.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for r0, c0, r1, c1 in drawing.merged:
            merged = table.cell(r0, c0).merge(table.cell(r1, c1))
            merged.text = drawing.cells[r0][c0]
        document.add_page_break()
    document.save(str(path))


def _excel(drawn: list[Drawn], path: Path) -> None:
    import openpyxl
    from openpyxl.styles import Alignment, Border, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for n, drawing in enumerate(drawn, 1):
        sheet: Any = book.create_sheet(f"表{n}")
        if drawing.kind.endswith("upright pages"):
            _upright_page(sheet, drawing)
            continue
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", False
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        lines: Any = EXCEL[drawing.kind][0]
        side = Side(style=lines) if lines else Side()
        for r, row in enumerate(drawing.cells, 1):
            for c, text in enumerate(row, 1):
                own = sheet.cell(r, c, text or None)
                own.border = Border(side, side, side, side)
                own.alignment = Alignment(
                    wrap_text=True, vertical="center", horizontal="right" if c - 1 in drawing.right and r > 1 else None
                )
        for r, row in enumerate(drawing.cells, 1):
            lines_of = max(len(text) * 10 // width + 1 for text, width in zip(row, drawing.widths, strict=True) if text)
            sheet.row_dimensions[r].height = 15 * lines_of
        for c, width in enumerate(drawing.widths, 1):
            sheet.column_dimensions[get_column_letter(c)].width = width / 5.2
        for r0, c0, r1, c1 in drawing.merged:
            sheet.merge_cells(start_row=r0 + 1, start_column=c0 + 1, end_row=r1 + 1, end_column=c1 + 1)
    book.save(path)


def _upright_page(sheet: Any, drawing: Drawn) -> None:
    """Another hand's sheet: a title and a unit above, a note below, cells as high as their text and set at the bottom
    of their rows, heads in their middle, columns as wide as their text."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "portrait", False
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    size, first = 10 + len(drawing.cells) % 3, 4
    sheet.cell(1, 1, "別表　取組の一覧").font = Font(name="Noto Sans CJK JP", size=size + 3, bold=True)
    sheet.cell(2, len(drawing.cells[0]), "（令和7年3月末現在）").font = Font(name="Noto Sans CJK JP", size=size)
    widths = [[len(text) + sum(char > "\u2fff" for char in text) for text in row] for row in drawing.cells]
    for r, row in enumerate(drawing.cells):
        for c, text in enumerate(row):
            own = sheet.cell(r + first, c + 1, text or None)
            own.font = Font(name="Noto Sans CJK JP", size=size, bold=r == 0)
            side = "center" if r == 0 else "right" if c in drawing.right else None
            own.alignment = Alignment(wrap_text=widths[r][c] > _WIDEST, horizontal=side)
        sheet.row_dimensions[r + first].height = 1.5 * size * (max(widths[r]) // _WIDEST + 1)
    for c, column in enumerate(zip(*widths, strict=True), 1):
        sheet.column_dimensions[get_column_letter(c)].width = (min(_WIDEST, max(column)) + 2) * size / 11
    sheet.cell(first + len(drawing.cells) + 1, 1, "※数値は年度末の速報値である。").font = Font(
        name="Noto Sans CJK JP", size=size - 1
    )
