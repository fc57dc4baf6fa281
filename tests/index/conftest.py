"""Fixtures of the index tests: a home folder, and a small generation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.embedding.hashing import HashingEncoder
from index.generation import Generation, open_current
from tests.index.sample_plans import three_plans


@pytest.fixture
def encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    """The generation of `three_plans`, for reading only."""
    home = tmp_path_factory.mktemp("plans")
    build(home, three_plans(), HashingEncoder())
    generation = open_current(home, HashingEncoder())
    yield generation
    generation.close()
