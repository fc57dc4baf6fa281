"""Answers that were given before: the same question to the same generation has the same answer."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from assistant.answer import Answer, Request
from assistant.listening import Listener, retell

#: Readers whose answer follows from the question and the generation alone.
REPEATABLE = frozenset({"extractive"})


@dataclass(slots=True)
class Remembered:
    """The latest `limit` answers of one generation. Thread-safe; of equal questions at the same time one is worked on.

    What is remembered depends on the whole request, with its history, filters and the asker's rights.
    """

    limit: int
    _answers: OrderedDict[Request, Answer] = field(default_factory=OrderedDict)
    _running: dict[Request, Future[Answer]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(
        self, request: Request, make: Callable[[Request, Listener | None], Answer], listen: Listener | None = None
    ) -> Answer:
        """Raises what `make` raises, and remembers none of that. Who listens shares no work: leaving ends theirs."""
        if listen is None:
            return self._shared(request, lambda asked: make(asked, None))
        began = time.perf_counter()
        with self._lock:
            known = self._answers.get(request)
        if known is None:
            answer = make(request, listen)
            with self._lock:
                self._keep(request, answer)
            return answer
        retell(known, listen)
        return _timed(known, began)

    def _shared(self, request: Request, make: Callable[[Request], Answer]) -> Answer:
        if self.limit <= 0:
            return make(request)
        began = time.perf_counter()
        mine: Future[Answer] = Future()
        with self._lock:
            known = self._answers.get(request)
            if known is not None:
                self._answers.move_to_end(request)
            running = self._running.get(request)
            if known is None and running is None:
                self._running[request] = mine
        if known is not None:
            return _timed(known, began)
        return running.result() if running is not None else self._made(request, make, mine)

    def _made(self, request: Request, make: Callable[[Request], Answer], promise: Future[Answer]) -> Answer:
        try:
            answer = make(request)
        except BaseException as error:
            promise.set_exception(error)
            raise
        else:
            promise.set_result(answer)
            return answer
        finally:
            with self._lock:
                self._running.pop(request)
                if promise.exception() is None:
                    self._keep(request, promise.result())

    def _keep(self, request: Request, answer: Answer) -> None:
        if answer.reader in REPEATABLE and answer.model is None:
            self._answers[request] = answer
            while len(self._answers) > self.limit:
                self._answers.popitem(last=False)


def _timed(answer: Answer, began: float) -> Answer:
    return replace(answer, timings={"total": round(time.perf_counter() - began, 5)})
