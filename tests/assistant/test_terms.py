"""The terms of a question: what weighs, and how much of it a text holds."""

from __future__ import annotations

import pytest

from assistant.understanding.terms import Haystack, Term, Terms
from index.analysis import shared_analyser
from ingest.normalise import squash
from tests.assistant.understanding import READER, ask


def test_what_an_english_question_explains_in_brackets_weighs_little() -> None:
    plain, explained = "How far is Takeo City's paperless office?", "(the purchases of copy paper)"
    weights = {t.text: t.weight for t in ask(f"{plain[:-1]} {explained}?").terms.terms}
    assert all(weights[t.text] == t.weight for t in ask(plain).terms.terms)
    assert max(w for text, w in weights.items() if text not in {t.text for t in ask(plain).terms.terms}) < 0.2
    assert {t.text for t in ask("What is Takeo City's rule for own devices (BYOD)?").terms.terms} >= {"byod"}


@pytest.mark.parametrize(
    ("question", "aside", "kept"),
    [
        ("電子申請を導入した市を挙げて。検討中の市は除く", "検討", "申請"),
        ("RPAを使う市はどこですか（AI-OCRだけの市は除いて）", "ocr", "rpa"),
        ("タブレットを配る市を教えて、学校のものは含めないで", "学校", "タブレット"),
    ],
)
def test_what_a_clause_sets_aside_is_no_term_of_the_question(question: str, aside: str, kept: str) -> None:
    understood = ask(question)
    assert any(kept in t.text for t in understood.terms.terms)
    assert not any(aside in t.text for t in understood.terms.terms if t.weight > 0.2)
    assert any(aside in t.text for t in understood.excluded) or aside == "検討"


def test_quoted_words_are_kept_as_they_are() -> None:
    assert ask("「書かない窓口」を導入した市は").quoted == ("書かない窓口",)
    assert any(t.quoted and t.text == "書かない窓口" for t in ask("「書かない窓口」を導入した市は").terms.terms)


def test_an_english_question_looks_for_the_japanese_words() -> None:
    terms = ask("Which cities plan an electronic circular for neighbourhood associations?").terms.terms
    said = {t.text for t in terms} | {a for t in terms for a in t.alternatives}
    assert any("回覧" in s for s in said)


@pytest.mark.parametrize(
    ("term", "text", "share"),
    [
        (Term("電子申請", 1.0), "オンラインの電子\n申請を広げる", 1.0),
        (Term("ai", 1.0), "AIUを使う", 0.0),
        (Term("ai", 1.0), "ＡＩを使う", 1.0),
        (Term("電子申請", 1.0, ("オンライン申請",)), "オンライン申請を広げる", 0.9),
        (Term("窓", 1.0), "窓口を改める", 0.0),
        (Term("電子申請", 1.0), "予約を受ける", 0.0),
    ],
)
def test_a_text_holds_a_term_by_itself_or_a_little_less_by_another_word(term: Term, text: str, share: float) -> None:
    assert Haystack.of(text, shared_analyser()).holds(term) == share


@pytest.mark.parametrize(
    "term",
    [
        Term("申請", 1.0, lemma=True),
        Term("電子申請", 1.0, ("オンライン申請", "line")),
        Term("電子回覧板の導入", 1.0),
        Term("回す", 1.0, ("ai",), lemma=True, loosely=("回覧",)),
    ],
)
def test_what_a_text_lacks_is_not_looked_for_in_its_parts_and_changes_nothing(term: Term) -> None:
    parts = [
        "オンライン申請を広げる。",
        "電子回覧板を導入する。",
        "LINE",
        "AIによる予約",
        "電子申請",
        "道路を直す。",
        "ai",
    ]
    hays = [Haystack.of(part, shared_analyser()) for part in parts]
    for whole in (parts, parts[:2], parts[2:5], parts[5:]):
        narrowed = Haystack.of("。".join(whole), shared_analyser()).narrowed(term.sought)
        for part, hay in zip(parts, hays, strict=True):
            assert part not in whole or hay.finds(narrowed) == hay.holds(term)


def test_what_a_broad_word_includes_counts_less_than_another_name_for_it() -> None:
    term = next(t for t in READER.read("ペーパーレス") if t.text == "ペーパーレス")
    another, included, other = (
        Haystack.of(text, shared_analyser()).holds(term) for text in ("紙の削減", "電子決裁", "観光")
    )
    assert another > included > other == 0


def test_coverage_is_the_share_of_the_weight_that_a_text_holds() -> None:
    terms = Terms.build([Term("電子申請", 3.0), Term("回覧板", 1.0), Term("回覧板", 0.5)])
    assert terms.total == 4.0
    text = Haystack.of("電子申請を広げる", shared_analyser())
    assert terms.coverage(text) == 0.75
    assert [t.text for t in terms.missing([text])] == ["回覧板"]
    assert Terms.build([]).coverage(text) == 0.0


def test_another_name_in_brackets_is_not_the_only_one_that_is_meant() -> None:
    assert ask("書かない窓口（「書かせない窓口」）をやるのはどこの市や町ですか").quoted == ()
    assert ask("「書かない窓口」（「書かせない窓口」）をやるのはどこの市や町ですか").quoted == (
        "書かない窓口",
        "書かせない窓口",
    )


def test_words_that_only_frame_what_is_said_weigh_little() -> None:
    claim = ask("笠原市の広報紙は公式アプリから音声で聞ける形になる")
    assert max(t.weight for t in claim.terms.terms if t.text == "形") < min(
        t.weight for t in claim.terms.terms if t.text in ("広報", "音声")
    )


def test_a_quoted_word_weighs_the_most() -> None:
    terms = READER.read("「書かない窓口」を導入した市")
    assert max(terms, key=lambda t: t.weight).text == squash("書かない窓口")


def test_everyday_words_are_satisfied_by_what_plans_write_whatever_their_endings() -> None:
    terms = {t.text: t for t in READER.read("離れた場所から運転記録を打ち込んだ。")}
    plan = Haystack.of("遠隔で運転記録を入力する。", shared_analyser())
    assert plan.holds(terms["打ち込む"]) == plan.holds(terms["場所"]) == 0.7
    assert Haystack.of("窓口で受け付ける。", shared_analyser()).holds(terms["打ち込む"]) == 0.0
