"""Tables whose cells are known, drawn into PDF files, and how much of them the PDF reader gives back.

    python -m ingest.bench_tables [--keep FOLDER]

prints cell accuracy for each kind of table, and the speed. The files are the same on every machine.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from ingest.bench_content import (
    DETAILS,
    MAKERS,
    Cells,
    Drawn,
    budget,
    drop,
    grouped,
    indicators,
    narrow,
    paired,
    two_heads,
)
from ingest.model import Page
from ingest.readers.pdf import PdfReader

FONT = "HeiseiKakuGo-W5"
Commands = list[tuple[Any, ...]]
KINDS = ("ruled", "unruled", "merged", "empty cells", "over a page break", "two on a page")
EACH = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file to draw: its tables in reading order and how they stand."""

    name: str
    tables: tuple[Drawn, ...]
    arrangement: str = "alone"


def sheets(seed: int = 4) -> Iterator[Sheet]:
    """At least sixty tables, `EACH` of every kind; the same for the same seed."""
    makers = (_ruled, _unruled, _merged, _empty, _broken)
    for kind, make in zip(KINDS, makers, strict=False):
        for i in range(EACH):
            chance = random.Random(f"{seed}{kind}{i}")
            table = make(chance, i)
            table.size, table.padding = chance.choice((7.5, 8, 9, 9.5)), chance.choice((1, 2, 3, 5))
            table.valign = chance.choice(("TOP", "MIDDLE", "MIDDLE", "BOTTOM"))
            yield Sheet(f"{kind.replace(' ', '-')}-{i + 1:02}", (table,))
    for i in range(EACH // 2):
        chance = random.Random(f"{seed}pair{i}")
        arrangement = ("titled", "close", "beside")[i % 3]
        pair = (budget(chance, 4 + i), indicators(chance, 5))
        if arrangement == "beside":
            pair = (narrow(chance, 5), narrow(chance, 7))
        for table in pair:
            table.kind = KINDS[5]
        yield Sheet(f"two-on-a-page-{i + 1:02}", pair, arrangement)


def _ruled(chance: random.Random, i: int) -> Drawn:
    table = MAKERS[i % 3](chance, chance.randint(4, 12))
    table.rules = ("grid", "filled header", "open sides", "thick frame", "coloured", "dashed")[i % 6]
    return table


def _unruled(chance: random.Random, i: int) -> Drawn:
    table = MAKERS[i % 3](chance, chance.randint(5, 11))
    table.kind, table.rules = "unruled", ("none", "header line", "stripes", "row lines")[i % 4]
    if i % 2:
        drop(table, chance, 0.15)
    return table


def _empty(chance: random.Random, i: int) -> Drawn:
    table = MAKERS[i % 3](chance, chance.randint(5, 10))
    table.kind, table.rules = "empty cells", ("grid", "filled header", "open sides")[i // 3 % 3]
    drop(table, chance, 0.4)
    return table


def _merged(chance: random.Random, i: int) -> Drawn:
    """Groups over rows at the left, years under a head of their own, sums over columns."""
    table = (grouped, two_heads, paired)[i % 3](chance)
    table.rules = ("grid", "filled header")[i // 3 % 2]
    return table


def _broken(chance: random.Random, i: int) -> Drawn:
    """Long enough for two pages or three; every other one repeats its header."""
    cells: Cells = []
    while len(cells) < 45 + 5 * i:
        part = MAKERS[i % 3](chance, 12)
        cells += part.cells[bool(cells) :]
    if i % 3 == 1:
        for n, row in enumerate(cells[1:], 1):
            row[0] = str(n)
    part.kind, part.cells, part.repeat = "over a page break", cells, i % 2
    part.rules = ("grid", "filled header")[i // 2 % 2]
    return part


def draw(sheet: Sheet, folder: Path) -> Path:
    """Writes the file."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    path = folder / f"{sheet.name}.pdf"
    style = ParagraphStyle("prose", fontName=FONT, fontSize=10, leading=15, wordWrap="CJK")
    prose = Paragraph("本市では、次の表のとおり取組を進める。" * 4, style)
    story: list[Any] = [Paragraph("第３章　取組と指標", style), Spacer(1, 8), prose, Spacer(1, 10)]
    drawn = [_platypus(table) for table in sheet.tables]
    if sheet.arrangement == "beside":
        frame = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
        story.append(Table([drawn], colWidths=[250, 250], style=frame))
    else:
        for n, table in enumerate(drawn):
            between = [Spacer(1, 12), Paragraph("（２）次の表", style), Spacer(1, 6)]
            story += [] if n == 0 else [Spacer(1, 7)] if sheet.arrangement == "close" else between
            story.append(table)
    story += [Spacer(1, 10), prose]
    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=50, rightMargin=45, invariant=1).build(story)
    return path


def _platypus(table: Drawn) -> Table:
    plain = ParagraphStyle("cell", fontName=FONT, fontSize=table.size, leading=table.size + 2, wordWrap="CJK")
    right = ParagraphStyle("figure", parent=plain, alignment=TA_RIGHT)
    centred = ParagraphStyle("head", parent=plain, alignment=TA_CENTER)

    def set_cell(r: int, c: int, text: str) -> Paragraph | str:
        return Paragraph(text, centred if r == 0 else right if c in table.right else plain) if text else ""

    body = [[set_cell(r, c, text) for c, text in enumerate(row)] for r, row in enumerate(table.cells)]
    every = (0, 0), (-1, -1)
    style = [("VALIGN", *every, table.valign), *_rules(table)]
    style += [(f"{side}PADDING", *every, table.padding) for side in ("TOP", "BOTTOM")]
    style += [("SPAN", (c0, r0), (c1, r1)) for r0, c0, r1, c1 in table.merged]
    return Table(body, colWidths=list(table.widths), repeatRows=table.repeat, style=TableStyle(style), hAlign="LEFT")


def _rules(table: Drawn) -> Commands:
    every, head = ((0, 0), (-1, -1)), ((0, 0), (-1, 0))
    grid = ("GRID", *every, 0.5, colors.black)
    stripes = [("BACKGROUND", (0, r), (-1, r), colors.whitesmoke) for r in range(1, len(table.cells), 2)]
    styles: dict[str, Commands] = {
        "grid": [grid],
        "filled header": [("BACKGROUND", *head, colors.lightblue), grid],
        "open sides": [("INNERGRID", *every, 0.5, colors.black), ("LINEABOVE", *head, 1, colors.black),
                       ("LINEBELOW", (0, -1), (-1, -1), 1, colors.black)],
        "thick frame": [grid, ("BOX", *every, 2, colors.black), ("LINEBELOW", *head, 1.5, colors.black)],
        "coloured": [("BACKGROUND", *every, colors.lightcyan), ("BACKGROUND", *head, colors.navy),
                     ("GRID", *every, 1, colors.white)],
        "dashed": [("GRID", *every, 0.5, colors.grey, 0, (2, 2))],
        "none": [],
        "header line": [("LINEBELOW", *head, 1, colors.black)],
        "stripes": [("BACKGROUND", *head, colors.lightgrey), *stripes],
        "row lines": [("LINEBELOW", *every, 0.5, colors.grey), ("LINEABOVE", *head, 0.5, colors.grey)],
    }  # fmt: skip
    return styles[table.rules]


def accuracy(known: Cells, read: Cells) -> tuple[int, int]:
    """Cells that are right, and the number of cells known or read, whichever is more.

    Rows are aligned so that most cells agree; a cell is right in its column, white space aside, an empty one if empty.
    """
    wide = max((len(row) for row in read), default=0)
    total = max(sum(map(len, known)), wide * len(read))
    best = [0] * (len(read) + 1)
    for row in known:
        above, best = best, [0]
        for n, other in enumerate(read):
            hits = sum(_bare(a) == _bare(b) for a, b in zip(row, other, strict=False))
            best.append(max(above[n] + hits, above[n + 1], best[n]))
    return best[-1], total


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def measure(folder: Path) -> dict[str, float]:
    """Cell accuracy by kind; each known table is held against the one of its file that it fits best."""
    right: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    for sheet in sheets():
        found = tables_of(PdfReader().read(draw(sheet, folder)).pages)
        for table in sheet.tables:
            hits, cells = max((accuracy(table.cells, other) for other in found), default=(0, 0))
            right[table.kind] += hits
            total[table.kind] += max(cells, sum(map(len, table.cells)))
    return {kind: right[kind] / total[kind] for kind in KINDS}


def tables_of(pages: Sequence[Page]) -> list[Cells]:
    """The tables that a reader found, those over page breaks as one and without repeated heads."""
    out: list[Cells] = []
    edges: tuple[float, ...] = ()
    for page in pages:
        for n, table in enumerate(page.tables):
            rows = [line.split("\t") for line in page.text[table.start : table.end].split("\n")]
            if n == 0 and page.number > 1 and out and table.edges == edges:
                out[-1] = out[-1] + rows[rows[0] == out[-1][0] :]
            else:
                out.append(rows)
            edges = table.edges
    return out


@dataclass(frozen=True, slots=True)
class Speed:
    """Pages a second on one core: prose as PDFium alone extracts it, prose as it is read, and pages of one table."""

    raw: float
    prose: float
    tables: float


def speed(folder: Path, pages: int = 60) -> Speed:
    """Measured on generated files."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("prose", fontName=FONT, fontSize=10, leading=15, wordWrap="CJK", spaceAfter=8)
    paragraphs = [Paragraph(DETAILS[i % len(DETAILS)] * 8, style) for i in range(9)]
    prose, tables = folder / "prose.pdf", folder / "tables.pdf"
    story = [part for _ in range(pages) for part in (*paragraphs, PageBreak())]
    SimpleDocTemplate(str(prose), pagesize=A4, invariant=1).build(story)
    drawn = (MAKERS[i % 3](random.Random(i), 12) for i in range(pages))
    SimpleDocTemplate(str(tables), pagesize=A4, leftMargin=40, rightMargin=40, invariant=1).build(
        [part for table in drawn for part in (_platypus(table), PageBreak())]
    )
    return Speed(_rate(_extract, prose), _rate(_read, prose), _rate(_read, tables))


def _rate(work: Callable[[Path], int], path: Path) -> float:
    """Pages a second, the best of three runs."""
    best = 0.0
    for _ in range(3):
        began = time.perf_counter()
        pages = work(path)
        best = max(best, pages / (time.perf_counter() - began))
    return best


def _extract(path: Path) -> int:
    with pdfium.PdfDocument(path) as document:
        return sum(bool(page.get_textpage().get_text_range()) for page in document)


def _read(path: Path) -> int:
    return len(PdfReader().read(path).pages)


def main() -> None:
    from ingest import bench_rendered, bench_samples

    parser = argparse.ArgumentParser(prog="python -m ingest.bench_tables", description="Measures reading of tables.")
    parser.add_argument("--keep", type=Path, help="a folder in which the drawn files stay")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as aside:
        folder = given.keep or Path(aside)
        folder.mkdir(parents=True, exist_ok=True)
        for kind, share in measure(folder).items():
            print(f"{kind:20} cell accuracy {share:.4f}")
        for program, kinds in bench_rendered.measured(folder):
            for kind, (share, _) in kinds.items():
                print(f"{program}, {kind:34} cell accuracy {share:.4f}")
        for name, share in bench_samples.measure().items():
            print(f"samples/{name:30} cell accuracy {share:.4f}")
        rates = speed(folder)
    print(f"prose: {rates.prose:.0f} pages/s, by PDFium alone {rates.raw:.0f}; tables: {rates.tables:.0f} pages/s")


if __name__ == "__main__":
    main()
