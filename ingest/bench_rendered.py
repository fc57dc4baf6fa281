"""Tables set by programs that know nothing of our own reader: WeasyPrint and Chromium (`bench_office`: LibreOffice).

Each measures what `bench_tables` does: how many cells come back in their row and column.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ingest import bench_office
from ingest.bench_content import (
    DETAILS,
    NAMES,
    SECTIONS,
    UNITS,
    Cells,
    Drawn,
    budget,
    drop,
    indicators,
    number,
    schedule,
    two_heads,
)
from ingest.bench_content import grouped as grouped_rows
from ingest.model import Page
from ingest.readers.pdf import PdfReader

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
EACH = 4
_SECONDS = 300
_PAGE = "@page { size: A4; margin: 18mm 15mm } body { font: 9pt/1.35 'IPAexGothic','Noto Sans CJK JP',sans-serif }"
_BASE = (
    "section { break-after: page } table { border-collapse: collapse; margin: 8pt 0 } th { font-weight: normal }"
    " td, th { padding: 2pt 4pt; text-align: left; vertical-align: middle } .f { text-align: right }"
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of table is set: its CSS behind the class that is its number, and whether lines rule its cells."""

    css: str
    ruled: bool = True


#: Kinds by name; `{}` stands for the table's selector.
STYLES = {
    "shaded head, white lines": Style(
        "{} th { background: #245; color: #fff } {} td { background: #eef } {} td, {} th { border: 1.5pt solid #fff }"
    ),
    "no outer border": Style(
        "{} td, {} th { border: .6pt solid #333 } {} tr > :first-child { border-left: none }"
        " {} tr > :last-child { border-right: none } {} tr:first-child > * { border-top: none }"
        " {} tr:last-child > * { border-bottom: none }"
    ),
    "double lines": Style(
        "{} td, {} th { border: 2.2pt double #000 } {} tr:first-child > * { border-bottom: 3pt double }"
    ),
    "a frame a cell": Style(
        "{} { border-collapse: separate; border-spacing: 1pt } {} td, {} th { border: .6pt solid #555 }"
    ),
    "upright heads": Style("{} td, {} th { border: .6pt solid #333 } {} th { text-align: center; padding: 2pt }"),
    "lines in cells": Style("{} td, {} th { border: .5pt solid #333; vertical-align: top }"),
    "empty at the ends": Style(
        "{} td, {} th { border: .5pt solid #333 } {} th { background: #dde6f2; text-align: center }"
    ),
    "beside text": Style("{} td, {} th { border: .5pt solid #333 } {} { float: right; width: 58%; margin-left: 10pt }"),
    "merged cells": Style("{} td, {} th { border: .5pt solid #333 } {} .f { text-align: center }"),
    "no lines": Style("", ruled=False),
    "head and foot lines": Style(
        "{} { border-top: 1.2pt solid; border-bottom: 1.2pt solid } {} th { border-bottom: .6pt solid }", ruled=False
    ),
    "striped rows": Style("{} tr:nth-child(even) td { background: #eef2f6 } {} th { background: #ccd }", ruled=False),
    "centred figures": Style("{} .f, {} th { text-align: center }", ruled=False),
    "narrow gutters": Style("{} td, {} th { padding: 1.5pt 3.2pt }", ruled=False),
    "units in the head, unruled": Style("{} th { text-align: center; vertical-align: bottom }", ruled=False),
    "lines in cells, unruled": Style("{} td { vertical-align: top; padding-bottom: 6pt }", ruled=False),
    "empty at the ends, unruled": Style("{} td, {} th { padding: 2pt 7pt }", ruled=False),
    "beside text, unruled": Style("{} { float: right; width: 58%; margin-left: 16pt }", ruled=False),
}  # fmt: skip


RULED = {kind: style.ruled for kind, style in STYLES.items()} | bench_office.RULED


def tables(seed: int = 11) -> Iterator[Drawn]:
    """`EACH` of every kind; the same for the same seed."""
    for kind in STYLES:
        for i in range(EACH):
            table = _content(kind, random.Random(f"{seed}{kind}{i}"), i)
            table.kind = kind
            yield table


def _content(kind: str, chance: random.Random, i: int) -> Drawn:
    if kind == "upright heads":
        return _marks(chance)
    if kind.startswith("units in the head"):
        return _costs(chance)
    if kind.startswith("lines in cells"):
        return _steps(chance)
    if kind.startswith("empty at the ends"):
        return _sparse(chance)
    if kind.startswith("beside text"):
        return _small(chance)
    if kind == "merged cells":
        return (grouped_rows, two_heads)[i % 2](chance)
    table = (indicators, budget, schedule)[i % 3](chance, chance.randint(5, 11))
    if i % 2:
        drop(table, chance, 0.25)
    return table


def _marks(chance: random.Random) -> Drawn:
    """Heads a character a line over narrow columns of marks."""
    head = ["取組", *chance.sample(SECTIONS, 5), "備考"]
    rows = [
        [name, *(chance.choice(("○", "◎", "△", "")) for _ in range(5)), chance.choice(("", "継続", "新規"))]
        for name in chance.sample(NAMES, 7)
    ]
    return Drawn("", [head, *rows], (150, 22, 22, 22, 22, 22, 60))


def _costs(chance: random.Random) -> Drawn:
    head = ["事業名", "予算額\n（千円）", "決算額\n（千円）", "執行率\n（％）", "利用者数\n（人）"]
    rows = [
        [name, *(f"{chance.randint(100, 90000):,}" for _ in range(2)), f"{chance.randint(500, 1000) / 10}",
         chance.choice((f"{chance.randint(1, 9000):,}", "-", ""))]
        for name in chance.sample(NAMES, 8)
    ]  # fmt: skip
    return Drawn("", [head, *rows], (170, 70, 70, 60, 70), right=frozenset({1, 2, 3, 4}))


def _steps(chance: random.Random) -> Drawn:
    """Bulleted lines in cells, paragraphs that run over several lines."""
    cells: Cells = [["No.", "取組", "内容", "令和7年度", "所管"]]
    for n, name in enumerate(chance.sample(NAMES, 5), 1):
        bullets = "\n".join(
            f"・{step}" for step in chance.sample(("方針の決定", "機器の調達", "職員研修", "試行と検証"), 2)
        )
        cells.append([str(n), name, chance.choice(DETAILS), bullets, chance.choice(SECTIONS)])
    return Drawn("", cells, (26, 100, 190, 80, 80))


def _sparse(chance: random.Random) -> Drawn:
    """Groups named in their first row alone, remarks in a few rows."""
    cells: Cells = [["区分", "指標", "単位", "R5", "R6", "R7", "備考"]]
    for group in ("窓口", "防災", "福祉"):
        for n, name in enumerate(chance.sample(NAMES, chance.randint(2, 3))):
            values = [number(chance) if chance.random() < 0.75 else "" for _ in range(3)]
            remark = chance.choice(("", "", "※速報値", "調整中"))
            cells.append([group if n == 0 else "", name[:9], chance.choice(UNITS), *values, remark])
    return Drawn("", cells, (44, 110, 34, 55, 55, 55, 60), right=frozenset({3, 4, 5}))


def _small(chance: random.Random) -> Drawn:
    rows = [[name[:7], number(chance), number(chance)] for name in chance.sample(NAMES, 6)]
    return Drawn("", [["項目", "R5", "R6"], *rows], (100, 60, 60), right=frozenset({1, 2}))


def html(drawn: Sequence[Drawn]) -> str:
    """One section a page, each with prose around its table."""
    prose = "<p>本市では、次の表のとおり取組を進める。" + "数値は毎年度の終わりに確かめ、結果を公表する。" * 3 + "</p>"
    kinds = list(STYLES)
    rules = [STYLES[kind].css.replace("{}", f".k{n}") for n, kind in enumerate(kinds)]
    body = "".join(
        f"<section>{prose}{_markup(table, f'k{kinds.index(table.kind)}')}"
        f"{prose * (4 if 'beside' in table.kind else 1)}</section>"
        for table in drawn
    )
    style = f"{_PAGE} {_BASE} {' '.join(rules)}"
    return f"<!DOCTYPE html><html lang='ja'><meta charset='utf-8'><style>{style}</style><body>{body}</body></html>"


def _markup(table: Drawn, name: str) -> str:
    spans = {(r0, c0): (r1 - r0 + 1, c1 - c0 + 1) for r0, c0, r1, c1 in table.merged}
    covered = {
        (r, c) for r0, c0, r1, c1 in table.merged for r in range(r0, r1 + 1) for c in range(c0, c1 + 1)
    } - spans.keys()
    columns = "" if "beside" in table.kind else "".join(f"<col style='width:{width}pt'>" for width in table.widths)
    rows = []
    for r, row in enumerate(table.cells):
        cells = []
        for c, text in enumerate(row):
            if (r, c) in covered:
                continue
            down, across = spans.get((r, c), (1, 1))
            upright = table.kind == "upright heads" and r == 0 and 0 < c < len(row) - 1
            shown = "<br>".join(map(escape, text if upright else text.split("\n")))
            tag = "th" if r == 0 or (r == 1 and spans.get((0, 0), (1, 1))[0] > 1) else "td"
            right = " class=f" if c in table.right and tag == "td" else ""
            cells.append(f"<{tag} rowspan={down} colspan={across}{right}>{shown}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table class={name}><colgroup>{columns}</colgroup>{''.join(rows)}</table>"


def by_weasyprint(drawn: Sequence[Drawn], folder: Path) -> Path | None:
    """None where WeasyPrint, or a library that it needs, is not installed."""
    try:
        from weasyprint import HTML
    except (ImportError, OSError):
        return None
    path = folder / "weasyprint.pdf"
    HTML(string=html(drawn)).write_pdf(path)
    return path


def by_chromium(drawn: Sequence[Drawn], folder: Path) -> Path | None:
    """None where there is no Chromium."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        return None
    page, path = folder / "chromium.html", folder / "chromium.pdf"
    page.write_text(html(drawn), "utf-8")
    command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
               f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={path}", page.as_uri()]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    return path


def measured(folder: Path, seed: int = 11) -> Iterator[tuple[str, dict[str, tuple[float, bool]]]]:
    """By program: for each kind, the share of cells that come back, and whether lines rule them. Programs that are not
    installed are left out."""
    printed = list(bench_office.tables(seed))
    for name, render, drawn in (
        ("WeasyPrint", by_weasyprint, list(tables(seed))),
        ("Chromium", by_chromium, list(tables(seed))),
        ("LibreOffice", bench_office.by_libreoffice, printed),
    ):
        if path := render(drawn, folder):
            shares = measure(path, drawn)
            yield name, {kind: (share, RULED[kind]) for kind, share in shares.items()}


def measure(path: Path, drawn: Sequence[Drawn]) -> dict[str, float]:
    """Cell accuracy by kind; each known table is held against the one of the file that it fits best."""
    from ingest.bench_tables import accuracy

    found = [rows for page in PdfReader().read(path).pages for rows in rows_of(page)]
    right: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    for table in drawn:
        hits, cells = max((accuracy(table.cells, other) for other in found), default=(0, 0))
        right[table.kind] += hits
        total[table.kind] += max(cells, sum(map(len, table.cells)))
    return {kind: right[kind] / total[kind] for kind in total}


def rows_of(page: Page) -> list[Cells]:
    return [[line.split("\t") for line in page.text[table.start : table.end].split("\n")] for table in page.tables]
