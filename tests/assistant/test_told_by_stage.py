"""What a plan says reaches the answer: no rule silences it, and nothing that says less is told instead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.extractive.carrying import gives_name
from assistant.understanding.kinds import asked
from assistant.understanding.question import Question
from assistant.understanding.terms import Terms
from index.lexicon import default_lexicon
from ingest.values import find_figures, is_ordinal
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

PLAN = (
    "松本市 情報化計画\n\n"
    "1 電子決裁の導入\n\n担当課：総務課\n\n起案から決裁までを電子で行う。\n\n"
    "2 出前スマホ教室\n\n担当課：市民協働課\n\n公民館を巡り、高齢者にスマートフォンの操作を教える。\n\n"
    "3 水害時の知らせ\n\n"
    "大雨警報が発表されると、公式LINEのメニューが災害用の画面に切り替わり、登録者へ通知が届く。\n\n"
    "4 住まいの補助\n\n"
    "断熱改修の補助\n\n・補助の上限額 600千円（窓のみの改修の補助は200千円）\n・補助率 2/3以内\n\n"
    "蓄電池の補助\n\n・補助の上限額 100千円（小型の機器の補助は50千円）\n・補助率 1/4以内\n\n"
    "5 人材の確保\n\n・デジタル案内人と連携した計画の推進\n\n"
    "各部の相談相手であるデジタル案内人を外部から任用し、研修を進める。\n\n"
    "6 推進委員会\n\n"
    "第1条 情報化計画の推進と検証のため、情報化計画推進委員会を置く。\n\n"
    "第2条 委員会は、委員9人以内で組織する。\n\n"
    "7 担当組織\n\n"
    "平成30年4月に情報係を創設しました。令和3年4月に情報係から分かれて、DXの推進に係る組織として改革室を創設しました。"
    "令和5年4月に改革室を改革推進課に改めました。\n\n"
    "8 市民アンケート\n\n"
    "優先してほしい分野\n\n"
    "分野\t18～39歳\t40～64歳\t65歳以上\n"
    "医療・介護\t20.1%\t35.2%\t61.3%\n"
    "子育て\t55.0%\t30.4%\t8.2%\n"
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(PLAN),), tmp_path_factory.mktemp("told"))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("松本市で、大雨警報が発表されたとき公式LINEはどのように作動しますか", "切り替わり"),
        ("松本市の市民アンケートで、優先してほしい分野に「医療・介護」を挙げた65歳以上の割合は何％ですか", "61.3"),
        ("松本市の計画でいう「デジタル案内人」とは何ですか", "相談相手"),
        ("松本市の情報化計画推進委員会の委員は何人ですか", "9人以内"),
        ("How many members may sit on Matsumoto City's committee that promotes the plan?", "9人以内"),
    ],
)
def test_what_the_plan_says_is_told(told: Opened, question: str, said: str) -> None:
    assert said in told.ask(question).answer.split("\n")[0]


def test_shares_are_compared_where_shares_are_asked_for(told: Opened) -> None:
    answer = told.ask("松本市の断熱改修の補助と蓄電池の補助では、補助の割合はどちらが高いですか").answer
    assert "2/3" in answer
    assert "1/4" in answer


def test_a_department_is_not_counted_and_a_follow_up_leaves_the_thing_before(told: Opened) -> None:
    history = (("user", "松本市の電子決裁は何課がやっていますか"),)
    assert "総務課" in told.ask(history[0][1]).answer
    assert "市民協働課" in told.ask("じゃあ出前スマホ教室のほうは？", history=history).answer


SHEETS = [
    f"様式第1号\n\n団体名\t松本市\t番号\t{n}\n事業の名称\t{name}\t\t\n期間\t令和6年度～令和8年度\t\t\n\n"
    f"年度\t令和6年度\t令和7年度\n事業費（千円）\t1,200\t3,400\n\n地域の現状と課題\t{issue}\n事業の内容\t{text}\n"
    for n, (name, issue, text) in enumerate(
        (
            (
                "乗合タクシー「のりあい号」運行事業",
                "山間部の路線の利用者が減り、停留所まで歩けないとの声が多い。運転士の半数が65歳以上である。",
                "乗降の場所は62か所とする。電話でもアプリでも受け付け、乗車の20分前まで可能とする。運賃は1回300円とする。",
            ),
            (
                "図書館の電子書籍「よむ号」導入事業",
                "図書館から遠い地区では、本を借りる人が少ない。開館の時間に来られない人も多い。",
                "スマートフォンで本を読めるようにする。電子書籍は3,000点から始め、毎年500点を加える。",
            ),
            (
                "体育館のスマートロック設置事業",
                "鍵の受渡しのために役場まで来なければならず、予約の取消しも電話に限られる。",
                "予約した人に暗証番号を送り、鍵の受渡しをなくす。予約は利用の30日前から受け付ける。",
            ),
        ),
        1,
    )
]


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(*SHEETS),), tmp_path_factory.mktemp("named"))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("松本市の「のりあい号」は何分前まで予約できますか", "20分前"),
        ("松本市の「のりあい号」に乗るといくらですか", "300円"),
    ],
)
def test_the_name_of_a_form_heads_what_stands_on_its_sheet(sheets: Opened, question: str, said: str) -> None:
    assert said in sheets.ask(question).answer


@pytest.mark.parametrize(
    ("english", "japanese", "not_this"),
    [
        ("Did the city meet its target?", "達成", "会議"),
        ("the handing over of keys in FY2024", "鍵", "入力"),
        ("Which projects fall under TYPE2?", "該当", "減少"),
        ("the second plan", "第2期", "出向"),
        ("child short-stay service", "ショートステイ", "滞在"),
    ],
)
def test_english_words_are_read_in_the_sense_that_plans_have(english: str, japanese: str, not_this: str) -> None:
    words = [word for group in default_lexicon().translations(english) for word in group]
    assert japanese in words
    assert not_this not in words


def test_which_of_several_is_no_amount() -> None:
    text = "第3条 委員会は、委員9人以内で組織する。"
    assert [is_ordinal(text, figure) for figure in find_figures(text)] == [True, False]


def test_a_share_is_no_sum_of_money_of_its_row(tmp_path_factory: pytest.TempPathFactory) -> None:
    table = (
        "松本市 事業一覧\n\n事業名\t事業の内容\t事業費（千円）R7\tCO2削減量（t/年）\n"
        "断熱改修の補助\t住宅の断熱改修に、工事費の4分の1（上限60万円）を補助する。\t24,600\t88\n"
        "蓄電池の補助\t蓄電池の購入に、費用の3分の1を補助する。\t9,300\t41\n"
    )
    for own in opened((plan(table),), tmp_path_factory.mktemp("shares")):
        assert "4分の1" in own.ask("松本市の断熱改修の補助は工事費の何割ですか").answer


def test_what_became_of_an_organisation_is_told_from_first_to_last(told: Opened) -> None:
    answer = told.ask("松本市のDX担当組織の変遷（情報係の創設から改革推進課まで）を年月とともに示してください。").answer
    assert 0 <= answer.find("平成30年4月") < answer.find("令和3年4月") < answer.find("令和5年4月")


def test_the_name_of_a_service_is_a_fact() -> None:
    text = "松本市で保育所の申し込みをスマホからできるようにするとき、何というサービスを使うんですか"
    assert asked(text, english=False, named=1).kind == "fact"


def test_a_name_that_is_asked_for_is_one_that_the_question_does_not_say() -> None:
    text = "「一時保育」の申込みには何というサービスを使いますか"
    question = Question(text=text, kind="fact", lang="ja", english=False, terms=Terms())
    assert gives_name("「らくらく申請」で申し込む。", question)
    assert not gives_name("「一時保育」の空きを調べる。", question)
    assert not gives_name("保育施設の空きを調べる。", question)
