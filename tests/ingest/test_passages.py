"""Passages are cut at the document's own seams, lie on their page, and carry whose and which measure they are."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.lines import furniture_of, heading_level, heading_title
from ingest.model import Page, ParsedDocument
from ingest.municipalities import header_municipality, national
from ingest.normalise import fold, squash
from ingest.pieces import LONGEST_ROW
from ingest.years import find_years
from tests.ingest.parsing import passage_with, plan

TAKEO, TAKU = "412066", "412040"
SHEET = "事業概要　【{title}】\n\n自治体名 佐賀県{name} 人口 47,510人 事業費 45,100千円\n\n{body}"
#: Lines as plans have them; two may follow each other in any order.
LINES = (
    "第1章 計画の背景",
    "1 目的",
    "2 期間",
    "（1）窓口",
    "①使う人から考える",
    "【実績】",
    "■指標",
    "自治体名 佐賀県武雄市 人口 1人",
    "自治体名 佐賀県多久市 人口 2人",
    "事業概要【予約】",
    "指標\t基準値（令和6年度）\t目標値（令和9年度）",
    "件数\t12件\t",
    "○ ⇒ ⇒ ⇒",
    "凡例 ◇：検討 ○：実施",
    "令和7年度に電子申請を広げ、窓口へ来ずに手続を終えられるようにする。",
    "インターネッ",
    "トで申し込む。",
    "",
    " ",
    "　　施設の予約をまとめる。",
    "- 1 -",
    "\uf06c端末を配る",
)


def test_a_passage_is_its_stretch_of_the_page_to_the_letter(every_plan: Sequence[ParsedDocument]) -> None:
    for parsed in every_plan:
        texts = {page.number: page.text for page in parsed.pages}
        wrong = [p.id for p in parsed.passages if texts[p.page][p.start : p.end] != p.text or not p.text.strip()]
        assert wrong == []
        assert len({p.id for p in parsed.passages}) == len(parsed.passages)


def test_nothing_of_a_page_is_lost_but_repeated_lines(every_plan: Sequence[ParsedDocument]) -> None:
    for parsed in every_plan:
        furniture = furniture_of(parsed.pages)
        covered = {page.number: [False] * len(page.text) for page in parsed.pages}
        for p in parsed.passages:
            covered[p.page][p.start : p.end] = [True] * (p.end - p.start)
        for page in parsed.pages:
            at = 0
            for line in page.text.split("\n"):
                if line.strip() and squash(line) and squash(line) not in furniture:
                    lost = [c for c, held in zip(line, covered[page.number][at:], strict=False) if not held]
                    assert "".join(lost).strip() == "", (parsed.document.id, page.number, line)
                at += len(line) + 1


def test_passages_of_a_page_are_in_order_and_apart(every_plan: Sequence[ParsedDocument]) -> None:
    for parsed in every_plan:
        places = [(p.page, p.start, p.end) for p in parsed.passages]
        assert places == sorted(places)
        for (page, _, end), (next_page, start, _) in zip(places, places[1:], strict=False):
            assert page < next_page or end <= start


def test_passages_are_short_enough_to_be_read_at_once(every_plan: Sequence[ParsedDocument]) -> None:
    for parsed in every_plan:
        longest_line = max(len(line) for page in parsed.pages for line in page.text.split("\n"))
        assert max(len(p.text) for p in parsed.passages) <= 1.5 * LONGEST_ROW + longest_line


def test_a_passage_states_the_years_it_names(every_plan: Sequence[ParsedDocument]) -> None:
    for parsed in every_plan:
        for p in parsed.passages:
            assert p.years == tuple(sorted({m.year for m in find_years(fold(p.text))}))


def test_a_sheet_is_its_header_municipalitys_alone(every_plan: Sequence[ParsedDocument]) -> None:
    for parsed in every_plan:
        gazetteer = national().with_extra(parsed.municipalities)
        for page in parsed.pages:
            owner = header_municipality(fold(page.text), gazetteer)
            if owner:
                assert {p.municipality for p in parsed.passages if p.page == page.number} == {owner.code}


@given(st.lists(st.lists(st.sampled_from(LINES), max_size=14).map("\n".join), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_however_lines_follow_each_other_passages_lie_on_their_pages_and_miss_nothing(texts: list[str]) -> None:
    parsed = plan(*texts)
    for p in parsed.passages:
        assert texts[p.page - 1][p.start : p.end] == p.text
    furniture = furniture_of(parsed.pages)
    for number, text in enumerate(texts, 1):
        held = "".join(squash(p.text) for p in parsed.passages if p.page == number)
        for line in text.split("\n"):
            assert squash(line) in held or squash(line) in furniture
    for r in parsed.records:
        assert 0 <= r.start < r.end <= len(texts[r.page - 1])


def test_each_sheet_of_a_book_belongs_to_the_municipality_in_its_header() -> None:
    book = plan(
        SHEET.format(title="公共施設の予約", name="武雄市", body="予約を一つにまとめる。"),
        SHEET.format(title="電子申請の拡充", name="多久市", body="申請を自宅から行えるようにする。"),
    )
    assert [(p.page, p.municipality, p.measure, p.kind) for p in book.passages if "まとめる" in p.text] == [
        (1, TAKEO, "公共施設の予約", "sheet")
    ]
    assert passage_with("自宅から", book).municipality == TAKU
    assert passage_with("自宅から", book).measure == "電子申請の拡充"


def test_a_sheet_without_a_header_goes_on_with_the_municipality_before_it() -> None:
    book = plan(
        SHEET.format(title="公共施設の予約", name="武雄市", body="予約を一つにまとめる。"),
        "主なKPI 予約の件数は前の頁から続く。",
        SHEET.format(title="電子申請の拡充", name="多久市", body="申請を自宅から行えるようにする。"),
    )
    assert passage_with("前の頁から", book).municipality == TAKEO


def test_the_second_page_of_a_sheet_still_belongs_to_its_measure(sample_plans: Sequence[ParsedDocument]) -> None:
    (grants,) = [p for p in sample_plans if p.document.id == "kaihoku-grants"]
    assert {p.measure for p in grants.passages if p.page in (7, 8)} == {"切れ目のない子育て応援アプリ事業"}


def test_the_title_that_comes_after_its_body_names_the_whole_sheet(sample_plans: Sequence[ParsedDocument]) -> None:
    (grants,) = [p for p in sample_plans if p.document.id == "kaihoku-grants"]
    assert {p.measure for p in grants.passages if p.page == 12} == {"市民活動拠点施設予約システム導入事業"}


def test_headings_give_the_path_from_the_outermost_to_the_innermost() -> None:
    parsed = plan(
        "武雄市計画\n\n第1章 背景\n\n（1）人口の推移\n\n人口は減っている。\n\n（2）産業\n\n店は増えている。\n\n"
        "第2章 施策\n\n窓口を改める。"
    )
    assert passage_with("減っている", parsed).headings == ("第1章 背景", "(1)人口の推移")
    assert passage_with("増えている", parsed).headings == ("第1章 背景", "(2)産業")
    assert passage_with("窓口を改める", parsed).headings == ("第2章 施策",)


def test_headings_hold_over_the_page_break() -> None:
    parsed = plan(
        "第1章 背景\n\n（1）人口の推移\n\n人口は減っている。", "その理由は転出である。\n\n第2章 施策\n\n改める。"
    )
    assert passage_with("転出", parsed).headings == ("第1章 背景", "(1)人口の推移")
    assert passage_with("改める", parsed).headings == ("第2章 施策",)


def test_numbered_rows_go_on_over_the_page_break() -> None:
    first = "第3章 事業\n\n1 電子申請の拡充\n申請を自宅から行えるようにする。\n\n2 窓口の改革\n書かない窓口を置く。"
    parsed = plan(first, "3 決済の多様化\nカードで払えるようにする。\n\n4 端末の更新\n端末を入れ替える。")
    named = {p.measure: p.page for p in parsed.passages if p.measure and not p.measure.startswith("第")}
    assert named == {"電子申請の拡充": 1, "窓口の改革": 1, "決済の多様化": 2, "端末の更新": 2}
    assert passage_with("カードで", parsed).headings == ("第3章 事業",)


def test_rows_that_go_on_under_a_new_heading_stand_under_it(sample_plans: Sequence[ParsedDocument]) -> None:
    (action,) = [p for p in sample_plans if p.document.id == "aizawa-action"]
    policies = {p.measure: p.headings[1] for p in action.passages if p.page in (4, 5, 6) and p.kind == "table"}
    assert policies["公民館予約とスマートロック"] == "基本方針1 市民の手続を軽くする"
    assert policies["観光案内の多言語化"] == "基本方針2 地域と産業を元気にする"
    assert policies["テレワーク"] == "基本方針3 庁内の仕事を変える"


def test_each_row_of_a_wide_table_is_a_passage_of_its_own_measure(sample_plans: Sequence[ParsedDocument]) -> None:
    (action,) = [p for p in sample_plans if p.document.id == "aizawa-action"]
    rows = [(p.page, p.measure) for p in action.passages if p.measure == "電子契約の導入"]
    assert rows == [(4, "電子契約の導入"), (6, "電子契約の導入")]
    assert passage_with("週1日の在宅勤務", action).measure == "テレワーク"


def test_lines_that_stand_on_many_pages_are_said_once() -> None:
    pages = [
        f"武雄市DX計画\n\n{word}を進める。\n\n{n}" for n, word in enumerate(("窓口", "決済", "予約", "端末", "回線"), 1)
    ]
    parsed = plan(*pages)
    assert [p.page for p in parsed.passages if "DX計画" in p.text] == [1]
    assert len([p for p in parsed.passages if "進める" in p.text]) == 5


def test_figures_are_no_furniture_however_often_they_stand() -> None:
    pages = [Page(number=n, text=f"見出し{n}\n1,234 5,678\n繰り返しの行") for n in range(1, 9)]
    assert furniture_of(pages) == {squash("繰り返しの行")}


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("第1章 背景", "第2節 人口"),
        ("第2節 人口", "施策1-2 窓口"),
        ("基本方針1 くらし", "(1) 窓口の改革"),
        ("施策1-2 窓口", "(1) 窓口の改革"),
        ("# 計画", "## 背景"),
        ("(1) 窓口の改革", "①申請"),
    ],
)
def test_an_outer_heading_has_a_lower_level(outer: str, inner: str) -> None:
    assert 0 < heading_level(outer) < heading_level(inner)


@pytest.mark.parametrize(
    "text", ["窓口を改める。", "1,234 5,678", "○ ○ ●", "", "市民は、", "第1章 背景 第2章 施策", "あ" * 80]
)
def test_running_text_figures_and_lists_of_chapters_are_no_headings(text: str) -> None:
    assert heading_level(text) == 0


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("【実績】", "実績"),
        ("■指標", "指標"),
        ("## 背景", "背景"),
        ("施策名 窓口の改革", "窓口の改革"),
        ("【重点】窓口の改革", "窓口の改革"),
        ("第1章 背景", "第1章 背景"),
    ],
)
def test_a_headings_title_is_its_words(heading: str, title: str) -> None:
    assert heading_title(heading) == title


def test_a_field_behind_its_label_in_brackets_is_no_heading() -> None:
    assert heading_level("【担当】防災安全課、福祉課") == 0
    assert heading_level("【重点】子どもの居場所づくり") > 0


def test_a_heading_keeps_the_brackets_at_its_end() -> None:
    assert heading_title("㉑ 個別避難計画の作成【重点】") == "㉑ 個別避難計画の作成【重点】"
    assert heading_level("㉑ 個別避難計画の作成【重点】") == heading_level("⑳ 見守り")


def test_a_numbered_field_of_policy_is_a_heading() -> None:
    assert heading_level("政策分野4 交通(幹事:海辺市)") > 0
    assert heading_level("分野2の取組を進める") == 0
    assert heading_level("重点事業1 朝市の再生") == heading_level("プロジェクト②:朝市の再生") > 0
    assert (
        heading_level("事業1の対象は全世帯である") == heading_level("取組3 件") == heading_level("事業2 1,200千円") == 0
    )


def test_a_row_under_a_head_for_numbers_stands_by_itself_whatever_stands_there() -> None:
    parsed = plan(
        "No.\t取組 (担当課)\t概要\n1\t窓口の改善 (市民課)\t待ち時間を知らせる。\n"
        "新規\t会議の配信 (総務課)\t会議を映す。\n新規\t研修の開催 (人事課)\t職員が学ぶ。"
    )
    assert passage_with("会議を映す", parsed).measure == "会議の配信 (総務課)"
    assert passage_with("職員が学ぶ", parsed).measure == "研修の開催 (人事課)"


def test_a_legend_is_no_heading() -> None:
    assert heading_level("◇調査・検討 △設計・試行 ○実施 ●完了") == 0
    assert heading_level("■基本方針1 便利なまち") > 0


def test_text_behind_a_table_has_neither_its_heads_nor_the_name_of_its_last_row() -> None:
    parsed = plan(
        "番号\t市町村名\t事業名\n1\t武雄市\t公共施設の予約\n2\t多久市\t窓口の改革\n3\t小城市\t図書の貸出",
        "※額は計画期間の全体のものである。\n\n第2章 資料\n\n相談の窓口\t役場の1階にある。\n相談の方法\t電話で受ける。",
    )
    note, row = passage_with("計画期間の全体", parsed), passage_with("役場の1階", parsed)
    assert note.measure is None or "図書" not in note.measure
    assert not any("市町村名" in heading for p in (note, row) for heading in p.headings)


def test_a_legend_below_rows_of_marks_names_no_measure() -> None:
    rows = "\n".join(f"{name}\t○\t×\t○\t○" for name in ("梅林の会館", "松風の会館", "竹園の会館", "柳下の会館"))
    parsed = plan(f"武雄市 設備計画\n\n会館\t水\t電気\t火\t風\n{rows}\n\n○：あり　×：なし", "次の表は人口を示す。")
    assert all("あり" not in (p.measure or "") for p in parsed.passages)
