"""Questions for a summary, and what of a plan a model is shown for one: a passage of each of its parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.model import Passage

_ASKED = re.compile(
    r"要約|まとめて|かいつまんで|(?:どんな|どのような)(?:計画|方針|プラン|戦略)(?:です|でしょう|ですか|か|なの|$|[?？])"
    r"|(?:概要|要点|あらまし|全体像|要旨|ポイント)(?:を|は|について|とは|が知|$|[?？])"
    r"|\bsummar(?:y|i[sz]e)|\boverview\b|\bmain points\b|\bkey points\b|\bgist\b|\bin a nutshell\b",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"計画|方針|プラン|戦略|ビジョン|構想|報告書|\b(?:plan|strategy|policy|vision|report)\b", re.IGNORECASE
)
#: Of so many of the best hits a document must hold half to be the one that is meant.
NEAREST = 6
#: A part's passage that is shorter than this says little of it.
SHORT = 60


def asked(question: str) -> bool:
    """Whether a question wants a summary rather than a fact."""
    return _ASKED.search(question) is not None


def plan_of(question: str, hits: Sequence[Passage]) -> str | None:
    """The document whose summary a question wants; None where it is about less than a plan, or not about one."""
    nearest = [p.document for p in hits[:NEAREST]]
    if not nearest or not asked(question) or _PLAN.search(question) is None:
        return None
    document, count = Counter(nearest).most_common(1)[0]
    return document if 2 * count >= len(nearest) else None


def spread(passages: Sequence[Passage], hits: Sequence[Passage], characters: int) -> tuple[Passage, ...]:
    """Of a document's passages in reading order one of each part, evenly over the document, until `characters` are
    full; what the search found best within the document comes first."""
    parts: dict[str, Passage] = {}
    for passage in passages:
        part = passage.headings[0] if passage.headings else f"page {passage.page}"
        if part not in parts or len(parts[part].text) < SHORT <= len(passage.text):
            parts[part] = passage
    found = list(parts.values())
    inside = {p.id for p in passages}
    order = [p for p in hits if p.id in inside][:2] + [found[i] for i in _evenly(len(found))] + list(passages)
    out: dict[str, Passage] = {}
    used = 0
    for passage in order:
        size = len(re.sub(r"\s+", "", passage.text))
        if passage.id not in out and used + size <= characters:
            used += size
            out[passage.id] = passage
    return tuple(sorted(out.values(), key=lambda p: (p.page, p.start)))


def _evenly(count: int) -> list[int]:
    """0 to `count` - 1 so that every beginning of the list is spread over the whole: 0, 4, 2, 6, 1, …"""
    step = 1
    while step < count:
        step *= 2
    out: list[int] = []
    while step:
        out += [i for i in range(0, count, step) if i not in out]
        step //= 2
    return out
