"""Items behind bullets and items in a row."""

from __future__ import annotations

import pytest

from assistant.extractive.enumerations import bullets, in_a_row
from assistant.units import units_of
from ingest.model import Passage


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("まちの姿を「生活」「産業」「交流」の3つの分野ごとに描く。", ["生活", "産業", "交流"]),
        ("市民課、税務課及び福祉課の3課を対象とする。", ["市民課", "税務課", "福祉課"]),
        ("予約システムを導入し、待ち時間を減らす。", []),
        ("残る3路線(朝日線、若木線、武内線)の便を増やす。", ["朝日線", "若木線", "武内線"]),
        ("7地区(朝日、若木など)で行う。", []),
        ("朝日・若木・武内の3方面へ夕方の便を走らせる。", ["朝日", "若木", "武内"]),
        (
            "次を約束する。(1)紙でも受ける。(2)訳を公開する。(3)2年で見直す。",
            ["紙でも受ける", "訳を公開する", "2年で見直す"],
        ),
    ],
)
def test_names_in_a_row_are_read_from_a_sentence(text: str, names: list[str]) -> None:
    assert in_a_row(text) == names


def listed(text: str) -> list[tuple[str, list[str]]]:
    passage = Passage(id="p", document="p", page=1, start=0, end=len(text), text=text)
    found = bullets(passage, units_of(passage, []))
    return [(run.lead.text if run.lead else "", [n for n, _ in run.items]) for run in found]


def test_bullets_are_read_with_the_line_that_leads_in() -> None:
    text = "窓口で使う機能は次のとおり。\n\n・予約機能\n\n・通報機能\n\n・検索機能\n\nほかは別に定める。\n"
    assert listed(text) == [("窓口で使う機能は次のとおり。", ["予約機能", "通報機能", "検索機能"])]


def test_two_bullets_are_no_list_and_another_sign_begins_another() -> None:
    text = "次のとおり。\n\n・予約\n\n・通報\n\n①受付\n\n②審査\n\n③通知\n"
    assert [names for _, names in listed(text)] == [["受付", "審査", "通知"]]


def test_the_entries_that_lists_stand_under_lead_in_and_are_no_members() -> None:
    text = (
        "公式アプリを申し込める道具に変えます。\n\n・始めること\n　・ごみの収集の申込み\n　・道路の穴の通報\n"
        "・しないこと\n　・証明書の請求\n　・夜間の会話\n"
    )
    assert listed(text) == [
        ("・始めること", ["ごみの収集の申込み", "道路の穴の通報"]),
        ("・しないこと", ["証明書の請求", "夜間の会話"]),
    ]


def test_a_line_of_several_bullets_holds_as_many_entries_and_a_middle_dot_in_one_parts_none() -> None:
    text = (
        "対象は次の書類です。\n・住民票の請求書、・印鑑の証明請求書\n・カードの暗証番号変更・初期化申請書、・転居届\n"
    )
    entries = ["住民票の請求書", "印鑑の証明請求書", "カードの暗証番号変更・初期化申請書", "転居届"]
    assert listed(text) == [("対象は次の書類です。", entries)]
