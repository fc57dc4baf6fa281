"""Definitions: glossary entries, and sentences that say what a term means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.lines import Line, heading_level, split_lines
from ingest.model import Page, Passage, Record
from ingest.normalise import normalise, view

_SENTENCE = re.compile(r"「(?P<term>[^」]{2,30})」とは[、,]?\s?(?P<definition>[^。]{6,200}。?)")
_BARE = re.compile(
    r"(?:^|[。\s※*])(?P<term>[A-Za-z0-9一-龥ァ-ヶー・/\- ]{2,40}?(?:\s?[(（][^)）]{1,50}[)）])?)"
    r"\s?とは[、,]\s?(?P<definition>[^。]{8,220}。?)"
)
_NOTE = re.compile(
    r"[*※]\s?(?P<term>[A-Za-z一-龥ァ-ヶー・0-9-]{2,24}(?:\s?[(（][^)）]{2,50}[)）])?)"
    r"\s?[:：]\s?(?P<definition>[^。*※]{6,160}。)"
)
_ROW = re.compile(
    r"^[^\n\t]{0,12}(?:用語|語句|言葉|略語)[^\n\t]{0,6}\t"
    r"(?P<term>[^\n\t:：。]{2,40})[:：][ 　]?(?P<definition>[^\n\t]{6,240})",
    re.MULTILINE,
)
_MARKS = r"[○●◎△▲◇◆□■×☆★⇒]"
_MARK = re.compile(
    r"(?P<mark>[○●◎△▲◇◆□■×☆★⇒])\s?(?:[:：=]\s?|\s+)(?P<meaning>[一-龥ぁ-んァ-ヶー]{2,14}(?:・[一-龥ぁ-んァ-ヶー]{2,14})?)(?=$|\s|[○●◎△▲◇◆□■×☆★⇒)）])"
)
_GLOSSARY = re.compile(r"用語(?:集|解説|の(?:解説|説明|定義))|Glossary", re.IGNORECASE)
_DEFINING = re.compile(
    r"(?:もの|こと|こと等|など|等|仕組み|システム|サービス|取組|技術|制度|場所|状態|総称|"
    r"考え方|基準|機能|手法|方式|ソフト|ツール|端末|称|指す|いう|呼ぶ|略|す|る|た|体|法|"
    r"網|者)。?$"
)


def definitions(page: Page, passages: Sequence[Passage], glossary: bool) -> Iterator[Record]:
    """`glossary` says that the page is one, see `is_glossary`."""
    for passage in passages:
        seen = normalise(passage.text)
        for pattern in (_SENTENCE, _BARE, _NOTE):
            for match in pattern.finditer(seen.text):
                start, end = seen.source_span(match.start(), match.end())
                yield _record(
                    passage, page, passage.start + start, passage.start + end, match["term"], match["definition"]
                )
        for match in _ROW.finditer(passage.text):
            start, end = passage.start + match.start("term"), passage.start + match.end()
            yield _record(passage, page, start, end, view(match["term"]), view(match["definition"]))
    yield from _legend(page, passages)
    yield from _entries(page, passages, glossary)


def _legend(page: Page, passages: Sequence[Passage]) -> Iterator[Record]:
    """What a page's legend says of each mark (△：遅れている)."""
    for passage in passages:
        seen = normalise(passage.text)
        pairs = [m for m in _MARK.finditer(seen.text) if not _in_a_row(passage.text, *seen.source_span(*m.span()))]
        repeated = len({m["mark"] for m in pairs}) < len(pairs)
        if len(pairs) < 2 or (repeated and "\t" in passage.text):
            continue
        for match in pairs:
            start, end = seen.source_span(match.start(), match.end())
            yield _record(passage, page, passage.start + start, passage.start + end, match["mark"], match["meaning"])


def _in_a_row(text: str, start: int, end: int) -> bool:
    """Whether a stretch is part of a table's rows, where what follows a mark is the next cell; a row of two cells, a
    mark and what it means, is a legend's."""
    behind = text.find("\n", end)
    row = text[text.rfind("\n", 0, start) + 1 : behind if behind >= 0 else None]
    cells = [cell.strip() for cell in row.split("\t") if cell.strip()]
    return "\t" in row and not (len(cells) == 2 and re.fullmatch(_MARKS, cells[0]))


def _record(passage: Passage, page: Page, start: int, end: int, term: str, definition: str) -> Record:
    return Record(
        document=passage.document,
        page=page.number,
        start=start,
        end=end,
        kind="definition",
        attribute=term.strip(),
        value=definition.strip(),
        municipality=passage.municipality,
    )


def is_glossary(page: Page, before: bool) -> bool:
    """Whether a page is headed as a glossary, or goes on with that of the page before it: entries, no chapter."""
    lines = [line for line in split_lines(page.text) if line.text]
    headed = any(
        _GLOSSARY.search(line.text) and len(line.text) <= 24 and not re.search(r"\d$", line.text) for line in lines
    )
    return headed or (before and not any(0 < heading_level(line.text) <= 3 for line in lines))


def _entries(page: Page, passages: Sequence[Passage], glossary: bool) -> Iterator[Record]:
    """A short line behind a finished one, followed by a paragraph that ends like a definition.

    Such pairs are entries on the page of a glossary, or when they are what most of a page consists of.
    """
    lines = [line for line in split_lines(page.text) if line.text and not line.tabs]
    found, covered, i = [], 0, 0
    while i < len(lines) - 1:
        taken = _definition(lines, i, glossary)
        if taken:
            found.append(
                (
                    lines[i].start,
                    lines[taken].end,
                    lines[i].text,
                    "".join(line.text for line in lines[i + 1 : taken + 1]),
                )
            )
            covered += taken - i + 1
        i = taken + 1 if taken else i + 1
    enough = (1, 0.4) if glossary else (3, 0.6)
    if len(found) < enough[0] or covered < enough[1] * len(lines):
        return
    found.extend(_loose(lines, found))
    for start, end, name, meaning in found:
        owner = next((p for p in passages if p.start <= start < p.end), None)
        if owner:
            yield _record(owner, page, start, min(end, owner.end), name, meaning)


def _loose(lines: Sequence[Line], found: Sequence[tuple[int, int, str, str]]) -> Iterator[tuple[int, int, str, str]]:
    """On a glossary page also the entries whose explanation is a few words without a full stop."""
    taken = [(start, end) for start, end, _, _ in found]
    free = [line for line in lines if not any(a <= line.start < b for a, b in taken) and len(line.text) > 1]
    for term, text in zip(free, free[1:], strict=False):
        if (
            2 <= len(term.text) <= 24
            and 4 <= len(text.text) <= 60
            and not heading_level(term.text)
            and not _GLOSSARY.search(term.text)
            and "。" not in term.text
        ):
            yield term.start, text.end, term.text, text.text


def _definition(lines: Sequence[Line], i: int, glossary: bool) -> int | None:
    """Index of the last line of the definition whose term is line i; None when line i is no term.

    Elsewhere than in a glossary a term's line is shorter than those of its definition: prose in columns has no terms.
    """
    term = lines[i].text
    finished = i == 0 or lines[i - 1].text.endswith("。") or len(lines[i - 1].text) <= 32
    short = 2 <= len(term) <= 32 and not re.search(r"[。、,:：]$", term)
    if not (short and finished) or heading_level(term) or _GLOSSARY.search(term) or re.match(r"[0-9①-⑳・•]", term):
        return None
    for end in range(i + 1, min(i + 7, len(lines))):
        text = "".join(line.text for line in lines[i + 1 : end + 1])
        if lines[end].text.endswith("。"):
            prose = not glossary and end > i + 1 and len(term) > 0.8 * len(lines[i + 1].text)
            defines = glossary or _DEFINING.search(text.split("。")[0])
            return end if len(text) >= 12 and defines and not prose else None
        if len(lines[end].text) < 16:
            return None
    return None
