"""What a question asks, of whom and of when, however that is written, and after other questions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Request
from assistant.understanding.kinds import asked
from assistant.understanding.names import stranger_in
from assistant.understanding.question import Question
from assistant.understanding.reading import Understanding
from assistant.understanding.terms import Haystack, Term, TermReader, Terms
from index.analysis import shared_analyser
from index.lexicon import default_lexicon
from ingest.model import Municipality
from ingest.municipalities import national
from ingest.normalise import squash, view

NAMES = (
    "佐賀県",
    "佐賀市",
    "唐津市",
    "武雄市",
    "伊万里市",
    "多久市",
    "鹿島市",
    "小城市",
    "太良町",
    "有田町",
    "みやき町",
)
COVERED = [m for name in NAMES if (m := national().resolve(name))]
READER = TermReader(shared_analyser(), default_lexicon(), lambda lemma: 0, 1000)
UNDERSTANDING = Understanding(READER, national(), COVERED)


def ask(question: str, *history: str, **fields: object) -> Question:
    turns = tuple(("user", turn) for turn in history)
    return UNDERSTANDING.understand(Request(question=question, history=turns, **fields))  # type: ignore[arg-type]


def names(question: Question) -> list[str]:
    return [m.name for m in question.municipalities]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("武雄市の事業費の合計はいくらですか", "sum"),
        ("事業費が一番高い市はどこですか", "rank"),
        ("人口の多い順に並べてください", "rank"),
        ("何市がキャッシュレス決済を導入していますか", "count"),
        ("武雄市と多久市の取組の違いは何ですか", "compare"),
        ("どの市が電子回覧板を導入しましたか", "list"),
        ("RPAを導入した自治体をすべて挙げてください", "list"),
        ("BPRとは何ですか", "definition"),
        ("「関係人口」の意味を教えて", "definition"),
        ("窓口改革のスケジュールを年度ごとに教えて", "timeline"),
        ("松本市のKPI「水路の点検率(全域)」は、どのように算出するか。", "how"),
        ("松本市は「橋梁維持のDX」において、橋の状況をどのような手段で把握し、それを何に活かすとしているか。", "how"),
        ("電子申請はいつ始まりますか", "date"),
        ("電子申請の担当課はどこですか", "who"),
        ("どのように窓口を改めますか", "how"),
        ("なぜ実施を見送ったのですか", "how"),
        ("武雄市の人口は何人ですか", "number"),
        ("電子申請の利用率の目標値は", "number"),
        ("武雄市はRPAを導入していますか？", "yesno"),
        ("武雄市は令和7年度にRPAを導入する。", "claim"),
        ("How many cities have introduced RPA?", "count"),
        ("Which cities adopted LoGo forms?", "list"),
        ("When does Takeo City start the online service?", "date"),
        ("What is the definition of BPR in the plan?", "definition"),
        ("Which department is in charge of the online service?", "who"),
        ("How much does the project in Takeo cost?", "number"),
        ("Does Takeo City use an AI chatbot?", "yesno"),
        ("Compare the online services of Takeo and Taku.", "compare"),
        ("Takeo City will introduce RPA in the fiscal year 2025.", "claim"),
        ("How is the counter of the city reformed?", "how"),
        ("佐賀市のオンライン申請利用率の令和8年度の予定はいくつですか", "number"),
        ("佐賀市が進める事業の数はいくつですか", "count"),
    ],
)
def test_the_kind_of_a_question_is_told_by_the_words_that_ask(question: str, kind: str) -> None:
    assert ask(question).kind == kind


STATEMENTS = (
    "武雄市は令和7年度に電子申請を導入する。",
    "多久市はRPAを導入済みである",
    "唐津市の人口は減っている。",
    "有田町は電子回覧板を実施しない方針です。",
    "鹿島市は何年も前からAIを使っている。",
    "小城市の窓口では何でも相談できる。",
    "窓口の待ち時間を10分に短縮する予定",
    "鹿島市、電子契約を導入済み",
    "多久市の計画は、市民に協力を願うとしている。",
    "鹿島市の寺子屋では大学生が週2回小学生に勉強を教える",
    "多久市の回覧板は公民館でもアプリでも読める",
    "Students teach pupils twice a week in Taku",
    "The city of Takeo runs a chatbot for its citizens.",
    "Karatsu plans to introduce electronic contracts in 2026.",
)
QUESTIONS = (
    "武雄市は令和7年度に電子申請を導入するか",
    "武雄市は電子申請を導入する？",
    "多久市はRPAを導入済みですか",
    "唐津市の人口",
    "有田町で電子回覧板はいつから",
    "鹿島市のAIについて教えてください",
    "窓口の待ち時間を挙げよ。",
    "電子契約を導入した市町を列挙願います。",
    "多久市の推進体制を示されたし",
    "鹿島市のAIの導入時期を教えられたい。",
    "小城市の計画の名称を回答のこと。",
    "唐津市のオンライン手続数（R6）",
    "誰が担当する。",
    "回答率は武雄市の計画と多久市の計画のどちらが高いか。",
    "令和9年度の貸出の目標　武雄と多久どっちが多い",
    "チャットボットが出てくる市町　県は除く",
    "出張相談所が開かれる曜日",
    "電子契約を使い始めた日",
    "白石町はどんな事業をするんですか",
    "Which city runs a chatbot?",
    "Tell me about the chatbot of Takeo.",
    "Karatsu chatbot",
)


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_is_a_claim_by_itself(text: str) -> None:
    assert ask(text).kind == "claim"


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_or_a_heading_is_no_claim(text: str) -> None:
    assert ask(text).kind != "claim"


@pytest.mark.parametrize("text", [s for s in STATEMENTS if not s.isascii()])
def test_a_question_mark_makes_any_statement_a_question(text: str) -> None:
    assert ask(text.rstrip("。") + "？").kind != "claim"


@given(st.text(max_size=80), st.booleans())
@settings(max_examples=200)
def test_any_text_has_a_kind(text: str, english: bool) -> None:
    told = asked(view(text), english, named=0)
    assert told.kind and told.of and 0 < told.sure <= 1


@pytest.mark.parametrize(
    "question",
    [
        "武雄市の人口は",
        "佐賀県武雄市の人口は",
        "武雄の人口は",
        "たけおしの人口は",
        "武雄市　人口",
        "What is the population of Takeo?",
        "What is the population of Takeo City?",
        "What is the population of Takeo-shi?",
        "What is the population of Takeo in fiscal year 2024?",
        "What is the population of 武雄市?",
        "Takeoの人口は",
        "Takeo市の人口は",
    ],
)
def test_a_municipality_is_known_by_every_way_of_writing_it(question: str) -> None:
    assert names(ask(question)) == ["武雄市"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("佐賀県の人口は", ["佐賀県"]),
        ("佐賀市の人口は", ["佐賀市"]),
        ("佐賀県佐賀市の人口は", ["佐賀市"]),
        ("佐賀県と佐賀市の人口は", ["佐賀県", "佐賀市"]),
        ("武雄市と多久市を比べて", ["武雄市", "多久市"]),
        ("窓口の手続、武雄と多久だとどっちが長い？", ["武雄市", "多久市"]),
        ("ごみの量は武雄より多久のほうが少ない？", ["武雄市", "多久市"]),
        ("みやき町の窓口は", ["みやき町"]),
        ("How many people live in Saga City?", ["佐賀市"]),
        ("How many people live in Saga Prefecture?", ["佐賀県"]),
    ],
)
def test_a_prefecture_is_not_its_city_and_both_may_be_named(question: str, expected: list[str]) -> None:
    assert names(ask(question)) == expected


@pytest.mark.parametrize(
    ("question", "uncovered"),
    [
        ("福岡市の人口は", ["福岡市"]),
        ("津市の人口は", ["津市"]),
        ("北海道北見市の電子申請は", ["北見市"]),
        ("What is the population of Fukuoka City?", ["福岡市"]),
    ],
)
def test_a_real_municipality_without_documents_is_known_to_be_uncovered(question: str, uncovered: list[str]) -> None:
    understood = ask(question)
    assert understood.municipalities == ()
    assert [m.name for m in understood.uncovered] == uncovered


def test_tsu_is_not_asked_about_in_a_question_about_karatsu() -> None:
    assert names(ask("唐津市の人口は")) == ["唐津市"]
    assert ask("唐津市の人口は").uncovered == ()


@pytest.mark.parametrize(
    "question", ["LoGoフォームとLINEを使う市は", "Web会議とZoomを使う市は", "Microsoft Teamsを使う市は"]
)
def test_a_product_in_latin_letters_is_no_municipality(question: str) -> None:
    assert (ask(question).municipalities, ask(question).uncovered) == ((), ())


def test_covered_and_uncovered_are_told_apart_in_one_question() -> None:
    understood = ask("武雄市と福岡市の人口を比べて")
    assert (names(understood), [m.name for m in understood.uncovered]) == (["武雄市"], ["福岡市"])


@pytest.mark.parametrize("m", COVERED, ids=lambda m: m.romaji)
def test_names_of_those_asked_about_are_no_terms(m: Municipality) -> None:
    terms = {t.text for t in ask(f"{m.name}の電子申請の利用率は").terms.terms}
    assert not terms & {m.name, m.name[:-1]}
    assert any("申請" in t for t in terms)


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("令和7年度の目標は", {2025}),
        ("R7の目標は", {2025}),
        ("2025年度の目標は", {2025}),
        ("What is the target for FY2025?", {2025}),
        ("令和7年度から令和9年度までの予定は", {2025, 2027}),
        ("2,020人の目標は", set()),
    ],
)
def test_years_are_western_whatever_the_calendar(question: str, years: set[int]) -> None:
    assert ask(question).western_years == years
    assert not any(str(y) in t.text for t in ask(question).terms.terms for y in years)


@pytest.mark.parametrize(
    "question",
    [
        "武雄市の紙の購入量は、令和3年度比で令和6年度は何％でしたか",
        "How much paper did Takeo City buy in FY2024, relative to FY2021?",
    ],
)
def test_the_year_that_figures_are_measured_against_is_not_the_one_asked_for(question: str) -> None:
    assert ask(question).western_years == {2024}


def test_what_an_english_question_explains_in_brackets_weighs_little() -> None:
    plain, explained = "How far is Takeo City's paperless office?", "(the purchases of copy paper)"
    weights = {t.text: t.weight for t in ask(f"{plain[:-1]} {explained}?").terms.terms}
    assert all(weights[t.text] == t.weight for t in ask(plain).terms.terms)
    assert max(w for text, w in weights.items() if text not in {t.text for t in ask(plain).terms.terms}) < 0.2
    assert {t.text for t in ask("What is Takeo City's rule for own devices (BYOD)?").terms.terms} >= {"byod"}


@pytest.mark.parametrize(
    "question",
    [
        "どの市がLoGoフォームを導入しましたか",
        "LoGoフォームを導入した市町はどこですか",
        "電子回覧板に取り組む自治体をすべて教えてください",
        "何市町が電子回覧板を導入していますか",
        "佐賀県内でRPAを使っている市町は？",
        "ごみ分別アプリを入れた市町村を一覧にして",
        "RPAを導入する自治体名を列挙せよ",
        "Which cities adopted LoGo forms?",
        "How many municipalities use RPA?",
    ],
)
def test_a_question_for_a_set_of_municipalities_is_for_everyone(question: str) -> None:
    understood = ask(question)
    assert understood.everyone
    assert understood.kind in ("list", "count")


@pytest.mark.parametrize(
    "question",
    ["武雄市の個別事業をすべて挙げて", "武雄市はRPAを導入していますか", "RPAとは何ですか", "What does Takeo City do?"],
)
def test_a_question_about_one_plan_is_not(question: str) -> None:
    assert not ask(question).everyone


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


def test_the_language_of_the_answer_is_the_requests_whatever_the_question_is_in() -> None:
    assert (ask("武雄市の人口は", lang="en").lang, ask("武雄市の人口は", lang="en").english) == ("en", False)
    assert (
        ask("What is the population of Takeo City?").lang,
        ask("What is the population of Takeo City?").english,
    ) == ("ja", True)
    assert not ask("LoGoフォームとRPAとAI-OCRとEBPMを導入した市は").english


def test_an_english_question_looks_for_the_japanese_words() -> None:
    terms = ask("Which cities plan an electronic circular for neighbourhood associations?").terms.terms
    said = {t.text for t in terms} | {a for t in terms for a in t.alternatives}
    assert any("回覧" in s for s in said)


@given(st.text(max_size=120), st.lists(st.text(max_size=40), max_size=2))
@settings(max_examples=150, deadline=None)
def test_any_text_is_understood(question: str, history: list[str]) -> None:
    understood = ask(question, *history)
    assert understood.text.startswith(view(question))
    assert all(t.weight > 0 for t in understood.terms.terms)
    assert understood.terms.total == pytest.approx(sum(t.weight for t in understood.terms.terms))


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


@pytest.mark.parametrize(
    "question",
    [
        "武雄市で道路占用の申請を管理するシステムを入れるのは何課ですか?",
        "提案を受け付ける窓口はどこに置かれるの?",
        "予約はどこに電話すればいい?番号を知りたい",
        "お休みの日は何曜日?",
    ],
)
def test_what_yes_or_no_cannot_answer_is_no_such_question(question: str) -> None:
    assert asked(question, english=False, named=0).kind != "yesno"


def test_a_quoted_name_asks_for_nothing_open() -> None:
    assert asked("「いつでも窓口」は始まっていますか", english=False, named=0).kind == "yesno"


def test_a_year_or_a_thing_named_alone_asks_what_was_asked_before() -> None:
    assert ask("最終年度の予定は？", "武雄市の電子申請の利用率は何％？").kind == "number"
    assert "いくら" in ask("多久市の幼稚園のやつは？", "武雄市の保育園の事業ってお金いくらかかるの？").text
    assert ask("開始時期は？", "武雄市の保育園の事業ってお金いくらかかるの？").kind == "date"


def test_everyday_words_are_satisfied_by_what_plans_write_whatever_their_endings() -> None:
    terms = {t.text: t for t in READER.read("離れた場所から運転記録を打ち込んだ。")}
    plan = Haystack.of("遠隔で運転記録を入力する。", shared_analyser())
    assert plan.holds(terms["打ち込む"]) == plan.holds(terms["場所"]) == 0.7
    assert Haystack.of("窓口で受け付ける。", shared_analyser()).holds(terms["打ち込む"]) == 0.0


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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("桐ヶ浜市の防災無線はいくらか", "桐ヶ浜市"),
        ("では川向町役場の担当は", "川向町"),
        ("各市の予算はいくらか", ""),
        ("海北県内市町の取組は何か", ""),
        ("城下町の整備はいつか", ""),
        ("関係市町村の役割は何か", ""),
        ("予算は市の何%か", ""),
    ],
)
def test_a_name_that_no_list_knows_is_told_by_its_form(text: str, name: str) -> None:
    assert stranger_in(text) == name


@pytest.mark.parametrize(
    ("text", "kind"),
    [("「屋根の雪下ろし」の無回答はいくつですか", "number"), ("「安心な暮らし」の施策はいくつありますか", "count")],
)
def test_a_value_of_a_row_that_is_quoted_is_no_count(text: str, kind: str) -> None:
    assert asked(text, False, 0).kind == kind


def test_a_name_in_hiragana_is_not_read_out_of_other_words() -> None:
    covered = [m for name in ("いの町", "南国市") if (m := national().resolve(name))]
    reading = Understanding(READER, national(), covered)
    assert names(reading.understand(Request(question="南国市の路線のうち利用者が最も多いのはどれ"))) == ["南国市"]
    assert names(reading.understand(Request(question="いのの図書館は何時まで"))) == ["いの町"]


@pytest.mark.parametrize(
    ("text", "is_claim"),
    [
        (
            "The five-year cost of the bridge is included in the plan's total project cost of about 1.6 billion yen.",
            True,
        ),
        ("The total cost of the town's four projects was 68 million yen.", True),
        ("What is included in the plan's total project cost.", False),
        ("List all towns that have adopted the form.", False),
    ],
)
def test_an_english_sentence_that_states_is_a_claim_whatever_it_is_about(text: str, is_claim: bool) -> None:
    assert (asked(text, True, 1).kind == "claim") is is_claim


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("In the survey of four Saga municipalities, what share of Takeo City's respondents agreed?", ["武雄市"]),
        ("What share of the residents of Saga agreed?", ["佐賀市"]),
    ],
)
def test_the_municipalities_of_a_prefecture_are_not_the_city_of_its_name(text: str, named: list[str]) -> None:
    assert names(ask(text, lang="en")) == named
