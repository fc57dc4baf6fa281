"""The view for matching, and its way back to the text as extracted."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.model import ParsedDocument
from ingest.normalise import fold, normalise, squash, squash_with_map, view

# What municipal plans are made of, with the characters that extraction tears and folding breaks.
PIECES = (
    *"市町村計画電子申請窓口導入のをはがにサービスデジタルー",
    *"ｻｰﾋﾞｽﾃﾞｼﾞﾀﾙﾊﾟﾝﾌﾟ",
    *"ﾞﾟ゛゜\u3099\u309a",
    *"ＷＥＢ－ＱＵ０１２９％（）",
    *"RPAx0123456789,.-~%()",
    *"⽤⾏⼿⾜⽀⺠⻑⻄",
    *"①②⑳㈱㍻㍿№℡❶㌔㌘㍍ﷺ½",
    *"○〇◯●△▲◇⇒→…",
    *"、。「」『』【】・，．",
    *" \u3000\t\n\r\x0b\x0c\x85\u2028\u00a0",
    *"\uf06c\ue000\u200b\ufeff\u00ad\x00\x07",
    "I C T",
    "L GWAN",
    "R4. 3. 24",
    "\n\n",
    "\r\n",
    "が\n",
    "👪🏽\u200d",
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=40)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("ﾉｰｺｰﾄﾞﾂｰﾙ", "ノーコードツール"),
        ("ｻｰ ﾋ ﾞ ｽ", "サービス"),
        ("ﾃ゙ｼ゙ﾀﾙ化", "デジタル化"),
        ("ﾊ゚ﾌﾞﾘｯｸ", "パブリック"),
        ("ＷＥＢ－ＱＵ", "WEB-QU"),
        ("ＷＥＢーＱＵ", "WEB-QU"),
        ("⾏政⼿続の⺠間利⽤", "行政手続の民間利用"),
        ("１5.2%", "15.2%"),
        ("◯〇○⭕", "○○○○"),
        ("\uf06c施設の予約", "施設の予約"),
    ],
)
def test_what_extraction_tears_apart_is_one_word_again(source: str, expected: str) -> None:
    assert view(source) == expected


@pytest.mark.parametrize("kept", ["①使う人", "⑳", "❶❷", "㈱", "㍿", "№", "㋿"])
def test_marks_that_mean_something_are_kept(kept: str) -> None:
    assert view(kept) == kept


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("インターネッ\nトで申請", "インターネットで申請"),
        ("暮\nら\nし", "暮らし"),
        ("第１章\n\n第２章", "第1章 第2章"),
        ("名称\t窓口\t42人", "名称 窓口 42人"),
        ("by the\nend", "by the end"),
        ("端末 42台", "端末 42台"),
    ],
)
def test_lines_join_inside_a_japanese_word_and_nowhere_else(source: str, expected: str) -> None:
    assert view(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("I C T 活用", "ICT 活用"),
        ("L GWAN接続系", "LGWAN接続系"),
        ("R4. 3. 24", "R4.3.24"),
        ("織 部 市", "織部市"),
        ("本年度には、A I による選考", "本年度には、AI による選考"),
        ("となった。R P A は", "となった。RPA は"),
        ("統合型の G I S", "統合型の GIS"),
    ],
)
def test_letters_set_apart_are_closed_up(source: str, expected: str) -> None:
    assert view(source) == expected


def test_fold_is_for_comparing_and_squash_leaves_nothing_but_what_is_said() -> None:
    assert fold("ＬｏＧｏフォーム") == "logoフォーム"
    assert squash("LoGo\nフォー ム") == squash("ＬＯＧＯフォーム") == "logoフォーム"
    assert squash("45,100 千円・計") == "45100千円計"


@given(TEXTS)
@example("ﾞ")
@example("カ\nﾞ")
@example("A B\nC")
@example("㌔㍍")
@settings(max_examples=300, deadline=None)
def test_every_span_of_the_view_leads_back_into_the_source(source: str) -> None:
    seen = normalise(source)
    assert len(seen.text) == len(seen.offsets) == len(seen.ends)
    assert list(seen.offsets) == sorted(seen.offsets)
    assert list(seen.ends) == sorted(seen.ends)
    assert all(0 <= a < b <= len(source) for a, b in zip(seen.offsets, seen.ends, strict=True))
    for i in range(len(seen.text)):
        start, end = seen.source_span(i, len(seen.text))
        assert 0 <= start < end <= len(source)
        assert seen.offsets[seen.position(start)] == start


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_the_view_of_a_view_is_itself_but_for_gaps(source: str) -> None:
    assert squash(view(source)) == squash(view(view(source)))


@given(which=st.integers(0, 10**6), start=st.integers(0, 10**6), length=st.integers(1, 300))
@settings(max_examples=300, deadline=None)
def test_any_slice_of_a_page_is_found_on_it(
    sample_plans: tuple[ParsedDocument, ...], which: int, start: int, length: int
) -> None:
    pages = [page for plan in sample_plans for page in plan.pages if page.text]
    page = pages[which % len(pages)]
    start %= len(page.text)
    end = min(len(page.text), start + length)
    quote = page.text[start:end]
    torn = quote.lstrip()[:1] in tuple("ﾞﾟ゛゜") or page.text[end : end + 1] in tuple("ﾞﾟ゛゜")
    if not squash(quote) or torn:  # a mark cut from its kana is no quote
        return
    squashed = squash_with_map(page.text)
    found = squashed.find(quote)
    assert found is not None
    assert found[0] <= min(offset for offset in squashed.offsets if offset >= start)
    assert squash(quote) in squash(page.text[found[0] : found[1]])  # more where one character (㍍) stands for several


def test_every_line_of_a_page_is_found_on_it(every_plan: tuple[ParsedDocument, ...]) -> None:
    missing = []
    for plan in every_plan:
        for page in plan.pages:
            squashed = squash_with_map(page.text)
            for line in page.text.split("\n"):
                if len(squash(line)) < 6:
                    continue
                found = squashed.find(line)
                if found is None or squash(page.text[found[0] : found[1]]) != squash(line):
                    missing.append((plan.document.id, page.number, line))
    assert missing == []


def test_a_quote_over_a_line_break_is_shown_as_it_stands() -> None:
    page = "町で使うインターネッ\nトの申請"
    assert squash_with_map(page).find("インターネットの申請") == (page.index("イン"), len(page))
    assert squash_with_map(page).find("インターホン") is None
    assert squash_with_map(page).find(" \n") is None


_TANGLES = "  \t\n\u3000か゛゜はﾊﾞﾟｶｰー-ABz19.、。（）「」漢字々要GW\u3099\u309a・①㈱\u200b\uf0b7´½"


@given(st.text(alphabet=_TANGLES, max_size=20) | st.text(max_size=20))
@example("ｶ\u200b ﾞｷ")
@example("\uf0b7゛か ゛゛")
@example("I C\nT 概 要 R4. 3. 24 Aｰｰ")
@settings(deadline=None)
def test_the_view_alone_reads_as_the_one_with_the_way_back(text: str) -> None:
    assert view(text) == normalise(text).text
