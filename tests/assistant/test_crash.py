"""`keikaku ingest` may be killed whenever it likes: `make bench` does it 50 times, this a few."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.kill_ingest import kill_and_look


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs kill -9")
def test_a_killed_ingest_leaves_the_old_index_or_the_new_never_a_mixture(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    wrong, _ = kill_and_look(tmp_path / "plans", tmp_path / "home", times=5)
    assert wrong == []
