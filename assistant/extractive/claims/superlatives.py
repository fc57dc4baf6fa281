"""Claims that one row of a table has the most or the least of all in a column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence import Evidence
from assistant.extractive.claims.rows import Found
from assistant.extractive.claims.trends import LEAST, MOST
from assistant.extractive.naming import is_total, share_named, words_of
from assistant.extractive.scope import Scope
from assistant.understanding.question import Question
from ingest.model import Record
from ingest.normalise import squash
from ingest.years import find_years

#: The share of a row's name that a claim must hold, the pages of the best evidence that are looked at, and the rows
#: among which one can be the first.
NAMED, PAGES, FEWEST = 0.6, 6, 3
_PLACE = re.compile(r"([2-9])(?:番目|位)|\b(second|third)\b", re.IGNORECASE)
_BRACKETS = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")


def over_rows(question: Question, evidence: Sequence[Evidence], scope: Scope) -> Found | None:
    """Whether the row that a claim names is the first of its column; None where no such row and column are known."""
    most, least = MOST.search(question.text), LEAST.search(question.text)
    if bool(most) == bool(least):
        return None
    said = words_of(question, scope)
    best: tuple[float, Record, list[Record]] | None = None
    for document, page in dict.fromkeys((e.passage.document, e.passage.page) for e in evidence[: PAGES * 3]):
        for column in _columns(question, document, page, scope):
            head = _BRACKETS.sub("", column[0].attribute)
            about = question.terms.coverage(scope.finder.haystack(f"{head} {column[0].attribute}"))
            shares = [(share_named(_BRACKETS.sub("", r.measure or ""), said, scope), r) for r in column]
            share, row = max(shares, key=lambda s: (s[0], len(s[1].measure or "")))
            named = sum(s == share for s, _ in shares)
            if share >= NAMED and named == 1 and (best is None or share + about > best[0]):
                best = (share + about, row, column)
    if best is None:
        return None
    _, row, column = best
    place = _PLACE.search(question.text)
    wanted = 1 if place is None else int(place[1]) if place[1] else 2 if place[2].lower() == "second" else 3
    ahead = [r for r in column if _before(r, row, bool(least))]
    unit = scope.record_unit(row if len(ahead) + 1 == wanted else (ahead or column)[0])
    return Found(len(ahead) + 1 == wanted, unit) if unit else None


def _before(other: Record, row: Record, least: bool) -> bool:
    a, b = other.number or 0.0, row.number or 0.0
    return a < b if least else a > b


def _columns(question: Question, document: str, page: int, scope: Scope) -> list[list[Record]]:
    """The columns of a page's tables that a claim may mean: figures of three rows at least, of its year if it has one,
    else not of a year of their own where another column has the same name without one."""
    columns: dict[str, dict[tuple[int, int], Record]] = {}
    for r in scope.finder.records_of(document).get(page, []):
        if question.codes and r.municipality not in question.codes:
            continue
        if r.kind == "cell" and r.number is not None and r.measure and not is_total(r.measure):
            columns.setdefault(r.attribute, {}).setdefault((r.start, r.end), r)
    years = question.western_years
    kept = [list(rows.values()) for rows in columns.values() if len(rows) >= FEWEST]
    if years:
        return [c for c in kept if c[0].fiscal_year in years]
    heads = {squash(c[0].attribute) for c in kept}
    return [c for c in kept if not find_years(c[0].attribute) or _undated(c[0].attribute) not in heads]


def _undated(attribute: str) -> str:
    for mention in reversed(find_years(attribute)):
        attribute = attribute[: mention.start] + attribute[mention.end :]
    return squash(re.sub(r"[(（]\s*[)）]", "", attribute))
