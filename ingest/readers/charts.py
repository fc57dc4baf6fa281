"""Charts of Office files: the values that they show, as a table of categories and series."""

from __future__ import annotations

from typing import Any

from ingest.readers.number_format import displayed
from ingest.readers.rows import Grid, cell, trimmed

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MOST_POINTS = 5_000


def chart_grid(root: Any) -> Grid | None:
    """The table behind a chart's XML; None where the file keeps no values of it."""
    series = [found for found in root.iter(_C + "ser") if found.find(_C + "val") is not None]
    names = ["".join(v.text or "" for v in found.iterfind(f"{_C}tx//{_C}v")) for found in series]
    values = [_points(found.find(_C + "val"), as_number=True) for found in series]
    categories = next((_points(found.find(_C + "cat")) for found in series if found.find(_C + "cat") is not None), {})
    numbers = sorted(set(categories).union(*values))[:_MOST_POINTS]
    if not numbers:
        return None
    rows = [["", *map(cell, names)]]
    rows += [[cell(categories.get(n, "")), *(own.get(n, "") for own in values)] for n in numbers]
    return trimmed(rows, header=1)


def chart_title(root: Any) -> str:
    title = root.find(f".//{_C}chart/{_C}title")
    return cell("".join(t.text or "" for t in title.iter(_A + "t"))) if title is not None else ""


def _points(element: Any, *, as_number: bool = False) -> dict[int, str]:
    """Texts by their place."""
    out: dict[int, str] = {}
    form = next((f.text for f in element.iter(_C + "formatCode")), None) or "General"
    for point in element.iter(_C + "pt"):
        value, place = point.findtext(_C + "v"), str(point.get("idx"))
        if value and place.isdecimal():
            out[int(place)] = _shown(value, form) if as_number else value
    return out


def _shown(value: str, form: str) -> str:
    try:
        return displayed(float(value), form)
    except ValueError:
        return value
