"""What a question asks behind other questions."""

from __future__ import annotations

import pytest

from assistant.answer import Request
from ingest.normalise import view
from tests.assistant.understanding import UNDERSTANDING, ask, names


def test_a_follow_up_takes_what_it_does_not_say_from_the_question_before() -> None:
    understood = ask("担当課はどこですか", "武雄市の電子申請の利用率の目標は？")
    assert names(understood) == ["武雄市"]
    assert understood.kind == "who"
    assert any("申請" in t.text for t in understood.terms.terms)


def test_a_follow_up_about_another_city_keeps_the_subject_and_leaves_the_city() -> None:
    understood = ask("多久市は？", "武雄市の電子申請の利用率の目標は？")
    assert names(understood) == ["多久市"]
    assert understood.kind == ask("武雄市の電子申請の利用率の目標は？").kind
    assert any("申請" in t.text for t in understood.terms.terms)


def test_a_follow_up_about_an_uncovered_city_is_not_answered_from_the_one_before() -> None:
    understood = ask("福岡市の方は？", "武雄市の電子申請の利用率の目標は？")
    assert (names(understood), [m.name for m in understood.uncovered]) == ([], ["福岡市"])


def test_a_follow_up_keeps_the_year_unless_it_names_one() -> None:
    assert ask("担当は？", "武雄市の令和7年度の予定は？").western_years == {2025}
    assert ask("令和9年度は？", "武雄市の令和7年度の予定は？").western_years == {2027}


def test_a_city_named_two_turns_before_still_holds() -> None:
    assert names(ask("担当は？", "武雄市の電子申請の目標は？", "その基準値は？")) == ["武雄市"]


def test_a_bare_name_asks_what_was_asked_before() -> None:
    understood = ask("鹿島市の図書館のやつは？", "武雄市の公民館の事業ってお金いくらかかるの？")
    assert (names(understood), understood.kind) == (["鹿島市"], "number")
    assert "いくら" in understood.text


@pytest.mark.parametrize(
    ("question", "kind"),
    [("家賃の補助はある？", "yesno"), ("それはいつからですか", "date"), ("なぜですか", "how"), ("担当課は？", "who")],
)
def test_a_follow_up_that_says_what_it_asks_keeps_its_kind(question: str, kind: str) -> None:
    understood = ask(question, "武雄市のサテライトオフィスに今何社入ってる？")
    assert (names(understood), understood.kind) == (["武雄市"], kind)
    assert understood.text == view(question)
    assert any("オフィス" in t.text for t in understood.terms.terms)


def test_another_city_with_another_attribute_keeps_the_subject_and_drops_the_attribute() -> None:
    before = "武雄市のデジタル地域通貨の事業費はいくら"
    understood = ask("鹿島市はR7の時点でどの段階ですか？", before)
    said = {t.text for t in understood.terms.terms}
    assert names(understood) == ["鹿島市"]
    assert any("通貨" in t for t in said) and "事業費" not in said


def test_a_chain_of_bare_names_keeps_what_was_asked_first() -> None:
    understood = ask("多久市は？", "武雄市の電子回覧板はいつ始まりますか", "鹿島市は？")
    assert (names(understood), understood.kind) == (["多久市"], "date")
    assert any("回覧" in t.text for t in understood.terms.terms)


def test_a_whole_question_after_another_stands_alone() -> None:
    understood = ask("鹿島市における電子回覧板の導入の時期はいつ頃の予定ですか", "武雄市の人口は何人ですか")
    assert names(understood) == ["鹿島市"]
    assert not any("人口" in t.text for t in understood.terms.terms)


def test_what_the_assistant_said_before_is_not_taken_up() -> None:
    request = Request(
        question="担当は？", history=(("user", "武雄市の人口は？"), ("assistant", "多久市は別の計画です。"))
    )
    assert names(UNDERSTANDING.understand(request)) == ["武雄市"]


def test_a_year_or_a_thing_named_alone_asks_what_was_asked_before() -> None:
    assert ask("最終年度の予定は？", "武雄市の電子申請の利用率は何％？").kind == "number"
    assert "いくら" in ask("多久市の幼稚園のやつは？", "武雄市の保育園の事業ってお金いくらかかるの？").text
    assert ask("開始時期は？", "武雄市の保育園の事業ってお金いくらかかるの？").kind == "date"


@pytest.mark.parametrize(
    ("asked_then", "year"),
    [("その次の年度は？", 2028), ("翌年度は？", 2028), ("前の年度だと？", 2026), ("令和12年度は？", 2030)],
)
def test_a_year_is_told_by_the_one_before(asked_then: str, year: int) -> None:
    question = ask(asked_then, "武雄市の窓口予約は令和9年度に何をしますか")
    assert question.western_years == {year}
    assert f"令和{year - 2018}年度" in question.text and "令和9年度" not in question.text


def test_the_last_year_is_none_that_was_named_before() -> None:
    question = ask("では最後の年度の目標は何人？", "武雄市の登録者は令和6年度に何人でしたか")
    assert not question.western_years
