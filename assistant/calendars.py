"""Years that a text gives in both calendars."""

from __future__ import annotations

import re

from ingest.years import find_years

_BARE = re.compile(r"\s?[(（](\d{4})[)）]")


def one_calendar(text: str) -> str:
    """The text with each year once: 令和4年(2022年)4月, 令和4年(2022)4月 and 翌令和4年4月 are 令和4年4月."""
    found = find_years(text)
    ends = {year.end: year.year for year in found}
    for year, again in reversed(list(zip(found, found[1:], strict=False))):
        bracket = text[year.end : again.start].strip() in ("(", "（") and text[again.end : again.end + 1] in (")", "）")
        if bracket and year.year == again.year:
            text = text[: year.end] + text[again.end + 1 :]
    for end, value in sorted(ends.items(), reverse=True):
        if (m := _BARE.match(text, end)) and int(m[1]) == value:
            text = text[:end] + text[m.end() :]
    return re.sub(r"[翌同](?=(?:\d{4}|令和|平成)\d*年)", "", text)
