"""Which measures stand under which pillar, from outlines and tables of contents."""

from __future__ import annotations

from ingest.model import ParsedDocument
from tests.ingest.parsing import plan, records

LABELLED = """武雄市デジタル計画の体系

基本目標1 くらしを便利にする

基本施策1-1 窓口の改革

個別施策① 予約システムの導入

個別施策② キャッシュレスの拡大

基本施策1-2 情報の発信

個別施策① ホームページの刷新

基本目標2 しごとを元気にする

基本施策2-1 産業のデジタル化

個別施策① 農業データの活用
"""
CONTENTS = """武雄市デジタル計画

目次

# 施策

くらしの便利さの向上 4
地域のつながり 6
しごとの活力 8
"""


def members(parsed: ParsedDocument, owner: str, label: str | None = None) -> list[str]:
    return [r.value for r in records(parsed, "outline") if r.attribute == owner and r.status == label]


def test_labelled_lines_stand_under_all_that_is_above_them() -> None:
    parsed = plan(LABELLED)
    first = "基本目標1 くらしを便利にする"
    assert members(parsed, first, "基本施策") == ["窓口の改革", "情報の発信"]
    assert members(parsed, first, "個別施策") == ["予約システムの導入", "キャッシュレスの拡大", "ホームページの刷新"]
    assert members(parsed, "基本施策2-1 産業のデジタル化", "個別施策") == ["農業データの活用"]


def numbered(*names: str) -> list[str]:
    return [f"({n}) {name}\n\n〈目的〉\n\n{name}により、市民の暮らしを良くする。\n" for n, name in enumerate(names, 1)]


def test_numbering_that_begins_anew_opens_the_next_pillar_of_the_contents() -> None:
    pages = [
        *numbered("窓口の予約", "電子回覧板"),
        *numbered("見守り", "防災地図", "会議録"),
        *numbered("農業", "観光"),
    ]
    parsed = plan(CONTENTS, *pages)
    assert members(parsed, "くらしの便利さの向上") == ["窓口の予約", "電子回覧板"]
    assert members(parsed, "地域のつながり") == ["見守り", "防災地図", "会議録"]
    assert members(parsed, "しごとの活力") == ["農業", "観光"]
    assert members(parsed, "施策の柱", "柱") == ["くらしの便利さの向上", "地域のつながり", "しごとの活力"]


def test_nothing_is_guessed_where_the_contents_list_another_number_of_pillars() -> None:
    parsed = plan(CONTENTS, *numbered("窓口の予約", "電子回覧板"), *numbered("見守り", "防災地図"))
    assert records(parsed, "outline") == []
