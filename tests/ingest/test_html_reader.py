from __future__ import annotations

from pathlib import Path

import pytest

from ingest.reading import read

PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>武雄市のＤＸ</title>
<style>p {{}}</style></head><body>
<header>武雄市役所</header><nav><a>ホーム</a></nav><div id="tmp_contents"><h1>ＤＸ推進計画</h1>
<p>本計画は、令和７年度から
令和９年度までの<ruby>計画<rt>けいかく</rt></ruby>です。<br>次の行。</p><script>var a = 1;</script>
<ul><li>窓口</li><li>防災</li></ul>
<table><tr><th rowspan="2">分野</th><th colspan="2">年度</th></tr><tr><td>R6</td><td>R7</td></tr>
<tr><td>窓口</td><td></td><td>240<br>件</td></tr></table><p hidden>隠れた文</p></div>
<footer>電話 0000</footer></body></html>"""
TEXT = (
    "ＤＸ推進計画\n\n本計画は、令和７年度から令和９年度までの計画です。\n次の行。\n\n窓口\n防災\n\n"
    "分野\t年度\t\n\tR6\tR7\n窓口\t\t240件"
)


@pytest.mark.parametrize(("charset", "codec"), [("utf-8", "utf-8"), ("Shift_JIS", "cp932"), ("euc-jp", "euc_jp")])
def test_the_main_content_is_one_page_without_navigation(tmp_path: Path, charset: str, codec: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.format(charset=charset).encode(codec))
    document = read(path)
    assert [page.text for page in document.pages] == [TEXT]
    assert document.title == "武雄市のＤＸ"


def test_a_wrong_declaration_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(PAGE.format(charset="utf-8").encode("cp932"))
    assert "令和９年度" in read(path).pages[0].text


def test_tables_that_lay_out_the_page_are_text(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    inner = "<table><tr><td>a</td><td>b</td></tr></table>"
    path.write_text(f"<html><body><table><tr><td>左</td><td>{inner}</td></tr></table></body></html>", "utf-8")
    assert read(path).pages[0].text == "左\n\na\tb"


def test_tables_keep_their_merged_cells_their_header_and_their_caption(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        PAGE.format(charset="utf-8").replace("<table>", "<table><caption>表１（単位：件）</caption>"), "utf-8"
    )
    (page,) = read(path).pages
    (table,) = page.tables
    assert "表１（単位：件）\n\n分野\t年度" in page.text
    spans = {(c.row, c.column): (c.rows, c.columns) for c in table.cells if (c.rows, c.columns) != (1, 1)}
    assert (spans, table.header) == ({(0, 0): (2, 1), (0, 1): (1, 2)}, 1)


def test_a_table_keeps_its_cells_where_another_stands_in_one_of_them(tmp_path: Path) -> None:
    inner = "<table><tr><th>区分<th>R6</tr><tr><td>公立<td>5園</tr></table>"
    (tmp_path / "a.html").write_text(
        "<html><body><table><tr><th>指標<th>R5<th>R6</tr><tr><td>待機児童<td>12人<td>5人</tr>"
        f"<tr><td>保育所<td colspan=2>{inner}</td></tr><tr><td>病児保育<td><td>2か所</tr></table></body></html>",
        "utf-8",
    )
    (page,) = read(tmp_path / "a.html").pages
    outer = "指標\tR5\tR6\n待機児童\t12人\t5人\n保育所\t\t\n病児保育\t\t2か所"
    assert page.text == f"{outer}\n\n区分\tR6\n公立\t5園"
    assert [table.header for table in page.tables] == [1, 1]


@pytest.mark.parametrize("span", ["²", "९", "9" * 5000, "-1", "0", "", "2.5"])
def test_a_span_that_is_no_number_is_one(tmp_path: Path, span: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        f"<p>表</p><table><tr><td rowspan='{span}' colspan='{span}'>人口</td><td>5</td></tr><tr><td>6</td></tr></table>"
    )
    assert read(path).pages[0].text == "表\n\n人口\t5\n6\t"


def test_a_span_is_cut_off_at_the_table_s_end(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<p>表</p><table><tr><td rowspan=999999>人口</td><td>5</td></tr><tr><td>6</td></tr></table>")
    assert read(path).pages[0].text == "表\n\n人口\t5\n\t6"
