"""What is prepared before anybody asks."""

from __future__ import annotations

import time
from pathlib import Path

from assistant.engine import Engine
from index.build import build
from index.embedding.encoder import Encoder
from index.generation import open_current
from tests.ingest.parsing import plan


def test_an_engine_is_warm_once_every_passage_is_prepared(tmp_path: Path) -> None:
    encoder = Encoder(None)
    build(tmp_path, (plan("武雄市まちづくり計画\n\n朝市の出店者を12組にします。\n"),), encoder)
    generation = open_current(tmp_path, encoder)
    engine = Engine(generation)
    began = time.monotonic()
    engine.warm(60)
    assert time.monotonic() - began < 50
    engine.warm(0)
    engine.close()
    generation.close()
