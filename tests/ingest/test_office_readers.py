from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl.styles import PatternFill
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from ingest.errors import UnreadableFile
from ingest.reading import read


def saved(document: Any, path: Path) -> Path:
    document.save(str(path))
    return path


def texts(path: Path) -> list[str]:
    return [page.text for page in read(path).pages]


# Word


def test_word_headings_stand_apart_and_tables_keep_empty_and_merged_cells(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("第１章　窓口", 1)
    document.add_paragraph("本文の一つ目。")
    document.add_paragraph("本文の二つ目。")
    table = document.add_table(3, 3)
    for r, row in enumerate([["分野", "指標", "値"], ["窓口", "待ち\n時間", ""], ["", "合計", ""]]):
        for c, value in enumerate(row):
            table.cell(r, c).text = value
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(2, 1).merge(table.cell(2, 2))
    document.add_paragraph("表の後。")
    rows = "分野\t指標\t値\n窓口\t待ち時間\t\n\t合計\t"
    expected = f"第１章　窓口\n\n本文の一つ目。\n本文の二つ目。\n\n{rows}\n\n表の後。"
    assert texts(saved(document, tmp_path / "a.docx")) == [expected]


def test_word_pages_break_where_the_file_says(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一枚目").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("二枚目")
    run = document.add_paragraph("二枚目の終わり").add_run()
    run._r.append(OxmlElement("w:lastRenderedPageBreak"))
    run.add_text("三枚目")
    document.add_paragraph("四枚目").paragraph_format.page_break_before = True
    path = saved(document, tmp_path / "a.docx")
    assert texts(path) == ["一枚目", "二枚目\n二枚目の終わり", "三枚目", "四枚目"]
    assert read(path).warnings == ()


def test_word_without_breaks_is_cut_by_length_at_seams_and_says_so(tmp_path: Path) -> None:
    document = docx.Document()
    for i in range(6):
        document.add_heading(f"見出し{i}", 2)
        document.add_paragraph("あ" * 900)
    read_back = read(saved(document, tmp_path / "a.docx"))
    assert [page.text.split("\n")[0] for page in read_back.pages] == ["見出し0", "見出し2", "見出し4"]
    assert "counted by length" in read_back.warnings[0]


def test_word_deletions_and_field_codes_are_left_out_and_text_boxes_kept_once(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("残る")
    deleted = OxmlElement("w:del")
    deleted.append(paragraph.add_run("消える")._r)
    paragraph._p.append(deleted)
    code = OxmlElement("w:instrText")
    code.text = "PAGEREF _Toc1"
    paragraph.add_run()._r.append(code)
    box = OxmlElement("w:txbxContent")
    box.append(docx.Document().add_paragraph("箱の中")._p)
    paragraph.add_run()._r.append(box)
    assert texts(saved(document, tmp_path / "a.docx")) == ["残る\n箱の中"]


def test_word_title_is_a_hint(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = "ＤＸ計画"
    document.add_paragraph("本文")
    assert read(saved(document, tmp_path / "a.docx")).title == "ＤＸ計画"


def test_word_content_controls_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("目次の行")
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    paragraph._p.addprevious(control)
    control.append(content)
    content.append(paragraph._p)
    assert document.element.body.find(qn("w:sdt")) is not None
    assert texts(saved(document, tmp_path / "a.docx")) == ["目次の行"]


def test_word_tables_keep_their_merged_cells_and_header_rows(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for r, row in enumerate([["分野", "値", ""], ["窓口", "1", "2"], ["", "3", "4"]]):
        for c, value in enumerate(row):
            table.cell(r, c).text = value
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    (page,) = read(saved(document, tmp_path / "a.docx")).pages
    (found,) = page.tables
    merged = {(c.row, c.column): (c.rows, c.columns) for c in found.cells if (c.rows, c.columns) != (1, 1)}
    assert (merged, found.header) == ({(0, 1): (1, 2), (1, 0): (2, 1)}, 1)
    assert [page.text[c.start : c.end] for c in found.cells] == ["分野", "値", "窓口", "1", "2", "3", "4"]


@pytest.mark.parametrize("span", ["²", "0", "", "9" * 5000])
def test_word_cells_with_a_span_that_is_no_number_cover_one_column(tmp_path: Path, span: str) -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "人口", "5"
    grid = OxmlElement("w:gridSpan")
    grid.set(qn("w:val"), span)
    table.cell(0, 0)._tc.get_or_add_tcPr().append(grid)
    assert texts(saved(document, tmp_path / "a.docx")) == ["人口\t5"]


def test_a_word_file_without_a_body_is_refused(tmp_path: Path) -> None:
    whole, path = saved(docx.Document(), tmp_path / "a.docx"), tmp_path / "b.docx"
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(path, "w") as other:
        for name in archive.namelist():
            other.writestr(name, b"<a/>" if name == "word/document.xml" else archive.read(name))
    with pytest.raises(UnreadableFile, match=r"b\.docx: its document has no body"):
        read(path)


def test_word_automatic_numbers_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    for style, text in (
        ("List Number", "整理する"),
        ("List Number", "調達する"),
        ("List Bullet", "短くする"),
    ):
        document.add_paragraph(text, style=style)
    assert texts(saved(document, tmp_path / "a.docx")) == ["1. 整理する\n2. 調達する\n・短くする"]


def test_word_headings_are_numbered_by_their_levels_in_japanese_forms(tmp_path: Path) -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for at, (form, text) in enumerate(
        (("decimalFullWidth", "第%1章"), ("decimal", "%1-%2"), ("decimalEnclosedCircle", "%3"))
    ):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(at))
        for name, value in (("start", "1"), ("numFmt", form), ("lvlText", text)):
            child = OxmlElement(f"w:{name}")
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    numbering.insert(0, abstract)
    number = numbering.add_num(90)
    for at, text in ((0, "概要"), (1, "目的"), (1, "期間"), (2, "前期"), (2, "後期"), (0, "施策"), (1, "窓口")):
        properties = document.add_heading(text, at + 1)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = at
        properties.get_or_add_numId().val = number.numId
    lines = [line for page in texts(saved(document, tmp_path / "a.docx")) for line in page.split("\n") if line]
    assert lines == ["第１章 概要", "１-1 目的", "１-2 期間", "① 前期", "② 後期", "第２章 施策", "２-1 窓口"]


def test_word_tables_inside_tables_stand_behind_them(tmp_path: Path) -> None:
    document = docx.Document()
    outer = document.add_table(2, 2)
    for r, row in enumerate([["項目", "内容"], ["内訳", "次の表"]]):
        for c, value in enumerate(row):
            outer.cell(r, c).text = value
    inner = outer.cell(1, 1).add_table(2, 2)
    for r, row in enumerate([["年度", "額"], ["R6", "120"]]):
        for c, value in enumerate(row):
            inner.cell(r, c).text = value
    assert texts(saved(document, tmp_path / "a.docx")) == ["項目\t内容\n内訳\t次の表\n\n年度\t額\nR6\t120"]


def test_word_coloured_fields_of_a_schedule_are_bars(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 4)
    for c, value in enumerate(["取組", "R6", "R7", "R8"]):
        table.cell(0, c).text = value
    table.cell(1, 0).text = "予約システム"
    for c in (1, 2):
        shade = OxmlElement("w:shd")
        shade.set(qn("w:fill"), "5B9BD5")
        table.cell(1, c)._tc.get_or_add_tcPr().append(shade)
    assert texts(saved(document, tmp_path / "a.docx")) == ["取組\tR6\tR7\tR8\n予約システム\t━\t━\t"]


# Excel


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "040_一覧"
    sheet.append(["事業", "予算", "率", "日付", None])
    sheet.append(["窓口", 1234567, 0.125, dt.date(2025, 4, 1), None])
    sheet.append([None, -300, 1, None, None])
    sheet["B2"].number_format, sheet["B3"].number_format = '#,##0"千円"', '#,##0;"▲"#,##0'
    sheet["C2"].number_format, sheet["C3"].number_format = "0.0%", "0%"
    sheet["D2"].number_format = '[$-411]ggge"年"m"月"d"日"'
    sheet["A5"] = "合計"
    sheet["B5"] = "二行の\n文字"
    sheet.merge_cells("A5:A6")
    hidden = book.create_sheet("作業用")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "見せない"
    book.create_sheet("二枚目")["B2"] = "右下"
    return saved(book, path)


def test_excel_sheets_are_pages_with_values_as_displayed(tmp_path: Path) -> None:
    document = read(workbook(tmp_path / "a.xlsx"))
    assert [(p.number, p.label) for p in document.pages] == [(1, "040_一覧"), (2, "二枚目")]
    rows = "事業\t予算\t率\t日付\n窓口\t1,234,567千円\t12.5%\t令和7年4月1日\n\t▲300\t100%\t\n\n合計\t二行の文字"
    assert [p.text for p in document.pages] == [rows, "右下"]
    assert document.warnings == ("sheet 作業用 is hidden and was left out",)


def test_excel_keeps_merged_cells_and_leaves_out_what_is_hidden(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    rows = [["施策", "メモ", "目標値", None], [None, None, "R6", "R7"], ["窓口", "内部用", 10, 20], ["削除", "x", 1, 2]]
    for row in [*rows, ["電子申請", "内部用", 30, None]]:
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("C1:D1")
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[4].hidden = True
    document = read(saved(book, tmp_path / "a.xlsx"))
    (page,) = document.pages
    assert page.text == "施策\t目標値\t\n\tR6\tR7\n窓口\t10\t20\n電子申請\t30\t"
    spans = {(c.row, c.column): (c.rows, c.columns) for c in page.tables[0].cells if (c.rows, c.columns) != (1, 1)}
    assert spans == {(0, 0): (2, 1), (0, 1): (1, 2)}
    assert document.warnings == ("sheet Sheet: 1 row and 1 column are hidden, and left out",)


def test_excel_titles_and_notes_stand_apart_from_their_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["令和7年度予算"], [None, "（単位：千円）"], ["事業", "額"], ["窓口", 120], ["※当初予算"]):
        book.active.append(row)
    expected = "令和7年度予算\n（単位：千円）\n\n事業\t額\n窓口\t120\n\n※当初予算"
    assert texts(saved(book, tmp_path / "a.xlsx")) == [expected]


def test_excel_sheets_ruled_as_squared_paper_have_the_columns_that_hold_something(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row, (label, value) in enumerate([("施策名", "窓口の改革"), ("担当課", "市民課")], 1):
        sheet.cell(row, 1, label)
        sheet.cell(row, 6, value)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=4)
        sheet.merge_cells(start_row=row, start_column=6, end_row=row, end_column=20)
    (page,) = read(saved(book, tmp_path / "a.xlsx")).pages
    assert page.text == "施策名\t窓口の改革\n担当課\t市民課"
    assert {(c.rows, c.columns) for c in page.tables[0].cells} == {(1, 1)}


def test_excel_coloured_fields_of_a_schedule_are_bars(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["取組", "R6", "R7", "R8"])
    sheet.append(["予約システム"])
    for field in ("C2", "D2"):
        sheet[field].fill = PatternFill("solid", fgColor="5B9BD5")
    assert texts(saved(book, tmp_path / "a.xlsx")) == ["取組\tR6\tR7\tR8\n予約システム\t\t━\t━"]


def test_excel_formulas_without_values_are_a_warning(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["計", "=SUM(1,2)"])
    document = read(saved(book, tmp_path / "a.xlsx"))
    assert document.pages[0].text == "計"
    assert document.warnings[0].startswith("1 formulas have no stored value")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.tsv", "\t"), ("a.csv", ";")])
def test_separated_values_are_one_page_of_rows(tmp_path: Path, encoding: str, name: str, delimiter: str) -> None:
    path = tmp_path / name
    path.write_bytes(
        f'市{delimiter}値{delimiter}\r\n武雄市{delimiter}"1{delimiter}2\n行"{delimiter}\r\n'.encode(encoding)
    )
    inner = " " if delimiter == "\t" else delimiter
    assert texts(path) == [f"市\t値\n武雄市\t1{inner}2行"]


# PowerPoint


def test_slides_are_pages_in_reading_order_with_tables_and_notes(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    for text, left, top in (("右下", 12, 10), ("左下", 1, 10), ("中段", 1, 6)):
        slide.shapes.add_textbox(Cm(left), Cm(top), Cm(5), Cm(1)).text_frame.text = text
    slide.shapes.title.text = "題名"
    table = slide.shapes.add_table(2, 2, Cm(1), Cm(14), Cm(10), Cm(2)).table
    for (r, c), value in {(0, 0): "指標", (0, 1): "値", (1, 0): "申請数"}.items():
        table.cell(r, c).text = value
    slide.notes_slide.notes_text_frame.text = "話す内容"
    hidden = deck.slides.add_slide(deck.slide_layouts[6])
    hidden._element.set("show", "0")
    last = deck.slides.add_slide(deck.slide_layouts[6])
    group = last.shapes.add_group_shape()
    group.shapes.add_textbox(Cm(1), Cm(1), Cm(3), Cm(1)).text_frame.text = "組の中"
    document = read(saved(deck, tmp_path / "a.pptx"))
    first = "題名\n\n中段\n\n左下\n\n右下\n\n指標\t値\n申請数\t\n\n話す内容"
    assert [p.text for p in document.pages] == [first, "", "組の中"]
    assert document.warnings == ("slide 2 is hidden and was left out",)


# all of them


@pytest.mark.parametrize(("suffix", "member"), [(".docx", "word/document.xml"), (".xlsx", "xl/workbook.xml")])
def test_archives_that_unpack_beyond_the_limit_are_refused(tmp_path: Path, suffix: str, member: str) -> None:
    path = tmp_path / f"bomb{suffix}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, "<x/>")
        archive.writestr("media/zeros", b"\0" * 60_000_000)
    with pytest.raises(UnreadableFile, match="unpack to 60 MB"):
        read(path)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pptx"])
def test_damaged_office_files_say_so(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"PK\x03\x04 and then nothing of an archive")
    with pytest.raises(UnreadableFile, match=rf"a\{suffix}: .*; "):
        read(path)


@pytest.mark.parametrize("member", ["word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"])
def test_archives_without_their_parts_say_so(tmp_path: Path, member: str) -> None:
    path = tmp_path / ("a" + {"w": ".docx", "x": ".xlsx", "p": ".pptx"}[member[0]])
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "<x/>")
    with pytest.raises(UnreadableFile, match="reader failed"):
        read(path)


def test_the_values_of_a_chart_are_a_table(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "申請の推移"
    data = CategoryChartData(number_format="0%")
    data.categories = ["R4", "R5"]
    data.add_series("申請率", (0.21, 0.35))
    data.add_series("目標", (0.25, None))
    place = Cm(2), Cm(4), Cm(15), Cm(8)
    chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "オンライン申請"
    (page,) = read(saved(deck, tmp_path / "a.pptx")).pages
    assert page.text == "申請の推移\n\nオンライン申請\n\n\t申請率\t目標\nR4\t21%\t25%\nR5\t35%\t"
    assert page.tables[0].header == 1


def test_a_chart_of_a_word_file_stands_behind_its_paragraph(tmp_path: Path) -> None:
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart><c:plotArea>'
        '<c:lineChart><c:ser><c:tx><c:strRef><c:strCache><c:pt idx="0"><c:v>人口</c:v></c:pt></c:strCache></c:strRef>'
        '</c:tx><c:cat><c:strLit><c:pt idx="0"><c:v>R6</c:v></c:pt></c:strLit></c:cat><c:val><c:numRef><c:numCache>'
        '<c:formatCode>#,##0</c:formatCode><c:pt idx="0"><c:v>47510</c:v></c:pt></c:numCache></c:numRef></c:val>'
        "</c:ser></c:lineChart></c:plotArea></c:chart></c:chartSpace>"
    )
    document = docx.Document()
    run = document.add_paragraph("人口の推移").add_run()
    name = PackURI("/word/charts/chart1.xml")
    part = Part(name, "application/vnd.openxmlformats-officedocument.drawingml.chart+xml", chart.encode())
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    run._r.append(
        parse_xml(
            f'<w:drawing {nsdecls("w")}><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
            f'{nsdecls("r")} r:id="{relation}"/></w:drawing>'
        )
    )
    document.add_paragraph("次の段落")
    assert texts(saved(document, tmp_path / "a.docx")) == ["人口の推移\n\n\t人口\nR6\t47,510\n\n次の段落"]
