"""How well the search alone finds the pages that prove the gold answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.evaluation import Gold

PAGES = 5
_DEPTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whether a gold page of the item stands among the first five distinct pages of the hits."""

    id: str
    lang: str
    hit: bool


def page_recall(items: Sequence[Gold], generation: Any) -> list[Found]:
    """Items without evidence are left out. `generation` is an `index.generation.Generation`."""
    retriever = generation.retriever()
    found = []
    for item in items:
        if item.evidence:
            first = first_pages(retriever, " ".join((*item.history, item.question)))
            hit = any((e.document, e.page) in first for e in item.evidence)
            found.append(Found(id=item.id, lang=item.lang, hit=hit))
    return found


def first_pages(retriever: Any, question: str) -> list[tuple[str, int]]:
    pages = dict.fromkeys((hit.passage.document, hit.passage.page) for hit in retriever.search(question, _DEPTH))
    return list(pages)[:PAGES]


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
