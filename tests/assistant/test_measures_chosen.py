"""Lists of measures and rows as strangers ask for them: by a step, a mark that is described, a target missed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.understanding.kinds import asked
from ingest.normalise import view
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

_ROADMAP = "取組内容\t令和8年度\t令和9年度\t令和10年度\n①\t{0}\t{1}\t稼働\n②\t課題整理\t構築\t検証\n"
STEPS = "# みなもと町 DXアクションプラン\n\n" + "".join(
    f"## ({n}) {name}\n\n{text}\n\n### ロードマップ\n\n{_ROADMAP.format(*steps)}\n"
    for n, name, text, steps in (
        (1, "相談窓口の拡充", "離れた支所とも画面で相談できます。", ("先進地の視察", "実証実験")),
        (2, "回覧板の電子化", "自治会の回覧を手元で読めます。", ("仕様の作成", "構築")),
        (3, "農地の見える化", "貸し借りできる農地を地図に示します。", ("先進地の視察", "先進校の調査")),
        (4, "校務の効率化", "教職員の事務を減らします。", ("先進校の調査", "試行")),
    )
)
MARKS = (
    "# みなもと町 デジタル計画\n\n第4章　施策\n\n凡例　◇：調査・検討　△：一部実施　○：実施\n\n"
    "施策名\tR7\tR8\tR9\t担当課\n"
    "書かない窓口\t△\t○\t○\t市民課\n"
    "電子図書館\t◇\t○\t○\t図書館\n"
    "電子決裁\t◇\t△\t○\t総務課\n"
    "見守りセンサー\t△\t○\t○\t福祉課\n\n"
    "目標の値\n\n指標\t基準（R6）\t目標（R9）\t担当課\n"
    "窓口の待ち時間\t15分\t8分\t市民課\n電子決裁の率\t0%\t90%\t総務課\n貸出の点数\t0点\t900点\t図書館\n\n"
    "これまでの取組\n\n取組\t状況\t備考\n"
    "証明書の交付\t○\t12店\nアプリの配信\t○\t9千人\n集会所の予約\t△\t3館\n\n"
    "第5章　前の計画の評価\n\n"
    "指標\t基準（R2）\t目標（R6）\t実績（R6）\n"
    "一人当たりのごみの量\t620g\t560g\t541g\n"
    "資源化率\t20.1%\t25.0%\t22.4%\n"
    "講座の参加者数\t310人\t400人\t352人\n\n"
    "【見守りの条例】\n\n町は令和6年5月に見守り関連3条例を定めました。\n\n"
    "- ① 見守り基本条例\n- ② 見守り会議の設置に関する条例\n- ③ 見守りの記録の保護に関する条例\n\n"
    "第6章　相談の体制\n\n"
    "圏域\t人口\t高齢者の相談センター\n"
    "北部\t3,120人\tみなもと北相談センター\n"
    "南部\t2,980人\tみなもと南相談センター\n"
    "山手\t1,870人\tみなもと山手相談センター\n"
    "計\t7,970人\t3か所\n"
)


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(STEPS),), tmp_path_factory.mktemp("steps"))


@pytest.fixture(scope="module")
def marks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(MARKS),), tmp_path_factory.mktemp("marks"))


def _names(opened_: Opened, question: str) -> set[str]:
    return {entity.name for entity in opened_.ask(question).entities}


def test_what_only_resembles_a_step_sets_no_measure_aside(steps: Opened) -> None:
    asked = "みなもと町の施策のうち、ロードマップに「先進地の視察」が入っているものを全部（「先進校の調査」は除く）"
    assert _names(steps, asked) == {"相談窓口の拡充", "農地の見える化"}


@pytest.mark.parametrize(
    ("question", "members"),
    [
        (
            "みなもと町の計画で、令和7年度はまだ調べたり考えたりするだけ（◇）の施策って、どれとどれ？",
            {"電子図書館", "電子決裁"},
        ),
        ("みなもと町の計画で令和8年度が「○」になっている取組を全部", {"書かない窓口", "電子図書館", "見守りセンサー"}),
        ("Which projects of みなもと町 are marked △ in FY2025? Name all.", {"書かない窓口", "見守りセンサー"}),
        ("みなもと町の計画の施策のうち、担当課が市民課のものはどれ？", {"書かない窓口"}),
        ("みなもと町の前の計画で、目標に届きそうにない指標は何と何？", {"資源化率", "講座の参加者数"}),
    ],
)
def test_rows_are_chosen_by_what_a_stranger_says_of_them(marks: Opened, question: str, members: set[str]) -> None:
    assert _names(marks, question) == members


def test_a_list_that_is_written_down_has_as_many_items_as_are_asked_for(marks: Opened) -> None:
    asked_for = "みなもと町の計画の施策にある、令和6年5月に定めた「見守り関連3条例」の名前を3つとも挙げてください"
    assert _names(marks, asked_for) == {
        "見守り基本条例",
        "見守り会議の設置に関する条例",
        "見守りの記録の保護に関する条例",
    }


def test_what_stands_in_a_column_is_listed_with_the_counter_of_the_question(marks: Opened) -> None:
    answer = marks.ask("みなもと町の高齢者の相談センターは何か所あるん？どこどこ？")
    assert {e.name for e in answer.entities} == {f"みなもと{place}相談センター" for place in ("北", "南", "山手")}
    assert answer.answer.startswith("3か所あります")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("源町の計画で健康課が担当する対策を全部", "list"),
        ("源町の施策で担当課が健康課になってるやつは？", "list"),
        ("源町の計画で担当課が書かれていない施策はどれ", "list"),
        ("源町の事業費が500万円以下の事業ば教えて", "list"),
        ("源町の個別事業って全部でなんぼある？", "count"),
        ("源町で電子図書館を担当する課はどこ？", "who"),
        ("源町の書かない窓口は誰が担当しますか", "who"),
        ("源町の事業費は全部でなんぼかかる？", "number"),
    ],
)
def test_things_of_a_department_or_under_a_bound_are_listed(question: str, kind: str) -> None:
    assert asked(view(question), english=False, named=1).kind == kind
