from __future__ import annotations

import datetime as dt

import pytest

from ingest.readers.number_format import displayed


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (None, "General", ""),
        (12, "General", "12"),
        (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (1234567, "#,##0", "1,234,567"),
        (-1234, "#,##0", "-1,234"),
        (-1234, "#,##0;▲#,##0", "▲1,234"),
        (-1234, "#,##0_ ;[Red]\\-#,##0\\ ", "-1,234"),
        (0, '#,##0;-#,##0;"-"', "-"),
        (1234567, "#,##0,", "1,235"),
        (2.5, "0", "3"),
        (0.45, "0%", "45%"),
        (0.1284, "0.0%", "12.8%"),
        (7, '"令和"0"年度"', "令和7年度"),
        (7, '0"年度"', "7年度"),
        (45100, '#,##0"千円"', "45,100千円"),
        (1500, "[$¥-411]#,##0", "¥1,500"),
        (1500, "\\¥#,##0", "¥1,500"),
        (5, "000", "005"),
        (1.50, "0.##", "1.5"),
        (0.5, "#.0", ".5"),
        (1e20, "0.00E+00", "1e+20"),
        (True, "General", "TRUE"),
        ("文字", "@", "文字"),
        (dt.datetime(2025, 4, 1), "yyyy/m/d", "2025/4/1"),
        (dt.datetime(2025, 4, 1), "mm-dd-yy", "2025/4/1"),
        (dt.datetime(2025, 4, 1), 'yyyy"年"m"月"d"日"', "2025年4月1日"),
        (dt.datetime(2025, 4, 1), '[$-411]ggge"年"m"月"d"日";@', "令和7年4月1日"),
        (dt.datetime(2019, 4, 30), "[$-411]ge.m.d", "H31.4.30"),
        (dt.datetime(2025, 4, 1, 9, 5), "yyyy/mm/dd hh:mm", "2025/04/01 09:05"),
        (dt.datetime(2025, 4, 1), "m/d(aaa)", "4/1(火)"),
        (dt.time(13, 5), "h:mm AM/PM", "1:05 PM"),
        (dt.datetime(2025, 4, 1), "General", "2025/04/01"),
        (dt.timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
    ],
)
def test_values_read_as_they_are_displayed(value: object, number_format: str, text: str) -> None:
    assert displayed(value, number_format) == text
