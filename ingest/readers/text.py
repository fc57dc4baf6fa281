"""Plain text and Markdown, in the encodings that Japanese offices use."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.model import Page, RawDocument
from ingest.readers.base import FileFacts
from ingest.readers.rows import Grid, located, trimmed
from ingest.readers.spaced import with_spaced_tables
from ingest.suffixes import TEXT

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_LEGACY = ("cp932", "euc_jp", "euc_jis_2004", "shift_jis_2004")
_SAMPLE = 100_000
_PIPED = re.compile(
    r"^[^\n]*\|[^\n]*\n[ ]*\|?(?:[ ]*:?-{2,}:?[ ]*\|)+(?:[ ]*:?-{2,}:?[ ]*)?\n(?:[^\n]*\|[^\n]*(?:\n|$))*", re.M
)
_PIPE = re.compile(r"(?<!\\)\|")
_PAGE_BREAK = re.compile(r"\n{4,}")


class TextReader:
    name = "text"
    suffixes = TEXT

    def accepts(self, facts: FileFacts) -> bool:
        return facts.suffix in self.suffixes and not facts.is_binary

    def read(self, path: Path) -> RawDocument:
        text, warnings = decode(path.read_bytes(), path.name)
        markdown = path.suffix.lower() in {".md", ".markdown"}
        return RawDocument(
            pages=tuple(
                _with_tables(i, page) if markdown else with_spaced_tables(i, page)
                for i, page in enumerate(split_pages(text), 1)
            ),
            media_type="text/markdown" if markdown else "text/plain",
            warnings=warnings,
        )


def split_pages(text: str) -> list[str]:
    """Pages between form feeds if there is one, else between runs of four or more newlines; empty pages count."""
    return text.split("\f") if "\f" in text else _PAGE_BREAK.split(text)


def _with_tables(number: int, text: str) -> Page:
    """A page of Markdown with its tables of pipes as rows of cells, those under the dashes."""
    grids: list[Grid] = []

    def rows(match: re.Match[str]) -> str:
        lines = match[0].strip("\n").split("\n")
        cells = [[part.strip() for part in _PIPE.split(line.strip().strip("|"))] for line in (lines[0], *lines[2:])]
        grids.append(trimmed(cells, header=1))
        return grids[-1].text + "\n"

    shown = _PIPED.sub(rows, text)
    return Page(number=number, text=shown, tables=located(shown, grids))


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text with its newlines made `\\n` and nothing else changed, and warnings.

    A byte order mark decides; then ISO-2022-JP by its escapes and UTF-8 by decoding strictly; of the others, the
    strict decoding that looks most like Japanese. Raises UnreadableFile with every encoding tried.
    """
    encoding, text = _strictly(data)
    warnings: tuple[str, ...] = ()
    if text is None or (encoding != "utf-8" and _plausibility(text) < 0):
        text, warnings = _leniently(data, name)
    return text.replace("\r\n", "\n").replace("\r", "\n"), warnings


def _strictly(data: bytes) -> tuple[str, str | None]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, _attempt(data[len(mark) :], encoding)
    if b"\x1b$" in data and max(data) < 0x80:
        for encoding in ("iso2022_jp_ext", "iso2022_jp_2004"):
            if (text := _attempt(data, encoding)) is not None:
                return encoding, text
    wide = b"\x00" in data
    if not wide and (text := _attempt(data, "utf-8")) is not None:
        return "utf-8", text
    encodings = ("utf-8", *_WIDE, "cp932") if wide else (*_LEGACY, *_WIDE)
    decoded = [(encoding, text) for encoding in encodings if (text := _attempt(data, encoding)) is not None]
    if not decoded:
        return "", None
    return max(decoded, key=lambda pair: _plausibility(pair[1]))


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _weight(char: str) -> float:
    """How much one character speaks for a Japanese text that was decoded rightly."""
    code = ord(char)
    if 0x3041 <= code <= 0x3096 or 0x3001 <= code <= 0x3002:
        return 2.0
    if 0x30A1 <= code <= 0x30FC:
        return 1.5
    if 0x4E00 <= code <= 0x9FFF:
        try:
            return 1.0 if char.encode("euc_jp")[0] < 0xD0 else -0.5
        except UnicodeEncodeError:
            return -1.5
    if 0xFF61 <= code <= 0xFF9F:
        return -0.5
    if char.isspace() or char == "\x0c":
        return 0.3
    if 0x20 <= code < 0x7F or 0x3000 <= code <= 0x303F or 0xFF01 <= code <= 0xFF5E or 0x2000 <= code <= 0x27BF:
        return 0.5
    return -1.0 if 0xA0 <= code < 0x500 else -3.0


def _plausibility(text: str) -> float:
    sample = text[:_SAMPLE]
    return sum(map(_weight, sample)) / max(1, len(sample))


def _leniently(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """No encoding fits wholly: the likeliest one if few bytes are bad, else what charset-normalizer says."""
    tried = []
    for encoding in ("utf-8", "cp932", "euc_jp"):
        text = data.decode(encoding, errors="replace")
        bad = text.count("\ufffd")
        tried.append((bad, encoding, text))
    bad, encoding, text = max(tried, key=lambda item: _plausibility(item[2]))
    if bad <= max(3, len(text) // 200) and _plausibility(text) > 0:
        return text, (f"{bad} characters are not {encoding} and stand as U+FFFD; save the file as UTF-8",)
    from charset_normalizer import from_bytes

    best = from_bytes(data[:1_000_000]).best()
    guessed = _attempt(data, best.encoding) if best else None
    if best and guessed is not None and _plausibility(guessed) > 0:
        return guessed, (f"read as {best.encoding}, by guess; save the file as UTF-8",)
    attempts = ", ".join(f"{encoding} ({count} bad characters)" for count, encoding, _ in tried)
    guess = f"charset-normalizer ({best.encoding if best else 'no guess'})"
    raise UnreadableFile(
        f"{name}: not text in any known encoding; tried {', '.join(_LEGACY)}, UTF-16 strictly, {attempts}, {guess}; "
        "save the file as UTF-8 text"
    )
