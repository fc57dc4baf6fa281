"""PowerPoint (.pptx): a slide a page, its shapes from the top left, tables as rows, notes at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.model import Page, RawDocument
from ingest.readers.base import FileFacts, check_archive, missing
from ingest.readers.charts import chart_grid, chart_title
from ingest.readers.rows import Grid, cell, located, trimmed
from ingest.suffixes import POWERPOINT

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_DATA = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
_SAME_ROW = 0.03


class PowerPointReader:
    name = "PowerPoint"
    suffixes = POWERPOINT

    def accepts(self, facts: FileFacts) -> bool:
        return facts.has_member("ppt/presentation.xml")

    def read(self, path: Path) -> RawDocument:
        """Hidden slides keep their number but not their text. Charts are the table of their values; pictures are left
        out."""
        try:
            import pptx
        except ImportError as error:
            raise missing("python-pptx", "PowerPoint files", error) from error
        check_archive(path)
        presentation = pptx.Presentation(str(path))
        height = float(presentation.slide_height or 6_858_000)
        pages: list[Page] = []
        warnings: list[str] = []
        for number, slide in enumerate(presentation.slides, 1):
            hidden = slide.element.get("show") in ("0", "false")
            if hidden:
                warnings.append(f"slide {number} is hidden and was left out")
            grids: list[Grid] = []
            text = "" if hidden else _slide(slide, height, grids)
            pages.append(Page(number=number, text=text, tables=located(text, grids)))
        return RawDocument(
            pages=tuple(pages),
            media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
            title=(presentation.core_properties.title or "").strip() or None,
            warnings=tuple(warnings),
        )


def _slide(slide: Any, height: float, grids: list[Grid]) -> str:
    """A slide's text; adds its tables to `grids`."""
    title = slide.shapes.title
    placed = [(shape, x, y) for shape, x, y in _shapes(slide.shapes, 0.0, 0.0, 1.0, 1.0)]
    row = _SAME_ROW * height
    placed.sort(key=lambda p: (title is None or p[0].shape_id != title.shape_id, round(p[2] / row), p[1]))
    texts = [text for shape, _, _ in placed if (text := _text(shape, grids))]
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        texts.append(slide.notes_slide.notes_text_frame.text.replace("\v", "\n").strip())
    return "\n\n".join(text for text in texts if text)


def _shapes(shapes: Any, x: float, y: float, wide: float, high: float) -> Iterator[tuple[Any, float, float]]:
    """Shapes with their place on the slide, those of groups among them."""
    for shape in shapes:
        left, top = x + wide * (shape.left or 0), y + high * (shape.top or 0)
        if not hasattr(shape, "shapes"):
            yield shape, left, top
            continue
        frame = shape.element.find(f".//{_A}xfrm")
        offset, extent = (frame.find(_A + "chOff"), frame.find(_A + "chExt")) if frame is not None else (None, None)
        if offset is None or extent is None:
            yield from _shapes(shape.shapes, x, y, wide, high)
            continue
        inner_wide = wide * (shape.width or 0) / max(1, int(extent.get("cx")))
        inner_high = high * (shape.height or 0) / max(1, int(extent.get("cy")))
        at_x, at_y = left - inner_wide * int(offset.get("x")), top - inner_high * int(offset.get("y"))
        yield from _shapes(shape.shapes, at_x, at_y, inner_wide, inner_high)


def _text(shape: Any, grids: list[Grid]) -> str:
    if getattr(shape, "has_table", False):
        grids.append(_grid(shape.table))
        return grids[-1].text
    if getattr(shape, "has_chart", False):
        return _chart(shape.chart.part.blob, grids)
    if getattr(shape, "has_text_frame", False):
        return str(shape.text_frame.text).replace("\v", "\n").strip()
    diagram = next(shape.element.iter(_DIAGRAM), None)
    if diagram is None:
        return ""
    return "\n".join(_diagram(shape.part.related_part(diagram.get(_DATA)).blob))


def _chart(data: bytes, grids: list[Grid]) -> str:
    from pptx.oxml import parse_xml

    root = parse_xml(data)
    grid = chart_grid(root)
    if grid is None:
        return chart_title(root)
    grids.append(grid)
    return "\n\n".join(part for part in (chart_title(root), grid.text) if part)


def _grid(table: Any) -> Grid:
    rows = [list(row.cells) for row in table.rows]
    spans = {
        (r, c): (field.span_height, field.span_width)
        for r, row in enumerate(rows)
        for c, field in enumerate(row)
        if field.is_merge_origin
    }
    return trimmed([[_field(field) for field in row] for row in rows], spans, 1 if table.first_row else None)


def _field(field: Any) -> str:
    return "" if field.is_spanned else cell(field.text.replace("\v", "\n"))


def _diagram(data: bytes) -> list[str]:
    """The paragraphs of a SmartArt diagram."""
    from pptx.oxml import parse_xml

    paragraphs = parse_xml(data).iter(_A + "p")
    return [text for p in paragraphs if (text := "".join(t.text or "" for t in p.iter(_A + "t")).strip())]
