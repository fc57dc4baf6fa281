"""The smallest stretches that can stand as an answer: sentences, bullets, table rows, facts read as records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.lines import heading_level, is_figures
from ingest.model import Passage, Record
from ingest.normalise import view
from ingest.years import find_years

_LONGEST = 260
_OPENS = re.compile(
    r"^\s*(?:[•・●◆■□◇○▼▶✓✔※*＊\uf000-\uf8ff]|[①-⑳❶-❿]|[-–]\s|[(（]?[0-9０-９]{1,2}[)）.．、](?![0-9０-９])\s?|【|〈|《)"
)
#: A numbered item of more than one clause (①回答に資料を引用し、申請の入口も示す) tells something, and heads nothing.
_CLAUSES = re.compile(r"[①-⑳㉑-㉟㊱-㊿][^、]{4,}、.{4,}")
_TOLD = 30
_SENTENCE_END = re.compile(r"。(?![」』）)])[」』）)]?")


@dataclass(frozen=True, slots=True)
class Unit:
    """`page.text[start:end]` of a passage; `text` is its normalised form. `records` are the facts read from it."""

    passage: Passage
    start: int
    end: int
    text: str
    kind: str
    records: tuple[Record, ...] = ()

    @property
    def key(self) -> tuple[str, int, int, int]:
        return self.passage.document, self.passage.page, self.start, self.end


def units_of(passage: Passage, records: Sequence[Record]) -> list[Unit]:
    """The units of a passage; spans from which facts were read are units as a whole, with their records."""
    spans: dict[tuple[int, int], list[Record]] = {}
    for record in records:
        if record.kind in ("indicator", "definition", "cell", "header") and passage.start <= record.start < passage.end:
            spans.setdefault((record.start, record.end), []).append(record)
    units = [
        Unit(
            passage,
            start,
            end,
            view(passage.text[start - passage.start : end - passage.start]),
            found[0].kind,
            tuple(found),
        )
        for (start, end), found in spans.items()
        if end <= passage.end
    ]
    taken = {(u.start, u.end) for u in units}
    units.extend(u for u in _plain(passage) if (u.start, u.end) not in taken)
    return units


def _plain(passage: Passage) -> Iterator[Unit]:
    for start, end in _blocks(passage.text):
        for left, right in _sentences(passage.text, start, end):
            raw = passage.text[left:right]
            text = view(raw)
            if len(text) >= 2:
                kind = (
                    "row"
                    if "\t" in raw
                    else "marks"
                    if is_figures(text)
                    else "heading"
                    if heading_level(text) and not (len(text) >= _TOLD and _CLAUSES.match(text))
                    else "sentence"
                )
                yield Unit(
                    passage, passage.start + left, passage.start + right, text, "heading" if is_columns(text) else kind
                )


def is_bulleted(text: str) -> bool:
    """Whether a unit begins with the sign or number of an item."""
    return _OPENS.match(text) is not None


def is_columns(text: str) -> bool:
    """A table's line of column heads: years and labels only."""
    years = find_years(text)
    rest = text
    for mention in reversed(years):
        rest = rest[: mention.start] + rest[mention.end :]
    return (
        len(years) >= 2
        and len(re.sub(r"[\s:：()（）\d年度]+", "", rest)) <= 26
        and "。" not in text
        and not re.search(r"\d", rest)
    )


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Runs of lines that belong together: ended by a blank line, a bullet, a table row or a heading.

    On a double-spaced page a blank line after an unfinished line is not an end.
    """
    at, start, end = 0, -1, -1
    lines = text.split("\n")
    double = _double_spaced(lines)
    for i, raw in enumerate(lines):
        stripped = raw.strip()
        left, right = at + len(raw) - len(raw.lstrip()), at + len(raw.rstrip())
        at += len(raw) + 1
        if not stripped:
            if start >= 0 and not (double and not lines[i - 1].rstrip().endswith(("。", "）", "」"))):
                yield start, end
                start = -1
            continue
        alone = "\t" in raw or _OPENS.match(raw) or heading_level(view(stripped))
        if start >= 0 and (alone or "\t" in lines[i - 1]):
            yield start, end
            start = -1
        start = left if start < 0 else start
        end = right
    if start >= 0:
        yield start, end


def _double_spaced(lines: Sequence[str]) -> bool:
    filled = [i for i, line in enumerate(lines) if line.strip()]
    followed = sum(
        1
        for i in filled
        if i + 2 < len(lines) and not lines[i + 1].strip() and lines[i + 2].strip() and len(lines[i]) > 25
    )
    return len(filled) >= 6 and followed > 0.6 * len(filled)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.end() - at >= 4:
            yield _trimmed(text, at, match.end())
            at = match.end()
    if at < end:
        left, right = _trimmed(text, at, end)
        if left < right:
            yield left, right


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    raw = text[start:end]
    return start + len(raw) - len(raw.lstrip()), end - (len(raw) - len(raw.rstrip()))


def shortened(unit: Unit, around: Sequence[str] = ()) -> Unit:
    """A unit over the longest length, cut to the lines about the first of `around` (folded words) that it holds."""
    if len(unit.text) <= _LONGEST:
        return unit
    raw = unit.passage.text[unit.start - unit.passage.start : unit.end - unit.passage.start]
    at = next((i for i in (raw.find(word) for word in around if word) if i >= 0), 0)
    left = max(0, at - 80)
    right = min(len(raw), left + _LONGEST)
    left = raw.rfind("、", 0, left) + 1 if left else 0
    stop = raw.rfind("、", left + 120, right)
    right = stop if stop > 0 and right < len(raw) else right
    start, end = _trimmed(raw, left, right)
    return replace(unit, start=unit.start + start, end=unit.start + end, text=view(raw[start:end]), records=())
