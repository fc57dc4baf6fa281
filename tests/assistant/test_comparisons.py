"""Comparisons of two: who is ahead, and by how much."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.bound_figures import swapped
from tests.conftest import Opened, opened
from tests.ingest.parsing import plan

LIST = (
    "長野県 交付金事業一覧\n\n"
    "団体名\t事業名\t事業費（千円）\t普及率\n"
    "松本市\t書かない窓口の導入\t12,300\t41%\n"
    "上田市\t除雪車の位置の公開\t8,000\t36.5%\n"
    "飯田市\tデータ分析の講座\t53,200\t60%\n"
)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(LIST),), tmp_path_factory.mktemp("compared"))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("松本市と上田市では、事業費はどちらが高くて差はいくらですか", ("松本市のほうが高い", "4,300千円")),
        ("松本市と上田市では、事業費はどちらが安いですか", ("上田市のほうが安い", "4,300千円")),
        ("松本市と飯田市の普及率の差は？", ("飯田市のほうが大きい", "19ポイント")),
    ],
)
def test_the_side_that_is_ahead_opens_the_answer(listed: Opened, question: str, told: tuple[str, ...]) -> None:
    first = listed.ask(question).answer.split("\n")[0]
    assert all(words in first for words in told)


def test_no_difference_is_worked_out_where_none_is_asked_for(listed: Opened) -> None:
    assert "差は" not in listed.ask("松本市と上田市の事業費はそれぞれいくらですか").answer


TOTALS = (
    "長野県 交付金事業一覧\n\n団体名\t事業名\t事業費（千円）\n松本市\t書かない窓口の導入\t12,300\n"
    "上田市\t除雪車の位置の公開\t8,000\n\n"
    "団体別の集計\n\n自治体名\t件数\t事業費計（千円）\n松本市\t4\t61,200\n上田市\t2\t40,300\n飯田市\t3\t52,000\n合計\t9\t153,500\n"
)


@pytest.fixture(scope="module")
def totals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(TOTALS),), tmp_path_factory.mktemp("totals"))


def test_two_municipalities_are_compared_by_their_own_rows(totals: Opened) -> None:
    answer = totals.ask("上田市と飯田市では事業費計はどちらが大きいですか").answer
    assert "差は11,700千円" in answer
    assert "153,500" not in answer


def test_numbers_of_headings_are_no_figures_that_change_places() -> None:
    quote = "3-2 保育料と給食費 保育料は第2子から無料としてきたが、令和8年4月から第1子も無料とする。"
    assert swapped(f"松本市「3-1 産後の訪問 町に産科がないため、健診に通う交通費を1」：{quote}", [quote], ()) is None
    assert swapped("松本市：給食費3回、保育料2回", ["給食費2回、保育料3回"], ()) is not None


WINDOWS = (
    "松本市 窓口の計画\n\n1 窓口\n\n本市では令和5年10月から「話すだけの窓口」を開始している。\n\n"
    "職員の窓口の当番は、先に来た人の順に、時期を見て見直す。\n\n"
    "雪の夜の見回り隊は、令和7年10月に始める。\n\n2 支払い\n\n"
    "市役所の窓口の電子払いの割合は、令和4年度上半期で6.2%でした。\n"
)
DESKS = (
    "上田市 窓口の計画\n\n1 窓口\n\n「話すだけの窓口」は、令和6年度に仕様を決め、令和8年度から運用を始める。\n\n"
    "雪の夜の見回り隊は、令和7年度から始める。\n\n"
    "2 支払い\n\n市役所の窓口の電子払いの割合\n\n指標\tR5実績\tR6実績\n窓口の電子払いの割合\t9.1%\t13.4%\n"
)


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(WINDOWS, id="a"), plan(DESKS, id="b")), tmp_path_factory.mktemp("windows"))


def test_which_of_two_begins_first_is_told_with_each_time(windows: Opened) -> None:
    answer = windows.ask("話すだけの窓口は松本市と上田市、どちらが先に始まったのですか？それぞれの時期も。").answer
    assert answer.startswith("松本市のほうが早い")
    assert [told for told in ("令和5年10月", "令和8年度") if told not in answer] == []


def test_each_side_is_told_for_its_own_year(windows: Opened) -> None:
    question = "窓口の電子払いの割合を、松本市の令和4年度上半期と上田市の令和6年度で比べて"
    answer = windows.ask(question).answer
    assert [told for told in ("6.2%", "13.4%") if told not in answer] == []


def test_neither_comes_first_where_a_month_falls_within_the_year_of_the_other(windows: Opened) -> None:
    answer = windows.ask("雪の夜の見回り隊は松本市と上田市、どちらが先に始まりますか").answer
    assert [told for told in ("令和7年10月", "令和7年度") if told not in answer] == []
    assert not [told for told in ("同じ", "早い", "遅い") if told in answer]


def test_what_stands_behind_the_last_side_may_be_asked_of_all(windows: Opened) -> None:
    answer = windows.ask("松本市と上田市の窓口の電子払いの割合を比べて").answer
    assert [told for told in ("6.2%", "13.4%") if told not in answer] == []


INDICATORS = (
    "松本市 窓口の計画\n\n成果指標\n\n指標\t令和5年度\t令和10年度\n"
    "申込みのできる手続の数\t48\t420\n読み取り端末を置く支所の数\t2\t9\n市民の満足した割合\t61%\t80%\n"
)


@pytest.fixture(scope="module")
def indicators(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    yield from opened((plan(INDICATORS),), tmp_path_factory.mktemp("indicators"))


@pytest.mark.parametrize(
    "question",
    [
        "Compare the FY2028 figures of the procedures (申込みのできる手続の数) and of the branch offices with "
        "terminals (読み取り端末を置く支所の数) in Matsumoto City.",
        "Which is higher in Matsumoto City in FY2028: 「申込みのできる手続の数」 or 「読み取り端末を置く支所の数」?",
    ],
)
def test_two_that_are_named_in_japanese_are_told_in_english_questions(indicators: Opened, question: str) -> None:
    answer = indicators.ask(question, lang="en").answer
    assert "420" in answer
    assert "支所の数: 令和10年度 = 9" in answer


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (
            "白妙市の書かない窓口・セミセルフレジ導入事業と、鳴神町のわな整備事業、お金が多くかかるのはどっち？",
            "白妙市のほうが多い",
        ),
        (
            "白妙市の書かない窓口・セミセルフレジ導入事業と、鳴神町のわな整備事業、高いのはどっち？",
            "白妙市のほうが高い",
        ),
        (
            "白妙市の書かない窓口・セミセルフレジ導入事業と市民活動拠点施設予約システム導入事業、お金がかからないのはどっち？",
            "市民活動拠点施設予約システム導入事業のほうが安い",
        ),
        ("Which costs more, Shirotae's 書かない窓口 or Narukami's わな整備事業?", "白妙市"),
    ],
)
def test_which_of_two_projects_costs_more_is_told_by_the_heads_of_their_sheets(
    samples: Opened, question: str, first: str
) -> None:
    answer = samples.ask(question).answer
    assert answer.startswith(first)
    assert "18,700千円" in answer
