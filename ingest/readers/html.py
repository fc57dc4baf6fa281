"""Web pages: the main content as one page, tables as rows, without scripts, navigation and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import UnreadableFile
from ingest.model import Page, RawDocument
from ingest.readers.base import FileFacts, missing
from ingest.readers.rows import Grid, cell, located, trimmed, whole_number
from ingest.readers.text import decode
from ingest.suffixes import HTML

if TYPE_CHECKING:
    from bs4 import Tag

_CHARSET = re.compile(rb"""<meta[^>]+charset=["']?([\w-]+)""", re.IGNORECASE)
_CODECS = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932"}
_DROPPED = [
    "script",
    "style",
    "nav",
    "noscript",
    "template",
    "svg",
    "button",
    "select",
    "rt",
    "rp",
    "head",
    "iframe",
    "aside",
]
_MAIN = ["main", "[role=main]", "article", "#main", "#contents", "#content", "#tmp_contents", "#main_contents", "body"]
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
    ]
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LEAST_ROWS, _FEW = 3, 4
_DEEPEST = 300
_NESTING = re.compile(
    r"<(/?)(div|table|section|article|span|ul|ol|dl|blockquote|form|b|i|em|font|center)\b", re.IGNORECASE
)
_JAPANESE = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
_JOIN = re.compile(rf"(?<=[{_JAPANESE}])[ \t]*\n\s*(?=[{_JAPANESE}])")


class HtmlReader:
    name = "HTML"
    suffixes = HTML

    def accepts(self, facts: FileFacts) -> bool:
        return facts.is_html or (facts.suffix in self.suffixes and not facts.is_binary)

    def read(self, path: Path) -> RawDocument:
        try:
            from bs4 import BeautifulSoup
        except ImportError as error:
            raise missing("beautifulsoup4", "web pages", error) from error
        markup, warnings = _decoded(path.read_bytes(), path.name)
        _check_depth(markup, path.name)
        soup = BeautifulSoup(markup, "html.parser")
        title = soup.title.get_text(" ", strip=True) if soup.title else None
        for tag in soup.find_all(_DROPPED):
            tag.decompose()
        for tag in soup.select("[hidden], [aria-hidden=true], [style*='display:none'], [style*='display: none']"):
            tag.decompose()
        for tag in soup.select("body > header, body > footer, [role=navigation], [role=banner], [role=contentinfo]"):
            tag.decompose()
        grids: list[Grid] = []
        text = re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", "".join(_text(_main(soup), grids)))).strip("\n ")
        page = Page(number=1, text=text, tables=located(text, grids))
        return RawDocument(pages=(page,), media_type="text/html", title=title or None, warnings=warnings)


def _check_depth(markup: str, name: str) -> None:
    """Counts tags that are opened and closed again; cells and paragraphs, whose end tags may be left out, do not."""
    depth = 0
    for match in _NESTING.finditer(markup):
        depth = max(0, depth + (-1 if match[1] else 1))
        if depth > _DEEPEST:
            raise UnreadableFile(
                f"{name}: tags nested more than {_DEEPEST} deep ({match[2].lower()}); save the page anew from a browser"
            )


def _main(soup: Tag) -> Tag:
    """The part of the page that holds most of its words, by the names that such parts go by."""
    total = len(soup.get_text(strip=True))
    for choice in _MAIN:
        for tag in soup.select(choice):
            if len(tag.get_text(strip=True)) > max(40, total // 3):
                return tag
    return soup


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The markup by its declared encoding where that fits, else by the look of its bytes."""
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        codec = declared[1].decode("ascii", "ignore").lower()
        try:
            return data.decode(_CODECS.get(codec, codec)).replace("\r\n", "\n"), ()
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data, name)


def _text(tag: Tag, grids: list[Grid] | None) -> Iterator[str]:
    """A tag's text; adds the tables in it to `grids`. Of a cell, for which that is None, its own text alone."""
    from bs4 import Comment, Tag

    for child in tag.children:
        if not isinstance(child, Tag):
            if type(child).__name__ == "NavigableString" and not isinstance(child, Comment):
                yield re.sub(r"[ \t\r\n]+", " ", _JOIN.sub("", str(child))) if tag.name != "pre" else str(child)
        elif child.name == "br":
            yield "\n"
        elif grids is None and child.name in ("table", "tr", "td", "th"):
            continue  # cells whose end tags are left out hold those behind them
        elif child.name == "table" and grids is not None and _is_data(child):
            if (caption := child.find("caption")) is not None:
                yield "\n" + cell("".join(_text(caption, grids)))
            grids.append(_grid(child))
            yield "\n\n" + grids[-1].text + "\n\n"
            for inner in _inner(child):
                yield from ("\n\n", *_text(inner, grids), "\n\n")
        elif child.name in _HEADINGS or child.name == "table":
            yield from ("\n\n", *_text(child, grids), "\n\n")
        elif child.name in ("li", "tr", "dt", "dd"):
            yield from ("\n", *_text(child, grids))
        elif child.name in _BLOCKS:
            yield from ("\n", *_text(child, grids), "\n" if child.name != "p" else "\n\n")
        else:
            yield from _text(child, grids)
            yield " " if child.name in ("td", "th") else ""


def _is_data(tag: Tag) -> bool:
    """A table of cells, not one that lays out the page: where tables stand in its cells, they do in few of them."""
    rows = [_fields(row) for row in _own_rows(tag)]
    fields = [field for row in rows for field in row]
    nested = sum(field.find("table") is not None for field in fields)
    many = len(rows) >= _LEAST_ROWS and any(field.name == "th" for field in fields)
    return any(len(row) > 1 for row in rows) and (not nested or (many and nested * _FEW <= len(fields)))


def _own_rows(tag: Tag) -> list[Tag]:
    return [row for row in tag.find_all("tr") if row.find_parent("table") is tag]


def _fields(row: Tag) -> list[Tag]:
    return [field for field in row.find_all(["td", "th"]) if field.find_parent("tr") is row]


def _inner(tag: Tag) -> Iterator[Tag]:
    """The tables in a table's cells, each in a wrapping of its own, as it is taken out of its cell."""
    from bs4 import BeautifulSoup

    for inner in tag.find_all("table"):
        if inner.find_parent("table") is tag:
            holder = BeautifulSoup("", "html.parser")
            holder.append(inner.extract())
            yield holder


def _grid(tag: Tag) -> Grid:
    """Cells on the grid: a spanning cell's text in its first field, nothing in the others."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    header = 0
    grid: list[dict[int, str]] = []
    rows = _own_rows(tag)
    grid = [{} for _ in rows]
    for r, row in enumerate(rows):
        c = 0
        for field in _fields(row):
            while c in grid[r]:
                c += 1
            down, across = (max(1, whole_number(field.get(name), 1)) for name in ("rowspan", "colspan"))
            for y in range(r, min(r + down, len(rows))):
                for x in range(c, c + across):
                    grid[y].setdefault(x, "")
            grid[r][c] = cell("".join(_text(field, None)))
            if down > 1 or across > 1:
                spans[r, c] = down, across
            c += across
        if header == r and (row.find_parent("thead") or not row.find("td")):
            header += 1
    found = trimmed([[row.get(c, "") for c in range(max(row, default=-1) + 1)] for row in grid], spans)
    found.header = header if header < len(rows) else None
    return found
