import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.embedding.hashing import HashingEncoder
from index.generation import current_number, open_current
from ingest.model import ParsedDocument
from tests.index.sample_plans import make

NURSERY = """
import itertools, os, sys
from pathlib import Path
from index.build import build
from index.embedding.hashing import HashingEncoder
from index.generation import current_number
from tests.index.test_crash import plans_of
import faiss
home = Path(sys.argv[1])
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        for n in itertools.count(current_number(home) + 1):
            build(home, plans_of(n), HashingEncoder())
    print(child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""


def plans_of(n: int) -> list[ParsedDocument]:
    return [make(name, *(f"{name}の計画、第{n}版の{page}頁" for page in range(8))) for name in ("a", "b", "c")]


@pytest.fixture
def nursery(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Forks a process that builds one generation after the other, for each line that it reads."""
    build(home, plans_of(1), HashingEncoder())
    process = subprocess.Popen(
        [sys.executable, "-c", NURSERY, str(home)], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    yield process
    process.kill()
    process.communicate()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill -9")
def test_kill_9_at_any_moment_leaves_a_whole_generation_served(home: Path, nursery: subprocess.Popen[str]) -> None:
    moments = random.Random(2025)
    began = time.monotonic()
    last = build(home, plans_of(2), HashingEncoder()).generation
    long_enough = max(0.4, 3 * (time.monotonic() - began))
    first = last
    for _ in range(16):
        assert nursery.stdin and nursery.stdout
        nursery.stdin.write("\n")
        nursery.stdin.flush()
        child = int(nursery.stdout.readline())
        time.sleep(moments.uniform(0, long_enough))
        os.kill(child, signal.SIGKILL)
        assert nursery.stdout.readline() == "gone\n"
        served = open_current(home, HashingEncoder())
        served.verify(deep=True)
        n = served.number
        assert n >= last
        assert [p.text for p in served.catalogue.pages("c")] == [f"cの計画、第{n}版の{page}頁" for page in range(8)]
        assert served.retriever().search(f"bの計画、第{n}版の3頁", 1)[0].passage.id == "b-4"
        served.close()
        last = n
    assert last > first
    report = build(home, plans_of(0), HashingEncoder())
    assert current_number(home) == report.generation
    assert len(os.listdir(home / "generations")) == 2
