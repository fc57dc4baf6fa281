"""What stands in the cells of a ruled table, as rows of text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ingest.readers.layout import NOWHERE, Piece, cell_text, in_reading_order, joined
from ingest.readers.pdf_bars import Bars
from ingest.readers.rows import BAR, Grid
from ingest.readers.ruling import Grid as Ruled

#: The number of a table on its page, and row and column in it.
Place = tuple[int, tuple[int, int]]


def place_in(tables: Sequence[Ruled], x: float, y: float) -> Place | None:
    for number, table in enumerate(tables):
        cell = table.locate(x, y)
        if cell is not None:
            return number, cell
    return None


def table_pieces(table: Ruled, cells: dict[tuple[int, int], list[Piece]], bars: Bars | None) -> list[Piece]:
    """A table's rows as one block, or as several with prose between them where a box spans the whole table."""
    if len(cells) < 2 or len({c for _, c in cells}) < 2:
        return [piece for pieces in cells.values() for piece in pieces]
    columns = len(table.xs) - 1
    out: list[Piece] = []
    block: dict[int, list[Piece]] = {}
    for r, places in enumerate(table.cell):
        lines = {c: in_reading_order(cells[r, c]) for c in range(columns) if (r, c) in cells and places[c] == (r, c)}
        if set(places) == {(r, 0)} and len(lines.get(0, ())) >= 3:
            out.extend([*_block(block, table), *cells[r, 0]])
            block = {}
        elif any(place[0] == r for place in places):
            texts = {c: cell_text(own) for c, own in lines.items()}
            marked = bars.over(table, r, texts) if bars else ()
            block[r] = _row(table, r, {**texts, **{c: (BAR, [NOWHERE]) for c in marked}})
    return [*out, *_block(block, table)]


def _row(table: Ruled, r: int, cells: dict[int, tuple[str, list[int]]]) -> list[Piece]:
    columns = len(table.xs) - 1
    return [
        Piece(table.xs[c], table.ys[r], table.xs[c + 1], table.ys[r + 1], *cells.get(c, ("", [])))
        for c in range(columns)
    ]


def _block(rows: dict[int, list[Piece]], table: Ruled) -> list[Piece]:
    """`rows` are the cells of the table's rows, by their number."""
    if not any(cell.text.strip() for row in rows.values() for cell in row):
        return []
    lines = [joined(row, "\t") for row in rows.values()]
    levels = (*(table.ys[r] for r in rows), table.ys[max(rows) + 1])
    texts = [[cell.text for cell in row] for row in rows.values()]
    grid = Grid(texts, _spans(table, list(rows)), edges=table.xs, levels=levels)
    return [Piece(table.xs[0], lines[0].y0, table.xs[-1], lines[-1].y1, "", [], lines, grid)]


def _spans(table: Ruled, rows: Sequence[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """The merged cells of some of a table's rows: by place in these, how many of them and of the columns they cover."""
    fields: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for n, r in enumerate(rows):
        for c, origin in enumerate(table.cell[r]):
            fields[origin].append((n, c))
    return {own[0]: (own[-1][0] - own[0][0] + 1, own[-1][1] - own[0][1] + 1) for own in fields.values() if len(own) > 1}
