"""The files of the web page: open to all, kept by browsers for good, and nothing in them that the policy forbids."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from assistant.api.web import Site

FOLDER = Path(__file__).parents[2] / "assistant" / "web"
FILES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())


def address(name: str) -> str:
    return f"/static/{Site().version}/{name}"


def test_the_page_names_its_files_by_their_content_and_asks_for_itself_anew(client):
    page = client.get("/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["cache-control"] == "no-cache"
    linked = re.findall(r'(?:href|src)="(static/[^"]+)"', page.text)
    assert len(linked) >= 5
    for link in linked:
        file = client.get("/" + link)
        assert file.status_code == 200
        assert file.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/", headers={"If-None-Match": page.headers["etag"]}).status_code == 304


def test_scripts_and_styles_may_come_from_the_server_only(client):
    policy = dict(part.strip().split(" ", 1) for part in client.get("/").headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    page = client.get("/").text
    assert "<style" not in page and " style=" not in page and not re.search(r"<script(?![^>]* src=)", page)
    assert not re.search(r"\son\w+=", page)


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".js")])
def test_no_script_makes_markup_of_text_or_names_another_host(name):
    script = (FOLDER / name).read_text("utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", script)
    assert not re.search(r"https?://\w", script)


@pytest.mark.parametrize("name", [name for name in FILES if name != "index.html"])
def test_every_file_is_served_as_it_is_compressed_or_not(client, name):
    plain = client.get(address(name), headers={"Accept-Encoding": "identity"})
    assert plain.content == (FOLDER / name).read_bytes()
    assert "content-encoding" not in plain.headers
    with client.stream("GET", address(name), headers={"Accept-Encoding": "gzip"}) as zipped:
        assert zipped.headers["content-encoding"] == "gzip"
        assert gzip.decompress(b"".join(zipped.iter_raw())) == plain.content
    assert plain.headers["vary"] == "Accept-Encoding"


def test_an_address_of_another_version_is_not_kept(client):
    assert client.get("/static/0123456789abcdef/js/app.js").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["js/none.js", "index.html", "../api/app.py", "%2e%2e/settings.py", ""])
def test_nothing_else_is_served(client, path):
    assert client.get(f"/static/{Site().version}/{path}").status_code == 404


def test_the_whole_page_is_small():
    assert sum(len(file.compressed) for file in Site().files.values()) < 100_000


def test_both_languages_have_the_same_words():
    keys = [
        set(re.findall(r"^  (\w+):", (FOLDER / "js" / f"strings.{lang}.js").read_text("utf-8"), re.MULTILINE))
        for lang in ("ja", "en")
    ]
    assert keys[0] == keys[1] and len(keys[0]) > 100


def test_the_page_asks_for_every_word_and_every_word_exists():
    words = (FOLDER / "js" / "strings.ja.js").read_text("utf-8")
    known = set(re.findall(r"^  (\w+):", words, re.MULTILINE))
    scripts = "".join((FOLDER / name).read_text("utf-8") for name in FILES if re.search(r"(?<!ja|en)\.js$", name))
    asked = set(re.findall(r"\bt\('(\w+)'", scripts))
    asked |= set(re.findall(r'data-(?:text|label)="(\w+)"', (FOLDER / "index.html").read_text("utf-8")))
    assert asked and asked <= known
    assert {key for key in known - asked if f"'{key}'" not in scripts} == set()
