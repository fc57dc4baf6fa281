"""One file's way from pages to a `ParsedDocument`: whose plan it is, its title and years, its passages and records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.manifest import ManifestEntry
from ingest.model import Document, Municipality, Page, ParsedDocument, Passage, RawDocument
from ingest.municipalities import Gazetteer, header_municipality, infer_owner
from ingest.normalise import fold, view
from ingest.passages import cut
from ingest.records import extract
from ingest.row_owners import MOST_OWN, TableOwners, section_owners, table_owners, with_column_owners
from ingest.sources import SourceFile
from ingest.tables import rightwards
from ingest.years import year_range

_PLAN = re.compile(
    r"(?:計画|方針|戦略|プラン|ビジョン|構想|指針|大綱|推進要領|報告書|概要|一覧|白書|"
    r"事業集|管理ブック|管理台帳|アクションプログラム|ロードマップ|管理シート|管理表)(?:\(.{0,20}\)|【.{0,12}】|"
    r"<.{0,12}>)?(?:\s?(?:\(案\)|概要版|本編|改訂版))?$"
)
_OWNER_CONFIDENCE = 0.35
#: How many characters a cover has at most, and how surely the one whom it names is the owner.
LONGEST_COVER, COVER = 400, 0.6
_OWN_VOICE = re.compile(r"[本当][市町村区](?=[のはがをでにも])")
#: How often a plan speaks of itself as one municipality's before it is nobody else's.
_SPEAKS = 3


def parse(source: SourceFile, raw: RawDocument, gazetteer: Gazetteer) -> ParsedDocument:
    """Everything that is read from a file. Pure: the same bytes, manifest entry and list give the same result."""
    entry = source.entry
    texts = [page.text for page in raw.pages]
    tables = table_owners(raw.pages, gazetteer)
    book = _sheet_owners(raw.pages, gazetteer) | (set(tables.members) if tables.is_list else set())
    owner, confidence = _owner(entry, texts, book, gazetteer)
    joint = _is_joint(owner, confidence, texts, tables)
    if joint:
        owner, confidence = _on_cover(texts, gazetteer)
    shared = owner is None or owner.is_prefecture
    lists = (shared or joint) and len(tables.members) >= MOST_OWN
    rows, members = (tables.rows, tables.members) if lists else ({}, {})
    passages: list[Passage] = []
    unlisted: dict[str, Municipality] = {}
    sections = section_owners(raw.pages, gazetteer) if shared else None
    code = owner.code if owner else None
    for passage, stranger in cut(source.document_id, raw.pages, gazetteer, code, rows, sections):
        passages.append(passage)
        if stranger:
            unlisted[stranger.code] = stranger
    codes = Counter([*(p.municipality for p in passages if p.municipality), *members])
    known = [
        unlisted.get(code) or (owner if owner and owner.code == code else gazetteer.by_code.get(code)) for code in codes
    ]
    warnings = list(raw.warnings)
    if owner is not None and confidence < _OWNER_CONFIDENCE:
        warnings.append(
            f"the municipality {owner.full_name} is inferred with low confidence ({confidence:.2f});"
            " state it in documents.toml"
        )
    warnings += [
        f"page {number} may go on with the table of page {left} to its right; its rows are read without their labels"
        for number, left in rightwards(raw.pages).unproven.items()
    ]
    if not codes:
        warnings.append('no municipality found; state it in documents.toml (municipality = "…")')
    document = Document(
        id=source.document_id,
        path=source.path,
        sha256=source.sha256,
        media_type=raw.media_type,
        title=(entry.title if entry and entry.title else None) or plan_title(raw, source.path.stem),
        municipality=owner,
        confidence=confidence,
        date=entry.date if entry else None,
        years=(tuple(entry.years) if entry and entry.years else None) or year_range(" ".join(map(view, texts))),  # type: ignore[arg-type]
        visibility=entry.visibility if entry and entry.visibility else "public",
        source_url=entry.source_url if entry else None,
        warnings=tuple(warnings),
    )
    return ParsedDocument(
        document=document,
        pages=tuple(replace(page, tables=()) for page in raw.pages),
        passages=tuple(passages),
        records=tuple(with_column_owners(extract(raw.pages, passages), members)),
        municipalities=tuple(m for m in known if m),
    )


def _sheet_owners(pages: Sequence[Page], gazetteer: Gazetteer) -> set[str]:
    found = (header_municipality(view(page.text), gazetteer) for page in pages)
    return {m.code for m in found if m}


def _owner(
    entry: ManifestEntry | None, texts: Sequence[str], book: set[str], gazetteer: Gazetteer
) -> tuple[Municipality | None, float]:
    """The document's own municipality: stated, the only one in its sheets, or inferred; None for a book of several."""
    if entry and entry.municipality:
        known = gazetteer.resolve(entry.municipality, entry.prefecture) or gazetteer.resolve(entry.municipality)
        stated = Municipality(
            code=f"x-{entry.municipality}", prefecture=entry.prefecture or "", name=entry.municipality
        )
        return known or stated, 1.0
    if len(book) > 1:
        return None, 0.0
    if len(book) == 1:
        code = next(iter(book))
        return gazetteer.by_code.get(code), 0.95
    return infer_owner(texts, gazetteer)


def _is_joint(owner: Municipality | None, confidence: float, texts: Sequence[str], tables: TableOwners) -> bool:
    """Whether several municipalities plan together: no name stands out, and tables give each a row or a column, also
    the one that is named most."""
    if owner is None or confidence >= _OWNER_CONFIDENCE or len(tables.members) < MOST_OWN:
        return False
    if owner.code not in tables.members:
        return False
    return sum(len(_OWN_VOICE.findall(text)) for text in texts) < _SPEAKS


def _on_cover(texts: Sequence[str], gazetteer: Gazetteer) -> tuple[Municipality | None, float]:
    """The one municipality that a cover, a short first page, names: a table of its plan may list many others."""
    cover = view(texts[0]) if texts else ""
    named = {m.code: m for found in gazetteer.find(fold(cover)) for m in found.candidates if not m.is_prefecture}
    short = len(cover) <= LONGEST_COVER and len(texts) > 1
    return (next(iter(named.values())), COVER) if short and len(named) == 1 else (None, 0.0)


def plan_title(raw: RawDocument, stem: str) -> str:
    """The title on the first pages: a short block that ends like a plan's name; else the file's own, else its name."""
    for page in raw.pages[:3]:
        blocks = re.split(r"\n\s*\n", page.text[:1500])
        for block in blocks[:12]:
            lines = [view(line).strip("# ") for line in block.split("\n") if line.strip()]
            for take in (3, 2, 1):
                text = "".join(lines[:take])
                if (
                    lines[:take]
                    and len(lines) <= 4
                    and 6 <= len(text) <= 48
                    and _PLAN.search(text)
                    and not re.search(r"[。、]|目次|^第\d+(?![\d次期])", text)
                ):
                    return text
    return raw.title or stem
