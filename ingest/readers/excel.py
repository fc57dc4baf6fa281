"""Spreadsheets: a sheet a page. Excel (.xlsx) through openpyxl, and separated values (.csv, .tsv)."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.errors import UnreadableFile
from ingest.model import Page, RawDocument
from ingest.readers.base import FileFacts, check_archive, missing
from ingest.readers.number_format import JAPANESE_FORMATS, displayed
from ingest.readers.rows import blocks, cell
from ingest.readers.text import decode

MAX_CELLS = 5_000_000
_UNCOMPUTED = re.compile(rb"<f(?: [^>]*)?(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>")
_MAX_SCANNED = 100_000_000


class ExcelReader:
    name = "Excel"
    suffixes = frozenset({".xlsx", ".xlsm"})

    def accepts(self, facts: FileFacts) -> bool:
        return facts.has_member("xl/workbook.xml")

    def read(self, path: Path) -> RawDocument:
        """Values as displayed; a merged cell's in its first field. Hidden sheets are left out, with a warning."""
        try:
            import openpyxl
        except ImportError as error:
            raise missing("openpyxl", "Excel files", error) from error
        check_archive(path)
        warnings = _uncomputed(path)
        pages: list[Page] = []
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
        try:
            budget = MAX_CELLS
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    warnings.append(f"sheet {sheet.title} is hidden and was left out")
                    continue
                rows = list(_rows(sheet, budget, path))
                budget -= sum(map(len, rows))
                pages.append(Page(number=len(pages) + 1, text=blocks(rows), label=sheet.title))
            title = (book.properties.title or "").strip() or None
        finally:
            book.close()
        media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return RawDocument(pages=tuple(pages), media_type=media_type, title=title, warnings=tuple(warnings))


class CsvReader:
    name = "CSV"
    suffixes = frozenset({".csv", ".tsv"})

    def accepts(self, facts: FileFacts) -> bool:
        return facts.suffix in self.suffixes and not facts.is_binary and not facts.is_html

    def read(self, path: Path) -> RawDocument:
        text, warnings = decode(path.read_bytes(), path.name)
        csv.field_size_limit(100_000_000)
        try:
            reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text, path))
            rows = [[cell(value) for value in row] for row in reader]
        except csv.Error as error:
            raise UnreadableFile(f"{path.name}: not separated values ({error}); save it as CSV (UTF-8) anew") from error
        page = Page(number=1, text=blocks(rows))
        return RawDocument(pages=(page,), media_type="text/csv", warnings=warnings)


def _delimiter(text: str, path: Path) -> str:
    if path.suffix.lower() == ".tsv":
        return "\t"
    head = text[:4096]
    return max(",\t;", key=head.count)


def _rows(sheet: Any, budget: int, path: Path) -> Iterator[list[str]]:
    """Rows without the empty cells at their ends; rows that the file leaves out come as empty ones."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        budget -= len(row)
        if budget < 0:
            raise UnreadableFile(f"{path.name}: more than {MAX_CELLS:,} cells; delete empty formatted rows or split it")
        values = [cell(_displayed(field)) for field in row]
        while values and not values[-1]:
            values.pop()
        yield values


def _displayed(field: Any) -> str:
    """A field's text; the Japanese date formats that openpyxl does not know by their number are read here."""
    if field.value is None:
        return ""
    known = JAPANESE_FORMATS.get(field.style_array.numFmtId) if isinstance(field.value, int | float) else None
    if known is None:
        return displayed(field.value, field.number_format or "General")
    from openpyxl.utils.datetime import from_excel

    return displayed(from_excel(field.value), known)


def _uncomputed(path: Path) -> list[str]:
    """A warning where formulas have no stored result (the file was written by a program that does not compute)."""
    found = 0
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.filename.startswith("xl/worksheets/") and member.file_size < _MAX_SCANNED:
                found += len(_UNCOMPUTED.findall(archive.read(member)))
    if not found:
        return []
    return [f"{found} formulas have no stored value and read as empty; open the file in Excel and save it"]
