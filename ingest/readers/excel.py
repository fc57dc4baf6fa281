"""Spreadsheets: a sheet a page. Excel (.xlsx) through openpyxl, and separated values (.csv, .tsv)."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import UnreadableFile
from ingest.model import Page, RawDocument
from ingest.readers.base import FileFacts, check_archive, missing
from ingest.readers.number_format import JAPANESE_FORMATS, displayed
from ingest.readers.rows import BAR, cell, located
from ingest.readers.sheet_tables import sheet
from ingest.readers.text import decode
from ingest.suffixes import CSV, EXCEL

MAX_CELLS = 5_000_000
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_ROW = re.compile(rb"<(?:\w+:)?row [^>]*>")
_COLUMN = re.compile(rb"<(?:\w+:)?col [^>]*>")
_HIDDEN = re.compile(rb' hidden="(?:1|true)"')
_FIRST, _LAST = re.compile(rb' min="(\d+)"'), re.compile(rb' max="(\d+)"')
_AT = re.compile(rb' r="(\d+)"')
_MAX_MERGED = 20_000
_MOST_COLUMNS = 16_384
_UNCOMPUTED = re.compile(rb"<f(?: [^>]*)?(?:/>|>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>")
_MAX_SCANNED = 100_000_000


class ExcelReader:
    name = "Excel"
    suffixes = EXCEL

    def accepts(self, facts: FileFacts) -> bool:
        return facts.has_member("xl/workbook.xml")

    def read(self, path: Path) -> RawDocument:
        """Values as displayed; a merged cell's in its first field.

        What is hidden (sheets, rows, columns) is left out, with a warning. A coloured field without a value in a row
        that has uncoloured ones too, as bars of a schedule are drawn, reads `rows.BAR`.
        """
        try:
            import openpyxl
        except ImportError as error:
            raise missing("openpyxl", "Excel files", error) from error
        check_archive(path)
        _check_cells(path)
        warnings = _uncomputed(path)
        pages: list[Page] = []
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=True)
        try:
            budget = MAX_CELLS
            for tab in book.worksheets:
                if tab.sheet_state != "visible":
                    warnings.append(f"sheet {tab.title} is hidden and was left out")
                    continue
                layout = _layout(path, tab)
                rows = list(_rows(tab, budget, path, layout))
                budget -= sum(map(len, rows))
                if hidden := layout.hidden():
                    warnings.append(f"sheet {tab.title}: {hidden}, and left out")
                text, grids = sheet(rows, layout.spans())
                number = len(pages) + 1
                pages.append(Page(number=number, text=text, label=tab.title, tables=located(text, grids)))
            title = (book.properties.title or "").strip() or None
        finally:
            book.close()
        media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return RawDocument(pages=tuple(pages), media_type=media_type, title=title, warnings=tuple(warnings))


class CsvReader:
    name = "CSV"
    suffixes = CSV

    def accepts(self, facts: FileFacts) -> bool:
        return facts.suffix in self.suffixes and not facts.is_binary and not facts.is_html

    def read(self, path: Path) -> RawDocument:
        text, warnings = decode(path.read_bytes(), path.name)
        csv.field_size_limit(100_000_000)
        try:
            delimiter = _delimiter(text, path)
            if (cells := text.count(delimiter)) > MAX_CELLS:
                raise UnreadableFile(f"{path.name}: {cells:,} cells, over the limit of {MAX_CELLS:,}; split it")
            reader = csv.reader(io.StringIO(text), delimiter=delimiter)
            rows = [[cell(value) for value in row] for row in reader]
        except csv.Error as error:
            raise UnreadableFile(f"{path.name}: not separated values ({error}); save it as CSV (UTF-8) anew") from error
        shown, grids = sheet(rows)
        page = Page(number=1, text=shown, tables=located(shown, grids))
        return RawDocument(pages=(page,), media_type="text/csv", warnings=warnings)


def _delimiter(text: str, path: Path) -> str:
    if path.suffix.lower() == ".tsv":
        return "\t"
    head = text[:4096]
    return max(",\t;", key=head.count)


@dataclass(slots=True)
class _Layout:
    """What a sheet says besides its values; rows and columns count from 0, those of `hide_*` in the file's own way."""

    merged: list[tuple[int, int, int, int]]
    hide_rows: frozenset[int]
    hide_columns: frozenset[int]

    def hidden(self) -> str:
        """'2 rows and 1 column are hidden', or nothing."""
        counts = [(n, word) for n, word in ((len(self.hide_rows), "row"), (len(self.hide_columns), "column")) if n]
        listed = " and ".join(f"{n} {word}{'s' if n > 1 else ''}" for n, word in counts)
        return f"{listed} {'is' if sum(n for n, _ in counts) == 1 else 'are'} hidden" if listed else ""

    def spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The merged cells among what is shown: by place of the first field, how many rows and columns they cover."""
        out: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, bottom, right in self.merged:
            rows = [r for r in range(top, bottom + 1) if r not in self.hide_rows]
            columns = [c for c in range(left, right + 1) if c not in self.hide_columns]
            if rows and columns:
                place = rows[0] - _below(self.hide_rows, rows[0]), columns[0] - _below(self.hide_columns, columns[0])
                out[place] = len(rows), len(columns)
        return out


def _below(hidden: frozenset[int], at: int) -> int:
    return sum(n < at for n in hidden)


def _layout(path: Path, tab: Any) -> _Layout:
    """Merged cells and what is hidden, which openpyxl does not tell of a sheet that it streams."""
    from openpyxl.utils.cell import range_boundaries

    with zipfile.ZipFile(path) as archive:
        name = str(getattr(tab, "_worksheet_path", "")).lstrip("/")
        if name not in archive.namelist() or archive.getinfo(name).file_size > _MAX_SCANNED:
            return _Layout([], frozenset(), frozenset())
        data = archive.read(name)
    merged = []
    for ref in _MERGED.findall(data)[:_MAX_MERGED]:
        left, top, right, bottom = (int(n or 1) - 1 for n in range_boundaries(ref.decode()))
        merged.append((top, left, bottom, right))
    hide_rows = frozenset(int(n) - 1 for tag in _ROW.findall(data) if _HIDDEN.search(tag) for n in _AT.findall(tag))
    hide_columns: set[int] = set()
    for tag in _COLUMN.findall(data):
        if _HIDDEN.search(tag):
            first, last = (int(n) for at in (_FIRST, _LAST) for n in at.findall(tag)[:1] or [b"0"])
            hide_columns.update(range(max(first, 1) - 1, min(last, _MOST_COLUMNS)))
    return _Layout(merged, hide_rows, frozenset(hide_columns))


def _rows(tab: Any, budget: int, path: Path, layout: _Layout) -> Iterator[list[str]]:
    """Rows without the empty cells at their ends; rows that the file leaves out come as empty ones."""
    tab.reset_dimensions()
    for r, row in enumerate(tab.iter_rows()):
        budget -= len(row)
        if budget < 0:
            raise UnreadableFile(f"{path.name}: more than {MAX_CELLS:,} cells; delete empty formatted rows or split it")
        if r in layout.hide_rows:
            continue
        fields = [field for c, field in enumerate(row) if c not in layout.hide_columns]
        values = [cell(_displayed(field)) for field in fields]
        values = _with_bars(values, fields)
        while values and not values[-1]:
            values.pop()
        yield values


def _with_bars(values: list[str], fields: Sequence[Any]) -> list[str]:
    """A row whose coloured fields behind its label are marked where they hold nothing."""
    first = next((c for c, value in enumerate(values) if value), None)
    if first is None:
        return values
    blank = [c for c in range(first + 1, len(values)) if not values[c]]
    coloured = [c for c in blank if _is_coloured(fields[c])]
    if not coloured or len(coloured) == len(values) - first - 1 or _is_coloured(fields[first]):
        return values
    return [BAR if c in coloured else value for c, value in enumerate(values)]


def _is_coloured(field: Any) -> bool:
    fill = getattr(field, "fill", None) if getattr(field, "has_style", False) else None
    if fill is None or fill.fill_type != "solid":
        return False
    colour = fill.fgColor
    return not (colour.type == "rgb" and str(colour.rgb)[-6:].upper() == "FFFFFF") and not (
        colour.type == "theme" and colour.theme == 0 and not colour.tint
    )


def _displayed(field: Any) -> str:
    """A field's text; the Japanese date formats that openpyxl does not know by their number are read here."""
    if field.value is None:
        return ""
    known = JAPANESE_FORMATS.get(field.style_array.numFmtId) if isinstance(field.value, int | float) else None
    if known is None:
        return displayed(field.value, field.number_format or "General")
    from openpyxl.utils.datetime import from_excel

    return displayed(from_excel(field.value), known)


def _check_cells(path: Path) -> None:
    """Counts the cells that are written down, also empty ones, before any is read."""
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.filename.startswith("xl/worksheets/") and member.file_size < _MAX_SCANNED:
                data = archive.read(member)
                if (cells := data.count(b"<c ")) > MAX_CELLS:
                    first = data[data.find(b"<row") : data.find(b"</row>")].count(b"<c ")
                    raise UnreadableFile(
                        f"{path.name}: {Path(member.filename).stem} has {cells:,} cells, {first:,} in its first row, "
                        f"over the limit of {MAX_CELLS:,}; delete empty formatted rows and columns, or split it"
                    )


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
