"""Details asked for by name: found in a question, and answered only where the plan states them."""

from __future__ import annotations

import re

import pytest

from assistant.extractive.asked_units import has_figure
from assistant.understanding.details import asks_price, details_asked, details_quoted, focus, is_stated
from assistant.understanding.kinds import asks_anyway
from assistant.understanding.settled_kinds import settled
from tests.conftest import Opened


@pytest.mark.parametrize(
    ("question", "detail"),
    [
        ("その配車システムの受託業者名は", "vendor"),
        ("見守りアプリの開発業者と構築費", "vendor"),
        ("庁内チャットはどこのベンダーの製品？", "vendor"),
        ("Which company supplies the reservation system?", "vendor"),
        ("議事録ソフトの製品名を教えて", "product"),
        ("窓口のシステムは何ていう会社が作りましたか", "vendor"),
        ("What are the names of the local IT companies taking part?", "vendor"),
        ("学校に入るドリルは何という名前の商品？", "product"),
        ("申込みのURLを教えて", "web address"),
        ("公民館の電話番号は？", "phone number"),
        ("乗合タクシーの予約はどこに電話すればいい？", "phone number"),
        ("見守りの問い合わせ先は", "contact"),
        ("カメラを付けるのは何町ですか", "place names"),
        ("観覧席は1席いくらですか", "fee"),
        ("デマンド交通は1回乗るといくら払うの？", "fee"),
        ("図書館は何時まで開いていますか", "hours"),
        ("証明書は夜中の0時すぎでも取れますか", "hours"),
        ("子育て広場は何曜日に休みですか", "weekday"),
        ("予約は何日前までにすればいい？", "deadline"),
        ("新しいホールの座席は何席？", "seats"),
        ("防災マップは何部刷りましたか", "copies"),
        ("相談員の氏名は", "person's name"),
        ("庁舎の床面積は", "area"),
        ("工事の落札価格は", "contract"),
        ("端末の納入業者(ベンダー)名", "vendor"),
        ("健康アプリを使うと何がもらえますか", "reward"),
        ("Which private company runs the bus?", "vendor"),
        ("水深何センチで警報が出ますか", "measure"),
        ("What water depth triggers the alert?", "measure"),
        ("Which four languages does the sign show?", "languages"),
        ("集落支援員の年収はいくらですか", "pay"),
        ("How much is the bus guide paid a month?", "pay"),
        ("Who is the manufacturer of the sensors?", "vendor"),
        ("体操教室の受託業者の名前は。", "vendor"),
        ("What is the app used for bookings called?", "product"),
        ("What is the minimum age for the bus pass?", "age"),
        ("How many years does the contract for the cameras run?", "contract"),
        ("夏の教室には何人まで参加できますか", "seats"),
    ],
)
def test_a_detail_is_known_by_the_words_that_ask_for_it(question: str, detail: str) -> None:
    assert detail in [d.name for d in details_asked(question)]


@pytest.mark.parametrize(
    "question",
    [
        "電子申請の利用率の目標は何％ですか",
        "RPAの導入は何時間の削減になりましたか",
        "事業者との協定の内容は",
        "この計画の担当課はどこですか",
        "どの部署が関わりますか",
        "電話相談の件数は",
        "子ども1人いくらの補助が出ますか",
        "What is the target for online applications?",
        "How many times was the town's website viewed in FY2024?",
        "How many model districts take part in the electronic circular board?",
        "What was the capacity of solar power at public facilities?",
    ],
)
def test_what_plans_state_anyway_is_no_such_detail(question: str) -> None:
    assert details_asked(question) == []


def test_a_vendor_is_stated_in_the_unit_itself_and_a_fee_also_about_it() -> None:
    vendor, fee = details_asked("受託業者名は")[0], details_asked("利用料はいくら")[0]
    assert is_stated(vendor, ["雪原通信株式会社に委託する"], [])
    assert not is_stated(vendor, ["専門の業者に委託する"], ["別の施設は雪原通信株式会社が建てた"])
    assert is_stated(fee, ["誰でも使える"], ["利用料は無料です"])
    assert not is_stated(fee, ["誰でも使える"], ["資料編2 策定の経過"])


def test_a_department_is_stated_by_a_name_that_the_question_does_not_say() -> None:
    question = "御影市の案内ロボットが置かれるのは何課の窓口？"
    (department,) = details_quoted(question)
    assert department.name == "department"
    assert not is_stated(department, ["案内ロボットを一部の窓口に置く", "担当課と各課が使う"], [], question)
    assert is_stated(department, ["案内ロボットは市民課に置く"], [], question)


@pytest.mark.parametrize(
    ("question", "kind"), [("体操教室の委託先の事業者名は。", "fact"), ("全事業の委託先の事業者名は。", "list")]
)
def test_the_name_of_one_thing_is_no_set_and_its_question_no_statement(question: str, kind: str) -> None:
    assert asks_anyway(question)
    assert settled("list", question, 1) == kind


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("御影市の地域アプリの愛称は何ですか", "愛称"),
        ("霧町の公園の樹木医を教えて", "樹木医"),
        ("御影市の電子申請の目標は？", ""),
        ("御影市の地図の公開の名称は何という名前ですか", ""),
        ("霧町では何をしますか", ""),
    ],
)
def test_the_noun_asked_for_is_told_unless_it_only_frames_the_question(question: str, noun: str) -> None:
    assert focus(question) == noun


@pytest.mark.parametrize(
    "question",
    [
        "雪代村の乗合タクシー「ゆきのこ号」の車両のメーカー名は？",
        "雪代村のバスロケーションシステムの開発業者名は",
        "雪代村のバスロケーションシステムの製品名を教えて",
        "雪代村の村営バスの時刻を調べるサイトのURLは？",
        "雪代村の乗合タクシーはどこに電話して予約しますか",
        "雪代村の乗合タクシーを予約できるサイトのURLを教えて",
        "雪代村と楠ノ木町が使うシステムの製品名は",
        "雪代村のバスロケーションシステムは何という名前の製品ですか",
        "雪代村の乗合タクシーの座席は何席？",
        "雪代村の乗合タクシーの運転手の氏名は",
        "楠ノ木町の介護予防サポーター養成講座の受講料はいくら？",
        "楠ノ木町の介護予防サポーター養成講座は何曜日にありますか",
        "楠ノ木町のころばん体操は朝何時からですか",
    ],
)
def test_a_detail_that_the_plan_does_not_state_is_not_answered_with_the_nearest_sentence(
    samples: Opened, question: str
) -> None:
    assert samples.ask(question).abstained


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("雪代村の村営バスに乗るといくら？", "200円"),
        ("雪代村の乗合タクシーの運賃はいくら？", "300円"),
        ("雪代村の乗合タクシーの予約は何時まで？", "17時"),
        ("雪代村の急行バスを走らせているのはどこの会社？", "県北交通"),
    ],
)
def test_a_detail_that_the_plan_states_is_answered(samples: Opened, question: str, words: str) -> None:
    answer = samples.ask(question)
    assert not answer.abstained and words in answer.answer


@pytest.mark.parametrize(
    ("question", "price"),
    [
        ("バスの運賃はいくら", True),
        ("登録者数のR6実績いくら", False),
        ("利用率って令和8年度の目標はいくら", False),
        ("水の使用量(令和6年度実績)は、渇水の分を除くといくらになるか", False),
        ("乗った人の数は、子どもの運賃がいくらになると増えるか", True),
        ("How much is the charge per month?", True),
        ("What was the amount of waste per person per day?", False),
        ("What are the overtime hours per month?", False),
    ],
)
def test_a_value_that_is_no_sum_has_no_price(question: str, price: bool) -> None:
    assert asks_price(question) is price


@pytest.mark.parametrize(("text", "figure"), [("2-2 3Dの町の模型 5Gの町", False), ("2-2 町の模型 1,200千円", True)])
def test_what_names_a_thing_or_a_heading_is_no_figure(text: str, figure: bool) -> None:
    assert has_figure(text, re.compile("円")) is figure
