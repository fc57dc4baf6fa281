"""Claims on a figure of a row that they call by its name: the row is found by that name, however far down the search
has its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from assistant.evidence import Evidence
from assistant.extractive.claims.figures import LESS, MORE
from assistant.extractive.claims.rows import Found, held_in, is_wanted
from assistant.extractive.scope import Scope
from assistant.extractive.series import series_stated
from assistant.understanding.question import Question
from assistant.units import Unit
from ingest.model import Record
from ingest.normalise import squash
from ingest.values import Figure

#: The shortest name that is looked for, and how much of a claim a row with its surroundings must account for.
SHORTEST, EXPLAINED = 4, 0.5
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_NUMBERED = re.compile(r"^(?:kpi|[\d\-－.()①-⑳◎○■※]+)(?=[^\d年月日人件台%歳代])")
#: What a name counts with, which a claim says by its unit (委託する郵便局数: 郵便局を4か所).
_COUNTED = re.compile(r"(?:の)?(?:延べ|総|累計)?(?:件|人|者|台|回|箇所|か所|施設|店舗)?数$")
_WORD = re.compile(r"[一-龥ァ-ヴーA-Za-z]")

#: The parts of a row's name, each in the forms in which it may be said, and the cells of the row.
_Row = tuple[tuple[tuple[str, ...], ...], tuple[Record, ...]]


def in_said_rows(
    question: Question, claimed: Sequence[Figure], evidence: Sequence[Evidence], scope: Scope
) -> Found | None:
    """The claim's figure held against the row that it names; where several rows bear the name, all of them must speak
    against it, or one of them for it."""
    figures = [f for f in claimed if f.unit not in ("年", "月", "年間")]
    years, said = question.western_years, series_stated(question.text)
    if not figures or not (years or said) or question.english:
        return None
    opinions: list[Found | None] = []
    for cells in _said(question, evidence, scope):
        rows = [(r, u) for r in cells if (u := scope.record_unit(r)) is not None]
        if _explained(question, rows, scope) >= EXPLAINED and any(is_wanted(r, years, said) for r, _ in rows):
            opinions.append(held_in(question, figures, rows))
    told = [f.agrees for f in opinions if f is not None]
    if not told or len(told) < len(opinions) and not any(told) or len(set(told)) > 1 and _bounded(question):
        return None
    return next(f for f in opinions if f is not None and f.agrees == any(told))


def _bounded(question: Question) -> bool:
    """Whether a claim sets a bound: one of several rows that lies within it proves nothing."""
    return MORE.search(question.text) is not None or LESS.search(question.text) is not None


def _said(question: Question, evidence: Sequence[Evidence], scope: Scope) -> list[tuple[Record, ...]]:
    """The rows of the longest name that stands in a claim, in the plans of its municipalities and of the evidence."""
    near = {e.passage.document for e in evidence}
    text = squash(question.text)
    found: list[tuple[int, tuple[Record, ...]]] = []
    for document in scope.documents:
        own_plan = document.municipality is not None and document.municipality.code in question.codes
        asked = not question.documents or document.id in question.documents
        if not (asked and (own_plan or document.id in near)):
            continue
        for parts, cells in scope.finder.derived(("said rows", document.id), partial(_rows, document.id, scope)):
            own = tuple(r for r in cells if not question.codes or r.municipality in (None, *question.codes))
            lengths = [max((len(form) for form in forms if _stands(form, text)), default=0) for forms in parts]
            if own and lengths[-1] and sum(lengths) >= SHORTEST:
                found.append((sum(lengths), own))
    longest = max((n for n, _ in found), default=0)
    return [cells for n, cells in found if n == longest]


def _rows(document: str, scope: Scope) -> tuple[_Row, ...]:
    rows: dict[tuple[int, str], list[Record]] = {}
    for page, records in scope.finder.records_of(document).items():
        for r in records:
            name = r.attribute if r.kind == "indicator" else r.measure
            if r.kind in ("cell", "indicator") and r.number is not None and name:
                rows.setdefault((page, name), []).append(r)
    return tuple((tuple(_parts(name)), tuple(cells)) for (_, name), cells in rows.items())


def _parts(name: str) -> Iterator[tuple[str, ...]]:
    for part in _BRACKETS.sub("", name).split() or [name]:
        plain = _NUMBERED.sub("", squash(part))
        counted = _COUNTED.sub("", plain)
        yield (plain, counted) if counted != plain and len(counted) > SHORTEST else (plain,)


def _stands(name: str, text: str) -> bool:
    """Whether a name stands in a text, and not within a longer word; a municipality may stand before it."""
    at = text.find(name) if name else -1
    while at >= 0:
        before, behind = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
        if (not _WORD.match(before) or before in "市町村県区") and not _WORD.match(behind):
            return True
        at = text.find(name, at + 1)
    return False


def _explained(question: Question, rows: Iterable[tuple[Record, Unit]], scope: Scope) -> float:
    record, unit = next(iter(rows), (None, None))
    if record is None or unit is None:
        return 0.0
    name = f"{record.measure or ''} {record.attribute}"
    texts = [name, unit.text, unit.passage.text]
    layers = [*(scope.finder.haystack(text) for text in texts), scope.finder.context_of(unit.passage)]
    return question.terms.coverage_by([(layer, 1.0) for layer in layers])
