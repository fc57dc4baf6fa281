"""A sweep judged by a language model: municipalities in batches, each verdict held to a quote of that municipality.

The deterministic sweep is the check: what it found by exact words stays, and nothing is added whose quote does not say
what was asked. A standing is what the quote's own words say."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.draft import Statement
from assistant.evidence import Evidence
from assistant.extractive.scope import Scope
from assistant.extractive.sweep import Finding, candidates, is_exact, may_hold, status_of
from assistant.gate import Checking
from assistant.llm import replies
from assistant.llm.budget import tokens_in
from assistant.llm.quotes import located
from assistant.llm.replies import Said
from assistant.orders import is_order
from assistant.tracing import note, span
from assistant.understanding.question import Question
from ingest.model import Municipality, Passage

#: Municipalities, and characters of evidence, that one call judges; passages of each.
BATCH, CHARACTERS, PASSAGES = 6, 4000, 2
#: Tokens of a call besides its evidence: the prompt, titles and marks, and six verdicts.
FIXED = 1200
_STATUSES = {
    "yes": ("in_place", "planned"),
    "planned": ("in_place", "planned"),
    "under_study": ("study",),
    "not_planned": ("not_planned",),
}


@dataclass(frozen=True, slots=True)
class Batch:
    municipalities: tuple[Municipality, ...]
    evidence: tuple[tuple[Evidence, ...], ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(e.passage for found in self.evidence for e in found)

    @property
    def tokens(self) -> int:
        """An upper estimate of what the call reads and writes."""
        return FIXED + sum(tokens_in(p.text) for p in self.passages)

    @property
    def names(self) -> str:
        return "\n".join(m.name for m in self.municipalities)


@dataclass(slots=True)
class Judging:
    """One question's verdicts: `findings` by code, None where the model says that there is no mention."""

    question: Question
    scope: Scope
    checking: Checking
    findings: dict[str, Finding | None] = field(default_factory=dict)
    verdicts: int = 0
    proven: int = 0
    refused: int = 0
    gate_seconds: float = 0.0

    def batches(self) -> Iterator[Batch]:
        """The municipalities of which there is any evidence, in the order of the sweep."""
        batch: list[tuple[Municipality, tuple[Evidence, ...]]] = []
        size = 0
        for m in self.scope.municipalities_in_scope(self.question):
            best: dict[str, Evidence] = {}
            for e in candidates(self.question, self.scope, m):
                if e.passage.municipality == m.code:
                    best.setdefault(e.passage.id, e)
            shown = tuple(best.values())[:PASSAGES]
            if not shown:
                continue
            length = sum(len(e.passage.text) for e in shown)
            if batch and (len(batch) >= BATCH or size + length > CHARACTERS):
                yield Batch(*zip(*batch, strict=True))
                batch, size = [], 0
            batch.append((m, shown))
            size += length
        if batch:
            yield Batch(*zip(*batch, strict=True))

    def take(self, batch: Batch, pieces: Iterable[str]) -> None:
        """The first verdict on each municipality of the batch; one on any other, and any further one, is refused."""
        known = {m.name: m for m in batch.municipalities}
        for found in replies.objects(pieces, "standing"):
            m = known.pop(str(found.get("municipality", "")).strip(), None)
            self.verdicts += 1
            began = time.perf_counter()
            with span("gate"):
                stands = m is not None and self._stands(m, batch, found)
                note(passed=stands)
            self.gate_seconds += time.perf_counter() - began
            self.proven += stands and found["standing"] != "no_mention"
            self.refused += not stands
            if not known:
                return

    def _stands(self, m: Municipality, batch: Batch, found: dict[str, object]) -> bool:
        standing, marker, quote = found.get("standing"), found.get("marker"), found.get("quote")
        if standing == "no_mention":
            self.findings[m.code] = None
            return True
        if standing not in _STATUSES or not isinstance(marker, int) or not isinstance(quote, str) or not quote.strip():
            return False
        statement = located(Said("", ((marker, quote),)), batch.passages, self.scope.finder.units)
        if not isinstance(statement, Statement):
            return False
        unit = statement.units[0]
        shown = next(e for found in batch.evidence for e in found if e.passage.id == unit.passage.id)
        proof = replace(shown, unit=unit)
        status = status_of(proof)
        stands = (
            unit.passage.municipality == m.code
            and status in _STATUSES[str(standing)]
            and not is_order(unit.text)
            and may_hold(self.question, self.scope, proof)
            and self.checking.problem(Statement(unit.text, (unit,))) is None
        )
        if stands:
            self.findings[m.code] = Finding(m, proof, status)
        return stands

    def merged(self, found: Sequence[Finding]) -> list[Finding]:
        """The sweep's findings with the model's in their place: none that is exact vanishes."""
        swept = {f.municipality.code: f for f in found}
        out = []
        for m in self.scope.municipalities_in_scope(self.question):
            mine = swept.get(m.code)
            judged = self.findings.get(m.code, mine)
            if judged is None and mine is not None and is_exact(self.question, self.scope, mine.evidence):
                judged = mine
            if judged is not None:
                out.append(judged)
        return out
