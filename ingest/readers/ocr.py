"""Scanned pages, read by Tesseract: characters with their boxes and the confidence of the recognition."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.readers.ruling import NEAR, NO_BOX, Box, Grid, Rule, drawn

if TYPE_CHECKING:
    from PIL.Image import Image

DPI = 300
SECONDS = 90.0
#: What makes scanned pages readable.
INSTALL = (
    "pip install 'keikaku[ocr]' and apt-get install tesseract-ocr tesseract-ocr-jpn tesseract-ocr-jpn-vert, then ingest"
    " again"
)
#: Below this confidence what was recognised is no text.
LEAST = 0.3
_DOUBTFUL = 0.6
_DARK = 128
_LINE = 0.5
_WIPED = 3
_AUTOMATIC, _VERTICAL, _SPARSE = 3, 5, 11
_LONGEST_SIDE = 7_000


@dataclass(frozen=True, slots=True)
class Recognised:
    """Characters in order with their boxes, "\\n" (with the box NOWHERE) between lines and twice between blocks.

    Boxes and rules are in points from the top left of the page; `upright` says that lines run from top to bottom.
    """

    characters: list[str]
    boxes: list[Box]
    rules: list[Rule]
    confidence: float
    upright: bool = False


@cache
def languages() -> frozenset[str]:
    """The languages that Tesseract can read here; none where it or its package is missing.

    Tesseract is asked without its package, whose import takes longer than a look at unchanged documents.
    """
    program = shutil.which("tesseract")
    if program is None or find_spec("pytesseract") is None:
        return frozenset()
    try:
        told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(line.strip() for line in told.stdout.splitlines()[1:] if line.strip())


def is_available() -> bool:
    return "jpn" in languages()


def scale_for(width: float, height: float) -> float:
    """Pixels a point at which a page is to be rendered: 300 dpi, less for very large ones."""
    return min(DPI / 72, _LONGEST_SIDE / max(width, height, 1.0))


def recognise(image: Image, scale: float, seconds: float = SECONDS) -> Recognised | None:
    """A page's words: set from left to right, or from top to bottom where that is recognised better.

    The lines of tables are wiped from the image before. None where nothing was found. Raises TimeoutError where it
    takes longer, OSError where Tesseract fails.
    """
    rules = _rules(image, scale)
    tables, _ = drawn(rules)
    image = _wiped(image, [rule for rule in rules if any(_belongs(rule, table) for table in tables)], scale)
    found, upright = _words(image, "jpn", _SPARSE if tables else _AUTOMATIC, seconds), False
    if _confidence(found) < _DOUBTFUL and "jpn_vert" in languages():
        vertical = _words(image, "jpn_vert", _VERTICAL, seconds)
        if _confidence(vertical) > _confidence(found):
            found, upright = vertical, True
    if not found:
        return None
    characters: list[str] = []
    boxes: list[Box] = []
    for line in _lines(found):
        _add(line, scale, upright, characters, boxes)
    return Recognised(characters, boxes, rules, _confidence(found), upright)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    box: tuple[int, int, int, int]
    line: tuple[int, int, int]
    confidence: float


def _words(image: Image, language: str, mode: int, seconds: float) -> list[_Word]:
    import pytesseract

    try:
        data: dict[str, list[Any]] = pytesseract.image_to_data(
            image, lang=language, config=f"--psm {mode}", output_type=pytesseract.Output.DICT, timeout=seconds
        )
    except RuntimeError as error:
        if isinstance(error, pytesseract.TesseractError):
            raise OSError(f"tesseract failed: {error}") from error
        raise TimeoutError(f"recognition took longer than {seconds:.0f} s") from error
    out = []
    for i, text in enumerate(data["text"]):
        own = str(text).strip()
        if own and float(data["conf"][i]) >= 0:
            left, top = int(data["left"][i]), int(data["top"][i])
            box = left, top, left + int(data["width"][i]), top + int(data["height"][i])
            line = int(data["block_num"][i]), int(data["par_num"][i]), int(data["line_num"][i])
            out.append(_Word(own, box, line, float(data["conf"][i]) / 100))
    return out


def _confidence(words: Sequence[_Word]) -> float:
    """The mean over the characters."""
    size = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / size if size else 0.0


def _lines(words: Sequence[_Word]) -> Iterator[list[_Word]]:
    for _, line in groupby(words, key=lambda word: word.line):
        yield list(line)


def _add(line: Sequence[_Word], scale: float, upright: bool, characters: list[str], boxes: list[Box]) -> None:
    """Adds a line's characters, each an even share of its word, all as high as the line."""
    if characters:
        characters.append("\n")
        boxes.append(NO_BOX)
    low, high = min(word.box[1] for word in line) / scale, max(word.box[3] for word in line) / scale
    right = None
    for word in line:
        left, top, end, bottom = (value / scale for value in word.box)
        if right is not None and characters[-1].isascii() and word.text[0].isascii() and left - right > 1:
            characters.append(" ")
            boxes.append(NO_BOX)
        step = ((bottom - top) if upright else (end - left)) / len(word.text)
        for n, char in enumerate(word.text):
            characters.append(char)
            if upright:
                boxes.append((left, top + n * step, end, top + (n + 1) * step))
            else:
                boxes.append((left + n * step, low, left + (n + 1) * step, high))
        right = end


def _belongs(rule: Rule, table: Grid) -> bool:
    across, along = (table.ys, table.xs) if rule.horizontal else (table.xs, table.ys)
    inside = across[0] - NEAR <= rule.at <= across[-1] + NEAR
    return inside and along[0] - NEAR <= rule.start and rule.end <= along[-1] + NEAR


def _wiped(image: Image, rules: Sequence[Rule], scale: float) -> Image:
    from PIL import ImageDraw

    out = image.convert("L")
    pen = ImageDraw.Draw(out)
    for rule in rules:
        at, start, end = rule.at * scale, rule.start * scale, rule.end * scale
        long, wide = (start - 2, end + 2), (at - _WIPED, at + _WIPED)
        (x0, x1), (y0, y1) = (long, wide) if rule.horizontal else (wide, long)
        pen.rectangle((x0, y0, x1, y1), fill=255)
    return out


def _rules(image: Image, scale: float) -> list[Rule]:
    """The long straight dark lines of a page, as those of a table."""
    dark = np.asarray(image.convert("L")) < _DARK
    least = int(_LINE * 72 * scale)
    return [*_runs(dark, least, scale, True), *_runs(dark.T, least, scale, False)]


def _runs(dark: np.ndarray[Any, Any], least: int, scale: float, horizontal: bool) -> Iterator[Rule]:
    if dark.shape[1] <= least:
        return
    near = dark.copy()
    near[1:] |= dark[:-1]
    near[:-1] |= dark[1:]
    sums = np.cumsum(near, axis=1, dtype=np.int32)
    whole = sums[:, least:] - sums[:, :-least] == least
    for at in np.flatnonzero(whole.any(axis=1)):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], whole[at].view(np.int8), [0]))))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            yield Rule(horizontal, at / scale, start / scale, (end + least) / scale)
