"""For everybody: by keyboard alone, on a phone, enlarged, in English, in the dark, and by axe-core's rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import ask

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
#: What a window of 1280 pixels is at 200 %.
ENLARGED = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
SET = "サクフォームを使う自治体は？"


def empty(page: Any) -> None:
    page.locator(".example").first.wait_for()


def answered(page: Any) -> None:
    ask(page, "汐崎市の人口は？")
    page.locator(".filters summary").click()
    page.locator(".filter-list label").first.wait_for()


def listed(page: Any) -> None:
    turn = ask(page, SET)
    turn.get_by_role("checkbox").check()
    turn.locator(".tiles summary").click()


def abstained(page: Any) -> None:
    ask(page, "札幌市の人口は？")


def rated(page: Any) -> None:
    turn = ask(page, "汐崎市の人口は？")
    if turn.locator(".thumb").count():
        turn.locator(".thumb").last.click()
    page.locator(".history summary").click()


def image(page: Any) -> None:
    ask(page, "汐崎市の人口は？").locator(".marker").first.click()
    page.locator(".page-image img").wait_for()


def text(page: Any) -> None:
    ask(page, "雪代村のバスっておとな1回いくらで乗れますか").locator(".marker").first.click()
    page.locator(".page-text mark").wait_for()


def claims(page: Any) -> None:
    page.locator(".tabs a").nth(1).click()
    page.fill("#claims", "雪代村の人口は2,147人である。\n汐崎市の人口は10万人である。\n札幌市の人口は10人である。")
    page.locator("form button[type=submit]").click()
    page.locator("tbody tr").nth(2).wait_for()


def documents(page: Any) -> None:
    page.locator(".tabs a").nth(2).click()
    page.locator("table.documents").wait_for()


VIEWS: list[Callable[[Any], None]] = [
    empty, answered, listed, abstained, rated, image, text, claims, documents
]  # fmt: skip
views = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)


@views
@pytest.mark.parametrize("how", [{}, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_to_object_to_in_light_and_dark(site, visit, view, how):
    page = visit(site, reduced_motion="reduce", color_scheme="light", **how)
    view(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, f"{scheme}: {found.generate_report()}"


@views
@pytest.mark.parametrize("how", [PHONE, ENLARGED], ids=["360 px", "200 %"])
def test_nothing_is_scrolled_sideways_and_targets_fit_a_finger(site, visit, view, how):
    """24 by 24 CSS pixels, or within a sentence (WCAG 1.4.10, 2.5.8)."""
    page = visit(site, **how)
    view(page)
    for element in ("html", "#source"):
        wide = page.locator(element).evaluate("e => e.scrollWidth - e.clientWidth")
        assert wide <= 0, element
    small = page.evaluate("""() => {
        const controls = 'a[href], button, select, summary, input:not([type=file])'
        return [...document.querySelectorAll(controls)]
            .filter(e => e.checkVisibility() && !e.closest('.visually-hidden, .skip, p'))
            .map(e => [(e.closest('label') ?? e).getBoundingClientRect(), e.outerHTML.slice(0, 80)])
            .filter(([r]) => r.width > 0 && (r.width < 24 || r.height < 24))
            .map(([r, html]) => `${r.width}x${r.height} ${html}`)
    }""")
    assert small == []


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.outerHTML.slice(0, 300)"))


def tab_to(page: Any, selector: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({selector!r})"):
            return
    pytest.fail(f"{selector} is not reached with the Tab key; the focus stands on {focused(page)}")


def test_the_keyboard_alone_asks_opens_a_source_and_comes_back(site, visit):
    page = visit(site)
    page.keyboard.press("Tab")
    assert "skip" in focused(page) and page.locator(".skip").bounding_box()["y"] >= 0
    tab_to(page, "#question")
    page.keyboard.type(SET)
    page.keyboard.press("Enter")
    page.locator("article.turn .actions").last.wait_for()
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('tbody .marker')"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "4px"
    page.keyboard.press("Enter")
    page.locator("#source .page-image img").wait_for()
    assert page.evaluate("document.activeElement.id") == "source-title"
    tab_to(page, "#source .panel-tools nav a")
    page.keyboard.press("Escape")
    page.locator("#source").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.matches('tbody .marker')")
    page.keyboard.press("Shift+Tab")
    tab_to(page, "thead .sort")
    page.keyboard.press("Enter")
    assert page.locator("[aria-sort=ascending]").count() == 1


def test_no_focus_is_hidden_behind_the_question_box(site, visit):
    page = visit(site)
    for question in (SET, "汐崎市の人口は？", SET):
        ask(page, question)
    page.locator("h1").evaluate("e => e.focus()")
    for _ in range(40):
        page.keyboard.press("Tab")
        hidden = page.evaluate("""() => {
            const e = document.activeElement, box = document.querySelector('.composer')
            if (e === document.body || box.contains(e)) return false
            const r = e.getBoundingClientRect(), b = box.getBoundingClientRect()
            return r.top >= b.top && r.bottom <= b.bottom && r.bottom > 0
        }""")
        assert not hidden, focused(page)


def test_on_a_phone_the_source_covers_the_page_and_keeps_the_focus(site, visit):
    page = visit(site, **PHONE)
    image(page)
    box = page.locator("#source").bounding_box()
    assert (box["x"], box["y"], box["width"]) == (0, 0, 360)
    for _ in range(25):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('#source')")
    page.keyboard.press("Escape")
    page.locator("#source").wait_for(state="hidden")


def test_the_switch_turns_everything_to_english_and_is_remembered(site, visit):
    page = visit(site)
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="Ask the plans").wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator(".example").first.wait_for()
    with page.expect_request("**/chat") as asked:
        turn = ask(page, "What is the population of Shiozaki City?")
    assert asked.value.post_data_json["lang"] == "en"
    assert "73,418" in turn.inner_text() and "Copy with citations" in turn.inner_text()
    turn.locator(".marker").first.click()
    page.get_by_text("Page 5 of 19", exact=True).first.wait_for()
    page.reload()
    page.get_by_text("Page 5 of 19", exact=True).first.wait_for()
    page.get_by_role("link", name="Documents").click()
    page.get_by_text("Municipality inferred from the text").wait_for()


@pytest.mark.parametrize("view", [empty, image, claims, documents], ids=lambda view: view.__name__)
def test_english_has_no_japanese_words_of_the_page_left(site, visit, view):
    """What is Japanese there is said to be (quotes, names, titles)."""
    page = visit(site, "?lang=en")
    view(page)
    left = page.evaluate(r"""() => {
        const found = []
        const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
        while (walk.nextNode()) {
            const e = walk.currentNode.parentElement, words = walk.currentNode.data
            const asked = e.closest('h2.asked, .history, .example, .statements, .col-says')
            const said = asked || e.closest('[lang]').lang === 'ja'
            if (!said && /[\u3040-\u30ff\u4e00-\u9fff]/.test(words)) found.push(words)
        }
        return found
    }""")
    assert left == []


def test_the_colours_follow_the_system_or_the_choice(site, visit):
    page = visit(site, color_scheme="dark")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(26, 26, 26)"
    page.select_option("#theme", "light")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    page.reload()
    assert page.evaluate(paper) == "rgb(255, 255, 255)"


def test_nothing_moves_where_that_was_asked_for(site, visit):
    for motion, name in (("reduce", "none"), ("no-preference", "dots")):
        page = visit(site, reduced_motion=motion)
        page.evaluate(
            "document.querySelector('main').append(Object.assign(document.createElement('i'), {className: 'dots'}))"
        )
        assert page.evaluate("getComputedStyle(document.querySelector('.dots'), '::after').animationName") == name


def test_progress_and_answers_are_said_to_screen_readers(site, visit):
    page = visit(site)
    ask(page, "汐崎市の人口は？")
    page.locator("#status", has_text="回答しました。引用は").wait_for(state="attached")
    assert page.locator("#status").get_attribute("aria-live") == "polite"
    marker = page.locator(".statements .marker").first
    assert marker.get_attribute("aria-label") == "引用1：汐崎市 デジタル地域実装補助金 事業概要集 5ページを開く"
