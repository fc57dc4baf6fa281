"""A page as HTML that people can read: the text as extracted, the quote marked, the way to its neighbours."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from importlib import resources

from assistant.api.urls import page_url
from ingest.model import Document, Page

_STYLE = resources.files("assistant.api").joinpath("page.css").read_text("utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src 'self';"
    " frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
_PAGE = """<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title} p. {number}</title>
<style>{style}</style>
</head>
<body>
<header><h1>{title}</h1>{owner}{navigation}</header>
<main>{image}<pre>{text}</pre></main>
</body>
</html>
"""


def page_html(document: Document, page: Page, total: int, marks: Sequence[tuple[int, int]], *, has_image: bool) -> str:
    """A complete HTML document; everything that comes from the file is escaped. The first mark has the id `quote`."""
    owner = document.municipality
    return _PAGE.format(
        title=escape(document.title),
        number=page.number,
        style=_STYLE,
        owner=f"<p>{escape(owner.full_name)}</p>" if owner else "",
        navigation=_navigation(document, page, total),
        image=_image(document, page, marks) if has_image else "",
        text=_marked(page.text, marks),
    )


def _image(document: Document, page: Page, marks: Sequence[tuple[int, int]]) -> str:
    address = page_url(document.id, page.number, marks[0] if marks else None, "png")
    words = f"{document.title} {page.number}ページの画像"
    image = f'<img src="{escape(address)}" alt="{escape(words)}">'
    return f"<details open><summary>画像 / Image</summary>{image}</details>"


def _navigation(document: Document, page: Page, total: int) -> str:
    def link(target: int, words: str) -> str:
        if not 1 <= target <= total:
            return ""
        return f'<a href="{escape(page_url(document.id, target, form="html"))}">{words}</a>'

    printed = f" (印刷 {escape(page.label)})" if page.label else ""
    if page.confidence is not None:
        printed += f" (画像から文字認識、信頼度 {page.confidence:.0%})"
    here = f"<span>{page.number} / {total} ページ{printed}</span>"
    return f"<nav>{link(page.number - 1, '← 前のページ')}{here}{link(page.number + 1, '次のページ →')}</nav>"


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    out, at = [], 0
    for i, (start, end) in enumerate(marks):
        anchor = ' id="quote"' if i == 0 else ""
        out += [escape(text[at:start]), f"<mark{anchor}>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join((*out, escape(text[at:])))
