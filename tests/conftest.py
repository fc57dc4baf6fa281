"""What tests of several parts share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.answer import Answer, Request
from assistant.engine import Engine
from index.build import build
from index.embedding.encoder import Encoder
from index.generation import Generation, open_current
from ingest.model import ParsedDocument
from ingest.municipalities import national
from ingest.parse import parse
from ingest.reading import read
from ingest.sources import discover

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine reaches a test."""
    for name in [name for name in os.environ if name.startswith("KEIKAKU_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@dataclass(frozen=True, slots=True)
class Opened:
    """Plans with the index built of them and the engine that answers from it."""

    plans: tuple[ParsedDocument, ...]
    generation: Generation
    engine: Engine

    def ask(self, question: str, **fields: object) -> Answer:
        return self.engine.answer(Request(question=question, **fields))  # type: ignore[arg-type]

    def check(self, claim: str, **fields: object) -> Answer:
        return self.engine.check(Request(question=claim, **fields))  # type: ignore[arg-type]

    def page_text(self, document: str, number: int) -> str | None:
        page = self.generation.catalogue.page(document, number)
        return page.text if page else None


def parse_folder(folder: Path) -> tuple[ParsedDocument, ...]:
    """Every plan in a folder, as `keikaku ingest` reads it but in this process."""
    files = discover([folder]).files
    stated = dict.fromkeys(m for file in files if file.manifest for m in file.manifest.municipalities)
    gazetteer = national().with_extra(stated)
    return tuple(parse(file, read(file.path), gazetteer) for file in files)


def opened(plans: tuple[ParsedDocument, ...], home: Path) -> Iterator[Opened]:
    encoder = Encoder(None)
    build(home, plans, encoder)
    generation = open_current(home, encoder)
    engine = Engine(generation)
    yield Opened(plans, generation, engine)
    engine.close()
    generation.close()


@pytest.fixture(scope="session")
def sample_plans() -> tuple[ParsedDocument, ...]:
    return parse_folder(ROOT / "samples")


@pytest.fixture(scope="session")
def real_plans() -> tuple[ParsedDocument, ...]:
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip(f"the real plans are not here: no folder {folder}")
    return parse_folder(folder)


@pytest.fixture(params=["sample_plans", pytest.param("real_plans", marks=pytest.mark.corpus)], ids=["samples", "real"])
def every_plan(request: pytest.FixtureRequest) -> tuple[ParsedDocument, ...]:
    """For what must hold of all documents alike: first the samples, then the real plans."""
    plans: tuple[ParsedDocument, ...] = request.getfixturevalue(request.param)
    return plans


@pytest.fixture(scope="session")
def samples(sample_plans: tuple[ParsedDocument, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The samples behind the engine that is shipped; for reading only."""
    yield from opened(sample_plans, tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="session")
def corpus(real_plans: tuple[ParsedDocument, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The real plans behind the engine that is shipped; for reading only."""
    yield from opened(real_plans, tmp_path_factory.mktemp("corpus"))
