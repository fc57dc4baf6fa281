"""A client of the application over the stand-ins of `support`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.bench import environment, served
from assistant.service import Service
from assistant.settings import Settings, load_settings
from assistant.store import Store
from assistant.store.keys import ROLES
from index.build import build
from index.embedding.encoder import Encoder
from ingest.model import ParsedDocument
from tests.assistant.support import MemorySource, ScriptedEngine, full_answer


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Away from the checkout, whose `.keikaku` and `.env` are the developer's."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine(full_answer)


@pytest.fixture
def source(engine: ScriptedEngine) -> MemorySource:
    return MemorySource(engine)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(home=tmp_path / "home")


@pytest.fixture
def client(settings: Settings, source: MemorySource) -> Iterator[TestClient]:
    app = create_app(settings, Service(settings, source))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def reader(settings: Settings, source: MemorySource) -> Iterator[TestClient]:
    """One elsewhere in the network, who may see what is public only."""
    app = create_app(settings, Service(settings, source))
    with TestClient(app, raise_server_exceptions=False, client=("192.168.1.20", 50000)) as client:
        yield client


@pytest.fixture
def keys(settings: Settings) -> Iterator[dict[str, str]]:
    """A key of every role in the store of `client`, by the role."""
    store = Store(settings)
    yield {role: store.keys.add(f"the {role}", role)[1] for role in ROLES}
    store.close()


@pytest.fixture(scope="session")
def sample_home(sample_plans: tuple[ParsedDocument, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the samples indexed; for reading only."""
    home = tmp_path_factory.mktemp("sample-home")
    build(home, sample_plans, Encoder(None))
    return home


@pytest.fixture(scope="session")
def sample_client(sample_home: Path) -> Iterator[TestClient]:
    """The application over the samples, as it is shipped."""
    app = create_app(Settings(home=sample_home, embedding=None, _env_file=None))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def sample_server(sample_home: Path) -> Iterator[str]:
    """The address of a server process over the samples."""
    with served([sys.executable, "-m", "assistant.cli", "serve", "--port", "0"], environment(sample_home)) as (url, _):
        yield url
