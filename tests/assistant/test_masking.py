from __future__ import annotations

import pytest

from assistant.masking import is_individual_number, masked


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("番号は123456789018です", "番号は［個人番号］です"),
        ("1234-5678-9018", "［個人番号］"),
        ("１２３４　５６７８　９０１８", "［個人番号］"),
        ("電話は0952-23-1234まで", "電話は［電話番号］まで"),
        ("(03)1234-5678、090-1234-5678", "［電話番号］、［電話番号］"),
        ("＋８１－９０－１２３４－５６７８", "［電話番号］"),
        ("0120-444-444 / 09012345678", "［電話番号］ / ［電話番号］"),
        ("a.b+c@city.example.lg.jpとｘ＠ｅｘａｍｐｌｅ．ｊｐ", "［メールアドレス］と［メールアドレス］"),
    ],
)
def test_personal_numbers_and_addresses_are_masked(text, stored):
    assert masked(text) == stored


@pytest.mark.parametrize(
    "text",
    [
        "令和6年度の事業費は123,456,789,012円",
        "123456789012人",
        "2025-03-31から2026-04-01まで",
        "自治体コード412066、〒849-0201",
        "0.95から0.05まで、01-02、第0123号",
        "KPI 00-000-000 @ 100%",
        "1,234-5,678",
    ],
)
def test_other_numbers_stay(text):
    assert masked(text) == text


@pytest.mark.parametrize(("number", "valid"), [("123456789018", True), ("123456789019", False), ("000000000000", True)])
def test_the_check_digit_tells_an_individual_number(number, valid):
    """123456789018: 1*6+2*5+3*4+4*3+5*2+6*7+7*6+8*5+9*4+0*3+1*2 = 212, 212 mod 11 = 3, 11 - 3 = 8."""
    assert is_individual_number(number) is valid
