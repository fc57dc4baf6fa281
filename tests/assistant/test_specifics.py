"""Answers that only speak of the subject, and not of what the question turns on, are silence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

BUSES = (
    "松本市 地域交通計画\n\n"
    "1 あずみ便の運行\n\n"
    "予約制の乗合タクシー「あずみ便」を令和6年10月から平日に走らせる。運賃は大人300円とし、車両は4台を使う。\n\n"
    "あずみ便の予約は、令和6年度に1,240件あった。\n\n"
    "あずみ便の事業費は令和7年度に12,400千円を見込む。\n\n"
    "2 学校のスマートロック\n\n"
    "市内の小学校の体育館にスマートロックを設置する。利用者は英語の案内でも予約できる。\n\n"
    "3 図書館の開館\n\n"
    "中央図書館は9時から19時まで開館し、英語と中国語の案内板を置く。コピーは1枚10円とする。\n\n"
    "4 除雪車の位置の公開\n\n"
    "除雪車に位置端末を載せ、作業を終えた路線を公開する。電力は車両から取る。\n\n"
    "5 水辺宣言\n\n"
    "本市では令和4年8月6日に「水辺のまち宣言」を行い、川の清掃を続けている。\n\n"
    "6 見守り訪問\n\n"
    "見守り訪問の記録を端末に入れ、家族からの問合せにすぐ答える。\n\n"
    "指標\tR5\tR6\n"
    "1人1日当たりの水の使用量（L）\t280\t295\n\n"
    "令和6年度は渇水の放流を含む。これを除くと、水の使用量は271Lである。\n"
)


@pytest.fixture(scope="module")
def buses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(BUSES),), tmp_path_factory.mktemp("buses"))


@pytest.mark.parametrize(
    "question",
    [
        "松本市のあずみ便は日曜も走りますか",
        "松本市のあずみ便は1日に何便ありますか",
        "松本市のあずみ便の利用登録料はいくらですか",
        "松本市のあずみ便の事業費は令和9年度にいくらですか",
        "松本市でスマートロックを設置するのはどこの学校ですか",
        "松本市のスマートロックの案内はベトナム語でも読めますか",
        "How many drivers are there for Matsumoto City's reservation taxi?",
        "Which elementary schools in Matsumoto City get smart locks on their gymnasiums?",
        "松本市の除雪車に載せる位置端末の納入業者（ベンダー）名",
        "松本市のスマートロックの問い合わせ先の電話番号は何番ですか",
        "松本市のあずみ便に乗ると何がもらえますか",
        "松本市の除雪車の公開は何時から何時までですか",
        "松本市の除雪車は雪の深さが何センチになったら出ますか",
        "松本市のスマートロックの利用は1回いくらですか",
        "松本市のあずみ便の苦情件数は何件ですか",
        "松本市のあずみ便の違約金額はいくらですか",
    ],
)
def test_what_is_not_stated_is_not_answered(buses: Opened, question: str) -> None:
    assert buses.ask(question).abstained


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("松本市のあずみ便の車両は何台ですか", "4台"),
        ("松本市のあずみ便の運賃はいくらですか", "300円"),
        ("松本市のあずみ便の事業費は令和7年度にいくらですか", "12,400千円"),
        ("松本市のスマートロックの案内は英語でも読めますか", "英語"),
        ("松本市の中央図書館の案内板はどの言語ですか", "中国語"),
        ("松本市の中央図書館は何時から何時までですか", "19時"),
        ("「水辺のまち宣言」が行われた年月日はいつか", "令和4年8月6日"),
        ("松本市の見守り訪問、「今日は来てくれた？」と家族が聞いたら、どうやってすぐ答えるの？", "端末"),
        ("松本市の1人1日当たりの水の使用量（令和6年度）は、渇水の放流を除くといくらになるか", "271L"),
    ],
)
def test_what_is_stated_is_answered(buses: Opened, question: str, said: str) -> None:
    answer = buses.ask(question)
    assert not answer.abstained
    assert said in answer.answer


def test_of_two_questions_the_one_that_is_stated_is_answered(buses: Opened) -> None:
    answer = buses.ask("松本市のあずみ便の車両は何台で、運転手は何人ですか").answer
    assert "4台" in answer
    assert "お尋ねの残りは、文書には記載されていません" in answer


SHEETS = (
    "松本市 事業計画\n\n"
    "1 省エネ住宅の補助\n\n"
    "太陽光発電設備を設ける住宅に10万円を補助する。令和8年4月から受け付ける。ポイントを市内の店舗で使える。\n\n"
    "事業名\t事業の内容\t事業費（千円）R7\t事業費（千円）R8\n"
    "貸自転車の運営\t駅前に貸自転車を30台置き、観光客と通勤者に貸し出す。1時間100円で貸し出し、返却は市内の5か所で受け付ける。"
    "夜間は貸し出さない。利用の記録は台数の見直しに用いる。\t4,200\t3,900\n"
)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(SHEETS),), tmp_path_factory.mktemp("sheets"))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("松本市の貸自転車は1時間いくらで借りられますか", "1時間100円"),
        ("松本市で太陽光発電を付けると補助はいくらもらえますか", "10万円"),
        ("松本市の太陽光発電の補助はいつから受け付けますか", "令和8年4月"),
    ],
)
def test_the_sentence_that_answers_is_told(sheets: Opened, question: str, said: str) -> None:
    assert said in sheets.ask(question).answer.split("\n")[0]


@pytest.mark.parametrize(
    "question",
    [
        "松本市の貸自転車の保険料はいくらですか",
        "松本市の太陽光発電の補助でたまったポイントは何と交換できますか",
        "松本市の貸自転車は何歳から借りられますか",
        "松本市の貸自転車の駐輪場は何台分ありますか",
    ],
)
def test_what_a_question_turns_on_must_stand_about_the_quotes(sheets: Opened, question: str) -> None:
    assert sheets.ask(question).abstained


TABLES = (
    "松本市 行政デジタル化計画\n\n"
    "1 窓口の改善\n\n"
    "市役所の窓口に受付の端末を置き、待ち時間を短くする。令和7年度に全ての支所へ広げる。\n\n"
    "指標\t現状値（R6）\t中間値（R8）\t目標値（R10）\n"
    "受付端末の利用件数\t1,200\t2,600\t4,000\n"
    "相談窓口の予約件数\t310\t\t900\n"
    "通訳端末の設置台数\t3\t7\t12\n\n"
    "2 市民の調査\n\n"
    "令和5年7月に18歳以上の市民3,000人に調査票を送り、窓口の満足度をたずねた。\n\n"
    "3 健康ポイント\n\n"
    "歩いた歩数に応じて健康ポイントをためるアプリを配る。事業費は令和7年度に5,200千円を見込む。\n\n"
    "4 電子入札\n\n"
    "工事の入札を電子化する。事業費は令和7年度に7,900千円を見込む。\n"
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(TABLES),), tmp_path_factory.mktemp("tables"))


@pytest.mark.parametrize(
    "question",
    [
        "松本市の受付端末の利用件数の令和9年度の目標値は何件か",
        "令和7年度の松本市の通訳端末の設置台数はいくつですか",
        "松本市の相談窓口の予約件数の中間値（R8）は何件ですか",
        "松本市の学校給食費の徴収にかかる事業費はいくらですか",
        "How much does Matsumoto City budget for its snow melting pipes in FY2025?",
        "What was the response rate of Matsumoto City's 2023 survey of residents?",
        "松本市の健康ポイント　1ポイントは何円分？",
    ],
)
def test_another_year_row_or_measure_answers_nothing(tables: Opened, question: str) -> None:
    assert tables.ask(question).abstained


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("松本市の受付端末の利用件数の令和10年度の目標値は何件か", "4,000"),
        ("令和8年度の松本市の通訳端末の設置台数はいくつですか", "7"),
        ("松本市の相談窓口の予約件数の現状値（R6）は何件ですか", "310"),
        ("松本市の電子入札の事業費はいくらですか", "7,900千円"),
        ("松本市の健康ポイントの事業費はいくらですか", "5,200千円"),
    ],
)
def test_the_year_row_and_measure_asked_for_are_answered(tables: Opened, question: str, said: str) -> None:
    assert said in tables.ask(question).answer.split("\n")[0]


FIGURES = (
    "武雄市まちづくり計画\n\n## 第1章 広場\n\n"
    "指標\tR6\tR7\tR8\n広場の利用件数\t120\t150\t180\n催しの開催回数\t4\t5\t6\n\n"
    "広場に置く計測器は町の工房が作ります。\n\n## 第2章 朝市\n\n朝市の費用は年におよそ300万円です。\n"
)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(FIGURES),), tmp_path_factory.mktemp("figures"))


@pytest.mark.parametrize(
    "question",
    [
        "武雄市の広場の利用件数の導入費用は？",
        "武雄市の広場の計測器の購入費は？",
        "武雄市の広場の利用者の満足度は？",
        "武雄市の催しは令和8年度の何月に開かれますか",
        "武雄市の広場で朝いちばんの催しは何時から？",
        "武雄市の広場の利用件数の職員研修の回数は？",
    ],
)
def test_figures_of_another_kind_answer_nothing(figures: Opened, question: str) -> None:
    assert figures.ask(question).abstained


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("武雄市の催しの開催回数は令和7年度に何回", "5"),
        ("武雄市の朝市の費用は？", "300万円"),
        ("武雄市の広場の利用件数は令和8年度に何件", "180"),
    ],
)
def test_figures_of_the_kind_asked_for_are_told(figures: Opened, question: str, said: str) -> None:
    assert said in figures.ask(question).answer
