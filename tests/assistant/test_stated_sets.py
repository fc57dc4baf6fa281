"""Sets whose number a plan states, with their items; numbers beside the name of what they count."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "第2章 体制\n\n武雄市では、夏まつりを支えるために3つの実行班を設け、連絡を取り合って準備します。\n\n"
    "武雄市まつり推進会議（会長：副市長）\n\n会場班：広場の準備に関すること\n\n警備班：見回りに関すること\n\n"
    "救護班：けがの手当てに関すること\n\n班：実行班\n\n"
    "第3章 考え方\n\n次の三つの約束の下で祭りを開きます。\n\n約束1　ごみを残さない　使い捨ての皿を減らします。\n\n"
    "約束2　夜を照らす　提灯を増やします。\n\n約束3　子どもを招く　昼の部を設けます。\n\n"
    "出店は、飲食、工芸及び遊びの3つの区分で募ります。\n\n"
    "来場者の意見を聞く際は、二つの視点を大切にします。一つ目は待ち時間の短さ、二つ目は案内の分かりやすさです。\n\n"
    "出し物 48 市民参加枠数 19\n\n"
    "令和6年4月に夏まつり安全3原則を定めました。\n\n- ① 火を離れない\n- ② 道をふさがない\n- ③ 夜は二人で歩く\n\n"
    "第4章 進め方\n\n作業\t令和7年度\t令和8年度\n①\t広場の照明の交換・点検\t使用\n"
    "\t河川敷の照明の交換・点検\t使用\n\t参道の照明の交換・点検\t使用\n\n第5章 指標\n\n"
    "指標\t令和5年度\t令和6年度\n休憩所の設置箇所数\t4箇所\t6箇所\n給水所の設置箇所数\t7箇所\t9箇所\n"
)


@pytest.fixture(scope="module")
def festival(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("festival"))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("武雄市の夏まつりに設けられる実行班は何個？名前も", ["会場班", "警備班", "救護班"]),
        ("武雄市の夏まつりの実行班はいくつあって、それぞれ何ですか", ["会場班", "警備班", "救護班"]),
        ("武雄市の祭りの3つの約束とは？", ["ごみを残さない", "夜を照らす", "子どもを招く"]),
        ("武雄市の出店の区分の内訳は", ["飲食", "工芸", "遊び"]),
        ("武雄市が意見を聞く際の視点を教えて", ["待ち時間の短さ", "案内の分かりやすさ"]),
    ],
)
def test_the_items_of_a_stated_number_are_told(festival: Opened, question: str, names: list[str]) -> None:
    answer = festival.ask(question)
    assert [entity.name for entity in answer.entities] == names
    assert answer.answer.startswith(f"{len(names)}つの")


@pytest.mark.parametrize(
    "question",
    ["武雄市が令和6年4月に定めた「夏まつり安全3原則」の原則名を3つとも挙げて", "武雄市の夏まつり安全3原則を教えて"],
)
def test_a_number_within_a_name_is_that_of_its_items(festival: Opened, question: str) -> None:
    answer = festival.ask(question)
    assert [entity.name for entity in answer.entities] == ["火を離れない", "道をふさがない", "夜は二人で歩く"]


def test_what_the_cells_of_a_year_say_the_same_of_is_listed_in_that_year(festival: Opened) -> None:
    answer = festival.ask("武雄市の作業で、令和7年度に交換・点検する照明を全部")
    assert [entity.name for entity in answer.entities] == ["広場の照明", "河川敷の照明", "参道の照明"]
    assert not festival.ask("武雄市の作業で、令和8年度に交換・点検する照明を全部").entities


def test_what_is_asked_of_a_set_is_not_its_members(festival: Opened) -> None:
    assert not festival.ask("武雄市の夏まつりの実行班は何のために設けるのですか").entities


def test_a_number_beside_the_name_of_what_it_counts_is_told(festival: Opened) -> None:
    answer = festival.ask("武雄市の出し物は全部で何件、うち市民参加枠は？")
    assert "48" in answer.answer
    assert "19" in answer.answer


@pytest.mark.parametrize(
    "question",
    ["給水所の設置箇所の方は何か所？", "じゃあ給水所は何か所ですか", "給水所の設置箇所数は令和6年度に何か所？"],
)
def test_how_many_of_another_row_asks_for_its_figure(festival: Opened, question: str) -> None:
    history = (("user", "武雄市の休憩所の設置箇所数、令和6年度は？"),)
    assert "9箇所" in festival.ask(question, history=history).answer
