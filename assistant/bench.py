"""`make bench`: the project's figures on this machine, each against its target.

Uses the real plans and question sets of ../shared where they are there, else `samples/`; leaves nothing behind.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from assistant.evaluation import Gold, evaluate, load_gold
from assistant.ingestion import ingest
from assistant.retrieval import page_recall, recall
from assistant.service import Loaded, Service
from assistant.settings import Settings, load_settings
from index import bench as jsquad
from index.build import build
from index.embedding.encoder import Encoder
from index.generation import open_current
from ingest import bench_rendered, bench_samples, bench_tables

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
QUESTION = "LoGoフォームを導入しているのはどの市町ですか"
_STARTED = re.compile(r"running on (http://\S+)")


@dataclass(frozen=True, slots=True)
class Figure:
    """`wanted` is None for a figure without a target; `at_most` tells limits from goals."""

    name: str
    value: float | None
    wanted: float | None = None
    at_most: bool = False
    unit: str = ""

    @property
    def reached(self) -> bool | None:
        if self.value is None or self.wanted is None:
            return None
        return self.value <= self.wanted if self.at_most else self.value >= self.wanted

    def line(self) -> str:
        value = "not measured" if self.value is None else f"{self.value:.3f}{self.unit}"
        target = "" if self.wanted is None else f"{'≤' if self.at_most else '≥'} {self.wanted:g}{self.unit}"
        verdict = {True: "reached", False: "MISSED", None: ""}[self.reached]
        return f"{self.name:44}{value:>14}  {target:>10}  {verdict}"


def main() -> None:
    report(measure())


def report(measured: Iterable[Figure]) -> None:
    """Prints every figure as it is measured; exit code 1 when a target was missed."""
    figures = []
    for figure in measured:
        print(figure.line(), flush=True)
        figures.append(figure)
    missed = [figure.name for figure in figures if figure.reached is False]
    print(f"{len(missed)} of {sum(f.reached is not None for f in figures)} targets missed")
    sys.exit(bool(missed))


def measure() -> Iterator[Figure]:
    corpus, gold_files = material()
    print(f"over {corpus}, {len(gold_files)} gold files, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(home=Path(folder) / "home")
        seconds, _ = timed(lambda: ingest([corpus], settings, lambda *_: None))
        yield Figure("ingest of all plans", seconds, 10, at_most=True, unit=" s")
        seconds, _ = timed(lambda: ingest([corpus], settings, lambda *_: None))
        yield Figure("ingest again, nothing changed", seconds, 2, at_most=True, unit=" s")
        service = Service(settings)
        with service.use() as loaded:
            yield from _quality(loaded, load_gold(gold_files))
        service.close()
        yield from _speed(settings, load_gold(gold_files))
        yield from _question_sets(load_settings(home=Path(folder) / "jsquad"))
        yield from _reading(Path(folder))


def material() -> tuple[Path, Sequence[Path]]:
    if (SHARED / "corpus").is_dir():
        return SHARED / "corpus", sorted((SHARED / "eval" / "dev").glob("*.jsonl"))
    return ROOT / "samples", [ROOT / "samples" / "gold.jsonl"]


def _quality(loaded: Loaded, items: Sequence[Gold]) -> Iterator[Figure]:
    found = page_recall(items, loaded.engine)
    yield Figure("page in the first 5, Japanese", recall(found, "ja"), 0.97)
    yield Figure("page in the first 5, English", recall(found, "en"), 0.85)
    catalogue = loaded.generation.catalogue
    pages = {(d.id, page.number): page.text for d in catalogue.documents() for page in catalogue.pages(d.id)}
    slices = [pages[p.document, p.page][p.start : p.end] == p.text for p in catalogue.all_passages()]
    yield Figure("passages that equal their page's slice", statistics.mean(slices), 1)
    records = [pages[r.document, r.page][r.start : r.end] for r in catalogue.records()]
    yield Figure("records with a span on their page", statistics.mean(map(bool, records)) if records else None, 1)
    result = evaluate(items, loaded.engine.answer, lambda document, page: pages.get((document, page)))
    targets = {"answer": 0.90, "evidence": 0.97, "verbatim": 1.0, "grounded": 0.995}
    for check, wanted in targets.items():
        yield Figure(f"answers to gold questions: {check}", result.summary[check], wanted)


def _speed(settings: Settings, items: Sequence[Gold]) -> Iterator[Figure]:
    command = [sys.executable, "-m", "assistant.cli"]
    run = [*command, "ask", QUESTION]
    own = environment(settings.home)
    seconds, _ = timed(lambda: subprocess.run(run, env=own, cwd=ROOT, check=True, capture_output=True))
    yield Figure("keikaku ask, cold", seconds, 6, at_most=True, unit=" s")
    started = time.perf_counter()
    with served([*command, "serve", "--port", "0"], own) as (url, process):
        post(url, {"question": QUESTION})
        yield Figure(
            "start of the server to the first answer", time.perf_counter() - started, 6, at_most=True, unit=" s"
        )
        times = sorted(timed(partial(post, url, {"question": i.question, "lang": i.lang}))[0] for i in items)
        yield Figure("POST /chat, median", statistics.median(times) * 1000, 50, at_most=True, unit=" ms")
        yield Figure("POST /chat, 95 %", times[int(len(times) * 0.95) - 1] * 1000, 150, at_most=True, unit=" ms")
        yield Figure("peak memory of the server", peak_memory(process.pid), 1, at_most=True, unit=" GiB")


def _question_sets(settings: Settings) -> Iterator[Figure]:
    """JSQuAD's validation split as a pool of passages: each way to search alone, and all together."""
    questions = SHARED / "bench" / "jsquad-valid.questions.jsonl"
    if not questions.is_file():
        return
    pool = jsquad.load_passages(questions.with_name("jsquad-valid.passages.jsonl"))
    encoder = Encoder(settings.embedding)
    build(settings.home, [pool], encoder)
    generation = open_current(settings.home, encoder)
    asked = jsquad.load_questions(questions)
    ways = jsquad.searches(generation)
    reached = {name: jsquad.measure(ways[name], asked).mrr for name in ("lexical", "dense", "fused")}
    generation.close()
    yield Figure("JSQuAD MRR@10: lemmas and bigrams", reached["lexical"], 0.939)
    yield Figure("JSQuAD MRR@10: the dense model alone", reached["dense"], 0.74)
    best = round(max(reached["lexical"], reached["dense"]), 3)
    yield Figure("JSQuAD MRR@10: all fused", round(reached["fused"], 3), best)


def _reading(folder: Path) -> Iterator[Figure]:
    """Generated PDF tables by kind, and the speed on one core."""
    for kind, share in bench_tables.measure(folder).items():
        wanted = 0.90 if kind == "unruled" else 0.98
        yield Figure(f"cells of PDF tables: {kind}", share, wanted)
    for program, kinds in bench_rendered.measured(folder):
        for kind, (share, ruled) in kinds.items():
            yield Figure(f"cells, {program}: {kind}", share, 0.98 if ruled else 0.90)
    for name, share in bench_samples.measure().items():
        yield Figure(f"cells of samples/{name}", share, 0.98)
    rates = bench_tables.speed(folder)
    yield Figure("PDF pages of prose, of PDFium's own speed", rates.prose / rates.raw, 0.25)
    yield Figure("PDF pages of prose a second", rates.prose)
    yield Figure("PDF pages with a table a second", rates.tables, 8)


def environment(home: Path) -> dict[str, str]:
    """For a process of this checkout over the index in `home`."""
    return os.environ | {"KEIKAKU_HOME": str(home), "PYTHONPATH": str(ROOT)}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


@contextmanager
def served(command: Sequence[str], environment: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server on a free port, as its address and process; stopped afterwards."""
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        for line in process.stderr:
            if found := _STARTED.search(line):
                yield found[1], process
                return
        raise RuntimeError("the server ended before it served")
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()


def wait_ready(url: str, seconds: float = 30) -> None:
    """Returns when the server can answer. Raises TimeoutError."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(f"{url} is not ready after {seconds:g} s")


def post(url: str, body: dict[str, Any]) -> Any:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{url}/chat", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.load(reply)


def peak_memory(pid: int) -> float | None:
    """In GiB; None where the system does not tell (it does on Linux)."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024**2 if found else None


if __name__ == "__main__":
    main()
