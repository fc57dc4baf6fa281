from concurrent.futures import ThreadPoolExecutor

import pytest

from index.analysis import Analyser, shared_analyser


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return shared_analyser()


def test_lemmas_are_content_words_in_their_dictionary_form(analyser: Analyser) -> None:
    assert analyser.lemmas("職員が新しい申請を受け付けた。") == ["職員", "新しい", "申請", "受け付ける"]


def test_loanwords_lose_the_english_that_the_dictionary_adds(analyser: Analyser) -> None:
    assert analyser.lemmas("キャッシュレスのサービスフォーム") == ["キャッシュレス", "サービス", "フォーム"]


def test_names_stay_as_written_where_the_dictionary_has_only_their_reading(analyser: Analyser) -> None:
    assert analyser.lemmas("佐賀と嵯峨") == ["佐賀", "嵯峨"]


def test_numbers_and_latin_words_stay_whole(analyser: Analyser) -> None:
    assert analyser.lemmas("AI-OCRで1,139件、15.2%だった") == ["ai", "ocr", "1139", "15.2", "件"]


def test_width_and_half_width_kana_do_not_matter(analyser: Analyser) -> None:
    assert analyser.analyse("ｷｬｯｼｭﾚｽ決済 ＤＸ") == analyser.analyse("キャッシュレス決済 DX")


def test_function_words_of_both_languages_are_left_out(analyser: Analyser) -> None:
    assert analyser.lemmas("これはどのようにしているのですか") == []
    assert analyser.lemmas("which of the cities") == ["cities"]


def test_bigrams_overlap_in_japanese_runs_and_leave_others_whole(analyser: Analyser) -> None:
    assert analyser.bigrams("回覧板LoGoフォーム15.2") == ["回覧", "覧板", "logo", "フォ", "ォー", "ーム", "15.2"]


def test_bigrams_run_over_broken_lines_and_middle_dots_but_not_over_full_stops(analyser: Analyser) -> None:
    assert analyser.bigrams("インター\nネット") == analyser.bigrams("インターネット")
    assert analyser.bigrams("電子・申請") == ["電子", "子申", "申請"]
    assert analyser.bigrams("電子。申請") == ["電子", "申請"]


def test_english_phrases_keep_their_word_boundaries(analyser: Analyser) -> None:
    assert analyser.bigrams("Internet of Things") == ["internet", "things"]


@pytest.mark.parametrize("text", ["", " \n", "。、・", "\ue000"])
def test_nothing_to_search_for_gives_no_terms(analyser: Analyser, text: str) -> None:
    assert analyser.analyse(text) == ([], [])


def test_threads_share_an_analyser(analyser: Analyser) -> None:
    texts = [f"第{n}号の電子申請を{n}件受け付けた" for n in range(200)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(analyser.analyse, texts)) == [analyser.analyse(text) for text in texts]
