"""A cell of a table told as a sentence: the row's name, the column's, the year and the value, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from assistant.aligned_runs import line_of
from assistant.units import Unit
from ingest.model import Record
from ingest.normalise import fold, squash, view
from ingest.values import share_beside
from ingest.years import find_years

_KINDS = frozenset(("cell", "indicator", "header"))
#: What words tell a series, for its own name and for what a statement says of it.
_SERIES = {
    "target": ("目標値", "目標", "計画値"),
    "baseline": ("基準値", "現状値", "現状", "基準"),
    "actual": ("実績値", "実績"),
    "planned": ("予定", "計画値", "計画", "見込み", "見込"),
}
#: Heads of sheets that say something of the municipality itself.
_OF_PLACES = frozenset(("人口", "世帯数", "面積"))
_OFFICE = re.compile(r"(?:担当|所管|主管|関係)(?:課|部署|部|局|所属|組織)?")
#: Particles and verbs that say that something is what it is.
_FRAME = tuple(
    word
    for words in (
        "については における について には では の は が を に で と も です である であり",
        "となっています となっている とされています とされている としています としている とします とする",
    )
    for word in words.split()
)
#: What else is said of what is aimed at, and of an office.
_MEANT = ("予定です", "予定", "計画です", "計画", "します", "する", "ことを", "こと", "として")
_IN_CHARGE = tuple(
    f"{what}{verb}" for what in ("担当", "所管") for verb in ("しています", "している", "します", "する", "")
)
#: What is said of the share of those who gave an answer.
_ANSWERED = (
    "割合",
    *(f"と{a}た{whose}" for a in ("答え", "回答し") for whose in ("人の割合", "方の割合", "割合", "人", "方")),
)
_BOTH = re.compile(r"^(?P<before>.*?)(?P<one>[^とはの]{2,8})と(?P<other>[^とはの]{2,8})は(?P<value>[^は]+)$")
#: Heads of columns that name what is in a row.
_TITLES = re.compile(r"(?:名|名称|取組|項目|指標|施策|事業|手続き?|地区|施設)$")
_NUMBERING = re.compile(
    r"^(?:(?:施策|取組|事業|基本施策|指標|柱|no)?(?:\d+(?:[-.]\d+)*|[①-⑳])[)）.]?[\s\u3000]*)(?=\D)", re.I
)
_LABELLED = re.compile(
    r"(?P<series>[^\d\s()（）]{2,4})\s*[(（](?P<year>[^()（）]{2,8})[)）]\s*(?P<value>\d[\d,.]*[^\s\d]{0,4})"
)
_IN_BRACKETS = re.compile(r"[(（\[［]([^)）\]］]*)[)）\]］]")
_UNIT = re.compile(
    r"(?:千|百万|億|万)?円|人|件|%|％|台|か所|箇所|世帯|戸|校|施設|団体|社|回|日|分|時間|点|組|冊|頭|ha|km|kw|t|種類|業務|手続"
)
_PER = re.compile(r"単位\s*[:：は]?\s*([^)）\s]{1,4})")


def told(sentence: str, units: Sequence[Unit], owners: Iterable[str]) -> bool:
    """Whether a sentence gives a value, or several between commas, as the records of one quoted row have them."""
    parts = [part for part in _without_owner(sentence, owners).split("、") if part]
    beside = {m for u in units for m in _PER.findall(u.text)}
    for unit in units:
        records = sorted((r for r in unit.records if r.kind in _KINDS), key=lambda r: (r.start, r.end))
        for _, row in groupby(records, key=lambda r: (r.start, r.end) if r.kind == "cell" else (r.page, 0)):
            if _row_gives(parts, [c for r in row for c in _labelled(r)], unit.text, beside):
                return True
    return False


def _row_gives(parts: Sequence[str], row: Sequence[Record], text: str, beside: set[str]) -> bool:
    """Whether a sentence's parts give cells of one row, the first with its name."""
    given: Record | None = None
    whole = ""
    for part in parts:
        whole += part
        if found := _cells_given(whole, row, text, beside, given):
            given, whole = found, ""
    return given is not None and not whole


def _cells_given(said: str, row: Sequence[Record], text: str, beside: set[str], known: Record | None) -> Record | None:
    """The record that a part gives, which needs no name behind what is `known`; the last of two years with one value
    (2025と2026は検討)."""
    line, figures = _line(said), _figures(said)
    same = [r for r in row if known is None or r.measure == known.measure]
    found = (
        r
        for r in same
        if _figures(r.value.split()[-1]) in figures and _gives(line, r, row, text, beside, known is not None)
    )
    if given := next(found, None):
        return given
    if both := _BOTH.match(said):
        first = _cells_given(f"{both['before']}{both['one']}は{both['value']}", row, text, beside, known)
        return first and _cells_given(f"{both['other']}は{both['value']}", row, text, beside, first)
    return None


def _figures(text: str) -> str:
    """A text in which figures keep their signs (2-2 is not 22)."""
    return re.sub(r"[,\s]", "", fold(text))


@lru_cache(maxsize=1024)
def _line(text: str) -> str:
    return line_of(text).chars


def _without_owner(sentence: str, owners: Iterable[str]) -> str:
    for owner in sorted(owners, key=len, reverse=True):
        sentence = re.sub(rf"^{re.escape(owner)}(?:において|では|には|の|は)?、?", "", sentence.strip())
    return sentence


def _gives(said: str, r: Record, row: Sequence[Record], text: str, beside: set[str], named: bool) -> bool:
    r, value = replace(r, series=_series_of(r, row)), _line(r.value)
    if (
        not any(v in said for v in _values(r, beside))
        or not re.search(r"\w", value)
        or r.status == "inferred"
        or _unsure(r, row)
    ):
        return False
    attribute = _IN_BRACKETS.sub("", r.attribute)
    words = _SERIES.get(r.series or "", ())
    # R6計画 beside R6見込: a head's own word for its series is no other's.
    series = [w for w in words if w[:2] in attribute] or words
    parts = {
        "value": _values(r, beside),
        "name": _names(r, row, text),
        **{f"name{i}": names for i, names in enumerate(_names_apart(r, text))},
        "column": _columns(attribute),
        "year": [_line(f"{r.fiscal_year}年度"), _line(f"{r.fiscal_year}年")] if r.fiscal_year else [],
        "series": list(series),
        "frame": [
            *_FRAME,
            *(_MEANT if r.series in ("target", "planned") else ()),
            *(_ANSWERED if value.endswith("%") else ()),
        ],
    }
    if _OFFICE.fullmatch(attribute):
        parts["column"] += _IN_CHARGE
        if any(name + particle in said for name in parts["name"] for particle in "がを"):
            return False
    found = _read(said, parts)
    return found is not None and (named or _is_named(found, r, parts)) and _enough(found, r, row, parts)


def _labelled(r: Record) -> Iterator[Record]:
    """A cell; of one that holds its own label (目標値(R10)50%) what stands under it."""
    found = _LABELLED.fullmatch(r.value.strip())
    years = find_years(found["year"]) if found else []
    if not found or len(years) != 1:
        yield r
        return
    series = next((name for name, words in _SERIES.items() if found["series"] in words), None)
    if series is None:
        yield r
    else:
        value, year = found["value"], years[0].year
        yield replace(r, attribute="", value=value, series=series, fiscal_year=year, unit=None)


def _series_of(r: Record, row: Sequence[Record]) -> str | None:
    """A record's series; where it has none, that of its row, which a cell of it may name (計画, 実績)."""
    named = {name for o in row for name, words in _SERIES.items() if o.value in words and o.measure == r.measure}
    return r.series or (named.pop() if len(named) == 1 else None)


def _unsure(r: Record, row: Sequence[Record]) -> bool:
    """Whether a column's head may be that of several cells, or a row is the planned or the actual one of two."""
    if any(o.attribute == "" and o.series is None for o in row if o.measure == r.measure):
        return True
    if r.series is None and any(o.value in words for o in row for words in _SERIES.values()):
        return True
    alike = [o for o in row if (o.attribute, o.measure, o.fiscal_year) == (r.attribute, r.measure, r.fiscal_year)]
    return any(o.value != r.value and o.series == r.series for o in alike)


def _is_named(found: Sequence[str], r: Record, parts: dict[str, list[str]]) -> bool:
    apart = [kind for kind in parts if kind.startswith("name") and kind != "name"]
    whole = "name" in found or bool(apart) and all(kind in found for kind in apart)
    return whole or (r.kind == "header" and r.attribute in _OF_PLACES) or r.kind == "indicator"


def _enough(found: Sequence[str], r: Record, row: Sequence[Record], parts: dict[str, list[str]]) -> bool:
    """Whether the parts of a sentence tell which cell it is of."""
    if found.count("value") != 1 or found.count("year") > 1:
        return False
    if parts["column"] and "column" not in found:
        return False
    same = _IN_BRACKETS.sub("", r.attribute)
    alike = [o for o in row if _IN_BRACKETS.sub("", o.attribute) == same or not parts["column"]]
    others = [o for o in alike if o.measure == r.measure and o.value != r.value]
    # A column's name may hold the word (中間目標値).
    told_series = "series" in found or any(word in c for word in parts["series"] for c in parts["column"])
    if r.series and not told_series and (r.series != "actual" or any(o.series != r.series for o in others)):
        return False
    return not r.fiscal_year or "year" in found or not any(o.series == r.series for o in others)


def _read(said: str, parts: dict[str, list[str]]) -> list[str] | None:
    """What kinds of parts a sentence consists of, None where something else is in it. Longer parts go first."""
    known = sorted(((p, kind) for kind, ps in parts.items() for p in ps if p), key=lambda x: -len(x[0]))
    found: list[str] = []
    at = 0
    while at < len(said):
        part = next(((p, kind) for p, kind in known if said.startswith(p, at)), None)
        if part is None:
            return None
        at += len(part[0])
        found.append(part[1])
    return found


def _values(r: Record, beside: set[str]) -> list[str]:
    """A cell's value with its unit; of a number with its share (1,151 70.5%) the latter too."""
    value = _line(r.value)
    if share := share_beside(view(r.value)):
        return [value, _line(f"{share}%")]
    if r.number is None or not value[-1].isdigit():
        return [value]
    units = {r.unit} if r.unit else {*_UNIT.findall(" ".join(_IN_BRACKETS.findall(r.attribute))), *beside}
    return [value + _line(u) for u in units if u] if units else [value]


def _names(r: Record, row: Sequence[Record], text: str) -> list[str]:
    """The row's names, without numbers and brackets: its measure, or the cell that names what is in the row where the
    measure is only the group that the row belongs to."""
    name = r.measure or ""
    if r.kind == "cell" and squash(name) not in squash(text):
        titles = [c.value for c in row if _TITLES.search(c.attribute) and c is not r]
        name = titles[0] if titles else name if len({c.attribute for c in row}) == 1 else ""
    bare = _NUMBERING.sub("", re.sub(r"^(?:KPI|ＫＰＩ|指標)[\s\u3000]+", "", name))
    out = {_line(x) for x in (name, bare, _IN_BRACKETS.sub("", bare))}
    return [x for x in out if len(x) >= 2]


def _names_apart(r: Record, text: str) -> list[list[str]]:
    """The names of a row's group and of the row itself (避難の方法 徒歩), where the quote has them apart."""
    names = [n for n in (r.measure or "").split() if len(n) > 1 and not _IN_BRACKETS.fullmatch(n)]
    if len(names) < 2 or squash(r.measure or "") in squash(text) or any(squash(n) not in squash(text) for n in names):
        return []
    forms = ({_line(x) for x in (name, _NUMBERING.sub("", name), _IN_BRACKETS.sub("", name))} for name in names)
    return [[x for x in found if len(x) >= 2] for found in forms]


def _columns(attribute: str) -> list[str]:
    """The column's names; none where it is a year or a series alone."""
    return [x for x in dict.fromkeys(_heads(attribute)) if x]


def _heads(attribute: str) -> Iterator[str]:
    whole = _line(attribute)
    rest = re.sub(r"\d{4}年度?(?:\d{1,2}月末?)?", "", whole)
    if not rest or any(rest in words for words in _SERIES.values()):
        return
    yield whole
    last = _line(attribute.split()[-1])
    if len(last) >= 2:
        yield last.removeprefix("うち")
