"""`make bench`: what the gate lets out and keeps of what a model writes, and how a model's failures are answered for.

The model is a scripted server on loopback; its statements are made from the plans (`bench_attacks`), alike each time.
`python -m assistant.bench_models 5` draws others: other sentences, changed otherwise.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.answer import Answer, Citation, Excerpt, Request
from assistant.bench import Figure, material, report
from assistant.bench_attacks import cases, tried
from assistant.bench_forgeries import forgeries
from assistant.bench_model_server import ModelServer, Reply, model_server, pieces_of, written
from assistant.bench_omissions import omissions
from assistant.bench_paraphrases import paraphrases
from assistant.bench_told_figures import told_figures
from assistant.bench_twists import twists
from assistant.ingestion import ingest
from assistant.service import Service
from assistant.settings import Settings, load_settings
from index.embedding.encoder import Encoder
from index.generation import open_current

STREAMS, LIMIT = 50, 2.0
#: Passages whose sentences are forged: some fifty statements of each.
FORGED = 300


def main() -> None:
    parser = argparse.ArgumentParser(description="What the gate lets out, and how a model's failures are answered for.")
    parser.add_argument(
        "draw", nargs="?", type=int, default=0, help="which statements are made (0: those of make bench)"
    )
    report(measure(parser.parse_args().draw))


def measure(draw: int = 0) -> Iterator[Figure]:
    """The figures over the statements of a draw; each draw takes other sentences and changes them otherwise."""
    corpus, _ = material()
    with tempfile.TemporaryDirectory() as folder, model_server(lambda body: Reply()) as server:
        home = Path(folder)
        ingest([corpus], load_settings(home=home), lambda *_: None)
        yield from _gate(home, draw)
        settings = load_settings(
            home=home, llm="openai:scripted", llm_base_url=f"{server.url}/v1", llm_seconds=LIMIT, llm_retries=1
        )
        yield from _failures(settings, server)
        yield from _streams(settings, server)


def _gate(home: Path, draw: int) -> Iterator[Figure]:
    generation = open_current(home, Encoder(None))
    made = (
        cases(generation, seed=7 + draw),
        twists(generation, seed=11 + draw),
        forgeries(generation, FORGED, seed=13 + draw),
        told_figures(generation, seed=19 + draw),
        omissions(generation, seed=23 + draw),
        paraphrases(generation, seed=17 + draw),
    )
    results = [tried(*each) for each in made]
    generation.close()
    reworded = results[-1]
    sound, lost = sum(r.sound for r in results), sum(len(r.lost) for r in results)
    yield Figure("statements of a model with something false", sum(r.attacks for r in results))
    yield Figure("of these, let out by the gate", sum(len(r.out) for r in results), 0, at_most=True)
    yield Figure("sound statements of a model", sound)
    yield Figure("of these, lost at the gate", 100 * lost / sound, 2, at_most=True, unit=" %")
    yield Figure(
        "of those said in another way, lost", 100 * len(reworded.lost) / reworded.sound, 2, at_most=True, unit=" %"
    )
    median = 1000 * statistics.median([s for r in results for s in r.seconds])
    yield Figure("gate, a statement, median", median, 5, at_most=True, unit=" ms")


def _question(service: Service) -> str:
    with service.use() as loaded:
        owner = next(d.municipality for d in loaded.catalogue.documents() if d.municipality)
    return f"{owner.name}の計画の目的は何ですか"


def _failures(settings: Settings, server: ModelServer) -> Iterator[Figure]:
    def drip() -> Iterator[str]:
        while True:
            yield " "
            time.sleep(0.05)

    failures = (
        lambda: Reply(wait=LIMIT + 3),
        lambda: Reply(status=500),
        lambda: Reply(status=429),
        lambda: Reply(pieces=drip()),
        lambda: Reply(pieces=['{"statements":[{"te'], ended=False),
        lambda: Reply(),
    )
    slowest = 0.0
    for failure in failures:
        service = Service(settings)
        question = _question(service)
        server.script = lambda body, failure=failure: failure()  # type: ignore[misc]
        began = time.perf_counter()
        service.answer(Request(question=question))
        slowest = max(slowest, time.perf_counter() - began)
        service.close()
    yield Figure("answer when the model fails, slowest", slowest, LIMIT + 1, at_most=True, unit=" s")


class _First:
    """Listens for the first event."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.seconds = 0.0

    def evidence(self, passages: list[Excerpt]) -> None:
        self.seconds = self.seconds or time.perf_counter() - self.began

    def statement(self, text: str, citations: list[Citation]) -> None:
        self.evidence([])

    def withheld(self, reason: str) -> None:
        self.evidence([])

    def step(self, tool: str, arguments: Mapping[str, object]) -> None:
        self.evidence([])

    def left(self) -> bool:
        return False


def _streams(settings: Settings, server: ModelServer) -> Iterator[Figure]:
    server.script = lambda body: Reply(pieces=pieces_of(written(("何も。", [(1, "無い")]))), wait=0.2)
    service = Service(settings.model_copy(update={"llm_seconds": 60.0}))
    question = _question(service)
    service.answer(Request(question=question))
    firsts = []
    for _ in range(10):
        first = _First()
        service.answer(Request(question=question), first)  # type: ignore[arg-type]
        firsts.append(first.seconds)
    yield Figure("first event of a stream, median", 1000 * statistics.median(firsts), 100, at_most=True, unit=" ms")
    answers: list[Answer] = []

    def one() -> None:
        answers.append(service.answer(Request(question=question), _First()))  # type: ignore[arg-type]

    threads = [threading.Thread(target=one) for _ in range(STREAMS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    yield Figure("streams at once that were answered", len(answers), STREAMS)
    service.close()


if __name__ == "__main__":
    main()
