"""Years and dates of Japanese documents: era and western forms are one thing (R6 = 令和6年度 = FY2024)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_ERAS = {
    "令和": 2018,
    "r": 2018,
    "reiwa": 2018,
    "平成": 1988,
    "h": 1988,
    "heisei": 1988,
    "昭和": 1925,
    "s": 1925,
    "showa": 1925,
}

_YEAR = re.compile(
    r"(?P<era>令和|平成|昭和)\s?(?P<n>元|\d{1,2})(?P<kind>年度|年)?"
    r"|(?<![A-Za-z0-9])(?P<letter>[RHrh])\s?(?P<ln>元|\d{1,2})(?![\d%A-Za-z])(?P<lkind>年度|年)?"
    r"|(?<![\d,.])(?P<west>(?:19|20)\d{2})(?:\s?(?P<wkind>年度|年)|(?=[^\d,.]|"
    r"$)(?!\s?(?:人|件|円|枚|千|万|回|か所|箇所|世帯|名|戸|台|社|ha|km|年間)))"
    r"|(?P<fy>(?<![A-Za-z])FY\s?|\bfiscal(?: year)? )(?P<fn>(?:20)?\d{2})"
    r"|(?<![A-Za-z])(?P<word>Reiwa|Heisei)\s?(?P<wn>\d{1,2})",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"\s?(?:年\s?)?[.．年/]?\s?(?P<month>1[0-2]|0?[1-9])(?:\s?月(?:\s?(?P<day>[12]\d|"
    r"3[01]|0?[1-9])\s?日)?|[.．/](?P<dday>\d{1,2})(?!\d)|(?=[.．]?\s?(?:末|時点|現在)))"
)
#: Numbers that go on without their era before the 年度 that is all of theirs: 令和8・9・10年度, 令和8～10年度, R9・10.
_JOINED = re.compile(
    r"(?P<more>(?:\s?[・、,と~～〜\-－ー]\s?\d{1,2})+)(?:\s?(?P<kind>年度)|(?![\d,.%]|\s?[^\s、。・,()~～〜\-－ー\d]))"
)
_LONGEST_STEP = 10
_FURTHER = re.compile(r"(?:[・、,と]|及び|および|から|[~～〜])\s?(?P<n>\d{1,2})年度")
#: Stands for all years behind the last that is named.
OPEN = 9999
_TO = re.compile(r"[~～〜\-－–ー→]|から")
_BETWEEN = re.compile(r"(?:\s|[・、,，と~～〜\-－–ー→/]|から|及び|および|[(（]\d{4}(?:年度?)?[)）])*")
_BEHIND = re.compile(r"(?:\s|[~～〜\-－–ー→]|から|以降|まで|[(（]\d{4}(?:年度?)?[)）]|[(（]?(?:予定|見込み?)[)）]?)*")
#: Characters of a text whose years are remembered: a question, a heading, a sentence, but no page.
_REMEMBERED_UP_TO = 500


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year in a text: `year` western; `fiscal` when written as 年度, FY or a bare R6, as columns are headed."""

    start: int
    end: int
    year: int
    fiscal: bool
    month: int | None = None
    day: int | None = None


def find_years(text: str) -> list[YearMention]:
    """Years in a folded text (`normalise.fold`), in order; a month or day that follows belongs to the mention."""
    return list(_found(text) if len(text) <= _REMEMBERED_UP_TO else _mentions(text))


def without_years(text: str, left: str = "") -> str:
    """A text with `left` in the place of its years and of the points between those that are joined (令和8・9年度)."""
    mentions = find_years(text)
    for i, mention in reversed(list(enumerate(mentions))):
        joined = i and _BETWEEN.fullmatch(text[mentions[i - 1].end : mention.start])
        text = f"{text[: mentions[i - 1].end if joined else mention.start]}{left}{text[mention.end :]}"
    return text


def is_date(text: str) -> bool:
    """Whether a text is a month or a day of a year and nothing else (R3.3.16)."""
    return any(year.month and year.end - year.start == len(text) for year in find_years(text))


@lru_cache(maxsize=4096)
def _found(text: str) -> tuple[YearMention, ...]:
    return tuple(_mentions(text))


def _mentions(text: str) -> Iterator[YearMention]:
    for match in _YEAR.finditer(text):
        year, kind = _reading(match)
        if year is None:
            continue
        end = match.end()
        joined = _joined(text, match) if kind is None else []
        month = _MONTH.match(text, end) if kind != "年度" and not joined else None
        if joined:
            yield YearMention(match.start(), end, year, True)
            yield from joined
        elif month:
            day = month["day"] or month["dday"]
            yield YearMention(match.start(), month.end(), year, False, int(month["month"]), int(day) if day else None)
        else:
            bare_letter = match["letter"] is not None and kind is None
            yield YearMention(
                match.start(), end, year, kind == "年度" or bare_letter or bool(match["fy"]) or bool(match["word"])
            )
            if match["era"] and kind == "年度":
                yield from _further(text, end, match["era"])


def _joined(text: str, match: re.Match[str]) -> list[YearMention]:
    """Years behind one without its 年度 that share its era; of those behind a letter 年度 may be left out where points
    join them. Nothing where the numbers do not count on."""
    era = match["era"] or (match["letter"] or "").lower()
    found = _JOINED.match(text, match.end()) if era else None
    if found is None or not (found["kind"] or match["letter"] and not re.search(r"[^・\d]", found["more"])):
        return []
    out: list[YearMention] = []
    last = _era(era, match["n"] or match["ln"]) or 0
    numbers = list(re.finditer(r"\d+", found["more"]))
    for number in numbers:
        year = _era(era, number.group())
        if year is None or not last < year <= last + _LONGEST_STEP:
            return []
        end = found.end() if number is numbers[-1] else found.start("more") + number.end()
        out.append(YearMention(found.start("more") + number.start(), end, year, True))
        last = year
    return out


def _further(text: str, end: int, era: str) -> Iterator[YearMention]:
    """Years that go on without their era: 令和7年度・8年度・9年度."""
    while match := _FURTHER.match(text, end):
        year = _era(era, match["n"])
        if year is None:
            return
        end = match.end()
        yield YearMention(match.start("n"), end, year, True)


def _reading(match: re.Match[str]) -> tuple[int | None, str | None]:
    if match["era"]:
        return _era(match["era"], match["n"]), match["kind"]
    if match["letter"]:
        return _era(match["letter"].lower(), match["ln"]), match["lkind"]
    if match["west"]:
        return int(match["west"]), match["wkind"]
    if match["fy"]:
        return int(match["fn"]) % 100 + 2000, "年度"
    return _era(match["word"].lower(), match["wn"]), None


def _era(era: str, number: str) -> int | None:
    n = 1 if number == "元" else int(number)
    limit = {2018: 40, 1988: 31, 1925: 64}[_ERAS[era]]
    return _ERAS[era] + n if 1 <= n <= limit else None


def years_covered(text: str) -> frozenset[int]:
    """The years that a text of years alone names, each of a period (R8～R10) and each of several; of one that is open
    at its end (令和9年度～) the first and `OPEN`. Nothing where it says something else."""
    out: set[int] = set()
    at, before = 0, None
    for mention in find_years(text):
        between = text[at : mention.start]
        if not _BETWEEN.fullmatch(between) or mention.day or mention.month:
            return frozenset()
        ranged = before is not None and _TO.search(between) is not None
        out |= set(range(before, mention.year + 1)) if ranged and before is not None else {mention.year}
        at, before = mention.end, mention.year
    rest = text[at:].strip()
    if not out or not _BEHIND.fullmatch(rest):
        return frozenset()
    return frozenset(out | ({OPEN} if _TO.search(rest) or rest.startswith("以降") else set()))


def era_year(year: int) -> str:
    """2024 -> 令和6; years before Reiwa's first full year as Heisei."""
    return f"令和{year - 2018}" if year > 2019 else "令和元" if year == 2019 else f"平成{year - 1988}"


#: How often a span counts that stands right behind 計画期間, and how near that is.
PERIOD, _NEAR = 10, 16


def year_range(text: str) -> tuple[int, int] | None:
    """The span of fiscal years that a text states most often (令和7年度～令和9年度, R7-R9), first and last; one behind
    計画期間 counts as many."""
    counts: dict[tuple[int, int], int] = {}
    mentions = find_years(text)
    for first, last in zip(mentions, mentions[1:], strict=False):
        between = text[first.end : last.start].strip()
        if (
            re.fullmatch(r"\)?(?:年度|年)?(?:\(\d{4}(?:年度|年)?\))?\s?(?:[~～〜\-－–ー]\s?|から)", between)
            and 0 < last.year - first.year <= 20
        ):
            said = PERIOD if "計画期間" in text[max(0, first.start - _NEAR) : first.start] else 1
            counts[first.year, last.year] = counts.get((first.year, last.year), 0) + said
    for match in re.finditer(r"(令和|平成)(\d{1,2})\s?[~～〜\-－–]\s?(\d{1,2})年度", text):
        a, b = _era(match[1], match[2]), _era(match[1], match[3])
        if a and b and b > a:
            counts[a, b] = counts.get((a, b), 0) + 2
    return max(counts, key=lambda r: (counts[r], -r[0])) if counts else None
