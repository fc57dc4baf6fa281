"""Sets of municipalities: which, how many, most and least, who takes part in what several plan together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer
from assistant.extractive.thresholds import conditions_in
from assistant.understanding.body_kinds import kinds_asked
from assistant.understanding.topics import asks_bodies_of, topic_of
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

JOINT = (
    "松本広域連携ビジョン\n策定：松本市・上田市・飯田市・山形村の協議会\n\n"
    "凡例　○：参加　△：一部参加　－：不参加\n\n"
    "市町村名\t人口\t高齢化率(%)\t面積(km2)\n"
    "松本市\t240000\t28.1\t978.5\n上田市\t153000\t30.9\t552.0\n飯田市\t97000\t33.4\t658.7\n山形村\t8400\t30.9\t25.0\n",
    "連携事業の参加状況\n\n"
    "番号\t連携事業\t事業の内容\t松本市\t上田市\t飯田市\t山形村\tR7事業費(千円)\n"
    "1\t図書館の相互利用\t住民はどの図書館でも本を借りられる。\t○\t○\t△\t－\t3200\n"
    "2\t除雪車の共同購入\t小型の除雪車を交代で使う。\t－\t○\t○\t○\t9100\n"
    "3\t消防指令の共同運用\t通報を受ける指令台を一か所にまとめる。\t○\t－\t－\t○\t52000\n"
    "4\t観光の共同発信\t見どころを一つの地図で案内する。\t○\t○\t○\t○\t1500\n",
)


@pytest.fixture(scope="module")
def joint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(*JOINT),), tmp_path_factory.mktemp("joint"))


def names(answer: Answer) -> set[str]:
    return {entity.name for entity in answer.entities}


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("「除雪車の共同購入」に参加している市町村をすべて挙げて", {"上田市", "飯田市", "山形村"}),
        ("図書館の相互利用に○となっている市はどこ？△は除く", {"松本市", "上田市"}),
        ("図書館の相互利用に一部参加の市町村は", {"飯田市"}),
        ("消防指令の共同運用に参加していない市はどこですか", {"上田市", "飯田市"}),
        ("山形村が不参加の連携事業は？全部挙げて", {"図書館の相互利用"}),
        ("4市町村すべてが参加する連携事業はどれですか", {"観光の共同発信"}),
        ("Which projects do all four municipalities fully join (○)?", {"観光の共同発信"}),
        ("高齢化率が30%を超える市町村をすべて", {"上田市", "飯田市", "山形村"}),
        ("人口が10万人以上の市はいくつ？", {"松本市", "上田市"}),
        ("人口が1万人に満たない市町村はどこ", {"山形村"}),
        ("Which municipalities have a population of fewer than 100,000 people?", {"飯田市", "山形村"}),
    ],
)
def test_members_are_those_whose_own_row_or_column_says_so(joint: Opened, question: str, members: set[str]) -> None:
    assert names(joint.ask(question)) == members


def test_whether_one_takes_part_is_said_by_its_own_column(joint: Opened) -> None:
    assert joint.ask("山形村は図書館の相互利用に参加していますか").answer.startswith("いいえ")
    assert joint.ask("松本市は図書館の相互利用に参加していますか").answer.startswith("はい")


def test_a_rank_names_the_municipality_of_the_highest_value_and_all_that_share_it(joint: Opened) -> None:
    assert "飯田市" in joint.ask("高齢化率が最も高い市町村はどこですか").answer
    second = joint.ask("高齢化率の高い順に上位2つの市町村は").answer
    assert "上田市" in second
    assert "山形村" in second


@pytest.mark.parametrize(
    ("text", "limit", "sense", "unit"),
    [
        ("事業費2,000千円未満", 2e6, "under", "円"),
        ("1億5000万円を超える事業", 1.5e8, "over", "円"),
        ("人口が一万人に満たない町", 1e4, "under", "人"),
        ("no more than 5 million yen", 5e6, "upto", "円"),
        ("at least 20 percent", 20, "from", "%"),
        ("面積が300km2より広い", 300, "over", "km2"),
    ],
)
def test_conditions_are_read_in_base_units(text: str, limit: float, sense: str, unit: str) -> None:
    (condition,) = conditions_in(text)
    assert (condition.limit, condition.sense, condition.unit) == (limit, sense, unit)


@pytest.mark.parametrize("text", ["令和6年度以降に始める事業", "18歳以上が使える", "人口3万人の市"])
def test_years_ages_and_bare_figures_are_no_conditions(text: str) -> None:
    assert conditions_in(text) == []


def test_a_range_is_two_conditions() -> None:
    assert [c.sense for c in conditions_in("30％以上40％未満")] == ["from", "under"]


def test_examples_other_ways_and_brackets_do_not_dilute_a_topic() -> None:
    topic = topic_of("体育館や会議室みたいな公共の施設を、電話や窓口じゃなくスマホ（ネットやLINE）から予約できる")
    assert "公共の施設" in topic.core
    assert "予約" in topic.core
    assert not any(word in topic.core for word in ("体育館", "電話", "窓口", "ネット"))
    assert topic.aside == ("体育館や会議室",)
    assert topic.names == (("スマホ", ("ネット", "LINE")),)


def test_three_clauses_that_go_on_are_examples_and_two_are_not() -> None:
    topic = topic_of("歩いたり、健診を受けたり、手伝いに出たりすると住民にポイントが付く")
    assert "ポイント" in topic.core and "健診" not in topic.core and any("健診" in words for words in topic.aside)
    assert "借り" in topic_of("本を借りたり返したりできる仕組み").core


def test_what_is_the_topic_itself_is_never_set_aside() -> None:
    assert topic_of("申請書を書かなくてもいい窓口").core == "申請書を書かなくてもいい窓口"


@pytest.mark.parametrize(
    ("text", "english", "asked"),
    [
        ("粗大ごみをネットで申し込める市は？", False, True),
        ("資料に載っている市町の数は", False, True),
        ("書かない窓口を入れる町を全部教えて", False, True),
        ("佐賀市の人口は", False, False),
        ("何町内会が参加するか", False, False),
        ("Which municipalities plan to introduce a chatbot?", True, True),
        ("What does the city plan say about LINE?", True, False),
    ],
)
def test_whether_municipalities_are_asked_for(text: str, english: bool, asked: bool) -> None:
    assert asks_bodies_of(text, english) is asked


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("ネットで申し込めるようにする市は？", "市区"),
        ("書かない窓口がある佐賀の町はどこ", "町村"),
        ("5市2町のうち高齢化率が最も高いのは", "市町村区"),
        ("人口が最も少ないのはどこ？県は除く", "市町村区"),
        ("県の分も市町の分も含めて", "市町村区県都府道"),
        ("Which towns have a chatbot?", "町村"),
    ],
)
def test_cities_alone_towns_alone_or_both_are_asked_for(text: str, kinds: str) -> None:
    assert kinds_asked(text) == kinds
