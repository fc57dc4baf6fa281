"""The current index generation and its engine, exchanged for a newer one without a restart or a dropped request."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from assistant.answer import Answer, Request
from assistant.listening import Listener
from assistant.remembered import Remembered
from assistant.settings import Settings
from ingest.errors import IndexMissing, KeikakuError
from ingest.model import Document, Page, Passage

log = logging.getLogger(__name__)


class Catalogue(Protocol):
    """What the edge reads of a generation's catalogue."""

    def documents(self, public_only: bool = ...) -> Sequence[Document]: ...
    def document(self, id: str, /) -> Document | None: ...
    def page(self, document: str, number: int, /) -> Page | None: ...
    def page_count(self, document: str, /) -> int: ...


class Engine(Protocol):
    """What answers: `answer` tells a question from a claim by itself, `check` takes what it is given for a claim.

    One that works in the background has `close()`, which returns when it has stopped, and `warm(seconds)`, which
    returns when it answers at full speed, or after so many.
    """

    def answer(self, request: Request, listen: Listener | None = None) -> Answer: ...
    def check(self, request: Request, listen: Listener | None = None) -> Answer: ...
    def sweep(self, request: Request) -> Answer: ...
    def search(self, request: Request, k: int) -> list[Passage]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """One generation in memory. `generation` is an `index.generation.Generation`."""

    number: int
    generation: Any
    engine: Engine
    remembered: Remembered = field(default_factory=lambda: Remembered(0))

    @property
    def catalogue(self) -> Catalogue:
        return self.generation.catalogue  # type: ignore[no-any-return]


class Source(Protocol):
    """Where generations come from; `IndexSource` in production."""

    def current_number(self) -> int | None: ...
    def load(self) -> Loaded: ...


class IndexSource:
    """Generations under `settings.home`. The encoder is loaded with the first and shared by all that follow."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._encoder: Any = None
        self._model: Any = model_reader(settings)

    def current_number(self) -> int | None:
        from index.generation import current_number

        return current_number(self._settings.home)

    def load(self) -> Loaded:
        if self.current_number() is None:
            raise index_missing(self._settings.home)

        from assistant.engine import Engine as IndexEngine
        from index.embedding.encoder import Encoder
        from index.generation import open_current

        if self._encoder is None:
            self._encoder = Encoder(self._settings.embedding)
        generation = open_current(self._settings.home, self._encoder, self._settings.milvus)
        return Loaded(
            number=generation.number,
            generation=generation,
            engine=IndexEngine(generation, self._model),
            remembered=Remembered(self._settings.remembered_answers),
        )


def model_reader(settings: Settings) -> Any:
    """The reader with the model of the settings, None where they name none; LangChain is imported only for one."""
    if settings.llm is None:
        return None

    from assistant.llm.reader import ModelReader

    return ModelReader.of(settings)


def index_missing(home: Path) -> IndexMissing:
    return IndexMissing(f"no index in {home}: run `keikaku ingest FOLDER` with the folder that holds the plans.")


class _Lease:
    """A loaded generation with the number of requests that use it; closed when retired and no longer used."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.users = 0
        self.retired = False

    @property
    def idle(self) -> bool:
        return self.retired and self.users == 0

    def close(self) -> None:
        """Only where the engine can be told to stop first: one that reads on in the background must not lose its
        connections (SQLite crashes the process), and keeps its generation alive until it is done."""
        stop: Callable[[], None] | None = getattr(self.loaded.engine, "close", None)
        if stop:
            stop()
            self.loaded.generation.close()


class Service:
    """Thread-safe. Every `use()` looks whether a newer generation stands on disk; the first to see it loads it while
    the others go on with the old one."""

    def __init__(self, settings: Settings, source: Source | None = None) -> None:
        self.settings = settings
        self._source: Source = source or IndexSource(settings)
        self._lease: _Lease | None = None
        self._refused: int | None = None
        self._told: Callable[[Answer], None] = lambda answer: None
        self._state = threading.Lock()
        self._loading = threading.Lock()

    @contextmanager
    def use(self) -> Iterator[Loaded]:
        """The current generation, held open for the block. Raises IndexMissing, IndexMismatch or IndexDamaged."""
        self.refresh()
        with self._state:
            lease = self._lease
            if lease is None:
                raise index_missing(self.settings.home)
            lease.users += 1
        try:
            yield lease.loaded
        finally:
            with self._state:
                lease.users -= 1
                last = lease.idle
            if last:
                lease.close()

    def observe(self, told: Callable[[Answer], None]) -> None:
        """`told` hears of every answer from now on, in the thread that made it."""
        self._told = told

    def answer(self, request: Request, listen: Listener | None = None) -> Answer:
        with self.use() as loaded:
            return self._observed(loaded.remembered.answer(request, loaded.engine.answer, listen))

    def check(self, request: Request) -> Answer:
        with self.use() as loaded:
            return self._observed(loaded.engine.check(request))

    def _observed(self, answer: Answer) -> Answer:
        self._told(answer)
        return answer

    def refresh(self) -> None:
        """Load the generation that the disk names, if it is another than the one in memory.

        Where one is already serving, a generation that cannot be opened is logged once and the old one stays.
        """
        if self._is_current():
            return
        if not self._loading.acquire(blocking=self._lease is None):
            return
        try:
            if not self._is_current():
                self._exchange()
        finally:
            self._loading.release()

    def warm(self, seconds: float) -> None:
        """Waits until the current engine answers at full speed, so long at most. Raises as `use` does."""
        with self.use() as loaded:
            warm: Callable[[float], None] | None = getattr(loaded.engine, "warm", None)
            if warm:
                warm(seconds)

    def _is_current(self) -> bool:
        lease, number = self._lease, self._source.current_number()
        return lease is not None and number in (None, lease.loaded.number, self._refused)

    def _exchange(self) -> None:
        try:
            loaded = self._source.load()
        except KeikakuError as error:
            if self._lease is None:
                raise
            self._refused = self._source.current_number()
            log.error("generation %s cannot be used, the one before goes on serving: %s", self._refused, error)
            return
        self._put(_Lease(loaded))
        log.info("serving index generation %s", loaded.number)

    def close(self) -> None:
        self._put(None)

    def _put(self, lease: _Lease | None) -> None:
        """Retire the lease before; closing, which may wait for the engine, holds up no request."""
        with self._state:
            old, self._lease = self._lease, lease
            if old:
                old.retired = True
            idle = old is not None and old.idle
        if old and idle:
            old.close()
