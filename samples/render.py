#!/usr/bin/env python3
"""Render the sample plans from `source/` into PDF and text files beside this script.

    python samples/render.py                 render every sample
    python samples/render.py aizawa-action   render one, by its stem
    python samples/render.py --out DIR       render somewhere else
    python samples/render.py --check         render aside and compare page texts with the committed files

A source is either `STEM.html` (a Jinja2 template, rendered to PDF; data from `STEM.toml` if there is one) or
`STEM.ENCODING.txt` (pages separated by a form feed line `%%page`, written out in that encoding). Output depends on the
sources, the fonts and the library versions only: no dates, no random identifiers.
"""

import argparse
import hashlib
import logging
import os
import re
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import jinja2
import pypdfium2
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "source"
PAGE_MARK = re.compile(r"^%%page\n", re.MULTILINE)
CELL_PREFIX = re.compile(r"^((?:\^\d+|>\d+|\.[a-z]+)+)\s?")
FONTS = ("IPAexGothic", "IPAexMincho")


def cell(text: str, tag: str) -> str:
    """One table cell: `^2` spans two rows, `>3` three columns, `.name` sets a class."""
    attributes = ""
    if match := CELL_PREFIX.match(text):
        marks = match[1]
        text = text[match.end() :]
        attributes += "".join(f' rowspan="{n}"' for n in re.findall(r"\^(\d+)", marks))
        attributes += "".join(f' colspan="{n}"' for n in re.findall(r">(\d+)", marks))
        if names := re.findall(r"\.([a-z]+)", marks):
            attributes += f' class="{" ".join(names)}"'
    return f"<{tag}{attributes}>{text}</{tag}>"


def grid(text: str, widths: str = "", css_class: str = "") -> str:
    """A ruled table from lines of cells divided by `|`; a line that starts with `!` is a header row.

    Cells may be empty and may hold inline HTML. `widths` lists the columns' widths in per cent.
    """
    columns = "".join(f'<col style="width:{width.strip()}%">' for width in widths.split(",") if width.strip())
    rows = []
    for line in filter(None, (raw.strip() for raw in text.splitlines())):
        tag = "th" if line.startswith("!") else "td"
        cells = [part.strip() for part in line.removeprefix("!").split("|")]
        rows.append("<tr>" + "".join(cell(part, tag) for part in cells) + "</tr>")
    return f'<table class="grid {css_class}"><colgroup>{columns}</colgroup>{"".join(rows)}</table>'


def upright(text: str) -> str:
    """Text set one character a line, as in side tabs and narrow group cells."""
    return "<br>".join(text)


def template_environment() -> jinja2.Environment:
    """The Jinja2 environment of the HTML sources; keys that a data file leaves out render as nothing."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(SOURCE), autoescape=False)
    environment.filters |= {"grid": grid, "upright": upright}
    return environment


def render_html(stem: str) -> str:
    """The finished HTML of one template, with the data of its TOML file."""
    data_path = SOURCE / f"{stem}.toml"
    data: dict[str, Any] = tomllib.loads(data_path.read_text("utf-8")) if data_path.exists() else {}
    return template_environment().get_template(f"{stem}.html").render(data)


def render_pdf(stem: str) -> bytes:
    """One PDF with subset-embedded fonts and an identifier made from its own HTML."""
    html = render_html(stem)
    fonts = FontConfiguration()
    style = CSS(filename=SOURCE / "base.css", font_config=fonts)
    document = HTML(string=html, base_url=str(SOURCE)).render(stylesheets=[style], font_config=fonts)
    pdf: bytes | None = document.write_pdf(pdf_identifier=hashlib.md5(html.encode()).digest(), full_fonts=False)
    if pdf is None:
        raise RuntimeError(f"{stem}: WeasyPrint wrote nothing")
    return pdf


def render_text(path: Path) -> bytes:
    """One plain text plan: form feeds between its pages, in the encoding that its file name gives."""
    encoding = path.name.split(".")[1]
    return PAGE_MARK.sub("\f", path.read_text("utf-8")).encode(encoding)


def sources() -> dict[str, Path]:
    """Output file name -> source file, for every sample."""
    found = {f"{path.stem}.pdf": path for path in sorted(SOURCE.glob("*.html"))}
    found |= {path.name.split(".")[0] + ".txt": path for path in sorted(SOURCE.glob("*.*.txt"))}
    return found


def render(source: Path) -> bytes:
    """The rendered bytes of one source file."""
    return render_pdf(source.stem) if source.suffix == ".html" else render_text(source)


def page_texts(data: bytes, suffix: str) -> list[str]:
    """The pages' texts as pypdfium2 extracts them; for a text file, its bytes between form feeds."""
    if suffix == ".txt":
        return [page.decode("latin-1") for page in data.split(b"\f")]
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def fonts_of(data: bytes) -> set[str]:
    """The names of the fonts that a PDF's pages use."""
    with pypdfium2.PdfDocument(data) as pdf:
        texts = (text for page in pdf for text in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]))
        return {text.get_font().get_base_name() for text in texts if isinstance(text, pypdfium2.PdfTextObj)}


def warn_of_other_fonts(name: str, data: bytes) -> None:
    """Say so when a PDF uses a font besides FONTS: line breaks and extracted characters will differ."""
    if others := {font for font in fonts_of(data) if not font.endswith(FONTS)}:
        print(f"{name}: set in {', '.join(sorted(others))}; install {' and '.join(FONTS)}", file=sys.stderr)


def write_all(names: list[str], out: Path) -> None:
    """Render the named samples (all when none is named) into a folder and print a line for each."""
    out.mkdir(parents=True, exist_ok=True)
    for name, source in sources().items():
        if names and Path(name).stem not in names:
            continue
        data = render(source)
        (out / name).write_bytes(data)
        if name.endswith(".pdf"):
            warn_of_other_fonts(name, data)
        print(f"{name:28}{len(page_texts(data, source.suffix)):4} pages {len(data):9,} bytes")


def differing(names: list[str]) -> list[str]:
    """The samples whose page texts differ from those of the committed file."""
    with tempfile.TemporaryDirectory() as folder:
        write_all(names, Path(folder))
        return [
            path.name
            for path in sorted(Path(folder).iterdir())
            if not (HERE / path.name).exists()
            or page_texts(path.read_bytes(), path.suffix) != page_texts((HERE / path.name).read_bytes(), path.suffix)
        ]


def main() -> int:
    """Command line entry point; 1 when --check finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="stems to render (default: all)")
    parser.add_argument("--out", type=Path, default=HERE, help="output folder (default: beside this script)")
    parser.add_argument("--check", action="store_true", help="compare with the committed files instead of writing")
    arguments = parser.parse_args()
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    if not arguments.check:
        write_all(arguments.names, arguments.out)
        return 0
    if changed := differing(arguments.names):
        print("differs from the committed file: " + ", ".join(changed), file=sys.stderr)
    return int(bool(changed))


if __name__ == "__main__":
    sys.exit(main())
