"""The figures of a claim held against those of its evidence, whichever language counts them."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence

from assistant.extractive.claims.amount_kinds import may_be_same
from assistant.extractive.series import series_said
from assistant.units import Unit
from ingest.normalise import view
from ingest.values import Figure, find_figures
from ingest.years import find_years

MORE = re.compile(
    r"[超越]え|上回|以上|より(?:も|は)?(?:多|高|大き|長|かか)|over|more than|exceed|at least", re.IGNORECASE
)
LESS = re.compile(
    r"未満|満たな|届(?:か|いて(?:い)?)な|下回|以下|より(?:も|は)?(?:少な|低|小さ|短|安)|"
    r"less than|fewer|below|at most|under",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:over|more than|exceed\w*|at least|above)\s*$", re.IGNORECASE)
_UNDER = re.compile(r"\b(?:less than|fewer than|below|at most|up to|no more than|under)\s*$", re.IGNORECASE)
_ROUGH = re.compile(r"(?:約|およそ|ほぼ|\babout|\baround|\broughly|\bapproximately|\bsome)\s*$", re.IGNORECASE)
_ROUGHLY = re.compile(r"程度|前後|ほど|くらい|ぐらい")
_JUST_OVER, _JUST_UNDER = re.compile(r"強(?![いくみ化調])|余り|あまり"), re.compile(r"弱(?![いくみ])|足らず|近く|近い")
_NEARLY = re.compile(r"\b(?:nearly|almost|close to)\s*$", re.IGNORECASE)
#: How far a value may lie from a rough figure, and from one that it just passes or nearly reaches.
ROUGH, JUST = 0.07, 0.15
_SAME = 1e-9
_NUMBER_OF_LINE = re.compile(
    r"^\s*(?:[(（]?\d{1,2}[)）.．]?\s|[①-⑳]|[【(（\[]\s?(?:No\.?\s?)?\d{1,3}\s?[】)）\]]|No\.?\s?\d{1,3}\b)",
    re.MULTILINE | re.IGNORECASE,
)
#: Counters of which one stands for another.
_ALIKE = (frozenset(("台", "基", "機", "個")), frozenset(("か所", "箇所", "館", "施設")))
#: A bound that is set behind a figure.
_LIMIT = re.compile(r"\s?(?:以上|以下|未満|以内|超(?!過)| or (?:older|over|more|above|younger|under|less|below)\b)")
_FRACTION = re.compile(r"\d+\s?分の\s?\d+")
_ENGLISH_NUMBERS = {
    w: str(n)
    for n, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_ENGLISH_UNITS = {
    r"(?:departments|divisions|sections)": "部署",
    r"(?:people|persons|residents|employees|staff|participants|users|citizens)": "人",
    r"(?:households|families)": "世帯",
    r"(?:tablets|terminals|devices|computers|PCs|vehicles|machines|drones|sensors|cameras)": "台",
    r"(?:places|locations|sites|spots|points)": "か所",
    r"(?:cases|applications|items|incidents|inquiries)": "件",
    r"procedures": "手続",
    r"languages": "言語",
    r"hours": "時間",
    r"minutes": "分",
    r"days": "日",
    r"weeks": "週",
    r"months": "か月",
    r"years": "年",
    r"(?:offices|branches|facilities)": "か所",
    r"subjects": "教科",
    r"schools": "校",
    r"(?:times|sessions)": "回",
    r"(?:percent|per cent)": "%",
    r"thousand yen": "千円",
    r"million yen": "百万円",
    r"yen": "円",
}
_NUMBER_WORDS = re.compile(rf"\b(?:{'|'.join(_ENGLISH_NUMBERS)})\b", re.IGNORECASE)
_UNIT_WORDS = [(re.compile(rf"(?<=\d) {word}\b", re.IGNORECASE), unit) for word, unit in _ENGLISH_UNITS.items()]


def in_figures(text: str) -> str:
    """English number words as figures, and the units behind figures as plans write them."""
    text = _NUMBER_WORDS.sub(lambda m: _ENGLISH_NUMBERS[m.group().lower()], text)
    for word, unit in _UNIT_WORDS:
        text = word.sub(unit, text)
    return text


def whole_figures(text: str) -> list[Figure]:
    """The figures of a text that are no parts of a fraction (4分の3 is no four minutes)."""
    fractions = [(m.start(), m.end()) for m in _FRACTION.finditer(text)]
    return [f for f in find_figures(text) if not any(start <= f.start < end for start, end in fractions)]


def undated(text: str) -> str:
    for mention in reversed(find_years(text)):
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text


def in_date(figure: Figure, text: str) -> bool:
    """Whether a figure belongs to a date, or to one that may be meant: 5月3日, 1日; 平均43日 does not."""
    if figure.unit == "日":
        return figure.number == 1 or text[max(0, figure.start - 1) : figure.start] in ("月", ".", "/")
    return figure.unit in ("年", "月")


def reach(figure: Figure, claim: str, of_row: bool = False) -> tuple[float, float]:
    """The least and the most that a claim allows with a figure: itself, about it, from it on, up to it; a bare number
    is bounded only where it is held against the row that the claim names (`of_row`)."""
    base = figure.base
    before, behind = claim[max(0, figure.start - 16) : figure.start], claim[figure.end : figure.end + 8]
    if _JUST_OVER.match(behind):
        return base, base * (1 + JUST)
    if _JUST_UNDER.match(behind) or _NEARLY.search(before):
        return base * (1 - JUST), base
    if figure.unit is None and not of_row:  # any figure lies on one side of a bare number
        return base, base
    if MORE.search(behind) or _OVER.search(before):
        return base, math.inf
    if LESS.search(behind) or _UNDER.search(before):
        return -math.inf, base
    near = ROUGH if _ROUGH.search(before) or _ROUGHLY.match(behind) else _SAME
    return base - near * abs(base), base + near * abs(base)


def held(
    figure: Figure, claim: str, units: Sequence[Unit], passages: Sequence[str], rivals: bool
) -> tuple[bool | None, Unit | None]:
    """Whether a figure stands in the evidence, and the unit with another figure of the same unit in its place."""
    low, high = reach(figure, claim)
    rival: Unit | None = None
    years = {m.year for m in find_years(claim)}
    kept, dated = in_years(figure, claim, units)
    for n, unit in enumerate(kept):
        kindred = [(o, text) for o, text in _comparable(unit, claim, figure) if _same_kind(figure, o)]
        stands = any(lies(o, text, figure, claim) for o, text in kindred)
        if stands and (rival is None or not rivals or _beside(unit, units[0], claim)):
            return True, None
        if kindred and rival is None and (n == 0 or dated) and rivals:
            rival = unit
    if dated and rival is None:
        return None, None
    if rival is not None and not (years and not years & {m.year for m in find_years(rival.text)}):
        return None, rival
    bounded = math.isinf(low) or math.isinf(high)
    low, high = (figure.base * (1 - _SAME), figure.base * (1 + _SAME)) if bounded else (low, high)
    for text in passages:
        plain = _unnumbered(view(text))
        own = (o for o in find_figures(plain) if _same_kind(figure, o) and low <= o.base <= high)
        if any(may_be_same(claim, figure, plain, o) for o in own):
            return True, None
    return None, rival


def _beside(unit: Unit, first: Unit, claim: str) -> bool:
    """Whether a unit stands in the passage of the best one and gives the claim's year, where it names one."""
    years = {m.year for m in find_years(claim)}
    return unit.passage.id == first.passage.id and (not years or bool(years & {m.year for m in find_years(unit.text)}))


def in_years(figure: Figure, claim: str, units: Sequence[Unit]) -> tuple[list[Unit], bool]:
    """The units without those sentences that speak of other years than the claim, where one gives a figure like the
    claim's in its year; and whether one does."""
    years = {m.year for m in find_years(claim)}
    told = {u.key: {m.year for m in find_years(u.text)} for u in units if years and not u.records}
    dated = any(
        told.get(u.key, set()) & years and any(_same_kind(figure, o) for o, _ in _comparable(u, claim, figure))
        for u in units
    )
    return [u for u in units if not dated or not told.get(u.key) or told[u.key] & years], dated


def lies(other: Figure, text: str, figure: Figure, claim: str) -> bool:
    """Whether a figure of a text lies in what a claim allows; a bound in both is a figure itself: 75 or older is not 65
    or older."""
    if _LIMIT.match(text[other.end :]) and _LIMIT.match(claim[figure.end :]):
        return math.isclose(other.base, figure.base)
    low, high = reach(figure, claim)
    return low <= other.base <= high


def _comparable(unit: Unit, claim: str, figure: Figure) -> list[tuple[Figure, str]]:
    """A unit's figures that may be what the claim's is of, each with the text that it is read from; of a row by years
    only those of the year, and of the series, that the claim names, and of a sentence that goes from year to year those
    of the claim's year."""
    years, said = {m.year for m in find_years(claim)}, series_said(claim)
    told = [r for r in unit.records if r.number is not None and r.fiscal_year in years]
    told = [r for r in told if r.series in said] or told
    if told:
        return [(f, r.value) for r in told for f in find_figures(r.value)]
    text = _unnumbered(unit.text)
    if not _ASIDE_SAID.search(claim):
        text = _ASIDE.sub(lambda m: " " * len(m.group()), text)
    found = of_year(text, years) or whole_figures(undated(text))
    return [(other, text) for other in found if may_be_same(claim, figure, text, other)]


def of_year(text: str, years: Collection[int]) -> list[Figure]:
    """The figures between the one year that a claim names and the next year of a text; none where that is not plain."""
    mentions = find_years(text)
    own = [m for m in mentions if m.year in years]
    if len(years) != 1 or len(own) != 1:
        return []
    start, figures = own[0].start, [f for f in find_figures(undated(text)) if f.unit]
    if text[start - 1 : start] in ("(", "（"):
        return [f for f in figures if f.end == start - 1]
    stop = min((m.start for m in mentions if m.start > start), default=len(text))
    return [f for f in figures if own[0].end <= f.start < stop]


def _unnumbered(text: str) -> str:
    """A text without the numbers that only tell which one of several its lines are."""
    return _NUMBER_OF_LINE.sub("", text)


def _same_kind(a: Figure, b: Figure) -> bool:
    if a.unit is None or b.unit is None:
        return a.base == b.base and (a.unit == b.unit or a.base >= 10)
    return a.base_unit == b.base_unit or any({a.unit, b.unit} <= units for units in _ALIKE)


def share_held(figures: Sequence[Figure], unit: Unit) -> float:
    """Share of the claim's figures that stand in a unit."""
    own = find_figures(undated(unit.text))
    return sum(any(math.isclose(f.base, o.base) for o in own) for f in figures) / len(figures)


_PARTS = re.compile(r"(?P<n>\d{1,2}|[一二三四五六七八九十])(?P<of>(?:つ|本|個)の|)(?P<what>[一-龥ァ-ヶー]{2,8})")
#: What stands beside a figure for comparison: 7.9%(前回12.3%).
_ASIDE = re.compile(r"[(（](?:前回|前年度?|昨年度?|目標|予定|参考)[^)）]*[)）]")
_ASIDE_SAID = re.compile(r"前回|前年|昨年|目標|予定|参考|\bprevious\b|\btarget\b", re.IGNORECASE)
_SO_MANY = re.compile(r"(?P<what>[一-龥ァ-ヶー]{2,8})は、?(?:全部で)?(?P<n>\d{1,2}|[一二三四五六七八九十])つ")
_HOW_MANY = re.compile(r"(?P<n>\d{1,2}|[一二三四五六七八九十])つ(?=と|で|。|$|の)")
_KANJI = {k: n for n, k in enumerate("一二三四五六七八九十", 1)}


def counted(claim: str, units: Sequence[Unit]) -> Unit | None:
    """The unit that counts the same parts (3つの柱, 柱は3つ) otherwise, or numbers them to another number; None where
    one of them counts them as the claim does."""
    for said in (m for m in _PARTS.finditer(claim) if m["of"]):
        told = [(_count(m), u) for u in units for m in _PARTS.finditer(u.text) if m["what"] == said["what"]]
        if told and all(n != _count(said) for n, _ in told):
            return told[0][1]
    for said in _SO_MANY.finditer(claim):
        named = [u for u in units if said["what"] in u.text]
        told = [(_count(m), u) for u in named for m in _HOW_MANY.finditer(u.text)]
        numbered = [(int(m[1]), u) for u in named for m in re.finditer(rf"{said['what']} ?(\d{{1,2}})(?!\d)", u.text)]
        told = told or ([max(numbered, key=lambda n: n[0])] if len(numbered) > 1 else [])
        if told and all(n != _count(said) for n, _ in told):
            return told[0][1]
    return None


def _count(match: re.Match[str]) -> int:
    return _KANJI.get(match["n"]) or int(match["n"])
