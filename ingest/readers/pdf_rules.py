"""The straight lines that a PDF page draws, thin rectangles among them, for `ruling.grids`."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.ruling import Box, Rule

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_THIN = 3.0
_WHITE, _FAINT = 0xF4, 0x20
_MAX_OBJECTS = 30_000


class Frame:
    """Turns PDF user space into points from the top left of the page as it is displayed."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.turns = page.get_rotation() // 90 % 4
        self.width, self.height = page.get_size()

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turns == 0:
            return x - self.left, self.top - y
        if self.turns == 1:
            return y - self.bottom, x - self.left
        if self.turns == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        if self.turns == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        (ax, ay), (bx, by) = self.point(left, bottom), self.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def rules(page: pdfium.PdfPage, frame: Frame) -> Iterator[Rule]:
    """Horizontal and vertical lines that the page draws, thin rectangles among them."""
    for left, bottom, right, top in _strokes(page):
        x0, y0, x1, y1 = frame.box(left, bottom, right, top)
        if y1 - y0 <= _THIN and x1 - x0 > _THIN:
            yield Rule(True, (y0 + y1) / 2, x0, x1)
        elif x1 - x0 <= _THIN and y1 - y0 > _THIN:
            yield Rule(False, (x0 + x1) / 2, y0, y1)


def fills(page: pdfium.PdfPage, frame: Frame) -> Iterator[Box]:
    """The coloured areas that the page draws, by the boxes around them; white ones and thin lines are left out."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    for handle, matrix in _paths(page):
        if matrix != _IDENTITY or not raw.FPDFPath_GetDrawMode(handle, fill, stroke) or not fill.value:
            continue
        raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
        if min(red.value, green.value, blue.value) >= _WHITE or alpha.value < _FAINT:
            continue
        if raw.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
            x0, y0, x1, y1 = frame.box(left.value, bottom.value, right.value, top.value)
            if x1 - x0 > _THIN and y1 - y0 > _THIN:
                yield x0, y0, x1, y1


def _strokes(page: pdfium.PdfPage) -> Iterator[Box]:
    """Thin boxes in user space, one for each straight line or side of a stroked rectangle."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for handle, matrix in _paths(page):
        segments = raw.FPDFPath_CountSegments(handle)
        if not raw.FPDFPath_GetDrawMode(handle, fill, stroke) or not (fill.value or stroke.value) or segments > 4_000:
            continue
        if segments <= 6 and matrix == _IDENTITY:
            if not raw.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
                continue
            a, b, c, d = left.value, bottom.value, right.value, top.value
            if c - a <= _THIN or d - b <= _THIN:
                yield a, b, c, d
            elif stroke.value and segments >= 4:
                yield from _sides(a, b, c, d)
            elif stroke.value and segments == 3:
                yield from _subpaths(handle, matrix, True)
        else:
            yield from _subpaths(handle, matrix, bool(stroke.value))


def _paths(page: pdfium.PdfPage) -> Iterator[tuple[raw.FPDF_PAGEOBJECT, Matrix]]:
    """Path objects with the matrix of the forms around them."""
    budget = _MAX_OBJECTS
    stack: list[tuple[raw.FPDF_PAGEOBJECT, Matrix]] = []
    for i in range(min(budget, raw.FPDFPage_CountObjects(page.raw))):
        stack.append((raw.FPDFPage_GetObject(page.raw, i), _IDENTITY))
    while stack and budget:
        budget -= 1
        handle, matrix = stack.pop()
        kind = raw.FPDFPageObj_GetType(handle)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield handle, matrix
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            own = _matrix(handle)
            inner = _product(own, matrix)
            count = max(0, raw.FPDFFormObj_CountObjects(handle))
            stack.extend((raw.FPDFFormObj_GetObject(handle, i), inner) for i in range(min(budget, count)))


def _matrix(handle: raw.FPDF_PAGEOBJECT) -> Matrix:
    m = raw.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if raw.FPDFPageObj_GetMatrix(handle, m) else _IDENTITY


def _product(m: Matrix, n: Matrix) -> Matrix:
    """First m, then n."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _subpaths(handle: raw.FPDF_PAGEOBJECT, around: Matrix, stroked: bool) -> Iterator[Box]:
    """Straight segments of a stroked path; of a filled one the thin rectangles and the frames (a box within a box)."""
    matrix = _product(_matrix(handle), around)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[int, float, float]] = []
    for i in range(raw.FPDFPath_CountSegments(handle)):
        segment = raw.FPDFPath_GetPathSegment(handle, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        a, b, c, d, e, f = matrix
        kind = raw.FPDFPathSegment_GetType(segment)
        points.append((kind, a * x.value + c * y.value + e, b * x.value + d * y.value + f))
    starts = [i for i, (kind, _, _) in enumerate(points) if kind == raw.FPDF_SEGMENT_MOVETO]
    shapes = [points[start:end] for start, end in pairwise([*starts, len(points)])]
    extents = [_extent(shape) for shape in shapes]
    if not stroked and len(shapes) == 2 and all(abs(o - i) <= _THIN for o, i in zip(*extents, strict=True)):
        yield from _sides(*extents[0])
        return
    for shape, extent in zip(shapes, extents, strict=True):
        if extent[2] - extent[0] <= _THIN or extent[3] - extent[1] <= _THIN:
            yield extent
        elif stroked:
            closed = [*shape, shape[0]] if len(shape) >= 4 else shape
            for (_, ax, ay), (kind, bx, by) in pairwise(closed):
                if kind != raw.FPDF_SEGMENT_BEZIERTO and (abs(ax - bx) <= 0.5 or abs(ay - by) <= 0.5):
                    yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _extent(shape: Sequence[tuple[int, float, float]]) -> Box:
    xs, ys = [x for _, x, _ in shape], [y for _, _, y in shape]
    return min(xs), min(ys), max(xs), max(ys)


def _sides(a: float, b: float, c: float, d: float) -> tuple[Box, Box, Box, Box]:
    return (a, b, c, b), (a, d, c, d), (a, b, a, d), (c, b, c, d)
