"""What sentences tell: steps with their times, the state aimed at in a field, by what means something is done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.understanding.kinds import asked
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

OFFICE = (
    "松本市 情報化計画\n\n"
    "1 情報化の組織\n\n"
    "新しい技術が広まり、組織の在り方を改めることが求められる。平成30年の調査では、情報係の仕事の4割が照会への回答であった。\n\n"
    "2 情報係から情報戦略課へ\n\n"
    "平成31年4月に総務課の中に情報係を置いた。令和3年10月には情報係に統計の仕事を移し、情報統計室とした。"
    "令和6年4月に、庁内の調整を担うため情報戦略課に改めた。\n\n"
    "3 情報戦略課の仕事\n\n"
    "情報戦略課は、情報係の頃から続く端末の管理を行う。\n\n"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(OFFICE),), tmp_path_factory.mktemp("office"))


@pytest.mark.parametrize(
    "question",
    [
        "松本市の情報係ができてから情報戦略課になるまでの組織の流れを時期つきで教えて",
        "松本市の情報係は、どのような経緯で情報戦略課になったのか、年を追って教えて",
    ],
)
def test_steps_told_in_sentences_are_told_in_their_order(office: Opened, question: str) -> None:
    answer = office.ask(question).answer
    told = [answer.find(part) for part in ("平成31年4月", "令和3年10月", "令和6年4月")]
    assert -1 not in told and told == sorted(told)


FIELDS = (
    "松本市 情報化計画\n\n"
    "【農業分野】 手のかからない畑づくりの実現\n\n"
    "《進捗概要》\n"
    "・令和5年度に水位計を40台置き、農家の見回りを減らした。\n\n"
    "《令和9年度の到達像》\n"
    "見回りに出なくても水と土の様子が分かっている。\n\n"
    "水位計の設置\n\n"
    "農業1-a-2\n\n"
    "【防災分野】 逃げ遅れのない地域の実現\n\n"
    "《進捗概要》\n"
    "・令和5年度に避難所の混み具合を地図で見せた。\n\n"
    "《令和9年度の到達像》\n"
    "川の近くの世帯すべてに、避難の呼びかけが届いている。\n\n"
    "戸別の受信機\n\n"
    "防災2-b-1\n\n"
    "〔意向調査の概要〕\n\n"
    "調査対象\t市内の300世帯\n"
    "調査方法\t郵送による配布、郵送による回収\n\n"
    "〔水位の見張り〕\n\n"
    "水路の水位の見張りは、安心できる営農のために令和6年度から台数を増やす。\n\n"
    "水路に置いた計器の値を機械が読むことで、水位の急な変化を検知し、農家に電子メールで知らせる。\n"
)


@pytest.fixture(scope="module")
def fields(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(FIELDS),), tmp_path_factory.mktemp("fields"))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("松本市のDX、農業分野全体として令和9年度に目指している到達像は？", "水と土の様子"),
        ("松本市の防災分野、令和9年度の到達像は", "避難の呼びかけ"),
    ],
)
def test_the_field_that_a_question_names_chooses_the_section(fields: Opened, question: str, told: str) -> None:
    assert told in fields.ask(question).answer.split("\n")[0]


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("松本市の意向調査はインターネットで回答させる方式でしたか。", "いいえ"),
        ("松本市の意向調査は、調査票を郵送で配ったのですか", "はい"),
        ("Was Matsumoto City's attitude survey conducted over the internet?", "いいえ"),
    ],
)
def test_by_what_means_is_told_by_the_row_of_the_method(fields: Opened, question: str, opening: str) -> None:
    answer = fields.ask(question).answer
    assert answer.startswith(opening) and "郵送による配布" in answer


def test_means_are_told_before_aims(fields: Opened) -> None:
    answer = fields.ask("松本市では水路の水位をどんなふうにして早めに気づける仕組みにしとると？").answer
    assert "電子メール" in answer.split("\n")[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("係ができてから今の課になるまでの経緯を年月とともに", "timeline"),
        ("補助金をもらうまでの流れが知りたい", "how"),
        ("青葉市の農業分野が令和10年度に目指す姿は？", "fact"),
        ("将来像はいくつありますか", "count"),
        ("職場環境の分野の令和9年度到達像", "fact"),
        ("緑が丘市の市民アンケートの対象者はどう選ばれたのか", "how"),
        ("市民アンケートを続けるかどうか決まっていますか", "yesno"),
        ("子ども・子育て分野の到達像（令和9年度）", "fact"),
    ],
)
def test_a_course_and_a_state_aimed_at_are_told_apart(text: str, kind: str) -> None:
    assert asked(text, english=False, named=1).kind == kind
