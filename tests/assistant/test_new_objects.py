"""What a plan says of a second thing that a follow-up only names, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PAGES = (
    "武雄市デジタル計画\n\n第1章 施策\n\n凡例 ◇：検討 △：一部実施 ○：実施 ●：拡充\n",
    "施策名 温泉の語り部コンテンツの充実\n\n成果指標\n\n指標 基準値 目標値：令和９年度（2027）\n\n"
    "語り部の登録者数 40人（令和６年度（2024）） 90人\n\n宿の協力数 12軒（令和５年度（2023）） 30軒\n\n"
    "個別事業\n\n個別事業名 事業概要 R７ R８ R９ 関係所属\n\n"
    "1\nデジタル技術を活用した湯屋記念館\n常設展示室の改装\n\n"
    "映像などのデジタル技術を使い、湯屋の歴史を伝える常設展示室に改装する。\n\n◇ ○ ○ 観光文化課\n\n"
    "2\nデジタル技術を取り入れた語り部\nコンテンツの創出\n\n"
    "語り部の話を動画にし、湯屋を訪れる人が聞けるようにする。\n\n◇ △ ○ 温泉研究所\n",
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(*PAGES),), tmp_path_factory.mktemp("town"))


def test_who_answers_for_the_second_of_two_things_that_share_most_words(town: Opened) -> None:
    before = (("user", "武雄市で湯屋記念館常設展示室の改装の関係所属は？"),)
    assert "温泉研究所" in town.ask("語り部コンテンツの創出のほうは？", history=before).answer
    assert "観光文化課" in town.ask("武雄市で湯屋記念館常設展示室の改装の関係所属は？").answer


@pytest.mark.parametrize(
    "question",
    [
        "武雄市の語り部の登録者数、R9の目標は何人でR6の基準値から何人増やす計画？",
        "武雄市の語り部の登録者数は、令和9年度までにどれだけ伸びる目標ですか。",
    ],
)
def test_a_figure_whose_year_stands_behind_it_in_brackets_is_a_baseline(town: Opened, question: str) -> None:
    told = town.ask(question).answer
    assert "令和6年度） 40人" in told
    assert "50人の増" in told
