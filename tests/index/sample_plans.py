"""Small documents for the index tests, made in memory."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.model import Document, Municipality, Page, ParsedDocument, Passage, Record

TAKEO = Municipality(code="412066", prefecture="佐賀県", name="武雄市", kana="たけおし", romaji="takeo")
IMARI = Municipality(code="412058", prefecture="佐賀県", name="伊万里市", kana="いまりし", romaji="imari")
SAGA = Municipality(code="410004", prefecture="佐賀県", name="佐賀県", kana="さがけん", romaji="saga")


def make(
    id: str,
    *texts: str,
    municipality: Municipality | None = None,
    visibility: str = "public",
    years: tuple[int, int] | None = None,
    passage_years: tuple[int, ...] = (),
    sha256: str = "",
    headings: tuple[str, ...] = (),
    measure: str | None = None,
) -> ParsedDocument:
    """One page and one passage a text, with a record that says how long the text is."""
    document = Document(
        id=id,
        path=Path(f"{id}.txt"),
        sha256=sha256 or hashlib.sha256("\n".join(texts).encode()).hexdigest(),
        media_type="text/plain",
        title=f"{id}計画",
        municipality=municipality,
        confidence=0.9,
        years=years,
        visibility=visibility,  # type: ignore[arg-type]
        warnings=("表紙がない",),
    )
    code = municipality.code if municipality else None
    passages = tuple(
        Passage(
            id=f"{id}-{n}", document=id, page=n, start=0, end=len(text), text=text, headings=headings, measure=measure,
            municipality=code, years=passage_years,
        )
        for n, text in enumerate(texts, start=1)
    )  # fmt: skip
    records = tuple(
        Record(document=id, page=n, start=0, end=1, kind="indicator", attribute="文字数", value=str(len(text)),
               municipality=code, number=float(len(text)), unit="字", fiscal_year=2024, series="actual")
        for n, text in enumerate(texts, start=1)
    )  # fmt: skip
    return ParsedDocument(
        document=document,
        pages=tuple(Page(number=n, text=text, label=f"- {n} -") for n, text in enumerate(texts, start=1)),
        passages=passages,
        records=records,
        municipalities=(municipality,) if municipality else (),
    )


def three_plans() -> list[ParsedDocument]:
    return [
        make(
            "takeo", "窓口でのキャッシュレス決済を導入する。", "電子申請の対象手続きを拡大する。",
            municipality=TAKEO, years=(2023, 2025),
        ),
        make(
            "imari", "電子回覧板システムを構築する。", "RPAとAI-OCRで業務を効率化する。",
            municipality=IMARI, passage_years=(2026,),
        ),
        make(
            "draft", "職員の人事評価は内部資料とする。", "キャッシュレス決済の内部検討。",
            municipality=SAGA, visibility="internal",
        ),
    ]  # fmt: skip
