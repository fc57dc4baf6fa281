"""Dates and small numbers of English sentences in the figures that the rest of the gate reads."""

from __future__ import annotations

import re
from functools import partial

from ingest.years import find_years

_NAMES = "january february march april may june july august september october november december"
_MONTHS = _NAMES.split()
_MONTH = "|".join(f"{m}|{m[:3]}\\.?" if m != "may" else m for m in _MONTHS)
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"((?:19|20)\d\d)"
_FORMS = (
    (re.compile(rf"\b(?P<month>{_MONTH}) {_DAY},? {_YEAR}\b", re.I), "{2}年{month}月{1}日"),
    (re.compile(rf"\b{_DAY} (?P<month>{_MONTH}),? {_YEAR}\b", re.I), "{2}年{month}月{1}日"),
    (re.compile(rf"\b(?P<month>{_MONTH}),? {_YEAR}\b", re.I), "{1}年{month}月"),
    (re.compile(rf"(?<=[年度]) ?\({_YEAR}\)"), "({1}年)"),
    (re.compile(rf"\b(?:fiscal(?: year)?|fy)[ -]?{_YEAR}\b", re.I), "{1}年度"),
    (
        re.compile(
            rf"\b(?:in|by|since|from|until|to|for|of|through|year|and) {_YEAR}(?![\d,.年]*\d)(?![\w年-])"
            r"(?! (?!(?:as|is|was|has)\b)[a-z]+s\b)",
            re.I,
        ),
        None,
    ),
)
_ERAS = {"reiwa": "令和", "heisei": "平成", "showa": "昭和"}
_ERA = re.compile(rf"\b({'|'.join(_ERAS)}) ([1-9]\d?)\b(?!年)", re.I)
_SPAN = re.compile(rf"\b{_YEAR}\s?[-–~]\s?{_YEAR}\b(?!年)")
#: What is no year there is a count, and must not be read as one.
_COUNT = re.compile(r"(?<![\d.,-])([12])([09]\d\d)(?![\d.,年-]|\.\d)")
_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBER = re.compile(rf"\b({'|'.join(_WORDS)})\b(?!-)", re.I)


def dated(text: str) -> str:
    """October 1, 2023 (or Reiwa 5) as 2023年10月1日, fiscal 2026 as 2026年度, in 2040 as in 2040年, nine as 9; other
    numbers that look like years get a comma."""
    text = _ERA.sub(lambda m: str(find_years(f"{_ERAS[m[1].lower()]}{m[2]}年")[0].year), text)
    text = _SPAN.sub(r"\1年-\2年", text)
    for pattern, form in _FORMS:
        text = pattern.sub(partial(_said, form=form), text)
    text = _COUNT.sub(r"\1,\2", text)
    return _NUMBER.sub(lambda m: str(_WORDS.index(m[1].lower()) + 2), text)


def _said(m: re.Match[str], form: str | None) -> str:
    if form is None:
        return f"{m.group()}年"
    named = m.groupdict().get("month")
    month = next((i for i, name in enumerate(_MONTHS, 1) if named and named.lower()[:3] == name[:3]), "")
    # The month's own group is one of the numbered ones.
    numbers = [g for g in m.groups() if g is not None and g.isdigit()]
    return form.format("", *numbers, month=month)
