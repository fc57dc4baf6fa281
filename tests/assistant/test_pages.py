"""GET /documents and its pages: JSON, HTML and PNG, with the quote marked."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from assistant.api.negotiation import preferred
from assistant.api.page_image import MARK, _draw
from assistant.api.pages import locate
from assistant.api.urls import page_url
from tests.assistant.support import QUOTE, TEXT

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
IMAGE_ELEMENT = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"
PAGE = "/documents/takeo/pages/1"


def test_documents_tell_municipality_confidence_pages_and_warnings(reader):
    (shown,) = reader.get("/documents").json()["documents"]
    assert shown["id"] == "takeo"
    assert shown["municipality"] == {"code": "412066", "prefecture": "佐賀県", "name": "武雄市"}
    assert (shown["confidence"], shown["pages"], shown["years"], shown["warnings"]) == (0.9, 2, [2025, 2027], ["推定"])


@pytest.mark.parametrize(
    "path", ["/documents", "/documents/secret", "/documents/secret/pages/1", "/search?q=内部", "/readyz"]
)
def test_an_internal_document_is_not_to_be_told_from_none(reader, path):
    reply = reader.get(path)
    assert "内部" not in reply.json().get("hits", reply.text) and "の計画" not in reply.text.replace("takeoの計画", "")
    if path.startswith("/documents/"):
        assert reply.status_code == 404
    if path == "/readyz":
        assert reply.json()["documents"] == 1


def test_search_never_asks_for_internal_passages(reader, source):
    hit = reader.get("/search", params={"q": "人口", "municipality": "武雄市", "document": "takeo"}).json()["hits"][0]
    query, k, where = source.generations[0].retrieving.asked[0]
    assert (query, k, where.public_only) == ("人口", 10, True)
    assert (where.municipalities, where.documents) == (("412066",), ("takeo",))
    assert reader.get(hit["url"]).json()["highlights"] == [{"start": hit["start"], "end": hit["end"]}]


def test_search_for_a_municipality_without_documents_says_so(client):
    reply = client.get("/search", params={"q": "人口", "municipality": "札幌市"})
    assert reply.status_code == 404
    assert "札幌市" in reply.json()["error"]["message"]


def test_a_program_gets_the_page_untouched(client):
    reply = client.get(PAGE)
    page = reply.json()
    assert page["text"] == TEXT
    assert (page["page"], page["pages"], page["label"], page["image"]) == (1, 2, "三", None)
    assert reply.headers["vary"] == "Accept"


def test_a_quote_is_found_over_broken_lines(client):
    (mark,) = client.get(PAGE, params={"quote": "LoGoフォームを導入"}).json()["highlights"]
    assert TEXT[mark["start"] : mark["end"]] == "LoGoフォー\nムを導入"


def test_a_browser_gets_html_with_the_quote_marked_and_nothing_of_the_file_run(client):
    reply = client.get(PAGE, params={"quote": QUOTE}, headers={"Accept": BROWSER})
    assert reply.headers["content-type"].startswith("text/html")
    assert f'<mark id="quote">{QUOTE}</mark>' in reply.text
    assert "&lt;script&gt;alert(1)" in reply.text
    assert "<script" not in reply.text
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert 'href="/documents/takeo/pages/2?format=html"' in reply.text


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("start=5", 422, "start and end go together"),
        ("start=9&end=9", 422, "start before end"),
        ("start=0&end=9999", 422, "must lie on the page"),
        ("start=-1&end=3", 422, "start"),
        ("format=png", 406, "PDF documents only"),
        ("format=gif", 422, "format must be"),
        ("scale=100&format=html", 422, "scale"),
    ],
)
def test_a_place_or_a_form_that_cannot_be_is_refused(client, query, status, says):
    reply = client.get(f"{PAGE}?{query}")
    assert reply.status_code == status
    assert says in reply.json()["error"]["message"]


@pytest.mark.parametrize(
    ("accept", "offers", "chosen"),
    [
        ("", ["application/json", "text/html"], "application/json"),
        ("*/*", ["application/json", "text/html"], "application/json"),
        (BROWSER, ["application/json", "text/html", "image/png"], "text/html"),
        (IMAGE_ELEMENT, ["application/json", "text/html", "image/png"], "image/png"),
        ("image/png, text/html;q=0.5", ["application/json", "text/html"], "text/html"),
        ("text/html;q=0, */*;q=0.1", ["text/html", "application/json"], "application/json"),
        ("image/png", ["application/json", "text/html"], None),
        ("text/html;q=nonsense", ["text/html"], None),
        (",;,", ["text/html"], None),
    ],
)
def test_the_preferred_form_follows_quality_and_specificity(accept, offers, chosen):
    assert preferred(accept, offers) == chosen


@pytest.mark.parametrize(
    ("text", "quote", "found"),
    [
        ("a b c a\nb", "ab", [(0, 3), (6, 9)]),
        ("aaa", "aa", [(0, 2)]),
        ("abc", "x", []),
        ("abc", " \n", []),
        ("", "a", []),
    ],
)
def test_places_of_a_quote_ignore_white_space(text, quote, found):
    assert locate(text, quote) == found


def test_boxes_are_drawn_where_they_are_given_as_fractions():
    blank = io.BytesIO()
    Image.new("RGB", (100, 200), "white").save(blank, "PNG")
    drawn = Image.open(io.BytesIO(_draw(blank.getvalue(), [(0.5, 0.25, 0.75, 0.5)])))
    assert drawn.getpixel((60, 75)) == MARK
    assert drawn.getpixel((40, 75)) == drawn.getpixel((60, 120)) == (255, 255, 255)


def test_addresses_survive_any_document_id():
    assert page_url("計画 #1/2", 3, (4, 5)) == "/documents/%E8%A8%88%E7%94%BB%20%231%2F2/pages/3?start=4&end=5"
