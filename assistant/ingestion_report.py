"""What an ingest did, in counts and in lines for people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.model import Document, ParsedDocument

if TYPE_CHECKING:
    from index.build import BuildReport
    from ingest.sources import Problem

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LONGEST_LINE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A document that was read in this run, with counts of what was found in it."""

    document: Document
    pages: int
    passages: int
    records: int
    municipalities: int


@dataclass(slots=True, kw_only=True)
class Report:
    """What a run did. Each failure is one line with file, cause and remedy; notes need no action."""

    read: list[ReadDocument] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    build: BuildReport | None = None

    def add_problems(self, problems: Sequence[Problem]) -> None:
        skipped = [problem.path for problem in problems if problem.severity == "skipped"]
        for problem in problems:
            if problem.severity != "skipped":
                line = f"{problem.path}: {problem.message}"
                self.fail(line) if problem.severity == "error" else self.note(line)
        if skipped:
            kinds = ", ".join(sorted({path.suffix.lower() or path.name for path in skipped}))
            self.note(f"{len(skipped)} files of other kinds were skipped ({kinds})")

    def fail(self, line: str) -> None:
        self.failures.append(one_line(line))

    def note(self, line: str) -> None:
        self.notes.append(one_line(line))

    def summary(self) -> str:
        if self.build is None:
            return "nothing was indexed."
        b = self.build
        counts = ", ".join(f"{b.counts[name]:,} {name}" for name in ("documents", "pages", "passages", "records"))
        parts = (("added", b.added), ("updated", b.updated), ("unchanged", b.unchanged), ("removed", b.removed))
        changes = ", ".join(f"{len(ids)} {name}" for name, ids in parts)
        failed = f", {len(self.failures)} failed" if self.failures else ""
        return f"index generation {b.generation}: {counts} ({changes}{failed}) in {b.seconds:.1f} s"


def counted(parsed: ParsedDocument) -> ReadDocument:
    return ReadDocument(
        document=parsed.document,
        pages=len(parsed.pages),
        passages=len(parsed.passages),
        records=len(parsed.records),
        municipalities=len(parsed.municipalities),
    )


def one_line(text: str) -> str:
    """Fit for a line of a report: control characters and what is no UTF-8 as escapes, and not without end."""
    escaped = _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
    return escaped if len(escaped) <= _LONGEST_LINE else f"{escaped[:_LONGEST_LINE]}…"
