"""How well the search alone finds the pages that prove the gold answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Request
from assistant.evaluation import Gold
from ingest.model import Passage

PAGES = 5
_DEPTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whether a gold page of the item stands among the first five distinct pages of the hits."""

    id: str
    lang: str
    hit: bool


class Searcher(Protocol):
    """An `assistant.engine.Engine`, or what stands in for one."""

    def search(self, request: Request, k: int) -> list[Passage]: ...


def page_recall(items: Sequence[Gold], engine: Searcher) -> list[Found]:
    """Searches with each question and its history, as an answer would. Items without evidence are left out."""
    found = []
    for item in items:
        if item.evidence:
            first = first_pages(engine.search(item.request(), _DEPTH))
            hit = any((e.document, e.page) in first for e in item.evidence)
            found.append(Found(id=item.id, lang=item.lang, hit=hit))
    return found


def first_pages(passages: Sequence[Passage]) -> list[tuple[str, int]]:
    return list(dict.fromkeys((p.document, p.page) for p in passages))[:PAGES]


def recall(found: Sequence[Found], lang: str | None = None) -> float | None:
    hits = [f.hit for f in found if lang in (None, f.lang)]
    return sum(hits) / len(hits) if hits else None


def recall_table(found: Sequence[Found]) -> str:
    lines = [f"page in the first {PAGES}"]
    for name, lang in (("ja", "ja"), ("en", "en"), ("ALL", None)):
        share = recall(found, lang)
        count = sum(1 for f in found if lang in (None, f.lang))
        lines.append(f"{name:16}{count:5} {'-' if share is None else f'{share:.3f}':>9}")
    missed = [f.id for f in found if not f.hit]
    return "\n".join([*lines, f"missed: {' '.join(missed) or 'none'}"])
