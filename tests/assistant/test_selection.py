"""Lists by condition: department, status, words, and what stands in a column of a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

LIST = (
    "長野県 交付金事業一覧\n\n"
    "No.\t団体名\t事業名\t型\t事業費（千円）\t担当課\n"
    "1\t松本市\t書かない窓口の導入\tTYPE1\t12,300\t市民課\n"
    "2\t松本市\tデータ連携基盤の整備\tTYPE2\t64,500\tデジタル課\n"
    "3\t上田市\t除雪車の位置の公開\tTYPE1\t8,000\t土木課\n"
    "4\t飯田市\tデータ分析の講座\tTYPE2\t53,200\tデジタル課\n"
    "5\t岡谷市\tオンライン申請の拡大\tTYPE1\t3,200\tデジタル課\n"
)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(LIST),), tmp_path_factory.mktemp("listed"))


def names(answer: Answer) -> set[str]:
    return {entity.name for entity in answer.entities}


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("型がTYPE2の事業をすべて挙げて", {"データ連携基盤の整備", "データ分析の講座"}),
        ("TYPE2の事業がある市はどこ？", {"松本市", "飯田市"}),
        ("Which municipalities have a TYPE2 project?", {"松本市", "飯田市"}),
        (
            "担当課がデジタル課の事業を全部教えて",
            {"データ連携基盤の整備", "データ分析の講座", "オンライン申請の拡大"},
        ),
        ("事業費が5千万円を超える事業は何件ですか", {"データ連携基盤の整備", "データ分析の講座"}),
    ],
)
def test_rows_are_chosen_by_the_value_in_a_column(listed: Opened, question: str, members: set[str]) -> None:
    assert names(listed.ask(question)) == members


def test_a_figure_from_a_row_is_shown_with_the_unit_of_its_column(listed: Opened) -> None:
    assert "64,500千円" in listed.ask("事業費が最も高い事業は？").answer


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("霧ヶ浜町で冷暖房がある避難所を全部", {"霧ヶ浜小学校体育館", "浜公民館", "町民センター", "保健センター"}),
    ],
)
def test_a_mark_says_that_a_thing_is_there(samples: Opened, question: str, members: set[str]) -> None:
    assert names(samples.ask(question)) == members


ENTRIES = (
    "# みなもと町 子ども計画\n\n第3章　目標ごとの取組\n\n"
    "目標1　育ちを支える\n\n"
    "・1-①　就学前健診：5歳児の全員を対象に集団で行います。【新規】担当：福祉課\n"
    "・1-②　森の遊び場：里山の自然体験を年12回行います。【拡充】担当：教育委員会\n"
    "・1-③　絵本の贈り物：4か月児健診の際に絵本を贈ります。【継続】担当：図書館\n\n"
    "目標2　家庭を支える\n\n"
    "・2-①　医療費の助成：18歳まで無料とします。【継続】担当：福祉課\n"
    "・2-②　制服の交換会：着られなくなった制服を回します。【検討】担当：社会福祉協議会\n"
    "・2-③　父親の育休応援：14日以上の育休に奨励金を出します。【新規】担当：産業課\n\n"
    "第4章　前計画の評価\n\n"
    "分野\t指標\t基準（R2）\t実績（R6）\t判定\n"
    "自然\t間伐の面積\t48ha\t39ha\t×\n"
    "\t観察会の参加者\t120人\t88人\t×\n"
    "生活\tごみの量\t731g\t690g\t○\n"
    "\t下水道の接続率\t91.2%\t93.0%\t○\n"
    "\t公園の数\t12か所\t12か所\t△\n"
)


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(ENTRIES),), tmp_path_factory.mktemp("entries"))


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("第3章で【新規】と付いた取組をすべて挙げてください", {"就学前健診", "父親の育休応援"}),
        ("【検討】になっている取組は？全部", {"制服の交換会"}),
        ("「継続」の取組をすべて教えて", {"絵本の贈り物", "医療費の助成"}),
        ("福祉課が担当している取組を全部", {"就学前健診", "医療費の助成"}),
        ("社会福祉協議会が担当になってる取組をすべて", {"制服の交換会"}),
    ],
)
def test_entries_that_say_all_in_one_line_are_measures(entries: Opened, question: str, members: set[str]) -> None:
    assert names(entries.ask(question)) == members


def test_a_cell_merged_over_several_rows_is_not_the_name_of_one(entries: Opened) -> None:
    assert names(entries.ask("判定が「×」のものを全部示してください")) == {"間伐の面積", "観察会の参加者"}


SHEETS = (
    "みさき市 行革プラン 取組一覧\n\n【凡例】○：実施　△：検討　→：継続　―：予定なし\n\n"
    "政策分野1　交通（幹事：総務課）\n\n"
    "番号\t取組名\t実施状況\t効果額(千円)\tR6\tR7\tR8\t所管課\n"
    "1-1\tバス路線の再編\t新規\t△1,200\t△\t△\t△\t防災安全課\n"
    "1-2\t駐車場の有料化※3\t新規\t3,400\t△\t△\t○\t管財課\n"
    "1-3\t自転車の貸出し\t継続\t\t○\t→\t→\t管財課、環境保全課\n\n"
    "政策分野2　窓口（幹事：市民課）\n\n"
    "番号\t取組名\t実施状況\t効果額(千円)\tR6\tR7\tR8\t所管課\n"
    "2-1\t申請書の作成支援\t新規\t△560\t○\t→\t→\t市民課\n"
    "2-2\tPMH*への登録\t継続\t\t△\t△\t△\t福祉課、防災安全課\n"
    "2-3\t窓口時間の短縮\t廃止\t△90\t―\t△\t○\t市民課\n"
)


@pytest.fixture(scope="module")
def reform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(SHEETS),), tmp_path_factory.mktemp("reform"))


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("交通分野で実施状況が「新規」の取組をすべて", {"バス路線の再編", "駐車場の有料化"}),
        ("R6からR8まですべて「検討」になっている取組を挙げて", {"バス路線の再編", "PMHへの登録"}),
        ("令和6年度から令和8年度まで3年度とも検討の取組を全部", {"バス路線の再編", "PMHへの登録"}),
        ("効果額の欄に△の付いた額がある取組をすべて", {"バス路線の再編", "申請書の作成支援", "窓口時間の短縮"}),
        ("所管課に防災安全課が入っている取組をすべて", {"バス路線の再編", "PMHへの登録"}),
        ("窓口分野の取組のうち所管課が市民課じゃないもの全部", {"PMHへの登録"}),
        ("所管課に環境保全課がある取組は？全部", {"自転車の貸出し"}),
    ],
)
def test_every_condition_that_is_said_holds_for_each_member(reform: Opened, question: str, members: set[str]) -> None:
    assert names(reform.ask(question)) == members


JOINT = (
    "圏域の連携ビジョン\n\n番号\t連携事業\t海辺市\t山下町\t里中村\n"
    "1\t図書館の相互利用\t○\t－\t○\n2\t電子書籍の共同購入\t○\t○\t△\n3\t部活動の移行\t○\t○\t○\n4\t救急の連携\t－\t○\t○\n"
)


def test_a_mark_may_be_asked_for_in_the_columns_of_all_municipalities(tmp_path: Path) -> None:
    for joint in opened((plan(JOINT),), tmp_path):
        assert names(joint.ask("連携ビジョンの連携事業のうち3市町村すべてが○のものを全部")) == {"部活動の移行"}


def test_a_department_of_citizens_asks_for_no_municipality(reform: Opened) -> None:
    assert names(reform.ask("市民課の取組を全部")) == {"申請書の作成支援", "窓口時間の短縮"}


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("松本市の2事業の事業費を合計すると何千円ですか", "76,800千円"),
        ("担当課がデジタル課の事業の事業費の合計は？", "120,900千円"),
    ],
)
def test_the_figures_of_the_rows_that_are_meant_are_added(listed: Opened, question: str, total: str) -> None:
    assert total in listed.ask(question).answer


YEARS = (
    "みさき市 指標一覧\n\n指標\tR3実績\tR4実績\tR5実績\tR6目標\n"
    "広報紙の閲覧数\t3,900\t4,070\t4,050\t5,000\n図書の貸出し\t810\t640\t700\t900\n"
)
TORN = "プロジェクト一覧\n\n" + "".join(
    f"まち {kind} {organ}\n\n{kind}{n}-1\n\n{name}\n\n{name}を進めます。\n\n○ ⇒ ⇒ ⇒\n\n"
    for n, (kind, organ, name) in enumerate(
        [
            ("窓口", "市民部", "書かない窓口の導入"),
            ("窓口", "港湾部", "入港予約の電子化"),
            ("窓口", "市民部", "待合の混雑の表示"),
            ("防災", "防災部", "避難所の混雑の表示"),
            ("防災", "港湾部", "高潮の予測の配信"),
            ("防災", "防災部", "被害の報告の電子化"),
        ],
        1,
    )
)


@pytest.mark.parametrize(
    ("question", "year", "other"),
    [
        ("広報紙の閲覧数の実績がいちばん多かった年度はいつ？", "令和4年度", "令和6年度"),
        ("図書の貸出しの実績が最も少なかったのは何年度ですか", "令和4年度", "令和3年度"),
    ],
)
def test_the_years_of_a_row_are_ranked(tmp_path: Path, question: str, year: str, other: str) -> None:
    for dated in opened((plan(YEARS),), tmp_path):
        answer = dated.ask(question).answer
        assert year in answer
        assert other not in answer


def test_rows_without_tabs_stand_under_the_labels_that_they_open_with(tmp_path: Path) -> None:
    for torn in opened((plan(TORN),), tmp_path):
        answer = torn.ask("窓口分野のプロジェクトのうち担当が市民部じゃないものを全部")
        assert names(answer) == {"入港予約の電子化"}
