"""What rows of wide tables are called whose cells are wrapped in narrow columns."""

from __future__ import annotations

import pytest

from ingest.lines import split_lines
from ingest.row_names import LeadNames


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("地区の集会所の鍵の貸\n出と予約システム・端末\nの設置", "地区の集会所の鍵の貸出と予約システム・端末の設置"),
        ("(見回りの記録の活用事\n業)記録の地図化", "(見回りの記録の活用事業)記録の地図化"),
        ("地図の公開\n集めた記録を地図に重ねて住民に見せます。", "地図の公開"),
    ],
)
def test_a_name_behind_an_identifier_is_told_to_its_end(cell: str, name: str) -> None:
    text = f"くらし 総務部\n\n窓口1-2-3\n\n{cell}\n\n集めた記録を地図に重ねて\n住民に見せます。\n\n○ ○ ○\n"
    assert LeadNames(split_lines(text)).name(0) == name
