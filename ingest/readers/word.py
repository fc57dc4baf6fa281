"""Word (.docx): paragraphs, tables and text boxes in the order of the file; pages where Word last broke them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ingest.errors import UnreadableFile
from ingest.model import Page, RawDocument
from ingest.readers.base import FileFacts, check_archive, missing
from ingest.readers.charts import chart_grid, chart_title
from ingest.readers.rows import BAR, Grid, cell, located, trimmed, whole_number
from ingest.readers.word_numbers import BULLET, Numbers
from ingest.suffixes import WORD

PAGE_CHARS = 1_800
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset({_W + "del", _W + "moveFrom", _W + "instrText", _W + "delText", _W + "rt", _FALLBACK})
_TEXT = {_W + "tab": " ", _W + "ptab": " ", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HEADINGS = ("heading", "見出し", "title", "表題")
_BREAK = "\f"
_SOFT_BREAK = "\v"

Kind = Literal["text", "list", "heading", "table", "break"]


@dataclass(frozen=True, slots=True)
class Block:
    kind: Kind
    text: str = ""
    rendered: bool = False
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    """What a document says of all its paragraphs: the styles that are headings, the numbers counted so far, and the
    parts of the file by the name that paragraphs have for them."""

    headings: frozenset[str]
    numbers: Numbers
    parts: Mapping[str, Any]


class WordReader:
    name = "Word"
    suffixes = WORD

    def accepts(self, facts: FileFacts) -> bool:
        return facts.has_member("word/document.xml")

    def read(self, path: Path) -> RawDocument:
        """Automatic numbers of headings and lists are part of the text, headers and footers are not.

        A coloured field without text in a row that has uncoloured ones too reads `rows.BAR`.
        """
        try:
            import docx
        except ImportError as error:
            raise missing("python-docx", "Word files", error) from error
        check_archive(path)
        document = docx.Document(str(path))
        if document.element.find(_W + "body") is None:
            raise UnreadableFile(f"{path.name}: its document has no body; save or export the file again")
        headings = {s.style_id for s in document.styles if str(s.name).lower().startswith(_HEADINGS)}
        blocks = list(
            _blocks(
                document.element.body, _Context(frozenset(headings), Numbers(document), document.part.related_parts)
            )
        )
        notes = _footnotes(document)
        if notes:
            blocks += [Block("heading"), *notes]
        pages, stored = _pages(blocks)
        warnings = () if stored else ("the file stores no page breaks: page numbers are counted by length",)
        return RawDocument(
            pages=tuple(_page(i, page) for i, page in enumerate(pages, 1)),
            media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            title=(document.core_properties.title or "").strip() or None,
            warnings=warnings,
        )


def _blocks(parent: Any, context: _Context) -> Iterator[Block]:
    """Blocks of a body, a content control or a text box."""
    for element in parent:
        if element.tag == _W + "p":
            yield from _paragraph(element, context)
        elif element.tag == _W + "tbl":
            yield from _table(element, context)
        elif element.tag in (_W + "sdt", _W + "sdtContent", _W + "customXml", _W + "ins"):
            yield from _blocks(element, context)


def _paragraph(element: Any, context: _Context) -> Iterator[Block]:
    properties = element.find(_W + "pPr")
    style = properties.find(_W + "pStyle") if properties is not None else None
    level = properties.find(_W + "outlineLvl") if properties is not None else None
    kind: Kind = (
        "heading" if level is not None or (style is not None and style.get(_W + "val") in context.headings) else "text"
    )
    before = properties.find(_W + "pageBreakBefore") if properties is not None else None
    if before is not None and before.get(_W + "val") not in ("0", "false"):
        yield Block("break")
    text = _inline(element)
    if text.strip() and (number := context.numbers.next(properties)):
        text = number + text if number.endswith(BULLET) else f"{number} {text}"
        kind = "list" if kind == "text" else kind
    start = 0
    for i, char in enumerate(text):
        if char in (_BREAK, _SOFT_BREAK):
            yield from [Block(kind, text[start:i])] if text[start:i].strip() else []
            yield Block("break", rendered=char == _SOFT_BREAK)
            start = i + 1
    yield Block(kind, text[start:])
    yield from _charts(element, context)
    for box in element.iter(_W + "txbxContent"):
        if next(box.iterancestors(_W + "p")) is element and not _is_fallback(box):
            yield from _blocks(box, context)
    section = properties.find(_W + "sectPr") if properties is not None else None
    if section is not None:
        kind_of = section.find(_W + "type")
        if kind_of is None or kind_of.get(_W + "val") != "continuous":
            yield Block("break")


def _charts(element: Any, context: _Context) -> Iterator[Block]:
    """The values of the charts that stand in a paragraph."""
    for chart in element.iter(_CHART):
        part = context.parts.get(chart.get(_RELATION))
        if part is None or _is_fallback(chart) or next(chart.iterancestors(_W + "p")) is not element:
            continue
        from docx.oxml import parse_xml

        root = parse_xml(part.blob)
        if title := chart_title(root):
            yield Block("text", title)
        if grid := chart_grid(root):
            yield Block("table", grid.text, grid=grid)


def _is_fallback(element: Any) -> bool:
    """Whether this is the copy of a text box that is kept for old versions of Word."""
    return next(element.iterancestors(_FALLBACK), None) is not None


def _inline(element: Any) -> str:
    """A paragraph's own text, with its page breaks as control characters; deletions and furigana are left out."""
    out: list[str] = []
    for child in element:
        tag = child.tag
        if tag == _W + "t":
            out.append((child.text or "").replace(_BREAK, "").replace(_SOFT_BREAK, ""))
        elif tag == _W + "br":
            out.append(_BREAK if child.get(_W + "type") == "page" else "\n")
        elif tag == _W + "lastRenderedPageBreak":
            out.append(_SOFT_BREAK)
        elif tag == _W + "sym":
            out.append(chr(int(child.get(_W + "char") or "20", 16)))
        elif tag in _TEXT:
            out.append(_TEXT[tag])
        elif tag not in _SKIPPED and tag != _W + "txbxContent" and tag not in (_W + "pPr", _W + "rPr"):
            out.append(_inline(child))
    return "".join(out)


@dataclass(slots=True)
class _Field:
    text: str
    columns: int
    goes_on: bool
    coloured: bool


def _table(element: Any, context: _Context) -> Iterator[Block]:
    """A table as blocks of rows, broken where Word broke it over pages; behind it those that stand in its cells."""
    rows: list[list[_Field]] = []
    broken = False
    header = 0
    for row in element.iter(_W + "tr"):
        if next(row.iterancestors(_W + "tbl")) is not element:
            continue
        if rows and next(row.iter(_W + "lastRenderedPageBreak"), None) is not None:
            yield _grid_block(rows, header, broken)
            yield Block("break", rendered=True)
            rows, broken = [], True
        repeats = row.find(f"{_W}trPr/{_W}tblHeader")
        if repeats is not None and repeats.get(_W + "val") not in ("0", "false") and not broken and header == len(rows):
            header += 1
        rows.append(_fields(row))
    if rows:
        yield _grid_block(rows, header, broken)
    for inner in element.iter(_W + "tbl"):
        if inner is not element and next(inner.iterancestors(_W + "tbl")) is element:
            yield from _table(inner, context)


def _fields(row: Any) -> list[_Field]:
    before = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
    out = [_Field("", before, False, False)] if before else []
    for element in row.iterchildren(_W + "tc", _W + "sdt"):
        for tc in [element] if element.tag == _W + "tc" else element.iter(_W + "tc"):
            merge = tc.find(f"{_W}tcPr/{_W}vMerge")
            continued = merge is not None and merge.get(_W + "val") != "restart"
            own = (p for p in tc.iter(_W + "p") if next(p.iterancestors(_W + "tc")) is tc and not _is_fallback(p))
            lines = (_inline(p) for p in own) if not continued else ()
            text = cell("\n".join(line.replace(_BREAK, "\n").replace(_SOFT_BREAK, "") for line in lines))
            columns = max(1, _number(tc.find(f"{_W}tcPr/{_W}gridSpan"), 1))
            out.append(_Field(text, columns, continued, _is_coloured(tc)))
    return out


def _is_coloured(tc: Any) -> bool:
    shade = tc.find(f"{_W}tcPr/{_W}shd")
    return shade is not None and str(shade.get(_W + "fill") or "auto").upper() not in ("AUTO", "FFFFFF")


def _grid_block(rows: Sequence[Sequence[_Field]], header: int, continued: bool) -> Block:
    """One text a grid column: a merged cell's in its first column and row, nothing in the others."""
    texts: list[list[str]] = []
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    above: dict[int, tuple[int, int]] = {}
    for r, fields in enumerate(rows):
        line: list[str] = []
        marked = _barred(fields)
        here: dict[int, tuple[int, int]] = {}
        for n, own in enumerate(fields):
            place = r, len(line)
            if own.goes_on and len(line) in above:
                place = above[len(line)]
            down, across = r - place[0] + 1, own.columns
            if down > 1 or across > 1:
                spans[place] = down, across
            here[len(line)] = place
            line += [BAR if n in marked else own.text, *[""] * (own.columns - 1)]
        above = here
        texts.append(line)
    grid = trimmed(texts, spans, header or None)
    grid.continued = continued
    return Block("table", grid.text, grid=grid)


def _barred(fields: Sequence[_Field]) -> set[int]:
    """The coloured fields without text of a row in which others behind its label are not coloured."""
    if not fields or fields[0].coloured or not fields[0].text:
        return set()
    coloured = {n for n, own in enumerate(fields) if own.coloured and not own.text and not own.goes_on}
    return coloured if len(coloured) < len(fields) - 1 else set()


def _number(element: Any, default: int) -> int:
    value = element.get(_W + "val") if element is not None else None
    return whole_number(value, default)


def _footnotes(document: Any) -> list[Block]:
    from docx.oxml import parse_xml

    out = []
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/footnotes", "/endnotes")) and not relation.is_external:
            notes = parse_xml(relation.target_part.blob)
            out += [Block("text", text) for p in notes.iter(_W + "p") if (text := _inline(p).strip())]
    return out


def _pages(blocks: list[Block]) -> tuple[list[list[Block]], bool]:
    """Pages' blocks, and whether the file says where they break."""
    stored = any(b.kind == "break" for b in blocks)
    pages: list[list[Block]] = [[]]
    length = 0
    for block in blocks:
        full = length >= PAGE_CHARS or (block.kind == "heading" and length >= PAGE_CHARS * 2 // 3)
        if block.kind == "break" or (not stored and full):
            if any(b.text.strip() for b in pages[-1]):
                pages.append([])
            length = 0
        if block.kind != "break":
            pages[-1].append(block)
            length += len(block.text)
    return (pages[:-1] if len(pages) > 1 and not _joined(pages[-1]) else pages), stored


def _page(number: int, blocks: list[Block]) -> Page:
    text = _joined(blocks)
    return Page(number=number, text=text, tables=located(text, [b.grid for b in blocks if b.grid is not None]))


def _joined(blocks: list[Block]) -> str:
    """Paragraphs by one newline, headings and tables with an empty line around them."""
    out = ""
    previous: Kind | None = None
    for block in blocks:
        text = block.text.strip("\n ") if block.kind != "table" else block.text
        if text:
            close = previous == block.kind and block.kind in ("text", "list")
            out += ("\n" if close else "\n\n") + text if out else text
            previous = block.kind
        elif previous in ("text", "list"):
            previous = "heading"
    return out
