"""Asking in the browser: answers with markers, the page they lead to, lists, conversations."""

from __future__ import annotations

import csv
import io
import re

from PIL import Image

from assistant.api.page_image import MARK
from tests.browser.conftest import ask, serving

SET = "サクフォームを使う自治体は？"
TEXT_PLAN = "雪代村のバスっておとな1回いくらで乗れますか"


def marked_pixels(png: bytes) -> int:
    """Those of about the marker's colour: the browser scales the page."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    colours = image.getcolors(1 << 24) or []
    return sum(n for n, colour in colours if all(abs(a - b) < 30 for a, b in zip(colour, MARK, strict=True)))


def test_an_answer_has_markers_that_open_the_page_with_the_quote_marked(site, visit):
    page = visit(site)
    turn = ask(page, "汐崎市の人口は？")
    assert "73,418" in turn.locator(".statements").inner_text()
    turn.locator(".statements .marker").first.click()
    panel = page.locator("#source")
    panel.locator(".page-image img").wait_for()
    assert "汐崎市" in panel.inner_text() and "5 / 19 ページ" in panel.inner_text()
    assert "人口 73,418人" in panel.locator(".quoted").inner_text()
    panel.locator(".page-image img").evaluate("image => image.decode()")
    assert marked_pixels(panel.locator(".page-image img").screenshot()) > 300

    panel.get_by_label("文字", exact=True).check()
    assert panel.locator("mark").inner_text().split() == ["人口", "73,418人"]
    panel.get_by_text("次のページ").click()
    panel.get_by_text("6 / 19 ページ").wait_for()
    assert panel.locator("mark").count() == 0
    panel.get_by_label("画像", exact=True).check()
    panel.locator(".page-image img").evaluate("image => image.decode()")
    assert marked_pixels(panel.locator(".page-image img").screenshot()) == 0
    page.go_back()
    panel.get_by_text("5 / 19 ページ").wait_for()


def test_the_printed_page_number_stands_beside_the_physical_one(site, visit):
    said = visit(site, "#/source/aizawa-action/4").locator("#source .place").inner_text()
    assert "4 / 9 ページ" in said and "印刷されたページ番号 3" in said


def test_a_text_document_shows_its_words_with_the_quote_marked(site, visit):
    page = visit(site)
    ask(page, TEXT_PLAN).locator(".marker").first.click()
    mark = page.locator("#source .page-text mark")
    assert "２００円" in mark.inner_text()
    assert mark.bounding_box()["y"] < 800
    assert page.locator("#source .page-image").count() == 0


def test_the_address_of_a_source_opens_it_anew(site, visit):
    page = visit(site)
    ask(page, TEXT_PLAN).locator(".marker").first.click()
    quote = page.locator("#source mark").inner_text()
    address = page.url.removeprefix(site)
    assert address.startswith("#/source/yukishiro-transit/1?start=")
    assert visit(site, address).locator("#source mark").inner_text() == quote


def test_a_source_that_does_not_exist_says_so(site, visit):
    page = visit(site, "#/source/no-such-plan/1")
    assert "no document 'no-such-plan'" in page.locator("#source [role=alert]").inner_text()


def test_a_set_is_a_table_that_sorts_and_shows_who_has_no_mention(site, visit):
    page = visit(site)
    turn = ask(page, SET)
    names = turn.locator("tbody th")
    assert names.all_inner_texts() == ["葛野原市", "東汐崎町", "織部市"]
    assert "自治体を調べました" in turn.locator(".coverage").inner_text()
    header = turn.locator("thead th").first
    header.get_by_role("button").click()
    assert header.get_attribute("aria-sort") == "ascending"
    up = names.all_inner_texts()
    header.get_by_role("button").click()
    assert header.get_attribute("aria-sort") == "descending"
    assert names.all_inner_texts() == up[::-1]

    turn.get_by_role("checkbox").check()
    assert names.count() > 3
    assert turn.locator("tr.unmentioned").first.inner_text().split()[-1] == "記載なし"
    shares = [int(n) for n in turn.locator(".share strong").all_inner_texts()]
    assert sum(shares) == names.count()


def test_a_list_is_saved_as_csv_and_markdown(site, visit):
    page = visit(site)
    turn = ask(page, SET)
    with page.expect_download() as download:
        turn.get_by_text("CSVで保存").click()
    text = download.value.path().read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["自治体"] for row in rows] == ["葛野原市", "東汐崎町", "織部市"]
    assert rows[0]["原文"] == "市の電子申請には、職員が様式を作れる「サクフォーム」を使います。"
    assert rows[0]["ページ"] == "6"
    with page.expect_download() as download:
        turn.get_by_text("Markdownで保存").click()
    lines = download.value.path().read_text("utf-8").splitlines()
    assert lines[0].startswith("| 自治体 | 状況 | 原文 |")
    assert len(lines) == 5


def test_what_the_plans_do_not_say_is_shown_as_such_with_the_nearest_passages(site, visit):
    page = visit(site)
    turn = ask(page, "札幌市の人口は？")
    assert "答えは見つかりませんでした" in turn.locator(".abstained").inner_text()
    turn.get_by_text("近い箇所").click()
    turn.locator(".nearest li a").first.wait_for()
    turn.locator(".nearest li a").first.click()
    page.locator("#source .page-content > *").first.wait_for()


def test_a_claim_is_answered_with_its_verdict_in_a_word_and_a_sign(site, visit):
    turn = ask(visit(site), "汐崎市の人口は10万人である。")
    assert turn.locator(".verdict").inner_text().split() == ["✕", "記載と異なる"]
    assert "73,418" in turn.locator(".statements").inner_text()


def test_examples_are_asked_by_a_click_and_answered(site, visit):
    page = visit(site)
    page.locator(".example").first.wait_for()
    assert 4 <= page.locator(".example").count() <= 8
    words = page.locator(".example span").nth(1).inner_text()
    page.locator(".example").first.click()
    page.locator("article.turn .actions").last.wait_for()
    assert page.locator("article.turn h2").inner_text().endswith(words)
    assert page.locator("article.turn .marker").count() > 0
    assert page.locator(".examples").is_hidden()


def test_a_conversation_goes_on_and_is_there_after_a_reload(site, visit):
    page = visit(site)
    ask(page, "汐崎市の人口は？")
    with page.expect_request("**/chat") as second:
        turn = ask(page, "では織部市は？")
    assert second.value.post_data_json["session_id"]
    assert "織部市" in turn.locator(".statements").inner_text()
    page.reload()
    page.locator("article.turn").nth(1).wait_for()
    page.get_by_role("button", name="新しい会話").click()
    assert page.locator("article.turn").count() == 0
    ask(page, "雪代村の人口は？")
    page.locator(".history summary").click()
    page.locator(".history li button", has_text="汐崎市の人口は？").click()
    assert page.locator("article.turn").count() == 2


def test_an_earlier_conversation_is_opened_from_the_server_and_deleted(samples_home, visit):
    with serving(samples_home) as site:
        page = visit(site)
        for question in ("汐崎市の人口は？", "雪代村の人口は？"):
            ask(page, question)
            page.get_by_role("button", name="新しい会話").click()
        again = page.context.new_page()
        again.goto(site)
        again.locator(".history summary").click()
        assert again.locator("article.turn").count() == 0
        again.locator(".history li button", has_text="汐崎市の人口は？").click()
        turn = again.locator("article.turn")
        assert "73,418" in turn.locator(".statements").inner_text() and "保存された会話" in turn.inner_text()
        turn.locator(".statements .marker").first.click()
        again.locator("#source .page-image img").wait_for()
        again.keyboard.press("Escape")
        again.reload()
        again.locator("article.turn").wait_for()
        again.locator(".history summary").click()
        again.get_by_role("button", name="雪代村の人口は？を取り除く").click()
        again.locator(".history li").nth(1).wait_for(state="detached")
        again.get_by_role("button", name="すべて取り除く").click()
        again.get_by_role("dialog").get_by_role("button", name="取り除く").click()
        again.locator(".history").wait_for(state="detached")
        page.reload()
        anew = page.context.new_page()
        anew.goto(site)
        anew.locator(".example").first.wait_for()
        assert anew.locator(".history").count() == 0


def test_a_tile_leads_to_the_row_of_its_municipality(site, visit):
    page = visit(site)
    turn = ask(page, SET)
    tiles = turn.locator(".tile")
    turn.locator(".tiles summary").click()
    tiles.first.wait_for()
    shares = [int(n) for n in turn.locator(".share strong").all_inner_texts()]
    assert tiles.count() == sum(shares)
    silent = turn.locator(".tile.none").first
    assert "記載なし" in silent.inner_text()
    silent.focus()
    page.keyboard.press("Enter")
    name = page.evaluate("document.activeElement.textContent")
    assert page.evaluate("document.activeElement.closest('tr').className") == "unmentioned"
    assert silent.get_attribute("title") == f"{name}：記載なし"
    turn.get_by_role("checkbox").uncheck()
    assert turn.locator("tr.unmentioned").count() == 0


def test_a_conversation_that_the_server_lost_goes_on_with_what_was_said(site, visit):
    page = visit(site)
    ask(page, "汐崎市の人口は？")
    page.evaluate("""() => {
        const kept = JSON.parse(sessionStorage.getItem('keikaku.conversations'))
        kept[0].session = '0'.repeat(32)
        sessionStorage.setItem('keikaku.conversations', JSON.stringify(kept))
    }""")
    page.reload()
    page.locator("article.turn").wait_for()
    turn = ask(page, "では織部市は？")
    assert "織部市" in turn.locator(".statements").inner_text()


def test_filters_limit_the_question_to_what_was_chosen(site, visit):
    page = visit(site)
    page.locator(".filters summary").click()
    page.get_by_label("雪代村", exact=True).check()
    with page.expect_request("**/chat") as asked:
        turn = ask(page, "人口は何人ですか？")
    assert asked.value.post_data_json["municipalities"] == ["海北県雪代村"]
    assert "雪代村" in turn.locator(".statements").inner_text()
    assert turn.get_by_text("絞り込み：雪代村").is_visible()


def test_copying_brings_the_answer_its_quotes_and_their_addresses(site, visit):
    page = visit(site, permissions=["clipboard-read", "clipboard-write"])
    turn = ask(page, "汐崎市の人口は？")
    turn.get_by_text("引用つきでコピー").click()
    turn.get_by_text("コピーしました").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("汐崎市の人口は？\n")
    assert re.search(
        r"\[1\] 汐崎市, .+, p\.5: 「人口 73,418人」 " + re.escape(site) + "#/source/kaihoku-grants/5", copied
    )


def test_markup_in_a_question_and_in_a_plan_stays_text(site, visit):
    page = visit(site)
    turn = ask(page, "汐崎市の人口は？ <img src=x onerror=alert(1)><script>alert(2)</script>")
    assert "<img src=x onerror=alert(1)>" in turn.locator("h2").inner_text()
    assert page.locator("main img, main script").count() == 0
    shown = visit(site, "#/source/kaihoku-grants/14")
    shown.locator("#source").get_by_label("文字", exact=True).check()
    assert "<p>" in shown.locator(".page-text").inner_text()


def test_a_question_that_is_too_long_is_not_sent(site, visit):
    page = visit(site)
    page.fill("#question", "あ" * 2001)
    page.press("#question", "Enter")
    assert "2001文字" in page.locator("#question-problem").inner_text()
    assert len(page.input_value("#question")) == 2001


def test_enter_that_ends_a_conversion_of_kana_does_not_send(site, visit):
    page = visit(site)
    page.fill("#question", "じんこう")
    page.evaluate("""document.getElementById('question').dispatchEvent(
        new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))""")
    assert page.locator("article.turn").count() == 0
    assert page.input_value("#question") == "じんこう"


def test_on_paper_stand_the_answer_and_its_quotes_and_no_controls(site, visit):
    page = visit(site)
    ask(page, SET)
    page.emulate_media(media="print")
    assert page.locator(".composer").is_hidden() and page.locator(".bar").is_hidden()
    assert page.locator(".sources blockquote").first.is_visible()
    assert page.locator(".sources .print-only").first.is_visible()
