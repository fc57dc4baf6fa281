"""`make bench`, the server under load: two workers on this machine, asked by a client on the loopback.

The questions are those of `assistant.bench`, over and over, as users of one index repeat each other; `none remembered`
is the same with every question answered anew. The client takes its share of the same cores.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from assistant.bench import Figure, environment, material, peak_memory, report, served, wait_ready
from assistant.evaluation import load_gold
from assistant.ingestion import ingest
from assistant.settings import load_settings

WORKERS = 2
WANTED = 120.0
SECONDS, HALF_SECONDS, ANEW_SECONDS = 60.0, 20.0, 20.0
CONNECTIONS = 16


@dataclass(slots=True)
class Outcome:
    """`times` are seconds from the moment a question was due to the last byte of its answer."""

    times: list[float] = field(default_factory=list)
    errors: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        return (len(self.times) - self.errors) / self.seconds

    @property
    def percentile95(self) -> float:
        return sorted(self.times)[int(len(self.times) * 0.95)]


def main() -> None:
    report(measure())


def measure() -> Iterator[Figure]:
    corpus, gold_files = material()
    items = load_gold(gold_files)
    bodies = [json.dumps({"question": i.question, "lang": i.lang}).encode() for i in items]
    random.Random(0).shuffle(bodies)
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(home=Path(folder) / "home")
        ingest([corpus], settings, lambda *_: None)
        with _server(settings.home) as (url, ready, processes):
            yield Figure("two workers: start to ready", ready, 5, at_most=True, unit=" s")
            full = asyncio.run(sustained(url, bodies, SECONDS, CONNECTIONS))
            yield Figure(f"chat answers, {SECONDS:g} s sustained", full.rate, WANTED, unit=" /s")
            half = asyncio.run(paced(url, bodies, HALF_SECONDS, WANTED / 2))
            yield Figure("95 % at half that load", half.percentile95 * 1000, 300, at_most=True, unit=" ms")
            yield Figure("errors under load", float(full.errors + half.errors), 0, at_most=True)
            memory = [m for pid in processes if (m := peak_memory(pid)) is not None]
            yield Figure("peak memory of all processes", sum(memory) or None, 1.2, at_most=True, unit=" GiB")
        with _server(settings.home, KEIKAKU_REMEMBERED_ANSWERS="0") as (url, _, _):
            anew = asyncio.run(sustained(url, bodies, ANEW_SECONDS, CONNECTIONS))
            yield Figure("chat answers, none remembered", anew.rate, unit=" /s")
            yield Figure("median of those", statistics.median(anew.times) * 1000, unit=" ms")
            calm = asyncio.run(paced(url, bodies, ANEW_SECONDS, anew.rate / 2))
            yield Figure("95 % at half of that, none remembered", calm.percentile95 * 1000, unit=" ms")


@contextmanager
def _server(home: Path, **more: str) -> Iterator[tuple[str, float, Sequence[int]]]:
    """A server with workers: its address, the seconds until it was ready, and the ids of its processes."""
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", "0", "--workers", str(WORKERS)]
    began = time.perf_counter()
    with served(command, environment(home) | more) as (url, process):
        wait_ready(url)
        yield url, time.perf_counter() - began, [process.pid, *_children(process.pid)]


def _children(pid: int) -> list[int]:
    """Of Linux, which tells; elsewhere none."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    found = [int(child) for task in tasks for child in task.read_text().split()]
    return [*found, *(grandchild for child in found for grandchild in _children(child))]


async def sustained(url: str, bodies: Sequence[bytes], seconds: float, connections: int) -> Outcome:
    """As many answers as there are: each connection asks again as soon as it has its answer."""
    outcome, questions = Outcome(), itertools.cycle(bodies)
    began = time.perf_counter()

    async def client() -> None:
        connection = await _Connection.open(url)
        while time.perf_counter() - began < seconds:
            await connection.ask(next(questions), time.perf_counter(), outcome)
        connection.close()

    await asyncio.gather(*(client() for _ in range(connections)))
    outcome.seconds = time.perf_counter() - began
    return outcome


async def paced(url: str, bodies: Sequence[bytes], seconds: float, rate: float) -> Outcome:
    """`rate` questions a second whether answers come or not; the time that one waits for a connection counts."""
    outcome, questions = Outcome(), itertools.cycle(bodies)
    free: asyncio.Queue[_Connection] = asyncio.Queue()
    for _ in range(CONNECTIONS * 4):
        free.put_nowait(await _Connection.open(url))

    async def ask(due: float) -> None:
        connection = await free.get()
        await connection.ask(next(questions), due, outcome)
        free.put_nowait(connection)

    began, asked = time.perf_counter(), []
    for i in range(round(seconds * rate)):
        await asyncio.sleep(max(0.0, began + i / rate - time.perf_counter()))
        asked.append(asyncio.create_task(ask(began + i / rate)))
    await asyncio.gather(*asked)
    outcome.seconds = time.perf_counter() - began
    while not free.empty():
        free.get_nowait().close()
    return outcome


@dataclass(slots=True)
class _Connection:
    """A connection that is kept alive. The usual client libraries take longer for a request than the server."""

    host: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, url: str) -> _Connection:
        parts = urlsplit(url)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        return cls(parts.netloc, reader, writer)

    async def ask(self, body: bytes, due: float, outcome: Outcome) -> None:
        head = f"POST /chat HTTP/1.1\r\nHost: {self.host}\r\nContent-Type: application/json\r\n"
        try:
            self.writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            answer = await self.reader.readuntil(b"\r\n\r\n")
            lines = answer.lower().split(b"\r\n")
            length = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
            reply = json.loads(await self.reader.readexactly(length))
            good = answer.startswith(b"HTTP/1.1 200") and bool(reply["answer"])
        except (OSError, EOFError, ValueError, KeyError, StopIteration):
            good = False
            await asyncio.sleep(0.1)
        outcome.errors += not good
        outcome.times.append(time.perf_counter() - due)

    def close(self) -> None:
        self.writer.close()


if __name__ == "__main__":
    main()
