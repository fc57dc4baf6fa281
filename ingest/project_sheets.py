"""Books of project sheets, one project a sheet: whose each is, and the pages that go on with the sheet before them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.lines import heading_level, split_lines
from ingest.model import Municipality, Page
from ingest.municipalities import Gazetteer, header_municipality
from ingest.normalise import fold, squash, view
from ingest.tables import is_label

_TITLE = re.compile(r"(?:事業概要|事業名称?|取組名|施策名|プロジェクト名)\s*[:：]?\s*[【「『]")
_PAIRS = {"【": "】", "「": "」", "『": "』"}
_GOES_ON = re.compile(
    r"前(?:の)?(?:頁|ページ|葉)(?:から|より)?の?(?:続き|つづき)|^[(（]?(?:続き|つづき)[)）]?$", re.MULTILINE
)
_LONGEST, _CHAPTER = 12, 2


def sheet_title(text: str) -> str | None:
    """The name of a project sheet, from 事業概要 【…】 wherever it stands on the page; brackets inside it balance."""
    match = _TITLE.search(text)
    if not match:
        return None
    opening = match.group()[-1]
    depth = 0
    for i in range(match.end() - 1, min(len(text), match.end() + 120)):
        depth += (text[i] == opening) - (text[i] == _PAIRS[opening])
        if depth == 0:
            return view(text[match.end() : i]) or None
    return None


class ProjectSheets:
    """`headers` gives whose sheet begins on a page; `continued` are the pages that go on with the sheet before them.

    A page goes on with a sheet where it says so, or where it has fields of the form that the sheet lacks and none that
    the sheet has, and neither title nor chapter.
    """

    def __init__(self, pages: Sequence[Page], gazetteer: Gazetteer, furniture: frozenset[str]) -> None:
        found = ((page.number, header_municipality(fold(page.text), gazetteer)) for page in pages)
        self.headers: dict[int, Municipality] = {number: header for number, header in found if header}
        self.continued = frozenset(self._continued(pages, furniture)) if self.headers else frozenset[int]()

    def _continued(self, pages: Sequence[Page], furniture: frozenset[str]) -> Iterator[int]:
        labels = {page.number: dict(_labels(page, furniture)) for page in pages}
        counts = Counter(label for number in self.headers for label in labels[number])
        form = {label for label, n in counts.items() if n >= max(2, len(self.headers) / 2)}
        sheet: set[str] | None = None
        for page in pages:
            own = labels[page.number]
            if page.number in self.headers:
                sheet = set(own)
                continue
            fields = {label for label, celled in own.items() if label in form or (celled and is_label(label))}
            lacking = bool(fields) and sheet is not None and not fields & sheet
            if sheet is None or _begins_anew(page) or not (lacking or _GOES_ON.search(fold(page.text))):
                sheet = None
                continue
            sheet |= own.keys()
            yield page.number


def _labels(page: Page, furniture: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """What stands first in the page's lines, and whether a cell holds it."""
    for line in split_lines(page.text):
        label = squash(line.cells[0] if line.tabs else line.text.partition(" ")[0])
        if 1 < len(label) <= _LONGEST and squash(line.text) not in furniture:
            yield label, bool(line.tabs)


def _begins_anew(page: Page) -> bool:
    lines = [line for line in split_lines(page.text) if line.text and not line.tabs]
    return sheet_title(page.text) is not None or any(0 < heading_level(line.text) <= _CHAPTER for line in lines)
