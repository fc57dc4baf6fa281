"""Books of several municipalities: who writes a word, how many projects there are, which cost how much."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import Answer
from assistant.understanding.body_kinds import kinds_asked
from assistant.understanding.topics import other_names, topic_of
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

SHEET = "事業概要　【{title}】\n\n自治体名 {owner} 人口 {people}人 事業費 {cost}千円\n\n事業概要\n\n{body}\n"
SHEETS = (
    ("窓口の予約", "佐賀県", "793,870", "1,342", "県の窓口をスマートフォンで予約する。"),
    ("電子図書館の整備", "佐賀県武雄市", "47,510", "45,100", "本を端末で読めるようにし、紙の貸出しを減らす。"),
    ("議会の資料の電子化", "佐賀県武雄市", "47,510", "3,100", "議案を端末で配り、ペーパレスの会議とする。"),
    ("施設の予約", "佐賀県多久市", "17,940", "7,917", "公民館を予約する。\n\n市の窓口\n\n電話・ＷＥＢ・ＬＩＮＥなど"),
    ("会議録の作成", "佐賀県基山町", "17,588", "4,276", "紙の会議録をやめ、ペーパーレス化を進める。オンラインで配る。"),
    ("見守り", "佐賀県太良町", "8,400", "2,000", "高齢者の見守りにセンサーを使う。"),
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    pages = (SHEET.format(title=t, owner=o, people=p, cost=c, body=b) for t, o, p, c, b in SHEETS)
    yield from opened((plan(*pages),), tmp_path_factory.mktemp("book"))


STANDING = (
    "地域防災計画の改定の状況（長野県、令和7年2月末）\n\n市町村名\t宣言年月日\t地域防災計画\t担当課\n"
    "松本市\tR3.3.16\t改定済（R4.3）\t防災課\n上田市\tR4.2.22\t改定済（R5.3）\t危機管理課\n"
    "飯田市\tR3.2.26\t改定中（R7予定）\t防災課\n山形村\t\t未改定\t総務課\n朝日村\tR2.1.5\t改定済（R6.3）\t総務課\n"
)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(STANDING),), tmp_path_factory.mktemp("standing"))


def test_the_municipalities_of_a_prefecture_without_a_plan_are_asked_for_too(standing: Opened) -> None:
    answer = standing.ask("長野県内5市町村　地域防災計画が改定済なのはいくつ？名前も（R7.2末　県は除く）")
    assert names(answer) == {"松本市", "上田市", "朝日村"}


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("地域防災計画が未改定または改定中の市町村はどこですか", {"飯田市", "山形村"}),
        ("地域防災計画が未改定か改定済の市や町村、全部教えて", {"松本市", "上田市", "山形村", "朝日村"}),
        ("地域防災計画が改定済ではない市町村をすべて挙げて", {"飯田市", "山形村"}),
        ("担当課が防災課以外の市町村はどこ", {"上田市", "山形村", "朝日村"}),
        ("担当課が総務課の市町村はどこですか", {"山形村", "朝日村"}),
        ("宣言年月日が令和3年3月以降の市町村を全部", {"松本市", "上田市"}),
        ("宣言年月日が令和3年3月より前の市町村は何団体ですか", {"飯田市", "朝日村"}),
        ("宣言年月日が令和3年度以降の市町村は", {"上田市"}),
    ],
)
def test_one_value_or_another_all_but_one_and_dates_choose_the_rows_of_a_column(
    standing: Opened, question: str, members: set[str]
) -> None:
    assert names(standing.ask(question)) == members


def test_exactly_so_many_projects(book: Opened) -> None:
    assert names(book.ask("事業がちょうど2件ある市町はどこですか")) == {"武雄市"}
    assert names(book.ask("Which municipalities have exactly two projects?")) == {"武雄市"}


def test_figures_over_a_bound_are_counted_themselves_where_these_are_asked_for(book: Opened) -> None:
    answer = book.ask("市町の交付金事業で、事業費が3,000千円を超えるものは何件か。市町名も示せ（県は除く）。")
    assert answer.answer.startswith("4件（3市町）")


def test_a_rank_of_projects_with_a_word_in_their_names_leaves_out_the_others(book: Opened) -> None:
    answer = book.ask("市町の事業名に「電子」が付く交付金事業　事業費の高い順に")
    assert [e.name for e in answer.entities] == ["電子図書館の整備", "議会の資料の電子化"]


def names(answer: Answer) -> set[str]:
    return {entity.name for entity in answer.entities}


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("ペーパーレスという言葉を使っている市町はどこですか", {"武雄市", "基山町"}),
        ("「紙」の語が出てくる市町をすべて挙げて", {"武雄市", "基山町"}),
        ("LINEが出てくるのはどこの市町？", {"多久市"}),
        ("Which municipalities mention LINE, the messaging app, anywhere?", {"多久市"}),
        ("役所の窓口に行くのが心配。交付金事業の説明に「電話」の話が出てくる市や町はどこ？", {"多久市"}),
        ("事業名に「電子」の文字が入っている市町は", {"武雄市"}),
        ("予約（「見守り」表記も含む）という語が出てくる市町は？県は除く", {"多久市", "太良町"}),
    ],
)
def test_a_word_is_looked_for_in_all_that_each_municipality_writes(
    book: Opened, question: str, members: set[str]
) -> None:
    assert names(book.ask(question)) == members


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("交付金の資料で、県分も市町分も合わせて全部で何事業？", "6事業"),
        ("佐賀県の「町」だけで見ると、交付金の事業は合わせて何件ですか", "2件"),
        ("デジ田の資料に載っている市町の事業は何件？県は除く", "5件"),
    ],
)
def test_the_projects_of_all_or_of_one_kind_of_municipality_are_counted(
    book: Opened, question: str, start: str
) -> None:
    assert book.ask(question).answer.startswith(start)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("佐賀県で町だけで見ると、事業費が最も高い事業は？", "1位　基山町「会議録の作成」"),
        ("武雄市以外で事業費が最も高い市町の事業は？", "1位　多久市「施設の予約」"),
        ("武雄市と多久市を除くと、人口が一番多い市町はどこ？", "1位　基山町"),
        ("Excluding Takeo City, which municipality has the highest project cost?", "1位　多久市"),
    ],
)
def test_ranks_and_lists_leave_out_those_that_are_set_aside(book: Opened, question: str, first: str) -> None:
    assert book.ask(question).answer.startswith(first)


ADOPTED = (
    "採択された事業の一覧（長野県、令和7年度）\n\n団体名\t事業名\t分野\t担当課\n"
    "長野県\t雪崩の観測\t防災\t砂防課\n松本市\t水位の通知\t防災\t危機管理課\n上田市\t図書の宅配\t教育\t図書館\n"
    "飯田市\t避難所の案内\t防災\t危機管理課\n山形村\t畑の見回り\t農業\t産業課\n朝日村\t防災無線の更新\t防災\t総務課\n"
)


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(ADOPTED),), tmp_path_factory.mktemp("adopted"))


@pytest.mark.parametrize(
    ("question", "members"),
    [
        (
            "分野が防災の事業はどれ？県の事業は除く",
            {"松本市「水位の通知」", "飯田市「避難所の案内」", "朝日村「防災無線の更新」"},
        ),
        (
            "長野県の一覧で、松本市以外の市町村の事業のうち担当課が危機管理課の事業を全部挙げて",
            {"飯田市 避難所の案内"},
        ),
    ],
)
def test_items_of_several_are_listed_with_whose_they_are_and_without_those_set_aside(
    adopted: Opened, question: str, members: set[str]
) -> None:
    lines = adopted.ask(question).answer.split("\n")[1:]
    assert {line.removeprefix("- ").split("[")[0] for line in lines} == members


def test_a_count_of_many_stays_short(book: Opened) -> None:
    answer = book.ask("事業概要という言葉を使っている市町はいくつ？")
    assert answer.answer.startswith("4市町")
    assert len(answer.answer) < 600


def test_brackets_give_other_names_or_say_what_makes_no_difference() -> None:
    assert other_names("（「ペーパレス」表記も可）") == ("ペーパレス",)
    assert other_names("(電子決済、電子払い等)") == ("電子決済", "電子払い")
    assert topic_of("端末を使う取組（防災・観光など分野は問わない）").aside == ()
    assert topic_of("端末（タブレットなど名称は問わない）を使う取組").names == (("端末", ("タブレット",)),)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("事業は村だけで何件", "村"),
        ("佐賀県の「町」だけで", "町"),
        ("町村の事業は何件", "町村"),
        ("佐賀県の市だけだと何件", "市区"),
        ("県分も市町分も合わせて", "市町村区県都府道"),
    ],
)
def test_the_kinds_of_municipality_that_are_asked_for(text: str, kinds: str) -> None:
    assert kinds_asked(text) == kinds
