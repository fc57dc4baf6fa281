"""A folder of broken and hostile files among good ones: a clear line each, nothing hangs, the good ones are indexed."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest

from assistant.ingestion import ingest
from assistant.ingestion_report import Report, one_line
from assistant.settings import Settings
from index.catalogue import Catalogue
from index.generation import read_manifest
from ingest.model import Document
from tests.broken_files import GOOD, KINDS, write_broken, write_good

#: Odd, but readable; every other kind must fail. What is read of the old Office formats depends on LibreOffice.
READABLE = frozenset(
    {
        "pdf-bad-character-map.pdf",
        "wrong-extension-pdf.docx",
        "wrong-extension-word.pdf",
        "sheet-far-cell.xlsx",
        "table-one-quote.csv",
        "table-zero-bytes.csv",
    }
)
NOT_READ = ("no file but a pipe", "files of other kinds were skipped")
SECONDS = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    names: tuple[str, ...]
    report: Report
    documents: dict[str, Document]
    text: str
    seconds: float


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder, home = tmp_path_factory.mktemp("broken"), tmp_path_factory.mktemp("home")
    write_good(folder)
    names = write_broken(folder)
    settings = Settings(home=home, ingest_workers=2, ingest_seconds=SECONDS, ingest_memory_mb=400, _env_file=None)
    began = time.monotonic()
    report = ingest([folder], settings, lambda *_: None)
    seconds = time.monotonic() - began
    catalogue = Catalogue(read_manifest(home)[0] / "catalogue.sqlite")
    documents = {document.path.name: document for document in catalogue.documents()}
    text = "\n".join(page.text for document in documents.values() for page in catalogue.pages(document.id))
    catalogue.close()
    return Outcome(tuple(names), report, documents, text, seconds)


def test_there_are_many_kinds(outcome: Outcome) -> None:
    assert len(set(outcome.names)) >= 55
    assert set(KINDS) <= set(outcome.names)


@pytest.mark.parametrize("name", GOOD)
def test_the_good_files_among_them_are_indexed(outcome: Outcome, name: str) -> None:
    assert outcome.documents[name].municipality is not None


@pytest.mark.parametrize("name", sorted(KINDS), ids=lambda name: one_line(name)[:40])
def test_each_is_one_clear_line(outcome: Outcome, name: str) -> None:
    shown = one_line(name)
    lines = [line for line in outcome.report.failures if f"{shown}: " in line]
    if name in READABLE:
        assert lines == []
        assert outcome.documents[name].warnings
    elif not name.startswith("legacy"):
        assert len(lines) == 1
        assert name not in outcome.documents
        assert ";" in lines[0].partition(": ")[2]  # the cause; the remedy


def test_nothing_fails_without_being_named(outcome: Outcome) -> None:
    accounted = [name for name in outcome.names if f"{one_line(name)}: " in "\n".join(outcome.report.failures)]
    assert len(accounted) == len(outcome.report.failures)
    unread = [note for note in outcome.report.notes if any(reason in note for reason in NOT_READ)]
    assert unread == outcome.report.notes


def test_every_line_fits_a_terminal_whatever_a_file_holds(outcome: Outcome) -> None:
    for line in (*outcome.report.failures, *outcome.report.notes):
        assert line.isprintable() and len(line) < 1100 and "Traceback" not in line


def test_no_file_of_the_machine_leaks_through_an_entity(outcome: Outcome) -> None:
    assert "root:" not in outcome.text
    assert "root:" not in "\n".join(outcome.report.failures)


def test_no_file_holds_up_the_others(outcome: Outcome) -> None:
    """Even if every file took all of its time."""
    assert outcome.seconds < len(outcome.names) * SECONDS / 2
