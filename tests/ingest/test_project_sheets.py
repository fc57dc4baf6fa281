"""Books of project sheets: titles, and pages that go on with the sheet before them."""

from __future__ import annotations

import pytest

from ingest.project_sheets import sheet_title
from tests.ingest.parsing import passage_with, plan

TAKEO, TAKU, OGI = "412066", "412040", "412082"
FORM = "事業概要　【{title}】\n\n自治体名 佐賀県{name} 人口 47,510人 事業費 45,100千円\n\n概要\t{body}"
FULL = FORM + "\nサービス\t窓口を一つにまとめ、申請を受け付ける。\n評価指標\t申請の件数を毎年度数える。"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("事業概要　【公共施設の予約】\n本文", "公共施設の予約"),
        ("本文が先に立つ。\n\n事業概要【公共施設の予約】", "公共施設の予約"),
        ("事業概要【窓口DX（「書かない」【第2期】）】", "窓口DX(「書かない」【第2期】)"),
        ("事業名：「電子申請」", "電子申請"),
        ("施策名『電子\n申請』", "電子申請"),
        ("事業概要【閉じない", None),
        ("事業概要 なし", None),
    ],
)
def test_a_sheets_title_is_found_wherever_it_stands_with_its_brackets_balanced(text: str, title: str | None) -> None:
    assert sheet_title(text) == title


@pytest.mark.parametrize(
    ("page", "goes_on"),
    [
        ("サービス\t予約を受け付ける。\n評価指標\t予約の件数を数える。", True),
        ("主な取組の内容\t予約を受け付ける。\n担当課\t総務課", True),
        ("（前頁からの続き）\n予約を受け付ける。", True),
        ("第3章 資料\n\nサービス\t予約を受け付ける。", False),
        ("概要\t別の事業である。\nサービス\t申請を受け付ける。", False),
        ("予約を受け付ける施設の一覧である。\n体育館\t3か所\n公民館\t7か所", False),
        ("事業概要　【図書の貸出】\n\nサービス\t予約を受け付ける。", False),
    ],
    ids=["fields of the form", "labels", "says so", "a chapter", "fields again", "another table", "a title of its own"],
)
def test_a_page_goes_on_with_the_sheet_whose_missing_fields_it_has(page: str, goes_on: bool) -> None:
    book = plan(
        FULL.format(title="電子申請の拡充", name="武雄市", body="申請を自宅から行えるようにする。"),
        FULL.format(title="窓口の改革", name="武雄市", body="窓口を改める。"),
        FORM.format(title="公共施設の予約", name="武雄市", body="予約を一つにまとめる。"),
        page,
    )
    own = [p for p in book.passages if p.page == 4]
    assert own and all((p.measure == "公共施設の予約") == goes_on for p in own)
    assert all((p.kind == "sheet") == goes_on for p in own)


def test_a_sheet_may_run_over_three_pages_and_ends_where_another_begins() -> None:
    book = plan(
        FORM.format(title="公共施設の予約", name="武雄市", body="予約を一つにまとめる。"),
        "課題\t電話でしか受け付けていない。",
        "担当課\t総務課が窓口となる。",
        FORM.format(title="電子申請の拡充", name="多久市", body="申請を自宅から行えるようにする。"),
    )
    for text in ("電話でしか", "総務課が窓口"):
        assert (passage_with(text, book).measure, passage_with(text, book).municipality) == ("公共施設の予約", TAKEO)
    assert passage_with("自宅から", book).measure == "電子申請の拡充"


def test_what_follows_a_page_that_is_no_sheet_belongs_to_none() -> None:
    book = plan(
        FORM.format(title="公共施設の予約", name="武雄市", body="予約を一つにまとめる。"),
        "第3章 資料\n\n用語をまとめる。",
        "課題\t電話でしか受け付けていない。",
    )
    assert passage_with("電話でしか", book).measure != "公共施設の予約"


STACKED = (
    "団体名\t佐賀県{name}\t人口\t47,510人\t事業名\t{title}\n類型\tTYPE1\t担当\t総務課\n事業概要\t{body}\n備考\t{note}\n"
)


def stacked(*sheets: tuple[str, str]) -> str:
    told = (
        STACKED.format(name=name, title=title, body=f"{title}を進める。", note=f"{name}の独自の取組である。")
        for name, title in sheets
    )
    return "\n".join(told)


def test_each_sheet_of_a_page_is_its_own_municipalitys() -> None:
    book = plan(
        stacked(("武雄市", "公共施設の予約"), ("多久市", "電子申請の拡充"), ("多久市", "窓口の改革")),
        stacked(("小城市", "図書の貸出"), ("武雄市", "水位の見える化")),
    )
    for text, code, title in (
        ("公共施設の予約を進める", TAKEO, "公共施設の予約"),
        ("電子申請の拡充を進める", TAKU, "電子申請の拡充"),
        ("窓口の改革を進める", TAKU, "窓口の改革"),
        ("図書の貸出を進める", OGI, "図書の貸出"),
        ("水位の見える化を進める", TAKEO, "水位の見える化"),
    ):
        assert (passage_with(text, book).municipality, passage_with(text, book).measure) == (code, title)
    assert all(len({r.municipality for r in book.records if r.value == title}) <= 1 for title in ("窓口の改革",))


def test_a_sheet_goes_on_above_the_one_that_begins_in_the_middle_of_a_page() -> None:
    book = plan(
        FULL.format(title="電子申請の拡充", name="武雄市", body="申請を自宅から行えるようにする。"),
        "団体名\t佐賀県武雄市\t事業名\t公共施設の予約\n概要\t予約を一つにまとめる。",
        "評価指標\t予約の件数を数える。\n\n団体名\t佐賀県多久市\t事業名\t窓口の改革\n概要\t窓口を改める。",
    )
    above, below = passage_with("件数を数える", book), passage_with("窓口を改める", book)
    assert (above.municipality, above.measure) == (TAKEO, "公共施設の予約")
    assert (below.municipality, below.measure) == (TAKU, "窓口の改革")


def test_pages_behind_the_last_sheet_are_nobodys() -> None:
    book = plan(
        stacked(("武雄市", "公共施設の予約"), ("多久市", "電子申請の拡充")),
        stacked(("小城市", "図書の貸出"), ("武雄市", "水位の見える化")),
        "県が行う支援\n\n支援の名称\t内容\t対象\n専門家の派遣\t年12回まで派遣する。\t希望する市町\n\n"
        "事業名\tデータ連携基盤の整備\t類型\tTYPE2",
    )
    assert {p.municipality for p in book.passages if p.page == 3} == {None}


def test_what_a_sheet_is_for_is_read_from_the_rows_around_its_header() -> None:
    book = plan(
        "地方公共団体名\t佐賀県武雄市\t番号\t1\n事業の名称\t公共施設の予約\n総事業費\t3,000千円\n\n課題\t電話に限られる。",
        "地方公共団体名\t佐賀県多久市\t番号\t2\n事業の名称\t窓口の改革\n総事業費\t4,000千円\n\n課題\t待ち時間が長い。",
    )
    assert passage_with("電話に限られる", book).measure == "公共施設の予約"
    assert passage_with("待ち時間が長い", book).measure == "窓口の改革"
