"""Records and passages of tables whose cells the file gives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.model import Page, ParsedDocument, RawDocument
from ingest.municipalities import national
from ingest.parse import parse
from ingest.readers.rows import Grid, located
from ingest.sources import SourceFile
from tests.ingest.parsing import passage_with, records

CITY = "武雄市は次のとおり定める。"
FORMS = (("市、病院", "本格"), ("民間事業者", "実証"), ("住民団体", "検討"))
Spans = dict[tuple[int, int], tuple[int, int]]


def grid(*rows: str, spans: Spans | None = None, **said: object) -> Grid:
    """Rows as they are written, cells by `|`."""
    return Grid([[cell.strip() for cell in row.split("|")] for row in rows], spans or {}, **said)  # type: ignore[arg-type]


def plan(*pages: Sequence[Grid | str]) -> ParsedDocument:
    made = []
    for number, parts in enumerate(pages, 1):
        text = "\n\n".join(part if isinstance(part, str) else part.text for part in (CITY, *parts))
        tables = located(text, [part for part in parts if isinstance(part, Grid)])
        made.append(Page(number=number, text=text, tables=tables))
    source = SourceFile(path=Path("plan.pdf"), document_id="plan", sha256="0" * 64, entry=None)
    return parse(source, RawDocument(pages=tuple(made), media_type="application/pdf"), national())


def told(parsed: ParsedDocument, measure: str) -> list[tuple[object, ...]]:
    return [
        (r.attribute, r.value, r.fiscal_year, r.series, r.unit) for r in records(parsed, "cell") if r.measure == measure
    ]


def test_years_stand_under_a_head_of_their_own() -> None:
    table = grid(
        "指標 | 単位 | 実績値 | | 目標値 | ",
        " | | R5 | R6 | R7 | R8",
        "申請数 | 件 | 60 | 131 | | 240",
        spans={(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2), (0, 4): (1, 2)},
    )
    assert told(plan([table]), "申請数") == [
        ("実績値 R5", "60", 2023, "actual", "件"),
        ("実績値 R6", "131", 2024, "actual", "件"),
        ("目標値 R8", "240", 2026, "target", "件"),
    ]


def test_a_head_that_is_not_merged_still_stands_over_the_years_to_its_right() -> None:
    table = grid("指標 | 実績値 | 目標値 | | ", " | R6 | R7 | R8 | R9", "申請数 | 5 | 10 | 20 | 30")
    assert [row[:4] for row in told(plan([table]), "申請数")] == [
        ("実績値 R6", "5", 2024, "actual"),
        ("目標値 R7", "10", 2025, "target"),
        ("目標値 R8", "20", 2026, "target"),
        ("目標値 R9", "30", 2027, "target"),
    ]


def test_quarters_and_months_under_a_year_are_heads_of_that_year() -> None:
    years: Spans = {(0, 0): (2, 1), (0, 1): (1, 3), (0, 4): (1, 3)}
    heads = "取組 | 令和7年度 | | | 令和8年度 | | "
    quarters = grid(heads, " | 1Q | 2Q | 3Q | 1Q | 2Q | 3Q", "窓口 | 検討 | | 構築 | 運用 | | ", spans=years)
    assert [row[:3] for row in told(plan([quarters]), "窓口")] == [
        ("令和7年度 1Q", "検討", 2025),
        ("令和7年度 3Q", "構築", 2025),
        ("令和8年度 1Q", "運用", 2026),
    ]
    months = grid(heads, " | 4 | 5 | 6 | 4 | 5 | 6", "窓口 | ○ | | | | ● | ", spans=years)
    assert [row[:3] for row in told(plan([months]), "窓口")] == [
        ("令和7年度 4", "○", 2025),
        ("令和8年度 5", "●", 2026),
    ]


def test_a_figure_that_looks_like_a_year_is_a_figure() -> None:
    (record,) = records(plan([grid("指標 | R6 | R7", "申請数（件） | 2000 | ")]), "cell")
    assert (record.number, record.unit, record.fiscal_year) == (2000, "件", 2024)


def test_one_year_under_heads_that_are_merged_downwards_completes_its_head() -> None:
    table = grid("施策 | 指標 | 基準値", " | | R5", "窓口 | 利用率 | 12.5%", spans={(0, 0): (2, 1), (0, 1): (2, 1)})
    assert [row[:4] for row in told(plan([table]), "窓口 利用率")] == [("基準値 R5", "12.5%", 2023, "baseline")]


def test_a_merged_groups_label_belongs_to_each_of_its_rows() -> None:
    table = grid(
        "施策 | 指標 | 令和6年度 | 令和7年度",
        "窓口改革 | 待ち時間 | 21分 | 15分",
        " | 来庁者数 | 1,200人 | ",
        "電子申請 | 手続数 | 38件 | 60件",
        spans={(1, 0): (2, 1)},
    )
    parsed = plan([table])
    assert [row[1] for row in told(parsed, "窓口改革 来庁者数")] == ["1,200人"]
    assert [row[:3] for row in told(parsed, "電子申請 手続数")] == [
        ("令和6年度", "38件", 2024),
        ("令和7年度", "60件", 2025),
    ]
    assert [row[:2] for row in told(parsed, "窓口改革")] == [("指標", "待ち時間"), ("指標", "来庁者数")]


def test_a_unit_is_bound_from_the_caption_the_head_or_the_label() -> None:
    parsed = plan(
        ["（単位：千円）", grid("事業名 | R6 | R7", "電子申請 | 1,200 | 3,400")],
        [grid("指標 | R6（%） | R7（%）", "利用率 | 12.5 | 20.0")],
        [grid("指標 | R6 | R7", "来庁者数（人） | 500 | 450")],
    )
    assert [r.unit for r in records(parsed, "cell")] == ["千円"] * 2 + ["%"] * 2 + ["人"] * 2


def test_a_year_that_counts_on_from_its_neighbour_is_a_year() -> None:
    parsed = plan([grid("取組 | R6 | 7 | 8", "窓口改革 | 検討 | 導入 | 運用")])
    assert [row[2] for row in told(parsed, "窓口改革")] == [2024, 2025, 2026]
    under = grid(
        "取組 | 令和 | | ",
        " | 6年度 | 7年度 | 8年度",
        "窓口改革 | 検討 | 導入 | 運用",
        spans={(0, 0): (2, 1), (0, 1): (1, 3)},
    )
    assert [row[2] for row in told(plan([under]), "窓口改革")] == [2024, 2025, 2026]


def test_a_table_goes_on_over_a_page_break_with_its_heads_and_its_group() -> None:
    edges = (50.0, 150.0, 250.0, 300.0)
    first = grid("分野 | 指標 | R7", "窓口 | 待ち時間 | 15分", edges=edges)
    second = grid(" | 来庁者数 | 450人", "防災 | 訓練の参加者 | 300人", edges=edges)
    other = grid("会議 | 議題 | 出席", "第1回 | 骨子 | 12人", edges=(50.0, 120.0, 250.0, 300.0))
    parsed = plan([first], [second], [other])
    assert [row[:3] for row in told(parsed, "窓口 来庁者数")] == [("R7", "450人", 2025)]
    assert [row[:3] for row in told(parsed, "防災 訓練の参加者")] == [("R7", "300人", 2025)]
    assert [r.attribute for r in records(parsed, "cell") if r.value == "12人"] == ["出席"]


def test_a_sheet_of_labels_is_read_in_pairs_and_its_years_as_a_table() -> None:
    sheet = grid(
        "施策名 | 書かない窓口の導入 | | ",
        "担当課 | 市民課 | 事業費 | 1,200千円",
        "目的 | 申請書を書かずに手続を終えられるようにする。 | | ",
        "指標 | R6 | R7 | R8",
        "目標値 | 10% | 20% | 30%",
        "実績値 | 12% | | ",
        spans={(0, 1): (1, 3), (2, 1): (1, 3)},
    )
    found = told(plan([sheet]), "書かない窓口の導入")
    assert [row[:2] for row in found[:4]] == [
        ("施策名", "書かない窓口の導入"),
        ("担当課", "市民課"),
        ("事業費", "1,200千円"),
        ("目的", "申請書を書かずに手続を終えられるようにする。"),
    ]
    assert [row[:4] for row in found[4:]] == [
        ("R6 目標値", "10%", 2024, "target"),
        ("R7 目標値", "20%", 2025, "target"),
        ("R8 目標値", "30%", 2026, "target"),
        ("R6 実績値", "12%", 2024, "actual"),
    ]


def test_rows_of_years_take_their_year_from_the_label() -> None:
    parsed = plan(
        [grid("年度 | 予算額（千円） | 決算額（千円）", "令和5年度 | 1,000 | 980", "令和6年度 | 1,200 | 1,150")]
    )
    assert [row for row in told(parsed, "令和6年度")] == [
        ("予算額(千円)", "1,200", 2024, None, "千円"),
        ("決算額(千円)", "1,150", 2024, None, "千円"),
    ]


def test_marks_under_years_are_statuses_by_the_legend() -> None:
    table = grid("取組 | 担当課 | R7 | R8", "窓口改革 | 市民課 | ○ | ", "電子契約 | 総務課 | ◇ | ○")
    parsed = plan([table, "凡例 ◇：検討 ○：実施"])
    assert [(r.measure, r.fiscal_year, r.status) for r in records(parsed, "status")] == [
        ("窓口改革", 2025, "実施"),
        ("電子契約", 2025, "検討"),
        ("電子契約", 2026, "実施"),
    ]


def test_terms_with_their_meanings_are_definitions_with_or_without_heads() -> None:
    rows = [
        "RPA | 決まった作業を人に代わって行う仕組み。",
        "EBPM | データに基づいて施策を立てること。",
        "BPR | 仕事の手順を組み直すこと。",
    ]
    bare, headed = plan([grid(*rows)]), plan([grid("用語 | 解説", *rows)])
    terms = {"RPA", "EBPM", "BPR"}
    assert {r.attribute for r in records(bare, "definition")} == terms
    assert {r.attribute for r in records(headed, "definition")} == terms


def test_rows_cut_off_from_their_heads_carry_both_rows_of_them() -> None:
    heads = ("指標 | 目標値 | ", " | R7 | R8")
    rows = [f"指標その{i}の{'長い名前' * 12} | {i} | {i + 1}" for i in range(30)]
    parsed = plan([grid(*heads, *rows, spans={(0, 0): (2, 1), (0, 1): (1, 2)})])
    cut_off = [p for p in parsed.passages if p.kind == "table" and "単位" not in p.text and "指標その9" in p.text]
    assert cut_off and all("指標 | 目標値 R7 | 目標値 R8" in p.headings for p in cut_off)


def test_heads_may_stand_in_the_middle_of_a_sheet_where_they_open_a_column_of_municipalities() -> None:
    table = grid(
        "目的 | 都市機能を互いに補い合い、圏域全体で同じ利便を保つことを目指すものである。 | ",
        "進め方 | 分野ごとに幹事市町を決め、担当課長による部会を年3回開き、毎年度9月に見直す。 | ",
        "市町名 | 人口(人) | 高齢化率(%)",
        "武雄市 | 47000 | 31.2",
        "嬉野市 | 25000 | 35.4",
    )
    found = told(plan([table]), "嬉野市")
    assert ("人口(人)", "25000", None, None, "人") in found
    assert ("高齢化率(%)", "35.4", None, None, "%") in found


def test_a_row_of_dates_is_no_row_of_heads() -> None:
    table = grid(
        "市町村名 | 宣言年月日 | 区域施策編 | 担当課",
        "武雄市 | R3.3.16 | 策定済(R4.3) | 環境課",
        "嬉野市 | R5.6.15 | 策定中(R7予定) | 市民課",
        "鹿島市 | R3.12.9 | 未策定 | 環境課",
    )
    assert ("区域施策編", "未策定", None, None, None) in told(plan([table]), "鹿島市")


def test_a_row_of_years_right_below_other_heads_begins_anew() -> None:
    table = grid(
        "実施主体 | 市、農家 | | ",
        "年度 | 令和7 | 令和8 | 令和9",
        "時期 | 準備 | 実証 | 本格",
        spans={(0, 1): (1, 3)},
    )
    assert [(value, year, series) for _, value, year, series, _ in told(plan([table]), "時期")] == [
        ("準備", 2025, None),
        ("実証", 2026, None),
        ("本格", 2027, None),
    ]


def test_the_same_labels_with_other_values_each_time_are_forms_and_years_in_them_are_heads() -> None:
    forms = [grid(f"実施主体 | {body}", "年度 | 令和7 | 令和8", f"時期 | 準備 | {then}") for body, then in FORMS]
    parsed = plan(forms)
    assert told(parsed, "実施主体") == [("実施主体", body, None, None, None) for body, _ in FORMS]
    assert [row[:3] for row in told(parsed, "時期")][:2] == [("令和7", "準備", 2025), ("令和8", "本格", 2026)]


def test_the_same_heads_each_time_are_heads() -> None:
    tables = [grid("区分 | R5 | R6", f"件数 | {n} | {n + 1}") for n in (3, 5, 8)]
    assert [row[:3] for row in told(plan(tables), "件数")][:2] == [("R5", "3", 2023), ("R6", "4", 2024)]


def test_the_municipality_in_a_forms_first_row_heads_no_column() -> None:
    forms = [
        grid(
            f"団体名 | {name} | 事業名 | {title}",
            f"類型 | TYPE1 | 担当 | {office}",
            f"事業概要 | {title}を進める。 | | ",
        )
        for name, title, office in (
            ("武雄市", "予約", "総務課"),
            ("多久市", "相談", "市民課"),
            ("小城市", "貸出", "図書館"),
        )
    ]
    parsed = plan(forms)
    assert not {r.attribute for r in records(parsed, "cell")} & {"武雄市", "多久市", "小城市", "予約", "相談", "貸出"}
    assert ("担当", "市民課", None, None, None) in told(parsed, "相談")


def test_what_stands_in_a_form_belongs_to_what_it_is_filled_in_for() -> None:
    forms = [
        grid(f"取組1-{n} | {name} | 担当課 | {body}", f"現状と課題 | {why} | | ", f"ＫＰＩ | {kpi} | 目標値 | 80％")
        for n, name, body, why, kpi in (
            (1, "避難所受付のデジタル化", "防災課", "名簿は紙で作っています。", "対応した避難所の割合"),
            (2, "見守りセンサーの導入", "福祉課", "訪問だけでは届きません。", "センサーを置く世帯の割合"),
            (3, "体育館の電子錠", "生涯学習課", "鍵を取りに来ています。", "電子錠にした学校の割合"),
        )
    ]
    parsed = plan(forms)
    measures = [passage_with(words, parsed).measure for words in ("名簿は紙", "訪問だけ", "鍵を取り")]
    assert measures == ["避難所受付のデジタル化", "見守りセンサーの導入", "体育館の電子錠"]
    assert not any("取組1-1" in heading for p in parsed.passages for heading in p.headings)
    assert {(r.measure, r.value) for r in records(parsed, "department")} == {
        ("避難所受付のデジタル化", "防災課"),
        ("見守りセンサーの導入", "福祉課"),
        ("体育館の電子錠", "生涯学習課"),
    }


def test_what_stands_in_a_form_without_a_name_belongs_to_its_heading() -> None:
    parts: list[Grid | str] = []
    for n, (name, why) in enumerate(
        (("避難所受付のデジタル化", "名簿は紙"), ("見守りセンサーの導入", "訪問だけ"), ("体育館の電子錠", "鍵を取り")),
        1,
    ):
        body = f"{why}で、{'それだけでは足りないので改めます。' * 8}"
        form = grid(f"担当課 | 第{n}課", f"取組の内容 | {body}", "工程 | 導入")
        parts += [f"施策1-{n} {name}", form, "※ 支所は翌年度からとします。"]
    parsed = plan(parts)
    measures = [passage_with(words, parsed).measure or "" for words in ("名簿は紙", "訪問だけ", "鍵を取り")]
    assert [m.split(" ")[-1] for m in measures] == ["避難所受付のデジタル化", "見守りセンサーの導入", "体育館の電子錠"]
    assert not any("※" in p.text.split("施策")[0] for p in parsed.passages if p.text.count("施策"))


def test_what_stands_under_several_years_in_words_is_each_ones_and_a_figure_is_nobodys() -> None:
    table = grid("取組 | 令和8・9年度 | 令和10年度", "相談窓口の改修 | 設計を行う | 工事", "講座 | 12回 | 8回")
    parsed = plan([table])
    assert [(value, year) for _, value, year, *_ in told(parsed, "相談窓口の改修")] == [
        ("設計を行う", 2026),
        ("設計を行う", 2027),
        ("工事", 2028),
    ]
    assert [(value, year) for _, value, year, *_ in told(parsed, "講座")] == [("12回", None), ("8回", 2028)]


def test_heads_of_two_rows_that_nobody_merged_are_joined() -> None:
    table = grid(
        "地区 | バス | | 福祉 | ",
        " | 路線数 | 利用者数 | 施設数 | 利用者数",
        "梅林 | 3 | 410 | 2 | 35",
        "松風 | 5 | 920 | 4 | 80",
    )
    assert [row[:2] for row in told(plan([table]), "松風")] == [
        ("バス 路線数", "5"),
        ("バス 利用者数", "920"),
        ("福祉 施設数", "4"),
        ("福祉 利用者数", "80"),
    ]


def test_a_row_without_any_mark_is_no_section_of_the_rows_below_it() -> None:
    table = grid("会館 | 水道 | 電気", "梅林の会館 | ○ | ", "松風の会館 | | ", "竹園の会館 | | ○")
    parsed = plan([table])
    assert {r.measure for r in records(parsed, "cell")} == {"梅林の会館", "松風の会館", "竹園の会館"}
