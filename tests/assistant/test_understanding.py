"""What a question asks and of when, however that is written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.understanding.kinds import asked
from ingest.normalise import view
from tests.assistant.understanding import ask


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


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_statement_is_a_claim_by_itself(text: str) -> None:
    assert ask(text).kind == "claim"


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


def test_the_language_of_the_answer_is_the_requests_whatever_the_question_is_in() -> None:
    assert (ask("武雄市の人口は", lang="en").lang, ask("武雄市の人口は", lang="en").english) == ("en", False)
    assert (
        ask("What is the population of Takeo City?").lang,
        ask("What is the population of Takeo City?").english,
    ) == ("ja", True)
    assert not ask("LoGoフォームとRPAとAI-OCRとEBPMを導入した市は").english


@given(st.text(max_size=120), st.lists(st.text(max_size=40), max_size=2))
@settings(max_examples=150, deadline=None)
def test_any_text_is_understood(question: str, history: list[str]) -> None:
    understood = ask(question, *history)
    assert understood.text.startswith(view(question))
    assert all(t.weight > 0 for t in understood.terms.terms)
    assert understood.terms.total == pytest.approx(sum(t.weight for t in understood.terms.terms))


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


@pytest.mark.parametrize(
    ("text", "kind"),
    [("「屋根の雪下ろし」の無回答はいくつですか", "number"), ("「安心な暮らし」の施策はいくつありますか", "count")],
)
def test_a_value_of_a_row_that_is_quoted_is_no_count(text: str, kind: str) -> None:
    assert asked(text, False, 0).kind == kind


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
