"""`make bench`, reading files: broken ones, very many, and runs that are killed."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.bench import ROOT, Figure, environment, report, timed
from assistant.ingestion import ingest
from assistant.ingestion_report import one_line
from assistant.settings import load_settings

KILLS = 50
PAGES, DOCUMENTS = 10_000, 1_000


def main() -> None:
    report(measure())


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        yield from _broken(Path(folder))
        yield from _many(Path(folder))
    yield from _killed()


def _broken(folder: Path) -> Iterator[Figure]:
    """Each broken file must be told of once: as failed, as a kind that is not read, or by a warning of its document."""
    plans = folder / "broken"
    names = [json.loads(line) for line in _script("tests/broken_files.py", plans).splitlines()]
    settings = load_settings(home=folder / "broken-home", ingest_seconds=20, ingest_memory_mb=500)
    seconds, found = timed(lambda: ingest([plans], settings, lambda *_: None))
    read = {document.document.path.name: document.document for document in found.read}
    told = [
        sum(f"/{one_line(name)}: " in line or line.startswith(f"{one_line(name)}: ") for line in found.failures)
        + sum(f"/{one_line(name)}: " in line for line in found.notes)
        + (name in read and bool(read[name].warnings))
        for name in names
    ]
    skipped = [name for name, count in zip(names, told, strict=True) if count == 0 and Path(name).suffix in _SKIPPED]
    good = [name for name in read if name.startswith("good-")]
    yield Figure("broken files: kinds", len(names), 40)
    yield Figure("broken files: told of on one line each", told.count(1) + len(skipped), len(names))
    yield Figure("broken files: failed", len(found.failures))
    yield Figure("broken files: good ones among them indexed", len(good), 3)
    yield Figure("broken files: the whole folder", seconds, 20 * len(names) / 2, at_most=True, unit=" s")


_SKIPPED = (".doc", ".xls")


def _many(folder: Path) -> Iterator[Figure]:
    plans, home = folder / "many", folder / "many-home"
    _script("tests/many_pages.py", plans)
    command = [sys.executable, "-m", "assistant.cli", "ingest", str(plans)]
    seconds, peak, processor = _watched(command, home)
    yield Figure("10,000 pages: peak memory of all processes", peak, 2, at_most=True, unit=" GiB")
    yield Figure("10,000 pages: pages a second", PAGES / seconds)
    yield Figure("10,000 pages: processor time", processor, unit=" s")
    seconds, _, processor = _watched(command, home)
    yield Figure("1,000 documents again, nothing changed", seconds, 2, at_most=True, unit=" s")
    yield Figure("1,000 documents again: processor time", processor, unit=" s")


def _killed() -> Iterator[Figure]:
    found = json.loads(_script("tests/kill_ingest.py", str(KILLS)))
    for line in found["wrong"]:
        print(line)
    yield Figure("ingest killed: moments", KILLS, 50)
    yield Figure("ingest killed: mixtures and damage", len(found["wrong"]), 0, at_most=True)
    yield Figure("ingest killed: after it had switched", found["switched"])


def _script(name: str, argument: Path | str) -> str:
    """What a script printed that was given a new folder, or a number, and a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, str(ROOT / name), str(argument)]
        done = subprocess.run(command, env=environment(Path(home)), cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


def _watched(command: Sequence[str], home: Path) -> tuple[float, float | None, float]:
    """Seconds, the most GiB that the process and its children held at one time, and seconds of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment(home), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    held: list[int] = []

    def look() -> None:
        while process.poll() is None:
            held.append(sum(map(_resident, _family(process.pid))))
            time.sleep(0.1)

    watcher = threading.Thread(target=look)
    watcher.start()
    if process.wait():
        raise RuntimeError(f"{' '.join(command)} ended with exit code {process.returncode}")
    seconds = time.perf_counter() - began
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, (max(held) / 1024**2 if any(held) else None), spent


def _family(pid: int) -> Iterator[int]:
    """A process and all that descend from it; only itself where the system does not tell."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from _family(int(child))


def _resident(pid: int) -> int:
    """In kB; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0)


if __name__ == "__main__":
    main()
