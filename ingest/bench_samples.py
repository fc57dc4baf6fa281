"""The tables of `samples/`, of which the templates in `samples/source` tell every cell, held against what is read."""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from pathlib import Path
from typing import Any

from ingest.bench_content import Cells
from ingest.bench_tables import accuracy, tables_of
from ingest.normalise import view
from ingest.readers.pdf import PdfReader

SAMPLES = Path(__file__).parents[1] / "samples"


def known_tables() -> dict[str, list[Cells]]:
    """The tables of each sample that is made from a template, by its file; none where a program for it is missing."""
    spec = importlib.util.spec_from_file_location("render", SAMPLES / "render.py")
    if spec is None or spec.loader is None:
        return {}
    render = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(render)
    except (ImportError, OSError):
        return {}
    from bs4 import BeautifulSoup

    out = {}
    for source in sorted((SAMPLES / "source").glob("*.html")):
        soup = BeautifulSoup(render.render_html(source.stem), "html.parser")
        out[f"{source.stem}.pdf"] = [_cells(table) for table in soup.select("table.grid")]
    return out


def _cells(table: Any) -> Cells:
    """Rows of texts, a spanning cell's in its first field; columns in which no cell begins are not to be seen."""
    rows = table.find_all("tr")
    placed: list[dict[int, str]] = [{} for _ in rows]
    begun: set[int] = set()
    for r, row in enumerate(rows):
        c = 0
        for field in row.find_all(["td", "th"]):
            while c in placed[r]:
                c += 1
            down, across = int(field.get("rowspan", 1)), int(field.get("colspan", 1))
            for y in range(r, min(len(rows), r + down)):
                placed[y] |= dict.fromkeys(range(c, c + across), "")
            placed[r][c] = view(field.get_text())
            begun.add(c)
            c += across
    return [[row.get(c, "") for c in sorted(begun)] for row in placed]


def measure() -> dict[str, float]:
    """Cell accuracy by sample; each known table is held against the one of its file that it fits best."""
    right: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    for name, tables in known_tables().items():
        pages = PdfReader(scans=False).read(SAMPLES / name).pages
        read = tables_of(pages) + [rows for page in pages for rows in tables_of([page])]
        found = [[[view(text) for text in row] for row in rows] for rows in read]
        for table in tables:
            told = (accuracy(table, other) for other in found)
            hits, cells = max(told, key=lambda told: told[0] / max(told[1], 1), default=(0, 0))
            right[name] += hits
            total[name] += max(cells, sum(map(len, table)))
    return {name: right[name] / total[name] for name in total}
