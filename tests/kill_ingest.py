"""Kills `keikaku ingest` at random moments: `python tests/kill_ingest.py 50` prints, as JSON, what was wrong then."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from index.catalogue import Catalogue
from index.embedding.encoder import Encoder
from index.generation import open_current, read_manifest
from index.verification import damage

ROOT = Path(__file__).parents[1]
CITIES = ("武雄市", "鹿島市", "伊万里市", "大村市", "唐津市", "諫早市")


def write_version(folder: Path, version: int) -> None:
    for city in CITIES:
        pages = [f"{city}計画\n\n{city}は第{version}版の第{page}章で{version}件を定める。" for page in range(1, 9)]
        (folder / f"{city}.txt").write_text("\f".join(pages), "utf-8")


def served_versions(home: Path) -> set[int]:
    """The versions that pages of the served generation are of: one, unless it is a mixture."""
    with closing(Catalogue(read_manifest(home)[0] / "catalogue.sqlite")) as catalogue:
        documents = catalogue.documents()
        assert len(documents) == len(CITIES)
        texts = [page.text for document in documents for page in catalogue.pages(document.id)]
    return {int(text.partition("第")[2].partition("版")[0]) for text in texts}


def start(folder: Path, home: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"KEIKAKU_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "assistant.cli", "ingest", str(folder)]
    return subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for_switch(process: subprocess.Popen[bytes], home: Path, before: Path, *, early: bool) -> None:
    """Until a new generation serves; `early` until there is a folder for it."""
    known = set((home / "generations").iterdir())
    while process.poll() is None:
        if read_manifest(home)[0] != before or (early and set((home / "generations").iterdir()) - known):
            return
        time.sleep(0.002)


def kill_and_look(folder: Path, home: Path, times: int, seed: int = 4) -> tuple[list[str], int]:
    """What was found wrong after each of so many kills, and how many of the runs had switched before they died."""
    moments, wrong, switched = random.Random(seed), [], 0
    write_version(folder, 0)
    began = time.monotonic()
    assert start(folder, home).wait(300) == 0
    longest = (time.monotonic() - began) * 1.6
    old = 0
    for version in range(1, times + 1):
        if moments.random() < 0.8:  # else what the last run had read lies ready for this one
            write_version(folder, version)
            new = version
        before = read_manifest(home)[0]
        process = start(folder, home)
        if version % 3:
            time.sleep(moments.uniform(0, longest))
        else:  # about the switch, which is short: from when the new generation is being written until after it serves
            wait_for_switch(process, home, before, early=bool(version % 2))
            time.sleep(moments.uniform(0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        served = served_versions(home)
        wrong += [f"kill {version}: {line}" for line in damage(home)]
        if served not in ({old}, {new}):
            wrong.append(f"kill {version}: serves {sorted(served)}, not {old} or {new}")
        switched += served != {old}
        old = min(served)
    assert start(folder, home).wait(300) == 0
    if served_versions(home) != {new} or list(damage(home)):
        wrong.append("the run after the last kill did not bring the index up to date")
    if (home / "parsed").exists() or len(list((home / "generations").iterdir())) > 2:
        wrong.append("remains of the killed runs were left behind")
    generation = open_current(home, Encoder(None))
    if len(generation.retriever().search(f"大村市 第{new}版", 3)) != 3:
        wrong.append("the index finds nothing after the last kill")
    generation.close()
    return wrong, switched


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        plans = Path(temporary, "plans")
        plans.mkdir()
        faults, done = kill_and_look(plans, Path(temporary, "home"), int(sys.argv[1]))
    print(json.dumps({"wrong": faults, "switched": done}, ensure_ascii=False))
