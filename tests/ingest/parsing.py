"""A plan from page texts, as a reader would have handed them over."""

from __future__ import annotations

from pathlib import Path

from ingest.manifest import ManifestEntry
from ingest.model import Page, ParsedDocument, Passage, RawDocument, Record
from ingest.municipalities import Gazetteer, national
from ingest.parse import parse
from ingest.sources import SourceFile


def plan(
    *texts: str, entry: ManifestEntry | None = None, gazetteer: Gazetteer | None = None, id: str = "plan"
) -> ParsedDocument:
    source = SourceFile(path=Path("plan.txt"), document_id=id, sha256="0" * 64, entry=entry)
    pages = tuple(Page(number=n, text=text) for n, text in enumerate(texts, 1))
    return parse(source, RawDocument(pages=pages, media_type="text/plain"), gazetteer or national())


def passage_with(words: str, parsed: ParsedDocument) -> Passage:
    """The only passage that holds the words."""
    (found,) = [p for p in parsed.passages if words in p.text]
    return found


def records(parsed: ParsedDocument, kind: str) -> list[Record]:
    return [r for r in parsed.records if r.kind == kind]
