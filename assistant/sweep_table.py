"""The answer to a question about a set as a table: every municipality (or measure) in scope with its standing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Literal

from assistant.answer import Answer, Citation, Coverage, Entity, ModelUse
from assistant.extractive.sweep import status_named
from assistant.service import Loaded
from assistant.tabular import csv_text
from ingest.model import Municipality

Standing = Literal["yes", "planned", "under_study", "not_planned", "no_mention"]
About = Literal["municipality", "measure"]
_STANDINGS: dict[str, Standing] = {
    "in_place": "yes", "planned": "planned", "study": "under_study", "not_planned": "not_planned",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One municipality or measure. Without a mention the fields of the proof are None."""

    name: str
    code: str | None
    standing: Standing
    status: str | None = None
    document: str | None = None
    title: str | None = None
    page: int | None = None
    quote: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    question: str
    about: About
    rows: tuple[Row, ...]
    coverage: Coverage | None
    answer: str
    model: ModelUse | None = None

    def csv(self) -> str:
        return csv_text([f.name for f in fields(Row)], (astuple(row) for row in self.rows))


def table(question: str, answer: Answer, known: Sequence[Municipality]) -> Table:
    """`known` are the municipalities that the asker may know of; members that are none of them are measures."""
    codes = {m.name: m.code for m in known}
    without = answer.coverage.without if answer.coverage else ()
    measures = not without and any(e.code is None and e.name not in codes for e in answer.entities)
    citations = {c.marker: c for c in answer.citations}
    return Table(
        question=question,
        about="measure" if measures else "municipality",
        rows=tuple(_rows(answer.entities, without, citations, codes)),
        coverage=answer.coverage,
        answer=answer.answer,
        model=answer.model,
    )


def of_generation(loaded: Loaded, question: str, answer: Answer, *, internal: bool) -> Table:
    return table(question, answer, loaded.generation.catalogue.municipalities(public_only=not internal))


def _rows(
    entities: Sequence[Entity], without: Sequence[str], citations: dict[int, Citation], codes: dict[str, str]
) -> Iterator[Row]:
    for e in entities:
        proof = next((citations[marker] for marker in e.citations if marker in citations), None)
        standing = _STANDINGS.get(status_named(e.status) or "", "yes")
        row = Row(name=e.name, code=e.code or _code(e.name, codes), standing=standing, status=e.status)
        yield _proven(row, proof) if proof else row
    for name in without:
        yield Row(name=name, code=_code(name, codes), standing="no_mention")


def _code(name: str, codes: dict[str, str]) -> str | None:
    code = codes.get(name)
    return None if code is None or code.startswith("x-") else code


def _proven(row: Row, proof: Citation) -> Row:
    return Row(
        name=row.name,
        code=row.code,
        standing=row.standing,
        status=row.status,
        document=proof.document,
        title=proof.title,
        page=proof.page,
        quote=proof.quote,
        url=proof.url,
    )
