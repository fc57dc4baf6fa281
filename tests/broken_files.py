"""Broken and hostile files, one of each kind: `python tests/broken_files.py FOLDER` writes them, with three good plans.

Prints the name of each, as JSON. What must become of them is in `test_broken_files.py`.
"""

from __future__ import annotations

import io
import json
import os
import random
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import openpyxl
import pptx
from openpyxl.utils import get_column_letter
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

PLAN = "武雄市デジタル計画\n\n武雄市の人口は47,510人です。\n電子申請を令和7年度に導入する。\n"
GOOD = ("good-text.txt", "good-word.docx", "good-pdf.pdf")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_noise = random.Random(4)


def write_broken(folder: Path) -> list[str]:
    """Writes every kind that this system allows into an existing folder, and gives their names."""
    names = []
    for name, make in {**KINDS, **_PLACED}.items():
        path = folder / name
        try:
            made = make(path) if name in _PLACED else make()
        except OSError:
            continue
        if isinstance(made, bytes):
            path.write_bytes(made)
        names.append(name)
    return names


def write_good(folder: Path) -> None:
    (folder / GOOD[0]).write_text(PLAN, "utf-8")
    (folder / GOOD[1]).write_bytes(good_word())
    (folder / GOOD[2]).write_bytes(good_pdf())


# PDF


def good_pdf(pages: int = 3, **options: object) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiKakuGo-W5"))
    canvas = Canvas(buffer := io.BytesIO(), pagesize=(595, 842), **options)
    for page in range(pages):
        canvas.setFont("HeiseiKakuGo-W5", 10)
        for line in range(30):
            canvas.drawString(60, 780 - 20 * line, f"鹿島市の第{page + 1}章{line + 1}節。令和7年度に{line}件を行う。")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of the objects 1, 2, … of which the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), entries, data)


def one_page(content: bytes, *more: bytes, box: bytes = b"0 0 595 842", resources: bytes = b"") -> bytes:
    """A PDF of one page; objects from 6 on are given, 5 is Helvetica as /F1."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%b>>>>"
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", tree, page % (box, resources), content, HELVETICA, *more)


def deflated_twice(size: int) -> bytes:
    """Some kilobytes that unpack to `size`."""
    packer = zlib.compressobj(9)
    once = b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)), packer.flush()])
    return zlib.compress(once, 9)


def own_kid() -> bytes:
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000/Parent 2 0 R>>")


def cyclic_outline() -> bytes:
    catalogue = b"<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>"
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    item = b"<</Title(a)/Parent 6 0 R/Next 7 0 R/Prev 7 0 R/First 6 0 R/Last 7 0 R>>"
    outline = b"<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 9>>"
    return pdf(catalogue, tree, page, stream(b""), HELVETICA, outline, item)


def many_pages(count: int) -> bytes:
    tree = b"<</Type/Pages/Kids[%b]/Count %d>>" % (b"3 0 R " * count, count)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", tree, page, stream(b"BT /F1 9 Tf (page) Tj ET"), HELVETICA)


def form_in_itself() -> bytes:
    form = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    return one_page(stream(b"/X Do"), form, resources=b"/XObject<</X 6 0 R>>")


def bad_character_map() -> bytes:
    """Every letter of its text is mapped to half a character or to one of private use."""
    ranges = b"2 beginbfrange\n<41> <4D> <D801>\n<4E> <5A> <E000>\nendbfrange"
    cmap = b"/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <00> <FF> endcodespacerange\n"
    to_unicode = stream(cmap + ranges + b"\nendcmap end")
    font = HELVETICA[:-2] + b"/ToUnicode 7 0 R>>"
    text = b"BT /F2 12 Tf 60 700 Td (ABCDEFGHIJKLMNOPQRSTUVWXYZ) Tj ET"
    return one_page(stream(text), font, to_unicode, resources=b"/Font<</F2 6 0 R>>").replace(
        b"/Font<</F1 5 0 R>>/Font", b"/Font"
    )


def letters_without_end(count: int) -> bytes:
    text = b"BT /F1 1 Tf 60 700 Td " + b"(abcdefghij) Tj 0 0 Td " * (count // 10) + b"ET"
    return one_page(stream(zlib.compress(text, 9), b"/Filter/FlateDecode"))


def many_lines(count: int) -> bytes:
    """A page with a ruling line at every place."""
    drawn = b"".join(b"%d %d m %d %d l S\n" % (x % 595, 0, x % 595, 842) for x in range(count))
    return one_page(stream(zlib.compress(drawn, 9), b"/Filter/FlateDecode"))


def picture_only() -> bytes:
    canvas = Canvas(buffer := io.BytesIO(), pagesize=(595, 842))
    canvas.rect(50, 50, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


# Office


def zipped(members: Mapping[str, bytes], base: bytes | None = None) -> bytes:
    """A zip archive of `members`, over those of the archive `base`."""
    parts: dict[str, bytes] = {}
    if base:
        with zipfile.ZipFile(io.BytesIO(base)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(buffer := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **members}.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def without(name: str, base: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        return zipped({other: archive.read(other) for other in archive.namelist() if other != name})


def good_word(title: str = "伊万里市行政改革プラン") -> bytes:
    document = docx.Document()
    document.add_heading(title, 1)
    document.add_paragraph("伊万里市の人口は52,629人です。")
    document.save(buffer := io.BytesIO())
    return buffer.getvalue()


def good_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["指標", "令和7年度"])
    book.active.append(["人口", 47510])
    book.save(buffer := io.BytesIO())
    return buffer.getvalue()


def good_slides() -> bytes:
    slides = pptx.Presentation()
    slides.slides.add_slide(slides.slide_layouts[0]).shapes.title.text = "大村市の計画"
    slides.save(buffer := io.BytesIO())
    return buffer.getvalue()


WORD_NAMESPACE = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET_NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def word(body: bytes, doctype: bytes = b"") -> bytes:
    text = b'<?xml version="1.0"?>%b<w:document %b><w:body>%b</w:body></w:document>'
    return zipped({"word/document.xml": text % (doctype, WORD_NAMESPACE, body)}, good_word())


def nested_tables(depth: int) -> bytes:
    opened, closed = b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"
    return word(opened * depth + b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" + closed * depth)


def laughing() -> bytes:
    """Entities within entities: 10^9 laughs."""
    entities = [b'<!ENTITY a0 "haha">']
    entities += [b'<!ENTITY a%d "%b">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)]
    return word(b"<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", b"<!DOCTYPE w [%b]>" % b"".join(entities))


def sheet(rows: bytes, doctype: bytes = b"") -> bytes:
    text = b'<?xml version="1.0"?>%b<worksheet %b><sheetData>%b</sheetData></worksheet>'
    return zipped({"xl/worksheets/sheet1.xml": text % (doctype, SHEET_NAMESPACE, rows)}, good_workbook())


def inline(value: bytes, place: bytes = b"A1") -> bytes:
    return b'<row r="%b"><c r="%b" t="inlineStr"><is><t>%b</t></is></c></row>' % (
        bytes(c for c in place if 48 <= c <= 57),
        place,
        value,
    )


def wide_workbook(columns: int, rows: int) -> bytes:
    names = [get_column_letter(column).encode() for column in range(1, columns + 1)]
    cells = [b'<row r="%d">%b</row>' % (r, b"".join(b'<c r="%b%d"/>' % (n, r) for n in names)) for r in range(1, 4)]
    return sheet(b"".join(cells[:2]) + cells[2] * (rows - 2))


def lying_archive() -> bytes:
    """Says that its text unpacks to ten bytes; there are two hundred million."""
    data = bytearray(zipped({"word/document.xml": bytes(200_000_000)}, good_word()))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(signature)
        while at >= 0:
            name = data[at + (30 if place == 22 else 46) :]
            if name.startswith(b"word/document.xml"):
                data[at + place : at + place + 4] = (10).to_bytes(4, "little")
            at = data.find(signature, at + 4)
    return bytes(data)


def named_in_cp932() -> bytes:
    """Unpacked names that are no UTF-8, in an archive that is none of the Office formats."""
    packed = zipped({"XXXX.txt": PLAN.encode("cp932")})
    return packed.replace(b"XXXX", "計画".encode("cp932"))


def picture() -> bytes:
    Image.new("RGB", (40, 40), "white").save(buffer := io.BytesIO(), "PNG")
    return buffer.getvalue()


KINDS: dict[str, Callable[[], bytes]] = {
    "pdf-empty.pdf": lambda: b"",
    "pdf-header-only.pdf": lambda: b"%PDF-1.7\n",
    "pdf-garbage.pdf": lambda: b"%PDF-1.7\n" + _noise.randbytes(50_000),
    "pdf-truncated.pdf": lambda: (whole := good_pdf(30))[: len(whole) // 2],
    "pdf-encrypted.pdf": lambda: good_pdf(encrypt=StandardEncryption("secret", strength=128)),
    "pdf-no-pages.pdf": lambda: pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"),
    "pdf-own-kid.pdf": own_kid,
    "pdf-cyclic-outline.pdf": cyclic_outline,
    "pdf-25000-pages.pdf": lambda: many_pages(25_000),
    "pdf-bomb.pdf": lambda: one_page(
        stream(deflated_twice(500_000_000), b"/Filter[/FlateDecode/FlateDecode]"),
    ),
    "pdf-huge-page.pdf": lambda: one_page(stream(b"0 0 m 9e9 9e9 l S"), box=b"-1e30 -1e30 1e30 1e30"),
    "pdf-form-in-itself.pdf": form_in_itself,
    "pdf-deep-arrays.pdf": lambda: one_page(stream(b"[" * 2_000_000)),
    "pdf-bad-character-map.pdf": bad_character_map,
    "pdf-letters-without-end.pdf": lambda: letters_without_end(10_000_000),
    "pdf-many-lines.pdf": lambda: many_lines(300_000),
    "pdf-picture-only.pdf": picture_only,
    "pdf-wrong-offsets.pdf": lambda: one_page(stream(b"BT (a")).replace(b"0000000", b"9999999"),
    "wrong-extension-pdf.docx": lambda: good_pdf(2),
    "wrong-extension-word.pdf": lambda: good_word("伊万里市人権施策プラン"),
    "wrong-extension-picture.pdf": picture,
    "wrong-extension-program.txt": lambda: b"\x7fELF" + bytes(4000),
    "web-error-page.pdf": lambda: b"<!DOCTYPE html><html><head><title>404</title></head><body></body></html>",
    "word-truncated.docx": lambda: good_word()[:9000],
    "word-without-document.docx": lambda: without("word/document.xml", good_word()),
    "word-broken-xml.docx": lambda: word(b"<w:p><w:r><w:t>a</w:t></w:r>"),
    "word-bomb.docx": lambda: zipped({"word/document.xml": bytes(300_000_000)}, good_word()),
    "word-lying-archive.docx": lying_archive,
    "word-laughing.docx": laughing,
    "word-nested-tables.docx": lambda: nested_tables(20_000),
    "word-password.docx": lambda: OLE + _noise.randbytes(20_000),
    "word-20001-parts.docx": lambda: zipped({f"a/{n}": b"" for n in range(20_001)}, good_word()),
    "word-cp932-names.docx": named_in_cp932,
    "sheet-external-entity.xlsx": lambda: sheet(
        inline(b"&x;"), b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    ),
    "sheet-10000-columns.xlsx": lambda: wide_workbook(10_000, 600),
    "sheet-far-cell.xlsx": lambda: sheet(inline(b"a") + inline(b"b", b"XFD1048576")),
    "sheet-missing.xlsx": lambda: without("xl/worksheets/sheet1.xml", good_workbook()),
    "sheet-empty.xlsx": lambda: sheet(b""),
    "sheet-broken-styles.xlsx": lambda: zipped({"xl/styles.xml": b"<styleSheet"}, good_workbook()),
    "slides-missing.pptx": lambda: without("ppt/slides/slide1.xml", good_slides()),
    "slides-none.pptx": lambda: (pptx.Presentation().save(buffer := io.BytesIO()), buffer.getvalue())[1],
    "legacy-damaged.xls": lambda: OLE + bytes(600),
    "legacy-damaged.doc": lambda: OLE + _noise.randbytes(600),
    "web-100000-deep.html": lambda: b"<html><body>" + b"<div>" * 100_000 + b"a" + b"</div>" * 100_000,
    "web-tables-in-tables.html": lambda: b"<html><body>" + b"<table><tr><td>" * 20_000 + b"a",
    "web-empty.html": lambda: b"<!DOCTYPE html><html><body></body></html>",
    "web-one-attribute.html": lambda: b"<html><body><p a='" + b"x" * 10_000_000 + b"'>",
    "web-unclosed.html": lambda: b"<html><body>" + b"<" * 3_000_000,
    "text-zero-bytes.txt": lambda: bytes(10_000),
    "text-noise.txt": lambda: _noise.randbytes(100_000),
    "text-half-utf16.txt": lambda: PLAN.encode("utf-16")[:-1] + b"\x00\xd8\x00\xd8",
    "text-half-characters.md": lambda: b"\xed\xa0\x80" * 3000,
    "text-spaces-only.txt": lambda: " \n\u3000\t\x0c".encode() * 5000,
    "text-one-endless-line.txt": lambda: "計画".encode() * 11_000_000,
    "text-30000-pages.txt": lambda: b"a\x0c" * 30_000,
    "table-one-quote.csv": lambda: b'"a,b\n' * 20_000,
    "table-zero-bytes.csv": lambda: b"a,b\n\x00\x00,\x00\n" * 1000,
    "table-10000-columns.csv": lambda: (b"7," * 9_999 + b"7\n") * 1_000,
    "\n".join(("name on two", "lines.txt")): lambda: b"",
    "n" * 240 + ".txt": lambda: b"",
}


def _unreadable(path: Path) -> bytes | None:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        raise PermissionError("root may read everything")
    path.write_text(PLAN, "utf-8")
    path.chmod(0)
    return None


_PLACED: dict[str, Callable[[Path], bytes | None]] = {
    "link-to-nowhere.pdf": lambda path: path.symlink_to("nowhere.pdf"),
    "link-to-itself.pdf": lambda path: path.symlink_to(path.name),
    "pipe.txt": lambda path: os.mkfifo(path),
    "unreadable.txt": _unreadable,
    os.fsdecode("計画.txt".encode("cp932")): lambda path: PLAN.encode(),
}


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    write_good(target)
    print("\n".join(json.dumps(name) for name in write_broken(target)))
