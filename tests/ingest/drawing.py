"""Draws the parts of small PDF pages; y counts from the bottom, in points."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reportlab.pdfgen.canvas import Canvas

Draw = Callable[[Canvas], None]


def text_at(x: float, y: float, *lines: str, leading: float = 15) -> Draw:
    """Draws lines of text downwards from (x, y)."""

    def draw(canvas: Canvas) -> None:
        for i, line in enumerate(lines):
            canvas.drawString(x, y - i * leading, line)

    return draw


def table_at(x: float, y: float, widths: Sequence[float], rows: Sequence[Sequence[str]], height: float = 30) -> Draw:
    """Draws a ruled table with its top left at (x, y); "\\n" breaks a cell's line."""

    def draw(canvas: Canvas) -> None:
        xs = [x + sum(widths[:i]) for i in range(len(widths) + 1)]
        ys = [y - height * i for i in range(len(rows) + 1)]
        for at in ys:
            canvas.line(xs[0], at, xs[-1], at)
        for at in xs:
            canvas.line(at, ys[0], at, ys[-1])
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                for i, line in enumerate(value.split("\n")):
                    canvas.drawString(xs[c] + 3, ys[r] - 12 - 12 * i, line)

    return draw


def together(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for part in draws:
            part(canvas)

    return draw
