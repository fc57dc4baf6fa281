"""How many of a thing there are is told by figures that count that thing, not by others about the same measure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.understanding.kinds import asked
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

TOURS = (
    "松本市 棚田めぐり計画\n\n"
    "1 棚田の道案内事業\n\n"
    "棚田を歩く道に案内板を立て、農家が案内役を務める。案内役の平均年齢は61.4歳である。年に6回、草刈りを行う。\n\n"
    "2 見学車の貸出事業\n\n"
    "見学車を12台用意し、漁業者40人が交代で運転を受け持つ。貸出しの受付は市内の旅館で行う。\n\n"
    "3 水路の見張り\n\n上の原の210戸から順に水路の見張り器を置く。"
    "国や県が持つ雨量の記録と見張り器を結び、防災や観光に使う。\n\n"
    "集落名\t人口（人）\t事業名\t内容\n"
    "上の原\t412\t屋根付き休憩所の整備\t休憩所に望遠鏡を備え、登録した人が無料で使える。望遠鏡は28台とする。\n"
    "下の原\t388\t朝市の電子化\t朝市の売上げを端末で集計し、出店者が翌日に確かめられるようにする。\n"
    "西の原\t275\t散策地図の配信\t散策の地図を配信し、道の傷みを利用者が知らせる。\n"
)


@pytest.fixture(scope="module")
def tours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(TOURS),), tmp_path_factory.mktemp("tours"))


@pytest.mark.parametrize(
    "question",
    [
        "松本市の棚田の道案内事業で、案内板は何か所ですか",
        "松本市の棚田の道案内事業で案内役を務める農家は何人か",
        "松本市の見学車の貸出事業における旅館は何か所でしょうか",
        "松本市の屋根付き休憩所の整備で、望遠鏡は何人が登録していますか",
        "松本市の朝市の電子化で、端末は何台？",
        "松本市の棚田の道案内事業で草刈りは年に何日ありますか",
        "How many vehicles does Matsumoto City use for the terraced rice field guide project?",
    ],
)
def test_a_number_of_something_else_is_no_answer(tours: Opened, question: str) -> None:
    assert tours.ask(question).abstained


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("松本市の見学車の貸出事業の見学車は何台ですか", "12台"),
        ("松本市の見学車の貸出事業で運転する漁業者は何人", "40人"),
        ("松本市の屋根付き休憩所の整備で、望遠鏡は何台？", "28台"),
        ("松本市の上の原の人口は何人ですか", "412"),
    ],
)
def test_a_number_of_the_thing_itself_is_told(tours: Opened, question: str, said: str) -> None:
    assert said in tours.ask(question).answer


def test_houses_are_counted_in_more_than_one_way(tours: Opened) -> None:
    assert "210戸" in tours.ask("松本市の上の原では、水路の見張り器を何軒から置いていきますか").answer


def test_what_is_to_be_told_besides_is_no_part_of_a_yes_or_no(tours: Opened) -> None:
    answer = tours.ask("松本市の水路の見張り器は、国や県が持つ雨量の記録と結ばれますか。使う分野も教えてください。")
    assert not answer.abstained and "防災や観光" in answer.answer


def test_a_question_within_another_is_not_asked() -> None:
    text = "棚田がどのように使われているかを、衛星の写真で調べるようになりますか?"
    assert asked(text, english=False, named=1).kind == "yesno"
    assert asked("棚田はどのように使われていますか?", english=False, named=1).kind != "yesno"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("I live in Matsumoto with two dogs. Does the city plan to start mapping the paddies by FY2027?", "yesno"),
        ("How does Matsumoto City let people see how far the mowing has got?", "how"),
    ],
)
def test_an_english_question_ends_in_what_it_asks(question: str, kind: str) -> None:
    assert asked(question, english=True, named=1).kind == kind
