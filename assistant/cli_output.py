"""What the command line prints: answers, verdicts, reports, progress."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from assistant.answer import Answer
from assistant.tabular import cell
from ingest.errors import InputError

if TYPE_CHECKING:
    from assistant.evaluation import Evaluation
    from assistant.ingestion_report import ReadDocument, Report
    from assistant.sweep_table import Table
    from index.catalogue import Tally
    from ingest.model import Document

CLAIM_COLUMNS = ("claim", "主張", "文")


def print_answer(answer: Answer, *, as_json: bool) -> None:
    print(json.dumps(_json(answer), ensure_ascii=False, indent=2) if as_json else answer_text(answer))


def print_reply_line(more: Mapping[str, Any], answer: Answer) -> None:
    """One line of JSON, at once there for the next program of a pipe."""
    print(json.dumps(dict(more) | _json(answer), ensure_ascii=False), flush=True)


def print_table(table: Table, form: Literal["text", "csv", "json"]) -> None:
    if form == "csv":
        print(table.csv(), end="")
    elif form == "json":
        print(json.dumps(asdict(table), ensure_ascii=False, indent=2))
    else:
        for row in table.rows:
            proof = f": {row.document} p. {row.page}: 「{_on_one_line(row.quote)}」" if row.quote else ""
            print(f"{row.name}\t{row.standing}{proof}")
        if not table.rows:
            print(table.answer)


def _json(answer: Answer) -> dict[str, Any]:
    from assistant.api.schemas import reply_fields

    return reply_fields(answer)


def answer_text(answer: Answer) -> str:
    """The answer, its coverage, and one line a citation: where, and the quote with its line breaks closed up."""
    lines = [answer.answer]
    if answer.verdict:
        lines.insert(0, f"[{answer.verdict}]")
    if answer.coverage:
        lines.append(
            f"({answer.coverage.documents} documents, {answer.coverage.municipalities} municipalities examined)"
        )
    for c in answer.citations:
        owner = f"{c.municipality}, " if c.municipality else ""
        printed = f" ({c.label})" if c.label and c.label != str(c.page) else ""
        scanned = f" (read from an image, confidence {c.confidence:.0%})" if c.confidence is not None else ""
        lines.append(f"[{c.marker}] {owner}{c.title}, p. {c.page}{printed}{scanned}: 「{_on_one_line(c.quote)}」")
    return "\n".join(lines)


def _on_one_line(quote: str) -> str:
    """White space that holds a line break goes between Japanese characters and becomes one space elsewhere."""
    closed = re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])", "", quote.strip())
    return " ".join(closed.split())


def read_claims(path: Path) -> list[str]:
    """The column `claim` (or 主張, 文) of a CSV in UTF-8 or CP932; without such a heading, each line is a claim.

    Raises InputError, also where an unquoted comma cut a claim in two: half of a claim must not be judged.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp932", errors="replace")
    rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    column = next((header.index(name) for name in CLAIM_COLUMNS if name in header), None)
    body = rows if column is None else rows[1:]
    if column is None or len(header) == 1:
        claims = [",".join(row).strip() for row in body]
    else:
        if wide := next((row for row in body if len(row) > len(header)), None):
            raise InputError(
                f"{path}: more cells than headings in {','.join(wide)!r}: put claims with commas in quotes."
            )
        claims = [row[column].strip() for row in body if len(row) > column and row[column].strip()]
    if not claims:
        raise InputError(f"{path} holds no claims: write one a line under the heading `claim`.")
    return claims


def print_verdicts(claims: Sequence[str], answers: Iterable[Answer], *, as_json: bool) -> list[Answer]:
    """As CSV (the first citation in its columns), or as one JSON reply a line; each as soon as it is there."""
    given: list[Answer] = []
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if not as_json:
        writer.writerow(("claim", "verdict", "answer", "document", "page", "quote"))
    for claim, answer in zip(claims, answers, strict=True):
        given.append(answer)
        if as_json:
            print_reply_line({"claim": claim}, answer)
            continue
        first = answer.citations[0] if answer.citations else None
        proof = (first.document, first.page, first.quote) if first else ("", "", "")
        writer.writerow(map(cell, (claim, answer.verdict or "", answer.answer, *proof)))
        sys.stdout.flush()
    return given


def print_report(report: Report) -> None:
    """A line a document that was read, its warnings, what failed (on standard error), and what the index holds now."""
    for read in report.read:
        print(document_line(read.document, read))
        for warning in read.document.warnings:
            print(f"    warning: {warning}")
    for note in report.notes:
        print(f"note: {note}", file=sys.stderr)
    for failure in report.failures:
        print(f"failed: {failure}", file=sys.stderr)
    print(report.summary())


def document_line(d: Document, holds: ReadDocument | Tally) -> str:
    owner = (
        f"{d.municipality.full_name} ({d.confidence:.2f})"
        if d.municipality
        else f"{holds.municipalities} municipalities"
    )
    return f"{d.id}: {d.title} | {owner} | {holds.pages} pages, {holds.passages} passages, {holds.records} records"


def print_evaluation(result: Evaluation, *, fails: bool, old: Mapping[str, Any] | None) -> None:
    from assistant.evaluation import differences, table

    if fails:
        for v in result.verdicts:
            if v.why:
                print(f"{v.id} [{v.type}] {v.question}\n    {'; '.join(v.why)}\n    -> {v.reply[:160]!r}")
    print(table(result))
    print(json.dumps(result.summary, ensure_ascii=False))
    if old is not None:
        changes = differences(old, result)
        print("\n".join(changes) if changes else "no item changed")


class IngestProgress:
    """A bar on standard error while files are read and the index is built; silent where that is no terminal."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        rate = TextColumn("{task.fields[rate]}")
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
        console = Console(stderr=True)
        self._bars = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=total, rate="")
        task = self._tasks[stage]
        self._bars.update(task, completed=done, total=total or None)
        if speed := self._bars.tasks[task].speed:
            self._bars.update(task, rate=f"{speed:,.1f} pages/s" if stage == "reading" else f"{speed:,.1f}/s")
