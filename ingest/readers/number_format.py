"""Spreadsheet values as they are displayed: thousands, decimals, per cent, dates in either calendar, literal units."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_ERAS = (
    (dt.date(2019, 5, 1), "令和", "R", 2018),
    (dt.date(1989, 1, 8), "平成", "H", 1988),
    (dt.date(1926, 12, 25), "昭和", "S", 1925),
)
_NO_ERA = (dt.date.min, "", "", 0)
_DATE_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|(yyyy|yy|ggg|gg|g|ee|e|mmmm|mmm|mm|m|dddd|ddd|dd|d|aaaa|aaa|hh|h|ss|s|am/pm)|(.)', re.I | re.S
)
_ERA_DATE, _LONG_ERA_DATE = "ge.m.d", 'ggge"年"m"月"d"日"'
_YEAR_MONTH, _MONTH_DAY = 'yyyy"年"m"月"', 'm"月"d"日"'
# ECMA-376, part 1, 18.8.30: the built-in formats of the Japanese edition, by number.
JAPANESE_FORMATS = {
    **dict.fromkeys((27, 36, 50, 57), _ERA_DATE),
    **dict.fromkeys((28, 29, 51, 54, 58), _LONG_ERA_DATE),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"時"mm"分"',
    33: 'h"時"mm"分"ss"秒"',
    **dict.fromkeys((34, 52, 55), _YEAR_MONTH),
    **dict.fromkeys((35, 53, 56), _MONTH_DAY),
}
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.', re.S)
_NUMBER = re.compile(r"[#0?][#0?,]*(?:\.[#0?]+)?,*")
_WEEKDAYS = "月火水木金土日"


def displayed(value: object, number_format: str) -> str:
    """The text of a cell. Formats that are not understood give the value plainly."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return _date(value, number_format)
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    if isinstance(value, int | float):
        return _number(value, number_format)
    return str(value)


def _number(value: int | float, number_format: str) -> str:
    sections = _sections(number_format)
    if value < 0 and len(sections) > 1:
        section, shown = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section, shown = sections[2], value
    else:
        section, shown = sections[0], value
    if section.strip().lower() in ("", "general", "g/標準", "@") or "general" in section.lower():
        return _plain(value)
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match[1] or match[2] or "")
        return f"\ue000{chr(0xE100 + len(literals) - 1)}" if literals[-1] else ""

    bare = re.sub(r"\[\$([^\]-]*)[^\]]*\]", r"\1", section)
    bare = _LITERAL.sub(keep, re.sub(r"\[[^\]]*\]", "", bare))
    match = _NUMBER.search(bare)
    if match is None:
        text = bare
    elif "E+" in bare or "/" in bare or _NUMBER.search(bare, match.end()):
        return _plain(value)
    else:
        text = bare[: match.start()] + _digits(shown, match[0], "%" in bare) + bare[match.end() :]
    return re.sub("\ue000(.)", lambda m: literals[ord(m[1]) - 0xE100], text).strip()


def _digits(value: int | float, pattern: str, percent: bool) -> str:
    number = Decimal(repr(value)) * (100 if percent else 1)
    scale = len(pattern) - len(pattern.rstrip(","))
    number /= Decimal(1000) ** scale
    whole, _, fraction = pattern.rstrip(",").partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    integer, _, decimals = text.partition(".")
    while decimals and fraction[len(decimals) - 1] in "#?" and decimals.endswith("0"):
        decimals = decimals[:-1]
    least = sum(c == "0" for c in whole)
    integer = integer.zfill(least) if least > len(integer) else integer
    if integer == "0" and least == 0:
        integer = ""
    return sign + integer + ("." + decimals if decimals else "")


def _plain(value: int | float) -> str:
    if isinstance(value, int):
        return str(value)
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}"


@lru_cache(maxsize=500)
def _sections(number_format: str) -> tuple[str, ...]:
    """The format's parts between semicolons that are not quoted."""
    return tuple(re.findall(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|$)', number_format))[:-1] or ("",)


def _date(value: dt.datetime | dt.date | dt.time, number_format: str) -> str:
    section = "yyyy/m/d" if number_format == "mm-dd-yy" else re.sub(r"\[[^\]]*\]", "", _sections(number_format)[0])
    if not re.search(r"[ymdhsge]", _LITERAL.sub("", section), re.I) or "general" in section.lower():
        plain = value.isoformat(sep=" ") if isinstance(value, dt.datetime) else value.isoformat()
        return plain.removesuffix(" 00:00:00").replace("-", "/")
    return _date_text(value, section)


def _date_text(value: dt.datetime | dt.date | dt.time, section: str) -> str:
    out: list[str] = []
    clock = False
    noon = "am/pm" in section.lower()
    for match in _DATE_TOKEN.finditer(section):
        quoted, escaped, token, other = match.groups()
        if token is None:
            out.append(quoted or escaped or ("" if quoted == "" else other or ""))
            continue
        token = token.lower()
        rest = section[match.end() :].lower()
        minutes = token in ("m", "mm") and (clock or re.match(r"[^a-z]*s", rest) is not None)
        clock = token in ("h", "hh") or (clock and token not in ("s", "ss", "m", "mm"))
        out.append(_part(value, "i" * len(token) if minutes else token, noon))
    return "".join(out).strip().rstrip("@;")


def _part(value: dt.datetime | dt.date | dt.time, token: str, noon: bool) -> str:
    if token[0] in "his" or token == "am/pm":
        time = value if isinstance(value, dt.datetime | dt.time) else dt.time()
        if token == "am/pm":
            return "AM" if time.hour < 12 else "PM"
        number = {"h": (time.hour % 12 or 12) if noon else time.hour, "i": time.minute, "s": time.second}[token[0]]
        return f"{number:0{len(token)}}"
    if isinstance(value, dt.time):
        return ""
    day = value.date() if isinstance(value, dt.datetime) else value
    if token[0] in "ge":
        _, name, letter, before = next((era for era in _ERAS if day >= era[0]), _NO_ERA)
        if token[0] == "e":
            return f"{day.year - before:0{len(token)}}"
        return {"ggg": name, "gg": name[:1], "g": letter}[token]
    if token[0] == "y":
        return f"{day.year:04}" if len(token) > 2 else f"{day.year % 100:02}"
    if token[0] == "a":
        return _WEEKDAYS[day.weekday()] + ("曜日" if token == "aaaa" else "")
    if len(token) > 2:
        return day.strftime({"mmm": "%b", "mmmm": "%B", "ddd": "%a", "dddd": "%A"}[token])
    return f"{day.month if token[0] == 'm' else day.day:0{len(token)}}"
