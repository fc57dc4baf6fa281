"""Names that plans coin."""

from __future__ import annotations

from assistant.understanding.coined import CoinedNames

TEXTS = [
    "市は「しおかぜナビ」を令和6年度に公開した。",
    "職員は「誰一人取り残さない」を合言葉に、「かもめ号」を走らせる。",
    "「使いたい」と答えた人は３割。「いきがい」",
]


def coined() -> CoinedNames:
    return CoinedNames.of(TEXTS, lambda name: name == "いきがい")


def test_names_with_kana_are_told_from_phrases_and_words() -> None:
    assert coined().names == {"しおかぜナビ", "かもめ号"}


def test_a_question_without_the_marks_gets_them() -> None:
    assert coined().marked("しおかぜナビの利用者は？") == "「しおかぜナビ」の利用者は？"
    assert coined().marked("「しおかぜナビ」の利用者は？") == "「しおかぜナビ」の利用者は？"
    assert CoinedNames().marked("しおかぜナビの利用者は？") == "しおかぜナビの利用者は？"
