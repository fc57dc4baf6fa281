"""One file's way to a parsed document: its title, owner, years, warnings, and the same result every time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.manifest import ManifestEntry
from ingest.model import Municipality, Page, ParsedDocument, RawDocument
from ingest.municipalities import national
from ingest.parse import parse, plan_title
from ingest.sources import SourceFile
from tests.conftest import ROOT, parse_folder
from tests.ingest.parsing import plan


def titled(*texts: str, title: str | None = None) -> str:
    pages = tuple(Page(number=n, text=text) for n, text in enumerate(texts, 1))
    return plan_title(RawDocument(pages=pages, media_type="text/plain", title=title), "stem")


@pytest.mark.parametrize(
    ("cover", "title"),
    [
        ("武雄市DX推進計画\n\n令和7年3月", "武雄市DX推進計画"),
        ("武雄市\n情報化推進\n基本方針\n\n令和7年3月", "武雄市情報化推進基本方針"),
        ("（表紙）\n\n安心のまちづくり実施計画", "安心のまちづくり実施計画"),
        ("地域公共交通計画（概要版）", "地域公共交通計画(概要版)"),
        ("# 武雄市総合戦略", "武雄市総合戦略"),
        ("第２次武雄市総合計画\n\n第１章 総則の基本計画", "第2次武雄市総合計画"),
    ],
)
def test_the_title_is_the_first_block_that_ends_like_a_plans_name(cover: str, title: str) -> None:
    assert titled(cover) == title


def test_without_such_a_block_the_files_own_title_serves_and_then_its_name() -> None:
    assert titled("窓口を改める。", title="武雄市の資料") == "武雄市の資料"
    assert titled("本計画は、総合計画である。\n\n目次 計画") == "stem"


def test_what_the_manifest_states_is_not_inferred() -> None:
    entry = ManifestEntry(
        file="plan.txt",
        title="武雄市の計画",
        municipality="武雄市",
        date="2025-03",
        visibility="internal",
        source_url="https://example.invalid/plan",
        years=(2025, 2027),
    )
    document = plan("多久市総合計画\n\n令和2年度～令和4年度", entry=entry).document
    assert (document.title, document.years, document.visibility) == ("武雄市の計画", (2025, 2027), "internal")
    assert document.municipality is national().resolve("武雄市")
    assert (document.confidence, document.date, document.source_url) == (1.0, "2025-03", "https://example.invalid/plan")
    assert document.warnings == ()


def test_a_stated_municipality_that_no_list_has_is_kept_with_its_prefecture() -> None:
    entry = ManifestEntry(file="plan.txt", municipality="夢見市", prefecture="夢見県")
    parsed = plan("窓口を改める。", entry=entry)
    assert parsed.document.municipality == Municipality(code="x-夢見市", prefecture="夢見県", name="夢見市")
    assert parsed.municipalities == (parsed.document.municipality,)
    assert {p.municipality for p in parsed.passages} == {"x-夢見市"}


def test_a_stated_name_that_two_prefectures_bear_is_settled_by_the_stated_prefecture() -> None:
    entry = ManifestEntry(file="plan.txt", municipality="府中市", prefecture="広島県")
    assert plan("窓口を改める。", entry=entry).document.municipality is national().resolve("広島県府中市")


def test_the_years_are_those_of_the_plan() -> None:
    assert plan("武雄市計画\n\n計画期間 令和7年度～令和9年度\n\n令和5年度に調べた。").document.years == (2025, 2027)
    assert plan("武雄市計画\n\n窓口を改める。").document.years is None


def test_a_plan_without_any_municipality_says_so_and_what_to_do() -> None:
    parsed = plan("窓口を改める。")
    assert parsed.document.municipality is None
    assert parsed.municipalities == ()
    assert any("documents.toml" in w and "municipality" in w for w in parsed.document.warnings)


def test_an_unsure_owner_is_a_warning_with_the_confidence() -> None:
    parsed = plan("武雄市、多久市、鹿島市、小城市、嬉野市は共同で調達する。")
    assert parsed.document.confidence < 0.35
    assert any(f"{parsed.document.confidence:.2f}" in w and "documents.toml" in w for w in parsed.document.warnings)


def test_a_book_of_sheets_has_every_municipality_and_no_owner() -> None:
    book = plan(
        "自治体名 佐賀県武雄市 人口 1人\n\n窓口を改める。", "自治体名 夢見県夢見市 人口 2人\n\n予約をまとめる。"
    )
    assert book.document.municipality is None
    assert [m.name for m in book.municipalities] == ["武雄市", "夢見市"]


def test_a_book_with_sheets_of_one_municipality_is_its_own() -> None:
    book = plan(
        "自治体名 佐賀県武雄市 人口 1人\n\n長崎市に倣う。", "自治体名 佐賀県武雄市 人口 1人\n\n予約をまとめる。"
    )
    assert book.document.municipality is national().resolve("武雄市")
    assert book.document.confidence > 0.9


def test_a_book_of_one_unlisted_municipality_is_its_own_too() -> None:
    book = plan(
        "自治体名 夢見県夢見市 人口 1人\n\n窓口を改める。", "自治体名 夢見県夢見市 人口 1人\n\n予約をまとめる。"
    )
    assert [m.name for m in book.municipalities] == ["夢見市"]
    assert {p.municipality for p in book.passages} == {"x-夢見市"}


def test_the_same_files_give_the_same_result(sample_plans: tuple[ParsedDocument, ...]) -> None:
    assert parse_folder(ROOT / "samples") == sample_plans


def test_the_samples_are_read_whole_with_what_their_manifest_says(sample_plans: Sequence[ParsedDocument]) -> None:
    read = {p.document.id: (len(p.pages), p.document.visibility, p.document.years) for p in sample_plans}
    assert read == {
        "aizawa-action": (9, "public", (2026, 2028)),
        "kaihoku-grants": (19, "public", None),
        "kaihokushi-draft": (2, "internal", None),
        "kirigahama-anshin": (7, "public", (2025, 2029)),
        "kusunoki-elderly": (5, "public", (2024, 2026)),
        "kuzunohara-strategy": (8, "public", (2025, 2029)),
        "oribe-policy": (11, "public", (2023, 2028)),
        "shiozaki-progress": (8, "public", (2022, 2027)),
        "yukishiro-transit": (3, "public", (2026, 2030)),
    }
    (grants,) = [p for p in sample_plans if p.document.id == "kaihoku-grants"]
    assert [m.name for m in grants.municipalities] == [
        *("海北県", "海北市", "汐崎市", "葛野原市", "白妙市", "東汐崎町", "霧ヶ浜町", "鳴神町", "御影川町", "雪代村")
    ]


@given(st.lists(st.text(max_size=200), min_size=1, max_size=3))
@settings(max_examples=100, deadline=None)
def test_any_text_is_parsed(texts: list[str]) -> None:
    source = SourceFile(path=Path("plan.txt"), document_id="plan", sha256="0" * 64)
    pages = tuple(Page(number=n, text=text) for n, text in enumerate(texts, 1))
    parsed = parse(source, RawDocument(pages=pages, media_type="text/plain"), national())
    assert parsed.pages == pages
    assert all(texts[p.page - 1][p.start : p.end] == p.text for p in parsed.passages)
