"""Japanese set from top to bottom: its lines run from right to left, and each is read as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.layout import NOWHERE, Piece, joined

_LEAST_LINE, _LEAST_TEXT = 8, 24
_STEP = (0.4, 1.8)
_PITCH = 3.0


def upright(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the lines that run downwards put together, those side by side as one piece of several lines.

    A single such line is a label or a side tab and is left as it is.
    """
    if sum(len(p.text) == 1 for p in pieces) < _LEAST_TEXT:
        return list(pieces)
    runs = _runs(pieces)
    long = [run for run in runs if len(run) >= _LEAST_LINE]
    out: list[Piece] = []
    used: set[int] = set()
    for group in _beside(long):
        lines = group + [run for run in runs if len(run) < _LEAST_LINE and _ends(run, group)]
        text = sum(len(p.text) for run in lines for p in run)
        if len(group) >= 2 and text >= _LEAST_TEXT:
            used.update(id(p) for run in lines for p in run)
            out.append(_block(lines))
    return [*(p for p in pieces if id(p) not in used), *out]


def _runs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Characters one below the other, in the order of the file."""
    runs: list[list[Piece]] = []
    for piece in pieces:
        if piece.rows or len(piece.text) > 2:
            continue
        last = runs[-1][-1] if runs else None
        if last is not None and _follows(last, piece):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _follows(above: Piece, below: Piece) -> bool:
    em = max(above.height, below.height, 1.0)
    apart = abs((above.x0 + above.x1) - (below.x0 + below.x1)) / 2
    return apart < 0.5 * em and _STEP[0] * em < below.middle - above.middle < _STEP[1] * em


def _beside(lines: Sequence[list[Piece]]) -> list[list[list[Piece]]]:
    """Lines in groups of neighbours, from the right."""
    groups: list[list[list[Piece]]] = []
    for line in sorted(lines, key=lambda run: -run[0].x0):
        group = next((group for group in groups if _near(group[-1], line)), None)
        if group is not None:
            group.append(line)
        else:
            groups.append([line])
    return groups


def _near(right: Sequence[Piece], left: Sequence[Piece]) -> bool:
    em = max(right[0].height, 1.0)
    overlap = min(right[-1].y1, left[-1].y1) - max(right[0].y0, left[0].y0)
    return right[0].x0 - left[0].x0 < _PITCH * em and overlap > 0


def _ends(run: Sequence[Piece], group: Sequence[Sequence[Piece]]) -> bool:
    """Whether a short line stands beside one of the group and begins no lower than it ends."""
    em = max(run[0].height, 1.0)
    return any(
        0.8 * em < abs(line[0].x0 - run[0].x0) < _PITCH * em and line[0].y0 - em < run[0].y0 < line[-1].y1
        for line in group
    )


def _block(lines: Sequence[Sequence[Piece]]) -> Piece:
    ordered = sorted(lines, key=lambda run: (-run[0].x0, run[0].y0))
    columns = [joined(list(run), "") for run in ordered]
    text = "\n".join(column.text for column in columns)
    sources = list(columns[0].sources)
    for column in columns[1:]:
        sources += [NOWHERE, *column.sources]
    left, top = min(c.x0 for c in columns), min(c.y0 for c in columns)
    return Piece(left, top, max(c.x1 for c in columns), max(c.y1 for c in columns), text, sources)
