"""The commands that look after the index: what is in it, whether it is sound, out of it, and out to other programs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.errors import outcome
from ingest.errors import IndexDamaged, KeikakuError

if TYPE_CHECKING:
    from assistant.index_status import Status
    from assistant.ingestion_report import Report
    from assistant.settings import Settings


def register(app: typer.Typer) -> None:
    for command in (status, remove, verify, export):
        app.command()(command)


def status(as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False) -> None:
    """Show what is indexed, what of it could not be read, and what has changed on disk since."""
    import msgspec

    from assistant.index_status import status
    from assistant.settings import load_settings

    found = status(load_settings())
    if as_json:
        print(msgspec.json.encode(found, enc_hook=str).decode())
    else:
        print("\n".join(status_lines(found)))


def status_lines(status: Status) -> list[str]:
    from assistant.cli_output import document_line
    from assistant.ingestion_report import one_line

    counts = ", ".join(f"{status.counts[name]:,} {name}" for name in ("documents", "pages", "passages", "records"))
    lines = [
        f"index generation {status.generation}, {status.age} old, {status.bytes / 1e6:,.1f} MB: {counts}",
        f"embedding model: {status.encoder}",
        *(f"made from: {one_line(str(root))}" for root in status.roots),
    ]
    for document, tally in status.documents:
        lines.append(document_line(document, tally))
        if tally.unread:
            lines.append(f"    pages without text: {ranges(tally.unread)}")
        lines.extend(f"    warning: {warning}" for warning in document.warnings)
    lines.extend(f"removed, and passed over: {one_line(str(file))}" for file in status.removed)
    changes = status.changes
    for word, items in (("new", changes.new), ("changed", changes.changed), ("gone", changes.gone)):
        lines.extend(f"{word} since: {one_line(str(item))}" for item in items)
    return [*lines, "to take up what has changed: keikaku ingest" if changes else "nothing has changed on disk since"]


def ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers as in 3, 5-7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


def remove(
    documents: Annotated[list[str], typer.Argument(help="Documents, by id or by file.", show_default=False)],
) -> None:
    """Take documents out of the index. Their files stay, and later runs pass them over until one is named itself."""
    from tempfile import TemporaryDirectory

    from assistant.cli_output import IngestProgress
    from assistant.ingestion import remove
    from assistant.settings import load_settings
    from assistant.upload_folder import Removal, uploaded_file

    settings = load_settings()
    elsewhere = []
    for name in documents:
        try:
            uploaded_file(settings.home, name)
        except KeikakuError:
            elsewhere.append(name)
    with IngestProgress() as progress:
        if elsewhere:
            print(remove(elsewhere, settings, progress).summary())
        for name in (name for name in documents if name not in elsewhere):
            with TemporaryDirectory(dir=settings.home) as folder:
                print(Removal(document=name).run(settings, Path(folder), progress)["summary"])


def verify() -> None:
    """Check every file, passage, offset and count of the index. Exit code 0 when all are right, 4 when not."""
    from assistant.cli_output import IngestProgress
    from assistant.settings import load_settings
    from index.generation import REBUILD, read_manifest
    from index.verification import damage

    home = load_settings().home
    found = 0
    with IngestProgress() as progress:
        for line in damage(home, progress):
            found += 1
            print(f"damaged: {line}", file=sys.stderr)
    if found:
        print(f"keikaku: {found} things are wrong with the index; {REBUILD}", file=sys.stderr)
        raise typer.Exit(outcome(IndexDamaged()).exit)
    path, manifest = read_manifest(home)
    counts = ", ".join(f"{count:,} {name}" for name, count in manifest["counts"].items())
    print(f"index generation {path.name} is sound: {counts}")


def export(
    target: Annotated[
        Path, typer.Argument(help="A folder, or a file such as records.csv or pages.jsonl.", show_default=False)
    ],
    format: Annotated[
        Literal["jsonl", "csv"] | None, typer.Option(help="JSON lines, or CSV for spreadsheets.", show_default="jsonl")
    ] = None,
) -> None:
    """Write documents, pages, passages and records of the index as files for other programs."""
    from assistant.export import export
    from assistant.settings import load_settings

    for file, count in export(load_settings().home, target, format).items():
        print(f"{file}: {count:,}")


def watch(paths: Sequence[Path], settings: Settings, *, poll: bool) -> None:
    """`keikaku ingest --watch`: one line a document or failure, as it comes; ends with Ctrl-C."""
    from assistant.cli_output import IngestProgress, print_report
    from assistant.ingestion_report import one_line
    from assistant.watching import keep_indexed

    told: set[str] = set()

    def report(result: Report | Exception) -> None:
        if isinstance(result, Exception):
            print(f"failed: {one_line(str(result))}", file=sys.stderr, flush=True)
            return
        lines = {*result.failures, *result.notes}
        result.failures = [line for line in result.failures if line not in told]
        result.notes = [line for line in result.notes if line not in told]
        told.clear()
        told.update(lines)
        if result.failures or result.notes or (result.build and result.build.changed):
            print_report(result)
            sys.stdout.flush()

    print("watching; Ctrl-C ends it", file=sys.stderr, flush=True)
    with IngestProgress() as progress:
        keep_indexed(paths, settings, progress, report, poll=poll)
