"""Claims and documents in the browser, and what administrators do there."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT, ask, ingested, run, serving

CLAIMS = ["雪代村の人口は2,147人である。", "汐崎市の人口は10万人である。", "札幌市の人口は10人である。"]
WORDS = ["記載のとおり", "記載と異なる", "記載なし"]
PLAN = (
    "松風市デジタル推進計画\n令和7年度から令和9年度まで\n\n松風市では、オンライン申請を令和8年度に120手続へ広げる。\n"
)


def check(page, text: str) -> list[str]:
    page.fill("#claims", text)
    page.get_by_role("button", name="確かめる", exact=True).click()
    page.get_by_text("確かめました。").wait_for()
    return [" ".join(row.split()) for row in page.locator("tbody tr").all_inner_texts()]


def test_claims_get_a_verdict_in_word_sign_and_colour_with_what_the_source_says(site, visit):
    page = visit(site, "#/claims")
    rows = check(page, "\n".join(CLAIMS))
    assert [f"{sign} {word}" in row for sign, word, row in zip("✓✕？", WORDS, rows, strict=True)] == [True] * 3
    assert "73,418" in rows[1]
    labels = page.locator("tbody .verdict")
    assert len({labels.nth(i).evaluate("e => getComputedStyle(e).color") for i in range(3)}) == 3
    page.locator("tbody .marker").first.click()
    page.locator("#source .page-content > *").first.wait_for()


def test_claims_come_from_a_file_and_their_verdicts_leave_as_csv(site, visit, tmp_path):
    file = tmp_path / "claims.csv"
    with file.open("w", encoding="cp932", newline="") as out:
        csv.writer(out).writerows([["no", "主張"], *([str(i), claim] for i, claim in enumerate(CLAIMS))])
    page = visit(site, "#/claims")
    page.set_input_files("#claims-file", file)
    page.get_by_text("claims.csvから3件を読み込みました。").wait_for()
    check(page, page.input_value("#claims"))
    with page.expect_download() as download:
        page.get_by_text("CSVで保存").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert [row["主張"] for row in rows] == CLAIMS
    assert [row["判定"] for row in rows] == WORDS
    assert rows[0]["URL"].startswith(site + "#/source/")


def test_verdicts_can_be_shown_one_kind_at_a_time(site, visit):
    page = visit(site, "#/claims")
    check(page, "\n".join(CLAIMS))
    page.get_by_label("記載と異なる 1").check()
    assert page.locator("tbody tr:visible").count() == 1
    page.get_by_label("すべて 3").check()
    assert page.locator("tbody tr:visible").count() == 3


def test_nothing_to_check_is_said(site, visit):
    page = visit(site, "#/claims")
    page.get_by_role("button", name="確かめる", exact=True).click()
    assert page.get_by_text("確かめる文がありません。").is_visible()


def test_documents_stand_by_municipality_with_what_to_know_of_them(site, visit):
    page = visit(site, "#/documents")
    page.locator("table.documents").wait_for()
    groups = page.locator(".owner-row").all_inner_texts()
    assert "海北県汐崎市" in groups and "複数の自治体をまとめた文書" in groups
    inferred = page.locator("tr", has_text="安心のまちづくり実施計画")
    assert "自治体名は本文から推定（確度" in inferred.inner_text()
    assert "霧ヶ浜町" in page.locator("tr", has_text="デジタル地域実装補助金").inner_text()

    official = inferred.get_by_role("link", name="公開元のページ")
    assert official.get_attribute("href").startswith("https://") and official.get_attribute("rel") == "noopener"
    page.fill("#documents-find", "雪代村")
    shown = page.locator("tbody tr:visible th[scope=row]").all_inner_texts()
    assert len(shown) == 2 and all("雪代村" in words for words in shown)
    page.locator("tr:visible", has_text="公共交通計画").get_by_role("link").first.click()
    page.locator("#source .page-text").wait_for()


@pytest.fixture
def own(program, tmp_path: Path) -> Iterator[str]:
    """A server whose index the test may change."""
    folder = tmp_path / "plans"
    folder.mkdir()
    for name in ("kusunoki-elderly.txt", "documents.toml"):
        shutil.copy(ROOT / "samples" / name, folder / name)
    home = ingested(tmp_path / "home", folder)
    with serving(home) as address:
        yield address


def test_an_administrator_adds_a_document_sees_how_far_it_is_and_removes_it(own, visit, tmp_path):
    page = visit(own, "#/documents")
    page.locator("table.documents").wait_for()
    file = tmp_path / "matsukaze-dx.txt"
    file.write_text(PLAN, "utf-8")
    seen = page.evaluate_handle("""() => {
        const seen = []
        const look = () => seen.push(...[...document.querySelectorAll('.uploads li')].map(li => li.textContent))
        const all = {subtree: true, childList: true, characterData: true}
        new MutationObserver(look).observe(document.querySelector('.uploads'), all)
        return seen
    }""")
    page.set_input_files("#upload-files", file)
    page.locator(".uploads", has_text="matsukaze-dx.txtを加えました。").wait_for(timeout=60_000)
    told = seen.json_value()
    assert any("送っています" in words for words in told)
    assert any("matsukaze-dx.txt：" in words for words in told), told
    page.locator("tr", has_text="matsukaze-dx").first.wait_for()

    page.locator(".tabs a").first.click()
    assert "120" in ask(page, "松風市はオンライン申請を何手続に広げますか？").inner_text()

    page.locator(".tabs a").last.click()
    page.locator("tr", has_text="matsukaze-dx").get_by_role("button").click()
    page.get_by_role("dialog").get_by_role("button", name="取り除く").click()
    page.locator(".uploads", has_text="を取り除きました。").wait_for(timeout=60_000)
    page.locator("tr", has_text="matsukaze-dx").wait_for(state="detached")


def test_files_are_dropped_and_one_that_cannot_be_read_says_why(own, visit):
    page = visit(own, "#/documents")
    page.locator(".drop").wait_for()
    page.evaluate("""() => {
        const data = new DataTransfer()
        data.items.add(new File([new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x2d, 0x31])], 'broken.pdf'))
        const drop = new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true})
        document.querySelector('.drop').dispatchEvent(drop)
    }""")
    failed = page.locator(".uploads .error-text")
    failed.wait_for(timeout=60_000)
    assert "broken.pdfを加えられませんでした" in failed.inner_text()


def test_the_index_is_read_again_on_demand(own, visit):
    page = visit(own, "#/documents")
    page.get_by_role("button", name="すべて読み直す").click()
    page.locator(".uploads", has_text="読み直しました。").wait_for(timeout=60_000)
    assert page.locator("table.documents tbody th[scope=row]").count() == 1


def made_key(home: Path, name: str, role: str) -> str:
    process = run(home, "keys", "add", name, "--role", role)
    said, _ = process.communicate(timeout=60)
    if process.returncode == 2 and "No such command" in said:
        pytest.skip("this version has no keys")
    assert process.returncode == 0, said
    return next(line for line in said.splitlines() if line and " " not in line)


def test_a_reader_sees_neither_internal_documents_nor_what_administrators_do(program, visit, tmp_path):
    home = ingested(tmp_path / "home", ROOT / "samples")
    keys = {role: made_key(home, f"a {role}", role) for role in ("reader", "admin")}
    seen = {}
    with serving(home) as address:
        for role, key in keys.items():
            page = visit(address, "#/documents")
            page.get_by_role("dialog").get_by_label("APIキー").fill(key)
            page.keyboard.press("Enter")
            page.locator("table.documents").wait_for()
            found = [page.locator(what).count() for what in (".admin", ".tag.internal", "text=取り除く")]
            seen[role] = [n > 0 for n in found]
    assert seen == {"reader": [False] * 3, "admin": [True] * 3}
