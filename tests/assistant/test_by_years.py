"""What tables tell year by year: schedules, plan and result, and claims and comparisons on their course."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan
from tests.ingest.test_grids import grid
from tests.ingest.test_grids import plan as of_grids

PROGRESS = (
    "松本市 行政改革実施計画\n\n"
    "凡例 □：検討 △：試行 ○：実施 ◎：拡充\n\n"
    "第2章 取組\n\n"
    "1 図書の宅配\n\n"
    "図書館の本を家まで届けます。令和7年度に料金を決め、令和8年10月に3地区で始めます。\n\n"
    "担当課\t図書館課\n\n"
    "区分\tR6\tR7\tR8\tR9\n"
    "宅配の運行\t□\t△\t○\t◎\n\n"
    "指標\t区分\tR4\tR5\tR6\n"
    "宅配利用者数（人）\t計画\t100\t200\t300\n"
    "\t実績\t90\t150\t330\n"
    "紛失件数（件）\t計画\t40\t30\t20\n"
    "\t実績\t38\t35\t36\n\n"
    "2 野菜の直売\n\n"
    "畑のそばで野菜を売ります。\n\n"
    "担当課\t農政課\n\n"
    "実施主体\t市、農家の団体\t\t\n"
    "年度\t令和7\t令和8\t令和9\n"
    "時期\t準備\t実証\t本格\n\n"
    "地区\t売上高（千円）\t来客数（人）\n"
    "北部\t1,200\t800\n"
    "南部\t2,400\t500\n"
    "西部\t600\t300\n"
)


@pytest.fixture(scope="module")
def progress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PROGRESS),), tmp_path_factory.mktemp("progress"))


def test_a_schedule_is_told_with_what_its_marks_mean(progress: Opened) -> None:
    first = progress.ask("松本市の宅配の運行は、年度ごとにどう進みますか。").answer
    assert all(part in first for part in ("令和6年度 □（検討）", "令和8年度 ○（実施）", "令和9年度 ◎（拡充）"))


def test_what_is_done_is_told_in_the_words_of_a_measures_own_schedule_not_by_marks(tmp_path: Path) -> None:
    forms = [
        grid(
            f"施策名 | {name} | | ",
            "担当課 | 商工課 | 区分 | 新規",
            "目的 | 町を訪れる人を増やす。 | | ",
            "年度 | R7 | R8 | R9",
            f"工程 | {steps}",
            spans={(0, 1): (1, 3), (2, 1): (1, 3)},
        )
        for name, steps in (
            ("陶器市の宣伝", "△窯元への説明 | ○動画の撮影 | ◎駅での上映"),
            ("朝市の再生", "△2台 | ○5台 | ◎8台"),
            ("湯めぐりの復活", "－ | △手形の見本 | ○手形の発売"),
        )
    ]
    table = grid("番号 | 施策名 | R7 | R8 | R9", "1 | 陶器市の宣伝 | △ | ○ | ◎", "2 | 朝市の再生 | △ | ○ | ◎")
    with closing(opened((of_grids(forms, [table]),), tmp_path)) as made:
        town = next(made)
        told = town.ask("武雄市の「朝市の再生」は、令和7年度から令和9年度まで年度ごとに何をする予定ですか。").answer
        assert all(step in told for step in ("2台", "5台", "8台"))


def test_plan_and_result_are_told_by_year(progress: Opened) -> None:
    told = progress.ask("松本市の宅配の利用者数の計画と実績を年度別に示してください。").answer
    assert all(value in told for value in ("100", "90", "200", "150", "300", "330"))


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("松本市の宅配の利用者数は、令和4年度から令和6年度にかけて増えた。", "supported"),
        ("松本市の宅配の利用者数は、令和4年度から令和6年度にかけて減った。", "contradicted"),
        ("松本市の宅配の利用者数は、令和6年度に前年の2倍を超えた。", "supported"),
        ("松本市の宅配の利用者数は、令和6年度に前年の3倍を超えた。", "contradicted"),
        ("松本市の宅配の利用者数は、令和6年度に計画をおよそ1割上回った。", "supported"),
        ("松本市の宅配の利用者数は、令和6年度に計画をおよそ3割上回った。", "contradicted"),
        ("松本市の宅配の利用者数は、2年続けて計画に届かなかった。", "contradicted"),
        ("松本市の宅配の利用者数は、1年目は計画に届かなかったが、3年目は計画を上回った。", "supported"),
        ("松本市で売上高が最も多い地区は南部である。", "supported"),
        ("松本市で来客数が最も多い地区は南部である。", "contradicted"),
    ],
)
def test_claims_on_the_course_of_a_row_are_held_against_it(progress: Opened, claim: str, verdict: str) -> None:
    assert progress.check(claim).verdict == verdict


def test_of_two_results_the_one_that_missed_its_target_is_named(progress: Opened) -> None:
    asked = "松本市の宅配利用者数と紛失件数のうち、令和6年度に計画に届かなかったのはどちらか。"
    first, *rest = progress.ask(asked).answer.split("\n")
    assert first.startswith("紛失件数")
    assert any("36" in line for line in rest) and any("330" in line for line in rest)


def test_a_comparison_of_departments_gives_both(progress: Opened) -> None:
    told = progress.ask("松本市の図書の宅配のほうと野菜の直売のほうで、担当課はどう違う？").answer
    assert "図書館課" in told and "農政課" in told


def test_steps_in_words_are_told_before_the_marks_of_an_overview(tmp_path: Path) -> None:
    text = (
        "松本市 除雪計画\n\n"
        "凡例 △：検討 ○：試行 ◎：実施\n\n"
        "雪おろしの手伝いの紹介\n\n"
        "担当課\t福祉課\n"
        "取組内容\t雪おろしの手伝いを求める世帯と業者を結ぶ仕組みを作ります。\n\n"
        "区分\tR7\tR8\tR9\tR10\n"
        "工程\t△関係者の協議\t○北部・西部で試行\t○五つの地区で試行\t◎全域で実施\n\n"
        "一覧\n\n"
        "取組\tR7\tR8\tR9\tR10\n"
        "雪おろしの手伝いの紹介\t△\t○\t○\t◎\n"
        "除雪車の予約\t△\t△\t○\t◎\n"
    )
    for found in opened((plan(text),), tmp_path):
        answer = found.ask("松本市の雪おろしの手伝いを頼めるしくみは、年ごとにどの地区で始まりますか").answer
        assert "北部・西部で試行" in answer


def test_the_remark_beside_the_marks_is_told_with_them(tmp_path: Path) -> None:
    text = (
        "松本市 手続のオンライン化計画\n\n"
        "凡例 ○：準備 ●：開始 →：継続\n\n"
        "1 手続の一覧\n\n"
        "手続\t担当課\tR7\tR8\tR9\t備考\n"
        "介護認定の申請\t福祉課\t○\t●\t→\t家族の代理申請可\n"
        "犬の登録\t環境課\t○\t○\t●\t鑑札は郵送\n"
        "公園の予約\t公園課\t●\t→\t→\t\n"
    )
    for found in opened((plan(text),), tmp_path):
        assert "家族の代理申請可" in found.ask("介護の認定が始まる予定はいつ").answer


def test_parts_of_a_year_are_told_in_order_with_whole_years(tmp_path: Path) -> None:
    steps = (
        "松本市 移動図書館計画\n\n第3章 工程\n\n"
        "施策\tR7 上期\tR7 下期\tR8 上期\tR8 下期\tR9\n"
        "車の購入\t調べもの\t業者選び\t発注\t納車\t運行\n"
        "司書の研修\t募集\t講義\t実習\t試験\t配属\n"
    )
    own = opened((plan(steps),), tmp_path)
    answer = next(own).ask("松本市の移動図書館の「車の購入」はR7からR9までどういう段取りで進みますか").answer
    told = "令和7年度上期 調べもの、令和7年度下期 業者選び、令和8年度上期 発注、令和8年度下期 納車、令和9年度 運行"
    assert told in answer


def test_the_cells_of_one_year_are_no_course(tmp_path: Path) -> None:
    people = (
        "松本市 人口ビジョン\n\n第2章 人口の見通し\n\n"
        "年\t総人口\t0～14歳\t65歳以上\n"
        "令和2年（2020）\t9,044\t702\t4,119\n令和7年（2025）\t7,968\t540\t3,938\n令和12年（2030）推計\t6,980\t412\t3,654\n"
    )
    answer = next(opened((plan(people),), tmp_path)).ask("松本市の人口は令和12年にどうなると見込まれているか").answer
    assert "6,980" in answer and "令和12年度 412" not in answer
