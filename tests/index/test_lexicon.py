from importlib import resources
from pathlib import Path

import pytest

from index.analysis import shared_analyser
from index.english import split_words, stem
from index.expansion import NARROWER_WEIGHT, SYNONYM_WEIGHT, WeightedQuery, WeightedTerm, expand
from index.lexicon import Lexicon, Occurrence, default_lexicon
from index.phrases import phrase_lemmas
from ingest.errors import InputError

LEXICON = Lexicon(
    groups=[["電子申請", "オンライン申請"], ["申請", "届出"], ["AI", "人工知能"]],
    narrower={"決済": ["カード払い", "電子マネー"]},
    english={
        "cashless payment": ["キャッシュレス決済", "電子決済"],
        "payment": ["支払い"],
        "digitization": ["電子化"],
        "policy": ["施策"],
    },
)
NAMES = {"takeo": "武雄市", "saga": "佐賀市", "omura": "大村市", "date": "伊達市"}


def test_synonyms_do_not_depend_on_width_or_case() -> None:
    assert LEXICON.synonyms("ａｉ") == ("人工知能",)
    assert LEXICON.synonyms("オンライン申請") == ("電子申請",)
    assert LEXICON.synonyms("知らない言葉") == ()


def test_a_term_of_two_groups_has_the_synonyms_of_both() -> None:
    assert Lexicon([["窓口", "カウンター"], ["窓口", "受付"]]).synonyms("窓口") == ("カウンター", "受付")


def test_narrower_terms_stand_in_for_the_broad_one_only() -> None:
    assert LEXICON.narrower("決済") == ("カード払い", "電子マネー")
    assert LEXICON.narrower("電子マネー") == LEXICON.synonyms("電子マネー") == ()


def test_the_longest_term_of_a_text_goes_first() -> None:
    found = LEXICON.groups_in("電子申請と届出")
    assert found == (Occurrence("電子申請", 0, 4, ("オンライン申請",)), Occurrence("届出", 5, 7, ("申請",)))


def test_latin_terms_match_whole_words_only() -> None:
    assert LEXICON.groups_in("maintain") == ()
    assert [found.term for found in LEXICON.groups_in("ＡＩを使う")] == ["ai"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which cities accept cashless payments?", [("キャッシュレス決済", 1.0), ("電子決済", 0.5)]),
        ("late payments", [("支払い", 1.0)]),
        ("digitising and digitized policies", [("施策", 1.0)]),
        ("digitisation", [("電子化", 1.0)]),
        ("Did Takeo pay?", [("武雄市", 1.0)]),
        ("TAKEO CITY's policy", [("武雄市", 1.0), ("施策", 1.0)]),
        ("Saga Prefecture and Saga-shi", [("佐賀県", 1.0), ("佐賀市", 1.0)]),
        ("Ōmura", [("大村市", 1.0)]),
        ("what date was it", []),
        ("Date City", [("伊達市", 1.0)]),
        ("電子申請の件数", []),
        ("", []),
    ],
)
def test_english_is_translated(question: str, expected: list[tuple[str, float]]) -> None:
    assert LEXICON.translate(question, NAMES) == expected


@pytest.mark.parametrize(
    "forms", [("form", "forms"), ("city", "cities"), ("process", "processes", "processing", "processed"),
              ("plan", "planning", "planned"), ("use", "uses", "using", "used"), ("service", "services")]
)  # fmt: skip
def test_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("word", ["dx", "bus", "status", "access", "my", "5g"])
def test_short_words_and_final_s_of_the_word_itself_stay(word: str) -> None:
    assert stem(word) == word


def test_words_lose_accents_and_possessives() -> None:
    assert split_words("Ōita’s café, R6 & ＡＩ") == ["oita", "cafe", "r6", "ai"]


def test_an_expanded_question_keeps_itself_first_at_weight_1() -> None:
    query = expand("電子申請と決済", LEXICON)
    assert query.terms == (WeightedTerm("電子申請と決済", 1.0),)
    assert [(a.term, a.surfaces) for a in query.alternatives] == [
        ("電子申請", (WeightedTerm("オンライン申請", SYNONYM_WEIGHT),)),
        ("決済", (WeightedTerm("カード払い", NARROWER_WEIGHT), WeightedTerm("電子マネー", NARROWER_WEIGHT))),
    ]


def test_an_english_question_is_asked_in_japanese_too() -> None:
    query = expand("Does Takeo take cashless payments?", LEXICON, NAMES)
    assert query.text == "Does Takeo take cashless payments? 武雄市 キャッシュレス決済"
    assert ("キャッシュレス決済", (WeightedTerm("電子決済", 0.5),)) in [
        (a.term, a.surfaces) for a in query.alternatives
    ]


def test_a_plain_query_is_its_question() -> None:
    assert WeightedQuery.plain("問い") == WeightedQuery("問い", (WeightedTerm("問い", 1.0),))


def test_absent_files_and_keys_add_nothing(tmp_path: Path) -> None:
    (tmp_path / "english.toml").write_text("[other]\n", encoding="utf-8")
    lexicon = Lexicon.load(tmp_path)
    assert lexicon.groups_in("電子申請") == () and lexicon.translate("payment") == []


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "synonyms.toml").write_text("groups = [", encoding="utf-8")
    with pytest.raises(InputError, match="synonyms.toml"):
        Lexicon.load(tmp_path)


def test_the_shipped_lexicon_loads() -> None:
    assert "RPA" not in default_lexicon().synonyms("RPA")
    assert default_lexicon().translate("cashless payment")


def test_the_form_asked_goes_before_words_on_the_same_stem() -> None:
    lexicon = Lexicon(english={"park": ["公園"], "parking": ["駐車場"], "pipe": ["配管"], "house": ["住宅"]})
    assert lexicon.translate("parks") == lexicon.translate("Park") == [("公園", 1.0)]
    assert lexicon.translate("parking") == [("駐車場", 1.0)]
    assert lexicon.translate("piped houses") == [("配管", 1.0), ("住宅", 1.0)]
    assert lexicon.translate("not") == []


def test_a_general_word_has_no_sense_of_a_word_on_its_stem() -> None:
    assert Lexicon(english={"note": ["備考"], "strike": ["争議"]}).translate("noted that the strike ended") == [
        ("争議", 1.0)
    ]


def test_the_shipped_everyday_words_are_kept_by_their_lemmas_and_say_more_than_one_character() -> None:
    everyday = default_lexicon().everyday
    assert "入力" in everyday[("打ち込む",)]
    assert all(said and min(map(len, said)) > 1 for said in everyday.values())
    lines = resources.files("index.lexicon").joinpath("everyday.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    analyser = shared_analyser()
    for word, kept, _ in rows:
        lemmas = analyser.lemmas(word)
        assert kept.split() in (lemmas, phrase_lemmas(analyser, word, lemmas)), word
    assert len({kept for _, kept, _ in rows}) == len(rows)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("学校に行けない子", ["学校", "行く", "ない", "子"]),
        ("学校に行けません", ["学校", "行く", "ない"]),
        ("学校に行かず", ["学校", "行く", "ない"]),
        ("なかなか眠れない", ["眠る", "ない"]),
        ("税金を払っていない", ["税金", "払う", "ない"]),
        ("車が無い", ["車", "ない"]),
        ("病院に行くことができない", ["病院", "行く", "ない"]),
        ("税金を払わなければならない", ["税金", "払う"]),
        ("人口は減ってしまうかもしれない", ["人口", "減る", "知れる"]),
        ("手伝ってもらえませんか", ["手伝う"]),
        ("学校ではない", ["学校"]),
        ("スマホを教える", ["スマホ", "教える"]),
        ("スマホのことを教えて", ["スマホ"]),
        ("防災を知らせる", ["防災", "知る"]),
        ("防災を知りたい", ["防災"]),
    ],
)
def test_phrases_keep_what_is_denied(text: str, phrase: list[str]) -> None:
    assert phrase_lemmas(shared_analyser(), text, shared_analyser().lemmas(text)) == phrase


def test_what_is_denied_has_words_of_its_own() -> None:
    def official(text: str) -> dict[str, tuple[str, ...]]:
        lemmas = shared_analyser().lemmas(text)
        return lexicon.official(lemmas, phrase_lemmas(shared_analyser(), text, lemmas))

    lexicon = Lexicon(
        everyday={
            ("払う",): ["納付"],
            ("税金", "払う"): ["納税"],
            ("払う", "ない"): ["滞納"],
            ("学校", "行く", "ない"): ["不登校"],
        }
    )
    assert official("税金を払う") == official("税金を払わなければならない") == {"払う": ("納税", "納付")}
    assert official("税金を払わない") == {"払う": ("滞納",)}
    assert official("学校に行けない") == {"学校": ("不登校",)}
    assert official("学校に行く") == {}
