"""The lines of a page and where the document itself puts its seams: headings, numbered rows, repeated cells, tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.model import Page
from ingest.normalise import squash, view

_HEADINGS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(r"^第\s?[0-9一二三四五六七八九十]+\s?[編部章条](?=\s|\S)")),
    (2, re.compile(r"^第\s?[0-9一二三四五六七八九十]+\s?節")),
    (2, re.compile(r"^(?:基本)?(?:方針|目標|戦略|柱)\s?[0-9一二三四五六七八九十①-⑳]")),
    (2, re.compile(r"^(?:政策|重点|施策)?分野\s?(?:[0-9]{1,2}|[一二三四五六七八九十①-⑳])[\s:：「『(（]\s?\S{2}")),
    (3, re.compile(r"^(?:基本|重点|主要)?施策\s?(?:[0-9]+[-.][0-9]+|[0-9①-⑳])")),
    (
        4,
        re.compile(
            r"^(?:重点|主要|優先|個別|リーディング)?(?:事業|取組|取り組み|プロジェクト|アクション|プログラム)\s?"
            r"(?:[0-9]{1,2}(?:[-.][0-9]{1,2})?|[①-⑳])[\s:：]\s?[^\s0-9。、].{2,}[^。、]$"
        ),
    ),
    (4, re.compile(r"^(?:個別)?施策(?:名\s|\s?[0-9①-⑳])")),
    (4, re.compile(r"^(?:事業名|取組名|取組項目|プロジェクト名|施策・事業名|具体的?取組)[\s:：]")),
    (4, re.compile(r"^[0-9]{1,2}(?:[-.][0-9]{1,2}){1,2}[.\s]\s?\S")),
    (6, re.compile(r"^\([0-9]{1,2}\)\s?\S|^[(（][ア-ンa-z][)）]\s?\S")),
    (3, re.compile(r"^(?:[0-9]{1,2}\s?)?[≪《【〈][^】》≫〉]{1,20}[≫》】〉]\s?[^\s【】。、].{3,}")),
    (7, re.compile(r"^[■◆□◇▼▶●★]\s?\S.{0,32}$")),
    (7, re.compile(r"^[【〈《<〔［\[][^】〉》>〕］\]]{1,40}[】〉》>〕］\]]$")),
    (8, re.compile(r"^[①-⑳㉑-㉟㊱-㊿]\s?(?![でにをはが](?:[のは]|[一-龥ァ-ヶ]))\S")),
)
#: A field of a measure's section behind its label in brackets (【担当】福祉課), which heads nothing.
_FIELD = re.compile(
    r"^[【〔\[《〈](?:(?:事業|施策|取組)の?)?(?:担当|所管|主管|関係|実施主体|実施|推進|問合|問い合わせ|連絡先|対象|期間|時期|予算|財源|費用|"
    r"場所|備考|指標|目標値|現状値|KPI|SDGs)[^】〕\]》〉]{0,6}[】〕\]》〉]\s?\S"
)
_STEP, _MARKED = 8, 7
_BRACKETED = re.compile(r"^[【〈《<〔\[]")
#: A bulleted sentence without its full stop (■利用料は市が負担する) is no heading.
_PREDICATE = re.compile(
    r"[はがを].{2,}(?:する|した|れる|せる|がる|まる|いる|ある|なる|める|げる|ける|える|行う|置く|開く|ない)$"
)
_STATUS_LINE = re.compile(r"^[○●◎△▲◇◆□■×☆★⇒→…\-](?:\s[○●◎△▲◇◆□■×☆★⇒→…\-])+(?:\s|$)|凡\s?例")
#: Marks with their meanings in one line, which heads nothing.
_LEGEND = re.compile(r"(?:[○●◎△▲◇◆□■×☆★]\s?[^\s○●◎△▲◇◆□■×☆★]{1,12}[\s、,]*){2,}")
_ROW_END = re.compile(r"(?:^|\s)[○●◎△▲⇒→…×](?:\s[○●◎△▲⇒→…×]){3,}$")
_STATUS_MARK = re.compile(r"^[○●◎△▲◇◆□■×☆★]\s")
_MARKDOWN = re.compile(r"^(#{1,6})\s+(\S.*)$")
_NUMBERED = re.compile(r"^([0-9]{1,3})(?:[.．)、](?![0-9])\s?|\s+|$)(.*)$")
_SENTENCE = re.compile(r"[。．]$|[、,]$")
_FIGURES = re.compile(r"^[\d\s,.%％○●◎△◇□×…⇒→⇨☆★\-ー~～／/()（）]+$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line at `page.text[start:end]`; `text` is its normalised form, '' for a blank one.

    `cells` are the tab-separated cells of a table row; `level` is a heading's depth (1 outermost) or 0; `row` the
    number of a numbered row; `lead` marks the first cell of a row that repeats; `furniture` stands on many pages.
    """

    start: int
    end: int
    text: str
    cells: tuple[str, ...] = ()
    level: int = 0
    row: int | None = None
    lead: bool = False
    furniture: bool = False

    @property
    def blank(self) -> bool:
        return not self.text

    @property
    def tabs(self) -> int:
        return max(0, len(self.cells) - 1)


#: What a cell of values begins with, and is little more than.
_VALUE = re.compile(r"(?:[▲△-]?\d[\d,.]*\s?\D{0,6}(?:\s.*)?|[-ー―○●◎△▲×]+)$")
_MOST_TORN, _ROWS_ASKED, _LONG_HEAD, _LONGEST_HEAD = 48, 5, 24, 40
_MANY_HEADS = 4


@lru_cache(maxsize=256)
def split_lines(text: str) -> tuple[Line, ...]:
    lines: list[Line] = []
    at = 0
    for raw in text.split("\n"):
        end = at + len(raw)
        left, right = at + len(raw) - len(raw.lstrip(" \u3000")), at + len(raw.rstrip())
        cells = tuple(view(cell) for cell in raw.split("\t")) if "\t" in raw else ()
        lines.append(Line(min(left, right), right, " ".join(c for c in cells if c) if cells else view(raw), cells))
        at = end + 1
    return tuple(lines)


def furniture_of(pages: Sequence[Page]) -> frozenset[str]:
    """Squashed lines that stand on at least four pages and a fifth of all: running heads, navigation, legends."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({squash(line) for line in page.text.split("\n") if len(line.strip()) >= 4})
    enough = max(4, len(pages) // 5)
    return frozenset(line for line, n in counts.items() if n >= enough and not _FIGURES.match(line))


def heading_level(text: str) -> int:
    """Depth of a heading by its form alone; 0 for running text, long lines and table rows."""
    markdown = _MARKDOWN.match(text)
    if markdown:
        return _STEP if re.match(r"[①-⑳㉑-㉟㊱-㊿]", markdown[2]) else min(len(markdown[1]), _STEP - 1)
    if len(re.findall(r"第\s?[0-9一二三四五六七八九十]+\s?[編部章]", text)) > 1:
        return 0
    if len(text) > 70 or any(form.search(text) for form in (_SENTENCE, _FIGURES, _FIELD)) or _LEGEND.fullmatch(text):
        return 0
    level = next((level for level, pattern in _HEADINGS if pattern.match(text)), 0)
    return 0 if level == _MARKED and _PREDICATE.search(text) else level


def heading_title(text: str) -> str:
    """The heading's words, without number signs, brackets or a 施策名 label."""
    text = re.sub(r"^#{1,6}\s+", "", text)
    text = re.sub(r"^(?:(?:基本|重点|個別|主要)?施策名|事業名|取組名|取組項目|プロジェクト名)[\s:：]+", "", text)
    text = re.sub(r"^[【〈《<〔［\[][^】〉》>〕］\]]{1,12}[】〉》>〕］\]]\s*(?=\S{2})", "", text)
    text = text.strip("■◆□◇▼▶●★ ")
    return text.strip("【】〈〉《》<>〔〕[] ") if _BRACKETED.match(text) or text[-1:] not in "】》〕]" else text


def annotate(lines: Iterable[Line], furniture: frozenset[str], row_before: int) -> list[Line]:
    """Marks headings, numbered rows (continuing from `row_before` of the page before) and repeated leads."""
    lines = list(lines)
    statuses = any(_STATUS_LINE.search(line.text) for line in lines)
    out = []
    for line in lines:
        plain = line.tabs or (statuses and _STATUS_MARK.match(line.text))
        out.append(
            replace(line, level=0 if plain else heading_level(line.text), furniture=squash(line.text) in furniture)
        )
    _mark_rows(out, row_before)
    _mark_leads(out)
    return out


def _mark_rows(lines: list[Line], row_before: int) -> None:
    expected = {1, row_before + 1}
    for i, line in enumerate(lines):
        match = _NUMBERED.match(line.text)
        if not match or line.furniture or line.level:
            continue
        number, rest = int(match[1]), match[2].strip()
        if rest and (_FIGURES.match(rest) or re.match(r"[\d,.%]|[年月日人件円千万億回か箇ヶカ時分社戸台%]", rest)):
            continue
        follower = next((n.text for n in lines[i + 1 : i + 4] if n.text), "")
        if not rest and (
            not follower or _FIGURES.match(follower) or (i and not lines[i - 1].blank and not lines[i - 1].tabs)
        ):
            continue
        if number in expected:
            lines[i] = replace(line, row=number)
            expected = {1, number + 1}


def _mark_leads(lines: list[Line]) -> None:
    """Rows without numbers: they begin behind a run of status marks (○ ⇒ ⇒ ⇒), or with cells that recur.

    A recurring first cell counts when it holds several labels (分野 分類 部局), for single words recur inside rows too.
    """
    firsts = [i for i, line in enumerate(lines) if line.text and (i == 0 or lines[i - 1].blank)]
    counts = Counter(lines[i].text for i in firsts)
    ends = [i for i, line in enumerate(lines) if _ROW_END.search(line.text)]
    for i in firsts:
        text = lines[i].text
        recurs = counts[text] >= 3 and text.count(" ") >= 2 and len(text) >= 8 and not _FIGURES.match(text)
        before = next((n for n in range(i - 1, -1, -1) if lines[n].text), -1)
        behind_end = len(ends) >= 3 and before in ends and not _FIGURES.match(text)
        if (recurs or behind_end) and not lines[i].furniture and not lines[i].row and not _LEGEND.fullmatch(text):
            lines[i] = replace(lines[i], lead=True, level=0)


def is_figures(text: str) -> bool:
    """True of a line of numbers, marks and arrows only."""
    return bool(_FIGURES.match(text))


def is_header(line: Line) -> bool:
    """Whether a table's first row can be its header: short cells, none of them a figure or a sentence."""
    return _names_columns(line, _LONG_HEAD)


def _names_columns(line: Line, longest: int) -> bool:
    filled = [c for c in line.cells if c]
    return len(filled) >= 2 and all(len(c) <= longest and "。" not in c and not is_figures(c) for c in filled)


def header_at(lines: Sequence[Line], i: int) -> tuple[tuple[str, ...], int] | None:
    """The cells of a table's header that begins on line i, and how many lines it takes; None where line i begins none.

    A header whose cells are torn over lines is put together where it then has as many cells as a row below it.
    """
    if not lines[i].tabs or (i and lines[i - 1].tabs):
        return None
    last = i
    while last < len(lines) and lines[last].text and not _is_row(lines[last]) and last - i < _MOST_TORN:
        last += 1
    rows = [line for line in lines[last : last + _ROWS_ASKED] if _is_row(line)]
    cells = _put_together(lines[i:last])
    torn = last - i > 1 and len(cells) > max(line.tabs + 1 for line in lines[i:last])
    if torn and all(len(c) <= _LONGEST_HEAD and "。" not in c for c in cells):
        wide = sum(1 for line in rows if len(line.cells) in (len(cells), len(cells) + 1))
        if rows and 2 * wide > len(rows) and len([c for c in cells if c]) >= 2:
            return cells, last - i
    if is_header(lines[i]) or _heads_figures(lines, i):
        return lines[i].cells, 1
    return None


def _heads_figures(lines: Sequence[Line], i: int) -> bool:
    """Whether long heads (the answers of a survey) stand over rows of as many figures."""
    rows = [line for line in lines[i + 1 : i + 1 + _ROWS_ASKED] if line.text]
    columns = sum(bool(cell) for cell in lines[i].cells)
    full = sum(sum(bool(_VALUE.match(cell)) for cell in line.cells) >= columns - 1 for line in rows)
    return columns >= _MANY_HEADS and 2 * full > len(rows) and _names_columns(lines[i], _LONGEST_HEAD)


def _is_row(line: Line) -> bool:
    """Whether a line of a table holds values: two at least, or one behind a label."""
    values = sum(bool(cell) and bool(_VALUE.match(cell)) for cell in line.cells[1:])
    return values >= min(2, line.tabs) > 0


def _put_together(lines: Sequence[Line]) -> tuple[str, ...]:
    """Lines as one row: the first cell of each goes on with the last of the line before."""
    cells: list[str] = [""]
    for line in lines:
        first, *others = line.cells or (line.text,)
        latin = cells[-1][-1:].isascii() and first[:1].isascii() and cells[-1] and first
        cells[-1] += f" {first}" if latin else first
        cells.extend(others)
    return tuple(cells)


def is_predicate(text: str) -> bool:
    """A sentence that lacks its full stop (4. 予約は電話で受ける): an item of a list, which names nothing."""
    return bool(_PREDICATE.search(text))
