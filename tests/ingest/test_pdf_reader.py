from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from ingest.errors import UnreadableFile
from ingest.readers.pdf import PdfReader, quote_boxes, render_page
from ingest.reading import read
from tests.ingest.drawing import Draw, table_at, text_at, together

Make = Callable[..., Path]
SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.pdf"))


def page_text(path: Path, number: int = 1) -> str:
    return read(path).pages[number - 1].text


def test_a_ruled_table_is_rows_of_cells_with_empty_ones_kept(make_pdf: Make) -> None:
    rows = [["指標", "R5", "R6", "R7"], ["申請数", "60", "", "240"], ["窓口の平均\n待ち時間", "", "", ""]]
    path = make_pdf(together(text_at(50, 780, "第１章　指標"), table_at(50, 740, [120, 60, 60, 60], rows)))
    assert page_text(path) == "第１章　指標\n\n指標\tR5\tR6\tR7\n申請数\t60\t\t240\n窓口の平均待ち時間\t\t\t"


def test_lines_drawn_as_thin_rectangles_in_a_form_make_a_table(make_pdf: Make) -> None:
    def draw(canvas) -> None:  # type: ignore[no-untyped-def]
        canvas.beginForm("table")
        canvas.setFont("Helvetica", 10)
        for y in (0, 30, 60):
            canvas.rect(0, y, 200, 0.5, stroke=0, fill=1)
        for x in (0, 100, 200):
            canvas.rect(x, 0, 0.5, 60, stroke=0, fill=1)
        for x, y, text in ((5, 40, "KPI"), (105, 40, "R5"), (105, 10, "60")):
            canvas.drawString(x, y, text)
        canvas.endForm()
        canvas.translate(80, 500)
        canvas.scale(1.5, 1.5)
        canvas.doForm("table")

    assert page_text(make_pdf(draw)) == "KPI\tR5\n\t60"


def test_a_table_open_at_its_sides_keeps_its_outer_columns(make_pdf: Make) -> None:
    def draw(canvas) -> None:  # type: ignore[no-untyped-def]
        for y in (640, 670, 700):
            canvas.line(50, y, 350, y)
        for x in (150, 250):
            canvas.line(x, 640, x, 700)
        for x, y, text in (
            (55, 680, "指標"),
            (155, 680, "R5"),
            (255, 680, "R6"),
            (55, 650, "申請数"),
            (255, 650, "60"),
        ):
            canvas.drawString(x, y, text)

    assert page_text(make_pdf(draw)) == "指標\tR5\tR6\n申請数\t\t60"


def test_prose_in_a_frame_is_no_table(make_pdf: Make) -> None:
    path = make_pdf(
        together(lambda canvas: canvas.rect(40, 600, 400, 150), text_at(50, 720, "枠の一行目", "枠の二行目"))
    )
    assert page_text(path) == "枠の一行目\n枠の二行目"


def test_bars_and_arrows_over_the_years_of_a_schedule_are_marked(make_pdf: Make) -> None:
    rows = [["取組", "R6", "R7", "R8", "R9"], ["予約", "", "", "", ""], ["契約", "検討", "", "", ""]]

    def shapes(canvas) -> None:  # type: ignore[no-untyped-def]
        canvas.setFillColorRGB(0.35, 0.6, 0.8)
        canvas.rect(160, 679, 110, 12, stroke=0, fill=1)
        canvas.line(225, 655, 325, 655)

    path = make_pdf(together(table_at(50, 730, [100, 60, 60, 60, 60], rows), shapes))
    assert page_text(path) == "取組\tR6\tR7\tR8\tR9\n予約\t━\t━\t\t\n契約\t検討\t━\t━\t"


def test_coloured_heads_and_rows_are_no_bars(make_pdf: Make) -> None:
    rows = [["取組", "R6", ""], ["予約", "", "1"], ["契約", "", ""]]

    def shapes(canvas) -> None:  # type: ignore[no-untyped-def]
        canvas.saveState()
        canvas.setFillColorRGB(0.8, 0.9, 1)
        canvas.rect(50, 700, 220, 30, stroke=0, fill=1)
        canvas.rect(50, 640, 220, 30, stroke=0, fill=1)
        canvas.restoreState()

    path = make_pdf(together(shapes, table_at(50, 730, [100, 60, 60], rows)))
    assert page_text(path) == "取組\tR6\t\n予約\t\t1\n契約\t\t"


def test_text_that_runs_over_its_fields_border_stays_in_one_cell(make_pdf: Make) -> None:
    path = make_pdf(table_at(50, 730, [55, 40, 60], [["指標", "単位", "値"], ["利用者の数", "", "12"]]))
    assert page_text(path) == "指標\t単位\t値\n利用者の数\t\t12"


def test_cells_merged_over_rows_and_columns_stand_once(make_pdf: Make) -> None:
    def draw(canvas) -> None:  # type: ignore[no-untyped-def]
        canvas.grid([50, 150, 250, 350], [700, 730])
        canvas.grid([150, 250, 350], [640, 670, 700])
        canvas.grid([50, 150], [640, 700])
        for x, y, text in ((55, 710, "分野"), (155, 710, "指標"), (255, 710, "値"), (55, 665, "窓口")):
            canvas.drawString(x, y, text)
        for x, y, text in ((155, 680, "待ち時間"), (255, 680, "21分"), (155, 650, "申請数"), (255, 650, "228")):
            canvas.drawString(x, y, text)

    assert page_text(make_pdf(draw)) == "分野\t指標\t値\n窓口\t待ち時間\t21分\n\t申請数\t228"


def test_columns_are_read_one_after_the_other(make_pdf: Make) -> None:
    left = [f"左の段の{i}行目にある文章です" for i in range(5)]
    right = [f"右の段の{i}行目にある文章です" for i in range(5)]
    path = make_pdf(together(text_at(50, 760, "見出し"), text_at(50, 720, *left), text_at(320, 720, *right)))
    lines = [line for line in page_text(path).split("\n") if line]
    assert lines == ["見出し", *left, *right]


def test_rows_without_ruling_lines_are_a_table(make_pdf: Make) -> None:
    left = text_at(50, 720, "申請数", "利用率", "登録者", "待ち時間")
    path = make_pdf(together(left, text_at(300, 720, "60件", "20%", "300人", "21分")))
    assert page_text(path) == "申請数\t60件\n利用率\t20%\n登録者\t300人\n待ち時間\t21分"


def test_a_heading_above_rows_without_lines_is_no_cell(make_pdf: Make) -> None:
    def heading(canvas) -> None:  # type: ignore[no-untyped-def]
        canvas.setFont("HeiseiKakuGo-W5", 13)
        canvas.drawString(50, 737, "２")
        canvas.drawString(80, 737, "市の概況")

    left = text_at(50, 720, "人口", "世帯数", "面積", "職員数")
    path = make_pdf(together(left, text_at(220, 720, "47,510人", "18,200世帯", "195km2", "412人"), heading))
    assert page_text(path) == "２ 市の概況\n\n人口\t47,510人\n世帯数\t18,200世帯\n面積\t195km2\n職員数\t412人"


def test_a_side_tab_stands_after_the_text(make_pdf: Make) -> None:
    tab = text_at(575, 700, *"市民の手続", leading=11)
    path = make_pdf(together(tab, text_at(50, 720, "本文の一行目", "本文の二行目", "本文の三行目")))
    assert page_text(path) == "本文の一行目\n本文の二行目\n本文の三行目\n\n市\n民\nの\n手\n続"


def test_labels_of_a_box_stay_together(make_pdf: Make) -> None:
    def draw(canvas) -> None:  # type: ignore[no-untyped-def]
        for i, word in enumerate(("計画", "実行", "点検")):
            canvas.rect(50 + 60 * i, 600, 24, 40)
            for j, char in enumerate(word):
                canvas.drawString(57 + 60 * i, 622 - 15 * j, char)

    assert page_text(make_pdf(draw)) == "計\n画\n\n実\n行\n\n点\n検"


@pytest.mark.parametrize(
    ("footer", "label"),
    [("- 12 -", "12"), ("７", "7"), ("P.3", "3"), ("ⅱ", "ii"), ("市の計画 p. 4", "4"), ("令和7年", None)],
)
def test_the_printed_page_number_is_the_label(make_pdf: Make, footer: str, label: str | None) -> None:
    path = make_pdf(together(text_at(50, 700, "本文"), text_at(290, 20, footer)))
    assert read(path).pages[0].label == label


def test_a_page_whose_fonts_give_no_characters_is_unread_rather_than_garbage(make_pdf: Make) -> None:
    path = make_pdf(text_at(50, 700, "一枚目"), text_at(50, 700, "本文" + "\ue000" * 12))
    document = PdfReader(scans=False).read(path)
    assert document.pages[1].text == ""
    assert document.warnings == (
        "page 2: its fonts give no characters for 12 of its glyphs; not read as text",
        "recognition of scans is turned off",
        *document.warnings[2:],
    )
    assert document.warnings[2].startswith("1 page has no readable text and could not be read: 2")


def test_a_few_glyphs_without_characters_are_a_warning(make_pdf: Make) -> None:
    document = read(make_pdf(text_at(50, 700, "本文" * 20 + "\ue000" * 7)))
    assert document.pages[0].text.startswith("本文")
    assert document.warnings == ("page 1: 7 glyphs have no character",)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_as_displayed(make_pdf: Make, tmp_path: Path, rotation: int) -> None:
    path = make_pdf(text_at(59.5, 842 - 84.2, "本文の一行目"))
    with pypdfium2.PdfDocument(path) as document:
        document[0].set_rotation(rotation)
        document.save(rotated := tmp_path / "rotated.pdf")
    text = page_text(rotated).replace("\n", "")
    (box, *_) = quote_boxes(rotated, 1, 0, len(text))
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    near = {0: (0.15, 0.1), 90: (0.9, 0.15), 180: (0.85, 0.9), 270: (0.1, 0.85)}[rotation]
    assert abs(x - near[0]) < 0.06 and abs(y - near[1]) < 0.06


def test_a_quote_over_two_lines_has_two_boxes(make_pdf: Make) -> None:
    path = make_pdf(text_at(60, 700, "計画の期間は令和", "七年度からです"))
    text = page_text(path)
    start, end = text.index("期間"), text.index("から")
    upper, lower = quote_boxes(path, 1, start, end)
    assert upper[3] <= lower[1] + 0.005 and lower[0] < upper[0] < upper[2]
    assert 0 <= upper[0] < upper[2] <= 1 and 0 <= lower[1] < lower[3] <= 1


def test_boxes_of_a_page_that_is_turned_to_be_read_follow_its_lines(make_pdf: Make, tmp_path: Path) -> None:
    def landscape(canvas) -> None:  # type: ignore[no-untyped-def]
        canvas.translate(595, 0)
        canvas.rotate(90)
        text_at(80, 480, "計画の期間は令和", "七年度からです")(canvas)

    with pypdfium2.PdfDocument(make_pdf(landscape)) as document:
        document[0].set_rotation(90)
        document.save(turned := tmp_path / "turned.pdf")
    text = page_text(turned)
    assert text == "計画の期間は令和\n七年度からです"
    upper, lower = quote_boxes(turned, 1, text.index("期間"), text.index("から"))
    assert upper[3] <= lower[1] + 0.005 and abs(lower[0] - 80 / 842) < 0.01 and upper[0] > lower[0]


UPRIGHT = [
    "本市は、令和七年度から三年間の計画を定め、",
    "市民の暮らしを支える。窓口の手続きは、",
    "書かずに済むように改める。",
]


@pytest.mark.parametrize("by", ["font", "glyph"])
def test_lines_from_top_to_bottom_are_read_from_the_right(make_pdf: Make, by: str) -> None:
    def draw(canvas) -> None:  # type: ignore[no-untyped-def]
        pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3", isVertical=True))
        for i, line in enumerate(UPRIGHT):
            if by == "font":
                canvas.setFont("HeiseiMin-W3", 12)
                canvas.drawString(500 - 22 * i, 750, line)
            else:
                for j, char in enumerate(line):
                    canvas.drawString(500 - 22 * i, 750 - 13 * j, char)

    path = make_pdf(draw)
    text = page_text(path)
    assert text == "\n".join(UPRIGHT)
    assert len(quote_boxes(path, 1, text.index("三年間"), text.index("暮らし"))) == 2


def test_a_quote_in_a_table_cell_has_its_box_in_that_cell(make_pdf: Make) -> None:
    path = make_pdf(table_at(50, 700, [100, 100], [["指標", "値"], ["申請数", "240"]]))
    start = page_text(path).index("240")
    (box,) = quote_boxes(path, 1, start, start + 3)
    assert 150 / 595 < box[0] < box[2] < 250 / 595


def test_a_page_is_rendered_as_png(make_pdf: Make) -> None:
    path = make_pdf(text_at(60, 700, "本文"))
    assert render_page(path, 1, 0.5).startswith(b"\x89PNG")
    with pytest.raises(UnreadableFile, match="no page 2; it has 1"):
        render_page(path, 2)


def test_encrypted_files_say_so(make_pdf: Make) -> None:
    path = make_pdf(text_at(60, 700, "本文"), encrypt=StandardEncryption("secret", "owner"))
    with pytest.raises(UnreadableFile, match="encrypted; save a copy without a password"):
        read(path)


def test_a_file_with_only_an_owner_password_is_read(make_pdf: Make) -> None:
    assert page_text(make_pdf(text_at(60, 700, "本文"), encrypt=StandardEncryption("", "owner"))) == "本文"


def test_truncated_files_say_so(make_pdf: Make) -> None:
    path = make_pdf(text_at(60, 700, "本文"))
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(UnreadableFile, match=r"plan\.pdf: PDF cut short"):
        read(path)


def test_readers_may_run_in_threads(make_pdf: Make) -> None:
    path = make_pdf(*[text_at(60, 700, f"本文{i}") for i in range(5)])
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda _: [p.text for p in PdfReader().read(path).pages], range(24)))
    assert texts == [[f"本文{i}" for i in range(5)]] * 24


def squeezed(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", text.replace("\ufffe", "-").replace("\x02", "-")))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_character_is_lost_or_added_on_any_sample(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as document:
        expected = [squeezed(page.get_textpage().get_text_range()) for page in document]
    assert [squeezed(page.text) for page in read(path).pages] == expected


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_tables_on_every_sample_have_equal_numbers_of_tabs(path: Path) -> None:
    for page in read(path).pages:
        for block in page.text.split("\n\n"):
            assert len({line.count("\t") for line in block.split("\n")}) == 1 or "\t" not in block


def test_a_heading_between_two_tables_without_lines_parts_them(make_pdf: Make) -> None:
    def unruled(y: float, *rows: str) -> list[Draw]:
        places = (
            (r, x, text) for r, row in enumerate(rows) for x, text in zip((50, 200, 300), row.split(), strict=True)
        )
        return [text_at(x, y - 16 * r, text) for r, x, text in places]

    first = unruled(720, "指標 R6 R7", "貸出の冊数 410 520", "講座の回数 12 18", "相談の件数 31 44")
    second = unruled(622, "取組 担当 時期", "水路の点検 建設課 R8", "花壇の整備 農林課 R9", "灯りの設置 建設課 R8")
    page = read(make_pdf(together(*first, text_at(50, 640, "２　取組の時期"), *second))).pages[0]
    assert [page.text[t.start : t.end].split("\t")[0] for t in page.tables] == ["指標", "取組"]
    assert "２　取組の時期" in page.text.split("\n")
