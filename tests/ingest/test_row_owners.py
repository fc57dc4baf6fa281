"""Lists with a municipality in every row."""

from __future__ import annotations

from ingest.manifest import ManifestEntry
from ingest.model import ParsedDocument
from tests.ingest.parsing import plan

HEAD = "No.\t団体名\t事業名\t事業費（千円）\n"
LIST = (
    "長野県 交付金事業一覧\n\n"
    + HEAD
    + "1\t松本市\t書かない窓口の導入\t12,300\n"
    + "2\t\t公開型地図の更新\t4,500\n"
    + "3\t上田市\t除雪車の位置の公開\t8,000\n"
    + "4\t飯田市\tオンライン申請の拡大\t3,200\n"
    + "計\t\t\t28,000\n"
)


def owners(parsed: ParsedDocument) -> dict[str, str | None]:
    """The municipality of each row's passage, by the row's measure."""
    names = {m.code: m.name for m in parsed.municipalities}
    return {p.measure or "": names.get(p.municipality or "") for p in parsed.passages if p.kind == "table"}


def test_a_row_belongs_to_the_municipality_that_it_names_also_where_the_name_is_merged_over_rows() -> None:
    found = owners(plan(LIST))
    assert found["書かない窓口の導入"] == "松本市"
    assert found["公開型地図の更新"] == "松本市"
    assert found["除雪車の位置の公開"] == "上田市"
    assert found["オンライン申請の拡大"] == "飯田市"


def test_a_list_of_many_municipalities_is_nobodys_own_plan() -> None:
    assert plan(LIST).document.municipality is None


def test_a_total_belongs_to_nobody() -> None:
    (total,) = [p for p in plan(LIST).passages if p.text.startswith("計")]
    assert total.municipality is None


def test_the_table_goes_on_over_the_page() -> None:
    first, rest = LIST.split("3\t上田市")
    found = owners(plan(first, "3\t上田市" + rest))
    assert found["除雪車の位置の公開"] == "上田市"


def test_examples_from_other_cities_in_a_plan_leave_it_with_its_own() -> None:
    body = "松本市は、次のとおり計画を定める。\n\n" + "".join(
        f"区分{n}\t内容{n}についての取組を進める\t令和6年度\n" for n in range(20)
    )
    examples = "自治体名\t取組\t成果\n上田市\t電子回覧板\t3割減\n飯田市\t見守り\t5割減\n岡谷市\t地図\t1割減\n"
    parsed = plan(body, "先進事例\n\n" + examples)
    assert parsed.document.municipality is not None
    assert parsed.document.municipality.name == "松本市"
    assert {p.municipality for p in parsed.passages} == {parsed.document.municipality.code}


JOINT = (
    "伊那地域連携ビジョン\n策定：松本市・上田市・飯田市・岡谷市の協議会\n\n"
    "市町名\t人口\t高齢化率(%)\n松本市\t240000\t28.1\n上田市\t153000\t30.9\n飯田市\t97000\t33.4\n岡谷市\t47000\t34.8\n",
    "連携事業の参加状況\n\n"
    "番号\t連携事業\t松本市\t上田市\t飯田市\t岡谷市\tR7事業費(千円)\n"
    "1\t図書館の相互利用\t○\t○\t△\t－\t3200\n2\t除雪車の共同購入\t－\t○\t○\t○\t9100\n",
)


def test_a_plan_of_several_municipalities_is_nobodys_own_and_covers_each() -> None:
    parsed = plan(*JOINT)
    assert parsed.document.municipality is None
    assert {m.name for m in parsed.municipalities} == {"松本市", "上田市", "飯田市", "岡谷市"}
    owned = owners(parsed)
    assert owned.get("図書館の相互利用") is None


def test_a_cell_under_a_municipalitys_name_is_that_municipalitys() -> None:
    parsed = plan(*JOINT)
    codes = {m.name: m.code for m in parsed.municipalities}
    marks = {(r.municipality, r.measure): r.value for r in parsed.records if r.kind == "cell" and r.value in "○△－-"}
    assert marks[codes["飯田市"], "図書館の相互利用"] == "△"
    assert marks[codes["松本市"], "除雪車の共同購入"] in "－-"
    rates = {r.municipality: r.number for r in parsed.records if r.attribute.startswith("高齢化率")}
    assert rates[codes["岡谷市"]] == 34.8


def test_a_plan_that_speaks_of_its_own_city_stays_its_own_whatever_its_tables_compare() -> None:
    compared = JOINT[0].replace(
        "策定：松本市・上田市・飯田市・岡谷市の協議会", "本市の人口は減る。本市は備える。本市では進める。"
    )
    parsed = plan(compared, *JOINT[1:], entry=ManifestEntry(file="plan.txt", municipality="松本市"))
    assert {p.municipality for p in parsed.passages} == {"202029"}


def _described(*names: str) -> str:
    sections = (
        f"【{n}】{name}　窓口の予約\n\n課題\t窓口が混み合っている。\n取組内容\t予約の画面を設ける。\n担当課\t市民課\n"
        for n, name in enumerate(names, 1)
    )
    return "事業概要（個票）\n\n" + "\n".join(sections)


def test_what_stands_under_a_municipalitys_name_is_that_municipalitys() -> None:
    parsed = plan(LIST, _described("松本市", "上田市", "飯田市"), "用語\t説明\n予約の画面\t申込みを受ける画面。\n")
    names = {m.code: m.name for m in parsed.municipalities}
    told = [names.get(p.municipality or "") for p in parsed.passages if "予約の画面" in p.text]
    assert told == ["松本市", "上田市", "飯田市", None]


def test_sections_on_other_cities_in_a_plan_leave_it_with_its_own() -> None:
    body = "松本市は、次のとおり計画を定める。本市の取組を進める。\n\n" * 8
    parsed = plan(body, _described("上田市", "飯田市", "岡谷市"))
    assert {p.municipality for p in parsed.passages} == {"202029"}


def test_a_workbook_with_a_list_of_others_is_whose_cover_it_bears() -> None:
    cover = "第2期松本市総合戦略 進捗管理ブック\n\n長野県松本市 地方創生課\n"
    own = "施策\tKPI\tR6目標\tR6実績\n" + "".join(f"取組{n}\t参加者数\t{n}0人\t{n}1人\n" for n in range(1, 30))
    names = [
        "松本市",
        "上田市",
        "飯田市",
        "岡谷市",
        "諏訪市",
        "須坂市",
        "小諸市",
        "伊那市",
        "駒ヶ根市",
        "中野市",
        "大町市",
        "飯山市",
        "茅野市",
    ]
    listed = HEAD + "".join(f"{n}\t{name}\t地図の公開その{n}\t{n},000\n" for n, name in enumerate(names, 1))
    parsed = plan(cover, own, f"参考 長野県内の交付金事業\n\n{listed}")
    assert parsed.document.municipality is not None
    assert parsed.document.municipality.name == "松本市"
    assert owners(parsed)["地図の公開その2"] == "上田市"
    assert {p.municipality for p in parsed.passages if p.page == 2} == {parsed.document.municipality.code}
